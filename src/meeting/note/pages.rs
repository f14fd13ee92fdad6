//! The folded panel on the meeting's page, and saving what is written in it.
use std::collections::HashMap;

use axum::extract::State as Extract;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use super::queries::{self, Note};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanKeepNote;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::field::{LONGEST, check_text};
use crate::meeting::model::Meeting;
use crate::meeting::pages::one::{self, Refused};
use crate::meeting::queries::load;
use crate::text::text;
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::autosave::{self, FieldView, Rejected, SaveForm};
use crate::writing::{FieldText, SaveId};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/moter/{meeting}/notat", save_form).post("/moter/{meeting}/notat/felt", save)
}

/// The name of the one field.
const FIELD: &str = "notat";

/// The panel.
pub struct NoteView {
    /// What is written.
    pub field: FieldView,
    /// What was typed was refused: the panel is open.
    pub open: bool,
    /// Notes are kept no more, and what was typed came too late.
    pub over: bool,
    /// Field and sentence of what was refused.
    pub errors: Vec<(String, String)>,
}

/// The actor's own note, or what of it was not taken; `None` for somebody who keeps none.
pub async fn view(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: &Meeting,
    rejected: &HashMap<String, Rejected>,
) -> Result<Option<NoteView>> {
    let rejected = rejected.get(FIELD);
    let (stored, over) = match CanKeepNote::of(actor, &meeting.rights, meeting.ends_at) {
        Ok(can) => (queries::own(connection, &can).await?.map(|note| as_field(actor, note)), false),
        Err(_) if rejected.is_some() => (None, true),
        Err(_) => return Ok(None),
    };
    let field = FieldView::of(actor, FIELD.to_owned(), LONGEST, String::new(), stored.as_ref(), rejected);
    let sentence = if over { Some(text(actor.lang, "note-not-saved").into_owned()) } else { field.sentence(actor.lang) };
    Ok(Some(NoteView {
        open: rejected.is_some(),
        over,
        errors: sentence.map(|sentence| (field.id.clone(), sentence)).into_iter().collect(),
        field,
    }))
}

fn as_field(actor: &Actor, note: Note) -> FieldText {
    FieldText {
        field: FIELD.to_owned(),
        part: FIELD.to_owned(),
        value: note.value,
        rev: note.rev,
        saved_at: note.saved_at,
        saved_by: actor.person,
        saved_by_name: actor.name.clone(),
    }
}

/// The right to keep a note; told in words to somebody whose note is deleted while the page is open.
fn kept(actor: &Actor, meeting: &Meeting) -> Result<CanKeepNote> {
    CanKeepNote::of(actor, &meeting.rights, meeting.ends_at).map_err(|error| match meeting.rights.side {
        Some(_) => AppError::Conflict("error-note-over"),
        None => error,
    })
}

async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    headers: HeaderMap,
    Form(form): Form<SaveForm>,
) -> Result<Response> {
    let (base, save_id) = form.checked(&actor, &headers)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = load(&app, &mut tx, &actor, id).await?;
    let can = kept(&actor, &meeting)?;
    if form.field != FIELD {
        return Err(AppError::NotFound);
    }
    let value = match check_text(&form.value, actor.lang) {
        Ok(value) => value,
        Err(sentence) => return Ok(autosave::refusal(&sentence)),
    };
    let Some(rev) = queries::save(&mut tx, &can, (&value, base, save_id), actor.now).await? else {
        return match queries::own(&mut tx, &can).await? {
            Some(note) => Ok(autosave::conflict(&actor, &as_field(&actor, note))),
            None => Err(AppError::BadRequest("error-unknown-revision")),
        };
    };
    autosave::commit(&app, tx).await?;
    Ok(axum::Json(autosave::acknowledgement(&actor, rev)).into_response())
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteForm {
    notat: String,
    #[serde(rename = "rev:notat")]
    rev: String,
}

async fn save_form(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<NoteForm>) -> Result<Response> {
    let base: i32 = form.rev.parse().ok().filter(|rev| *rev >= 0).ok_or(AppError::BadRequest("error-unknown-revision"))?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = load(&app, &mut tx, &actor, id).await?;
    let refused = match (kept(&actor, &meeting), check_text(&form.notat, actor.lang)) {
        (Err(AppError::Conflict(_)), _) => Rejected { value: form.notat, rev: base, error: None, conflict: None },
        (Err(error), _) => return Err(error),
        (Ok(_), Err(sentence)) => Rejected { value: form.notat, rev: base, error: Some(sentence), conflict: None },
        (Ok(can), Ok(value)) => {
            let save_id = SaveId::of_form(meeting.minutes.document, actor.person, FIELD, base, &value);
            if queries::save(&mut tx, &can, (&value, base, save_id), actor.now).await?.is_some() {
                tx.commit().await?;
                return Ok(flash::redirect(&format!("{}#notat", meeting.href()), Flash::Saved));
            }
            let other = queries::own(&mut tx, &can).await?.ok_or(AppError::BadRequest("error-unknown-revision"))?;
            Rejected { value, rev: other.rev, error: None, conflict: Some(as_field(&actor, other)) }
        }
    };
    one::draw(&app, &mut tx, &actor, meeting, "", &HashMap::from([(FIELD.to_owned(), refused)]), Refused::default()).await
}
