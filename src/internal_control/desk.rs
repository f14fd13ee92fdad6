//! What of internal control stands on somebody's desk. One statement each.
use sqlx::PgConnection;
use time::Duration;

use super::queries::{self, Due};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{reads_inspections, reads_routines};
use crate::desk::Item;
use crate::error::Result;
use crate::text::text_with;

/// So long before its day something waits for whoever does it.
const AHEAD: Duration = Duration::days(14);
/// So long before its day it is told of.
const SOON: Duration = Duration::days(42);

fn item(actor: &Actor, due: &Due) -> Item {
    let (href, key) = match (due.routine, due.school.is_empty()) {
        (true, _) => (format!("/internkontroll/rutinar/{}", due.id), "control-desk-routine"),
        (false, true) => (format!("/internkontroll/tilsyn/{}", due.id), "control-desk-finding"),
        (false, false) => (format!("/internkontroll/tilsyn/{}", due.id), "control-desk-finding-school"),
    };
    Item::by(href, text_with(actor.lang, key, &[("name", &due.name), ("school", &due.school)]), Some(due.day))
}

fn reads_any(actor: &Actor) -> bool {
    reads_inspections(actor) || reads_routines(actor)
}

/// Findings that the actor puts right and routines that they revise, whose day is near or has passed; for skoleeier also routines of others whose day has.
///
/// # Errors
///
/// When the database does not answer.
pub async fn mine(_app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    if !reads_any(actor) {
        return Ok(Vec::new());
    }
    let due = queries::due(connection, actor, (None, actor.today + AHEAD)).await?;
    let mine = |due: &&Due| due.own || (due.routine && actor.is_owner() && due.day < actor.today);
    Ok(due.iter().filter(mine).map(|due| item(actor, due)).collect())
}

/// The same that comes within some weeks.
///
/// # Errors
///
/// When the database does not answer.
pub async fn soon(_app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    if !reads_any(actor) {
        return Ok(Vec::new());
    }
    let due = queries::due(connection, actor, (Some(actor.today + AHEAD), actor.today + SOON)).await?;
    Ok(due.iter().filter(|due| due.own).map(|due| item(actor, due)).collect())
}

/// Findings whose day has come and that others put right, for skoleeier and the leader of an area.
///
/// # Errors
///
/// When the database does not answer.
pub async fn of_others(_app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    if !(actor.is_owner() || actor.leads_area()) {
        return Ok(Vec::new());
    }
    let due = queries::due(connection, actor, (None, actor.today)).await?;
    Ok(due.iter().filter(|due| !due.own && !due.routine).map(|due| item(actor, due)).collect())
}
