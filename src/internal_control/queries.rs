//! SQL for the tables of internal control. Readings ask for skoleeier, or for the schools that the actor leads or whose area they lead, and the policies for the same.
mod due;
mod routines;

pub use due::*;
pub use routines::*;

use sqlx::PgConnection;
use sqlx::types::Json;
use time::Date;
use uuid::Uuid;

use super::model::{Finding, FindingState, Inspection, InspectionKind, Said};
use crate::access::Actor;
use crate::access::rules::{CanKeepInspections, CanMendFinding, FindingFacts, FindingRights};
use crate::error::{AppError, Result};
use crate::ids::{FindingId, InspectionId, PersonId, SchoolId};
use crate::text::{dates, name_and_title};

/// What is stored and cannot be read.
fn unknown(what: &str, stored: &str) -> AppError {
    AppError::Internal(anyhow::anyhow!("unknown {what} of internal control: {stored}"))
}

/// Ids as SQL takes them.
fn numbers(schools: &[SchoolId]) -> Vec<i64> {
    schools.iter().map(|school| school.0).collect()
}

/// The schools whose inspections the actor reads, beside skoleeier's all.
fn concerned(actor: &Actor) -> Vec<i64> {
    numbers(&[actor.overseen.clone(), actor.rektor_schools()].concat())
}

/// Inspections that the actor reads, the newest first; only this one when it is named.
pub async fn inspections(connection: &mut PgConnection, actor: &Actor, only: Option<InspectionId>) -> Result<Vec<Inspection>> {
    let rows = sqlx::query!(
        r#"select i.id as "id: InspectionId", i.kind, i.by_whom, i.theme, i.day, i.legal, i.legal_on, i.made_by as "made_by: PersonId", i.closing, i.closed_at,
             i.closed_by_name,
             coalesce((select jsonb_agg(jsonb_build_array(s.id, s.name) order by s.name) from control_inspection_school c
                         join school s on s.municipality_id = c.municipality_id and s.id = c.school_id
                        where c.municipality_id = i.municipality_id and c.inspection_id = i.id and c.there and ($3 or c.school_id = any ($4))), '[]')
               as "schools!: Json<Vec<(SchoolId, String)>>"
           from control_inspection i
           where i.municipality_id = $1 and ($2::bigint is null or i.id = $2) and ($3 or exists (
             select from control_inspection_school c where c.municipality_id = i.municipality_id and c.inspection_id = i.id and c.there
               and c.school_id = any ($4)))
           order by i.day desc, i.id desc"#,
        actor.municipality.0,
        only.map(|id| id.0),
        actor.is_owner(),
        &concerned(actor)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Inspection {
                id: row.id,
                kind: InspectionKind::parse(&row.kind).ok_or_else(|| unknown("kind", &row.kind))?,
                by_whom: row.by_whom,
                theme: row.theme,
                day: row.day,
                legal: row.legal,
                legal_on: row.legal_on,
                made_by: row.made_by,
                closed: row.closed_at.map(|at| (row.closing, row.closed_by_name.unwrap_or_default(), at)),
                schools: row.schools.0,
            })
        })
        .collect()
}

/// One that the actor reads; for everybody else it is not found.
pub async fn inspection(connection: &mut PgConnection, actor: &Actor, id: InspectionId) -> Result<Inspection> {
    inspections(connection, actor, Some(id)).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// The same when nobody else can close or change it before the transaction is over; for those who keep inspections.
pub async fn inspection_held(connection: &mut PgConnection, actor: &Actor, id: InspectionId) -> Result<Inspection> {
    sqlx::query!("select id from control_inspection where municipality_id = $1 and id = $2 for no key update", actor.municipality.0, id.0)
        .fetch_optional(&mut *connection)
        .await?;
    inspection(connection, actor, id).await
}

/// What was said of a finding, as it is gathered.
#[derive(Debug, serde::Deserialize)]
struct StoredSaid {
    state: String,
    words: String,
    day: String,
    by: String,
}

impl StoredSaid {
    fn read(self) -> Result<Said> {
        let state = FindingState::parse(&self.state).ok_or_else(|| unknown("state", &self.state))?;
        let day = dates::from_form(&self.day).ok_or_else(|| unknown("day", &self.day))?;
        Ok(Said { state, words: self.words, day, by: self.by })
    }
}

/// Which findings are wanted; nothing said: all that the actor reads.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// This one.
    pub id: Option<FindingId>,
    /// Of this inspection.
    pub inspection: Option<InspectionId>,
}

/// Findings that the actor reads, in the order they were entered.
pub async fn findings(connection: &mut PgConnection, actor: &Actor, wanted: Wanted) -> Result<Vec<Finding>> {
    let rows = sqlx::query!(
        r#"select f.id as "id: FindingId", f.inspection_id as "inspection: InspectionId", f.school_id as "school: SchoolId", s.name as "school_name?", f.words,
             f.deadline, f.responsible_id as "responsible_id: PersonId", f.responsible, p.name as "person?", p.title as "title?",
             (i.closed_at is not null) as "closed!",
             coalesce((select jsonb_agg(jsonb_build_object('state', t.state, 'words', t.words, 'day', t.day, 'by', t.by_name) order by t.id)
                         from control_finding_step t where t.municipality_id = f.municipality_id and t.finding_id = f.id), '[]')
               as "said!: Json<Vec<StoredSaid>>"
           from control_finding f
           join control_inspection i on i.municipality_id = f.municipality_id and i.id = f.inspection_id
           left join school s on s.municipality_id = f.municipality_id and s.id = f.school_id
           left join person p on p.municipality_id = f.municipality_id and p.id = f.responsible_id
           where f.municipality_id = $1 and ($2::bigint is null or f.id = $2) and ($3::bigint is null or f.inspection_id = $3)
             and ($4 or f.school_id = any ($5) or (f.school_id is null and exists (
               select from control_inspection_school c where c.municipality_id = f.municipality_id and c.inspection_id = f.inspection_id and c.there
                 and c.school_id = any ($5))))
           order by f.inspection_id, f.id"#,
        actor.municipality.0,
        wanted.id.map(|id| id.0),
        wanted.inspection.map(|id| id.0),
        actor.is_owner(),
        &concerned(actor)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let said = row.said.0.into_iter().map(StoredSaid::read).collect::<Result<Vec<Said>>>()?;
            let state = said.last().map_or(FindingState::Open, |last| last.state);
            let facts = FindingFacts { id: row.id, school: row.school, responsible: row.responsible_id, state, closed: row.closed };
            let named = row.person.map(|name| name_and_title(&name, row.title.as_deref().unwrap_or_default()));
            Ok(Finding {
                id: row.id,
                inspection: row.inspection,
                school: row.school_name.unwrap_or_default(),
                words: row.words,
                deadline: row.deadline,
                responsible: named.unwrap_or_else(|| row.responsible.clone()),
                responsible_words: row.responsible,
                said,
                rights: FindingRights::of(actor, facts)?,
            })
        })
        .collect()
}

/// One that the actor reads; for everybody else it is not found.
pub async fn finding(connection: &mut PgConnection, actor: &Actor, id: FindingId) -> Result<Finding> {
    findings(connection, actor, Wanted { id: Some(id), ..Wanted::default() }).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// An inspection as it is entered.
#[derive(Debug)]
pub struct NewInspection<'a> {
    /// Who looks.
    pub kind: InspectionKind,
    /// By name.
    pub by_whom: &'a str,
    /// At what.
    pub theme: &'a str,
    /// When.
    pub day: Date,
    /// By which law.
    pub legal: &'a str,
    /// The day whose law that is.
    pub legal_on: Option<Date>,
    /// The schools it is about; none: the municipality itself.
    pub schools: &'a [SchoolId],
}

/// Enters an inspection; the one that is there already when the very form was sent before.
pub async fn enter(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanKeepInspections,
    (new, save_id): (&NewInspection<'_>, Uuid),
) -> Result<InspectionId> {
    let made = sqlx::query_scalar!(
        r#"insert into control_inspection (municipality_id, kind, by_whom, theme, day, legal, legal_on, made_at, made_by, made_by_name, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict on constraint control_inspection_save_once do nothing
           returning id as "id: InspectionId""#,
        can.municipality().0,
        new.kind.key(),
        new.by_whom,
        new.theme,
        new.day,
        new.legal,
        new.legal_on,
        actor.now,
        can.by().0,
        actor.name,
        save_id
    )
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(id) = made {
        set_schools(connection, can, id, new.schools).await?;
        return Ok(id);
    }
    let known = sqlx::query_scalar!(
        r#"select id as "id: InspectionId" from control_inspection where municipality_id = $1 and save_id = $2 and made_by = $3"#,
        can.municipality().0,
        save_id,
        can.by().0
    );
    known.fetch_optional(connection).await?.ok_or(AppError::BadRequest("error-bad-form"))
}

/// Corrects an inspection that is not closed.
pub async fn correct(connection: &mut PgConnection, can: CanKeepInspections, id: InspectionId, new: &NewInspection<'_>) -> Result<()> {
    sqlx::query!(
        "update control_inspection set kind = $3, by_whom = $4, theme = $5, day = $6, legal = $7, legal_on = $8
         where municipality_id = $1 and id = $2 and closed_at is null",
        can.municipality().0,
        id.0,
        new.kind.key(),
        new.by_whom,
        new.theme,
        new.day,
        new.legal,
        new.legal_on
    )
    .execute(&mut *connection)
    .await?;
    set_schools(connection, can, id, new.schools).await
}

async fn set_schools(connection: &mut PgConnection, can: CanKeepInspections, id: InspectionId, schools: &[SchoolId]) -> Result<()> {
    let schools = numbers(schools);
    sqlx::query!(
        "insert into control_inspection_school (municipality_id, inspection_id, school_id) select $1, $2, s from unnest($3::bigint[]) s on conflict do nothing",
        can.municipality().0,
        id.0,
        &schools
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update control_inspection_school set there = school_id = any ($3) where municipality_id = $1 and inspection_id = $2
           and there <> (school_id = any ($3))",
        can.municipality().0,
        id.0,
        &schools
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Closes an inspection.
pub async fn close(connection: &mut PgConnection, actor: &Actor, can: CanKeepInspections, (id, words): (InspectionId, &str)) -> Result<()> {
    sqlx::query!(
        "update control_inspection set closing = $3, closed_at = $4, closed_by_name = $5 where municipality_id = $1 and id = $2 and closed_at is null",
        can.municipality().0,
        id.0,
        words,
        actor.now,
        actor.name_and_title()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A finding as it is entered.
#[derive(Debug)]
pub struct NewFinding<'a> {
    /// The school; `None`: all that the inspection is about.
    pub school: Option<SchoolId>,
    /// What was found.
    pub words: &'a str,
    /// By when it is put right.
    pub deadline: Option<Date>,
    /// Who does that.
    pub responsible: Option<PersonId>,
    /// The same in words.
    pub responsible_words: &'a str,
}

/// Adds a finding to an inspection; true when it is new, false when the very form was sent before.
pub async fn add_finding(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanKeepInspections,
    (inspection, new, save_id): (InspectionId, &NewFinding<'_>, Uuid),
) -> Result<bool> {
    let added = sqlx::query!(
        "insert into control_finding (municipality_id, inspection_id, school_id, words, deadline, responsible_id, responsible, made_at, made_by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict on constraint control_finding_save_once do nothing",
        can.municipality().0,
        inspection.0,
        new.school.map(|id| id.0),
        new.words,
        new.deadline,
        new.responsible.map(|id| id.0),
        new.responsible_words,
        actor.now,
        actor.name,
        save_id
    );
    Ok(added.execute(connection).await?.rows_affected() == 1)
}

/// Corrects a finding.
pub async fn correct_finding(connection: &mut PgConnection, can: CanKeepInspections, id: FindingId, new: &NewFinding<'_>) -> Result<()> {
    sqlx::query!(
        "update control_finding set school_id = $3, words = $4, deadline = $5, responsible_id = $6, responsible = $7 where municipality_id = $1 and id = $2",
        can.municipality().0,
        id.0,
        new.school.map(|id| id.0),
        new.words,
        new.deadline,
        new.responsible.map(|id| id.0),
        new.responsible_words
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says how a finding stands; false when the very form was sent before.
pub async fn say(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanMendFinding,
    (words, day, save_id): (&str, Date, Uuid),
) -> Result<bool> {
    let said = sqlx::query!(
        "insert into control_finding_step (municipality_id, finding_id, state, words, day, at, by_id, by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint control_finding_step_save_once do nothing",
        can.municipality().0,
        can.finding().0,
        can.to().key(),
        words,
        day,
        actor.now,
        can.by().0,
        actor.name_and_title(),
        save_id
    );
    Ok(said.execute(connection).await?.rows_affected() == 1)
}

/// Whether a form was stored before: then what it says is not asked anew.
pub async fn was_said(connection: &mut PgConnection, actor: &Actor, save_id: Uuid) -> Result<bool> {
    let was = sqlx::query_scalar!(
        r#"select exists (select from control_finding_step where municipality_id = $1 and save_id = $2 and by_id = $3) as "was!""#,
        actor.municipality.0,
        save_id,
        actor.person.0
    );
    Ok(was.fetch_one(connection).await?)
}
