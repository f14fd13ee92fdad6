//! SQL for what the council decided and remarked of the version that is about to be adopted.
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::rules::CanShapeQualityPlan;
use crate::error::Result;
use crate::ids::QualityRemarkId;
use crate::quality_plan::model::Resolution;

/// Writes down what was decided; what was written before is replaced.
pub async fn resolve(connection: &mut PgConnection, can: CanShapeQualityPlan, new: &Resolution) -> Result<()> {
    sqlx::query!(
        "insert into quality_resolution (municipality_id, plan_id, version, body, decided_on, case_number, words) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (municipality_id, plan_id, version) do update
           set body = excluded.body, decided_on = excluded.decided_on, case_number = excluded.case_number, words = excluded.words",
        can.municipality().0,
        can.id().0,
        can.version() + 1,
        new.body,
        new.decided_on,
        new.case_number,
        new.words
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds a remark, about a goal or an action perhaps; sent twice, it is one.
pub async fn add_remark(
    connection: &mut PgConnection,
    can: CanShapeQualityPlan,
    words: &str,
    (goal, action): (Option<i64>, Option<i64>),
    save_id: Uuid,
) -> Result<()> {
    sqlx::query!(
        "insert into quality_remark (municipality_id, plan_id, version, goal_id, action_id, words, save_id) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint quality_remark_save_once do nothing",
        can.municipality().0,
        can.id().0,
        can.version() + 1,
        goal,
        action,
        words,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a remark out; false when there is none.
pub async fn remove_remark(
    connection: &mut PgConnection,
    can: CanShapeQualityPlan,
    remark: QualityRemarkId,
    at: OffsetDateTime,
) -> Result<bool> {
    let done = sqlx::query!(
        "update quality_remark set removed_at = coalesce(removed_at, $5) where municipality_id = $1 and plan_id = $2 and version = $3 and id = $4",
        can.municipality().0,
        can.id().0,
        can.version() + 1,
        remark.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}
