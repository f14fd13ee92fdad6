//! Bringing figures in: a file is read, set against what stands here, shown, and taken in or given up; later it can be withdrawn. A value that is replaced
//! stays with its file, its date and who brought it.
#[cfg(test)]
mod fuzz;
mod pages;
pub(super) mod plan;
pub(super) mod queries;
mod read;
mod summary;
mod view;

use std::collections::HashMap;

use sqlx::PgConnection;
use time::OffsetDateTime;

pub use plan::{Choice, Choices, Here, Plan, Planned, Slot, Standing, Where};
pub use queries::{ImportKind, NewImport};
pub use read::{NoFigures, Unreadable, context, read};
pub use summary::{PlanSummary, Summary};

use super::reading::Reading;
use super::{Changed, figures_changed};
use crate::access::rules::CanImport;
use crate::error::Result;
use crate::ids::ImportId;
use crate::web::routes::Routes;

/// The pages.
pub(super) fn routes() -> Routes {
    pages::routes()
}

/// Stores something to be looked at before it is taken in.
///
/// # Errors
///
/// When the database does not answer.
pub async fn wait(connection: &mut PgConnection, can: CanImport, new: &NewImport<'_>, at: OffsetDateTime) -> Result<ImportId> {
    queries::add(connection, can, new, at).await
}

/// What a reading would do in the municipality when its doubtful values are held out.
///
/// # Errors
///
/// When the database does not answer.
pub async fn plan_of(connection: &mut PgConnection, can: CanImport, reading: &Reading) -> Result<(Here, Plan)> {
    let (here, standing) = around(connection, can, reading).await?;
    let plan = plan::plan(reading, &here, &standing, &Choices::default());
    Ok((here, plan))
}

/// What a reading is set against: the municipality, and what stands where the reading has something to say.
async fn around(connection: &mut PgConnection, can: CanImport, reading: &Reading) -> Result<(Here, HashMap<Slot, Standing>)> {
    let here = queries::here(&mut *connection, can.municipality()).await?;
    let sheets = reading.sheets.iter();
    let mut indicators: Vec<String> = sheets.clone().flat_map(|sheet| sheet.indicators.keys().map(ToString::to_string)).collect();
    let mut years: Vec<i32> = sheets.flat_map(|sheet| sheet.years.iter().map(|year| year.0)).collect();
    indicators.sort();
    indicators.dedup();
    years.sort_unstable();
    years.dedup();
    let standing = queries::standing(connection, can.municipality(), &indicators, &years).await?;
    Ok((here, standing))
}

/// Stores a file and takes it in at once, in the caller's transaction: for commands, which have no page to look at in between. Of a file that would change
/// nothing no import is stored.
///
/// # Errors
///
/// When the database does not answer.
pub async fn bring_in(
    connection: &mut PgConnection,
    can: CanImport,
    new: &NewImport<'_>,
    reading: &Reading,
    at: OffsetDateTime,
) -> Result<(Option<ImportId>, Plan)> {
    queries::one_at_a_time(&mut *connection, can).await?;
    let (_, plan) = plan_of(&mut *connection, can, reading).await?;
    if plan.is_empty() {
        return Ok((None, plan));
    }
    let id = queries::add(&mut *connection, can, new, at).await?;
    carry_out(connection, can, id, &plan, (new.by_name, at)).await?;
    Ok((Some(id), plan))
}

/// Carries a plan out and decides what may be shown of what stands then. False when the import was decided before.
///
/// # Errors
///
/// When the database does not answer.
async fn carry_out(
    connection: &mut PgConnection,
    can: CanImport,
    id: ImportId,
    plan: &Plan,
    decided: (&str, OffsetDateTime),
) -> Result<bool> {
    let taken = queries::commit(&mut *connection, can, id, plan, decided).await?;
    if taken {
        figures_changed(connection, can, Changed::Import(id), decided.1).await?;
    }
    Ok(taken)
}

/// Withdraws an import, and decides what may be shown of what stands again. False when it does not stand.
async fn withdraw(connection: &mut PgConnection, can: CanImport, id: ImportId, because: (&str, &str), at: OffsetDateTime) -> Result<bool> {
    let withdrawn = queries::withdraw(&mut *connection, can, id, because, at).await?;
    if withdrawn {
        figures_changed(connection, can, Changed::Import(id), at).await?;
    }
    Ok(withdrawn)
}
