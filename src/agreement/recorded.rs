//! Agreements in approved minutes. What is frozen names each one and the SHA-256 of its words; the words themselves stand with the agreement alone, so that they
//! can be taken away without breaking the checksum of the minutes (`docs/decisions/0017-agreements.md`).
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::model::{State, words};
use super::queries::{self, Wanted};
use crate::access::Actor;
use crate::access::session::hex;
use crate::error::Result;
use crate::meeting::{Meeting, Point};
use crate::text::dates;

/// An agreement as it is frozen with the minutes it was made in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// Id of the agreement.
    pub agreement: i64,
    /// Number of the entry whose words were approved.
    pub number: i32,
    /// SHA-256 of the words, hexadecimal.
    pub sha256: String,
    /// Whose: `school` or `owner`.
    pub side: String,
    /// Who, by name, or the side.
    pub who: String,
    /// The day, `2027-05-03`.
    pub due: String,
    /// The school asked for it, and the owner had not answered.
    pub asked: bool,
    /// Heading of the point it came from; may be empty.
    pub point: String,
}

/// A frozen agreement to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its page.
    pub href: String,
    /// What, or that it was taken away.
    pub what: String,
    /// Who.
    pub who: String,
    /// The day.
    pub day: String,
    /// It was asked for and not yet answered.
    pub asked: bool,
    /// Heading of the point it came from; may be empty.
    pub point: String,
}

/// What is frozen of the agreements of a meeting: all but those that were given up before. `points` are the meeting's.
pub async fn to_freeze(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting, points: &[Point]) -> Result<Vec<Promise>> {
    let wanted = Wanted { meeting: Some(meeting.id), ..Wanted::default() };
    let mut made = queries::agreements(connection, actor, wanted).await?;
    made.sort_by_key(|agreement| agreement.id);
    made.retain(|agreement| agreement.state.stands());
    let kind = meeting.kind()?;
    let promises = made.iter().map(|agreement| {
        let point = points.iter().find(|point| Some(point.id) == agreement.point);
        Promise {
            agreement: agreement.id.0,
            number: agreement.number,
            sha256: hex(&agreement.sha256),
            side: agreement.giver.key().to_owned(),
            who: agreement.who(actor.lang),
            due: dates::for_form(agreement.due),
            asked: agreement.state == State::Asked,
            point: point.map_or_else(String::new, |point| point.heading(kind, actor.lang)),
        }
    });
    Ok(promises.collect())
}

/// Frozen agreements with their words, and whether those are what was approved; nothing for somebody who reads the minutes and not the agreements.
pub async fn recorded(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: &Meeting,
    promises: &[Promise],
) -> Result<(Vec<Recorded>, bool)> {
    if promises.is_empty() || !meeting.rights.reads_agreements {
        return Ok((Vec::new(), true));
    }
    let entries: Vec<(i64, i32)> = promises.iter().map(|promise| (promise.agreement, promise.number)).collect();
    let found = queries::words_of(connection, actor.municipality, meeting.id, &entries).await?;
    let mut intact = true;
    let rows = promises.iter().map(|promise| {
        let said = found.iter().find(|(id, number, _)| (*id, *number) == (promise.agreement, promise.number));
        let said = said.map(|(_, _, what)| what.as_str());
        intact &= said.is_some_and(|what| what.is_empty() || hex(&Sha256::digest(what.as_bytes())) == promise.sha256);
        Recorded {
            href: format!("/avtalar/{}", promise.agreement),
            what: words(said.unwrap_or_default(), actor.lang),
            who: promise.who.clone(),
            day: dates::from_form(&promise.due).map_or_else(|| promise.due.clone(), dates::long),
            asked: promise.asked,
            point: promise.point.clone(),
        }
    });
    Ok((rows.collect(), intact))
}
