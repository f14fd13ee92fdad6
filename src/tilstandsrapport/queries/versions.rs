//! SQL for `report_version` and `report_school_answer`: what was sent, and what schools said of it.
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::{CanAnswerReport, CanArrangeReport};
use crate::error::Result;
use crate::ids::{MunicipalityId, ReportId, ReportVersionId, SchoolId};
use crate::tilstandsrapport::model::Report;

/// A report as it was sent to somebody, without its content.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// Id.
    pub id: ReportVersionId,
    /// From 1; what was sent together has the same.
    pub number: i32,
    /// `school`, `owner` or `public`.
    pub audience: String,
    /// The school, when it is for one.
    pub school: Option<SchoolId>,
    /// Its name.
    pub school_name: Option<String>,
    /// SHA-256 of its content.
    pub sha256: Vec<u8>,
    /// Title for the public record.
    pub public_title: String,
    /// Why it is not for everybody; empty when it is.
    pub legal: String,
    /// The figures in it.
    pub figures: Value,
    /// When.
    pub sent_at: OffsetDateTime,
    /// By whom, with their title.
    pub sent_by: String,
}

/// What was sent, newest first, as far as the actor reads it.
pub async fn versions(connection: &mut PgConnection, report: &Report) -> Result<Vec<VersionRow>> {
    let rows = sqlx::query_as!(
        VersionRow,
        r#"select v.id as "id: ReportVersionId", v.number, v.audience, v.school_id as "school: SchoolId", s.name as "school_name?", v.sha256, v.public_title,
             v.legal, v.figures, v.sent_at, concat_ws(', ', v.sent_by_name, nullif(v.sent_by_title, '')) as "sent_by!"
           from report_version v left join school s on s.municipality_id = v.municipality_id and s.id = v.school_id
           where v.municipality_id = $1 and v.report_id = $2 order by v.number desc, v.audience, s.name"#,
        report.document.municipality.0,
        report.id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter(|row| report.rights.reads_version(row.school, row.audience == "public")).collect())
}

/// Its content: `document::content::Document`.
pub async fn content_of(connection: &mut PgConnection, municipality: MunicipalityId, id: ReportVersionId) -> Result<Option<Value>> {
    let content = sqlx::query_scalar!("select content from report_version where municipality_id = $1 and id = $2", municipality.0, id.0);
    Ok(content.fetch_optional(connection).await?)
}

/// The number of what is sent next.
pub async fn next_number(connection: &mut PgConnection, can: CanArrangeReport) -> Result<i32> {
    // Two who send at once get two numbers.
    super::hold(&mut *connection, can).await?;
    let number = sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) + 1 as "number!" from report_version where municipality_id = $1 and report_id = $2"#,
        can.municipality().0,
        can.report().0
    );
    Ok(number.fetch_one(connection).await?)
}

/// A version to keep.
#[derive(Debug)]
pub struct NewVersion<'a> {
    /// Its number.
    pub number: i32,
    /// For whom.
    pub audience: &'a str,
    /// The school, when it is for one.
    pub school: Option<SchoolId>,
    /// What it says.
    pub content: &'a Value,
    /// SHA-256 of that.
    pub sha256: [u8; 32],
    /// The figures in it.
    pub figures: &'a Value,
    /// Title for the public record.
    pub public_title: &'a str,
    /// Why it is not for everybody.
    pub legal: &'a str,
}

/// Keeps a version.
pub async fn send(connection: &mut PgConnection, actor: &Actor, can: CanArrangeReport, new: &NewVersion<'_>) -> Result<ReportVersionId> {
    Ok(sqlx::query_scalar!(
        r#"insert into report_version (municipality_id, report_id, number, audience, school_id, content, figures, sha256, public_title, legal, sent_at, sent_by, sent_by_name, sent_by_title)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id as "id: ReportVersionId""#,
        can.municipality().0,
        can.report().0,
        new.number,
        new.audience,
        new.school.map(|school| school.0),
        new.content,
        new.figures,
        &new.sha256[..],
        new.public_title,
        new.legal,
        actor.now,
        can.by().0,
        actor.name,
        actor.title
    )
    .fetch_one(connection)
    .await?)
}

/// What a school said.
#[derive(Debug, Clone)]
pub struct SchoolAnswer {
    /// Of which version.
    pub version: ReportVersionId,
    /// What; empty: nothing to mend.
    pub words: String,
    /// When.
    pub at: OffsetDateTime,
    /// Who.
    pub by: String,
}

/// What schools said, newest first.
pub async fn school_answers(connection: &mut PgConnection, municipality: MunicipalityId, report: ReportId) -> Result<Vec<SchoolAnswer>> {
    Ok(sqlx::query_as!(
        SchoolAnswer,
        r#"select version_id as "version: ReportVersionId", words, said_at as at, said_by_name as by from report_school_answer
           where municipality_id = $1 and report_id = $2 order by id desc"#,
        municipality.0,
        report.0
    )
    .fetch_all(connection)
    .await?)
}

/// Says for the school what it makes of a version; once for a form.
pub async fn say_of_version(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanAnswerReport,
    (version, words): (ReportVersionId, &str),
    save_id: Uuid,
) -> Result<()> {
    sqlx::query!(
        "insert into report_school_answer (municipality_id, version_id, report_id, school_id, words, said_at, said_by, said_by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint report_school_answer_save_once do nothing",
        can.municipality().0,
        version.0,
        can.report().0,
        can.school().0,
        words,
        actor.now,
        can.by().0,
        actor.name,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}
