//! The history of one field of a plan, and older text put back: skoleeier's.
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;

use super::{opened_by_owner, opened_to_change};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::QualityPlanId;
use crate::quality_plan::field::{Field, part_title};
use crate::quality_plan::model::Plan;
use crate::text::text;
use crate::web::extract::{Form, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::history_page::{self, HistoryOf, PutBack};
use crate::writing::{FieldText, Outcome};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/kvalitetsplan/{plan}/felt/{field}/historikk", show)
        .post("/kvalitetsplan/{plan}/felt/{field}/gjenoppretting", restore)
}

#[derive(serde::Deserialize)]
struct From {
    #[serde(default)]
    etter: usize,
}

async fn draw(
    connection: &mut PgConnection,
    actor: &Actor,
    plan: &Plan,
    field: &Field,
    passed: usize,
    conflict: Option<FieldText>,
) -> Result<Response> {
    let title = part_title(plan.template()?, &field.part, actor.lang).ok_or(AppError::NotFound)?;
    let address = format!("{}/felt/{}", plan.href(), field.key);
    let of = HistoryOf {
        document: plan.document,
        field: &field.key,
        front: (plan.href(), plan.title(actor.lang)?),
        back: (plan.part_href(&field.part), title),
        here: format!("{address}/historikk"),
        question: text(actor.lang, field.label).into_owned(),
        restore: plan.rights.writes.then(|| format!("{address}/gjenoppretting")),
        removal: None,
    };
    history_page::draw(connection, actor, of, passed, conflict, str::to_owned).await
}

async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(QualityPlanId, String)>,
    Query(from): Query<From>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened_by_owner(&app, &mut tx, &actor, id).await?;
    let field = structure.field(&plan, &key)?.ok_or(AppError::NotFound)?;
    let page = draw(&mut tx, &actor, &plan, &field, from.etter, None).await?;
    tx.commit().await?;
    Ok(page)
}

async fn restore(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(QualityPlanId, String)>,
    Form(form): Form<PutBack>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let field = structure.field(&plan, &key)?.ok_or(AppError::NotFound)?;
    let can = plan.rights.can_write()?;
    let flash = match history_page::put_back(&mut tx, &actor, &can, (&field.part, &key), &form).await? {
        Outcome::Saved { .. } => Flash::Restored,
        Outcome::Unchanged(_) => Flash::NothingChanged,
        Outcome::Conflict(other) => return draw(&mut tx, &actor, &plan, &field, 0, Some(other)).await,
    };
    tx.commit().await?;
    app.live.changed(plan.document.document, &field.part);
    Ok(flash::redirect(&format!("{}/felt/{key}/historikk", plan.href()), flash))
}
