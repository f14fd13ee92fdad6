//! Comments beside the fields of a chapter, and remembering up to when it was read.
use axum::extract::State as Extract;
use axum::response::Response;

use super::chapter;
use super::chapter_fields::{Refused, RefusedComment, parse_field};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{ReportCommentId, ReportId};
use crate::text::{Lang, text};
use crate::tilstandsrapport::model::{stands_in, text_within};
use crate::tilstandsrapport::queries;
use crate::web::extract::{Form, Nothing, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::{self, short_text};

/// The most characters of a comment.
const LONGEST: usize = 2000;
/// And of the passage it is about.
const LONGEST_PASSAGE: usize = 600;

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
    #[serde(default)]
    utdrag: String,
    save_id: String,
}

/// The passage that a comment is about, or the sentence that says why not: it stands in the text. Nothing is all of the text.
fn passage_of(typed: &str, text_now: &str, lang: Lang) -> Result<String, String> {
    let passage = text_within(typed, LONGEST_PASSAGE, lang)?;
    if stands_in(text_now, &passage) { Ok(passage) } else { Err(text(lang, "error-report-passage").into_owned()) }
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
    let texts = writing::fields(&mut tx, report.document, Some(std::slice::from_ref(&part.key))).await?;
    let text_now = texts.iter().find(|text| text.field == field).map_or("", |text| text.value.as_str());
    let body = short_text(&form.kommentar, LONGEST, text(actor.lang, "error-report-comment"), actor.lang);
    let (body, passage) = match (body, passage_of(&form.utdrag, text_now, actor.lang)) {
        (Ok(body), Ok(passage)) => (body, passage),
        (body, passage) => {
            drop(tx);
            let key = part.key.clone();
            let (of, typed) = (field.clone(), (form.kommentar, form.utdrag));
            let comment = RefusedComment { field: of, body: typed.0, passage: typed.1, errors: (body.err(), passage.err()) };
            let refused = Refused { comment: Some(comment), ..Refused::default() };
            return chapter::draw(&app, &actor, id, &key, (None, None), &refused).await;
        }
    };
    queries::comment(&mut tx, &actor, can, (&part.key, &field), (&passage, &body), save_id).await?;
    tx.commit().await?;
    let anchor = writing::autosave::element_id(&field);
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
