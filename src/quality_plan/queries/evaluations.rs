//! SQL for when a plan is looked back upon, what that found, and the document of it.
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::unknown;
use crate::access::Actor;
use crate::access::rules::{CanFollowQualityPlan, CanShapeQualityPlan};
use crate::error::Result;
use crate::ids::{QualityEvaluationEntryId, QualityEvaluationId};
use crate::quality_plan::follow::{EvaluationEntry, EvaluationTold, Laid};
use crate::quality_plan::frozen::Evaluation;
use crate::quality_plan::model::Plan;
use crate::web::attached::Kind;

/// Plans an evaluation; sent twice, it is one.
pub async fn add_evaluation(connection: &mut PgConnection, can: CanShapeQualityPlan, new: &Evaluation, save_id: Uuid) -> Result<()> {
    sqlx::query!(
        "insert into quality_evaluation (municipality_id, plan_id, kind, responsible, planned_on, save_id) values ($1, $2, $3, $4, $5, $6)
         on conflict on constraint quality_evaluation_save_once do nothing",
        can.municipality().0,
        can.id().0,
        new.kind,
        new.responsible,
        new.planned_on,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes an evaluation out of the plan; false when there is none.
pub async fn remove_evaluation(
    connection: &mut PgConnection,
    can: CanShapeQualityPlan,
    evaluation: QualityEvaluationId,
    at: OffsetDateTime,
) -> Result<bool> {
    let done = sqlx::query!(
        "update quality_evaluation set removed_at = coalesce(removed_at, $4) where municipality_id = $1 and plan_id = $2 and id = $3",
        can.municipality().0,
        can.id().0,
        evaluation.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// A file to keep.
pub struct NewFile<'a> {
    /// What it is called.
    pub title: &'a str,
    /// What it is.
    pub kind: Kind,
    /// What it holds.
    pub bytes: &'a [u8],
    /// SHA-256 of that.
    pub sha256: [u8; 32],
}

/// Says what an evaluation found; sent twice, it is said once.
pub async fn tell_of_evaluation(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowQualityPlan,
    evaluation: QualityEvaluationId,
    (told, file): (&EvaluationTold, Option<&NewFile<'_>>),
    save_id: Uuid,
) -> Result<()> {
    let entry = sqlx::query_scalar!(
        "insert into quality_evaluation_entry (municipality_id, plan_id, evaluation_id, done_on, found, changed, said_at, said_by, said_by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict on constraint quality_evaluation_entry_save_once do nothing returning id",
        can.municipality().0,
        can.id().0,
        evaluation.0,
        told.done_on,
        told.found,
        told.changed,
        actor.now,
        can.by().0,
        actor.name,
        save_id
    )
    .fetch_optional(&mut *connection)
    .await?;
    let (Some(entry), Some(file)) = (entry, file) else { return Ok(()) };
    sqlx::query!(
        "insert into quality_evaluation_file (municipality_id, entry_id, plan_id, title, kind, bytes, size, sha256) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        can.municipality().0,
        entry,
        can.id().0,
        file.title,
        file.kind.key(),
        file.bytes,
        i64::try_from(file.bytes.len()).map_err(anyhow::Error::from)?,
        &file.sha256
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the evaluations of a plan found, the newest first.
pub async fn evaluation_entries(connection: &mut PgConnection, plan: &Plan) -> Result<Vec<EvaluationEntry>> {
    let rows = sqlx::query!(
        r#"select e.id as "id: QualityEvaluationEntryId", e.evaluation_id, e.done_on, e.found, e.changed, e.said_at, e.said_by_name,
             f.title as "title?", f.kind as "kind?", f.size as "size?", f.removed_at
           from quality_evaluation_entry e
           left join quality_evaluation_file f on f.municipality_id = e.municipality_id and f.entry_id = e.id
           where e.municipality_id = $1 and e.plan_id = $2 order by e.id desc"#,
        plan.document.municipality.0,
        plan.id.0
    )
    .fetch_all(connection)
    .await?;
    let mut entries = Vec::new();
    for row in rows {
        let laid = match (row.title, row.kind, row.size) {
            (Some(title), Some(kind), Some(size)) => {
                let kind = Kind::from_key(&kind).ok_or_else(|| unknown("kind of file"))?;
                Some(Laid { title, kind, size, removed: row.removed_at.is_some() })
            }
            _ => None,
        };
        let told = EvaluationTold { done_on: row.done_on, found: row.found, changed: row.changed };
        entries.push(EvaluationEntry { id: row.id, evaluation: row.evaluation_id, told, laid, at: row.said_at, by: row.said_by_name });
    }
    Ok(entries)
}

/// The document of an evaluation.
pub struct FileRow {
    /// What it is called.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The document that lies by what an evaluation found; `None` when there is none or it was taken away.
pub async fn evaluation_file(connection: &mut PgConnection, plan: &Plan, entry: QualityEvaluationEntryId) -> Result<Option<FileRow>> {
    plan.rights.check_reads_adopted()?;
    let row = sqlx::query!(
        r#"select title, kind, bytes as "bytes!" from quality_evaluation_file
           where municipality_id = $1 and plan_id = $2 and entry_id = $3 and bytes is not null"#,
        plan.document.municipality.0,
        plan.id.0,
        entry.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let kind = Kind::from_key(&row.kind).ok_or_else(|| unknown("kind of file"))?;
        Ok(FileRow { title: row.title, kind, bytes: row.bytes })
    })
    .transpose()
}

/// Takes a document away: its bytes are wiped, and that it was there stays. False when there is none.
pub async fn remove_file(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowQualityPlan,
    entry: QualityEvaluationEntryId,
) -> Result<bool> {
    let done = sqlx::query!(
        "update quality_evaluation_file set bytes = null, removed_at = $4, removed_by_name = $5
         where municipality_id = $1 and plan_id = $2 and entry_id = $3 and removed_at is null",
        can.municipality().0,
        can.id().0,
        entry.0,
        actor.now,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}
