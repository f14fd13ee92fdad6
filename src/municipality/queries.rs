//! SQL for the municipality, its areas and its schools; [`people`] has the people.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::model::School;
use crate::error::Result;
use crate::ids::{AreaId, MunicipalityId, SchoolId};
use crate::text::Lang;

mod people;

pub use people::*;

fn numbers(ids: &[SchoolId]) -> Vec<i64> {
    ids.iter().map(|id| id.0).collect()
}

/// Names of schools.
pub async fn school_names(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    schools: &[SchoolId],
) -> Result<HashMap<SchoolId, String>> {
    let rows = sqlx::query!(
        r#"select id as "id: SchoolId", name from school where municipality_id = $1 and id = any ($2)"#,
        municipality.0,
        &numbers(schools)
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Every school of the municipality, by name as Norwegians sort.
pub async fn schools(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Vec<School>> {
    Ok(sqlx::query_as!(
        School,
        r#"select s.id as "id: SchoolId", s.organisation_number, s.name, s.ownership, s.area_id as "area: AreaId", a.name as "area_name?",
             s.network_id as "network: AreaId", n.name as "network_name?", s.grade_from, s.grade_to, s.has_sfo, s.closed_on
           from school s left join area a on a.municipality_id = s.municipality_id and a.id = s.area_id
             left join area n on n.municipality_id = s.municipality_id and n.id = s.network_id
           where s.municipality_id = $1 order by s.name collate "nb-NO-x-icu", s.id"#,
        municipality.0
    )
    .fetch_all(connection)
    .await?)
}

/// One school.
pub async fn school(connection: &mut PgConnection, municipality: MunicipalityId, id: SchoolId) -> Result<Option<School>> {
    Ok(sqlx::query_as!(
        School,
        r#"select s.id as "id: SchoolId", s.organisation_number, s.name, s.ownership, s.area_id as "area: AreaId", a.name as "area_name?",
             s.network_id as "network: AreaId", n.name as "network_name?", s.grade_from, s.grade_to, s.has_sfo, s.closed_on
           from school s left join area a on a.municipality_id = s.municipality_id and a.id = s.area_id
             left join area n on n.municipality_id = s.municipality_id and n.id = s.network_id
           where s.municipality_id = $1 and s.id = $2"#,
        municipality.0,
        id.0
    )
    .fetch_optional(connection)
    .await?)
}

/// The areas, by name.
pub async fn areas(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Vec<(AreaId, String)>> {
    groups(connection, municipality, "area").await
}

/// The networks, by name.
pub async fn networks(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Vec<(AreaId, String)>> {
    groups(connection, municipality, "network").await
}

async fn groups(connection: &mut PgConnection, municipality: MunicipalityId, kind: &str) -> Result<Vec<(AreaId, String)>> {
    let rows = sqlx::query!(
        r#"select id as "id: AreaId", name from area where municipality_id = $1 and kind = $2 order by name collate "nb-NO-x-icu""#,
        municipality.0,
        kind
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The municipality with this number, if there is one.
pub async fn by_number(connection: &mut PgConnection, number: &str) -> Result<Option<MunicipalityId>> {
    Ok(sqlx::query_scalar!(r#"select municipality_by_number($1) as "id: MunicipalityId""#, number).fetch_one(connection).await?)
}

/// The municipality's four digits and its name, as they are today.
pub async fn known_as(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<(String, String)> {
    let row = sqlx::query!("select number, name from municipality where id = $1", municipality.0).fetch_one(connection).await?;
    Ok((row.number, row.name))
}

/// Adds a municipality. The transaction is told its new id, because no row is visible or writable before.
pub async fn add_municipality(
    connection: &mut PgConnection,
    number: &str,
    name: &str,
    language: Lang,
    now: OffsetDateTime,
) -> Result<MunicipalityId> {
    let id = sqlx::query_scalar!(r#"select nextval(pg_get_serial_sequence('municipality', 'id')) as "id!: MunicipalityId""#)
        .fetch_one(&mut *connection)
        .await?;
    crate::access::Scope::operator(id).tell(connection).await?;
    sqlx::query!(
        "insert into municipality (id, number, name, language, created_at) overriding system value values ($1, $2, $3, $4, $5)",
        id.0,
        number,
        name,
        language.code(),
        now
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// Adds an area, or finds the one with that name.
pub async fn add_area(connection: &mut PgConnection, municipality: MunicipalityId, name: &str) -> Result<AreaId> {
    add_group(connection, municipality, "area", name).await
}

/// Adds a network, or finds the one with that name.
pub async fn add_network(connection: &mut PgConnection, municipality: MunicipalityId, name: &str) -> Result<AreaId> {
    add_group(connection, municipality, "network", name).await
}

async fn add_group(connection: &mut PgConnection, municipality: MunicipalityId, kind: &str, name: &str) -> Result<AreaId> {
    sqlx::query!(
        "insert into area (municipality_id, kind, name) values ($1, $2, $3) on conflict on constraint area_name_once do nothing",
        municipality.0,
        kind,
        name
    )
    .execute(&mut *connection)
    .await?;
    Ok(sqlx::query_scalar!(
        r#"select id as "id: AreaId" from area where municipality_id = $1 and kind = $2 and name = $3"#,
        municipality.0,
        kind,
        name
    )
    .fetch_one(connection)
    .await?)
}

/// Adds a school; the id in `school` is not used.
pub async fn add_school(connection: &mut PgConnection, municipality: MunicipalityId, school: &School) -> Result<SchoolId> {
    Ok(sqlx::query_scalar!(
        r#"insert into school (municipality_id, organisation_number, name, ownership, area_id, grade_from, grade_to, has_sfo, closed_on, network_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id as "id: SchoolId""#,
        municipality.0,
        school.organisation_number,
        school.name,
        school.ownership,
        school.area.map(|id| id.0),
        school.grade_from,
        school.grade_to,
        school.has_sfo,
        school.closed_on,
        school.network.map(|id| id.0)
    )
    .fetch_one(connection)
    .await?)
}

/// Writes a school's attributes as they are now.
pub async fn update_school(connection: &mut PgConnection, municipality: MunicipalityId, school: &School) -> Result<()> {
    sqlx::query!(
        "update school set organisation_number = $3, name = $4, ownership = $5, area_id = $6, grade_from = $7, grade_to = $8, has_sfo = $9, closed_on = $10,
           network_id = $11
         where municipality_id = $1 and id = $2",
        municipality.0,
        school.id.0,
        school.organisation_number,
        school.name,
        school.ownership,
        school.area.map(|id| id.0),
        school.grade_from,
        school.grade_to,
        school.has_sfo,
        school.closed_on,
        school.network.map(|id| id.0)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps what a school was called and numbered until `until`.
pub async fn add_former_identity(connection: &mut PgConnection, municipality: MunicipalityId, former: &School, until: Date) -> Result<()> {
    sqlx::query!(
        "insert into school_former_identity (municipality_id, school_id, organisation_number, name, valid_until) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        municipality.0,
        former.id.0,
        former.organisation_number,
        former.name,
        until
    )
    .execute(connection)
    .await?;
    Ok(())
}
