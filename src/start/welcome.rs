//! `/velkommen`: a rektor's first sign-in, one page: who they answer to, the next date, who can read what, one button.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::own;
use crate::App;
use crate::access::{Actor, Role};
use crate::error::{AppError, Result};
use crate::municipality;
use crate::self_assessment::{self, State, school_year};
use crate::text::{dates, text_with};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/velkommen", show).post("/velkommen", seen)
}

/// One of the schools the person is rektor of.
struct SchoolView {
    id: i64,
    name: String,
    area_leaders: Vec<String>,
    owners: Vec<String>,
    /// What is to be delivered, and when.
    dates: Vec<(String, String, String)>,
    /// What was delivered before, by whoever was rektor then.
    delivered: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "start/welcome.html")]
struct WelcomePage {
    cx: Page,
    schools: Vec<SchoolView>,
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let mine = actor.rektor_schools();
    if mine.is_empty() {
        return Err(AppError::NotFound);
    }
    let mut tx = app.database.read(&actor.scope()).await?;
    let names = municipality::school_names(&mut tx, actor.municipality, &mine).await?;
    let rows = self_assessment::assessments_of_schools(&mut tx, &actor, &mine).await?;
    let mut titles = Vec::new();
    for row in &rows {
        let pack = app.packs.load(&mut tx, actor.municipality, row.pack).await?;
        let title = pack.template(&row.template).map_or("", |template| template.title.get(actor.lang));
        titles.push((row.id, format!("{title} {}", school_year(row.looks_back_year))));
    }
    let title_of = |id| titles.iter().find(|(known, _)| *known == id).map_or_else(String::new, |(_, title)| title.clone());
    let mut schools = Vec::new();
    for school in mine {
        let followers = municipality::followers_of(&mut tx, actor.municipality, school, actor.today).await?;
        let with_role = |wanted| {
            let others = followers.iter().filter(move |(person, _, role)| *role == wanted && *person != actor.person);
            others.map(|(_, name, _)| name.clone()).collect::<Vec<_>>()
        };
        let of_school: Vec<_> = rows.iter().filter(|row| row.school == Some(school)).cloned().collect();
        let delivered = of_school.iter().filter_map(|row| {
            let version = row.version?;
            Some((format!("/egenvurdering/{}/levert/{version}", row.id), title_of(row.id)))
        });
        schools.push(SchoolView {
            id: school.0,
            name: names.get(&school).cloned().unwrap_or_default(),
            area_leaders: with_role(Role::Omradeleder),
            owners: with_role(Role::Skoleeier),
            delivered: delivered.collect(),
            dates: own::in_order(of_school)
                .into_iter()
                .filter(|row| row.state != State::Delivered)
                .map(|row| {
                    let date = dates::with_weekday(row.deadline, actor.lang);
                    let distance = dates::days_away((row.deadline - actor.today).whole_days(), actor.lang);
                    let when = text_with(actor.lang, "start-deadline", &[("date", &date), ("distance", &distance)]);
                    (format!("/egenvurdering/{}", row.id), title_of(row.id), when)
                })
                .collect(),
        });
    }
    tx.commit().await?;
    let title = text_with(actor.lang, "welcome-title", &[("name", &actor.name)]);
    page::html(&WelcomePage { cx: Page::new(&actor, title), schools })
}

async fn seen(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    if actor.rektor_schools().is_empty() {
        return Err(AppError::NotFound);
    }
    let mut tx = app.database.write(&actor.scope()).await?;
    municipality::set_welcomed(&mut tx, &actor).await?;
    tx.commit().await?;
    Ok(Redirect::to("/").into_response())
}
