//! What a meeting asks of one person right now, for their start page.
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};

use super::model::{State, title, when_and_where};
use super::queries::{self, Listed};
use crate::App;
use crate::access::Actor;
use crate::access::rules::takes_part_as;
use crate::desk::{Item, Piles};
use crate::error::Result;
use crate::text::{dates, text_with};

/// A meeting that one has said yes or no to is told of so long before it.
const AHEAD: Duration = Duration::days(21);

/// Invitations without an answer, drafts to read through, and for the one who leads it minutes to write and to approve; and meetings of the next three weeks that
/// nothing has to be said to any more. By time.
///
/// # Errors
///
/// When the database does not answer.
pub async fn waiting(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Piles> {
    let mut piles = Piles::default();
    for asking in queries::asking(&mut *connection, actor).await? {
        let row = &asking.meeting;
        if takes_part_as(actor, asking.about, asking.asked).is_none() {
            continue;
        }
        let pack = app.packs.load(&mut *connection, actor.municipality, row.pack).await?;
        let Some(kind) = pack.dialogue(&row.kind) else { continue };
        let what = title(kind, row.with.as_deref().unwrap_or_default(), actor.lang);
        let href = format!("/moter/{}", row.id);
        if let Some((key, day)) = asked(row, asking.leads, asking.until, actor.now)? {
            piles.mine.push(Item::by(href, text_with(actor.lang, key, &[("what", &what)]), day));
        } else if State::parse(&row.state)? == State::Booked && row.starts_at <= actor.now + AHEAD {
            let day = Some(dates::norwegian_date(row.starts_at));
            let beside = when_and_where(row.starts_at, row.ends_at, &row.place, actor.lang);
            piles.soon.push(Item { href, what, day, beside });
        }
    }
    Ok(piles)
}

/// The key of the sentence and the day of what this meeting asks; `None` when it asks nothing.
fn asked(row: &Listed, leads: bool, until: Option<Date>, now: OffsetDateTime) -> Result<Option<(&'static str, Option<Date>)>> {
    let day = Some(dates::norwegian_date(row.starts_at));
    Ok(match State::parse(&row.state)? {
        State::Booked if row.starts_at < now && leads => Some(("meeting-waits-held", day)),
        State::Booked if row.starts_at >= now && row.answer.is_none() && !leads => Some(("meeting-waits-answer", day)),
        State::Held if leads => Some(("meeting-waits-minutes", day)),
        State::Commenting if leads => Some(("meeting-waits-approval", until)),
        State::Commenting if until.is_some_and(|until| until >= dates::norwegian_date(now)) => Some(("meeting-waits-comment", until)),
        _ => None,
    })
}
