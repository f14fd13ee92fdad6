//! «Desse kan sjå dette»: who can read a self-assessment now, and once delivered. Everybody with a role that could matter is asked through the very rules
//! that guard the pages, so that the list cannot say something else than what is so.
use sqlx::PgConnection;

use super::model::{Assessment, State};
use crate::access::rules::{AssessmentFacts, AssessmentRights, Parts};
use crate::access::{Actor, Grant};
use crate::error::Result;
use crate::ids::PersonId;

/// Who can see it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seers {
    /// Read the whole draft.
    pub draft: Vec<String>,
    /// Read one or more parts of the draft.
    pub parts: Vec<String>,
    /// Read the whole of what is delivered.
    pub delivered: Vec<String>,
    /// It is delivered now.
    pub is_delivered: bool,
}

struct Candidate {
    person: PersonId,
    name: String,
    title: String,
    roles: Vec<Grant>,
    oversees: bool,
    advises: bool,
    assigned: Vec<String>,
    shown: Vec<String>,
    shown_to_readers: Vec<String>,
}

async fn candidates(connection: &mut PgConnection, actor: &Actor, assessment: &Assessment) -> Result<Vec<Candidate>> {
    let rows = sqlx::query!(
        r#"with held as (
             select r.person_id, jsonb_agg(jsonb_build_object('role', r.role, 'area', r.area_id, 'school', r.school_id, 'function', r.function,
                 'reads_drafts', r.reads_drafts, 'writes_drafts', r.writes_drafts, 'acting', r.acting)) as roles,
               bool_or(r.role = 'omradeleder' and r.area_id = $5) as oversees
             from role_assignment r
             where r.municipality_id = $1 and r.valid_from <= $4 and (r.valid_to is null or r.valid_to >= $4)
               and (r.school_id = $2 or r.area_id = $5 or r.role = 'skoleeier'
                 or r.person_id in (select h.person_id from draft_share h where h.municipality_id = $1 and h.document_id = $3 and h.revoked_at is null)
                 or r.person_id in (select g.person_id from part_assignment g where g.municipality_id = $1 and g.document_id = $3 and g.withdrawn_at is null))
             group by r.person_id),
           helps as (
             select distinct a.person_id from adviser a
             where a.municipality_id = $1 and a.school_id = $2 and a.from_day <= $4 and coalesce(a.ended_on, a.to_day) >= $4)
           select p.id as "person!: PersonId", p.name as "name!", p.title as "title!",
             coalesce(held.roles, '[]') as "roles!: sqlx::types::Json<Vec<Grant>>", coalesce(held.oversees, false) as "oversees!",
             helps.person_id is not null as "advises!",
             array(select g.part from part_assignment g where g.municipality_id = $1 and g.document_id = $3 and g.person_id = p.id and g.withdrawn_at is null) as "assigned!",
             array(select h.part from draft_share h where h.municipality_id = $1 and h.document_id = $3 and h.revoked_at is null and h.person_id = p.id) as "shown!",
             array(select h.part from draft_share h where h.municipality_id = $1 and h.document_id = $3 and h.revoked_at is null and h.person_id is null) as "shown_to_readers!"
           from held full join helps on helps.person_id = held.person_id
           join person p on p.municipality_id = $1 and p.id = coalesce(held.person_id, helps.person_id) order by p.name"#,
        actor.municipality.0,
        assessment.school.as_ref().map(|school| school.id.0),
        assessment.document.document.0,
        actor.today,
        assessment.school.as_ref().and_then(|school| school.area).map(|area| area.0)
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Candidate {
            person: row.person,
            name: row.name,
            title: row.title,
            roles: row.roles.0,
            oversees: row.oversees,
            advises: row.advises,
            assigned: row.assigned,
            shown: row.shown,
            shown_to_readers: row.shown_to_readers,
        })
        .collect())
}

/// Who can see the self-assessment, by name and title.
pub async fn seers(connection: &mut PgConnection, actor: &Actor, assessment: &Assessment) -> Result<Seers> {
    let mut seers = Seers { is_delivered: assessment.state == State::Delivered, ..Seers::default() };
    let school = assessment.school.as_ref().map(|school| school.id);
    for candidate in candidates(connection, actor, assessment).await? {
        let as_actor = Actor {
            person: candidate.person,
            name: candidate.name,
            title: candidate.title,
            roles: candidate.roles,
            overseen: school.filter(|_| candidate.oversees).into_iter().collect(),
            deputy_for: Vec::new(),
            advised: school.filter(|_| candidate.advises).into_iter().collect(),
            ..actor.clone()
        };
        let mut shown = candidate.shown;
        if school.is_some_and(|school| as_actor.reader_schools().contains(&school)) {
            shown.extend(candidate.shown_to_readers);
        }
        let facts = AssessmentFacts {
            id: assessment.id,
            document: assessment.document,
            state: assessment.state,
            // The page tells what will be so once it is delivered.
            has_delivery: true,
            assigned: candidate.assigned,
            shown,
        };
        let Ok(rights) = AssessmentRights::of(&as_actor, facts) else { continue };
        let name = as_actor.name_and_title();
        match &rights.reads_draft {
            Parts::All => seers.draft.push(name.clone()),
            parts if !parts.is_empty() => seers.parts.push(name.clone()),
            Parts::Only(_) => {}
        }
        if rights.reads_delivered == Parts::All {
            seers.delivered.push(name);
        }
    }
    Ok(seers)
}
