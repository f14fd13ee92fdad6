//! SQL for `minutes_reading`: who says that they have read approved minutes.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::super::model::access_key;
use crate::access::rules::CanSayRead;
use crate::error::Result;
use crate::ids::{MeetingId, PersonId};

/// Somebody who is asked to the meeting and signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// When they said that they had read it.
    pub at: Option<OffsetDateTime>,
}

/// The actor has read a version. Nothing when they said so before.
pub async fn say_read(connection: &mut PgConnection, can: CanSayRead, version: i32, at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into minutes_reading (municipality_id, meeting_id, version, school_id, audience, person_id, read_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (municipality_id, meeting_id, version, person_id) do nothing",
        can.municipality().0,
        can.meeting().0,
        version,
        can.school().map(|id| id.0),
        access_key(can.access()),
        can.by().0,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Everybody who is asked and signs in: those who have said so by when they did, then the others by name.
pub async fn readings(connection: &mut PgConnection, meeting: MeetingId, version: i32) -> Result<Vec<Reading>> {
    Ok(sqlx::query_as!(
        Reading,
        r#"select person_id as "person!: PersonId", name as "name!", read_at as at from minutes_readings($1, $2)"#,
        meeting.0,
        version
    )
    .fetch_all(connection)
    .await?)
}
