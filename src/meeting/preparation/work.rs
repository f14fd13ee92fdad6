//! What a booked meeting brings with it, and what is done when its time comes.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::queries;
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, MunicipalityId};
use crate::jobs::{self, OfMeeting, Order, Work};
use crate::meeting::model::title;
use crate::notification::{self, Message, Notice};
use crate::text::InBoth;
use crate::writing::{self, Belongs, Side};

/// Sees to it that both sides have something to write in, and that it is revealed at `reveals_at`. For a meeting that is booked, and again when it is moved:
/// the work looks at the time when it runs, so the one that waits for an earlier time does nothing.
pub async fn arrange(connection: &mut PgConnection, actor: &Actor, meeting: MeetingId, reveals_at: Option<OffsetDateTime>) -> Result<()> {
    let Some(reveals_at) = reveals_at else { return Ok(()) };
    let there = queries::documents(connection, actor.municipality, meeting).await?;
    for side in [Side::School, Side::Owner] {
        if !there.contains_key(&side) {
            writing::create_document(connection, actor.municipality, "preparation", Belongs::Meeting(meeting, Some(side))).await?;
        }
    }
    queue(connection, actor, meeting, reveals_at).await
}

/// A meeting that has begun is revealed, if it was not.
pub async fn reveal_now(connection: &mut PgConnection, actor: &Actor, meeting: MeetingId) -> Result<()> {
    queue(connection, actor, meeting, actor.now).await
}

async fn queue(connection: &mut PgConnection, actor: &Actor, meeting: MeetingId, at: OffsetDateTime) -> Result<()> {
    let work = Work::MeetingReveal(OfMeeting { meeting });
    jobs::queue(connection, actor.municipality, Order::new(&work, at).of(Some(actor.person)), actor.now).await?;
    Ok(())
}

/// Reveals what both sides have prepared, when it is time at `now`, and tells both at once. Nothing when the meeting was moved, cancelled or revealed meanwhile.
pub async fn reveal(
    app: &App,
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    meeting: MeetingId,
    now: OffsetDateTime,
) -> Result<()> {
    if !queries::reveal(connection, meeting, now).await? {
        return Ok(());
    }
    let revealed = queries::revealed(connection, municipality, meeting).await?;
    let pack = app.packs.load(connection, municipality, revealed.pack).await?;
    let kind = pack.dialogue(&revealed.kind);
    let kind = kind.ok_or_else(|| AppError::Internal(anyhow::anyhow!("the pack {} has no dialogue {}", pack.key, revealed.kind)))?;
    let with = revealed.with.unwrap_or_default();
    let what = InBoth::each(|lang| title(kind, &with, lang));
    let href = format!("/moter/{meeting}/forarbeid");
    let message = Message { notice: Notice::PreparationRevealed, who: "", what: &what, href: &href };
    notification::tell(connection, municipality, now, &revealed.people, None, &message).await
}
