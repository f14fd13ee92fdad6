//! What a meeting asks of one person right now, for their start page.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::model::{State, title};
use super::queries::{self, Listed};
use crate::App;
use crate::access::Actor;
use crate::access::rules::takes_part_as;
use crate::error::Result;
use crate::text::{dates, text_with};

/// Something to do, with its address and its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Where.
    pub href: String,
    /// What, as a sentence.
    pub what: String,
    /// When it is, or until when.
    pub when: String,
}

/// Invitations without an answer, drafts to read through, and for the one who leads it minutes to write and to approve; by time.
pub async fn waiting(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Waiting>> {
    let mut waiting = Vec::new();
    for asking in queries::asking(&mut *connection, actor).await? {
        let row = &asking.meeting;
        if takes_part_as(actor, asking.about, asking.asked).is_none() {
            continue;
        }
        let pack = app.packs.load(&mut *connection, actor.municipality, row.pack).await?;
        let Some(kind) = pack.dialogue(&row.kind) else { continue };
        let what = title(kind, row.with.as_deref().unwrap_or_default(), actor.lang);
        let Some((key, when)) = asked(row, asking.leads, asking.until, actor.now)? else { continue };
        waiting.push(Waiting { href: format!("/moter/{}", row.id), what: text_with(actor.lang, key, &[("what", &what)]), when });
    }
    Ok(waiting)
}

/// The key of the sentence and the day of what this meeting asks; `None` when it asks nothing.
fn asked(row: &Listed, leads: bool, until: Option<time::Date>, now: OffsetDateTime) -> Result<Option<(&'static str, String)>> {
    let day = dates::short(dates::norwegian_date(row.starts_at));
    Ok(match State::parse(&row.state)? {
        State::Booked if row.starts_at < now && leads => Some(("meeting-waits-held", day)),
        State::Booked if row.starts_at >= now && row.answer.is_none() && !leads => Some(("meeting-waits-answer", day)),
        State::Held if leads => Some(("meeting-waits-minutes", day)),
        State::Commenting if leads => Some(("meeting-waits-approval", until.map(dates::short).unwrap_or_default())),
        State::Commenting if until.is_some_and(|until| until >= dates::norwegian_date(now)) => {
            Some(("meeting-waits-comment", until.map(dates::short).unwrap_or_default()))
        }
        _ => None,
    })
}
