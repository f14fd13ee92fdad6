//! What of internal control stands on somebody's desk, in one statement.
use sqlx::PgConnection;
use time::Duration;

use super::queries::{self, Due};
use crate::access::Actor;
use crate::access::rules::{reads_inspections, reads_routines};
use crate::desk::{Item, Piles};
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

/// Findings that the actor puts right and routines that they revise: near or past, and those that come within some weeks; for skoleeier also routines of others
/// whose day went by; and for those who follow schools up, findings whose day has come and that others put right.
///
/// # Errors
///
/// When the database does not answer.
pub async fn desk(connection: &mut PgConnection, actor: &Actor) -> Result<Piles> {
    let mut piles = Piles::default();
    if !reads_any(actor) {
        return Ok(piles);
    }
    let (today, follows) = (actor.today, actor.is_owner() || actor.leads_area());
    for due in queries::due(connection, actor, (None, today + SOON)).await? {
        let pile = match due.own {
            true if due.day <= today + AHEAD => &mut piles.mine,
            true => &mut piles.soon,
            false if due.routine && actor.is_owner() && due.day < today => &mut piles.mine,
            false if !due.routine && follows && due.day <= today => &mut piles.others,
            false => continue,
        };
        pile.push(item(actor, &due));
    }
    Ok(piles)
}
