//! `/moter/{meeting}/vara`: somebody who is asked sends another from the same side.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::crumbs;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanSendDeputy;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, PersonId};
use crate::meeting::booking::{Asked, tell};
use crate::meeting::model::{Meeting, Participant};
use crate::meeting::queries;
use crate::municipality::{self, Member};
use crate::notification::Notice;
use crate::text::{name_and_title, text};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::{Side, short_text};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/vara", show).post("/moter/{meeting}/vara", send).post("/moter/{meeting}/vara/fjerning", take_back)
}

/// The most characters of a guest's deputy in words.
const LONGEST_WORDS: usize = 120;

struct Candidate {
    value: String,
    name: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "meeting/deputy.html")]
struct DeputyPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    when: String,
    href: String,
    /// Who comes instead now.
    now: Option<String>,
    candidates: Vec<Candidate>,
    /// A guest says it in words.
    in_words: bool,
    words: String,
    error: Option<String>,
    errors: Vec<(String, String)>,
}

/// As typed: somebody on the list, or words.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    person: String,
    #[serde(default)]
    ord: String,
}

/// Who can come instead: of the same school, or of those who follow it up; never one who is asked already. A guest says it in words. Whoever reads the
/// school's drafts sends another who does, and a pupil or a parent another of theirs: the room must not be other than it was set for.
async fn candidates(tx: &mut Tx, actor: &Actor, meeting: &Meeting, can: CanSendDeputy) -> Result<Vec<(PersonId, String)>> {
    let about = meeting.school.as_ref().map(|(school, _)| *school);
    let mut found: Vec<(PersonId, String)> = match (can.side(), can.from(), about) {
        (Side::School, Some(school), _) => {
            let members = municipality::members_of(tx, actor.municipality, school, actor.today).await?;
            let reads = actor.draft_schools().contains(&school);
            let own = actor.roles.iter().find(|grant| grant.school == Some(school)).and_then(|grant| grant.function.clone());
            let fits =
                |member: &Member| if member.role == "rektor" || member.reads_drafts { reads } else { !reads && member.function == own };
            members.into_iter().filter(fits).map(|member| (member.person, name_and_title(&member.name, &member.title))).collect()
        }
        (Side::Owner, _, Some(school)) => {
            let followers = municipality::followers_of(tx, actor.municipality, school, actor.today).await?;
            followers.into_iter().map(|(person, name, _)| (person, name)).collect()
        }
        (Side::Owner, _, None) => queries::followers(tx, actor.municipality, actor.today).await?,
        (Side::School | Side::Guest, _, _) => Vec::new(),
    };
    let mut seen: Vec<PersonId> =
        queries::participants(tx, actor.municipality, meeting.id).await?.into_iter().filter_map(|one| one.person).collect();
    found.retain(|(person, _)| {
        let new = !seen.contains(person);
        seen.push(*person);
        new
    });
    Ok(found)
}

/// Who comes instead of the actor now.
async fn deputy_now(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<Option<Participant>> {
    let participants = queries::participants(tx, actor.municipality, meeting.id).await?;
    let own = participants.iter().find(|one| one.person == Some(actor.person)).map(|one| one.id);
    Ok(participants.into_iter().find(|one| one.replaces.is_some() && one.replaces == own))
}

async fn draw(tx: &mut Tx, actor: &Actor, meeting: &Meeting, typed: Typed, error: Option<String>) -> Result<Response> {
    let can = meeting.rights.can_send_deputy()?;
    let title = text(actor.lang, "meeting-deputy-title").into_owned();
    let mut steps = crumbs(actor, meeting)?;
    steps.push((format!("{}/vara", meeting.href()), title.clone()));
    let now = deputy_now(tx, actor, meeting).await?;
    let candidates = candidates(tx, actor, meeting, can).await?;
    let in_words = can.side() == Side::Guest;
    let field = if in_words { "ord" } else { "person" };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = DeputyPage {
        cx: Page::new(actor, title).refused_when(error.is_some()),
        crumbs: steps,
        heading: meeting.title(actor.lang)?,
        when: page::capital(&meeting.when_and_where(actor.lang)),
        href: meeting.href(),
        now: now.map(|one| name_and_title(&one.name, &one.title)),
        candidates: candidates
            .into_iter()
            .map(|(person, name)| Candidate { checked: typed.person == person.to_string(), value: person.to_string(), name })
            .collect(),
        in_words,
        words: typed.ord,
        errors: error.iter().map(|error| (field.to_owned(), error.clone())).collect(),
        error,
    };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let page = draw(&mut tx, &actor, &meeting, Typed::default(), None).await?;
    tx.commit().await?;
    Ok(page)
}

/// The one who was typed, as somebody to ask; or the sentence that says what is wrong.
async fn asked(tx: &mut Tx, actor: &Actor, meeting: &Meeting, can: CanSendDeputy, typed: &Typed) -> Result<Result<Asked, String>> {
    let asked = |person, words| Asked { side: can.side(), school: can.from(), person, words };
    if can.side() == Side::Guest {
        let missing = text(actor.lang, "error-meeting-deputy-words");
        return Ok(short_text(&typed.ord, LONGEST_WORDS, missing, actor.lang).map(|words| asked(None, words)));
    }
    let candidates = candidates(tx, actor, meeting, can).await?;
    let chosen = candidates.into_iter().find(|(person, _)| person.to_string() == typed.person);
    Ok(chosen.map(|(person, _)| asked(Some(person), String::new())).ok_or_else(|| text(actor.lang, "error-meeting-deputy").into_owned()))
}

/// One at a time: naming another takes the earlier one back.
async fn send(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(typed): Form<Typed>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_send_deputy()?;
    let now = deputy_now(&mut tx, &actor, &meeting).await?;
    let sent = if can.side() == Side::Guest { Flash::DeputyInWords } else { Flash::DeputySent };
    // The very form again.
    if now.is_some_and(|one| match one.person {
        Some(person) => person.to_string() == typed.person,
        None => one.name == typed.ord.trim(),
    }) {
        return Ok(flash::redirect(&meeting.href(), sent));
    }
    let deputy = match asked(&mut tx, &actor, &meeting, can, &typed).await? {
        Ok(deputy) => deputy,
        Err(sentence) => return draw(&mut tx, &actor, &meeting, typed, Some(sentence)).await,
    };
    let earlier = queries::take_back_deputy(&mut tx, can, actor.now).await?;
    tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MeetingUnasked, &earlier).await?;
    if !queries::send_deputy(&mut tx, can, &deputy, actor.now).await? {
        return Err(AppError::Conflict("error-meeting-deputy"));
    }
    if let Some(person) = deputy.person {
        tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MeetingBooked, &[person]).await?;
    }
    tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MeetingDeputy, &[meeting.leader]).await?;
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), sent))
}

async fn take_back(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_send_deputy()?;
    let people = queries::take_back_deputy(&mut tx, can, actor.now).await?;
    tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MeetingUnasked, &people).await?;
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::DeputyTakenBack))
}
