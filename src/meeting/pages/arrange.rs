//! Arranging a meeting that is booked: another time, cancelling, who is asked to come.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::crumbs;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanMove;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, ParticipantId, PersonId};
use crate::meeting::booking::{self, Asked, Errors, Times, TypedTime, tell};
use crate::meeting::collision::Free;
use crate::meeting::model::{Meeting, Participant, State};
use crate::meeting::queries;
use crate::municipality;
use crate::notification::Notice;
use crate::text::{name_and_title, text};
use crate::web::extract::{Form, Nothing, Pairs, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::{Side, short_text};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/moter/{meeting}/tid", time)
        .post("/moter/{meeting}/tid", move_it)
        .get("/moter/{meeting}/avlysing", cancelling)
        .post("/moter/{meeting}/avlysing", cancel)
        .get("/moter/{meeting}/deltakarar", people)
        .post("/moter/{meeting}/deltakarar", ask)
        .post("/moter/{meeting}/deltakarar/{participant}/fjerning", remove)
}

/// The most characters of a reason.
const LONGEST_REASON: usize = 500;
/// The most characters of somebody in words.
const LONGEST_WORDS: usize = 120;

async fn participants(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<Vec<PersonId>> {
    Ok(queries::participants(tx, actor.municipality, meeting.id).await?.into_iter().filter_map(|one| one.person).collect())
}

#[derive(Template)]
#[template(path = "meeting/time.html")]
struct TimePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    href: String,
    sequence: i32,
    typed: TypedTime,
    /// Somebody moved it meanwhile: where it stands now.
    moved: Option<String>,
    /// Where the form is drawn.
    time_href: String,
    free: Free,
    errors: Errors,
}

impl TimePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

fn draw_time(actor: &Actor, meeting: &Meeting, typed: TypedTime, free: Free, errors: Errors, moved: bool) -> Result<Response> {
    let title = text(actor.lang, "meeting-move-title").into_owned();
    let mut steps = crumbs(actor, meeting)?;
    steps.push((format!("{}/tid", meeting.href()), title.clone()));
    let status = match (moved, errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    let page = TimePage {
        cx: Page::new(actor, title).refused_when(status != StatusCode::OK),
        crumbs: steps,
        heading: meeting.title(actor.lang)?,
        href: meeting.href(),
        sequence: meeting.sequence,
        typed,
        moved: moved.then(|| meeting.when_and_where(actor.lang)),
        time_href: format!("{}/tid", meeting.href()),
        free,
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}

/// A time that somebody asks whether is free; nothing: the one that stands.
#[derive(Default, serde::Deserialize)]
struct AskedTime {
    #[serde(default)]
    sjekk: String,
    #[serde(default)]
    sekvens: String,
    #[serde(flatten)]
    typed: TypedTime,
}

async fn time(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Query(wanted): Query<AskedTime>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let mut meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let _ = meeting.rights.can_arrange()?;
    let asked = !wanted.sjekk.is_empty();
    let typed = if asked { wanted.typed } else { TypedTime::standing(&meeting) };
    let times = typed.check(actor.today, actor.now, actor.lang);
    let school = meeting.school.as_ref().map(|(school, _)| *school);
    let free = Free::at(&mut tx, &actor, meeting.leader, school, times.as_ref().ok(), Some(id), asked).await?;
    let free = free.waiting(Some(meeting.kind()?), times.as_ref().ok(), &actor);
    tx.commit().await?;
    // Whoever began before somebody else moved it is still told so.
    meeting.sequence = wanted.sekvens.parse().unwrap_or(meeting.sequence);
    let errors = if asked { times.err().unwrap_or_default() } else { Errors::new() };
    draw_time(&actor, &meeting, typed, free, errors, false)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct TimeForm {
    #[serde(default)]
    dato: String,
    #[serde(default)]
    fra: String,
    #[serde(default)]
    til: String,
    #[serde(default)]
    stad: String,
    sekvens: String,
}

async fn move_it(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<TimeForm>) -> Result<Response> {
    let sequence: i32 = form.sekvens.parse().map_err(|_| AppError::BadRequest("error-bad-form"))?;
    let typed = TypedTime { dato: form.dato, fra: form.fra, til: form.til, stad: form.stad };
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = CanMove::of(&actor, &meeting.rights)?;
    let times = match typed.check(actor.today, actor.now, actor.lang) {
        Ok(times) => times,
        Err(errors) => return draw_time(&actor, &meeting, typed, Free::default(), errors, false),
    };
    if times == Times::standing(&meeting) {
        return Ok(flash::redirect(&meeting.href(), Flash::NothingChanged));
    }
    if !booking::move_to(&mut tx, &actor, can, &meeting, sequence, &times).await? {
        let meeting = queries::load(&app, &mut tx, &actor, id).await?;
        return draw_time(&actor, &meeting, typed, Free::default(), Errors::new(), true);
    }
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MeetingMoved))
}

#[derive(Template)]
#[template(path = "meeting/cancel.html")]
struct CancelPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    when: String,
    href: String,
    reason: String,
    error: Option<String>,
    errors: Errors,
}

fn draw_cancel(actor: &Actor, meeting: &Meeting, reason: String, error: Option<String>) -> Result<Response> {
    let title = text(actor.lang, "meeting-cancel-title").into_owned();
    let mut steps = crumbs(actor, meeting)?;
    steps.push((format!("{}/avlysing", meeting.href()), title.clone()));
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = CancelPage {
        cx: Page::new(actor, title).refused_when(error.is_some()),
        crumbs: steps,
        heading: meeting.title(actor.lang)?,
        when: page::capital(&meeting.when_and_where(actor.lang)),
        href: meeting.href(),
        reason,
        errors: error.iter().map(|error| ("grunn".to_owned(), error.clone())).collect(),
        error,
    };
    Ok((status, page::html(&page)?).into_response())
}

async fn cancelling(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let _ = meeting.rights.can_arrange()?;
    tx.commit().await?;
    draw_cancel(&actor, &meeting, String::new(), None)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CancelForm {
    #[serde(default)]
    grunn: String,
}

async fn cancel(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<CancelForm>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_arrange()?;
    let reason = match short_text(&form.grunn, LONGEST_REASON, text(actor.lang, "error-meeting-reason"), actor.lang) {
        Ok(reason) => reason,
        Err(sentence) => return draw_cancel(&actor, &meeting, form.grunn, Some(sentence)),
    };
    if queries::cancel(&mut tx, can, &reason).await? {
        let people = participants(&mut tx, &actor, &meeting).await?;
        tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MeetingCancelled, &people).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MeetingCancelled))
}

/// Somebody who can be asked.
struct Candidate {
    value: String,
    name: String,
}

#[derive(Template)]
#[template(path = "meeting/people.html")]
struct PeoplePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    href: String,
    leader: PersonId,
    participants: Vec<Participant>,
    /// The meeting is ahead: more can be asked.
    asks: bool,
    candidates: Vec<Candidate>,
    words: String,
    error: Option<String>,
    errors: Errors,
}

impl PeoplePage {
    fn leads(&self, one: &Participant) -> bool {
        one.person == Some(self.leader)
    }
}

/// Those who can be asked: the school's people, those who follow it up, those with a function in the municipality; for several schools their rektors.
async fn candidates(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<Vec<(PersonId, String, Asked)>> {
    let mut found: Vec<(PersonId, String, Asked)> = Vec::new();
    let asked = |side, school, person| Asked { side, school, person: Some(person), words: String::new() };
    match &meeting.school {
        Some((school, _)) => {
            for member in municipality::members_of(tx, actor.municipality, *school, actor.today).await? {
                found.push((member.person, name_and_title(&member.name, &member.title), asked(Side::School, Some(*school), member.person)));
            }
            for (person, name, _) in municipality::followers_of(tx, actor.municipality, *school, actor.today).await? {
                found.push((person, name, asked(Side::Owner, None, person)));
            }
        }
        None => {
            let rektors = municipality::leaders_of_all(tx, actor.municipality, actor.today).await?;
            let people: Vec<PersonId> = rektors.values().flatten().copied().collect();
            let names = municipality::names(tx, actor.municipality, &people).await?;
            for school in municipality::schools(tx, actor.municipality).await? {
                for person in rektors.get(&school.id).into_iter().flatten() {
                    let name = names.get(person).cloned().unwrap_or_default();
                    found.push((*person, format!("{name}, {}", school.name), asked(Side::School, Some(school.id), *person)));
                }
            }
        }
    }
    for (person, name) in municipality::with_municipal_function(tx, actor.municipality, actor.today).await? {
        found.push((person, name, asked(Side::Guest, None, person)));
    }
    let there: Vec<PersonId> =
        queries::participants(tx, actor.municipality, meeting.id).await?.into_iter().filter_map(|one| one.person).collect();
    let mut seen = there;
    found.retain(|(person, _, _)| {
        let new = !seen.contains(person);
        seen.push(*person);
        new
    });
    Ok(found)
}

async fn draw_people(tx: &mut Tx, actor: &Actor, meeting: &Meeting, words: String, error: Option<String>) -> Result<Response> {
    let title = text(actor.lang, "meeting-people-title").into_owned();
    let mut steps = crumbs(actor, meeting)?;
    steps.push((format!("{}/deltakarar", meeting.href()), title.clone()));
    let asks = meeting.rights.arranges;
    let candidates = if asks { candidates(tx, actor, meeting).await? } else { Vec::new() };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = PeoplePage {
        cx: Page::new(actor, title).refused_when(error.is_some()),
        crumbs: steps,
        heading: meeting.title(actor.lang)?,
        href: meeting.href(),
        leader: meeting.leader,
        participants: queries::participants(tx, actor.municipality, meeting.id).await?,
        asks,
        candidates: candidates.into_iter().map(|(person, name, _)| Candidate { value: person.to_string(), name }).collect(),
        words,
        errors: error.iter().map(|error| ("ord".to_owned(), error.clone())).collect(),
        error,
    };
    Ok((status, page::html(&page)?).into_response())
}

async fn people(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let _ = meeting.rights.can_take_off()?;
    let page = draw_people(&mut tx, &actor, &meeting, String::new(), None).await?;
    tx.commit().await?;
    Ok(page)
}

/// `person`: ids of those who are asked, `ord`: somebody in words.
async fn ask(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, pairs: Pairs) -> Result<Response> {
    if pairs.0.iter().any(|(name, _)| !matches!(name.as_str(), "person" | "ord")) {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_arrange()?;
    let words = pairs.get("ord").unwrap_or_default().to_owned();
    let mut asked = Vec::new();
    if !words.trim().is_empty() {
        match short_text(&words, LONGEST_WORDS, "".into(), actor.lang) {
            Ok(words) => {
                let school = meeting.school.as_ref().map(|(school, _)| *school);
                asked.push(Asked { side: Side::Guest, school, person: None, words });
            }
            Err(sentence) => return draw_people(&mut tx, &actor, &meeting, words, Some(sentence)).await,
        }
    }
    let chosen: Vec<PersonId> = pairs.all("person").filter_map(|id| id.parse().ok()).map(PersonId).collect();
    let candidates = candidates(&mut tx, &actor, &meeting).await?;
    asked.extend(candidates.into_iter().filter(|(person, _, _)| chosen.contains(person)).map(|(_, _, asked)| asked));
    if asked.is_empty() {
        let sentence = text(actor.lang, "error-meeting-nobody").into_owned();
        return draw_people(&mut tx, &actor, &meeting, words, Some(sentence)).await;
    }
    let added = queries::add_participants(&mut tx, can.municipality(), id, &asked, can.by(), actor.now).await?;
    tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MeetingBooked, &added).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/deltakarar", meeting.href()), Flash::MeetingAsked))
}

async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, participant)): Path<(MeetingId, ParticipantId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_take_off()?;
    let before = queries::participants(&mut tx, actor.municipality, id).await?;
    if !queries::remove_participant(&mut tx, can, participant, actor.now).await? {
        return Err(AppError::NotFound);
    }
    let people: Vec<PersonId> = before.into_iter().filter(|one| one.id == participant).filter_map(|one| one.person).collect();
    let notice = if meeting.state == State::Booked { Notice::MeetingUnasked } else { Notice::MeetingTakenOff };
    tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), notice, &people).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/deltakarar", meeting.href()), Flash::MeetingUnasked))
}
