//! Talks between a school's leader and the one who leads them: utviklingssamtale, medarbeidersamtale, lederavtale. What is asked and how long it is kept is the
//! pack's; the two are named people, and nobody else reads a word (`access/rules/sealed_talk.rs`, `docs/sealed-talks.md`).
//!
//! | state | what it is | moves on |
//! |---|---|---|
//! | arranged | each of the two prepares, and opens it to the other when they will | one of them says that it was held |
//! | held | both write the common text | one of them signs |
//! | signed by one | the text is locked | the other signs, or the signature is withdrawn |
//! | signed | points are followed up | a signature is withdrawn |
//!
//! After the day that stands on its page it is deleted, whatever its state.
mod model;
mod pages;
mod queries;

use sqlx::PgConnection;
use time::OffsetDateTime;

pub use pages::{after_meeting, links, router};

use crate::access::Actor;
use crate::error::Result;
use crate::jobs::{self, Order, Work};
use crate::text::dates;

/// Lets what is past its day be looked for on the day after `keep_until`.
async fn forget_after(connection: &mut PgConnection, actor: &Actor, keep_until: time::Date) -> Result<()> {
    let day = keep_until.next_day().unwrap_or(keep_until);
    let at = dates::moment_of(day, 3, 0).unwrap_or(actor.now);
    // It does not say which talk: that there is one is nobody else's to know.
    let work = Work::SealedTalksGone;
    let order = Order::new(&work, at).of(Some(actor.person));
    jobs::queue(connection, actor.municipality, order, actor.now).await?;
    Ok(())
}

/// Deletes the municipality's talks that are past their day.
///
/// # Errors
///
/// When the database does not answer.
pub async fn forget(connection: &mut PgConnection, now: OffsetDateTime) -> Result<()> {
    queries::forget(connection, dates::norwegian_date(now)).await
}
