//! The one place that everything passes which changes the figures that stand, which schools they are of, how few people they may be of, or which of them are
//! looked at.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::import::queries::{self, Touched};
use super::suppression;
use crate::access::rules::CanImport;
use crate::error::Result;
use crate::ids::{ImportId, MunicipalityId};
use crate::jobs::{self, FiguresChanged, Order, Work};

/// What has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// The values of an import, or of a figure written by hand, stand, or stand no longer.
    Import(ImportId),
    /// A smallest group, a list of schools, or which school a number is: what is hidden of the municipality's own figures and what is found in all of them
    /// may be another.
    Conditions,
    /// What the municipality looks at and aims at: what is found in the figures may be another. What is hidden does not depend on it.
    Sets,
}

/// Holds every other change of the municipality's figures until the transaction ends, so that what was planned is what stands.
///
/// # Errors
///
/// When the database does not answer.
pub async fn one_change_at_a_time(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('indicator_import', $1))", municipality.0).execute(connection).await?;
    Ok(())
}

/// Called in the transaction of every such change, after it. What may be shown of the figures that stand then is decided at once, and what is made from
/// them soon after.
///
/// # Errors
///
/// When the database does not answer.
pub async fn figures_changed(connection: &mut PgConnection, can: CanImport, changed: Changed, at: OffsetDateTime) -> Result<()> {
    one_change_at_a_time(&mut *connection, can.municipality()).await?;
    let (import, touched): (_, Touched) = match changed {
        Changed::Import(id) => (Some(id), queries::touched(&mut *connection, can, id).await?),
        Changed::Conditions | Changed::Sets => (None, queries::stands(&mut *connection, can).await?),
    };
    // Before there are figures there is nothing to decide and nothing to make.
    if touched.indicators.is_empty() {
        return Ok(());
    }
    if changed != Changed::Sets {
        suppression::stored::renew(&mut *connection, can, &touched.indicators, &touched.years).await?;
    }
    let work = Work::FiguresChanged(FiguresChanged { import, indicators: touched.indicators, by: can.by() });
    jobs::queue(connection, can.municipality(), Order::new(&work, at).of(can.by()), at).await?;
    Ok(())
}
