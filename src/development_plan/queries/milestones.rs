//! SQL for milestones.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::{CanShapePlan, CanTellOfAction};
use crate::development_plan::milestone::{Milestone, Reached};
use crate::development_plan::model::{Action, Plan};
use crate::error::Result;
use crate::ids::{PlanActionId, PlanMilestoneId};

/// The milestones of a plan's actions, by day.
pub async fn of_plan(connection: &mut PgConnection, plan: &Plan) -> Result<Vec<Milestone>> {
    let rows = sqlx::query!(
        r#"select m.id as "id: PlanMilestoneId", m.action_id as "action: PlanActionId", m.words, m.day, r.said_at as "said_at?", r.said_by_name as "by?"
           from plan_milestone m
           left join plan_milestone_reached r on r.municipality_id = m.municipality_id and r.milestone_id = m.id
           where m.municipality_id = $1 and m.plan_id = $2 and m.removed_at is null order by m.day, m.id"#,
        plan.document.municipality.0,
        plan.id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Milestone {
            id: row.id,
            action: row.action,
            words: row.words,
            day: row.day,
            reached: row.said_at.zip(row.by).map(|(at, by)| Reached { at, by }),
        })
        .collect())
}

/// Which milestones of a plan are said to be reached. Those who follow the school up read what is for them.
pub async fn reached(connection: &mut PgConnection, plan: &Plan) -> Result<Vec<(PlanMilestoneId, Reached)>> {
    if !plan.rights.hears {
        return Ok(Vec::new());
    }
    let rows = sqlx::query!(
        r#"select milestone_id as "id: PlanMilestoneId", said_at, said_by_name from plan_milestone_reached
           where municipality_id = $1 and document_id = $2 and (for_owner or not $3)"#,
        plan.document.municipality.0,
        plan.document.document.0,
        plan.rights.follows
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, Reached { at: row.said_at, by: row.said_by_name })).collect())
}

/// Adds a milestone to an action; sent twice, it is one.
pub async fn add_milestone(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanShapePlan,
    action: &Action,
    (words, day): (&str, Date),
    save_id: Uuid,
) -> Result<()> {
    let document = can.document();
    sqlx::query!(
        "insert into plan_milestone (municipality_id, action_id, plan_id, school_id, document_id, part, words, day, added_at, added_by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict on constraint plan_milestone_save_once do nothing",
        document.municipality.0,
        action.id.0,
        can.id().0,
        can.school().0,
        document.document.0,
        action.part,
        words,
        day,
        actor.now,
        actor.name,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a milestone out; false when the action has none such.
pub async fn remove_milestone(
    connection: &mut PgConnection,
    can: CanShapePlan,
    action: PlanActionId,
    id: PlanMilestoneId,
    at: OffsetDateTime,
) -> Result<bool> {
    let done = sqlx::query!(
        "update plan_milestone set removed_at = coalesce(removed_at, $5) where municipality_id = $1 and plan_id = $2 and action_id = $3 and id = $4",
        can.document().municipality.0,
        can.id().0,
        action.0,
        id.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Says that a milestone is reached; said twice, it is said once.
pub async fn reach(connection: &mut PgConnection, actor: &Actor, can: CanTellOfAction, action: &Action, id: PlanMilestoneId) -> Result<()> {
    let document = can.document();
    sqlx::query!(
        "insert into plan_milestone_reached (municipality_id, milestone_id, school_id, document_id, part, said_at, said_by, said_by_name, for_owner)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint plan_milestone_reached_once do nothing",
        document.municipality.0,
        id.0,
        can.school().0,
        document.document.0,
        action.part,
        actor.now,
        can.by().0,
        actor.name,
        can.for_owner()
    )
    .execute(connection)
    .await?;
    Ok(())
}
