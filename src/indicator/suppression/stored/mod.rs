//! What is hidden of the municipality's own figures, decided where all of them are visible and kept with the values.
//!
//! A page sees a part of the figures: one school and the municipality, or the schools of an area. What must be hidden there depends on the rest. So it is
//! decided for all of a table (an indicator and a year) at once, in the transaction that changes any of its values, and every page, file and chart reads
//! the view `indicator_figure`, which shows what is left.
mod model;
mod queries;

use sqlx::PgConnection;

use crate::access::rules::CanImport;
use crate::error::Result;
use crate::indicator::catalogue::catalogue;
use crate::indicator::local;

#[cfg(test)]
pub(in crate::indicator) use model::Hidden;
pub(in crate::indicator) use model::{Place, StoredRow, kind, unit};
pub(in crate::indicator) use queries::standing;

/// Decides anew what is hidden of these indicators in these years: to be called in the transaction that stored, replaced or withdrew a value of them, as
/// somebody who sees every row (skoleeier, or [`Scope::operator`](crate::access::Scope::operator)), after the lock on imports.
///
/// Of public sources nothing is hidden or shown again, so only the municipality's own indicators cost anything.
///
/// # Errors
///
/// When the database does not answer.
pub async fn renew(connection: &mut PgConnection, can: CanImport, indicators: &[String], years: &[i32]) -> Result<()> {
    let own: Vec<String> = indicators.iter().filter(|key| catalogue().get(key).is_none_or(|indicator| indicator.local)).cloned().collect();
    if own.is_empty() || years.is_empty() {
        return Ok(());
    }
    let rows = queries::standing(&mut *connection, can.municipality(), &own, years).await?;
    let smallest = local::smallest_groups(&mut *connection, can.municipality()).await?;
    let changes = model::changes(&rows, &smallest);
    if changes.is_empty() { Ok(()) } else { queries::mask(connection, can, &changes).await }
}
