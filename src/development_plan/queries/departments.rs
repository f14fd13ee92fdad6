//! SQL for `department`, and for who writes a department's part.
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::rules::CanLeadPlan;
use crate::error::Result;
use crate::ids::{DepartmentId, PersonId};

/// Adds a department; false when the school has one of that name.
pub async fn add_department(connection: &mut PgConnection, can: CanLeadPlan, name: &str, at: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "insert into department (municipality_id, school_id, name, made_at) values ($1, $2, $3, $4) on conflict do nothing",
        can.document().municipality.0,
        can.school().0,
        name,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// A department is there no more. What it has written stays.
pub async fn close_department(connection: &mut PgConnection, can: CanLeadPlan, id: DepartmentId, at: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "update department set closed_at = coalesce(closed_at, $4) where municipality_id = $1 and school_id = $2 and id = $3",
        can.document().municipality.0,
        can.school().0,
        id.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Gives a department's part of the plan to somebody, or to nobody.
pub async fn give_department(
    connection: &mut PgConnection,
    can: CanLeadPlan,
    part: &str,
    person: Option<PersonId>,
    at: OffsetDateTime,
) -> Result<()> {
    let document = can.document();
    sqlx::query!(
        "update part_assignment set withdrawn_at = $5 where municipality_id = $1 and document_id = $2 and part = $3 and withdrawn_at is null
           and ($4::bigint is null or person_id <> $4)",
        document.municipality.0,
        document.document.0,
        part,
        person.map(|id| id.0),
        at
    )
    .execute(&mut *connection)
    .await?;
    if let Some(person) = person {
        sqlx::query!(
            "insert into part_assignment (municipality_id, document_id, school_id, part, person_id, given_by, given_at)
             select $1, $2, $3, $4, $5, $6, $7 where not exists (select from part_assignment where municipality_id = $1 and document_id = $2 and part = $4
               and person_id = $5 and withdrawn_at is null)",
            document.municipality.0,
            document.document.0,
            can.school().0,
            part,
            person.0,
            can.by().0,
            at
        )
        .execute(connection)
        .await?;
    }
    Ok(())
}
