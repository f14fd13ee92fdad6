//! The one place that everything passes which changes the figures that stand, which schools they are of, or how few people they may be of.
use sqlx::PgConnection;

use crate::error::Result;
use crate::ids::MunicipalityId;

/// Holds every other change of the municipality's figures until the transaction ends, so that what was planned is what stands.
///
/// # Errors
///
/// When the database does not answer.
pub async fn one_change_at_a_time(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('indicator_import', $1))", municipality.0).execute(connection).await?;
    Ok(())
}

/// Called last in the transaction of every such change: an import or a figure by hand taken in or withdrawn, a smallest group, a list of schools, a number
/// joined to a school or parted from it. What follows from the figures that stand is worked out here, one change at a time.
///
/// # Errors
///
/// When the database does not answer.
pub async fn figures_changed(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<()> {
    one_change_at_a_time(connection, municipality).await
}
