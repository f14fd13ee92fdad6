//! SQL for what was taken away (`redaction`, `redacted_text`) and for reports that something should be (`slip_report`).
use std::collections::HashMap;

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::{CanRedact, CanReport};
use crate::error::Result;
use crate::ids::{DeliveryId, SelfAssessmentId, SlipReportId};
use crate::writing::DocumentRef;

/// Where a passage stands, as many texts as there are of the same kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundRow {
    /// `now`, `earlier`, `delivered`, `comment`, `reply`, `request`, `reopening`, `evidence`, `note` or `report`.
    pub place: String,
    /// Field, question or part; empty when there is none.
    pub field: String,
    /// Number of the delivered version; 0 when there is none.
    pub version: i32,
    /// How many texts.
    pub count: i64,
}

/// Where the passage stands among what the actor reads; capital and small letters are the same.
pub(super) async fn find(
    connection: &mut PgConnection,
    document: DocumentRef,
    id: SelfAssessmentId,
    passage: &str,
    drafts: bool,
) -> Result<Vec<FoundRow>> {
    Ok(sqlx::query_as!(
        FoundRow,
        r#"select place as "place!", field as "field!", version as "version!", count(*) as "count!" from (
             select 'now' as place, field, 0 as version from text_field
              where municipality_id = $1 and document_id = $2 and $5 and value ~* ('***=' || $4) and is_words(field)
             union all
             select 'earlier', r.field, 0 from text_revision r
               left join text_field f on f.municipality_id = r.municipality_id and f.document_id = r.document_id and f.field = r.field and f.rev = r.rev
              where r.municipality_id = $1 and r.document_id = $2 and $5 and r.value ~* ('***=' || $4) and is_words(r.field) and f.field is null
             union all
             select 'delivered', kv.key, d.version from delivery d
               join delivered_part p on p.municipality_id = d.municipality_id and p.delivery_id = d.id, jsonb_each_text(p.content) kv
              where d.municipality_id = $1 and d.self_assessment_id = $3 and kv.value ~* ('***=' || $4) and is_words(kv.key)
             union all
             select 'comment', question, 0 from comment where municipality_id = $1 and self_assessment_id = $3 and body ~* ('***=' || $4)
             union all
             select 'reply', c.question, 0 from comment_reply r join comment c on c.municipality_id = r.municipality_id and c.id = r.comment_id
              where r.municipality_id = $1 and c.self_assessment_id = $3 and r.body ~* ('***=' || $4)
             union all
             select 'request', '', 0 from reopening_request where municipality_id = $1 and self_assessment_id = $3 and reason ~* ('***=' || $4)
             union all
             select 'reopening', '', 0 from reopening where municipality_id = $1 and self_assessment_id = $3 and reason ~* ('***=' || $4)
             union all
             select 'evidence', question, 0 from evidence
              where municipality_id = $1 and document_id = $2 and $5 and (title ~* ('***=' || $4) or address ~* ('***=' || $4))
             union all
             select 'note', part, 0 from part_assignment
              where municipality_id = $1 and document_id = $2 and $5 and returned_note ~* ('***=' || $4)
             union all
             select 'report', '', 0 from slip_report
              where municipality_id = $1 and self_assessment_id = $3 and ($5 or on_delivered) and message ~* ('***=' || $4)
           ) found group by place, field, version"#,
        document.municipality.0,
        document.document.0,
        id.0,
        passage,
        drafts
    )
    .fetch_all(connection)
    .await?)
}

/// What was taken away.
#[derive(Debug, Clone, Copy)]
pub(super) struct Redacted {
    /// From how many texts, earlier revisions among them.
    pub texts: i32,
    /// The municipality reads one of them.
    pub outward: bool,
}

/// Takes the passage away wherever it stands and puts `marker` there.
pub(super) async fn redact(
    connection: &mut PgConnection,
    actor: &Actor,
    can: &CanRedact,
    (passage, marker, reason): (&str, &str, &str),
) -> Result<Redacted> {
    Ok(sqlx::query_as!(
        Redacted,
        r#"select found_texts as "texts!", outward as "outward!" from redact($1, $2, $3, $4, $5, $6)"#,
        can.id().0,
        passage,
        marker,
        reason,
        actor.name_and_title(),
        actor.now
    )
    .fetch_one(connection)
    .await?)
}

/// That something was taken away.
#[derive(Debug, Clone)]
pub(super) struct RedactionRow {
    /// When.
    pub at: OffsetDateTime,
    /// Who, by name and title as they were.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// What was taken away from a self-assessment, newest first; of one delivered version when one is named. What touched the draft alone is the school's own
/// side's (`own`) to know.
pub(super) async fn redactions(
    connection: &mut PgConnection,
    document: DocumentRef,
    id: SelfAssessmentId,
    delivery: Option<DeliveryId>,
    own: bool,
) -> Result<Vec<RedactionRow>> {
    Ok(sqlx::query_as!(
        RedactionRow,
        r#"select at, person_name as by, reason from redaction r
           where municipality_id = $1 and self_assessment_id = $2 and ($4 or not draft_only)
             and ($3::bigint is null or exists (select from redacted_text t where t.municipality_id = r.municipality_id and t.redaction_id = r.id
                                                   and t.place = 'delivered' and t.row_id = $3))
           order by id desc"#,
        document.municipality.0,
        id.0,
        delivery.map(|id| id.0),
        own
    )
    .fetch_all(connection)
    .await?)
}

/// The SHA-256 that each field of a version had before anything was taken away from it: only those from which something was.
pub(super) async fn hashes_before(
    connection: &mut PgConnection,
    document: DocumentRef,
    delivery: DeliveryId,
) -> Result<HashMap<String, Vec<u8>>> {
    let rows = sqlx::query!(
        "select distinct on (field) field, sha256 from redacted_text where municipality_id = $1 and place = 'delivered' and row_id = $2 order by field, id",
        document.municipality.0,
        delivery.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.field, row.sha256)).collect())
}

/// A report that something stands there which should not.
#[derive(Debug, Clone)]
pub(super) struct ReportRow {
    /// Id.
    pub id: SlipReportId,
    /// When.
    pub at: OffsetDateTime,
    /// Who, by name and title as they were.
    pub by: String,
    /// Where it stands, in their words.
    pub message: String,
}

/// Reports that nobody has closed, oldest first; those about a draft for the school's own side (`own`).
pub(super) async fn open_reports(
    connection: &mut PgConnection,
    document: DocumentRef,
    id: SelfAssessmentId,
    own: bool,
) -> Result<Vec<ReportRow>> {
    Ok(sqlx::query_as!(
        ReportRow,
        r#"select id as "id: SlipReportId", at, person_name as by, message from slip_report
           where municipality_id = $1 and self_assessment_id = $2 and closed_at is null and ($3 or on_delivered) order by id"#,
        document.municipality.0,
        id.0,
        own
    )
    .fetch_all(connection)
    .await?)
}

/// Stores a report.
pub(super) async fn report(connection: &mut PgConnection, actor: &Actor, can: &CanReport, message: &str) -> Result<()> {
    let document = can.document();
    sqlx::query!(
        "insert into slip_report (municipality_id, self_assessment_id, school_id, at, person_id, person_name, message, on_delivered)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        document.municipality.0,
        can.id().0,
        document.school().map(|id| id.0),
        actor.now,
        actor.person.0,
        actor.name_and_title(),
        message,
        can.on_delivered()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The self-assessment of a report that the actor may know of.
pub(super) async fn place_of_report(connection: &mut PgConnection, actor: &Actor, id: SlipReportId) -> Result<Option<SelfAssessmentId>> {
    let schools: Vec<i64> = actor.draft_schools().iter().map(|id| id.0).collect();
    Ok(sqlx::query_scalar!(
        r#"select self_assessment_id as "id: SelfAssessmentId" from slip_report
           where municipality_id = $1 and id = $2 and (($3 and (on_delivered or school_id is null)) or school_id = any ($4) or person_id = $5)"#,
        actor.municipality.0,
        id.0,
        actor.is_owner(),
        &schools,
        actor.person.0
    )
    .fetch_optional(connection)
    .await?)
}

/// Closes a report; nothing happens when it is closed already.
pub(super) async fn close_report(connection: &mut PgConnection, actor: &Actor, can: &CanRedact, id: SlipReportId) -> Result<()> {
    sqlx::query!(
        "update slip_report set closed_at = $4, closed_by = $5
         where municipality_id = $1 and self_assessment_id = $2 and id = $3 and closed_at is null",
        can.document().municipality.0,
        can.id().0,
        id.0,
        actor.now,
        actor.person.0
    )
    .execute(connection)
    .await?;
    Ok(())
}
