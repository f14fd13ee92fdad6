//! SQL for `adviser`. Every reading names the municipality; the rules decide what the actor knows of a row.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{Adviser, Checked, Ended};
use crate::access::Actor;
use crate::access::rules::{AdviserFacts, AdviserRights, CanEndAdviser, CanGiveAdviser, CanMoveAdviser};
use crate::error::{AppError, Result};
use crate::ids::{AdviserId, ModelPackId, MunicipalityId, PersonId, PlanId, SchoolId, SelfAssessmentId};
use crate::text::{dates, name_and_title};

/// The periods that the actor knows of, by school and then the newest first; one, when it is given; without what is ended, when `open`.
pub async fn advisers(connection: &mut PgConnection, actor: &Actor, id: Option<AdviserId>, open: bool) -> Result<Vec<Adviser>> {
    let rows = sqlx::query!(
        r#"select a.id as "id: AdviserId", a.school_id as "school: SchoolId", s.name as school_name, a.person_id as "person: PersonId", p.name,
             a.as_what, a.task, a.from_day, a.to_day, a.given_by_name, a.note, a.ended_on, a.ended_at, a.ended_by_name
           from adviser a
           join school s on s.municipality_id = a.municipality_id and s.id = a.school_id
           join person p on p.municipality_id = a.municipality_id and p.id = a.person_id
           where a.municipality_id = $1 and ($2::bigint is null or a.id = $2) and (a.note is null or not $3)
           order by s.name, a.school_id, a.from_day desc, a.id desc"#,
        actor.municipality.0,
        id.map(|id| id.0),
        open
    )
    .fetch_all(connection)
    .await?;
    let known = rows.into_iter().filter_map(|row| {
        let facts = AdviserFacts { id: row.id, school: row.school, person: row.person, ended: row.note.is_some() };
        let rights = AdviserRights::of(actor, facts).ok()?;
        Some(Adviser {
            id: row.id,
            school: row.school,
            school_name: row.school_name,
            person: row.person,
            name: row.name,
            as_what: row.as_what,
            task: row.task,
            from: row.from_day,
            to: row.to_day,
            given_by: row.given_by_name,
            ended: row.ended_on.zip(row.ended_at).zip(row.ended_by_name).zip(row.note).map(|(((last_day, at), by), note)| Ended {
                last_day,
                at: dates::norwegian_date(at),
                by,
                note,
            }),
            rights,
        })
    });
    Ok(known.collect())
}

/// One, through the actor.
pub async fn load(connection: &mut PgConnection, actor: &Actor, id: AdviserId) -> Result<Adviser> {
    advisers(connection, actor, Some(id), false).await?.pop().ok_or(AppError::NotFound)
}

/// Who can be asked to help a school: those with a role elsewhere that reads more than what is shown to a group, and those with none; never the school's own
/// people, nor those who follow it up. By name: id, name and title, title.
pub async fn candidates(connection: &mut PgConnection, can: CanGiveAdviser, today: Date) -> Result<Vec<(PersonId, String, String)>> {
    let rows = sqlx::query!(
        r#"with held as (
             select r.person_id, r.role, r.school_id, r.area_id, r.reads_drafts from role_assignment r
             where r.municipality_id = $1 and r.valid_from <= $3 and (r.valid_to is null or r.valid_to >= $3))
           select p.id as "id: PersonId", p.name, p.title from person p
           where p.municipality_id = $1 and p.id <> $4
             and not exists (select from held h where h.person_id = p.id and (h.school_id = $2 or h.role in ('skoleeier', 'administrator')
               or (h.role = 'omradeleder' and h.area_id = (select s.area_id from school s where s.municipality_id = $1 and s.id = $2))))
             and (not exists (select from held h where h.person_id = p.id)
               or exists (select from held h where h.person_id = p.id and (h.role in ('rektor', 'omradeleder') or h.school_id is null or h.reads_drafts)))
           order by p.name, p.id"#,
        can.municipality().0,
        can.school().0,
        today,
        can.by().0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, name_and_title(&row.name, &row.title), row.title)).collect())
}

/// Gives it. `None` when the very form was sent before.
pub async fn give(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanGiveAdviser,
    person: PersonId,
    checked: &Checked,
    save_id: Uuid,
) -> Result<Option<AdviserId>> {
    Ok(sqlx::query_scalar!(
        r#"insert into adviser (municipality_id, school_id, person_id, as_what, task, from_day, to_day, given_at, given_by, given_by_name, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict on constraint adviser_save_once do nothing returning id as "id: AdviserId""#,
        can.municipality().0,
        can.school().0,
        person.0,
        checked.as_what,
        checked.task,
        checked.from,
        checked.to,
        actor.now,
        can.by().0,
        actor.name,
        save_id
    )
    .fetch_optional(connection)
    .await?)
}

/// The one that was given with this form.
pub async fn given_with(connection: &mut PgConnection, municipality: MunicipalityId, save_id: Uuid) -> Result<Option<AdviserId>> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: AdviserId" from adviser where municipality_id = $1 and save_id = $2"#,
        municipality.0,
        save_id
    )
    .fetch_optional(connection)
    .await?)
}

/// Moves its last day; `false` when it was ended meanwhile.
pub async fn move_to(connection: &mut PgConnection, can: CanMoveAdviser, day: Date) -> Result<bool> {
    let moved = sqlx::query!(
        "update adviser set to_day = $3 where municipality_id = $1 and id = $2 and note is null",
        can.municipality().0,
        can.id().0,
        day
    )
    .execute(connection)
    .await?;
    Ok(moved.rows_affected() == 1)
}

/// Ends it on its last day or today, whichever comes first, and never before it began; `false` when it was ended meanwhile.
pub async fn end(connection: &mut PgConnection, actor: &Actor, can: CanEndAdviser, note: &str) -> Result<bool> {
    let ended = sqlx::query!(
        "update adviser set note = $3, ended_on = least(to_day, $4::date - 1), ended_at = $5, ended_by_name = $6
         where municipality_id = $1 and id = $2 and note is null",
        can.municipality().0,
        can.id().0,
        note,
        actor.today,
        actor.now,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// The newest version of something that a school delivered.
#[derive(Debug, Clone)]
pub enum Delivered {
    /// A self-assessment.
    SelfAssessment {
        /// Which.
        id: SelfAssessmentId,
        /// Its newest version.
        version: i32,
        /// The pack that has its template.
        pack: ModelPackId,
        /// Key of the template.
        template: String,
        /// The school year it looks back on.
        year: i32,
        /// When it was delivered.
        at: OffsetDateTime,
    },
    /// A development plan.
    Plan {
        /// Which.
        id: PlanId,
        /// Its newest version.
        version: i32,
        /// The pack that has its template.
        pack: ModelPackId,
        /// The years it is for.
        years: (i32, i32),
        /// When it was delivered.
        at: OffsetDateTime,
    },
}

/// What a school that the actor helps has delivered, the newest first; nothing of other schools.
pub async fn delivered(connection: &mut PgConnection, actor: &Actor, school: SchoolId) -> Result<Vec<Delivered>> {
    if !actor.advises(school) {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"select d.self_assessment_id as "assessment: SelfAssessmentId", null::bigint as "plan: PlanId", max(d.version) as "version!",
             r.model_pack_id as "pack!: ModelPackId", r.template as "template!", r.looks_back_year as "first!", r.looks_back_year as "last!",
             max(d.delivered_at) as "at!"
           from delivery d
           join self_assessment a on a.municipality_id = d.municipality_id and a.id = d.self_assessment_id
           join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           where d.municipality_id = $1 and d.school_id = $2
           group by d.self_assessment_id, r.model_pack_id, r.template, r.looks_back_year
           union all
           select null, d.plan_id, max(d.version), p.model_pack_id, '', p.first_year, p.last_year, max(d.delivered_at)
           from plan_delivery d join development_plan p on p.municipality_id = d.municipality_id and p.id = d.plan_id
           where d.municipality_id = $1 and d.school_id = $2
           group by d.plan_id, p.model_pack_id, p.first_year, p.last_year
           order by 8 desc"#,
        actor.municipality.0,
        school.0
    )
    .fetch_all(connection)
    .await?;
    let delivered = rows.into_iter().filter_map(|row| match (row.assessment, row.plan) {
        (Some(id), _) => Some(Delivered::SelfAssessment {
            id,
            version: row.version,
            pack: row.pack,
            template: row.template,
            year: row.first,
            at: row.at,
        }),
        (None, Some(id)) => Some(Delivered::Plan { id, version: row.version, pack: row.pack, years: (row.first, row.last), at: row.at }),
        (None, None) => None,
    });
    Ok(delivered.collect())
}
