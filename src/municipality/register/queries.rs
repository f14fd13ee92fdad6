//! SQL for `school_list`, and for numbers that somebody joined to a school.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};

use super::model::{Known, Line, Listed, Outcome};
use crate::access::rules::CanKeepSchools;
use crate::error::Result;
use crate::ids::{FormerIdentityId, MunicipalityId, SchoolId, SchoolListId};
use crate::municipality::School;
use crate::municipality::queries::{add_former_identity, add_school, schools, update_school};

/// What is known here of numbers and names.
pub async fn known(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Known> {
    let numbers = sqlx::query_scalar!(
        r#"select number as "number!" from municipality where id = $1
           union select number from municipality_former_identity where municipality_id = $1"#,
        municipality.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let former = sqlx::query!(
        r#"select organisation_number, school_id as "school: SchoolId" from school_former_identity where municipality_id = $1 and undone_at is null"#,
        municipality.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let schools = schools(connection, municipality).await?;
    let former = former.into_iter().map(|row| (row.organisation_number, row.school));
    Ok(Known { municipality_numbers: numbers.into_iter().collect(), former: former.collect(), schools })
}

/// Stores a list to be looked at.
pub async fn add(
    connection: &mut PgConnection,
    can: CanKeepSchools,
    (file_name, sha256): (&str, [u8; 32]),
    listed: &Listed,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<SchoolListId> {
    Ok(sqlx::query_scalar!(
        r#"insert into school_list (municipality_id, file_name, sha256, uploaded_at, uploaded_by, uploaded_by_name, content, state)
           values ($1, $2, $3, $4, $5, $6, $7, 'waiting') returning id as "id: SchoolListId""#,
        can.municipality().0,
        file_name,
        sha256.as_slice(),
        at,
        can.by().map(|person| person.0),
        by_name,
        Json(listed) as _
    )
    .fetch_one(connection)
    .await?)
}

/// A list that was sent in.
#[derive(Debug, Clone)]
pub struct ListRow {
    /// Id.
    pub id: SchoolListId,
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// When.
    pub uploaded_at: OffsetDateTime,
    /// Who, by name and title as they were.
    pub uploaded_by: String,
    /// `waiting`, `committed` or `discarded`.
    pub state: String,
    /// Who decided, and when.
    pub decided: Option<(String, OffsetDateTime)>,
    /// What it says.
    pub listed: Listed,
    /// What was done.
    pub outcome: Option<Outcome>,
}

/// The lists, newest first, at most fifty; those that were given up are left out.
pub async fn lists(
    connection: &mut PgConnection,
    can: CanKeepSchools,
) -> Result<Vec<(SchoolListId, String, String, OffsetDateTime, String)>> {
    let rows = sqlx::query!(
        r#"select id as "id: SchoolListId", file_name, uploaded_by_name, uploaded_at, state from school_list
           where municipality_id = $1 and state <> 'discarded' order by id desc limit 50"#,
        can.municipality().0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.file_name, row.uploaded_by_name, row.uploaded_at, row.state)).collect())
}

/// One list.
pub async fn list(connection: &mut PgConnection, can: CanKeepSchools, id: SchoolListId) -> Result<Option<ListRow>> {
    let row = sqlx::query!(
        r#"select file_name, sha256, uploaded_at, uploaded_by_name, state, decided_at, decided_by_name, content as "content: Json<Listed>",
             outcome as "outcome: Json<Outcome>"
           from school_list where municipality_id = $1 and id = $2"#,
        can.municipality().0,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| ListRow {
        id,
        file_name: row.file_name,
        sha256: row.sha256,
        uploaded_at: row.uploaded_at,
        uploaded_by: row.uploaded_by_name,
        state: row.state,
        decided: row.decided_by_name.zip(row.decided_at),
        listed: row.content.0,
        outcome: row.outcome.map(|outcome| outcome.0),
    }))
}

/// Decides a waiting list; false when somebody else has decided. What was done is none when it is given up.
pub async fn decide(
    connection: &mut PgConnection,
    can: CanKeepSchools,
    id: SchoolListId,
    outcome: Option<&Outcome>,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<bool> {
    let decided = sqlx::query!(
        "update school_list set state = $3, outcome = $4, decided_at = $5, decided_by_name = $6 where municipality_id = $1 and id = $2 and state = 'waiting'",
        can.municipality().0,
        id.0,
        if outcome.is_some() { "committed" } else { "discarded" },
        outcome.map(Json) as _,
        at,
        by_name
    )
    .execute(connection)
    .await?;
    Ok(decided.rows_affected() > 0)
}

/// Carries a line out: a new school is added; of one that is here, what it was called until today is kept.
pub async fn carry_out(connection: &mut PgConnection, can: CanKeepSchools, line: &Line, today: Date) -> Result<()> {
    match &line.before {
        None => {
            add_school(connection, can.municipality(), &line.after).await?;
        }
        Some(before) => {
            if before.name != line.after.name {
                add_former_identity(&mut *connection, can.municipality(), before, today).await?;
            }
            update_school(connection, can.municipality(), &line.after).await?;
        }
    }
    Ok(())
}

/// What a school was called and numbered before.
#[derive(Debug, Clone)]
pub struct FormerIdentity {
    /// Id.
    pub id: FormerIdentityId,
    /// Whose.
    pub school: SchoolId,
    /// The number.
    pub number: String,
    /// The name.
    pub name: String,
    /// Until when.
    pub until: Date,
    /// When somebody said that two numbers are this school: which number, who and when.
    pub joined: Option<(String, String, OffsetDateTime)>,
}

/// What the schools were called and numbered before, newest first.
pub async fn former_identities(connection: &mut PgConnection, can: CanKeepSchools) -> Result<Vec<FormerIdentity>> {
    let rows = sqlx::query!(
        r#"select id as "id: FormerIdentityId", school_id as "school: SchoolId", organisation_number, name, valid_until, joined_at, joined_by_name, joined_number
           from school_former_identity where municipality_id = $1 and undone_at is null order by valid_until desc, id desc"#,
        can.municipality().0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| FormerIdentity {
            id: row.id,
            school: row.school,
            number: row.organisation_number,
            name: row.name,
            until: row.valid_until,
            joined: row.joined_number.zip(row.joined_by_name).zip(row.joined_at).map(|((number, by), at)| (number, by, at)),
        })
        .collect())
}

/// Keeps that a number is a school's: it was called `former` until a day, and `number` was joined to it.
pub async fn join(
    connection: &mut PgConnection,
    can: CanKeepSchools,
    school: SchoolId,
    former: (&str, &str, Date),
    number: &str,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<()> {
    sqlx::query!(
        "insert into school_former_identity (municipality_id, school_id, organisation_number, name, valid_until, joined_at, joined_by_name, joined_number)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        can.municipality().0,
        school.0,
        former.0,
        former.1,
        former.2,
        at,
        by_name,
        number
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a school another number.
pub async fn renumber(connection: &mut PgConnection, can: CanKeepSchools, school: &School, number: &str) -> Result<()> {
    let after = School { organisation_number: number.to_owned(), ..school.clone() };
    update_school(connection, can.municipality(), &after).await
}

/// How many figures stand here that a file had under this number of the school.
pub async fn figures_under(connection: &mut PgConnection, can: CanKeepSchools, school: SchoolId, number: &str) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from indicator_value where municipality_id = $1 and school_id = $2 and unit_number = $3 and not withdrawn"#,
        can.municipality().0,
        school.0,
        number
    )
    .fetch_one(connection)
    .await?)
}

/// Takes back that a number is a school's; false when it was taken back before.
pub async fn part(
    connection: &mut PgConnection,
    can: CanKeepSchools,
    id: FormerIdentityId,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<bool> {
    let parted = sqlx::query!(
        "update school_former_identity set undone_at = $3, undone_by_name = $4
         where municipality_id = $1 and id = $2 and joined_at is not null and undone_at is null",
        can.municipality().0,
        id.0,
        at,
        by_name
    )
    .execute(connection)
    .await?;
    Ok(parted.rows_affected() > 0)
}
