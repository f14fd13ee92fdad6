//! Comments beside the fields of a chapter, and remembering up to when it was read.
use axum::extract::State as Extract;
use axum::response::Response;

use super::chapter::{self, Refused, parse_field};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{ReportCommentId, ReportId};
use crate::text::text;
use crate::tilstandsrapport::queries;
use crate::web::extract::{Form, Nothing, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// The most characters of a comment.
const LONGEST: usize = 2000;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/tilstandsrapport/{report}/felt/{field}/kommentar", comment)
        .post("/tilstandsrapport/{report}/kapittel/{chapter}/kommentar/{comment}/ferdig", settle)
        .post("/tilstandsrapport/{report}/kapittel/{chapter}/lese", say_read)
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CommentForm {
    #[serde(default)]
    kommentar: String,
    save_id: String,
}

async fn comment(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, field)): Path<(ReportId, String)>,
    Form(form): Form<CommentForm>,
) -> Result<Response> {
    let save_id = save_id(&form.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let part = parse_field(&report, &field)?;
    let can = report.rights.can_follow(&part.key)?;
    let body = match short_text(&form.kommentar, LONGEST, text(actor.lang, "error-report-comment"), actor.lang) {
        Ok(body) => body,
        Err(sentence) => {
            drop(tx);
            let key = part.key.clone();
            let refused = Refused { comment: Some((&field, &form.kommentar, sentence)), ..Refused::default() };
            return chapter::draw(&app, &actor, id, &key, (None, None), &refused).await;
        }
    };
    queries::comment(&mut tx, &actor, can, (&part.key, &field, &body), save_id).await?;
    tx.commit().await?;
    let anchor = crate::writing::autosave::element_id(&field);
    Ok(flash::redirect(&format!("{}#{anchor}", report.chapter_href(&part.key)), Flash::Commented))
}

async fn settle(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key, comment)): Path<(ReportId, String, ReportCommentId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    report.chapter(&key)?;
    let can = report.rights.can_follow(&key)?;
    if !queries::settle(&mut tx, &actor, can, &key, comment).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&report.chapter_href(&key), Flash::CommentClosed))
}

async fn say_read(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(ReportId, String)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    report.chapter(&key)?;
    let can = report.rights.can_follow(&key)?;
    queries::say_read(&mut tx, can, &key, actor.now).await?;
    tx.commit().await?;
    Ok(flash::redirect(&report.chapter_href(&key), Flash::ChapterRead))
}
