//! The history of one field of a report, and older text put back.
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;

use super::chapter_fields::{field_name, parse_field};
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::ReportId;
use crate::model_pack::ReportChapter;
use crate::tilstandsrapport::model::Report;
use crate::tilstandsrapport::queries;
use crate::web::extract::{Form, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::history_page::{self, HistoryOf, PutBack};
use crate::writing::{FieldText, Outcome};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tilstandsrapport/{report}/felt/{field}/historikk", show)
        .post("/tilstandsrapport/{report}/felt/{field}/gjenoppretting", restore)
}

#[derive(serde::Deserialize)]
struct From {
    #[serde(default)]
    etter: usize,
}

async fn draw(
    connection: &mut PgConnection,
    actor: &Actor,
    report: &Report,
    (chapter, field): (&ReportChapter, &str),
    passed: usize,
    conflict: Option<FieldText>,
) -> Result<Response> {
    let of = HistoryOf {
        document: report.document,
        field,
        front: (report.href(), report.title(actor.lang)?),
        back: (report.chapter_href(&chapter.key), chapter.title.get(actor.lang).to_owned()),
        here: format!("{}/felt/{field}/historikk", report.href()),
        question: field_name(chapter, field, actor.lang),
        restore: report.rights.writes.include(&chapter.key).then(|| format!("{}/felt/{field}/gjenoppretting", report.href())),
        removal: None,
    };
    history_page::draw(connection, actor, of, passed, conflict, str::to_owned).await
}

async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, field)): Path<(ReportId, String)>,
    Query(from): Query<From>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let chapter = parse_field(&report, &field)?;
    report.rights.check_reads(&chapter.key)?;
    let page = draw(&mut tx, &actor, &report, (chapter, &field), from.etter, None).await?;
    tx.commit().await?;
    Ok(page)
}

async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, field)): Path<(ReportId, String)>,
    Form(form): Form<PutBack>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let chapter = parse_field(&report, &field)?;
    let can = report.rights.can_write(&chapter.key)?;
    let flash = match history_page::put_back(&mut tx, &actor, &can, (&chapter.key, &field), &form).await? {
        Outcome::Saved { .. } => Flash::Restored,
        Outcome::Unchanged(_) => Flash::NothingChanged,
        Outcome::Conflict(other) => return draw(&mut tx, &actor, &report, (chapter, &field), 0, Some(other)).await,
    };
    tx.commit().await?;
    app.live.changed(report.document.document, &chapter.key);
    Ok(flash::redirect(&format!("{}/felt/{field}/historikk", report.href()), flash))
}
