//! What owner and rektor write and sign when a critical area is found at a school: why, what is to be reached, what each of them does, when they look at it, and
//! how it ended. Read by the school's chain alone (`access/rules/written_agreement.rs`, `docs/written-agreements.md`), and in no list, count or view of others.
//!
//! | state of a version | what it is | moves on |
//! |---|---|---|
//! | draft | both sides write | one of them says that it is ready |
//! | ready | it can be signed, and is not written in | both sign; before anybody has, it is opened again |
//! | in force | never changed | a new version replaces it when both have signed that; the owner ends the agreement |
mod model;
mod pages;
mod queries;

use sqlx::PgConnection;
use time::OffsetDateTime;

pub use model::{EndOutcome, VersionState};
pub use pages::router;
pub use queries::waits;

use crate::access::Actor;
use crate::error::Result;
use crate::jobs::{self, Order, Work};
use crate::text::dates;

/// Lets what is past its day be looked for on the day after `keep_until`.
async fn forget_after(connection: &mut PgConnection, actor: &Actor, keep_until: time::Date) -> Result<()> {
    let day = keep_until.next_day().unwrap_or(keep_until);
    let at = dates::moment_of(day, 3, 0).unwrap_or(actor.now).max(actor.now);
    // It does not say which agreement: that there is one is for its chain to know.
    let work = Work::WrittenAgreementsGone;
    jobs::queue(connection, actor.municipality, Order::new(&work, at).of(Some(actor.person)), actor.now).await?;
    Ok(())
}

/// Deletes the municipality's agreements that stand in its archive and are past their day.
///
/// # Errors
///
/// When the database does not answer.
pub async fn forget(connection: &mut PgConnection, now: OffsetDateTime) -> Result<()> {
    queries::forget(connection, dates::norwegian_date(now)).await
}
