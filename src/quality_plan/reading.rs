//! A plan read from the database: as it stands, with what it lacks, or as it was adopted with what has come of it.
use sqlx::PgConnection;

use super::compose;
use super::follow::Followed;
use super::frozen::Content;
use super::model::{Plan, Structure};
use super::queries::{self, VersionRow};
use crate::App;
use crate::access::Actor;
use crate::access::rules::reads_quality_plans;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::web::page::capital;
use crate::writing;

/// The plan as it stands.
pub async fn live(tx: &mut Tx, plan: &Plan, structure: &Structure) -> Result<Content> {
    plan.rights.check_reads_live()?;
    let texts = writing::fields(tx, plan.document, None).await?;
    compose::content(plan, structure, &compose::words(&texts))
}

/// What was adopted last.
pub async fn newest(tx: &mut Tx, plan: &Plan) -> Result<VersionRow> {
    version(tx, plan, plan.versions).await
}

/// What was adopted as a version.
pub async fn version(tx: &mut Tx, plan: &Plan, version: i32) -> Result<VersionRow> {
    queries::versions(tx, plan, Some(version)).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// What has been said since it was adopted.
pub async fn followed(connection: &mut PgConnection, plan: &Plan) -> Result<Followed> {
    if plan.versions == 0 {
        return Ok(Followed::default());
    }
    Ok(Followed {
        steps: queries::step_entries(&mut *connection, plan).await?,
        evaluations: queries::evaluation_entries(connection, plan).await?,
    })
}

/// Where the municipality's plans are, and what they are called: for those who read one, and for skoleeier also before there is one.
///
/// # Errors
///
/// When the database does not answer.
pub async fn link(app: &App, tx: &mut Tx, actor: &Actor) -> Result<Option<(String, String)>> {
    let Some(template) = actor.pack.as_ref().and_then(|pack| pack.quality_plan()).filter(|_| reads_quality_plans(actor)) else {
        return Ok(None);
    };
    let plans = queries::plans(app, tx, actor, None).await?;
    let there = actor.is_owner() || !plans.is_empty();
    Ok(there.then(|| ("/kvalitetsplan".to_owned(), capital(template.name.get(actor.lang)))))
}
