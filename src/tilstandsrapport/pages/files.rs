//! The report as files, of a draft or of what was sent.
use axum::extract::State as Extract;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::read::{Chosen, draft_document, sent_document};
use crate::App;
use crate::access::Actor;
use crate::document::content::Document;
use crate::document::{docx, pdf};
use crate::error::{AppError, Result};
use crate::ids::{ReportId, ReportVersionId};
use crate::tilstandsrapport::archive::{self, Sealed};
use crate::web::extract::{Path, Query};
use crate::web::pdf::file_name;
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tilstandsrapport/{report}/fil/{format}", draft)
        .get("/tilstandsrapport/{report}/versjon/{version}/fil/{format}", version)
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file to take away.
fn taken_away(kind: &str, name: &str, ending: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{}.{ending}\"", file_name(name));
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// The document as a file. Made after the transaction has ended: it takes time and no connection.
async fn file(app: &App, document: Document, format: &str) -> Result<Response> {
    let name = document.title.clone();
    match format {
        "pdf" => Ok(crate::web::pdf::shown(&name, pdf::pdf(&app.pdf, &document).await?)),
        "docx" => {
            let made = tokio::task::spawn_blocking(move || docx::docx(&document)).await.map_err(anyhow::Error::from)?;
            Ok(taken_away(DOCX, &name, "docx", made.map_err(anyhow::Error::from)?))
        }
        "xlsx" => Ok(taken_away(XLSX, &name, "xlsx", document.workbook().map_err(anyhow::Error::from)?)),
        _ => Err(AppError::NotFound),
    }
}

async fn draft(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, format)): Path<(ReportId, String)>,
    Query(chosen): Query<Chosen>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (_, _, document) = draft_document(&app, &mut tx, &actor, id, &chosen).await?;
    tx.commit().await?;
    file(&app, document, &format).await
}

async fn version(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, version, format)): Path<(ReportId, ReportVersionId, String)>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (report, row, document) = sent_document(&app, &mut tx, &actor, (id, version)).await?;
    tx.commit().await?;
    if format != "arkiv" {
        return file(&app, document, &format).await;
    }
    // What the archive keeps is for those who send it there.
    let _can = report.rights.can_arrange()?;
    let name = document.title.clone();
    let sealed = Sealed::of(&report, &row, &document)?;
    let pdf = pdf::pdf(&app.pdf, &document).await?;
    let package = tokio::task::spawn_blocking(move || archive::package(&sealed, &document, &pdf)).await.map_err(anyhow::Error::from)?;
    Ok(taken_away("application/zip", &name, "zip", package?))
}
