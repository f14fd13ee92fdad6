//! SQL for `job`.
use std::time::Duration;

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::model::{Lane, Order, Progress, Standing, Work};
use crate::error::{AppError, Result};
use crate::ids::{ImportId, JobId, MunicipalityId, PersonId};

/// Writes work to be done, in the transaction that causes it: as skoleeier or an operator, or as the one it is of. `None` when the same waits already.
///
/// # Errors
///
/// When the database does not answer.
pub async fn queue(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    order: Order<'_>,
    at: OffsetDateTime,
) -> Result<Option<JobId>> {
    let written = serde_json::to_value(order.work).map_err(|error| AppError::Internal(error.into()))?;
    Ok(sqlx::query_scalar!(
        r#"insert into job (municipality_id, kind, payload, made_at, run_after, person_id, key) values ($1, $2, $3, $4, $5, $6, $7)
           on conflict do nothing returning id as "id: JobId""#,
        municipality.0,
        written.get("kind").and_then(serde_json::Value::as_str).unwrap_or_default(),
        written.get("payload").cloned().unwrap_or_else(|| serde_json::json!({})),
        at,
        order.not_before,
        order.person.map(|id| id.0),
        order.key
    )
    .fetch_optional(connection)
    .await?)
}

macro_rules! standing {
    ($row:expr) => {
        match $row {
            row if row.done => Standing::Done,
            row if row.given_up => Standing::GivenUp,
            row if row.fails => Standing::Fails(Progress { done: row.steps_done, total: row.steps }),
            row => Standing::Waits(Progress { done: row.steps_done, total: row.steps }),
        }
    };
}

/// How it stands with work that somebody set going; `None` for what is not theirs.
///
/// # Errors
///
/// When the database does not answer.
pub async fn standing(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    person: PersonId,
    id: JobId,
) -> Result<Option<Standing>> {
    let row = sqlx::query!(
        r#"select done_at is not null as "done!", given_up_at is not null as "given_up!", attempts > 0 as "fails!", steps_done, steps
           from job where municipality_id = $1 and person_id = $2 and id = $3"#,
        municipality.0,
        person.0,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| standing!(row)))
}

/// How it stands with what follows when an import was taken in or withdrawn, whichever was last.
///
/// # Errors
///
/// When the database does not answer.
pub async fn after_import(connection: &mut PgConnection, municipality: MunicipalityId, import: ImportId) -> Result<Option<Standing>> {
    let row = sqlx::query!(
        r#"select done_at is not null as "done!", given_up_at is not null as "given_up!", attempts > 0 as "fails!", steps_done, steps
           from job where municipality_id = $1 and kind = 'figures_changed' and (payload->>'import')::bigint = $2 order by id desc limit 1"#,
        municipality.0,
        import.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| standing!(row)))
}

/// Takes up again what was given up after an import; false when nothing was.
///
/// # Errors
///
/// When the database does not answer.
pub async fn try_again_after_import(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    import: ImportId,
    at: OffsetDateTime,
) -> Result<bool> {
    let taken_up = sqlx::query!(
        "update job set given_up_at = null, attempts = 0, run_after = $3
         where municipality_id = $1 and kind = 'figures_changed' and (payload->>'import')::bigint = $2 and given_up_at is not null",
        municipality.0,
        import.0,
        at
    );
    Ok(taken_up.execute(connection).await?.rows_affected() > 0)
}

/// The municipalities that have something to do.
pub(super) async fn municipalities(connection: impl sqlx::PgExecutor<'_>, now: OffsetDateTime) -> sqlx::Result<Vec<MunicipalityId>> {
    sqlx::query_scalar!(r#"select municipalities_with_jobs($1) as "id!: MunicipalityId""#, now).fetch_all(connection).await
}

/// How long a transaction is left alone; the database ends one that nothing is said in for fifteen seconds.
const LEFT_ALONE: Duration = Duration::from_secs(3);

/// Waits for what takes its time and does not need the database, while the transaction of the step is kept.
///
/// # Errors
///
/// When the database does not answer.
pub async fn meanwhile<T>(connection: &mut PgConnection, work: impl Future<Output = T>) -> Result<T> {
    let mut work = std::pin::pin!(work);
    loop {
        if let Ok(done) = tokio::time::timeout(LEFT_ALONE, &mut work).await {
            return Ok(done);
        }
        sqlx::query_scalar!("select 1 as one").fetch_one(&mut *connection).await?;
    }
}

/// A piece of work that was taken.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// Id.
    pub id: JobId,
    /// What; `None` when this version of the program does not know it.
    pub work: Option<Work>,
    /// How often the step that is next was tried before.
    pub attempts: i32,
    /// How far it has come.
    pub progress: Progress,
}

/// Work is not a page that somebody waits for: it may stand in line for the figures' lock longer than a request does.
pub(super) async fn be_patient(connection: &mut PgConnection) -> Result<()> {
    sqlx::query!("set local lock_timeout = '8s'").execute(connection).await?;
    Ok(())
}

/// What of this lane has been due longest and no other node has taken; held until the transaction ends.
pub(super) async fn take(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    lane: Lane,
    now: OffsetDateTime,
) -> Result<Option<Taken>> {
    let row = sqlx::query!(
        r#"select id as "id: JobId", kind, payload, attempts, steps_done, steps from job
           where municipality_id = $1 and done_at is null and given_up_at is null and run_after <= $2 and case when kind in ('mail', 'weekly_mail') then 'out' when kind = 'report_file' then 'files' else 'in' end = $3
           order by run_after, id limit 1 for update skip locked"#,
        municipality.0,
        now,
        lane.key()
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Taken {
        id: row.id,
        work: Work::stored(&row.kind, &row.payload),
        attempts: row.attempts,
        progress: Progress { done: row.steps_done, total: row.steps },
    }))
}

/// It is done.
pub(super) async fn done(connection: &mut PgConnection, municipality: MunicipalityId, id: JobId, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update job set done_at = $3, attempts = attempts + 1, error = null, steps_done = coalesce(steps, steps_done) where municipality_id = $1 and id = $2",
        municipality.0,
        id.0,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A step is done, and there are more: behind what waits already.
pub(super) async fn further(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    id: JobId,
    progress: Progress,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update job set steps_done = $3, steps = $4, attempts = 0, error = null, run_after = $5 where municipality_id = $1 and id = $2",
        municipality.0,
        id.0,
        progress.done,
        progress.total,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An attempt failed, and it is tried again at `again`; given up when that is none. Nothing when another node has taken it since.
pub(super) async fn failed(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    taken: &Taken,
    error: &str,
    again: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update job set attempts = attempts + 1, error = $3, run_after = coalesce($4::timestamptz, run_after),
           given_up_at = case when $4::timestamptz is null then $5::timestamptz end
         where municipality_id = $1 and id = $2 and done_at is null and attempts = $6 and steps_done = $7",
        municipality.0,
        taken.id.0,
        error,
        again,
        now,
        taken.attempts,
        taken.progress.done
    )
    .execute(connection)
    .await?;
    Ok(())
}
