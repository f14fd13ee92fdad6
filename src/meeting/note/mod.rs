//! What somebody notes for themselves about a meeting: one text a person and meeting, read by nobody else, saved as it is written, and deleted for good by
//! work that waits (`jobs`) when the minutes are approved or thirty days after the meeting, whichever comes first. It has no history, is in no printed page
//! and in nothing that is taken out.
mod pages;
mod queries;

use sqlx::PgConnection;
use time::OffsetDateTime;

pub use pages::{NoteView, routes, view};

use crate::App;
use crate::access::Actor;
use crate::access::rules::NOTES_KEPT;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::jobs::{self, OfMeeting, Order, Work};

/// Lets the notes of a meeting be deleted at a time, when theirs is over then.
pub async fn forget_at(connection: &mut PgConnection, actor: &Actor, meeting: MeetingId, at: OffsetDateTime) -> Result<()> {
    let work = Work::MeetingNotes(OfMeeting { meeting });
    jobs::queue(connection, actor.municipality, Order::new(&work, at).of(Some(actor.person)), actor.now).await?;
    Ok(())
}

/// Deletes them, when the minutes are approved or the meeting, which may have been moved, is long enough ago.
pub async fn forget(app: &App, connection: &mut PgConnection, meeting: MeetingId) -> Result<()> {
    queries::forget(connection, meeting, app.clock.now() - NOTES_KEPT).await
}
