//! SQL for `minutes_removal` and `minutes_remainder`: words that were taken away from minutes.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::super::model::access_key;
use crate::access::Actor;
use crate::access::rules::CanRemoveFromMinutes;
use crate::error::Result;
use crate::ids::{MeetingId, MunicipalityId};

/// Takes a passage away and puts `marker` there: from the draft and its history, approved versions, what was said of them, topics and answers. Which removal
/// it was; `None` when the passage stands nowhere.
pub async fn remove_words(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanRemoveFromMinutes,
    (passage, marker, reason): (&str, &str, &str),
) -> Result<Option<i64>> {
    let row = sqlx::query!(
        "select removal from remove_from_minutes($1, $2, $3, $4, $5, $6)",
        can.meeting().0,
        passage,
        marker,
        reason,
        actor.name_and_title(),
        actor.now
    )
    .fetch_one(connection)
    .await?;
    Ok(row.removal)
}

/// The SHA-256 of what is left of an approved version after `removal`.
pub async fn note_remainder(
    connection: &mut PgConnection,
    can: CanRemoveFromMinutes,
    removal: i64,
    version: i32,
    sha256: &[u8; 32],
) -> Result<()> {
    sqlx::query!(
        "insert into minutes_remainder (municipality_id, removal_id, meeting_id, school_id, audience, version, sha256) values ($1, $2, $3, $4, $5, $6, $7)",
        can.municipality().0,
        removal,
        can.meeting().0,
        can.school().map(|id| id.0),
        access_key(can.access()),
        version,
        sha256.as_slice()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// That something was taken away.
#[derive(Debug, Clone)]
pub struct WordsRemoved {
    /// When.
    pub at: OffsetDateTime,
    /// Who, by name and title as they were.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What was taken away from a meeting's minutes, newest first.
pub async fn removals(connection: &mut PgConnection, municipality: MunicipalityId, meeting: MeetingId) -> Result<Vec<WordsRemoved>> {
    Ok(sqlx::query_as!(
        WordsRemoved,
        "select at, person_name as by, reason from minutes_removal where municipality_id = $1 and meeting_id = $2 order by id desc",
        municipality.0,
        meeting.0
    )
    .fetch_all(connection)
    .await?)
}
