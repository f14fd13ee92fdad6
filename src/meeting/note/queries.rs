//! SQL for `meeting_note`.
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::rules::CanKeepNote;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::writing::SaveId;

/// A note as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text.
    pub value: String,
    /// Its revision.
    pub rev: i32,
    /// When it was saved.
    pub saved_at: OffsetDateTime,
}

/// The person's own; `None` when they have none.
pub async fn own(connection: &mut PgConnection, can: &CanKeepNote) -> Result<Option<Note>> {
    Ok(sqlx::query_as!(
        Note,
        "select value, rev, saved_at from meeting_note where municipality_id = $1 and meeting_id = $2 and person_id = $3",
        can.municipality().0,
        can.meeting().0,
        can.person().0
    )
    .fetch_optional(connection)
    .await?)
}

/// Stores it as the revision after `base`; the new revision, or nothing when something newer stands there (from another window of the same person). Sent
/// again (`save_id`), or with the very text that stands there, it is stored already.
pub async fn save(
    connection: &mut PgConnection,
    can: &CanKeepNote,
    (value, base, save_id): (&str, i32, SaveId),
    at: OffsetDateTime,
) -> Result<Option<i32>> {
    Ok(sqlx::query_scalar!(
        r#"with changed as (
             insert into meeting_note as n (municipality_id, meeting_id, person_id, value, rev, saved_at, save_id)
             select $1, $2, $3, $4, 1, $5, $6 where $7 = 0 or exists (
               select from meeting_note o where o.municipality_id = $1 and o.meeting_id = $2 and o.person_id = $3)
             on conflict (municipality_id, meeting_id, person_id) do update
               set value = excluded.value, rev = n.rev + 1, saved_at = excluded.saved_at, save_id = excluded.save_id
               where n.rev = $7 and n.save_id <> excluded.save_id and n.value <> excluded.value
             returning rev)
           select rev as "rev!" from changed
           union all
           select rev from meeting_note where municipality_id = $1 and meeting_id = $2 and person_id = $3 and (save_id = $6 or value = $4)
             and not exists (select from changed)"#,
        can.municipality().0,
        can.meeting().0,
        can.person().0,
        value,
        at,
        save_id.0,
        base
    )
    .fetch_optional(connection)
    .await?)
}

/// Deletes everybody's notes of a meeting whose minutes are approved, or that ended before. Only as the municipality, for no person.
pub async fn forget(connection: &mut PgConnection, meeting: MeetingId, ended_before: OffsetDateTime) -> Result<()> {
    sqlx::query_scalar!(r#"select forget_meeting_notes($1, $2) as "forgotten!""#, meeting.0, ended_before).fetch_one(connection).await?;
    Ok(())
}
