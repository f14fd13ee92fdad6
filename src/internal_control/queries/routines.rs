//! SQL for routines and their revisions.
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::unknown;
use crate::access::Actor;
use crate::access::rules::{CanKeepRoutines, CanReviseRoutine, RoutineFacts, RoutineRights, reads_routines};
use crate::error::{AppError, Result};
use crate::ids::{PersonId, RoutineId};
use crate::internal_control::model::{Revision, Routine, RoutineOwner};
use crate::text::name_and_title;

/// The routines that the actor reads, those in use first and by name; only this one when it is named.
pub async fn routines(connection: &mut PgConnection, actor: &Actor, only: Option<RoutineId>) -> Result<Vec<Routine>> {
    if !reads_routines(actor) {
        return Err(AppError::NotFound);
    }
    let rows = sqlx::query!(
        r#"select q.id as "id: RoutineId", q.name, q.purpose, q.place, q.owner_id as "owner: PersonId", q.owner_function, p.name as "person?", p.title as "title?",
             case when r.at > q.dated_at then r.next_on else q.revise_on end as "revise_on!", r.day as "revised_on?", (q.retired_at is not null) as "retired!"
           from control_routine q
           left join person p on p.municipality_id = q.municipality_id and p.id = q.owner_id
           left join lateral (select v.day, v.next_on, v.at from control_revision v where v.municipality_id = q.municipality_id and v.routine_id = q.id
                              order by v.id desc limit 1) r on true
           where q.municipality_id = $1 and ($2::bigint is null or q.id = $2)
           order by q.retired_at is not null, q.name collate "nb-NO-x-icu", q.id"#,
        actor.municipality.0,
        only.map(|id| id.0)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let facts = RoutineFacts { id: row.id, owner: row.owner, function: row.owner_function.as_deref(), in_use: !row.retired };
            let rights = RoutineRights::of(actor, facts)?;
            let owner = match (row.owner, row.owner_function) {
                (Some(id), _) => {
                    RoutineOwner::Person(id, name_and_title(&row.person.unwrap_or_default(), row.title.as_deref().unwrap_or_default()))
                }
                (None, Some(key)) => RoutineOwner::Function(key),
                (None, None) => return Err(unknown("owner", "")),
            };
            Ok(Routine {
                id: row.id,
                name: row.name,
                purpose: row.purpose,
                place: row.place,
                owner,
                revise_on: row.revise_on,
                revised_on: row.revised_on,
                retired: row.retired,
                rights,
            })
        })
        .collect()
}

/// One of them.
pub async fn routine(connection: &mut PgConnection, actor: &Actor, id: RoutineId) -> Result<Routine> {
    routines(connection, actor, Some(id)).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// Revisions of the routines, the newest first: of one, or of all that were revised on days.
pub async fn revisions(
    connection: &mut PgConnection,
    actor: &Actor,
    only: Option<RoutineId>,
    days: Option<(Date, Date)>,
) -> Result<Vec<Revision>> {
    if !reads_routines(actor) {
        return Err(AppError::NotFound);
    }
    let (from, to) = days.unzip();
    let rows = sqlx::query_as!(
        Revision,
        r#"select routine_id as "routine: RoutineId", day, words, by_name as "by" from control_revision
           where municipality_id = $1 and ($2::bigint is null or routine_id = $2) and ($3::date is null or day >= $3) and ($4::date is null or day <= $4)
           order by day desc, id desc"#,
        actor.municipality.0,
        only.map(|id| id.0),
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}

/// A routine as it is written.
#[derive(Debug)]
pub struct NewRoutine<'a> {
    /// What it is called.
    pub name: &'a str,
    /// What it is for.
    pub purpose: &'a str,
    /// Where it stands.
    pub place: &'a str,
    /// Who revises it.
    pub owner: &'a RoutineOwner,
    /// When next.
    pub revise_on: Date,
    /// It is out of use.
    pub retired: bool,
}

impl NewRoutine<'_> {
    fn owner(&self) -> (Option<i64>, Option<&str>) {
        match self.owner {
            RoutineOwner::Person(id, _) => (Some(id.0), None),
            RoutineOwner::Function(key) => (None, Some(key)),
        }
    }
}

/// Makes a routine; the one that is there already when the very form was sent before.
pub async fn make_routine(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanKeepRoutines,
    (new, save_id): (&NewRoutine<'_>, Uuid),
) -> Result<RoutineId> {
    let (person, function) = new.owner();
    let made = sqlx::query_scalar!(
        r#"insert into control_routine (municipality_id, name, purpose, place, owner_id, owner_function, revise_on, dated_at, retired_at, made_at, made_by, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8::timestamptz, case when $9 then $8::timestamptz end, $8::timestamptz, $10, $11)
           on conflict on constraint control_routine_save_once do nothing returning id as "id: RoutineId""#,
        can.municipality().0,
        new.name,
        new.purpose,
        new.place,
        person,
        function,
        new.revise_on,
        actor.now,
        new.retired,
        can.by().0,
        save_id
    )
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(id) = made {
        return Ok(id);
    }
    let known = sqlx::query_scalar!(
        r#"select id as "id: RoutineId" from control_routine where municipality_id = $1 and save_id = $2 and made_by = $3"#,
        can.municipality().0,
        save_id,
        can.by().0
    );
    known.fetch_optional(connection).await?.ok_or(AppError::BadRequest("error-bad-form"))
}

/// Changes a routine. Its day counts from now on when it is another than `stood`.
pub async fn change_routine(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanKeepRoutines,
    (id, new, stood): (RoutineId, &NewRoutine<'_>, Date),
) -> Result<()> {
    let (person, function) = new.owner();
    sqlx::query!(
        "update control_routine set name = $3, purpose = $4, place = $5, owner_id = $6, owner_function = $7,
           revise_on = case when $8::date <> $9::date then $8::date else revise_on end,
           dated_at = case when $8::date <> $9::date then $10::timestamptz else dated_at end,
           retired_at = case when $11 then coalesce(retired_at, $10::timestamptz) end
         where municipality_id = $1 and id = $2",
        can.municipality().0,
        id.0,
        new.name,
        new.purpose,
        new.place,
        person,
        function,
        new.revise_on,
        stood,
        actor.now,
        new.retired
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says that a routine is revised, and when next. Sent again it is said already.
pub async fn revise(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanReviseRoutine,
    (day, words, next_on, save_id): (Date, &str, Date, Uuid),
) -> Result<()> {
    sqlx::query!(
        "insert into control_revision (municipality_id, routine_id, day, words, next_on, at, by_id, by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint control_revision_save_once do nothing",
        can.municipality().0,
        can.routine().0,
        day,
        words,
        next_on,
        actor.now,
        can.by().0,
        actor.name_and_title(),
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}
