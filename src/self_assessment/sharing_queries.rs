//! SQL for parts that are given to members, and what a person holds or is shown.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::queries::profile;
use super::sharing::PartState;
use crate::access::Actor;
use crate::access::rules::{CanHandIn, CanLead};
use crate::error::Result;
use crate::ids::{ModelPackId, PartAssignmentId, PersonId, SchoolId, SelfAssessmentId};
use crate::model_pack::SchoolProfile;
use crate::writing::DocumentRef;

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

pub(super) fn numbers(ids: &[SchoolId]) -> Vec<i64> {
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

/// A part that was given to somebody.
#[derive(Debug, Clone)]
pub(super) struct AssignmentRow {
    /// Id.
    pub id: PartAssignmentId,
    /// Key of the part.
    pub part: String,
    /// To whom.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Belongs to the school today; one who left can neither read nor write any longer.
    pub member: bool,
    /// How far it has come.
    pub state: PartState,
    /// When it came so far.
    pub since: OffsetDateTime,
    /// The rektor's note; may be empty.
    pub note: String,
}

/// Who holds which part: of all parts or of one, of everybody or of one person.
pub(super) async fn assignments(
    connection: &mut PgConnection,
    document: DocumentRef,
    part: Option<&str>,
    person: Option<PersonId>,
    day: Date,
) -> Result<Vec<AssignmentRow>> {
    let rows = sqlx::query!(
        r#"select g.id as "id: PartAssignmentId", g.part, g.person_id as "person: PersonId", p.name, g.given_at, g.handed_in_at, g.returned_at, g.returned_note,
             exists (select from role_assignment r where r.municipality_id = g.municipality_id and r.person_id = g.person_id and r.school_id = g.school_id
                       and r.valid_from <= $5 and (r.valid_to is null or r.valid_to >= $5)) as "member!"
           from part_assignment g join person p on p.municipality_id = g.municipality_id and p.id = g.person_id
           where g.municipality_id = $1 and g.document_id = $2 and g.withdrawn_at is null
             and ($3::text is null or g.part = $3) and ($4::bigint is null or g.person_id = $4)
           order by g.id"#,
        document.municipality.0,
        document.document.0,
        part,
        person.map(|id| id.0),
        day
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| AssignmentRow {
            id: row.id,
            part: row.part,
            person: row.person,
            name: row.name,
            member: row.member,
            state: PartState::of(row.handed_in_at.is_some(), row.returned_at.is_some()),
            since: row.handed_in_at.or(row.returned_at).unwrap_or(row.given_at),
            note: row.returned_note,
        })
        .collect())
}

/// Where something given or shown belongs.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The self-assessment.
    pub assessment: SelfAssessmentId,
    /// Key of the part.
    pub part: String,
    /// The one it was given or is shown to; `None` for the group's readers.
    pub person: Option<PersonId>,
    /// That person's name.
    pub name: Option<String>,
}

/// Where an assignment belongs, also one that was taken back.
pub(super) async fn place_of_assignment(connection: &mut PgConnection, actor: &Actor, id: PartAssignmentId) -> Result<Option<Place>> {
    Ok(sqlx::query_as!(
        Place,
        r#"select a.id as "assessment: SelfAssessmentId", g.part, g.person_id as "person: PersonId", p.name as "name?"
           from part_assignment g
           join self_assessment a on a.municipality_id = g.municipality_id and a.document_id = g.document_id
           join person p on p.municipality_id = g.municipality_id and p.id = g.person_id
           where g.municipality_id = $1 and g.id = $2
             and (g.person_id = $3 or g.school_id = any ($4) or (g.school_id is null and $5))"#,
        actor.municipality.0,
        id.0,
        actor.person.0,
        &numbers(&actor.draft_schools()),
        actor.is_owner()
    )
    .fetch_optional(connection)
    .await?)
}

/// Gives a part to somebody; false when they hold it already.
pub(super) async fn give(connection: &mut PgConnection, actor: &Actor, can: &CanLead, part: &str, person: PersonId) -> Result<bool> {
    let document = can.document();
    let given = sqlx::query!(
        "insert into part_assignment (municipality_id, document_id, school_id, part, person_id, given_by, given_at) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (municipality_id, document_id, part, person_id) where withdrawn_at is null do nothing",
        document.municipality.0,
        document.document.0,
        document.school().map(|id| id.0),
        part,
        person.0,
        actor.person.0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(given.rows_affected() > 0)
}

/// Hands the actor's part in; false when it is handed in already.
pub(super) async fn hand_in(connection: &mut PgConnection, actor: &Actor, can: &CanHandIn, id: PartAssignmentId) -> Result<bool> {
    let document = can.document();
    let handed_in = sqlx::query!(
        "update part_assignment set handed_in_at = $5
         where municipality_id = $1 and document_id = $2 and id = $3 and person_id = $4 and withdrawn_at is null and handed_in_at is null",
        document.municipality.0,
        document.document.0,
        id.0,
        actor.person.0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(handed_in.rows_affected() > 0)
}

/// Returns a part that was handed in, with a note; false when it is not handed in (any longer).
pub(super) async fn give_back(
    connection: &mut PgConnection,
    actor: &Actor,
    can: &CanLead,
    id: PartAssignmentId,
    note: &str,
) -> Result<bool> {
    let document = can.document();
    let returned = sqlx::query!(
        "update part_assignment set handed_in_at = null, returned_at = $4, returned_note = $5
         where municipality_id = $1 and document_id = $2 and id = $3 and withdrawn_at is null and handed_in_at is not null",
        document.municipality.0,
        document.document.0,
        id.0,
        actor.now,
        note
    )
    .execute(connection)
    .await?;
    Ok(returned.rows_affected() > 0)
}

/// Takes a part back; false when it was taken back already.
pub(super) async fn take_back(connection: &mut PgConnection, actor: &Actor, can: &CanLead, id: PartAssignmentId) -> Result<bool> {
    let document = can.document();
    let taken = sqlx::query!(
        "update part_assignment set withdrawn_at = $4 where municipality_id = $1 and document_id = $2 and id = $3 and withdrawn_at is null",
        document.municipality.0,
        document.document.0,
        id.0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(taken.rows_affected() > 0)
}
