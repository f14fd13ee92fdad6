//! Invitations leave the house: as mail with a link and an `.ics` part, and as a calendar that a person's own program fetches by a secret address.
//!
//! What is told of a meeting (`meeting::booking::tell`) is queued with [`told`]; the work makes a mail for each person who wants one ([`work::spread`]), and
//! each is sent by a step of its own ([`work::send`], [`work::send_weekly`]). A mail holds what lets its receiver find the meeting, never what was written in
//! it. `docs/invitations.md` tells the whole way, decision 20 why.
mod ics;
mod mailer;
mod message;
mod model;
mod pages;
mod queries;
pub mod work;

pub use mailer::Mailer;
pub use model::{MailId, Told, WeeklyMail, What, told};
pub use pages::router;

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{MeetingId, MunicipalityId};

/// The meeting as a calendar to download, in the actor's language. The caller has loaded it through the actor.
pub async fn calendar_of(app: &App, connection: &mut PgConnection, actor: &Actor, meeting: MeetingId) -> Result<Option<String>> {
    let Some(known) = queries::meeting(connection, actor.municipality, meeting).await? else { return Ok(None) };
    let event = work::event(app, connection, actor.municipality, &known, actor.lang).await?;
    Ok(Some(ics::calendar(ics::Method::Publish, None, &[event], None, actor.now)))
}

/// Names of those whom a mail about the meeting did not reach: refused by the mail system of their address, or not delivered for hours.
pub async fn not_reached(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    meeting: MeetingId,
    now: OffsetDateTime,
) -> Result<Vec<String>> {
    queries::not_reached(connection, municipality, meeting, now - model::LATE).await
}
