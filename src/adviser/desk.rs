//! What help for a time asks on somebody's desk.
use sqlx::PgConnection;
use time::Duration;

use super::model::{Adviser, Stage};
use super::queries;
use crate::access::Actor;
use crate::desk::{Item, Piles};
use crate::error::Result;
use crate::text::text_with;

/// So long before its last day it is told of.
const AHEAD: Duration = Duration::days(14);

/// What waits for the actor, what the actor waits for, and which help ends within a fortnight; for those who help and those who follow schools up.
///
/// # Errors
///
/// When the database does not answer.
pub async fn desk(connection: &mut PgConnection, actor: &Actor) -> Result<Piles> {
    let mut piles = Piles::default();
    for adviser in queries::advisers(connection, actor, None, true).await? {
        if !adviser.rights.ends {
            continue;
        }
        let item = |key: &'static str| {
            let words = text_with(actor.lang, key, &[("school", &adviser.school_name), ("who", &adviser.name)]);
            Item::by(adviser.href(), words, Some(adviser.to))
        };
        match adviser.stage(actor.today) {
            Stage::Over if adviser.rights.own => piles.mine.push(item("adviser-note-mine")),
            Stage::Over => piles.others.push(item("adviser-note-others")),
            Stage::Running if ends_soon(&adviser, actor) => {
                piles.soon.push(item(if adviser.rights.own { "adviser-ends-mine" } else { "adviser-ends" }));
            }
            Stage::Ahead | Stage::Running | Stage::Ended => {}
        }
    }
    Ok(piles)
}

fn ends_soon(adviser: &Adviser, actor: &Actor) -> bool {
    adviser.to - actor.today <= AHEAD
}
