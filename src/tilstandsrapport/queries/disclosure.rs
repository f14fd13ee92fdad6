//! SQL for `report_access`: how demands to see a document of the report were answered.
use sqlx::PgConnection;
use uuid::Uuid;

use super::attachments::Row;
use crate::access::Actor;
use crate::access::rules::CanArrangeReport;
use crate::error::Result;
use crate::ids::{MunicipalityId, ReportAttachmentId, ReportId, ReportVersionId};
use crate::tilstandsrapport::attachment::Attachment;
use crate::tilstandsrapport::disclosure::{Answer, Asked, Beside, Judgement};

/// All answers, newest first: the owner's.
pub async fn judgements(connection: &mut PgConnection, municipality: MunicipalityId, report: ReportId) -> Result<Vec<Judgement>> {
    let rows = sqlx::query!(
        r#"select version_id as "version: ReportVersionId", attachment_id as "attachment: ReportAttachmentId", archive, answer, legal, reason, demand, at, by_name,
             by_title
           from report_access where municipality_id = $1 and report_id = $2 order by id desc"#,
        municipality.0,
        report.0
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().filter_map(|row| {
        let asked = match (row.version, row.attachment) {
            (Some(version), _) if row.archive => Asked::Archive(version),
            (Some(version), _) => Asked::Version(version),
            (None, attachment) => Asked::Attachment(attachment?),
        };
        Some(Judgement {
            asked,
            answer: Answer::from_key(&row.answer)?,
            legal: row.legal,
            reason: row.reason,
            demand: row.demand,
            at: row.at,
            by_name: row.by_name,
            by_title: row.by_title,
        })
    });
    Ok(read.collect())
}

/// An answer.
#[derive(Debug, Clone)]
pub struct NewJudgement {
    /// Of what.
    pub asked: Asked,
    /// How.
    pub answer: Answer,
    /// The section of the law.
    pub legal: String,
    /// Why.
    pub reason: String,
    /// Which demand.
    pub demand: String,
}

/// Keeps an answer; once for a form.
pub async fn judge(connection: &mut PgConnection, actor: &Actor, can: CanArrangeReport, new: &NewJudgement, save_id: Uuid) -> Result<()> {
    let (version, attachment) = match new.asked {
        Asked::Version(id) | Asked::Archive(id) => (Some(id.0), None),
        Asked::Attachment(id) => (None, Some(id.0)),
    };
    sqlx::query!(
        "insert into report_access (municipality_id, report_id, version_id, attachment_id, archive, answer, legal, reason, demand, at, by_id, by_name, by_title, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict on constraint report_access_save_once do nothing",
        can.municipality().0,
        can.report().0,
        version,
        attachment,
        matches!(new.asked, Asked::Archive(_)),
        new.answer.key(),
        new.legal,
        new.reason,
        new.demand,
        actor.now,
        can.by().0,
        actor.name,
        actor.title,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The files that can be asked for: those that are there, and those that went with something that was sent. Without numbers, which are a version's.
pub async fn attachments_to_ask_for(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    report: ReportId,
) -> Result<Vec<Attachment>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select f.id as "id: ReportAttachmentId", 0 as "number!", f.title, f.kind, f.for_all, f.legal, f.size, f.sha256
           from report_attachment f where f.municipality_id = $1 and f.report_id = $2 and (f.removed_at is null or exists (
             select from report_version_attachment a where a.municipality_id = f.municipality_id and a.attachment_id = f.id))
           order by f.position, f.id"#,
        municipality.0,
        report.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// The files that went with what was sent under a number, each as it was judged last, else as it was marked then; with its bytes when all of it is given.
pub async fn beside_copy(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    (report, number): (ReportId, i32),
    with_bytes: bool,
) -> Result<Vec<Beside>> {
    let rows = sqlx::query!(
        r#"select f.id as "id: ReportAttachmentId", a.number, a.title, f.kind, a.for_all, coalesce(nullif(j.legal, ''), a.legal) as "legal!", f.size, a.sha256,
             coalesce(j.answer, case when a.for_all then 'whole' else 'withheld' end) as "answer!",
             case when $4 and coalesce(j.answer = 'whole', a.for_all) then f.bytes end as bytes
           from report_version v
           join report_version_attachment a on a.municipality_id = v.municipality_id and a.version_id = v.id
           join report_attachment f on f.municipality_id = a.municipality_id and f.id = a.attachment_id
           left join lateral (select j.answer, j.legal from report_access j where j.municipality_id = f.municipality_id and j.attachment_id = f.id
             order by j.id desc limit 1) j on true
           where v.municipality_id = $1 and v.report_id = $2 and v.number = $3 and v.audience = 'owner' order by a.number"#,
        municipality.0,
        report.0,
        number,
        with_bytes
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().filter_map(|row| {
        let attachment = Row {
            id: row.id,
            number: row.number,
            title: row.title,
            kind: row.kind,
            for_all: row.for_all,
            legal: row.legal,
            size: row.size,
            sha256: row.sha256,
        };
        Some(Beside { attachment: attachment.read()?, answer: Answer::from_key(&row.answer)?, bytes: row.bytes })
    });
    Ok(read.collect())
}
