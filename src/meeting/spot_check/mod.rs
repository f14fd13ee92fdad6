//! The spot check of a meeting with one school: cases are drawn by the numbers the school has given them, and what was seen of each is written down, step by step
//! of the routine. Nothing of a case is here but its number; how many there are is kept until the minutes are approved and no longer. What a kind of meeting
//! looks for is data in the pack (`model_pack::SpotCheckTemplate`), who reads it is in `access/rules/spot_check.rs`; the flow is in `docs/spot-checks.md`.
mod draw;
mod made;
mod model;
mod pages;
mod queries;
mod view;

use sqlx::PgConnection;

pub use made::{CheckMade, checks_made};
pub use model::LONGEST_NOTE;
pub use pages::routes;

use super::model::Meeting;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{NOTES_KEPT, SpotCheckRights};
use crate::error::Result;
use crate::ids::MeetingId;
use crate::text::{dates, text_with};

/// Deletes how many cases there were, when the minutes are approved, or when the meeting is long enough ago.
pub async fn forget(app: &App, connection: &mut PgConnection, meeting: MeetingId) -> Result<()> {
    queries::forget_counts(connection, meeting, app.clock.now() - NOTES_KEPT).await
}

/// The same in the transaction that approves the minutes.
pub async fn forget_now(connection: &mut PgConnection, actor: &Actor, meeting: MeetingId) -> Result<()> {
    queries::forget_counts(connection, meeting, actor.now - NOTES_KEPT).await
}

/// The link to the check of a meeting, for those who read it.
pub fn link(actor: &Actor, meeting: &Meeting) -> Result<Option<(String, String)>> {
    if SpotCheckRights::of(actor, &meeting.rights).is_err() {
        return Ok(None);
    }
    let kind = meeting.kind()?;
    let Some(check) = kind.spot_check.as_ref().and_then(|of| meeting.pack.spot_check(&of.check)) else { return Ok(None) };
    let law = check.law(dates::norwegian_date(meeting.starts_at)).map_or("", |law| law.short.get(actor.lang));
    let name = check.name.get(actor.lang);
    Ok(Some((format!("{}/stikkprove", meeting.href()), text_with(actor.lang, "check-title", &[("name", &name), ("law", &law)]))))
}
