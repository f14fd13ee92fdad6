//! What decides what is in the folder, and which meetings are beside it.
use std::collections::{HashMap, HashSet};

use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};

use super::model::{Readers, Room};
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, SchoolId};
use crate::meeting::model::Meeting;
use crate::text::dates;

/// What everybody who is asked to `meeting`, about `school`, may read. Nobody asked: nothing.
pub async fn room(connection: &mut PgConnection, actor: &Actor, meeting: MeetingId, school: SchoolId) -> Result<Room> {
    let read = readers(&mut *connection, actor, &[meeting]).await?.remove(&meeting).unwrap_or_default();
    Ok(Room {
        drafts: read.drafts,
        belongs: read.belongs,
        sign_in: read.sign_in,
        meetings: meetings(connection, actor, meeting, school).await?,
    })
}

/// Whether everybody who is asked reads what the school has written, of each of these meetings with one school that somebody is asked to.
pub async fn readers(connection: &mut PgConnection, actor: &Actor, meetings: &[MeetingId]) -> Result<HashMap<MeetingId, Readers>> {
    let rows = sqlx::query!(
        r#"select c.meeting_id as "meeting: MeetingId", coalesce(bool_and(held.drafts), false) as "drafts!", coalesce(bool_and(held.belongs), false) as "belongs!",
             bool_and(c.person_id is not null) as "sign_in!"
           from meeting_participant c
           join meeting m on m.municipality_id = c.municipality_id and m.id = c.meeting_id
           join school s on s.municipality_id = c.municipality_id and s.id = m.school_id
           cross join lateral (
             select coalesce(bool_or(follows.up or (r.school_id = s.id and (r.role = 'rektor' or r.reads_drafts))), false) as drafts,
               coalesce(bool_or(follows.up or r.school_id = s.id), false) as belongs
             from role_assignment r
             cross join lateral (select r.role = 'skoleeier' or (r.role = 'omradeleder' and r.area_id = s.area_id) as up) follows
             where r.municipality_id = c.municipality_id and r.person_id = c.person_id and r.valid_from <= $3 and (r.valid_to is null or r.valid_to >= $3)
           ) held
           where c.municipality_id = $1 and c.meeting_id = any ($2) and c.removed_at is null
           group by c.meeting_id"#,
        actor.municipality.0,
        &meetings.iter().map(|id| id.0).collect::<Vec<_>>(),
        actor.today
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.meeting, Readers { drafts: row.drafts, belongs: row.belongs, sign_in: row.sign_in })).collect())
}

/// The meetings about the school before this one, and those of several schools, that each of those who are asked to this one took part in, or reads the
/// minutes of by their role.
async fn meetings(connection: &mut PgConnection, actor: &Actor, meeting: MeetingId, school: SchoolId) -> Result<HashSet<MeetingId>> {
    let found = sqlx::query_scalar!(
        r#"select m.id as "id: MeetingId"
           from meeting t
           join meeting m on m.municipality_id = t.municipality_id and m.id <> t.id and m.starts_at < t.starts_at and (m.school_id = $3 or m.school_id is null)
           join school s on s.municipality_id = t.municipality_id and s.id = $3
           where t.municipality_id = $1 and t.id = $2 and not exists (
             select from meeting_participant c
             where c.municipality_id = t.municipality_id and c.meeting_id = t.id and c.removed_at is null
               and not exists (select from meeting_participant p where p.municipality_id = m.municipality_id and p.meeting_id = m.id
                 and p.person_id = c.person_id and p.removed_at is null and p.side <> 'guest')
               and not exists (select from role_assignment r
                 where r.municipality_id = c.municipality_id and r.person_id = c.person_id and r.valid_from <= $4 and (r.valid_to is null or r.valid_to >= $4)
                   and (r.role = 'skoleeier' or (r.role = 'omradeleder' and r.area_id = s.area_id and m.school_id is not null)
                     or (r.school_id = m.school_id and (r.role = 'rektor' or (r.reads_drafts and m.audience <> 'participants') or m.audience = 'group')))))"#,
        actor.municipality.0,
        meeting.0,
        school.0,
        actor.today
    )
    .fetch_all(connection)
    .await?;
    Ok(found.into_iter().collect())
}

/// The newest earlier meeting about the school with approved minutes, among `known`: of the kind that this one follows, else of any.
pub async fn with_minutes(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: &Meeting,
    follows: Option<&str>,
    known: &HashSet<MeetingId>,
) -> Result<Option<MeetingId>> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: MeetingId" from meeting m
           where municipality_id = $1 and id = any ($2) and school_id = $3
             and has_minutes(m.id)
           order by kind is not distinct from $4 desc, starts_at desc, id desc limit 1"#,
        actor.municipality.0,
        &known.iter().map(|id| id.0).collect::<Vec<_>>(),
        meeting.school.as_ref().map(|(id, _)| id.0),
        follows
    )
    .fetch_optional(connection)
    .await?)
}

/// The meetings with one school that the actor takes part in nearest before and after a moment, not cancelled.
pub async fn neighbours(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: MeetingId,
    starts_at: OffsetDateTime,
) -> Result<(Option<MeetingId>, Option<MeetingId>)> {
    let row = sqlx::query!(
        r#"with own as (
             select m.id, m.starts_at from meeting_participant p
             join meeting m on m.municipality_id = p.municipality_id and m.id = p.meeting_id
             where p.municipality_id = $1 and p.person_id = $2 and p.removed_at is null and m.school_id is not null and m.state <> 'cancelled' and m.id <> $3)
           select
             (select id from own where (starts_at, id) < ($4, $3) order by starts_at desc, id desc limit 1) as "before: MeetingId",
             (select id from own where (starts_at, id) > ($4, $3) order by starts_at, id limit 1) as "after: MeetingId""#,
        actor.municipality.0,
        actor.person.0,
        meeting.0,
        starts_at
    )
    .fetch_one(connection)
    .await?;
    Ok((row.before, row.after))
}

/// The meetings with one school that the actor takes part in during the week that begins on `monday`, not cancelled, by time.
pub async fn of_week(connection: &mut PgConnection, actor: &Actor, monday: Date) -> Result<Vec<MeetingId>> {
    let after = monday.checked_add(Duration::WEEK).ok_or(AppError::NotFound)?;
    let (from, to) = dates::moment_of(monday, 0, 0).zip(dates::moment_of(after, 0, 0)).ok_or(AppError::NotFound)?;
    Ok(sqlx::query_scalar!(
        r#"select m.id as "id: MeetingId" from meeting_participant p
           join meeting m on m.municipality_id = p.municipality_id and m.id = p.meeting_id
           where p.municipality_id = $1 and p.person_id = $2 and p.removed_at is null and m.school_id is not null and m.state <> 'cancelled'
             and m.starts_at >= $3 and m.starts_at < $4
           order by m.starts_at, m.id"#,
        actor.municipality.0,
        actor.person.0,
        from,
        to
    )
    .fetch_all(connection)
    .await?)
}
