//! SQL for what is around a meeting: other meetings, and when the figures came that it waits for.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::super::model::Meeting;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{MeetingId, SchoolId};

/// The meetings around one, as far as the actor may know of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Around {
    /// The newest earlier one of the kind that its own `follows`, when that has been.
    pub follows: Option<MeetingId>,
    /// The one it is a later part of.
    pub part_of: Option<MeetingId>,
    /// The one before it in the actor's calendar: that they take part in, not cancelled.
    pub before: Option<MeetingId>,
    /// The one after it.
    pub after: Option<MeetingId>,
}

/// Looked up, and not kept: a meeting can be booked long before the one it opens with has been.
pub async fn around(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting) -> Result<Around> {
    let kind = meeting.kind()?;
    Ok(sqlx::query_as!(
        Around,
        r#"with earlier as (
             select id, kind, state, starts_at from meeting
             where municipality_id = $1 and school_id is not distinct from $2 and area_id is not distinct from $3 and starts_at <= $4 and id <> $5
               and state <> 'cancelled' and kind in ($6, $7)),
           own as (
             select m.id, m.starts_at from meeting_participant p
             join meeting m on m.municipality_id = p.municipality_id and m.id = p.meeting_id
             where p.municipality_id = $1 and p.person_id = $8 and p.removed_at is null and m.state <> 'cancelled' and m.id <> $5)
           select
             (select id from earlier where kind = $6 and state <> 'booked' order by starts_at desc, id desc limit 1) as "follows: MeetingId",
             (select id from earlier where kind = $7 order by starts_at desc, id desc limit 1) as "part_of: MeetingId",
             (select id from own where (starts_at, id) < ($4, $5) order by starts_at desc, id desc limit 1) as "before: MeetingId",
             (select id from own where (starts_at, id) > ($4, $5) order by starts_at, id limit 1) as "after: MeetingId""#,
        actor.municipality.0,
        meeting.school.as_ref().map(|(id, _)| id.0),
        meeting.area.as_ref().map(|(id, _)| id.0),
        meeting.starts_at,
        meeting.id.0,
        kind.follows,
        kind.part_of,
        actor.person.0
    )
    .fetch_one(connection)
    .await?)
}

/// When figures of the school that everybody may see first came, by indicator, for a school year; those that have not are left out.
pub async fn figures_came(
    connection: &mut PgConnection,
    actor: &Actor,
    school: SchoolId,
    year: i32,
    indicators: &[String],
) -> Result<HashMap<String, OffsetDateTime>> {
    let rows = sqlx::query!(
        r#"select f.indicator as "indicator!", min(coalesce(i.decided_at, i.uploaded_at)) as "came!"
           from indicator_value f join indicator_import i on i.municipality_id = f.municipality_id and i.id = f.import_id
           where f.municipality_id = $1 and f.school_id = $2 and f.year = $3 and f.indicator = any ($4) and f.circle = 'public'
             and f.state in ('published', 'preliminary', 'suppressed')
           group by f.indicator"#,
        actor.municipality.0,
        school.0,
        year,
        indicators
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.indicator, row.came)).collect())
}
