//! Files to take away.
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::pdf::{file_name, shown};
use crate::App;
use crate::document::content::Document;
use crate::document::{docx, pdf};
use crate::error::{AppError, Result};

/// What a DOCX is.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// What a workbook is.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file with a name that is safe in every file system.
pub fn taken_away(kind: &str, name: &str, ending: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{}.{ending}\"", file_name(name));
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

/// A short document as `pdf`, `docx` or `xlsx`, made at once; `NotFound` for other formats. Called when the transaction has ended: it takes time and no
/// connection.
pub async fn document(app: &App, document: Document, format: &str) -> Result<Response> {
    let name = document.title.clone();
    match format {
        "pdf" => Ok(shown(&name, pdf::pdf(&app.pdf, &document).await?)),
        "docx" => {
            let made = tokio::task::spawn_blocking(move || docx::docx(&document)).await.map_err(anyhow::Error::from)?;
            Ok(taken_away(DOCX, &name, "docx", made.map_err(anyhow::Error::from)?))
        }
        "xlsx" => Ok(taken_away(XLSX, &name, "xlsx", document.workbook().map_err(anyhow::Error::from)?)),
        _ => Err(AppError::NotFound),
    }
}
