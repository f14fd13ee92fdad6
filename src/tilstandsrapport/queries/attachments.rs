//! SQL for `report_attachment` and `report_version_attachment`: what is laid beside the report, and what of it was sent.
use sqlx::PgConnection;
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::CanArrangeReport;
use crate::error::Result;
use crate::ids::{MunicipalityId, ReportAttachmentId, ReportId, ReportVersionId};
use crate::tilstandsrapport::attachment::Attachment;
use crate::web::attached::Kind;

/// A row with a number.
pub(super) struct Row {
    pub id: ReportAttachmentId,
    pub number: i32,
    pub title: String,
    pub kind: String,
    pub for_all: bool,
    pub legal: String,
    pub size: i64,
    pub sha256: Vec<u8>,
}

impl Row {
    /// `None` for a kind that this version of the program does not know.
    pub(super) fn read(self) -> Option<Attachment> {
        Some(Attachment {
            id: self.id,
            number: self.number,
            title: self.title,
            kind: Kind::from_key(&self.kind)?,
            for_all: self.for_all,
            legal: self.legal,
            size: self.size,
            sha256: self.sha256,
        })
    }
}

/// What is laid beside the report now, in order: the owner's.
pub async fn attachments(connection: &mut PgConnection, municipality: MunicipalityId, report: ReportId) -> Result<Vec<Attachment>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id as "id: ReportAttachmentId", (row_number() over (order by position, id))::integer as "number!", title, kind, for_all, legal, size, sha256
           from report_attachment where municipality_id = $1 and report_id = $2 and removed_at is null order by position, id"#,
        municipality.0,
        report.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// What went with a version, as it was called then. Whether the version is read was asked before.
pub async fn attachments_of_version(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    version: ReportVersionId,
) -> Result<Vec<Attachment>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select f.id as "id: ReportAttachmentId", a.number, a.title, f.kind, a.for_all, a.legal, f.size, a.sha256
           from report_version_attachment a join report_attachment f on f.municipality_id = a.municipality_id and f.id = a.attachment_id
           where a.municipality_id = $1 and a.version_id = $2 order by a.number"#,
        municipality.0,
        version.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(Row::read).collect())
}

/// The file; `None` when it was wiped.
pub async fn attached_file(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    report: ReportId,
    id: ReportAttachmentId,
) -> Result<Option<Vec<u8>>> {
    let bytes = sqlx::query_scalar!(
        "select bytes from report_attachment where municipality_id = $1 and report_id = $2 and id = $3",
        municipality.0,
        report.0,
        id.0
    );
    Ok(bytes.fetch_optional(connection).await?.flatten())
}

/// What is said of a file.
#[derive(Debug, Clone)]
pub struct Told {
    /// What it is called.
    pub title: String,
    /// Why it is not for everybody; empty when it is.
    pub legal: String,
}

/// A file to lay beside the report.
#[derive(Debug)]
pub struct NewAttachment<'a> {
    /// What is said of it.
    pub told: &'a Told,
    /// What it is.
    pub kind: Kind,
    /// It.
    pub bytes: &'a [u8],
    /// SHA-256 of it.
    pub sha256: [u8; 32],
}

/// Holds the report's row, so that what is counted stays so until the end of the transaction.
pub async fn hold(connection: &mut PgConnection, can: CanArrangeReport) -> Result<()> {
    sqlx::query!("select id from report where municipality_id = $1 and id = $2 for update", can.municipality().0, can.report().0)
        .fetch_optional(connection)
        .await?;
    Ok(())
}

/// Lays a file beside the report, last; once for a form.
pub async fn attach(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanArrangeReport,
    new: &NewAttachment<'_>,
    save_id: Uuid,
) -> Result<()> {
    sqlx::query!(
        "insert into report_attachment (municipality_id, report_id, position, title, kind, for_all, legal, bytes, size, sha256, added_at, added_by, added_by_name,
           save_id)
         select $1, $2, (select coalesce(max(position), 0) + 1 from report_attachment where municipality_id = $1 and report_id = $2), $3, $4, $5, $6, $7, $8, $9,
           $10, $11, $12, $13
         on conflict on constraint report_attachment_save_once do nothing",
        can.municipality().0,
        can.report().0,
        new.told.title,
        new.kind.key(),
        new.told.legal.is_empty(),
        new.told.legal,
        new.bytes,
        i64::try_from(new.bytes.len()).unwrap_or(i64::MAX),
        &new.sha256[..],
        actor.now,
        can.by().0,
        actor.name,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says something else of a file; `false` when it is not there.
pub async fn tell_of_attachment(connection: &mut PgConnection, can: CanArrangeReport, id: ReportAttachmentId, told: &Told) -> Result<bool> {
    let done = sqlx::query!(
        "update report_attachment set title = $4, for_all = $5, legal = $6 where municipality_id = $1 and report_id = $2 and id = $3 and removed_at is null",
        can.municipality().0,
        can.report().0,
        id.0,
        told.title,
        told.legal.is_empty(),
        told.legal
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Moves a file before the one that stands before it; `false` when it is not there. The first stays first.
pub async fn move_attachment_up(connection: &mut PgConnection, can: CanArrangeReport, id: ReportAttachmentId) -> Result<bool> {
    let all = attachments(&mut *connection, can.municipality(), can.report()).await?;
    let Some(place) = all.iter().position(|one| one.id == id) else { return Ok(false) };
    let mut order: Vec<i64> = all.iter().map(|one| one.id.0).collect();
    if let Some(before) = place.checked_sub(1) {
        order.swap(before, place);
    }
    sqlx::query!(
        "update report_attachment a set position = o.place from unnest($3::bigint[]) with ordinality as o (id, place)
         where a.municipality_id = $1 and a.report_id = $2 and a.id = o.id",
        can.municipality().0,
        can.report().0,
        &order
    )
    .execute(connection)
    .await?;
    Ok(true)
}

/// Takes a file away: what was sent with a version stays there, another is wiped. `false` when it is not there.
pub async fn remove_attachment(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanArrangeReport,
    id: ReportAttachmentId,
) -> Result<bool> {
    let done = sqlx::query!(
        "update report_attachment f set removed_at = $4, removed_by_name = $5, bytes = case when exists (
           select from report_version_attachment a where a.municipality_id = f.municipality_id and a.attachment_id = f.id) then f.bytes end
         where f.municipality_id = $1 and f.report_id = $2 and f.id = $3 and f.removed_at is null",
        can.municipality().0,
        can.report().0,
        id.0,
        actor.now,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Keeps what goes with a version that is sent.
pub async fn send_attachments(
    connection: &mut PgConnection,
    can: CanArrangeReport,
    version: ReportVersionId,
    attachments: &[&Attachment],
) -> Result<()> {
    sqlx::query!(
        "insert into report_version_attachment (municipality_id, version_id, number, attachment_id, title, for_all, legal, sha256)
         select $1, $2, n.number, f.id, f.title, f.for_all, f.legal, f.sha256
         from unnest($3::bigint[], $4::integer[]) as n (id, number)
         join report_attachment f on f.municipality_id = $1 and f.report_id = $5 and f.id = n.id and f.removed_at is null",
        can.municipality().0,
        version.0,
        &attachments.iter().map(|one| one.id.0).collect::<Vec<_>>(),
        &attachments.iter().map(|one| one.number).collect::<Vec<_>>(),
        can.report().0
    )
    .execute(connection)
    .await?;
    Ok(())
}
