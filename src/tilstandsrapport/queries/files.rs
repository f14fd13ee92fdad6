//! SQL for `report_file` and `report_version_file`: files that were asked for, and those of what was sent.
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::CanTakeReportFile;
use crate::error::{AppError, Result};
use crate::ids::{JobId, MunicipalityId, PersonId, ReportFileId, ReportId, ReportVersionId, SchoolId};
use crate::tilstandsrapport::file::Format;

/// What is asked for: of what was sent, or of a draft for somebody.
#[derive(Debug, Clone)]
pub struct AskedFor {
    /// The version.
    pub version: Option<ReportVersionId>,
    /// For whom a draft is.
    pub audience: Option<&'static str>,
    /// The school, when it is for one.
    pub school: Option<SchoolId>,
    /// As what.
    pub format: Format,
}

/// The same that the actor has asked for and waits for.
pub async fn awaited_file(connection: &mut PgConnection, can: CanTakeReportFile, asked: &AskedFor) -> Result<Option<ReportFileId>> {
    Ok(sqlx::query_scalar!(
        r#"select f.id as "id: ReportFileId" from report_file f
           left join job j on j.municipality_id = f.municipality_id and j.id = f.job_id
           where f.municipality_id = $1 and f.report_id = $2 and f.asked_by = $3 and f.done_at is null and f.deleted_at is null and j.given_up_at is null
             and f.version_id is not distinct from $4 and f.audience is not distinct from $5 and f.school_id is not distinct from $6 and f.format = $7
           order by f.id desc limit 1"#,
        can.municipality().0,
        can.report().0,
        can.by().0,
        asked.version.map(|id| id.0),
        asked.audience,
        asked.school.map(|id| id.0),
        asked.format.key()
    )
    .fetch_optional(connection)
    .await?)
}

/// Notes that somebody asks for a file.
pub async fn ask_for_file(
    connection: &mut PgConnection,
    can: CanTakeReportFile,
    asked: &AskedFor,
    at: OffsetDateTime,
) -> Result<ReportFileId> {
    Ok(sqlx::query_scalar!(
        r#"insert into report_file (municipality_id, report_id, version_id, audience, school_id, format, asked_at, asked_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8) returning id as "id: ReportFileId""#,
        can.municipality().0,
        can.report().0,
        asked.version.map(|id| id.0),
        asked.audience,
        asked.school.map(|id| id.0),
        asked.format.key(),
        at,
        can.by().0
    )
    .fetch_one(connection)
    .await?)
}

/// Notes which work makes it.
pub async fn file_is_made_by(connection: &mut PgConnection, can: CanTakeReportFile, id: ReportFileId, job: JobId) -> Result<()> {
    sqlx::query!(
        "update report_file set job_id = $4 where municipality_id = $1 and id = $2 and asked_by = $3",
        can.municipality().0,
        id.0,
        can.by().0,
        job.0
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A file as the one who asked sees it.
#[derive(Debug, Clone)]
pub struct FileRow {
    /// Id.
    pub id: ReportFileId,
    /// Of which version.
    pub version: Option<ReportVersionId>,
    /// For whom a draft is.
    pub audience: Option<String>,
    /// The school, when it is for one.
    pub school: Option<SchoolId>,
    /// Its name.
    pub school_name: Option<String>,
    /// As what.
    pub format: Format,
    /// The work that makes it.
    pub job: Option<JobId>,
    /// What it is about.
    pub name: String,
    /// Its seal.
    pub sha256: Option<Vec<u8>>,
    /// How many bytes.
    pub size: Option<i64>,
    /// When it was asked for.
    pub asked_at: OffsetDateTime,
    /// When it was made, or given up.
    pub done_at: Option<OffsetDateTime>,
    /// Key of why there is none.
    pub error: Option<String>,
    /// Its time was over.
    pub deleted: bool,
}

/// A file that the actor asked for.
pub async fn file(connection: &mut PgConnection, actor: &Actor, report: ReportId, id: ReportFileId) -> Result<FileRow> {
    let row = sqlx::query!(
        r#"select f.version_id as "version: ReportVersionId", f.audience, f.school_id as "school: SchoolId", s.name as "school_name?", f.format,
             f.job_id as "job: JobId", f.name, f.sha256, f.size, f.asked_at, f.done_at, f.error,
             f.deleted_at is not null as "deleted!"
           from report_file f left join school s on s.municipality_id = f.municipality_id and s.id = f.school_id
           where f.municipality_id = $1 and f.report_id = $2 and f.id = $3 and f.asked_by = $4"#,
        actor.municipality.0,
        report.0,
        id.0,
        actor.person.0
    )
    .fetch_optional(connection)
    .await?
    .ok_or(AppError::NotFound)?;
    Ok(FileRow {
        id,
        version: row.version,
        audience: row.audience,
        school: row.school,
        school_name: row.school_name,
        format: Format::from_key(&row.format).ok_or(AppError::NotFound)?,
        job: row.job,
        name: row.name,
        sha256: row.sha256,
        size: row.size,
        asked_at: row.asked_at,
        done_at: row.done_at,
        error: row.error,
        deleted: row.deleted,
    })
}

/// Its bytes, when it is a draft's.
pub async fn file_bytes(connection: &mut PgConnection, actor: &Actor, id: ReportFileId) -> Result<Option<Vec<u8>>> {
    let bytes = sqlx::query_scalar!(
        "select bytes from report_file where municipality_id = $1 and id = $2 and asked_by = $3",
        actor.municipality.0,
        id.0,
        actor.person.0
    );
    Ok(bytes.fetch_optional(connection).await?.flatten())
}

/// What the work is told.
#[derive(Debug, Clone)]
pub struct ToMake {
    /// Id.
    pub id: ReportFileId,
    /// Of which report.
    pub report: ReportId,
    /// Of what was sent.
    pub version: Option<ReportVersionId>,
    /// For whom a draft is.
    pub audience: Option<String>,
    /// The school, when it is for one.
    pub school: Option<SchoolId>,
    /// As what.
    pub format: Format,
    /// For whom it is made.
    pub asked_by: PersonId,
    /// The document, when it is composed.
    pub content: Option<Value>,
}

/// A file that is not made yet.
pub async fn file_to_make(connection: &mut PgConnection, municipality: MunicipalityId, id: ReportFileId) -> Result<Option<ToMake>> {
    let row = sqlx::query!(
        r#"select report_id as "report: ReportId", version_id as "version: ReportVersionId", audience, school_id as "school: SchoolId", format,
             asked_by as "asked_by: PersonId", content
           from report_file where municipality_id = $1 and id = $2 and done_at is null and deleted_at is null for update"#,
        municipality.0,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let format = Format::from_key(&row.format).ok_or(AppError::NotFound)?;
    Ok(Some(ToMake {
        id,
        report: row.report,
        version: row.version,
        audience: row.audience,
        school: row.school,
        format,
        asked_by: row.asked_by,
        content: row.content,
    }))
}

/// Keeps the document that it is made of, until it is made.
pub async fn file_composed(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    id: ReportFileId,
    content: &Value,
    seal: &[u8; 32],
) -> Result<()> {
    sqlx::query!(
        "update report_file set content = $3, content_sha256 = $4 where municipality_id = $1 and id = $2",
        municipality.0,
        id.0,
        content,
        &seal[..]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the file that the same person has of the same content and kind; false when there is none.
pub async fn reuse_file(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    file: &ToMake,
    seal: &[u8; 32],
    at: OffsetDateTime,
) -> Result<bool> {
    let reused = sqlx::query!(
        "update report_file f set name = o.name, bytes = o.bytes, sha256 = o.sha256, size = o.size, content_sha256 = o.content_sha256, done_at = $6
         from (select * from report_file where municipality_id = $1 and asked_by = $3 and format = $4 and content_sha256 = $5 and bytes is not null
               order by id desc limit 1) o
         where f.municipality_id = $1 and f.id = $2",
        municipality.0,
        file.id.0,
        file.asked_by.0,
        file.format.key(),
        &seal[..],
        at
    );
    Ok(reused.execute(connection).await?.rows_affected() > 0)
}

/// A file that was made.
#[derive(Debug)]
pub struct Made {
    /// What it is about.
    pub name: String,
    /// Its seal.
    pub sha256: [u8; 32],
    /// How many bytes.
    pub size: usize,
    /// Them, when they are kept with what was asked for.
    pub bytes: Option<Vec<u8>>,
}

/// It is made.
pub async fn file_made(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    id: ReportFileId,
    made: &Made,
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update report_file set content = null, name = $3, sha256 = $4, size = $5, bytes = $6, done_at = $7 where municipality_id = $1 and id = $2",
        municipality.0,
        id.0,
        made.name,
        &made.sha256[..],
        i64::try_from(made.size).unwrap_or(i64::MAX),
        made.bytes.as_deref(),
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// It cannot be made, and why.
pub async fn file_failed(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    id: ReportFileId,
    error: &str,
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update report_file set content = null, error = $3, done_at = $4 where municipality_id = $1 and id = $2",
        municipality.0,
        id.0,
        error,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes it: what was asked for stays, and its content is gone.
pub async fn delete_file(connection: &mut PgConnection, municipality: MunicipalityId, id: ReportFileId, at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update report_file set content = null, bytes = null, deleted_at = $3 where municipality_id = $1 and id = $2 and deleted_at is null",
        municipality.0,
        id.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The file of what was sent, when there is one.
pub async fn kept_file(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    version: ReportVersionId,
    format: Format,
) -> Result<Option<Vec<u8>>> {
    let bytes = sqlx::query_scalar!(
        "select bytes from report_version_file where municipality_id = $1 and version_id = $2 and format = $3",
        municipality.0,
        version.0,
        format.key()
    );
    Ok(bytes.fetch_optional(connection).await?)
}

/// As what there are files of what was sent.
pub async fn kept_formats(connection: &mut PgConnection, municipality: MunicipalityId, version: ReportVersionId) -> Result<Vec<Format>> {
    let keys = sqlx::query_scalar!(
        "select format from report_version_file where municipality_id = $1 and version_id = $2",
        municipality.0,
        version.0
    );
    Ok(keys.fetch_all(connection).await?.iter().filter_map(|key| Format::from_key(key)).collect())
}

/// Keeps the file of what was sent, unless there is one.
pub async fn keep_file(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    (version, format): (ReportVersionId, Format),
    bytes: &[u8],
    at: OffsetDateTime,
) -> Result<()> {
    let sha256: [u8; 32] = Sha256::digest(bytes).into();
    sqlx::query!(
        "insert into report_version_file (municipality_id, version_id, format, bytes, sha256, made_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        municipality.0,
        version.0,
        format.key(),
        bytes,
        &sha256[..],
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}
