//! SQL for parts that are given to members and parts of a draft that are shown.
use sqlx::PgConnection;
use time::Date;

use super::queries::profile;
use super::sharing::PartState;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{ModelPackId, PartAssignmentId, SchoolId, SelfAssessmentId};
use crate::model_pack::SchoolProfile;

/// A part of a draft that a person holds or reads, with what its titles are made of.
#[derive(Debug, Clone)]
pub(super) struct HeldRow {
    /// The self-assessment.
    pub assessment: SelfAssessmentId,
    /// Key of the part.
    pub part: String,
    /// The school.
    pub school: SchoolId,
    /// Its name.
    pub school_name: String,
    /// What conditions ask about.
    pub profile: SchoolProfile,
    /// Template key.
    pub template: String,
    /// Pack version.
    pub pack: ModelPackId,
    /// The school year looked back on.
    pub looks_back_year: i32,
    /// Deadline.
    pub deadline: Date,
}

/// What was given.
#[derive(Debug, Clone)]
pub(super) struct GivenRow {
    /// Id.
    pub id: PartAssignmentId,
    /// How far it has come.
    pub state: PartState,
    /// The rektor's note; may be empty.
    pub note: String,
}

fn numbers(ids: &[SchoolId]) -> Vec<i64> {
    ids.iter().map(|id| id.0).collect()
}

/// Parts given to the actor at schools they belong to, not delivered yet, by deadline.
pub(super) async fn given_to(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<(HeldRow, GivenRow)>> {
    let rows = sqlx::query!(
        r#"select g.id as "id: PartAssignmentId", g.part, g.handed_in_at, g.returned_at, g.returned_note, a.id as "assessment: SelfAssessmentId",
             s.id as "school: SchoolId", s.name, s.grade_from, s.grade_to, s.has_sfo, r.template, r.model_pack_id as "pack: ModelPackId",
             r.looks_back_year, r.deadline
           from part_assignment g
           join self_assessment a on a.municipality_id = g.municipality_id and a.document_id = g.document_id
           join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           join school s on s.municipality_id = a.municipality_id and s.id = a.school_id
           where g.municipality_id = $1 and g.person_id = $2 and g.withdrawn_at is null and a.school_id = any ($3) and a.state <> 'delivered'
           order by r.deadline, a.id, g.id"#,
        actor.municipality.0,
        actor.person.0,
        &numbers(&actor.own_schools())
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let state = PartState::of(row.handed_in_at.is_some(), row.returned_at.is_some());
            let given = GivenRow { id: row.id, state, note: row.returned_note };
            let held = HeldRow {
                assessment: row.assessment,
                part: row.part,
                school: row.school,
                school_name: row.name,
                profile: profile(Some(row.grade_from), Some(row.grade_to), Some(row.has_sfo)),
                template: row.template,
                pack: row.pack,
                looks_back_year: row.looks_back_year,
                deadline: row.deadline,
            };
            (held, given)
        })
        .collect())
}

/// Parts of drafts shown to the actor, by name or as a reader of the school, not delivered yet; each once.
pub(super) async fn shown_to(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<HeldRow>> {
    let rows = sqlx::query!(
        r#"select h.part, a.id as "assessment: SelfAssessmentId", s.id as "school: SchoolId", s.name, s.grade_from, s.grade_to, s.has_sfo,
             r.template, r.model_pack_id as "pack: ModelPackId", r.looks_back_year, r.deadline
           from draft_share h
           join self_assessment a on a.municipality_id = h.municipality_id and a.document_id = h.document_id
           join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           join school s on s.municipality_id = a.municipality_id and s.id = a.school_id
           where h.municipality_id = $1 and h.revoked_at is null and (h.person_id = $2 or (h.person_id is null and h.school_id = any ($3)))
             and a.state <> 'delivered'
           group by h.part, a.id, s.id, s.name, s.grade_from, s.grade_to, s.has_sfo, r.template, r.model_pack_id, r.looks_back_year, r.deadline
           order by r.deadline, a.id, min(h.id)"#,
        actor.municipality.0,
        actor.person.0,
        &numbers(&actor.reader_schools())
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| HeldRow {
            assessment: row.assessment,
            part: row.part,
            school: row.school,
            school_name: row.name,
            profile: profile(Some(row.grade_from), Some(row.grade_to), Some(row.has_sfo)),
            template: row.template,
            pack: row.pack,
            looks_back_year: row.looks_back_year,
            deadline: row.deadline,
        })
        .collect())
}
