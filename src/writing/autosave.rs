//! The pages' side of text that several people write (`writing`): how a field is shown, saved by the script, and saved with a whole form. One for
//! self-assessments, minutes and preparations, so that they keep the same promises (docs/writing.md).
use std::collections::HashMap;

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::{FieldText, Outcome, Save, SaveId};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanWrite;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Pairs;
use crate::writing;

/// A field as it was sent and not taken.
#[derive(Debug, Clone)]
pub struct Rejected {
    /// What was typed.
    pub value: String,
    /// The revision it was based on.
    pub rev: i32,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Somebody else's newer text.
    pub conflict: Option<FieldText>,
}

/// A conflict as the page shows it.
#[derive(Debug, Clone)]
pub struct ConflictView {
    /// The other text.
    pub value: String,
    /// Whose it is, and when.
    pub by: String,
}

/// What every kind of field has.
#[derive(Debug, Clone)]
pub struct FieldView {
    /// Key.
    pub field: String,
    /// Id of the element.
    pub id: String,
    /// Revision of what it shows.
    pub rev: i32,
    /// What it shows.
    pub value: String,
    /// «Lagret kl. 10.42 av Kari Nordås», or empty.
    pub status: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Somebody else's newer text.
    pub conflict: Option<ConflictView>,
    /// Address of its history; empty when none is shown.
    pub history: String,
    /// The most characters it takes; 0 for choices.
    pub max: usize,
}

impl FieldView {
    /// A field with what is stored in it, or with what was refused. `history` is the address of its history.
    pub fn of(actor: &Actor, name: String, max: usize, history: String, stored: Option<&FieldText>, rejected: Option<&Rejected>) -> Self {
        Self {
            id: element_id(&name),
            rev: rejected.map_or_else(|| stored.map_or(0, |stored| stored.rev), |rejected| rejected.rev),
            value: rejected
                .map_or_else(|| stored.map_or_else(String::new, |stored| stored.value.clone()), |rejected| rejected.value.clone()),
            status: stored.map_or_else(String::new, |stored| saved_status(actor, stored)),
            error: rejected.and_then(|rejected| rejected.error.clone()),
            conflict: rejected
                .and_then(|rejected| rejected.conflict.as_ref())
                .map(|other| ConflictView { value: other.value.clone(), by: conflict_by(actor, other) }),
            history,
            max,
            field: name,
        }
    }

    /// What is wrong with it, or that somebody else wrote meanwhile; `None` when it was taken.
    pub fn sentence(&self, lang: Lang) -> Option<String> {
        self.error.clone().or_else(|| self.conflict.as_ref().map(|_| text(lang, "conflict-title").into_owned()))
    }
}

/// The status of a page with a whole form: as it is; with what somebody else did first, and nothing wrong in what was typed; or refused.
pub(crate) fn status(rejected: &HashMap<String, Rejected>, right: bool) -> StatusCode {
    if right {
        StatusCode::OK
    } else if !rejected.is_empty() && rejected.values().all(|one| one.error.is_none()) {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

/// «Kari Nordås lagra ein annan tekst kl. 10.42.»
pub fn conflict_by(actor: &Actor, other: &FieldText) -> String {
    let when = dates::recent(other.saved_at, actor.today);
    text_with(actor.lang, "conflict-by", &[("who", &other.saved_by_name), ("when", &when)])
}

/// The id of a field's element.
pub fn element_id(field: &str) -> String {
    format!("f-{}", field.replace('.', "-"))
}

/// «Lagret kl. 10.42 av Kari Nordås».
pub fn saved_status(actor: &Actor, saved: &FieldText) -> String {
    text_with(actor.lang, "saved-status", &[("when", &dates::recent(saved.saved_at, actor.today)), ("who", &saved.saved_by_name)])
}

/// What the script sends: one field.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveForm {
    /// The field's key.
    pub field: String,
    /// Its text.
    pub value: String,
    rev: String,
    save_id: String,
}

impl SaveForm {
    /// Revision and save id, of a form that was sent in the name of the one who is signed in: a tab that somebody left open must not save in the name of
    /// whoever signed in after them.
    pub fn checked(&self, actor: &Actor, headers: &HeaderMap) -> Result<(i32, SaveId)> {
        match headers.get("x-person").and_then(|value| value.to_str().ok()) {
            Some(writer) if writer != actor.person.to_string() => return Err(AppError::OtherPerson),
            _ => {}
        }
        let save_id = SaveId::parse(&self.save_id).map_err(|_| AppError::BadRequest("error-bad-form"))?;
        Ok((revision(&self.rev)?, save_id))
    }
}

/// A whole number from 0.
fn revision(text: &str) -> Result<i32> {
    text.parse().ok().filter(|rev| *rev >= 0).ok_or(AppError::BadRequest("error-unknown-revision"))
}

/// The answer to a field that was not acceptable: a sentence for its place.
pub fn refusal(message: &str) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(json!({ "message": message }))).into_response()
}

/// What the script is told of a save that is stored.
pub fn acknowledgement(actor: &Actor, rev: i32) -> serde_json::Value {
    let when = dates::recent(actor.now, actor.today);
    json!({
        "rev": rev,
        "status": text_with(actor.lang, "saved-status", &[("when", &when), ("who", &actor.name)]),
        "all": text_with(actor.lang, "all-saved", &[("when", &when)]),
    })
}

/// Somebody was first: their text, and nothing lost.
pub fn conflict(actor: &Actor, other: &FieldText) -> Response {
    let at = dates::recent(other.saved_at, actor.today);
    let body = json!({
        "rev": other.rev, "value": other.value, "by": other.saved_by_name, "at": at,
        "message": conflict_by(actor, other), "status": saved_status(actor, other),
    });
    (StatusCode::CONFLICT, axum::Json(body)).into_response()
}

/// Commits. (The crash harness's planted fault acknowledges first; a release build refuses it.)
pub async fn commit(app: &App, tx: Tx) -> Result<()> {
    #[cfg(feature = "planted-faults")]
    if std::env::var("PLANTED_FAULT").as_deref() == Ok("answer-before-commit") {
        let _ = app;
        tokio::spawn(async move {
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
            let _ = tx.commit().await;
        });
        return Ok(());
    }
    let _ = app;
    tx.commit().await
}

/// Stores the one field that the script sent, when `checked` lets it, and answers: acknowledged after COMMIT, refused, or somebody was first. Whoever reads the
/// part along is told. `sent` is the field, its part, and what [`SaveForm::checked`] gave.
pub async fn save_field(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    can: &CanWrite,
    (field, part, (base, save_id)): (String, &str, (i32, SaveId)),
    checked: Result<String, String>,
) -> Result<Response> {
    let value = match checked {
        Ok(value) => value,
        Err(sentence) => return Ok(refusal(&sentence)),
    };
    let save = Save { field, part: part.to_owned(), value, base, save_id };
    let rev = match writing::save(&mut tx, can, actor.person, actor.now, &save).await? {
        Outcome::Saved { rev, .. } | Outcome::Unchanged(rev) => rev,
        Outcome::Conflict(other) => return Ok(conflict(actor, &other)),
    };
    commit(app, tx).await?;
    app.live.changed(can.document().document, part);
    Ok(axum::Json(acknowledgement(actor, rev)).into_response())
}

/// What came of the fields of a whole form.
#[derive(Debug, Default)]
pub struct FormOutcome {
    /// How many were stored.
    pub saved: usize,
    /// Those that were not taken.
    pub rejected: HashMap<String, Rejected>,
}

/// Saves the fields of one part from a form that was sent without the script. `value` reads a field from the form, `check` says what may be stored or why
/// not. A field without its revision was not on the page that was sent; one that is unchanged says nothing, so that it never brings back what a colleague
/// has changed since.
pub async fn save_form(
    tx: &mut Tx,
    can: &CanWrite,
    actor: &Actor,
    part: &str,
    fields: &[String],
    pairs: &Pairs,
    take: impl Fn(&str) -> Result<(String, Result<String, String>)>,
) -> Result<FormOutcome> {
    let document = can.document();
    let mut outcome = FormOutcome::default();
    for name in fields {
        let Some(rev) = pairs.get(&format!("rev:{name}")) else { continue };
        let base = revision(rev)?;
        let (typed, checked) = take(name)?;
        let refuse = |error, conflict| Rejected { value: typed.clone(), rev: base, error, conflict };
        let value = match checked {
            Ok(value) => value,
            Err(sentence) => {
                outcome.rejected.insert(name.clone(), refuse(Some(sentence), None));
                continue;
            }
        };
        if writing::at_revision(tx, document, name, base).await?.as_deref() == Some(value.as_str()) {
            continue;
        }
        let save_id = SaveId::of_form(document.document, actor.person, name, base, &value);
        let save = Save { field: name.clone(), part: part.to_owned(), value, base, save_id };
        match writing::save(tx, can, actor.person, actor.now, &save).await? {
            Outcome::Saved { .. } => outcome.saved += 1,
            Outcome::Unchanged(_) => {}
            // Sent again, the form now builds on the text that it was shown beside.
            Outcome::Conflict(other) => {
                outcome.rejected.insert(name.clone(), Rejected { rev: other.rev, ..refuse(None, Some(other)) });
            }
        }
    }
    Ok(outcome)
}
