//! The history of one field of a plan, and older text put back.
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;

use super::opened;
use crate::App;
use crate::access::Actor;
use crate::development_plan::field::Field;
use crate::development_plan::model::Plan;
use crate::development_plan::structure::Structure;
use crate::error::{AppError, Result};
use crate::ids::PlanId;
use crate::text::text;
use crate::web::extract::{Form, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::history_page::{self, HistoryOf, PutBack};
use crate::writing::{FieldText, Outcome};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/planar/{plan}/felt/{field}/historikk", show).post("/planar/{plan}/felt/{field}/gjenoppretting", restore)
}

#[derive(serde::Deserialize)]
struct From {
    #[serde(default)]
    etter: usize,
}

fn found(plan: &Plan, structure: &Structure, key: &str) -> Result<Field> {
    structure.field(plan.template()?, key).ok_or(AppError::NotFound)
}

async fn draw(
    connection: &mut PgConnection,
    actor: &Actor,
    (plan, structure): (&Plan, &Structure),
    field: &Field,
    passed: usize,
    conflict: Option<FieldText>,
) -> Result<Response> {
    let title = structure.part_title(plan.template()?, &field.part, actor.lang).ok_or(AppError::NotFound)?;
    let address = format!("{}/felt/{}", plan.href(), field.key);
    let of = HistoryOf {
        document: plan.document,
        field: &field.key,
        front: (plan.href(), plan.title(actor.lang)?),
        back: (plan.part_href(&field.part), title),
        here: format!("{address}/historikk"),
        question: text(actor.lang, field.label).into_owned(),
        restore: plan.rights.writes.include(&field.part).then(|| format!("{address}/gjenoppretting")),
        removal: None,
    };
    history_page::draw(connection, actor, of, passed, conflict, str::to_owned).await
}

async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(PlanId, String)>,
    Query(from): Query<From>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    let field = found(&plan, &structure, &key)?;
    plan.rights.check_reads_history(&field.part)?;
    let page = draw(&mut tx, &actor, (&plan, &structure), &field, from.etter, None).await?;
    tx.commit().await?;
    Ok(page)
}

async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(PlanId, String)>,
    Form(form): Form<PutBack>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    let field = found(&plan, &structure, &key)?;
    let can = plan.rights.can_write(&field.part)?;
    let flash = match history_page::put_back(&mut tx, &actor, &can, (&field.part, &key), &form).await? {
        Outcome::Saved { .. } => Flash::Restored,
        Outcome::Unchanged(_) => Flash::NothingChanged,
        Outcome::Conflict(other) => return draw(&mut tx, &actor, (&plan, &structure), &field, 0, Some(other)).await,
    };
    tx.commit().await?;
    app.live.changed(plan.document.document, &field.part);
    Ok(flash::redirect(&format!("{}/felt/{key}/historikk", plan.href()), flash))
}
