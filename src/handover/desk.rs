//! What of handovers stands on somebody's desk.
use sqlx::PgConnection;
use time::Duration;

use super::queries::{self, WaitingRow};
use crate::App;
use crate::access::Actor;
use crate::access::rules::begins_handovers;
use crate::desk::{Item, Piles};
use crate::error::Result;
use crate::text::text_with;

/// A talk is shown so long before its day.
const SOON: Duration = Duration::days(14);

/// What of handovers waits for the actor: one to receive, to write for, to answer in, and one to begin where somebody soon leaves; what the actor waits for
/// others to do with one; and the talks of mentor and successor that come soon.
///
/// # Errors
///
/// When the database does not answer.
pub async fn desk(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Piles> {
    let mine = queries::to_do(&mut *connection, actor, begins_handovers(actor)).await?;
    let others = queries::awaited(&mut *connection, actor).await?;
    let items = |rows: Vec<WaitingRow>| rows.iter().map(|row| item(actor, row)).collect();
    Ok(Piles { mine: items(mine), others: items(others), soon: talks(app, connection, actor).await? })
}

/// The talks of mentor and successor that come within two weeks, or whose day went by, for the two.
async fn talks(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    let last = actor.today.saturating_add(SOON);
    let mut items = Vec::new();
    for row in queries::mentored(&mut *connection, actor).await? {
        let pack = app.packs.load(&mut *connection, actor.municipality, row.pack).await?;
        for talk in pack.handover.iter().flat_map(|handover| &handover.talks) {
            let known = row.keys.iter().position(|key| *key == talk.key);
            let moved = known.and_then(|index| row.days.get(index).copied().flatten());
            let held = known.and_then(|index| row.held.get(index).copied()).unwrap_or(false);
            let day = moved.unwrap_or_else(|| row.change_day.saturating_add(Duration::days(i64::from(talk.day))));
            if !held && day <= last && day >= row.change_day {
                let what = text_with(actor.lang, "handover-desk-talk", &[("talk", &talk.name.get(actor.lang)), ("who", &row.with)]);
                items.push(Item::by(format!("/overleveringar/{}#samtale-{}", row.id, talk.key), what, Some(day)));
            }
        }
    }
    Ok(items)
}

fn item(actor: &Actor, row: &WaitingRow) -> Item {
    let key = match row.kind.as_str() {
        "receive" => "handover-desk-receive",
        "write" => "handover-desk-write",
        "answer" => "handover-desk-answer",
        "begin" => "handover-desk-begin",
        "prepared" => "handover-desk-prepared",
        "received" => "handover-desk-received",
        _ => "handover-desk-answered",
    };
    let href = match (row.id, row.school, row.area, row.person) {
        (Some(id), ..) => format!("/overleveringar/{id}"),
        (None, Some(school), _, Some(person)) => format!("/overleveringar/ny?av=skole:{school}:{person}"),
        (None, _, Some(area), Some(person)) => format!("/overleveringar/ny?av=omrade:{area}:{person}"),
        _ => "/overleveringar/ny".to_owned(),
    };
    Item::by(href, text_with(actor.lang, key, &[("who", &row.who), ("place", &row.place)]), row.day)
}
