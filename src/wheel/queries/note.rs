//! SQL for `wheel_note`.
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::rules::{CanRemoveWheelNote, CanWriteWheelNote};
use crate::error::Result;
use crate::ids::{MunicipalityId, SchoolId};

/// What came of a segment at a school, in its newest version.
#[derive(Debug, Clone)]
pub struct Note {
    /// Key of the segment.
    pub segment: String,
    /// From 1.
    pub version: i32,
    /// The words; empty when they were taken away.
    pub body: String,
    /// When they were written.
    pub written_at: OffsetDateTime,
    /// By whom.
    pub written_by: String,
    /// Their title; may be empty.
    pub written_by_title: String,
    /// Who took them away, and when.
    pub removed_by: Option<String>,
}

/// The newest versions of a school in a school year.
pub async fn notes(connection: &mut PgConnection, municipality: MunicipalityId, school: SchoolId, year: i32) -> Result<Vec<Note>> {
    Ok(sqlx::query_as!(
        Note,
        r#"select distinct on (segment) segment, version, body, written_at, written_by_name as written_by, written_by_title, removed_by_name as removed_by
           from wheel_note where municipality_id = $1 and school_id = $2 and school_year = $3 order by segment, version desc"#,
        municipality.0,
        school.0,
        year
    )
    .fetch_all(connection)
    .await?)
}

/// The newest version of one.
pub async fn note(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    school: SchoolId,
    year: i32,
    segment: &str,
) -> Result<Option<Note>> {
    Ok(notes(connection, municipality, school, year).await?.into_iter().find(|note| note.segment == segment))
}

/// A version to write.
#[derive(Debug)]
pub struct NewNote<'a> {
    /// The school year.
    pub year: i32,
    /// Key of the segment.
    pub segment: &'a str,
    /// The version it builds on; 0: there was none.
    pub after: i32,
    /// The words.
    pub body: &'a str,
    /// Name and title of whoever writes.
    pub by: (&'a str, &'a str),
}

/// Writes it; false when somebody has written meanwhile.
pub async fn write_note(connection: &mut PgConnection, can: CanWriteWheelNote, new: &NewNote<'_>, at: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "insert into wheel_note (municipality_id, school_id, school_year, segment, version, body, written_at, written_by, written_by_name, written_by_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict on constraint wheel_note_version_once do nothing",
        can.municipality().0,
        can.school().0,
        new.year,
        new.segment,
        new.after + 1,
        new.body,
        at,
        can.by().0,
        new.by.0,
        new.by.1
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the words of every version away; false when there are none.
pub async fn remove_note(
    connection: &mut PgConnection,
    can: CanRemoveWheelNote,
    year: i32,
    segment: &str,
    name: &str,
    at: OffsetDateTime,
) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select remove_wheel_note($1, $2, $3, $4, $5) as "removed!""#, can.school().0, year, segment, name, at)
        .fetch_one(connection)
        .await?)
}
