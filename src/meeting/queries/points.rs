//! SQL for `meeting_point`.
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::model::{Meeting, Point};
use crate::access::rules::{CanAddPoint, CanBook};
use crate::error::Result;
use crate::ids::{MeetingId, MeetingPointId, MunicipalityId, PersonId};
use crate::model_pack::Dialogue;
use crate::writing::Side;

/// The agenda in the order its points are met: by the phases of the kind, then by place.
pub async fn agenda(connection: &mut PgConnection, meeting: &Meeting) -> Result<Vec<Point>> {
    let kind = meeting.kind()?;
    let mut points = points(connection, meeting.minutes.municipality, meeting.id).await?;
    let phase = |point: &Point| kind.phases.iter().position(|phase| phase.key == point.phase).unwrap_or(usize::MAX);
    points.sort_by_key(|point| (phase(point), point.position, point.id));
    Ok(points)
}

/// The points of a meeting by place, where no order of the page is asked for.
pub async fn points(connection: &mut PgConnection, municipality: MunicipalityId, meeting: MeetingId) -> Result<Vec<Point>> {
    let rows = sqlx::query!(
        r#"select id as "id: MeetingPointId", position, key, title, phase, minutes, side, added_by as "added_by: PersonId", added_by_name
           from meeting_point where municipality_id = $1 and meeting_id = $2 and withdrawn_at is null order by position, id"#,
        municipality.0,
        meeting.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Point {
            id: row.id,
            position: row.position,
            key: row.key,
            title: row.title,
            phase: row.phase,
            minutes: row.minutes,
            side: row.side.as_deref().and_then(Side::parse),
            added_by: row.added_by,
            added_by_name: row.added_by_name,
        })
        .collect())
}

/// Room between the places of fixed points, so that topics find one.
const APART: usize = 100;

/// Sets up the kind's fixed points.
pub async fn add_points(
    connection: &mut PgConnection,
    can: CanBook,
    meeting: MeetingId,
    kind: &Dialogue,
    by_name: &str,
    at: OffsetDateTime,
) -> Result<()> {
    let keys: Vec<String> = kind.agenda.iter().map(|point| point.key.clone()).collect();
    let phases: Vec<String> = kind.agenda.iter().map(|point| point.phase.clone()).collect();
    let minutes: Vec<i16> = kind.agenda.iter().map(|point| i16::try_from(point.minutes).unwrap_or(i16::MAX)).collect();
    let places: Vec<i16> = (1..=kind.agenda.len()).map(|place| i16::try_from(place * APART).unwrap_or(i16::MAX)).collect();
    sqlx::query!(
        "insert into meeting_point (municipality_id, meeting_id, school_id, position, key, phase, minutes, added_by, added_by_name, added_at, save_id)
         select $1, $2, $3, place, key, phase, minutes, $4, $5, $6, gen_random_uuid()
         from unnest($7::text[], $8::text[], $9::smallint[], $10::smallint[]) as p (key, phase, minutes, place)",
        can.municipality().0,
        meeting.0,
        can.school().map(|id| id.0),
        can.by().0,
        by_name,
        at,
        &keys,
        &phases,
        &minutes,
        &places
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A topic to add.
#[derive(Debug, Clone)]
pub struct NewPoint<'a> {
    /// Heading.
    pub title: &'a str,
    /// Key of the phase.
    pub phase: &'a str,
    /// Time set off.
    pub minutes: i16,
    /// Made with the form.
    pub save_id: Uuid,
}

/// Adds a topic: the school's before the fixed points, others' after them. False when the very form was sent before.
pub async fn add_point(
    connection: &mut PgConnection,
    can: CanAddPoint,
    new: &NewPoint<'_>,
    by_name: &str,
    at: OffsetDateTime,
) -> Result<bool> {
    let added = sqlx::query!(
        "insert into meeting_point (municipality_id, meeting_id, school_id, position, title, phase, minutes, side, added_by, added_by_name, added_at, save_id)
         select $1, $2, $3,
           case when $7 = 'school' then (select count(*)::smallint from meeting_point o where o.municipality_id = $1 and o.meeting_id = $2 and o.side = 'school')
           else (select coalesce(max(o.position), 0)::smallint + 1 from meeting_point o where o.municipality_id = $1 and o.meeting_id = $2) end,
           $4, $5, $6, $7, $8, $9, $10, $11
         on conflict on constraint meeting_point_save_once do nothing",
        can.municipality().0,
        can.meeting().0,
        can.school().map(|id| id.0),
        new.title,
        new.phase,
        new.minutes,
        can.side().key(),
        can.by().0,
        by_name,
        at,
        new.save_id
    )
    .execute(connection)
    .await?;
    Ok(added.rows_affected() == 1)
}

/// Takes a topic of one's own side off the agenda. False when it is not there, fixed, or the other side's.
pub async fn withdraw_point(connection: &mut PgConnection, can: CanAddPoint, id: MeetingPointId, at: OffsetDateTime) -> Result<bool> {
    let withdrawn = sqlx::query!(
        "update meeting_point set withdrawn_at = $5 where municipality_id = $1 and meeting_id = $2 and id = $3 and side = $4 and withdrawn_at is null",
        can.municipality().0,
        can.meeting().0,
        id.0,
        can.side().key(),
        at
    )
    .execute(connection)
    .await?;
    Ok(withdrawn.rows_affected() == 1)
}
