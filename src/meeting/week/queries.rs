//! SQL of the week: one statement for each kind of information.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::model::{AskedTo, InWeek};
use crate::access::Actor;
use crate::access::rules::{MeetingFacts, MeetingRights};
use crate::error::Result;
use crate::ids::{DocumentId, MeetingId, ModelPackId, PersonId, SchoolId};
use crate::meeting::model::{State, parse_access};
use crate::municipality::Member;
use crate::writing::{Belongs, DocumentRef, Side};

/// The meetings that start in `[from, to)` and that the actor may know of, by time, with how far the actor's own side has prepared them.
pub async fn meetings(connection: &mut PgConnection, actor: &Actor, from: OffsetDateTime, to: OffsetDateTime) -> Result<Vec<InWeek>> {
    let rows = sqlx::query!(
        r#"select m.id as "id: MeetingId", m.kind, m.model_pack_id as "pack: ModelPackId", m.audience, m.school_id as "school: SchoolId",
             coalesce(s.name, a.name, '') as "with!", m.starts_at, m.ends_at, m.place, m.state, m.reveals_at, m.revealed_at,
             m.comments_until, m.leader_id as "leader: PersonId", d.id as "document: DocumentId",
             has_minutes(m.id) as "has_minutes!",
             p.side as "asked_side?", p.school_id as "asked_school?: SchoolId", p.replaces_id is not null as "is_deputy!",
             written.questions as "answered!", written.fields > 0 as "begun!"
           from meeting m
           join document d on d.municipality_id = m.municipality_id and d.meeting_id = m.id and d.side is null
           left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           left join area a on a.municipality_id = m.municipality_id and a.id = m.area_id
           left join meeting_participant p on p.municipality_id = m.municipality_id and p.meeting_id = m.id and p.person_id = $2 and p.removed_at is null
           cross join lateral (
             select count(*) as fields, count(*) filter (where f.field like 'q.%') as questions
             from document o join text_field f on f.municipality_id = o.municipality_id and f.document_id = o.id
             where o.municipality_id = m.municipality_id and o.meeting_id = m.id and o.side = p.side and f.value <> '') written
           where m.municipality_id = $1 and m.starts_at >= $3 and m.starts_at < $4
           order by m.starts_at, m.id"#,
        actor.municipality.0,
        actor.person.0,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    let mut found = Vec::new();
    for row in rows {
        let state = State::parse(&row.state)?;
        let facts = MeetingFacts {
            id: row.id,
            municipality: actor.municipality,
            school: row.school,
            access: parse_access(&row.audience)?,
            state,
            starts_at: row.starts_at,
            has_minutes: row.has_minutes,
            leader: row.leader,
            minutes: DocumentRef { municipality: actor.municipality, document: row.document, belongs: Belongs::Meeting(row.id, None) },
            asked: row.asked_side.as_deref().and_then(Side::parse).map(|side| (side, row.asked_school)),
            is_deputy: row.is_deputy,
        };
        let Ok(rights) = MeetingRights::of(actor, facts) else { continue };
        found.push(InWeek {
            id: row.id,
            kind: row.kind,
            pack: row.pack,
            school: row.school,
            with: row.with,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            place: row.place,
            state,
            reveals_at: row.reveals_at,
            revealed_at: row.revealed_at,
            until: row.comments_until,
            leader: row.leader,
            rights,
            answered: row.answered,
            begun: row.begun,
        });
    }
    Ok(found)
}

/// Everybody who is or was asked to these meetings, with what they answered.
pub async fn asked(connection: &mut PgConnection, actor: &Actor, meetings: &[MeetingId]) -> Result<Vec<AskedTo>> {
    let ids: Vec<i64> = meetings.iter().map(|id| id.0).collect();
    Ok(sqlx::query_as!(
        AskedTo,
        r#"select c.meeting_id as "meeting: MeetingId", c.person_id as "person: PersonId", coalesce(p.name, c.words) as "name!",
             c.removed_at is not null as "removed!", c.answer is not null as "answered!", coalesce(c.answer = 'other_time', false) as "other_time!"
           from meeting_participant c left join person p on p.municipality_id = c.municipality_id and p.id = c.person_id
           where c.municipality_id = $1 and c.meeting_id = any ($2) order by c.meeting_id, c.id"#,
        actor.municipality.0,
        &ids
    )
    .fetch_all(connection)
    .await?)
}

/// Those who belong to these schools today, by school.
pub async fn members(connection: &mut PgConnection, actor: &Actor, schools: &[SchoolId]) -> Result<HashMap<SchoolId, Vec<Member>>> {
    let ids: Vec<i64> = schools.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select r.school_id as "school!: SchoolId", p.id as "person: PersonId", p.name, p.title, r.role, r.function, r.acting, r.reads_drafts,
             r.writes_drafts
           from role_assignment r join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
           where r.municipality_id = $1 and r.school_id = any ($2) and r.valid_from <= $3 and (r.valid_to is null or r.valid_to >= $3)
           order by r.school_id, r.role = 'rektor' desc, p.name collate "nb-NO-x-icu", p.id"#,
        actor.municipality.0,
        &ids,
        actor.today
    )
    .fetch_all(connection)
    .await?;
    let mut members: HashMap<SchoolId, Vec<Member>> = HashMap::new();
    for row in rows {
        members.entry(row.school).or_default().push(Member {
            person: row.person,
            name: row.name,
            title: row.title,
            role: row.role,
            function: row.function,
            acting: row.acting,
            reads_drafts: row.reads_drafts,
            writes_drafts: row.writes_drafts,
        });
    }
    Ok(members)
}
