//! Rounds in which people without an account answer: pupils, parents and staff, with a code for one occasion. A theme is opened, everybody answers alone, it is
//! closed; how the answers spread is shown when there were enough, and talked about. What was said goes into the text it was asked for, and what came of it back
//! to those who were asked (`docs/voices.md`).
//!
//! | a theme | what it is | moves on |
//! |---|---|---|
//! | waiting | nobody sees it | somebody at the school opens it, while the round lasts |
//! | open | whoever has the code answers it | it is closed, or the round's time is over |
//! | closed | its spread is shown, when there were enough answers; else nothing is left of them | – |
//!
//! An answer is no row: one more chose a choice, and that is all that is kept.
pub(crate) mod making;
mod model;
mod pages;
mod place;
mod qr;
mod queries;

use sqlx::PgConnection;
use time::OffsetDateTime;

pub use pages::{asks_for_meeting, asks_for_self_assessment, router};

use crate::error::Result;

/// Ends the municipality's rounds whose time is over.
///
/// # Errors
///
/// When the database does not answer.
pub async fn end_expired(connection: &mut PgConnection, now: OffsetDateTime) -> Result<()> {
    queries::end_expired(connection, now).await
}
