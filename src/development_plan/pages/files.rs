//! A plan as a file: as it stands, for those who read it so, and as it was delivered.
use axum::extract::State as Extract;
use axum::response::Response;

use super::{opened, texts_of};
use crate::App;
use crate::access::Actor;
use crate::development_plan::compose;
use crate::development_plan::document::document;
use crate::development_plan::queries;
use crate::development_plan::view;
use crate::error::{AppError, Result};
use crate::ids::PlanId;
use crate::text::{dates, name_and_title, text, text_with};
use crate::web::download;
use crate::web::extract::Path;
use crate::web::routes::Routes;
use crate::writing::grouped_hash;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/planar/{plan}/fil/{format}", live).get("/planar/{plan}/versjon/{version}/fil/{format}", delivered)
}

async fn live(Extract(app): Extract<App>, actor: Actor, Path((id, format)): Path<(PlanId, String)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    // Whoever was given a part alone reads that part on its page.
    if !plan.rights.reads_all() {
        return Err(AppError::NotFound);
    }
    let texts = texts_of(&mut tx, &plan).await?;
    let content = compose::content(&plan, &structure, &compose::words(&texts))?;
    let said = queries::said(&mut tx, &plan, None).await?;
    tx.commit().await?;
    let reading = view::reading(&plan, &content, &said, &actor, false)?;
    let state = text(actor.lang, plan.state.text_key()).into_owned();
    let about = format!("{state}, {}", dates::long(actor.today));
    download::document(&app, document(&plan, &reading, (about.clone(), about), &actor)?, &format).await
}

async fn delivered(Extract(app): Extract<App>, actor: Actor, Path((id, version, format)): Path<(PlanId, i32, String)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let row = queries::delivered(&mut tx, &plan, Some(version)).await?.into_iter().next().ok_or(AppError::NotFound)?;
    let said = queries::said(&mut tx, &plan, None).await?;
    tx.commit().await?;
    let reading = view::reading(&plan, &row.content, &said, &actor, false)?;
    let who = name_and_title(&row.by.0, &row.by.1);
    let when = dates::long(dates::norwegian_date(row.at));
    let about = text_with(actor.lang, "plan-delivered-about", &[("number", &row.version), ("when", &when), ("who", &who)]);
    let seal = format!("{} {}", text(actor.lang, "plan-seal"), grouped_hash(&row.sha256));
    download::document(&app, document(&plan, &reading, (about, seal), &actor)?, &format).await
}
