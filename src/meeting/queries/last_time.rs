//! SQL for what was answered at the end of the meeting before.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::super::field::PART;
use super::super::model::Meeting;
use crate::access::Actor;
use crate::access::rules::takes_part_as;
use crate::error::Result;
use crate::ids::{ModelPackId, SchoolId};
use crate::writing::Side;

/// The meeting before, and what was answered at its end.
#[derive(Debug, Clone)]
pub struct LastTime {
    /// The pack it was booked with.
    pub pack: ModelPackId,
    /// When it started.
    pub starts_at: OffsetDateTime,
    /// Fields with their values.
    pub answers: Vec<(String, String)>,
}

/// Of the newest earlier meeting of the same kind with the same school, area or schools: when it was held and the actor took part in it. Who has not the
/// right any more to be on the side they were asked for took no part.
pub async fn last_time(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting) -> Result<Option<LastTime>> {
    let school = meeting.school.as_ref().map(|(id, _)| *id);
    let rows = sqlx::query!(
        r#"with earlier as (
             select m.municipality_id, m.id, m.model_pack_id, m.starts_at from meeting m
              where m.municipality_id = $1 and m.kind = $2 and m.school_id is not distinct from $3 and m.area_id is not distinct from $4
                and m.starts_at < $5 and m.id <> $6 and m.state in ('held', 'commenting', 'approved')
              order by m.starts_at desc, m.id desc limit 1)
           select e.model_pack_id as "pack: ModelPackId", e.starts_at, p.side, p.school_id as "from: SchoolId", f.field, f.value
             from earlier e
             join meeting_participant p on p.municipality_id = e.municipality_id and p.meeting_id = e.id and p.person_id = $7 and p.removed_at is null
             join document d on d.municipality_id = e.municipality_id and d.meeting_id = e.id and d.side is null
             join text_field f on f.municipality_id = d.municipality_id and f.document_id = d.id and f.part = $8 and f.field like 'e.%' and f.value <> ''
            order by f.field"#,
        actor.municipality.0,
        meeting.kind_key,
        school.map(|id| id.0),
        meeting.area.as_ref().map(|(id, _)| id.0),
        meeting.starts_at,
        meeting.id.0,
        actor.person.0,
        PART
    )
    .fetch_all(connection)
    .await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let asked = Side::parse(&first.side).map(|side| (side, first.from));
    if takes_part_as(actor, school, asked).is_none() {
        return Ok(None);
    }
    let (pack, starts_at) = (first.pack, first.starts_at);
    Ok(Some(LastTime { pack, starts_at, answers: rows.into_iter().map(|row| (row.field, row.value)).collect() }))
}
