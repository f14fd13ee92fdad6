//! `/indikatorer/import`: the files that were brought in, and a form for the next one.
use askama::Template;
use axum::extract::{FromRequest, Request, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::App;
use crate::access::Actor;
use crate::access::rules::CanImport;
use crate::error::{AppError, Result};
use crate::ids::ImportId;
use crate::indicator::import::queries::{self, ImportKind, ImportRow, NewImport};
use crate::indicator::import::{self, NoFigures, Summary};
use crate::indicator::reading::Kind;
use crate::municipality::register;
use crate::text::{dates, text, text_with};
use crate::web::extract::Query;
use crate::web::page::{self, Page};
use crate::web::upload::Upload;

struct ImportLine {
    href: String,
    name: String,
    by: String,
    by_hand: bool,
    state: &'static str,
    state_text: String,
    values: usize,
    years: String,
}

#[derive(Template)]
#[template(path = "indicator/imports.html")]
struct ListPage {
    cx: Page,
    imports: Vec<ImportLine>,
    newest: bool,
    older: Option<String>,
    megabytes: usize,
    error: Option<String>,
}

/// Which files are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// Those brought in before this one; the newest when none is said.
    #[serde(rename = "eldre-enn")]
    older_than: Option<ImportId>,
}

pub(super) async fn list(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    draw(&app, &actor, wanted.older_than, None).await
}

/// The page after a file was refused.
pub(super) async fn draw_list(app: &App, actor: &Actor, error: Option<String>) -> Result<Response> {
    draw(app, actor, None, error).await
}

async fn draw(app: &App, actor: &Actor, older_than: Option<ImportId>, error: Option<String>) -> Result<Response> {
    let can = CanImport::of(actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let (rows, more) = queries::imports(&mut tx, can, older_than).await?;
    tx.commit().await?;
    let last = rows.last().map(|row| row.id).filter(|_| more);
    let failed = error.is_some();
    let page = ListPage {
        cx: Page::new(actor, text(actor.lang, "imports-title")).refused_when(failed),
        imports: rows.into_iter().map(|row| line(row, actor)).collect(),
        newest: older_than.is_none(),
        older: last.map(|last| format!("/indikatorer/import?eldre-enn={last}")),
        megabytes: app.settings.largest_upload() / (1024 * 1024),
        error,
    };
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

fn line(row: ImportRow, actor: &Actor) -> ImportLine {
    let summary: Summary = serde_json::from_value(row.summary).unwrap_or_default();
    let (state, key) = match row.state.as_str() {
        "waiting" => ("part", "import-state-waiting"),
        "withdrawn" => ("shut", "import-state-withdrawn"),
        _ => ("ok", "import-state-committed"),
    };
    ImportLine {
        href: format!("/indikatorer/import/{}", row.id),
        name: row.file_name,
        by_hand: row.kind == ImportKind::ByHand,
        by: text_with(actor.lang, "import-by", &[("who", &row.uploaded_by), ("when", &dates::recent(row.uploaded_at, actor.today))]),
        state,
        state_text: text(actor.lang, key).into_owned(),
        values: if row.state == "waiting" { summary.values } else { usize::try_from(row.values).unwrap_or(0) },
        years: summary.years.join(", "),
    }
}

pub(super) async fn upload(Extract(app): Extract<App>, actor: Actor, request: Request) -> Result<Response> {
    // Whoever may not is told so before a byte of the file is read.
    let can = CanImport::of(&actor)?;
    let file = Upload::from_request(request, &app).await?;
    if file.bytes.is_empty() {
        return draw_list(&app, &actor, Some(text(actor.lang, "import-no-file").into_owned())).await;
    }
    let reading = match import::read(&app.workbooks, &file.name, file.bytes.clone()).await {
        Ok(reading) => reading,
        Err(unreadable) => return draw_list(&app, &actor, Some(unreadable.text(actor.lang))).await,
    };
    let sha256 = Sha256::digest(&file.bytes).into();
    let by_name = actor.name_and_title();
    if reading.kind == Kind::SchoolRegister {
        if let Some(kept) = register::receive(&app, &actor, &file.name, sha256, reading.schools).await? {
            return Ok(kept);
        }
        let error = text_with(actor.lang, "import-list-not-here", &[("file", &file.name)]);
        return draw_list(&app, &actor, Some(error)).await;
    }
    if let Some(why) = NoFigures::of(&reading) {
        return draw_list(&app, &actor, Some(why.text(&file.name, actor.lang))).await;
    }
    let summary = serde_json::to_value(Summary::of(&reading)).map_err(|error| AppError::Internal(error.into()))?;
    let new = NewImport { file_name: &file.name, sha256, content: &file.bytes, summary, by_name: &by_name, kind: ImportKind::File };
    let mut tx = app.database.write(&actor.scope()).await?;
    let id = queries::add(&mut tx, can, &new, actor.now).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/indikatorer/import/{id}")).into_response())
}
