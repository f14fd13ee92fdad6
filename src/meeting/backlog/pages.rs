//! `/moter/ventesaker`: what waits for meetings of many schools, and bringing a topic; and what of it a meeting's page shows.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{Series, series};
use super::queries::{self, Waiting};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, WaitingTopicId};
use crate::meeting::course;
use crate::meeting::model::{Meeting, title};
use crate::meeting::pages::course::LONGEST_LINE;
use crate::meeting::queries::load;
use crate::model_pack::{Pack, Setting};
use crate::municipality::{self, School};
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Nothing, Path, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/moter/ventesaker", show)
        .post("/moter/ventesaker", bring)
        .post("/moter/ventesaker/{waiting}/tilbaketrekking", take_back)
        .post("/moter/{meeting}/saker/{waiting}/opptak", take)
}

/// A topic that waits.
pub struct WaitingRow {
    /// Id.
    pub id: WaitingTopicId,
    /// What.
    pub title: String,
    /// Who brought it, or that it was left, and when.
    pub about: String,
    /// The actor may take it back.
    pub mine: bool,
}

struct Group {
    heading: String,
    rows: Vec<WaitingRow>,
}

struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    /// See [`Series::value`].
    #[serde(default)]
    mote: String,
    #[serde(default)]
    tittel: String,
    #[serde(default)]
    save_id: String,
}

#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    mote: String,
}

#[derive(Template)]
#[template(path = "meeting/backlog.html")]
struct BacklogPage {
    cx: Page,
    groups: Vec<Group>,
    choices: Vec<Choice>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl BacklogPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// The municipality's schools, areas and networks, and its pack.
struct Place {
    pack: std::sync::Arc<Pack>,
    schools: Vec<School>,
    areas: Vec<(crate::ids::AreaId, String)>,
    networks: Vec<(crate::ids::AreaId, String)>,
}

impl Place {
    async fn of(tx: &mut Tx, actor: &Actor) -> Result<Self> {
        let Some(pack) = actor.pack.clone() else { return Err(AppError::Conflict("error-no-pack")) };
        let schools = municipality::schools(tx, actor.municipality).await?;
        let schools = schools.into_iter().filter(|school| school.takes_part(actor.today)).collect();
        let areas = municipality::areas(tx, actor.municipality).await?;
        let networks = municipality::networks(tx, actor.municipality).await?;
        Ok(Self { pack, schools, areas, networks })
    }

    /// Where the actor brings topics; not found for those who do nowhere.
    fn series(&self, actor: &Actor) -> Result<Vec<Series<'_>>> {
        let found = series(&self.pack, actor, &self.schools, &self.areas, &self.networks);
        if found.is_empty() { Err(AppError::NotFound) } else { Ok(found) }
    }
}

fn row(actor: &Actor, topic: &Waiting, mine: bool) -> WaitingRow {
    let day = dates::near(dates::norwegian_date(topic.added_at), actor.today);
    let about = match (&topic.from_meeting, &topic.added_from) {
        (Some(_), _) => text_with(actor.lang, "backlog-left", &[("day", &day)]),
        (None, Some(school)) => {
            text_with(actor.lang, "backlog-brought-from", &[("who", &topic.added_by_name), ("school", school), ("day", &day)])
        }
        (None, None) => text_with(actor.lang, "backlog-brought", &[("who", &topic.added_by_name), ("day", &day)]),
    };
    WaitingRow { id: topic.id, title: topic.title.clone(), about, mine }
}

async fn draw(tx: &mut Tx, actor: &Actor, typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let place = Place::of(tx, actor).await?;
    let found = place.series(actor)?;
    let waiting = queries::waiting(tx, actor.municipality, None, None).await?;
    let name = |one: &Series<'_>| title(one.kind, one.group.as_ref().map_or("", |(_, name)| name), actor.lang);
    let groups = found.iter().map(|one| Group {
        heading: name(one),
        rows: waiting
            .iter()
            .filter(|topic| one.is_of(&topic.kind, topic.group))
            .map(|topic| row(actor, topic, one.can.and_take_back(topic.added_by, topic.added_from.is_some()).is_ok()))
            .collect(),
    });
    let page = BacklogPage {
        cx: Page::new(actor, text(actor.lang, "backlog-title")).refused_when(!errors.is_empty()),
        groups: groups.filter(|group| !group.rows.is_empty()).collect(),
        choices: found.iter().map(|one| Choice { chosen: one.value() == typed.mote, value: one.value(), name: name(one) }).collect(),
        typed,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let typed = Typed { mote: wanted.mote, save_id: Uuid::new_v4().to_string(), ..Typed::default() };
    let page = draw(&mut tx, &actor, typed, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn bring(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let place = Place::of(&mut tx, &actor).await?;
    let found = place.series(&actor)?;
    let chosen = found.iter().find(|one| one.value() == typed.mote);
    let title = short_text(&typed.tittel, LONGEST_LINE, text(actor.lang, "error-meeting-topic"), actor.lang);
    match (chosen, title) {
        (Some(one), Ok(title)) => {
            queries::bring(&mut tx, &actor, one.can, &one.kind.key, &title, save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect("/moter/ventesaker", Flash::TopicBrought))
        }
        (chosen, title) => {
            let mut errors = Vec::new();
            if chosen.is_none() {
                errors.push(("mote".to_owned(), text(actor.lang, "error-backlog-meeting").into_owned()));
            }
            errors.extend(title.err().map(|sentence| ("tittel".to_owned(), sentence)));
            draw(&mut tx, &actor, typed, errors).await
        }
    }
}

async fn take_back(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<WaitingTopicId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let place = Place::of(&mut tx, &actor).await?;
    let found = place.series(&actor)?;
    let waiting = queries::waiting(&mut tx, actor.municipality, None, Some(id)).await?;
    let topic = waiting.first().ok_or(AppError::NotFound)?;
    let one = found.iter().find(|one| one.is_of(&topic.kind, topic.group)).ok_or(AppError::NotFound)?;
    let can = one.can.and_take_back(topic.added_by, topic.added_from.is_some())?;
    if !queries::take_back(&mut tx, can, id, actor.now).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect("/moter/ventesaker", Flash::MeetingTopicGone))
}

/// What waits for a meeting that is ahead or being held, for those who add topics to it.
pub async fn waiting_for(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting) -> Result<Vec<WaitingRow>> {
    if meeting.kind()?.setting != Setting::Schools || meeting.rights.can_add_point().is_err() {
        return Ok(Vec::new());
    }
    let group = meeting.area.as_ref().map(|(id, _)| *id);
    let waiting = queries::waiting(connection, actor.municipality, Some(&meeting.kind_key), None).await?;
    Ok(waiting.iter().filter(|topic| topic.group == group).map(|topic| row(actor, topic, false)).collect())
}

/// Takes a topic that waits onto the agenda.
async fn take(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, waiting)): Path<(MeetingId, WaitingTopicId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_add_point()?;
    let topics = queries::waiting(&mut tx, actor.municipality, Some(&meeting.kind_key), Some(waiting)).await?;
    let topic = topics.first().ok_or(AppError::NotFound)?;
    if !queries::take(&mut tx, can, waiting).await? {
        return Err(AppError::NotFound);
    }
    course::add_topic(&mut tx, &actor, &meeting, can, (&topic.title, &topic.added_by_name, Uuid::new_v4())).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#saker", meeting.href()), Flash::Saved))
}
