//! SQL for the municipality's priorities that goals work towards.
use sqlx::PgConnection;

use crate::access::Actor;
use crate::access::rules::CanShapePlan;
use crate::development_plan::model::{Goal, Plan};
use crate::error::Result;
use crate::ids::{PlanGoalId, QualityPriorityId};

/// The priorities of a plan's goals, in the order they were chosen.
pub async fn of_plan(connection: &mut PgConnection, plan: &Plan) -> Result<Vec<(PlanGoalId, (QualityPriorityId, String))>> {
    let rows = sqlx::query!(
        r#"select goal_id as "goal: PlanGoalId", priority_id as "priority: QualityPriorityId", words from plan_goal_priority
           where municipality_id = $1 and plan_id = $2 and removed_at is null order by id"#,
        plan.document.municipality.0,
        plan.id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.goal, (row.priority, row.words))).collect())
}

/// Sets which priorities a goal works towards, among those that were offered. One that was not offered stays as it is.
pub async fn choose(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanShapePlan,
    goal: &Goal,
    (offered, chosen): (&[QualityPriorityId], &[(QualityPriorityId, &str)]),
) -> Result<()> {
    let document = can.document();
    let out: Vec<i64> = offered.iter().filter(|id| chosen.iter().all(|(one, _)| one != *id)).map(|id| id.0).collect();
    sqlx::query!(
        "update plan_goal_priority set removed_at = coalesce(removed_at, $5)
         where municipality_id = $1 and plan_id = $2 and goal_id = $3 and priority_id = any ($4)",
        document.municipality.0,
        can.id().0,
        goal.id.0,
        &out,
        actor.now
    )
    .execute(&mut *connection)
    .await?;
    let (ids, words): (Vec<i64>, Vec<String>) = chosen.iter().map(|(id, words)| (id.0, (*words).to_owned())).unzip();
    sqlx::query!(
        "insert into plan_goal_priority (municipality_id, goal_id, plan_id, school_id, document_id, part, priority_id, words, chosen_at, chosen_by_name)
         select $1, $2, $3, $4, $5, $6, new.id, new.words, $9, $10 from unnest($7::bigint[], $8::text[]) as new (id, words)
         on conflict on constraint plan_goal_priority_once do update
           set words = excluded.words, chosen_at = excluded.chosen_at, chosen_by_name = excluded.chosen_by_name, removed_at = null
           where plan_goal_priority.removed_at is not null",
        document.municipality.0,
        goal.id.0,
        can.id().0,
        can.school().0,
        document.document.0,
        goal.part,
        &ids,
        &words,
        actor.now,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(())
}
