//! What of the work between two meetings stands on somebody's desk.
use sqlx::PgConnection;
use time::Duration;

use super::queries::{self, Due};
use crate::App;
use crate::access::Actor;
use crate::access::rules::knows_of_between;
use crate::desk::{Item, Piles};
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

async fn item(app: &App, connection: &mut PgConnection, actor: &Actor, one: &Due, key: &str) -> Result<Item> {
    let pack = app.packs.load(connection, actor.municipality, one.pack).await?;
    let name = pack.between(&one.kind).map_or_else(String::new, |kind| capital(kind.name.get(actor.lang)));
    let what = if one.step.is_empty() {
        text_with(actor.lang, key, &[("name", &name), ("school", &one.school)])
    } else {
        text_with(actor.lang, "between-desk-step", &[("name", &name), ("step", &shortened(&one.step, LONGEST))])
    };
    Ok(Item::by(format!("/mellomarbeid/{}", one.id), what, Some(one.day)))
}

/// Steps and deliveries of the schools whose drafts the actor writes: near or past, and those that come within some weeks; and what the schools that the actor
/// follows up have not delivered though its day has come: that, and nothing of what is in it.
///
/// # Errors
///
/// When the database does not answer.
pub async fn desk(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Piles> {
    let mut piles = Piles::default();
    if !knows_of_between(actor) {
        return Ok(piles);
    }
    let (today, written) = (actor.today, written(actor));
    if !written.is_empty() {
        for one in queries::due(&mut *connection, actor, Some(&written), (None, today + SOON)).await? {
            let pile = if one.day <= today + AHEAD { &mut piles.mine } else { &mut piles.soon };
            pile.push(item(app, &mut *connection, actor, &one, "between-desk-deliver").await?);
        }
    }
    if actor.is_owner() || actor.leads_area() {
        for one in queries::due(&mut *connection, actor, None, (None, today)).await? {
            piles.others.push(item(app, &mut *connection, actor, &one, "between-desk-of-others").await?);
        }
    }
    Ok(piles)
}
