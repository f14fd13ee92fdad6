//! What is said of the minutes: comments on the draft, and the school's protocol note.
use std::borrow::Cow;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::course::refuse;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::booking::tell;
use crate::meeting::course::everybody;
use crate::meeting::field::Field;
use crate::meeting::queries::{self, NewRemark};
use crate::notification::Notice;
use crate::text::text;
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/moter/{meeting}/merknader", comment).post("/moter/{meeting}/protokoll", note)
}

/// The most characters of what is said of the minutes.
pub const LONGEST_REMARK: usize = 2000;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RemarkForm {
    #[serde(default)]
    merknad: String,
    #[serde(default)]
    om: String,
    save_id: String,
}

async fn comment(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<RemarkForm>) -> Result<Response> {
    let save_id = save_id(&form.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let loaded = queries::load(&app, &mut tx, &actor, id).await;
    let (meeting, can) = match loaded.and_then(|meeting| meeting.rights.can_comment().map(|can| (meeting, can))) {
        Ok(both) => both,
        Err(error) => return too_late(&mut tx, &actor, id, error, form.merknad).await,
    };
    let body = match short_text(&form.merknad, LONGEST_REMARK, text(actor.lang, "error-meeting-comment"), actor.lang) {
        Ok(body) => body,
        Err(sentence) => return refuse(&app, &mut tx, &actor, meeting, "merknad", form.merknad, sentence).await,
    };
    let points: Vec<_> = queries::points(&mut tx, actor.municipality, id).await?.iter().map(|point| point.id).collect();
    let place = Field::parse(&form.om, meeting.kind()?, &points).map(|field| field.name()).unwrap_or_default();
    if queries::remark(&mut tx, &actor, can, &NewRemark { place: &place, body: &body, save_id }).await? {
        tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MinutesCommented, &[meeting.leader]).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#merknader", meeting.href()), Flash::Commented))
}

/// A comment that is not taken, for somebody who may have had the form open since it was.
#[derive(Template)]
#[template(path = "meeting/comment_refused.html")]
struct CommentRefusedPage {
    cx: Page,
    why: Cow<'static, str>,
    typed: String,
}

/// Whoever was taken off the list, or comes after the window, gets back what they wrote; others the answer they would get otherwise.
async fn too_late(tx: &mut Tx, actor: &Actor, id: MeetingId, error: AppError, typed: String) -> Result<Response> {
    let off = queries::was_taken_off(tx, actor, id).await?;
    if !off && !matches!(error, AppError::Forbidden) {
        return Err(error);
    }
    let why = text(actor.lang, if off { "comment-refused-off" } else { "comment-refused-closed" });
    let page = CommentRefusedPage { cx: Page::new(actor, text(actor.lang, "comment-refused-title")).refused_when(true), why, typed };
    Ok((StatusCode::FORBIDDEN, page::html(&page)?).into_response())
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteForm {
    #[serde(default)]
    protokoll: String,
    save_id: String,
}

async fn note(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<NoteForm>) -> Result<Response> {
    let save_id = save_id(&form.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_note()?;
    let body = match short_text(&form.protokoll, LONGEST_REMARK, text(actor.lang, "error-meeting-note"), actor.lang) {
        Ok(body) => body,
        Err(sentence) => return refuse(&app, &mut tx, &actor, meeting, "protokoll", form.protokoll, sentence).await,
    };
    if queries::remark(&mut tx, &actor, can, &NewRemark { place: "", body: &body, save_id }).await? {
        let people = everybody(&mut tx, &actor, &meeting).await?;
        tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::ProtocolNote, &people).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#merknader", meeting.href()), Flash::Saved))
}
