//! How the rektor distributes the work: one page shows, part by part, who holds it («mine oppgåver») and who is shown it. Giving, handing in, returning
//! and taking back are here, showing is in `showing`. The one who holds a part hands it in from the part's own page.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use super::side::{self, Side};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanLead, Parts};
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::{DraftShareId, PartAssignmentId, PersonId, SelfAssessmentId};
use crate::municipality::{self, Member};
use crate::notification::{self, Message, Notice};
use crate::self_assessment::model::Assessment;
use crate::self_assessment::queries;
use crate::self_assessment::sharing::PartState;
use crate::self_assessment::sharing_queries::{self, AssignmentRow, Place};
use crate::self_assessment::showing_queries::{self, ShareRow};
use crate::text::{InBoth, Lang, dates, text};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;
use crate::writing::{self, short_text};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/egenvurdering/{id}/fordeling", show)
        .post("/egenvurdering/{id}/deler/{part}/tildelinger", give)
        .post("/tildelinger/{assignment}/retur", give_back)
        .post("/tildelinger/{assignment}/tilbaketrekking", take_back)
}

/// The most characters of a note.
const LONGEST_NOTE: usize = 1000;

/// Somebody who holds a part.
struct HolderView {
    id: PartAssignmentId,
    name: String,
    state: PartState,
    when: String,
    note: String,
    gone: bool,
    typed: String,
    error: Option<String>,
}

/// Somebody a part is shown to.
struct ShareView {
    id: DraftShareId,
    name: String,
    when: String,
}

struct PartView {
    key: String,
    number: usize,
    title: String,
    href: String,
    status: String,
    holders: Vec<HolderView>,
    may_hold: Vec<(PersonId, String)>,
    shares: Vec<ShareView>,
    may_see: Vec<(PersonId, String)>,
    readers_see: bool,
}

#[derive(Template)]
#[template(path = "self_assessment/distribution.html")]
struct DistributionPage {
    cx: Page,
    side: Side,
    crumbs: Vec<(String, String)>,
    front: String,
    longest: usize,
    leads: bool,
    parts: Vec<PartView>,
    errors: Vec<(String, String)>,
}

/// A note that was refused: which assignment, what was typed, what is wrong.
struct RefusedNote {
    id: PartAssignmentId,
    typed: String,
    error: String,
}

/// The page's address.
pub(super) fn address(assessment: &Assessment) -> String {
    format!("{}/fordeling", assessment.href())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SelfAssessmentId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    if assessment.rights.reads_draft.is_empty() {
        return Err(AppError::NotFound);
    }
    let _can = assessment.rights.can_show()?;
    let response = draw(&mut tx, &actor, &assessment, None).await?;
    tx.commit().await?;
    Ok(response)
}

async fn draw(connection: &mut PgConnection, actor: &Actor, assessment: &Assessment, refused: Option<RefusedNote>) -> Result<Response> {
    let school = assessment.school.as_ref().ok_or(AppError::NotFound)?;
    let lang = actor.lang;
    let applied = assessment.applied()?;
    let filled = writing::filled_fields(&mut *connection, assessment.document).await?;
    let given = sharing_queries::assignments(&mut *connection, assessment.document, None, None, actor.today).await?;
    let shares = showing_queries::shares(&mut *connection, assessment.document).await?;
    let holders = may_hold(&municipality::members_of(&mut *connection, actor.municipality, school.id, actor.today).await?);
    let viewers = showing_queries::may_be_shown(connection, assessment.document, school.area, actor.today).await?;
    let side = side::side(assessment, &applied, actor, &filled, None)?;
    let parts = applied.parts.iter().map(|part| {
        let key = &part.part.key;
        let given: Vec<&AssignmentRow> = given.iter().filter(|row| row.part == *key).collect();
        let shares: Vec<&ShareRow> = shares.iter().filter(|row| row.part == *key).collect();
        PartView {
            number: part.number,
            title: part.part.title.get(lang).to_owned(),
            href: assessment.part_href(key),
            status: side.parts.iter().find(|other| other.key == *key).map_or_else(String::new, |other| other.status.clone()),
            may_hold: holders.iter().filter(|(person, _)| given.iter().all(|row| row.person != *person)).cloned().collect(),
            may_see: viewers.iter().filter(|(person, _)| shares.iter().all(|row| row.person != Some(*person))).cloned().collect(),
            readers_see: shares.iter().any(|row| row.person.is_none()),
            holders: given.into_iter().map(|row| holder(actor, row, refused.as_ref())).collect(),
            shares: shares.into_iter().map(|row| share_view(actor, row)).collect(),
            key: key.clone(),
        }
    });
    let parts = parts.collect();
    let errors: Vec<_> = refused.into_iter().map(|refused| (note_id(refused.id), refused.error)).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let cx = Page::new(actor, format!("{} – {}", text(lang, "share-title"), side.title)).refused_when(!errors.is_empty());
    let crumbs = vec![
        (format!("/skoler/{}", school.id), school.name.clone()),
        (assessment.href(), side.title.clone()),
        (address(assessment), text(lang, "share-title").into_owned()),
    ];
    let page = DistributionPage {
        cx,
        side,
        crumbs,
        front: assessment.href(),
        longest: LONGEST_NOTE,
        leads: assessment.rights.leads,
        parts,
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}

/// The id of a note's field.
fn note_id(id: PartAssignmentId) -> String {
    format!("note-{id}")
}

fn holder(actor: &Actor, row: &AssignmentRow, refused: Option<&RefusedNote>) -> HolderView {
    let refused = refused.filter(|refused| refused.id == row.id);
    HolderView {
        id: row.id,
        name: row.name.clone(),
        state: row.state,
        when: dates::recent(row.since, actor.today),
        note: if row.state == PartState::Returned { row.note.clone() } else { String::new() },
        gone: !row.member,
        typed: refused.map_or_else(String::new, |refused| refused.typed.clone()),
        error: refused.map(|refused| refused.error.clone()),
    }
}

fn share_view(actor: &Actor, row: &ShareRow) -> ShareView {
    ShareView {
        id: row.id,
        name: row.name.clone().unwrap_or_else(|| capital(&text(actor.lang, "share-readers"))),
        when: dates::recent(row.shared_at, actor.today),
    }
}

/// Everybody at the school but its rektor, once each: those a part may be given to.
fn may_hold(members: &[Member]) -> Vec<(PersonId, String)> {
    let is_rektor = |person: PersonId| members.iter().any(|member| member.person == person && member.role == "rektor");
    let mut people: Vec<(PersonId, String)> = Vec::new();
    for member in members {
        if !is_rektor(member.person) && people.iter().all(|(person, _)| *person != member.person) {
            people.push((member.person, member.name.clone()));
        }
    }
    people
}

/// A part of a self-assessment that the actor leads.
pub(super) struct Led {
    /// Which.
    pub assessment: Assessment,
    /// Key of the part.
    pub part: String,
    /// Title of the part.
    pub title: InBoth,
    /// To give and show its parts.
    pub can: CanLead,
}

/// Loads a part that the actor leads; who reads it without leading is forbidden, for all others it is not found.
pub(super) async fn lead(app: &App, connection: &mut PgConnection, actor: &Actor, id: SelfAssessmentId, part: &str) -> Result<Led> {
    let assessment = queries::load(app, connection, actor, id).await?;
    assessment.rights.check_reads_draft(part)?;
    let title = part_title(&assessment, part)?;
    let can = assessment.rights.can_lead()?;
    Ok(Led { assessment, part: part.to_owned(), title, can })
}

/// Loads the part that something given or shown belongs to.
pub(super) async fn lead_placed(app: &App, connection: &mut PgConnection, actor: &Actor, place: &Place) -> Result<Led> {
    let assessment = queries::load(app, connection, actor, place.assessment).await?;
    check_knows(&assessment)?;
    let title = part_title(&assessment, &place.part)?;
    let can = assessment.rights.can_lead()?;
    Ok(Led { assessment, part: place.part.clone(), title, can })
}

pub(super) fn part_title(assessment: &Assessment, part: &str) -> Result<InBoth> {
    let applied = assessment.applied()?;
    let part = applied.part(part).ok_or(AppError::NotFound)?;
    Ok(InBoth::each(|lang| part.part.title.get(lang).to_owned()))
}

/// Stores that something happened to a part, for the school alone to read: «Læring (Kari Nordås)».
pub(super) async fn record(
    connection: &mut PgConnection,
    actor: &Actor,
    assessment: &Assessment,
    kind: Kind,
    title: &InBoth,
    name: Option<&str>,
) -> Result<()> {
    let what = InBoth::each(|lang| format!("{} ({})", title.get(lang), name.unwrap_or(&text(lang, "share-readers"))));
    let school = assessment.school.as_ref().map(|school| school.id);
    event::record(connection, actor, &Happening { kind, audience: Audience::School, school, object: Some(assessment.id), what: &what })
        .await
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonForm {
    person: PersonId,
}

/// Gives a part to a member and tells them; nothing happens when they have it already.
pub async fn give_part(
    connection: &mut PgConnection,
    actor: &Actor,
    (assessment, can): (&Assessment, &CanLead),
    (part, title): (&str, &InBoth),
    (person, name): (PersonId, &str),
) -> Result<()> {
    if sharing_queries::give(connection, actor, can, part, person).await? {
        record(connection, actor, assessment, Kind::PartGiven, title, Some(name)).await?;
        let href = assessment.part_href(part);
        let message = Message { notice: Notice::PartGiven, who: &actor.name, what: title, href: &href };
        notification::tell(connection, actor.municipality, actor.now, &[person], Some(actor.person), &message).await?;
    }
    Ok(())
}

async fn give(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, part)): Path<(SelfAssessmentId, String)>,
    Form(form): Form<PersonForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let led = lead(&app, &mut tx, &actor, id, &part).await?;
    let school = led.assessment.school.as_ref().ok_or(AppError::NotFound)?;
    let members = may_hold(&municipality::members_of(&mut tx, actor.municipality, school.id, actor.today).await?);
    let (person, name) =
        members.into_iter().find(|(person, _)| *person == form.person).ok_or(AppError::BadRequest("give-error-not-member"))?;
    give_part(&mut tx, &actor, (&led.assessment, &led.can), (&led.part, &led.title), (person, &name)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#del-{part}", address(&led.assessment)), Flash::PartGiven))
}

/// Hands in the part if it was given to the actor, and tells the school's leaders; nothing happens when it is handed in already. False when the actor does
/// not hold it: nobody hands in for somebody else.
pub(super) async fn hand_in(connection: &mut PgConnection, actor: &Actor, assessment: &Assessment, part: &str) -> Result<bool> {
    let held = sharing_queries::assignments(&mut *connection, assessment.document, Some(part), Some(actor.person), actor.today).await?;
    let Some(id) = held.first().map(|held| held.id) else { return Ok(false) };
    let can = assessment.rights.can_hand_in(part)?;
    let title = part_title(assessment, part)?;
    let school = assessment.school.as_ref().ok_or(AppError::NotFound)?;
    if sharing_queries::hand_in(&mut *connection, actor, &can, id).await? {
        record(&mut *connection, actor, assessment, Kind::PartHandedIn, &title, Some(&actor.name)).await?;
        let leaders = municipality::leaders_of(&mut *connection, actor.municipality, school.id, actor.today).await?;
        let message = Message { notice: Notice::PartHandedIn, who: &actor.name, what: &title, href: &address(assessment) };
        notification::tell(connection, actor.municipality, actor.now, &leaders, Some(actor.person), &message).await?;
    }
    Ok(true)
}

/// Who holds what and who is shown what is known to those who read the whole draft; for others it is not found.
pub(super) fn check_knows(assessment: &Assessment) -> Result<()> {
    if assessment.rights.reads_draft == Parts::All { Ok(()) } else { Err(AppError::NotFound) }
}

/// A part that was given, and the one who holds it.
async fn lead_assignment(app: &App, connection: &mut PgConnection, actor: &Actor, id: PartAssignmentId) -> Result<(Led, Place)> {
    let place = sharing_queries::place_of_assignment(&mut *connection, actor, id).await?.ok_or(AppError::NotFound)?;
    let led = lead_placed(app, connection, actor, &place).await?;
    Ok((led, place))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteForm {
    note: String,
}

fn check_note(typed: &str, lang: Lang) -> Result<String, String> {
    short_text(typed, LONGEST_NOTE, text(lang, "give-note-missing"), lang)
}

async fn give_back(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<PartAssignmentId>,
    Form(form): Form<NoteForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (led, place) = lead_assignment(&app, &mut tx, &actor, id).await?;
    let note = match check_note(&form.note, actor.lang) {
        Ok(note) => note,
        Err(error) => return draw(&mut tx, &actor, &led.assessment, Some(RefusedNote { id, typed: form.note, error })).await,
    };
    if sharing_queries::give_back(&mut tx, &actor, &led.can, id, &note).await? {
        record(&mut tx, &actor, &led.assessment, Kind::PartReturned, &led.title, place.name.as_deref()).await?;
        let href = led.assessment.part_href(&led.part);
        let message = Message { notice: Notice::PartReturned, who: &actor.name, what: &led.title, href: &href };
        let people: Vec<PersonId> = place.person.into_iter().collect();
        notification::tell(&mut tx, actor.municipality, actor.now, &people, Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#del-{}", address(&led.assessment), led.part), Flash::PartReturned))
}

async fn take_back(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<PartAssignmentId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (led, place) = lead_assignment(&app, &mut tx, &actor, id).await?;
    if sharing_queries::take_back(&mut tx, &actor, &led.can, id).await? {
        record(&mut tx, &actor, &led.assessment, Kind::PartWithdrawn, &led.title, place.name.as_deref()).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#del-{}", address(&led.assessment), led.part), Flash::PartWithdrawn))
}
