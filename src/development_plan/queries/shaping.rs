//! SQL that adds goals and actions, takes them out, and says how they go.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::{CanLeadPlan, CanShapePlan, CanTellOfAction};
use crate::development_plan::action::{Effect, Told};
use crate::development_plan::model::{Action, Goal, Plan};
use crate::development_plan::why::{Kind, Why};
use crate::error::Result;
use crate::ids::{DepartmentId, PlanActionId, PlanGoalId, PlanId, PlanInvolvementId, PlanWhyId};
use crate::indicator::copied::CopiedFigure;

/// Adds a goal at the end of its section.
pub async fn add_goal(
    connection: &mut PgConnection,
    can: CanShapePlan,
    (section, part, department): (&str, &str, Option<DepartmentId>),
    carried_from: Option<PlanGoalId>,
) -> Result<PlanGoalId> {
    let document = can.document();
    Ok(sqlx::query_scalar!(
        r#"insert into plan_goal (municipality_id, plan_id, school_id, document_id, section, part, department_id, position, carried_from)
           select $1, $2, $3, $4, $5, $6, $7, coalesce(max(position), 0) + 1, $8 from plan_goal where municipality_id = $1 and plan_id = $2
           returning id as "id: PlanGoalId""#,
        document.municipality.0,
        can.id().0,
        can.school().0,
        document.document.0,
        section,
        part,
        department.map(|id| id.0),
        carried_from.map(|id| id.0)
    )
    .fetch_one(connection)
    .await?)
}

/// Adds an action at the end of its goal.
pub async fn add_action(
    connection: &mut PgConnection,
    can: CanShapePlan,
    goal: &Goal,
    carried_from: Option<PlanActionId>,
) -> Result<PlanActionId> {
    let document = can.document();
    Ok(sqlx::query_scalar!(
        r#"insert into plan_action (municipality_id, goal_id, plan_id, school_id, document_id, part, position, carried_from)
           select $1, $2, $3, $4, $5, $6, coalesce(max(position), 0) + 1, $7 from plan_action where municipality_id = $1 and plan_id = $3
           returning id as "id: PlanActionId""#,
        document.municipality.0,
        goal.id.0,
        can.id().0,
        can.school().0,
        document.document.0,
        goal.part,
        carried_from.map(|id| id.0)
    )
    .fetch_one(connection)
    .await?)
}

/// Takes a goal out, or brings it back. Its words stay in its fields.
pub async fn remove_goal(connection: &mut PgConnection, can: CanShapePlan, goal: PlanGoalId, out: bool, at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update plan_goal set removed_at = case when $4 then coalesce(removed_at, $5) end where municipality_id = $1 and plan_id = $2 and id = $3",
        can.document().municipality.0,
        can.id().0,
        goal.0,
        out,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes an action out, or brings it back.
pub async fn remove_action(
    connection: &mut PgConnection,
    can: CanShapePlan,
    action: PlanActionId,
    out: bool,
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update plan_action set removed_at = case when $4 then coalesce(removed_at, $5) end where municipality_id = $1 and plan_id = $2 and id = $3",
        can.document().municipality.0,
        can.id().0,
        action.0,
        out,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What was taken out of a part, with the field that has its words.
#[derive(Debug, Default)]
pub struct Removed {
    /// Goals.
    pub goals: Vec<(PlanGoalId, String)>,
    /// Actions of goals that stand.
    pub actions: Vec<(PlanActionId, String)>,
}

/// What was taken out of a part and can be brought back, the last first.
pub async fn removed(connection: &mut PgConnection, plan: &Plan, part: &str) -> Result<Removed> {
    let rows = sqlx::query!(
        r#"select true as "goal!", id as "id!", removed_at as "at!" from plan_goal
             where municipality_id = $1 and plan_id = $2 and part = $3 and removed_at is not null
           union all
           select false, a.id, a.removed_at from plan_action a
             join plan_goal g on g.municipality_id = a.municipality_id and g.id = a.goal_id and g.removed_at is null
             where a.municipality_id = $1 and a.plan_id = $2 and a.part = $3 and a.removed_at is not null
           order by 3 desc limit 40"#,
        plan.document.municipality.0,
        plan.id.0,
        part
    )
    .fetch_all(connection)
    .await?;
    let mut removed = Removed::default();
    for row in rows {
        if row.goal {
            removed.goals.push((PlanGoalId(row.id), format!("m{}.mal", row.id)));
        } else {
            removed.actions.push((PlanActionId(row.id), format!("t{}.kva", row.id)));
        }
    }
    Ok(removed)
}

/// A goal changes place with the one before it in its section and part.
pub async fn move_up(connection: &mut PgConnection, can: CanShapePlan, goal: &Goal, before: &Goal) -> Result<()> {
    sqlx::query!(
        "update plan_goal g set position = other.position from plan_goal other
         where g.municipality_id = $1 and g.plan_id = $2 and g.id = any ($3) and other.municipality_id = $1 and other.id = any ($3) and other.id <> g.id",
        can.document().municipality.0,
        can.id().0,
        &[goal.id.0, before.id.0]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A department's goal stands in the school's plan from now on, or no longer.
pub async fn roll_up(connection: &mut PgConnection, can: CanLeadPlan, goal: &Goal, at: Option<OffsetDateTime>) -> Result<()> {
    sqlx::query!(
        "update plan_goal set rolled_up_at = $4 where municipality_id = $1 and plan_id = $2 and id = $3 and department_id is not null",
        can.document().municipality.0,
        can.id().0,
        goal.id.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets when an action begins and is looked at, and which of the municipality's actions it is.
pub async fn set_action(
    connection: &mut PgConnection,
    can: CanShapePlan,
    action: PlanActionId,
    (starts_on, check_on, measure): (Option<Date>, Option<Date>, Option<&str>),
) -> Result<()> {
    sqlx::query!(
        "update plan_action set starts_on = $4, check_on = $5, measure = $6 where municipality_id = $1 and plan_id = $2 and id = $3",
        can.document().municipality.0,
        can.id().0,
        action.0,
        starts_on,
        check_on,
        measure
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What has a reason, or is watched.
#[derive(Debug, Clone, Copy)]
pub enum Of<'a> {
    /// An action, by what it came from.
    Action(&'a Action),
    /// A goal, by a figure.
    Goal(&'a Goal),
}

impl Of<'_> {
    fn ids(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Action(action) => (Some(action.id.0), None),
            Self::Goal(goal) => (None, Some(goal.id.0)),
        }
    }

    fn part(&self) -> &str {
        match self {
            Self::Action(action) => &action.part,
            Self::Goal(goal) => &goal.part,
        }
    }
}

/// A reason for an action, or a figure that a goal is watched by.
pub struct NewWhy<'a> {
    /// What kind of source.
    pub kind: Kind,
    /// Its id; `None` of a figure.
    pub target: Option<i64>,
    /// Key of the indicator; of an answer where it is read.
    pub key: &'a str,
    /// The grade of a figure.
    pub grade: Option<u8>,
    /// The figure as it is now.
    pub figure: Option<&'a CopiedFigure>,
    /// What it is, for people.
    pub words: &'a str,
    /// What is expected.
    pub expected: &'a str,
}

impl<'a> NewWhy<'a> {
    /// One that is there already, for another goal or action.
    pub fn same(why: &'a Why) -> Self {
        Self {
            kind: why.kind,
            target: why.target,
            key: &why.key,
            grade: why.grade,
            figure: why.figure.as_ref(),
            words: &why.words,
            expected: &why.expected,
        }
    }
}

/// Adds a reason; sent twice, it is one.
pub async fn add_why(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanShapePlan,
    of: Of<'_>,
    new: &NewWhy<'_>,
    save_id: Uuid,
) -> Result<()> {
    let document = can.document();
    sqlx::query!(
        "insert into plan_why (municipality_id, action_id, goal_id, plan_id, school_id, document_id, part, kind, target_id, target_key, grade, figure, words,
           expected, added_at, added_by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) on conflict on constraint plan_why_save_once do nothing",
        document.municipality.0,
        of.ids().0,
        of.ids().1,
        can.id().0,
        can.school().0,
        document.document.0,
        of.part(),
        new.kind.key(),
        new.target,
        new.key,
        new.grade.map(i16::from),
        new.figure.map(Json) as _,
        new.words,
        new.expected,
        actor.now,
        actor.name,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a reason away; false when there is none.
pub async fn remove_why(connection: &mut PgConnection, can: CanShapePlan, of: Of<'_>, why: PlanWhyId, at: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "update plan_why set removed_at = coalesce(removed_at, $6)
         where municipality_id = $1 and plan_id = $2 and (action_id = $3 or goal_id = $4) and id = $5",
        can.document().municipality.0,
        can.id().0,
        of.ids().0,
        of.ids().1,
        why.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Adds that somebody was heard.
pub async fn add_involved(
    connection: &mut PgConnection,
    can: CanShapePlan,
    who: &str,
    goal: Option<PlanGoalId>,
    at: OffsetDateTime,
) -> Result<PlanInvolvementId> {
    let document = can.document();
    Ok(sqlx::query_scalar!(
        r#"insert into plan_involvement (municipality_id, plan_id, school_id, document_id, who, goal_id, made_at) values ($1, $2, $3, $4, $5, $6, $7)
           returning id as "id: PlanInvolvementId""#,
        document.municipality.0,
        can.id().0,
        can.school().0,
        document.document.0,
        who,
        goal.map(|id| id.0),
        at
    )
    .fetch_one(connection)
    .await?)
}

/// Takes it out again.
pub async fn remove_involved(connection: &mut PgConnection, can: CanShapePlan, id: PlanInvolvementId, at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update plan_involvement set removed_at = coalesce(removed_at, $4) where municipality_id = $1 and plan_id = $2 and id = $3",
        can.document().municipality.0,
        can.id().0,
        id.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The day somebody was heard.
pub async fn set_day(connection: &mut PgConnection, can: CanShapePlan, id: PlanInvolvementId, day: Option<Date>) -> Result<()> {
    sqlx::query!(
        "update plan_involvement set held_on = $4 where municipality_id = $1 and plan_id = $2 and id = $3",
        can.document().municipality.0,
        can.id().0,
        id.0,
        day
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says how an action goes; sent twice, it is said once.
pub async fn tell(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanTellOfAction,
    action: &Action,
    told: &Told,
    figures: Option<&serde_json::Value>,
    save_id: Uuid,
) -> Result<()> {
    let document = can.document();
    sqlx::query!(
        "insert into plan_action_entry (municipality_id, action_id, school_id, document_id, part, state, words, effect, figures, next_check, said_at, said_by,
           said_by_name, for_owner, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict on constraint plan_action_entry_save_once do nothing",
        document.municipality.0,
        action.id.0,
        can.school().0,
        document.document.0,
        action.part,
        told.standing.key(),
        told.words,
        told.effect.map(Effect::key),
        figures,
        told.next_check,
        actor.now,
        can.by().0,
        actor.name,
        can.for_owner(),
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The actions of later plans that go on from this one, as far as the transaction reads them.
pub async fn continued(connection: &mut PgConnection, plan: &Plan, action: PlanActionId) -> Result<Vec<(PlanId, PlanActionId)>> {
    let rows = sqlx::query!(
        r#"select plan_id as "plan: PlanId", id as "action: PlanActionId" from plan_action
           where municipality_id = $1 and carried_from = $2 and removed_at is null order by id"#,
        plan.document.municipality.0,
        action.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.plan, row.action)).collect())
}
