//! SQL for how the steps of an adopted plan go.
use sqlx::PgConnection;
use uuid::Uuid;

use super::unknown;
use crate::access::Actor;
use crate::access::rules::CanFollowQualityPlan;
use crate::error::Result;
use crate::ids::QualityStepId;
use crate::quality_plan::follow::{Standing, StepEntry, StepTold};
use crate::quality_plan::model::Plan;

/// Says how a step goes; sent twice, it is said once.
pub async fn tell_of_step(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowQualityPlan,
    step: QualityStepId,
    told: &StepTold,
    save_id: Uuid,
) -> Result<()> {
    sqlx::query!(
        "insert into quality_step_entry (municipality_id, plan_id, step_id, state, moved_to, words, said_at, said_by, said_by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict on constraint quality_step_entry_save_once do nothing",
        can.municipality().0,
        can.id().0,
        step.0,
        told.standing.key(),
        told.moved_to,
        told.words,
        actor.now,
        can.by().0,
        actor.name,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What was said of a plan's steps, the newest first.
pub async fn step_entries(connection: &mut PgConnection, plan: &Plan) -> Result<Vec<StepEntry>> {
    let rows = sqlx::query!(
        "select step_id, state, moved_to, words, said_at, said_by_name from quality_step_entry
         where municipality_id = $1 and plan_id = $2 order by id desc",
        plan.document.municipality.0,
        plan.id.0
    )
    .fetch_all(connection)
    .await?;
    let mut entries = Vec::new();
    for row in rows {
        let standing = Standing::parse(&row.state).ok_or_else(|| unknown("state of a step"))?;
        let told = StepTold { standing, moved_to: row.moved_to, words: row.words };
        entries.push(StepEntry { step: row.step_id, told, at: row.said_at, by: row.said_by_name });
    }
    Ok(entries)
}
