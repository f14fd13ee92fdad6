//! The page itself: the own side's fields until the reveal, both sides beside each other from then on.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use super::beside::suggested;
use super::removal::removals;
use super::view::{self, BothView, OneView, SideTexts};
use crate::App;
use crate::access::Actor;
use crate::access::rules::ExpectationRights;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::meeting::field::LONGEST;
use crate::meeting::model::State;
use crate::meeting::pages::crumbs;
use crate::meeting::preparation::model::{Field, PART, questions};
use crate::meeting::preparation::prepared::Prepared;
use crate::meeting::preparation::queries;
use crate::meeting::queries::points;
use crate::text::{dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;
use crate::writing::autosave::{self, FieldView, Rejected};
use crate::writing::{self, DocumentRef, SHORTEST_PASSAGE, Side, TypedRemoval};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/forarbeid", show)
}

/// A field to write in.
struct EntryView {
    title: String,
    hint: String,
    field: FieldView,
}

#[derive(Template)]
#[template(path = "meeting/preparation.html")]
struct PreparationPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    href: String,
    meeting_href: String,
    since: i64,
    /// When both are shown, or were.
    said: String,
    revealed: bool,
    entries: Vec<EntryView>,
    /// The own side's, for somebody who reads it and does not write.
    own: Vec<OneView>,
    both: Option<BothView>,
    topics: Vec<String>,
    adds_points: bool,
    suggested: Vec<String>,
    expectations: Option<String>,
    removes: bool,
    passage_hint: Option<String>,
    reason_hint: Option<String>,
    typed: TypedRemoval,
    /// What was typed when nobody writes any more, each with its heading.
    unsaved: Vec<(String, String)>,
    /// What was taken away: a sentence and the reason.
    removed: Vec<(String, String)>,
    errors: Vec<(String, String)>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let prepared = Prepared::load(&app, &mut tx, &actor, id).await?;
    let page = draw(&mut tx, &actor, &prepared, &HashMap::new(), TypedRemoval::default()).await?;
    tx.commit().await?;
    Ok(page)
}

/// The page; `rejected` are fields that were not taken, `typed` what was not taken away.
pub async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    prepared: &Prepared,
    rejected: &HashMap<String, Rejected>,
    typed: TypedRemoval,
) -> Result<Response> {
    let (lang, meeting, rights) = (actor.lang, &prepared.meeting, &prepared.rights);
    let preparation = prepared.preparation()?;
    let (mut entries, mut own, mut both) = (Vec::new(), Vec::new(), None);
    if rights.reads_both {
        let school = side_texts(tx, prepared, prepared.facts.school).await?;
        let owner = side_texts(tx, prepared, prepared.facts.owner).await?;
        both = Some(view::both(preparation, &school, &owner, actor));
    }
    if let Some((side, document)) = rights.own {
        let texts = side_texts(tx, prepared, document).await?;
        if rights.writes {
            entries = entries_of(prepared, actor, side, &texts, rejected)?;
        } else if both.is_none() {
            own = view::one(preparation, side, &texts, actor);
        }
    }
    let topics = points(tx, actor.municipality, meeting.id).await?.into_iter().filter(|point| point.side.is_some());
    let topics =
        topics.map(|point| text_with(lang, "preparation-topic", &[("title", &point.title), ("who", &point.added_by_name)])).collect();
    let removed = removals(tx, actor, prepared).await?;
    let unsaved = if rights.writes { Vec::new() } else { unsaved(prepared, actor, rejected)? };
    let errors = errors(actor, &entries, &typed);
    let status = autosave::status(rejected, errors.is_empty() && unsaved.is_empty());
    let title = text(lang, "preparation-title").into_owned();
    let mut steps = crumbs(actor, meeting)?;
    steps.push((prepared.href(), title.clone()));
    let heading = meeting.title(lang)?;
    let page = PreparationPage {
        cx: Page::new(actor, format!("{title} – {heading}")).refused_when(status != StatusCode::OK),
        crumbs: steps,
        kicker: capital(&meeting.when_and_where(lang)),
        heading: text_with(lang, "preparation-of", &[("what", &heading)]),
        href: prepared.href(),
        meeting_href: meeting.href(),
        since: actor.now.unix_timestamp(),
        said: shown_when(prepared, actor),
        revealed: rights.reads_both,
        entries,
        own,
        both,
        topics,
        adds_points: meeting.rights.adds_points,
        suggested: suggested(meeting, lang)?,
        expectations: expectations(actor, prepared),
        removes: rights.removes().is_some(),
        passage_hint: Some(text_with(lang, "remove-passage-hint", &[("min", &SHORTEST_PASSAGE)])),
        reason_hint: Some(text(lang, "remove-reason-hint").into_owned()),
        typed,
        unsaved,
        removed,
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}

/// What one side wrote, with what stood there at the reveal.
async fn side_texts(connection: &mut PgConnection, prepared: &Prepared, document: DocumentRef) -> Result<SideTexts> {
    let now = writing::fields(connection, document, Some(&[PART.to_owned()])).await?;
    let then = match prepared.meeting.revealed_at {
        Some(at) => Some(queries::texts_at(connection, document, at).await?),
        None => None,
    };
    Ok(SideTexts { now: now.into_iter().map(|field| (field.field.clone(), field)).collect(), then })
}

fn entries_of(
    prepared: &Prepared,
    actor: &Actor,
    side: Side,
    texts: &SideTexts,
    rejected: &HashMap<String, Rejected>,
) -> Result<Vec<EntryView>> {
    let preparation = prepared.preparation()?;
    let entries = Field::all(questions(preparation, side).len()).map(|field| {
        let name = field.name();
        let (stored, refused) = (texts.now.get(&name), rejected.get(&name));
        EntryView {
            title: view::heading(preparation, side, field, actor.lang),
            hint: if field == Field::Free { text(actor.lang, "preparation-free-hint").into_owned() } else { String::new() },
            field: FieldView::of(actor, name, LONGEST, String::new(), stored, refused),
        }
    });
    Ok(entries.collect())
}

/// What was typed and came too late, in the order of the page.
fn unsaved(prepared: &Prepared, actor: &Actor, rejected: &HashMap<String, Rejected>) -> Result<Vec<(String, String)>> {
    let Some((side, _)) = prepared.rights.own else { return Ok(Vec::new()) };
    let preparation = prepared.preparation()?;
    let typed = Field::all(questions(preparation, side).len()).filter_map(|field| {
        let rejected = rejected.get(&field.name())?;
        Some((view::heading(preparation, side, field, actor.lang), rejected.value.clone()))
    });
    Ok(typed.collect())
}

/// «Blir vist for begge partar måndag 8. mars 2027 kl. 8.00», or when it was; of a meeting that will not be, that.
pub(super) fn shown_when(prepared: &Prepared, actor: &Actor) -> String {
    if prepared.meeting.state == State::Cancelled {
        return text(actor.lang, "preparation-cancelled").into_owned();
    }
    let (key, at) = match (prepared.meeting.revealed_at, prepared.meeting.reveals_at) {
        (Some(at), _) => ("preparation-shown-since", at),
        (None, Some(at)) => ("preparation-shown-at", at),
        (None, None) => return String::new(),
    };
    let day = dates::with_weekday(dates::norwegian_date(at), actor.lang);
    text_with(actor.lang, key, &[("day", &day), ("time", &dates::time_of_day(at))])
}

/// What is expected of the school's figures, for those who note it.
fn expectations(actor: &Actor, prepared: &Prepared) -> Option<String> {
    let (school, _) = prepared.meeting.school.as_ref()?;
    ExpectationRights::of(actor, *school).ok().map(|_| format!("/skoler/{school}/forventningar"))
}

fn errors(actor: &Actor, entries: &[EntryView], typed: &TypedRemoval) -> Vec<(String, String)> {
    let of_entries = entries.iter().filter_map(|entry| {
        let sentence = entry.field.sentence(actor.lang)?;
        Some((entry.field.id.clone(), format!("{}: {sentence}", entry.title)))
    });
    of_entries.chain(typed.errors(actor.lang)).collect()
}
