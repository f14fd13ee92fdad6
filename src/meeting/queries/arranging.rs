//! SQL for booking, moving and cancelling a meeting.
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::booking::Times;
use super::super::model::access_key;
use crate::access::rules::{CanArrange, CanBook, CanMove};
use crate::calendar::school_year_of;
use crate::error::{AppError, Result};
use crate::ids::{AreaId, MeetingId, ModelPackId, PersonId};
use crate::model_pack::Access;
use crate::text::dates;

/// A meeting to book.
#[derive(Debug, Clone)]
pub struct NewMeeting<'a> {
    /// Key of the kind.
    pub kind: &'a str,
    /// The pack version.
    pub pack: ModelPackId,
    /// Who reads the approved minutes.
    pub access: Access,
    /// The school year, by the year it starts.
    pub school_year: i32,
    /// The area, for several schools.
    pub area: Option<AreaId>,
    /// When it starts.
    pub starts_at: OffsetDateTime,
    /// When it ends.
    pub ends_at: OffsetDateTime,
    /// Where.
    pub place: &'a str,
    /// When what is prepared is shown to both sides.
    pub reveals_at: Option<OffsetDateTime>,
    /// Made with the form.
    pub save_id: Uuid,
}

/// Books it: the new meeting, or, when the very form was sent before, the one it made then as an error.
pub async fn book(
    connection: &mut PgConnection,
    can: CanBook,
    new: &NewMeeting<'_>,
    now: OffsetDateTime,
) -> Result<Result<MeetingId, MeetingId>> {
    let made = sqlx::query_scalar!(
        r#"insert into meeting (municipality_id, kind, model_pack_id, audience, school_year, school_id, area_id, starts_at, ends_at,
             place, reveals_at, leader_id, booked_at, booked_by, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12, $14)
           on conflict on constraint meeting_save_once do nothing returning id as "id: MeetingId""#,
        can.municipality().0,
        new.kind,
        new.pack.0,
        access_key(new.access),
        new.school_year,
        can.school().map(|id| id.0),
        new.area.map(|id| id.0),
        new.starts_at,
        new.ends_at,
        new.place,
        new.reveals_at,
        can.by().0,
        now,
        new.save_id
    )
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(id) = made {
        return Ok(Ok(id));
    }
    let before = sqlx::query_scalar!(
        r#"select id as "id: MeetingId" from meeting where municipality_id = $1 and save_id = $2"#,
        can.municipality().0,
        new.save_id
    );
    Ok(Err(before.fetch_optional(connection).await?.ok_or(AppError::BadRequest("error-save-id-reused"))?))
}

/// Another time and place, and the school year that it falls in; whom to tell. `None` when somebody moved it meanwhile (`sequence`).
pub async fn move_to(
    connection: &mut PgConnection,
    can: CanMove,
    sequence: i32,
    times: &Times,
    reveals_at: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<Option<Vec<PersonId>>> {
    let people = sqlx::query_scalar!(
        "select move_meeting($1, $2, $3, $4, $5, $6, $7, $8)",
        can.meeting().0,
        sequence,
        times.starts_at,
        times.ends_at,
        times.place,
        reveals_at,
        school_year_of(dates::norwegian_date(times.starts_at)),
        now
    )
    .fetch_one(connection)
    .await?;
    Ok(people.map(|people| people.into_iter().map(PersonId).collect()))
}

/// It will not be. False when it is not booked any more.
pub async fn cancel(connection: &mut PgConnection, can: CanArrange, reason: &str) -> Result<bool> {
    let cancelled = sqlx::query!(
        "update meeting set state = 'cancelled', cancelled_reason = $3, sequence = sequence + 1 where municipality_id = $1 and id = $2 and state = 'booked'",
        can.municipality().0,
        can.meeting().0,
        reason
    )
    .execute(connection)
    .await?;
    Ok(cancelled.rows_affected() == 1)
}
