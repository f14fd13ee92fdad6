//! SQL for what waits for somebody.
use sqlx::PgConnection;
use time::Date;

use crate::access::Actor;
use crate::error::Result;
use crate::ids::{PlanActionId, PlanId, SchoolId};

/// An action whose day has come, or a milestone's.
#[derive(Debug, Clone)]
pub struct CheckDue {
    /// The plan.
    pub plan: PlanId,
    /// The action.
    pub action: PlanActionId,
    /// What is done, as it stands; of a milestone what is to be in place.
    pub what: String,
    /// It is the day of a milestone.
    pub milestone: bool,
    /// The day.
    pub day: Date,
}

/// The actions and milestones of schools that are to be looked at by a day, the oldest first, as far as the transaction reads them.
pub async fn checks_due(connection: &mut PgConnection, actor: &Actor, schools: &[SchoolId], by: Date) -> Result<Vec<CheckDue>> {
    let schools: Vec<i64> = schools.iter().map(|id| id.0).collect();
    let rows = sqlx::query_as!(
        CheckDue,
        r#"select a.plan_id as "plan!: PlanId", a.id as "action!: PlanActionId", coalesce(f.value, '') as "what!", coalesce(e.next_check, a.check_on) as "day!",
             false as "milestone!"
           from plan_action a
           join plan_goal g on g.municipality_id = a.municipality_id and g.id = a.goal_id and g.removed_at is null
           left join lateral (select n.state, n.next_check from plan_action_entry n
                              where n.municipality_id = a.municipality_id and n.action_id = a.id order by n.id desc limit 1) e on true
           left join text_field f on f.municipality_id = a.municipality_id and f.document_id = a.document_id and f.field = 't' || a.id || '.kva'
           where a.municipality_id = $1 and a.school_id = any ($2) and a.removed_at is null
             and coalesce(e.state, 'planned') in ('planned', 'going_on') and coalesce(e.next_check, a.check_on) <= $3
           union all
           select m.plan_id, m.action_id, m.words, m.day, true
           from plan_milestone m
           join plan_action a on a.municipality_id = m.municipality_id and a.id = m.action_id and a.removed_at is null
           join plan_goal g on g.municipality_id = a.municipality_id and g.id = a.goal_id and g.removed_at is null
           where m.municipality_id = $1 and m.school_id = any ($2) and m.removed_at is null and m.day <= $3
             and not exists (select from plan_milestone_reached r where r.municipality_id = m.municipality_id and r.milestone_id = m.id)
             and coalesce((select n.state from plan_action_entry n where n.municipality_id = a.municipality_id and n.action_id = a.id
                           order by n.id desc limit 1), 'planned') in ('planned', 'going_on')
           order by 4, 2 limit 50"#,
        actor.municipality.0,
        &schools,
        by
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
