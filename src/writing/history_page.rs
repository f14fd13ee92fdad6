//! The page of a field's history: what was changed, by whom, when. The slices say what the field is and put older text back.
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use super::autosave::conflict_by;
use super::difference::{self, Kind as PieceKind, Piece};
use super::history::{self, Step};
use super::{DocumentRef, FieldText, Outcome, Save, SaveId};
use crate::access::Actor;
use crate::access::rules::CanWrite;
use crate::error::{AppError, Result};
use crate::text::{dates, text, text_with};
use crate::web::page::{self, Page};

/// Steps on one page.
const STEPS_AT_ONCE: usize = 30;
/// Characters around a change that are shown with it.
const CONTEXT: usize = 120;

/// A piece of a difference: `same`, `added`, `removed` or `skipped`, and its text.
pub struct PieceView {
    /// See above.
    pub kind: &'static str,
    /// The words.
    pub text: String,
}

/// One revision within a step.
struct RevisionView {
    rev: i32,
    when: String,
    text: String,
    current: bool,
}

struct StepView {
    by: String,
    when: String,
    pieces: Vec<PieceView>,
    rev: i32,
    current: bool,
    /// The revisions before the last one of the step, newest first.
    within: Vec<RevisionView>,
}

struct ConflictView {
    by: String,
    value: String,
}

#[derive(Template)]
#[template(path = "writing/history.html")]
struct HistoryPage {
    cx: Page,
    front: (String, String),
    back: (String, String),
    here: String,
    question: String,
    steps: Vec<StepView>,
    /// Steps passed over by the page with newer ones; none on the first page.
    newer: Option<usize>,
    /// And by the page with older ones.
    older: Option<usize>,
    base: i32,
    writable: bool,
    action: String,
    /// Where what should not have been written is taken away.
    removal: Option<String>,
    conflict: Option<ConflictView>,
}

/// A field whose history is shown.
#[derive(Debug, Clone)]
pub struct HistoryOf<'a> {
    /// The document.
    pub document: DocumentRef,
    /// The field's name.
    pub field: &'a str,
    /// Address and name of what it belongs to.
    pub front: (String, String),
    /// Address and name of the page it is written on.
    pub back: (String, String),
    /// Address of this page.
    pub here: String,
    /// What the field answers.
    pub question: String,
    /// Where older text is put back, when the actor may.
    pub restore: Option<String>,
    /// Where what should not have been written is taken away.
    pub removal: Option<String>,
}

/// Draws the page from the steps after `passed`; with a conflict when somebody wrote while older text was put back. `shown` makes a stored value what people
/// read.
///
/// # Errors
///
/// When the database does not answer.
pub async fn draw(
    connection: &mut PgConnection,
    actor: &Actor,
    of: HistoryOf<'_>,
    passed: usize,
    conflict: Option<FieldText>,
    shown: impl Fn(&str) -> String,
) -> Result<Response> {
    let revisions = super::revisions(connection, of.document, of.field).await?;
    let steps = history::steps(&revisions);
    let base = revisions.last().map_or(0, |revision| revision.rev);
    let failed = conflict.is_some();
    let page = HistoryPage {
        cx: Page::new(actor, format!("{} – {}", text(actor.lang, "history-title"), of.back.1)).refused_when(failed),
        front: of.front,
        back: of.back,
        here: of.here,
        question: of.question,
        steps: steps.iter().skip(passed).take(STEPS_AT_ONCE).map(|step| step_view(actor, &shown, step, &revisions, base)).collect(),
        newer: passed.checked_sub(STEPS_AT_ONCE),
        older: Some(passed + STEPS_AT_ONCE).filter(|next| *next < steps.len()),
        base,
        writable: of.restore.is_some(),
        action: of.restore.unwrap_or_default(),
        removal: of.removal,
        conflict: conflict.map(|other| ConflictView { by: conflict_by(actor, &other), value: shown(&other.value) }),
    };
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

/// Which revision is put back, and the one the page with the button was drawn from.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutBack {
    rev: i32,
    base: i32,
}

/// Puts an older revision of a field back, as a save on the one that the page showed last: somebody else's newer text is a conflict here too.
///
/// # Errors
///
/// `BadRequest` when there is no such revision.
pub async fn put_back(
    connection: &mut PgConnection,
    actor: &Actor,
    can: &CanWrite,
    (part, field): (&str, &str),
    sent: &PutBack,
) -> Result<Outcome> {
    if sent.rev < 1 || sent.base < 1 {
        return Err(AppError::BadRequest("error-unknown-revision"));
    }
    let document = can.document();
    let value = super::at_revision(connection, document, field, sent.rev).await?;
    let value = value.ok_or(AppError::BadRequest("error-unknown-revision"))?;
    let save_id = SaveId::of_form(document.document, actor.person, field, sent.base, &value);
    let save = Save { field: field.to_owned(), part: part.to_owned(), value, base: sent.base, save_id };
    super::save(connection, can, actor.person, actor.now, &save).await
}

/// Pieces of a difference, as they are shown.
pub fn pieces(before: &str, after: &str) -> Vec<PieceView> {
    shown(difference::condensed(&difference::between(before, after), CONTEXT))
}

/// Pieces of a difference that was made elsewhere.
pub fn shown(pieces: Vec<Piece>) -> Vec<PieceView> {
    pieces
        .into_iter()
        .map(|piece| PieceView {
            kind: match piece.kind {
                PieceKind::Same => "same",
                PieceKind::Added => "added",
                PieceKind::Removed => "removed",
                PieceKind::Ellipsis => "skipped",
            },
            text: piece.text,
        })
        .collect()
}

fn step_view(actor: &Actor, shown: &impl Fn(&str) -> String, step: &Step, revisions: &[FieldText], base: i32) -> StepView {
    let lang = actor.lang;
    // Before the first revision there was nothing, not even a «no».
    let first = step.revisions.first() == Some(&1);
    let before = if first { String::new() } else { shown(&step.before) };
    let pieces = pieces(&before, &shown(&step.after));
    let until = dates::recent(step.until, actor.today);
    let within = revisions.iter().rev().filter(|revision| revision.rev != step.rev && step.revisions.contains(&revision.rev));
    StepView {
        by: step.by.clone(),
        when: if dates::recent(step.from, actor.today) == until {
            dates::moment(step.until)
        } else {
            text_with(lang, "history-span", &[("from", &dates::moment(step.from)), ("until", &dates::time_of_day(step.until))])
        },
        pieces,
        rev: step.rev,
        current: step.rev == base,
        within: within
            .map(|revision| RevisionView {
                rev: revision.rev,
                when: dates::time_of_day(revision.saved_at),
                text: shown(&revision.value),
                current: revision.rev == base,
            })
            .collect(),
    }
}
