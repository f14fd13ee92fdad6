//! SQL for `job`.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::model::Work;
use crate::error::{AppError, Result};
use crate::ids::{ImportId, MunicipalityId};

/// Writes work to be done, in the transaction that causes it; as skoleeier or an operator.
///
/// # Errors
///
/// When the database does not answer.
pub async fn queue(connection: &mut PgConnection, municipality: MunicipalityId, work: &Work, at: OffsetDateTime) -> Result<()> {
    let written = serde_json::to_value(work).map_err(|error| AppError::Internal(error.into()))?;
    sqlx::query!(
        "insert into job (municipality_id, kind, payload, made_at, run_after) values ($1, $2, $3, $4, $4)",
        municipality.0,
        written.get("kind").and_then(serde_json::Value::as_str).unwrap_or_default(),
        written.get("payload").cloned().unwrap_or_default(),
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether work after this import is still to be done.
///
/// # Errors
///
/// When the database does not answer.
pub async fn waits_for_import(connection: &mut PgConnection, municipality: MunicipalityId, import: ImportId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from job where municipality_id = $1 and kind = 'figures_changed' and (payload->>'import')::bigint = $2
             and done_at is null and given_up_at is null) as "waits!""#,
        municipality.0,
        import.0
    )
    .fetch_one(connection)
    .await?)
}

/// The municipalities that have something to do.
pub(super) async fn municipalities(connection: impl sqlx::PgExecutor<'_>, now: OffsetDateTime) -> sqlx::Result<Vec<MunicipalityId>> {
    sqlx::query_scalar!(r#"select municipalities_with_jobs($1) as "id!: MunicipalityId""#, now).fetch_all(connection).await
}

/// A piece of work that was taken.
#[derive(Debug)]
pub(super) struct Taken {
    /// Id.
    pub id: i64,
    /// What; `None` when this version of the program does not know it.
    pub work: Option<Work>,
    /// How often it was tried before.
    pub attempts: i32,
}

/// The oldest work that is due and that no other node has taken; held until the transaction ends.
pub(super) async fn take(connection: &mut PgConnection, municipality: MunicipalityId, now: OffsetDateTime) -> Result<Option<Taken>> {
    let row = sqlx::query!(
        "select id, kind, payload, attempts from job
         where municipality_id = $1 and done_at is null and given_up_at is null and run_after <= $2
         order by id limit 1 for update skip locked",
        municipality.0,
        now
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Taken {
        id: row.id,
        work: serde_json::from_value(serde_json::json!({ "kind": row.kind, "payload": row.payload })).ok(),
        attempts: row.attempts,
    }))
}

/// It is done.
pub(super) async fn done(connection: &mut PgConnection, municipality: MunicipalityId, id: i64, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update job set done_at = $3, attempts = attempts + 1, error = null where municipality_id = $1 and id = $2",
        municipality.0,
        id,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// It failed, and is tried again after `again`; given up when that is none.
pub(super) async fn failed(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    id: i64,
    error: &str,
    again: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update job set attempts = attempts + 1, error = $3, run_after = coalesce($4::timestamptz, run_after),
           given_up_at = case when $4::timestamptz is null then $5::timestamptz end
         where municipality_id = $1 and id = $2",
        municipality.0,
        id,
        error,
        again,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}
