//! What waits on the start page.
use sqlx::PgConnection;
use time::Duration;

use super::queries;
use crate::App;
use crate::access::Actor;
use crate::access::rules::takes_part_as;
use crate::desk::Item;
use crate::error::Result;
use crate::meeting::model::title;
use crate::text::{dates, text_with};
use crate::writing::Side;

/// So long before the reveal a preparation that is empty is asked for.
const ASKED_FOR: Duration = Duration::days(7);

/// Preparations of the actor's side that nobody has begun, and that are shown within a week; for those who write them.
pub async fn empty_soon(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    let mut soon = Vec::new();
    for row in queries::empty(connection, actor, actor.now + ASKED_FOR).await? {
        let asked = Side::parse(&row.side).map(|side| (side, row.from));
        let writes = match takes_part_as(actor, row.school, asked) {
            Some(Side::School) => row.from.is_some_and(|school| actor.writes_drafts_of(school)),
            Some(Side::Owner) => true,
            Some(Side::Guest) | None => false,
        };
        let pack = app.packs.load(connection, actor.municipality, row.pack).await?;
        let Some(kind) = pack.dialogue(&row.kind).filter(|_| writes) else { continue };
        let what = title(kind, row.with.as_deref().unwrap_or_default(), actor.lang);
        let shown = dates::norwegian_date(row.reveals_at);
        let day = dates::with_weekday(shown, actor.lang);
        soon.push(Item {
            href: format!("/moter/{}/forarbeid", row.id),
            what: text_with(actor.lang, "preparation-begin", &[("what", &what)]),
            day: Some(shown),
            beside: text_with(actor.lang, "preparation-shown-at", &[("day", &day), ("time", &dates::time_of_day(row.reveals_at))]),
        });
    }
    Ok(soon)
}
