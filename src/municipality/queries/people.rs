//! SQL for people, their roles and a rektor's deputies.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::Date;

use super::super::model::Member;
use crate::access::rules::CanNameDeputy;
use crate::access::{Actor, Role};
use crate::error::Result;
use crate::ids::{AccountId, AreaId, DeputyId, MunicipalityId, PersonId, SchoolId};
use crate::text::{Lang, name_and_title};

/// The person's chosen written form.
pub async fn set_language(connection: &mut PgConnection, actor: &Actor, lang: Lang) -> Result<()> {
    sqlx::query!(
        "update person set language = $3 where municipality_id = $1 and id = $2",
        actor.municipality.0,
        actor.person.0,
        lang.code()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The person has seen the page of the first sign-in.
pub async fn set_welcomed(connection: &mut PgConnection, actor: &Actor) -> Result<()> {
    sqlx::query!(
        "update person set welcomed_at = $3 where municipality_id = $1 and id = $2 and welcomed_at is null",
        actor.municipality.0,
        actor.person.0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Names of people.
pub async fn names(connection: &mut PgConnection, municipality: MunicipalityId, people: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let rows =
        sqlx::query!(r#"select id as "id: PersonId", name from person where municipality_id = $1 and id = any ($2)"#, municipality.0, &ids)
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Everybody with a role at the school on `day`: rektor first, then the group by name.
pub async fn members_of(connection: &mut PgConnection, municipality: MunicipalityId, school: SchoolId, day: Date) -> Result<Vec<Member>> {
    Ok(sqlx::query_as!(
        Member,
        r#"select p.id as "person: PersonId", p.name, p.title, r.role, r.function, r.acting, r.reads_drafts, r.writes_drafts
           from role_assignment r join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
           where r.municipality_id = $1 and r.school_id = $2 and r.valid_from <= $3 and (r.valid_to is null or r.valid_to >= $3)
           order by r.role = 'rektor' desc, p.name collate "nb-NO-x-icu", p.id"#,
        municipality.0,
        school.0,
        day
    )
    .fetch_all(connection)
    .await?)
}

/// The rektor (or konstituert rektor) of a school: whom the municipality's notices go to.
pub async fn leaders_of(connection: &mut PgConnection, municipality: MunicipalityId, school: SchoolId, day: Date) -> Result<Vec<PersonId>> {
    Ok(sqlx::query_scalar!(
        r#"select distinct r.person_id as "id!: PersonId" from role_assignment r
           where r.municipality_id = $1 and r.school_id = $2 and r.role = 'rektor' and r.valid_from <= $3 and (r.valid_to is null or r.valid_to >= $3)"#,
        municipality.0,
        school.0,
        day
    )
    .fetch_all(connection)
    .await?)
}

/// Somebody and a school.
struct AtSchool {
    school: SchoolId,
    person: PersonId,
}

/// People by their school.
fn by_school(rows: Vec<AtSchool>) -> HashMap<SchoolId, Vec<PersonId>> {
    let mut people: HashMap<SchoolId, Vec<PersonId>> = HashMap::new();
    for row in rows {
        people.entry(row.school).or_default().push(row.person);
    }
    people
}

/// The rektors (or konstituerte rektors) of every school on `day`, in one query.
pub async fn leaders_of_all(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    day: Date,
) -> Result<HashMap<SchoolId, Vec<PersonId>>> {
    let rows = sqlx::query_as!(
        AtSchool,
        r#"select distinct r.school_id as "school!: SchoolId", r.person_id as "person: PersonId" from role_assignment r
           where r.municipality_id = $1 and r.role = 'rektor' and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2)"#,
        municipality.0,
        day
    )
    .fetch_all(connection)
    .await?;
    Ok(by_school(rows))
}

/// Those who answer for each school on `day`: its rektors, and the deputies they have named who work on its drafts.
pub async fn answering_for_all(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    day: Date,
) -> Result<HashMap<SchoolId, Vec<PersonId>>> {
    let rows = sqlx::query_as!(
        AtSchool,
        r#"select distinct r.school_id as "school!: SchoolId", r.person_id as "person: PersonId" from role_assignment r
           where r.municipality_id = $1 and r.school_id is not null and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2)
             and (r.role = 'rektor' or (r.role = 'utviklingsgruppe' and r.reads_drafts and exists (select from deputy d
               where d.municipality_id = r.municipality_id and d.school_id = r.school_id and d.person_id = r.person_id and d.revoked_at is null)))"#,
        municipality.0,
        day
    )
    .fetch_all(connection)
    .await?;
    Ok(by_school(rows))
}

/// Everybody who leads a school or an area on `day`.
pub async fn all_leaders(connection: &mut PgConnection, municipality: MunicipalityId, day: Date) -> Result<Vec<PersonId>> {
    Ok(sqlx::query_scalar!(
        r#"select distinct person_id as "person: PersonId" from role_assignment
           where municipality_id = $1 and role in ('rektor', 'omradeleder') and valid_from <= $2 and (valid_to is null or valid_to >= $2)"#,
        municipality.0,
        day
    )
    .fetch_all(connection)
    .await?)
}

/// Those who follow a school up on `day`: its area leaders and skoleeier, by id, name and title, area leaders first.
pub async fn followers_of(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    school: SchoolId,
    day: Date,
) -> Result<Vec<(PersonId, String, Role)>> {
    let rows = sqlx::query!(
        r#"select distinct p.id as "id: PersonId", p.name, p.title, r.role from role_assignment r
           join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
           left join school s on s.municipality_id = r.municipality_id and s.area_id = r.area_id and s.id = $2
           where r.municipality_id = $1 and (r.role = 'skoleeier' or s.id is not null) and r.valid_from <= $3 and (r.valid_to is null or r.valid_to >= $3)
           order by r.role, p.name"#,
        municipality.0,
        school.0,
        day
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let name = name_and_title(&row.name, &row.title);
            Some((row.id, name, Role::from_key(&row.role)?))
        })
        .collect())
}

/// Those who can be responsible for what the council decides on `day`: skoleeier, area leaders, rektors, and those with a function in the municipality. By name.
pub async fn office_holders(connection: &mut PgConnection, municipality: MunicipalityId, day: Date) -> Result<Vec<(PersonId, String)>> {
    let rows = sqlx::query!(
        r#"select distinct p.id as "id: PersonId", p.name, p.title from role_assignment r
           join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
           where r.municipality_id = $1 and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2)
             and (r.role in ('skoleeier', 'omradeleder', 'rektor') or (r.role = 'utviklingsgruppe' and r.school_id is null))
           order by p.name, p.id"#,
        municipality.0,
        day
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, name_and_title(&row.name, &row.title))).collect())
}

/// Public, open schools without a rektor on `day`.
pub async fn unfilled_schools(connection: &mut PgConnection, municipality: MunicipalityId, day: Date) -> Result<Vec<(SchoolId, String)>> {
    let rows = sqlx::query!(
        r#"select s.id as "id: SchoolId", s.name from school s
           where s.municipality_id = $1 and s.ownership = 'public' and (s.closed_on is null or s.closed_on > $2)
             and not exists (select from role_assignment r where r.municipality_id = s.municipality_id and r.school_id = s.id and r.role = 'rektor'
                               and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2))
           order by s.name collate "nb-NO-x-icu""#,
        municipality.0,
        day
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// A deputy who may deliver for the rektor.
#[derive(Debug, Clone)]
pub struct DeputyRow {
    /// Id.
    pub id: DeputyId,
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
}

/// The school's deputies.
pub async fn active_deputies(connection: &mut PgConnection, municipality: MunicipalityId, school: SchoolId) -> Result<Vec<DeputyRow>> {
    Ok(sqlx::query_as!(
        DeputyRow,
        r#"select d.id as "id: DeputyId", d.person_id as "person: PersonId", p.name from deputy d
           join person p on p.municipality_id = d.municipality_id and p.id = d.person_id
           where d.municipality_id = $1 and d.school_id = $2 and d.revoked_at is null order by p.name"#,
        municipality.0,
        school.0
    )
    .fetch_all(connection)
    .await?)
}

/// Names a deputy; false when the person is one already.
pub(in crate::municipality) async fn name_deputy(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanNameDeputy,
    person: PersonId,
) -> Result<bool> {
    let named = sqlx::query!(
        "insert into deputy (municipality_id, school_id, person_id, named_by, named_at) values ($1, $2, $3, $4, $5)
         on conflict (municipality_id, school_id, person_id) where revoked_at is null do nothing",
        actor.municipality.0,
        can.school().0,
        person.0,
        actor.person.0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(named.rows_affected() > 0)
}

/// Revokes a deputy of the school; the person, or `None` when there is no such deputy.
pub(in crate::municipality) async fn revoke_deputy(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanNameDeputy,
    id: DeputyId,
) -> Result<Option<PersonId>> {
    Ok(sqlx::query_scalar!(
        r#"update deputy set revoked_at = $4 where municipality_id = $1 and school_id = $2 and id = $3 and revoked_at is null returning person_id as "id: PersonId""#,
        actor.municipality.0,
        can.school().0,
        id.0,
        actor.now
    )
    .fetch_optional(connection)
    .await?)
}

/// The person an account is in this municipality.
pub async fn person_by_login_account(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    account: AccountId,
) -> Result<Option<PersonId>> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: PersonId" from person where municipality_id = $1 and account_id = $2"#,
        municipality.0,
        account.0
    )
    .fetch_optional(connection)
    .await?)
}

/// Adds a person for a login, making the account when it is new; a known person gets the name and title given.
pub async fn add_person(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    login: &str,
    name: &str,
    title: &str,
) -> Result<(PersonId, AccountId)> {
    let account = sqlx::query_scalar!(r#"select account_for_login($1) as "id!: AccountId""#, login).fetch_one(&mut *connection).await?;
    let person = sqlx::query_scalar!(
        r#"insert into person (municipality_id, account_id, name, title) values ($1, $2, $3, $4)
           on conflict (municipality_id, account_id) do update set name = excluded.name, title = excluded.title returning id as "id: PersonId""#,
        municipality.0,
        account.0,
        name,
        title
    )
    .fetch_one(connection)
    .await?;
    Ok((person, account))
}

/// A role to give.
#[derive(Debug, Clone)]
pub struct NewRole<'a> {
    /// To whom.
    pub person: PersonId,
    /// Which.
    pub role: Role,
    /// For an area leader.
    pub area: Option<AreaId>,
    /// For a rektor and a school's group.
    pub school: Option<SchoolId>,
    /// Function key in the pack.
    pub function: Option<&'a str>,
    /// The function reads drafts.
    pub reads_drafts: bool,
    /// The function writes drafts.
    pub writes_drafts: bool,
    /// Konstituert.
    pub acting: bool,
    /// From this day.
    pub from: Date,
    /// To this day, that day included.
    pub to: Option<Date>,
    /// Why.
    pub reason: &'a str,
}

/// Gives a role.
pub async fn add_role(connection: &mut PgConnection, municipality: MunicipalityId, new: &NewRole<'_>) -> Result<()> {
    sqlx::query!(
        "insert into role_assignment (municipality_id, person_id, role, area_id, school_id, function, reads_drafts, writes_drafts, acting, valid_from, valid_to, reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        municipality.0,
        new.person.0,
        new.role.key(),
        new.area.map(|id| id.0),
        new.school.map(|id| id.0),
        new.function,
        new.reads_drafts,
        new.writes_drafts,
        new.acting,
        new.from,
        new.to,
        new.reason
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a person's running roles of a kind (at a school, when given) after `last_day`; how many ended.
pub async fn end_role(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    person: PersonId,
    role: Role,
    school: Option<SchoolId>,
    last_day: Date,
) -> Result<u64> {
    let ended = sqlx::query!(
        "update role_assignment set valid_to = $5 where municipality_id = $1 and person_id = $2 and role = $3 and ($4::bigint is null or school_id = $4)
           and (valid_to is null or valid_to > $5) and valid_from <= $5",
        municipality.0,
        person.0,
        role.key(),
        school.map(|id| id.0),
        last_day
    )
    .execute(connection)
    .await?;
    Ok(ended.rows_affected())
}

/// Those with a function in the municipality rather than at a school, such as PPT, by name: id, name and title.
pub async fn with_municipal_function(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    day: Date,
) -> Result<Vec<(PersonId, String)>> {
    let rows = sqlx::query!(
        r#"select distinct p.id as "id: PersonId", p.name, p.title from role_assignment r
           join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
           where r.municipality_id = $1 and r.role = 'utviklingsgruppe' and r.school_id is null and r.valid_from <= $2
             and (r.valid_to is null or r.valid_to >= $2)
           order by p.name"#,
        municipality.0,
        day
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, name_and_title(&row.name, &row.title))).collect())
}
