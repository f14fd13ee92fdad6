//! What of the work between two meetings stands on somebody's desk. One statement each.
use sqlx::PgConnection;
use time::Duration;

use super::queries::{self, Due};
use crate::App;
use crate::access::Actor;
use crate::access::rules::knows_of_between;
use crate::desk::Item;
use crate::error::Result;
use crate::ids::SchoolId;
use crate::text::{shortened, text_with};
use crate::web::page::capital;

/// So long before its day something waits for those who do it.
const AHEAD: Duration = Duration::days(14);
/// So long before its day it is told of.
const SOON: Duration = Duration::days(42);
/// So many characters of a step.
const LONGEST: usize = 90;

/// Schools whose work the actor writes.
fn written(actor: &Actor) -> Vec<SchoolId> {
    actor.draft_schools().into_iter().filter(|school| actor.writes_drafts_of(*school)).collect()
}

async fn items(app: &App, connection: &mut PgConnection, actor: &Actor, due: Vec<Due>, key: &str) -> Result<Vec<Item>> {
    let mut items = Vec::with_capacity(due.len());
    for one in due {
        let pack = app.packs.load(&mut *connection, actor.municipality, one.pack).await?;
        let name = pack.between(&one.kind).map_or_else(String::new, |kind| capital(kind.name.get(actor.lang)));
        let what = if one.step.is_empty() {
            text_with(actor.lang, key, &[("name", &name), ("school", &one.school)])
        } else {
            text_with(actor.lang, "between-desk-step", &[("name", &name), ("step", &shortened(&one.step, LONGEST))])
        };
        items.push(Item::by(format!("/mellomarbeid/{}", one.id), what, Some(one.day)));
    }
    Ok(items)
}

/// Steps and deliveries of the schools whose drafts the actor writes, whose day is near or has passed.
///
/// # Errors
///
/// When the database does not answer.
pub async fn mine(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    let schools = written(actor);
    if schools.is_empty() || !knows_of_between(actor) {
        return Ok(Vec::new());
    }
    let due = queries::due(&mut *connection, actor, Some(&schools), (None, actor.today + AHEAD)).await?;
    items(app, connection, actor, due, "between-desk-deliver").await
}

/// The same that comes within some weeks.
///
/// # Errors
///
/// When the database does not answer.
pub async fn soon(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    let schools = written(actor);
    if schools.is_empty() || !knows_of_between(actor) {
        return Ok(Vec::new());
    }
    let due = queries::due(&mut *connection, actor, Some(&schools), (Some(actor.today + AHEAD), actor.today + SOON)).await?;
    items(app, connection, actor, due, "between-desk-deliver").await
}

/// What the schools that the actor follows up have not delivered though its day has come: that, and nothing of what is in it.
///
/// # Errors
///
/// When the database does not answer.
pub async fn of_others(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    if !(actor.is_owner() || actor.leads_area()) || !knows_of_between(actor) {
        return Ok(Vec::new());
    }
    let due = queries::due(&mut *connection, actor, None, (None, actor.today)).await?;
    items(app, connection, actor, due, "between-desk-of-others").await
}
