//! SQL for what the municipality and its people are called, for the operator's commands.
use sqlx::PgConnection;
use time::Date;

use crate::access::Role;
use crate::error::Result;
use crate::ids::{AreaId, MunicipalityId, PersonId, SchoolId};
use crate::text::Lang;

/// What a municipality is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Four digits.
    pub number: String,
    /// Name.
    pub name: String,
    /// The written form it uses.
    pub language: Lang,
}

/// What the municipality is called now; the row is locked, so that two commands cannot both rename it.
pub async fn identity(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Identity> {
    let row = sqlx::query!("select number, name, language from municipality where id = $1 for update", municipality.0)
        .fetch_one(connection)
        .await?;
    Ok(Identity { number: row.number, name: row.name, language: Lang::parse(&row.language).unwrap_or(Lang::Nb) })
}

/// Gives the municipality a new identity; a former number or name is kept with the day it ended.
pub async fn set_identity(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    before: &Identity,
    now: &Identity,
    today: Date,
) -> Result<()> {
    if (&before.number, &before.name) != (&now.number, &now.name) {
        sqlx::query!(
            "insert into municipality_former_identity (municipality_id, number, name, valid_until) values ($1, $2, $3, $4) on conflict do nothing",
            municipality.0,
            before.number,
            before.name,
            today
        )
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query!(
        "update municipality set number = $2, name = $3, language = $4 where id = $1",
        municipality.0,
        now.number,
        now.name,
        now.language.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Somebody as they are known in the municipality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    /// Id.
    pub id: PersonId,
    /// Name.
    pub name: String,
    /// Title; may be empty.
    pub title: String,
}

/// The person with this id.
pub async fn person(connection: &mut PgConnection, municipality: MunicipalityId, id: PersonId) -> Result<Option<KnownPerson>> {
    Ok(sqlx::query_as!(
        KnownPerson,
        r#"select id as "id: PersonId", name, title from person where municipality_id = $1 and id = $2"#,
        municipality.0,
        id.0
    )
    .fetch_optional(connection)
    .await?)
}

/// Whether the person holds the role for that area or school on some day of the period; an open end is `None`.
pub async fn holds_role(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    person: PersonId,
    role: Role,
    area: Option<AreaId>,
    school: Option<SchoolId>,
    period: (Date, Option<Date>),
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from role_assignment where municipality_id = $1 and person_id = $2 and role = $3
             and area_id is not distinct from $4 and school_id is not distinct from $5
             and (valid_to is null or valid_to >= $6) and ($7::date is null or valid_from <= $7)) as "holds!""#,
        municipality.0,
        person.0,
        role.key(),
        area.map(|id| id.0),
        school.map(|id| id.0),
        period.0,
        period.1
    )
    .fetch_one(connection)
    .await?)
}
