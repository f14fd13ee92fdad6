//! A DOCX that somebody has written on outside, set beside the report it came from: what was changed, and which numbers were.
use askama::Template;
use axum::extract::{FromRequest as _, Request, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::side;
use crate::App;
use crate::access::Actor;
use crate::document::docx::{Change, What, compare};
use crate::error::Result;
use crate::ids::ReportId;
use crate::indicator::published::Audience;
use crate::text::{Lang, text, text_with};
use crate::tilstandsrapport::model::Report;
use crate::tilstandsrapport::{queries, reading};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::web::upload::Upload;
use crate::writing::history_page::{PieceView, pieces, shown};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/tilstandsrapport/{report}/samanlikning", show).post_file("/tilstandsrapport/{report}/samanlikning", set_beside)
}

/// A line that is not as it was.
struct ChangeView {
    /// The heading that it stands below.
    under: String,
    what: &'static str,
    pieces: Vec<PieceView>,
    /// Numbers that are others.
    numbers: Option<String>,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/edited.html")]
struct EditedPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    here: String,
    /// What came of a file.
    told: Option<String>,
    numbers: Option<String>,
    changes: Vec<ChangeView>,
    errors: Vec<(String, String)>,
}

impl EditedPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

fn page_of(report: &Report, actor: &Actor) -> Result<EditedPage> {
    let title = text(actor.lang, "report-edited-title").into_owned();
    let here = format!("{}/samanlikning", report.href());
    Ok(EditedPage {
        cx: Page::new(actor, format!("{title} – {}", report.title(actor.lang)?)),
        crumbs: side::crumbs(report, actor, Some((here.clone(), title.clone())))?,
        title,
        here,
        told: None,
        numbers: None,
        changes: Vec::new(),
        errors: Vec::new(),
    })
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let _can = report.rights.can_arrange()?;
    tx.commit().await?;
    page::html(&page_of(&report, &actor)?)
}

fn view(change: Change, lang: Lang) -> ChangeView {
    let (what, pieces) = match change.what {
        What::Changed { pieces } => ("report-edited-changed", shown(pieces)),
        What::Added { text } => ("report-edited-added", pieces("", &text)),
        What::Gone { text } => ("report-edited-gone", pieces(&text, "")),
    };
    let none = || text(lang, "report-edited-none").into_owned();
    let each = change.numbers.into_iter().map(|one| {
        let (before, after) = (one.before.unwrap_or_else(none), one.after.unwrap_or_else(none));
        text_with(lang, "report-edited-number", &[("before", &before), ("after", &after)])
    });
    let numbers = each.collect::<Vec<_>>().join(", ");
    ChangeView { under: change.under, what, pieces, numbers: Some(numbers).filter(|numbers| !numbers.is_empty()) }
}

async fn set_beside(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>, request: Request) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let (report, _, document) = reading::draft(&app, &mut tx, &actor, id, Audience::Public).await?;
    tx.commit().await?;
    // Who may is asked before the file is read.
    let upload = Upload::from_request(request, &app).await?;
    let mut page = page_of(&report, &actor)?;
    let compared = match app.docx.read(upload.bytes).await {
        Ok(lines) => tokio::task::spawn_blocking(move || compare(&document, &lines)).await.map_err(anyhow::Error::from)?,
        Err(refusal) => Err(refusal),
    };
    match compared {
        Ok(comparison) => {
            let numbers = comparison.changes.iter().filter(|change| !change.numbers.is_empty()).count();
            page.told = Some(if comparison.changes.is_empty() {
                text(lang, "report-edited-same").into_owned()
            } else {
                text_with(lang, "report-edited-count", &[("count", &comparison.changes.len())])
            });
            page.numbers = (numbers > 0).then(|| text_with(lang, "report-edited-numbers", &[("count", &numbers)]));
            page.changes = comparison.changes.into_iter().map(|change| view(change, lang)).collect();
        }
        Err(refusal) => page.errors.push(("fil".to_owned(), text(lang, refusal.key()).into_owned())),
    }
    let refused = !page.errors.is_empty();
    page.cx = page.cx.refused_when(refused);
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page::html(&page)?).into_response())
}
