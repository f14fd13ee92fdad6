//! SQL for `expectation`, `expectation_content` and `expectation_afterword`.
use sqlx::PgConnection;
use sqlx::postgres::PgQueryResult;
use time::{Date, OffsetDateTime};

use super::model::{Expected, Side, Topic, Words};
use crate::access::Actor;
use crate::access::rules::{CanClearExpectation, CanExpect, ExpectationRights};
use crate::error::{AppError, Result};
use crate::ids::{ExpectationId, MunicipalityId, SchoolId};
use crate::indicator::SchoolYear;
use crate::text::name_and_title;

/// That a side noted something of a figure, in its newest version. Both sides read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Id of the version.
    pub id: ExpectationId,
    /// Of which school.
    pub school: SchoolId,
    /// Key of the indicator.
    pub indicator: String,
    /// Of which grade.
    pub grade: Option<u8>,
    /// Which side.
    pub side: Side,
    /// From 1.
    pub version: i32,
    /// Taken back: the side expects nothing.
    pub withdrawn: bool,
    /// The earliest lock that either side wrote under: it holds for both.
    pub locks_on: Date,
    /// When.
    pub at: OffsetDateTime,
    /// Who, with title.
    pub by: String,
}

/// What was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Of which version.
    pub id: ExpectationId,
    /// What is expected.
    pub expected: Expected,
    /// Why; empty when the words were taken away.
    pub why: String,
    /// When they were, and by whom.
    pub cleared: Option<(OffsetDateTime, String)>,
}

/// What a side says afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Afterword {
    /// Key of the indicator.
    pub indicator: String,
    /// Of which grade.
    pub grade: Option<u8>,
    /// Which side.
    pub side: Side,
    /// From 1.
    pub version: i32,
    /// The words; empty when they were taken away.
    pub body: String,
    /// When they were taken away for good, and by whom.
    pub cleared: Option<(OffsetDateTime, String)>,
    /// When.
    pub at: OffsetDateTime,
    /// Who, with title.
    pub by: String,
}

fn side(stored: &str) -> Side {
    if stored == Side::School.key() { Side::School } else { Side::Owner }
}

fn grade(stored: i16) -> Option<u8> {
    u8::try_from(stored).ok().filter(|grade| *grade > 0)
}

fn stored_grade(grade: Option<u8>) -> i16 {
    i16::from(grade.unwrap_or(0))
}

/// The newest version of each side, of these schools' figures of a year (every school's when `schools` is `None`), in the order they were first noted.
pub async fn noted(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    schools: Option<&[i64]>,
    year: SchoolYear,
) -> Result<Vec<Noted>> {
    let rows = sqlx::query!(
        r#"select id as "id!: ExpectationId", school_id as "school!: SchoolId", indicator as "indicator!", grade as "grade!", side as "side!",
             version as "version!", withdrawn as "withdrawn!", locks_on as "locks_on!", written_at as "written_at!", written_by_name as "name!",
             written_by_title as "title!"
           from (
             select distinct on (e.school_id, e.indicator, e.grade, e.side) e.id, e.school_id, e.indicator, e.grade, e.side, e.version, e.withdrawn,
               min(e.locks_on) over (partition by e.school_id, e.indicator, e.grade) as locks_on,
               min(e.id) over (partition by e.school_id, e.indicator, e.grade) as first,
               e.written_at, e.written_by_name, e.written_by_title
             from expectation e
             where e.municipality_id = $1 and e.year = $2 and ($3::bigint[] is null or e.school_id = any ($3))
             order by e.school_id, e.indicator, e.grade, e.side, e.version desc) newest
           order by first, side desc"#,
        municipality.0,
        year.0,
        schools
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| Noted {
        id: row.id,
        school: row.school,
        indicator: row.indicator,
        grade: grade(row.grade),
        side: side(&row.side),
        version: row.version,
        withdrawn: row.withdrawn,
        locks_on: row.locks_on,
        at: row.written_at,
        by: name_and_title(&row.name, &row.title),
    });
    Ok(rows.collect())
}

/// What the actor may read of what was noted: what the own side noted, and both sides' of what is locked today.
pub async fn contents(
    connection: &mut PgConnection,
    rights: &ExpectationRights,
    actor: &Actor,
    school: SchoolId,
    year: SchoolYear,
) -> Result<Vec<Content>> {
    let rows = sqlx::query!(
        r#"select c.expectation_id as "id!: ExpectationId", c.kind as "kind!", c.low, c.high, c.why as "why!", c.cleared_at, c.cleared_by_name
             from expectation_content c join expectation e on e.municipality_id = c.municipality_id and e.id = c.expectation_id
            where c.municipality_id = $1 and c.school_id = $2 and e.year = $3 and c.side = $4
           union
           select expectation_id, kind, low, high, why, cleared_at, cleared_by_name from revealed_expectations($2, $3, $5)"#,
        actor.municipality.0,
        school.0,
        year.0,
        rights.side.key(),
        actor.today
    )
    .fetch_all(connection)
    .await?;
    let contents = rows.into_iter().filter_map(|row| {
        let expected = Expected::from_stored(&row.kind, row.low, row.high)?;
        Some(Content { id: row.id, expected, why: row.why, cleared: row.cleared_at.zip(row.cleared_by_name) })
    });
    Ok(contents.collect())
}

/// Holds everybody else who notes something of the school or takes it away, until the transaction ends: how many figures there are, and which version is the
/// newest, is read before something is added.
pub async fn one_at_a_time(connection: &mut PgConnection, can: CanExpect) -> Result<()> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('expectation', $1))", can.school().0).execute(connection).await?;
    Ok(())
}

/// Adds the version after `before` (0: the first). Somebody of the same side who wrote meanwhile has made the same number, and then nothing is stored:
/// `Conflict`.
pub async fn note(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanExpect,
    topic: &Topic,
    (before, locks_on): (i32, Date),
    (expected, why): (Expected, &str),
) -> Result<()> {
    let (kind, low, high) = expected.stored();
    let stored = sqlx::query!(
        r#"with noted as (
             insert into expectation (municipality_id, school_id, indicator, grade, year, side, version, locks_on, written_at, written_by, written_by_name,
               written_by_title)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict on constraint expectation_version_once do nothing
             returning municipality_id, id, school_id, side)
           insert into expectation_content (municipality_id, expectation_id, school_id, side, kind, low, high, why)
           select municipality_id, id, school_id, side, $13, $14, $15, $16 from noted"#,
        can.municipality().0,
        can.school().0,
        topic.indicator.key,
        stored_grade(topic.grade),
        topic.year.0,
        can.side().key(),
        before + 1,
        locks_on,
        actor.now,
        can.by().0,
        actor.name,
        actor.title,
        kind,
        low.map(|amount| amount.0),
        high.map(|amount| amount.0),
        why
    )
    .execute(connection)
    .await?;
    as_next(&stored)
}

/// A version is stored as the one that comes next, or somebody of the same side has made it meanwhile.
fn as_next(stored: &PgQueryResult) -> Result<()> {
    if stored.rows_affected() == 1 { Ok(()) } else { Err(AppError::Conflict("error-expectation-changed")) }
}

/// Takes back what the side expected, as the version after `before`.
pub async fn withdraw(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanExpect,
    topic: &Topic,
    (before, locks_on): (i32, Date),
) -> Result<()> {
    let stored = sqlx::query!(
        r#"insert into expectation (municipality_id, school_id, indicator, grade, year, side, version, withdrawn, locks_on, written_at, written_by,
             written_by_name, written_by_title)
           values ($1, $2, $3, $4, $5, $6, $7, true, $8, $9, $10, $11, $12) on conflict on constraint expectation_version_once do nothing"#,
        can.municipality().0,
        can.school().0,
        topic.indicator.key,
        stored_grade(topic.grade),
        topic.year.0,
        can.side().key(),
        before + 1,
        locks_on,
        actor.now,
        can.by().0,
        actor.name,
        actor.title
    )
    .execute(connection)
    .await?;
    as_next(&stored)
}

/// The newest version of what each side says afterwards of the school's figures of a year.
pub async fn afterwords(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    school: SchoolId,
    year: SchoolYear,
) -> Result<Vec<Afterword>> {
    let rows = sqlx::query!(
        r#"select distinct on (indicator, grade, side) indicator, grade, side, version, body, written_at, written_by_name, written_by_title,
             cleared_at, cleared_by_name
           from expectation_afterword where municipality_id = $1 and school_id = $2 and year = $3 order by indicator, grade, side, version desc"#,
        municipality.0,
        school.0,
        year.0
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| Afterword {
        indicator: row.indicator,
        grade: grade(row.grade),
        side: side(&row.side),
        version: row.version,
        body: row.body,
        cleared: row.cleared_at.zip(row.cleared_by_name),
        at: row.written_at,
        by: name_and_title(&row.written_by_name, &row.written_by_title),
    });
    Ok(rows.collect())
}

/// Adds what the side says afterwards, as the version after `before`; `Conflict` when somebody of the same side wrote meanwhile.
pub async fn add_afterword(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanExpect,
    topic: &Topic,
    before: i32,
    body: &str,
) -> Result<()> {
    let stored = sqlx::query!(
        r#"insert into expectation_afterword (municipality_id, school_id, indicator, grade, year, side, version, body, written_at, written_by,
             written_by_name, written_by_title)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict on constraint expectation_afterword_version_once do nothing"#,
        can.municipality().0,
        can.school().0,
        topic.indicator.key,
        stored_grade(topic.grade),
        topic.year.0,
        can.side().key(),
        before + 1,
        body,
        actor.now,
        can.by().0,
        actor.name,
        actor.title
    )
    .execute(connection)
    .await?;
    as_next(&stored)
}

/// Which words of the side of `can` stand in some version of the school's figures of a year, also of figures that nothing is expected of any more: of what,
/// of which grade, and which.
pub async fn written(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanClearExpectation,
    year: SchoolYear,
) -> Result<Vec<(String, Option<u8>, Words)>> {
    let rows = sqlx::query!(
        r#"select e.indicator as "indicator!", e.grade as "grade!", 'why' as "words!"
             from expectation_content c join expectation e on e.municipality_id = c.municipality_id and e.id = c.expectation_id
            where c.municipality_id = $1 and c.school_id = $2 and e.year = $3 and c.side = $4 and c.why <> ''
           union
           select indicator, grade, 'afterword' from expectation_afterword
            where municipality_id = $1 and school_id = $2 and year = $3 and side = $4 and body <> ''
           order by 1, 2, 3 desc"#,
        actor.municipality.0,
        can.school().0,
        year.0,
        can.side().key()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.indicator, grade(row.grade), Words::parse(&row.words)?))).collect())
}

/// Takes words of the own side away, in every version; false when none were there.
pub async fn clear(connection: &mut PgConnection, actor: &Actor, can: CanClearExpectation, topic: &Topic, words: Words) -> Result<bool> {
    let cleared = sqlx::query_scalar!(
        r#"select clear_expectation_words($1, $2, $3, $4, $5, $6, $7) as "cleared!""#,
        can.school().0,
        topic.year.0,
        topic.indicator.key,
        stored_grade(topic.grade),
        words.key(),
        actor.name_and_title(),
        actor.now
    );
    Ok(cleared.fetch_one(connection).await?)
}

/// The school years that something was noted of, newest first.
pub async fn years(connection: &mut PgConnection, municipality: MunicipalityId, schools: Option<&[i64]>) -> Result<Vec<SchoolYear>> {
    let years = sqlx::query_scalar!(
        "select distinct year from expectation where municipality_id = $1 and ($2::bigint[] is null or school_id = any ($2)) order by year desc",
        municipality.0,
        schools
    )
    .fetch_all(connection)
    .await?;
    Ok(years.into_iter().map(SchoolYear).collect())
}

/// A school that can be followed up here.
#[derive(Debug, Clone)]
pub struct Followed {
    /// Which.
    pub id: SchoolId,
    /// Its name.
    pub name: String,
    /// Its lowest grade.
    pub grade_from: i16,
    /// Its highest grade.
    pub grade_to: i16,
}

/// The public schools that take part on `today`, by name: all of them, or these.
pub async fn schools(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    only: Option<&[i64]>,
    today: Date,
) -> Result<Vec<Followed>> {
    Ok(sqlx::query_as!(
        Followed,
        r#"select id as "id: SchoolId", name, grade_from, grade_to from school
           where municipality_id = $1 and ownership = 'public' and (closed_on is null or closed_on > $3) and ($2::bigint[] is null or id = any ($2))
           order by name collate "nb-NO-x-icu", id"#,
        municipality.0,
        only,
        today
    )
    .fetch_all(connection)
    .await?)
}
