//! A plan as a file: as it stands, for those who read it so, and as it was adopted.
use axum::extract::State as Extract;
use axum::response::Response;

use super::opened;
use super::versions::about;
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::QualityPlanId;
use crate::quality_plan::document::document;
use crate::quality_plan::follow::Followed;
use crate::quality_plan::{queries, reading};
use crate::text::{dates, text};
use crate::web::download;
use crate::web::extract::Path;
use crate::web::routes::Routes;
use crate::writing::grouped_hash;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/kvalitetsplan/{plan}/fil/{format}", live).get("/kvalitetsplan/{plan}/versjon/{version}/fil/{format}", adopted)
}

async fn live(Extract(app): Extract<App>, actor: Actor, Path((id, format)): Path<(QualityPlanId, String)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    let content = reading::live(&mut tx, &plan, &structure).await?;
    let followed = reading::followed(&mut tx, &plan).await?;
    tx.commit().await?;
    let about = format!("{}, {}", text(actor.lang, plan.state.text_key()), dates::long(actor.today));
    let document = document(&plan, (&content, &followed), (about.clone(), Some(about)), &actor)?;
    download::document(&app, document, &format).await
}

async fn adopted(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, version, format)): Path<(QualityPlanId, i32, String)>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let row = reading::version(&mut tx, &plan, version).await?;
    let followed = if version == plan.versions { reading::followed(&mut tx, &plan).await? } else { Followed::default() };
    tx.commit().await?;
    let seal = format!("{} {}", text(actor.lang, "quality-seal"), grouped_hash(&row.sha256));
    let document = document(&plan, (&row.content, &followed), (about(&row, &actor), Some(seal)), &actor)?;
    download::document(&app, document, &format).await
}
