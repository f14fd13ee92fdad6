//! SQL for `meeting_move_reason`. It is deleted with the private notes (`forget_meeting_notes()`).
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::rules::{CanMove, ReasonReader};
use crate::error::Result;
use crate::ids::{PersonId, SchoolId};

/// Why a meeting was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// When it was to start before.
    pub was_at: OffsetDateTime,
    /// Why.
    pub why: String,
    /// When it was moved.
    pub moved_at: OffsetDateTime,
    /// By whom.
    pub by: PersonId,
    /// Their name.
    pub by_name: String,
}

/// Keeps why a meeting about `school` that was to start at `was_at` is moved.
pub async fn keep(
    connection: &mut PgConnection,
    can: CanMove,
    school: SchoolId,
    (was_at, reason): (OffsetDateTime, &str),
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into meeting_move_reason (municipality_id, meeting_id, school_id, was_at, reason, moved_at, moved_by) values ($1, $2, $3, $4, $5, $6, $7)",
        can.municipality().0,
        can.meeting().0,
        school.0,
        was_at,
        reason,
        at,
        can.by().0
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Those that the reader reads, newest first.
pub async fn reasons(connection: &mut PgConnection, reader: ReasonReader) -> Result<Vec<Reason>> {
    Ok(sqlx::query_as!(
        Reason,
        r#"select r.was_at, r.reason as why, r.moved_at, r.moved_by as "by: PersonId", p.name as by_name
           from meeting_move_reason r join person p on p.municipality_id = r.municipality_id and p.id = r.moved_by
           where r.municipality_id = $1 and r.meeting_id = $2 and ($3 or r.moved_by = $4) order by r.id desc"#,
        reader.municipality().0,
        reader.meeting().0,
        reader.all,
        reader.by().0
    )
    .fetch_all(connection)
    .await?)
}

/// Takes back what the reader wrote themselves. False when there was nothing.
pub async fn take_back(connection: &mut PgConnection, reader: ReasonReader) -> Result<bool> {
    let gone = sqlx::query_scalar!(r#"select take_back_move_reasons($1) as "gone!""#, reader.meeting().0).fetch_one(connection).await?;
    Ok(gone > 0)
}
