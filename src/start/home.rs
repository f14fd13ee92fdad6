//! `/`: the start page.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use sqlx::PgConnection;

use super::desk::{self, Desk};
use super::followed::{self, Followed};
use super::own::{self, Step};
use super::places::{Place, places};
use crate::App;
use crate::access::{Actor, Role};
use crate::agreement::{self, Overdue};
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::indicator::talking_point;
use crate::municipality;
use crate::notification;
use crate::self_assessment::{self, ListRow, SharedWithMe, State, school_year};
use crate::text::dates;
use crate::tilstandsrapport::{self, TaskLine};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;
use crate::wheel;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/", start)
}

/// So many notices stand open; the rest unfolds.
const NEWS_AT_ONCE: usize = 5;

/// Another self-assessment of one's own.
struct Other {
    href: String,
    title: String,
    place: String,
    state: State,
}

#[derive(Template)]
#[template(path = "start/home.html")]
struct HomePage {
    cx: Page,
    date: String,
    overdue: Option<Overdue>,
    /// What the council decided that this person does.
    tasks: Vec<TaskLine>,
    step: Option<Step>,
    desk: Desk,
    others: Vec<Other>,
    shared: Vec<SharedWithMe>,
    news: Vec<notification::Line>,
    older_news: Vec<notification::Line>,
    followed: Option<Followed>,
    schools: Option<Vec<(SchoolId, String, bool)>>,
    points: Vec<talking_point::Line>,
    no_role: bool,
    wheel: Option<wheel::Next>,
    /// Ways to what is not in the menu.
    places: Vec<Place>,
}

async fn start(Extract(app): Extract<App>, actor: Result<Actor, AppError>) -> Result<Response> {
    let actor = match actor {
        Ok(actor) => actor,
        Err(AppError::SignedOut) => return Ok(Redirect::to("/logg-inn").into_response()),
        Err(error) => return Err(error),
    };
    if !actor.welcomed && !actor.rektor_schools().is_empty() {
        return Ok(Redirect::to("/velkommen").into_response());
    }
    let mut tx = app.database.read(&actor.scope()).await?;
    let mut rows = own_rows(&mut tx, &actor).await?;
    // The first in line is told in full; a person with more than one finds the rest as links.
    let reads = |row: &ListRow| row.school.map_or(actor.is_owner(), |school| actor.draft_schools().contains(&school));
    let step = match rows.iter().position(reads) {
        Some(index) => Some(own::step(&app, &mut tx, &actor, &rows.remove(index)).await?),
        None => None,
    };
    let tasks = tilstandsrapport::tasks_of(&mut tx, &actor).await?;
    let mut overdue = agreement::overdue(&app, &mut tx, &actor).await?;
    let desk = desk::load(&app, &mut tx, &actor, overdue.as_mut()).await?;
    let others = others(&app, &mut tx, &actor, &rows).await?;
    let shared = self_assessment::shared_with_me(&app, &mut tx, &actor).await?;
    let mut news = notification::unread(&mut tx, &actor).await?;
    let older_news = news.split_off(news.len().min(NEWS_AT_ONCE));
    let drafts = actor.draft_schools();
    let points = if drafts.is_empty() { Vec::new() } else { talking_point::lines_of(&mut tx, &actor, Some(&drafts)).await? };
    let followed = followed::load(&app, &mut tx, &actor).await?;
    let schools = if actor.is_administrator() { Some(all_schools(&mut tx, &actor).await?) } else { None };
    let wheel = wheel::next_step(&app, &mut tx, &actor).await?;
    let title = title(&mut tx, &actor, step.as_ref()).await?;
    tx.commit().await?;
    page::html(&HomePage {
        cx: Page::new(&actor, title),
        date: capital(&dates::with_weekday(actor.today, actor.lang)),
        overdue,
        tasks,
        step,
        desk,
        others,
        shared,
        news,
        older_news,
        followed,
        schools,
        points,
        no_role: actor.roles.is_empty() && actor.advised.is_empty(),
        wheel,
        places: places(&actor),
    })
}

/// The newest self-assessments of one's own schools, and for skoleeier those that the municipality answers itself.
async fn own_rows(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<ListRow>> {
    let schools = actor.own_schools();
    let mut rows =
        if schools.is_empty() { Vec::new() } else { self_assessment::assessments_of_schools(&mut *connection, actor, &schools).await? };
    if actor.is_owner() {
        rows.extend(self_assessment::owner_assessments(connection, actor).await?);
    }
    Ok(own::in_order(rows))
}

/// The school, the areas, or the municipality.
async fn title(connection: &mut PgConnection, actor: &Actor, step: Option<&Step>) -> Result<String> {
    let schools = actor.own_schools();
    if let (false, [school]) = (actor.is_owner() || actor.leads_area(), schools.as_slice()) {
        if let Some(name) = step.and_then(|step| step.school.clone()) {
            return Ok(name);
        }
        let names = municipality::school_names(connection, actor.municipality, &[*school]).await?;
        return Ok(names.get(school).cloned().unwrap_or_else(|| actor.municipality_name.clone()));
    }
    if actor.leads_area() && !actor.is_owner() && actor.pack.as_ref().is_some_and(|pack| pack.terms.area.is_some()) {
        let led: Vec<_> = actor.roles.iter().filter(|grant| grant.role == Role::Omradeleder).filter_map(|grant| grant.area).collect();
        let areas = municipality::areas(connection, actor.municipality).await?;
        let names: Vec<String> = areas.into_iter().filter(|(id, _)| led.contains(id)).map(|(_, name)| name).collect();
        if !names.is_empty() {
            return Ok(names.join(", "));
        }
    }
    Ok(actor.municipality_name.clone())
}

/// The self-assessments that come after the first, as links.
async fn others(app: &App, connection: &mut PgConnection, actor: &Actor, rows: &[ListRow]) -> Result<Vec<Other>> {
    let schools: Vec<SchoolId> = rows.iter().filter_map(|row| row.school).collect();
    let names = if schools.is_empty() {
        std::collections::HashMap::new()
    } else {
        municipality::school_names(&mut *connection, actor.municipality, &schools).await?
    };
    let mut others = Vec::new();
    for row in rows {
        let pack = app.packs.load(&mut *connection, actor.municipality, row.pack).await?;
        let title = pack.template(&row.template).map_or("", |template| template.title.get(actor.lang));
        let place = row.school.and_then(|school| names.get(&school).cloned()).unwrap_or_else(|| actor.municipality_name.clone());
        let title = format!("{title} {}", school_year(row.looks_back_year));
        others.push(Other { href: format!("/egenvurdering/{}", row.id), title, place, state: row.state });
    }
    Ok(others)
}

/// Every school that is open, for the administrator, with whether it lacks a rektor.
async fn all_schools(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<(SchoolId, String, bool)>> {
    let unfilled = municipality::unfilled_schools(&mut *connection, actor.municipality, actor.today).await?;
    let schools = municipality::schools(connection, actor.municipality).await?;
    Ok(schools
        .into_iter()
        .filter(|school| school.takes_part(actor.today))
        .map(|school| {
            let lacks = unfilled.iter().any(|(id, _)| *id == school.id);
            (school.id, school.name, lacks)
        })
        .collect())
}

impl HomePage {
    /// The day of something that was decided is past.
    fn is_late(&self) -> bool {
        self.tasks.iter().any(|task| task.late)
    }

    /// Nothing waits and nothing is new.
    fn is_quiet(&self) -> bool {
        self.step.is_none()
            && self.tasks.is_empty()
            && self.desk.mine.is_empty()
            && self.desk.others.is_empty()
            && self.desk.soon.is_empty()
            && self.others.is_empty()
            && self.shared.is_empty()
            && self.followed.is_none()
    }
}
