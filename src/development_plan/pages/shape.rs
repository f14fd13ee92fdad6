//! Goals and actions added, taken out, brought back and moved; and a department's goal rolled up into the school's plan.
use axum::extract::State as Extract;
use axum::response::Response;

use super::opened_to_change;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanShapePlan;
use crate::database::Tx;
use crate::development_plan::model::{Goal, INVOLVEMENT, Plan};
use crate::development_plan::queries;
use crate::development_plan::structure::Structure;
use crate::error::{AppError, Result};
use crate::ids::{PlanActionId, PlanGoalId, PlanId, PlanInvolvementId};
use crate::text::text_with;
use crate::web::extract::{Form, Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/planar/{plan}/mal/{goal}/loft", roll_up)
}

/// What a button of a part's form does besides saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A goal more in a section.
    AddGoal(String),
    /// An action more towards a goal.
    AddAction(PlanGoalId),
    /// The goal is taken out.
    RemoveGoal(PlanGoalId),
    /// The action is taken out.
    RemoveAction(PlanActionId),
    /// The goal is brought back.
    RestoreGoal(PlanGoalId),
    /// The action is brought back.
    RestoreAction(PlanActionId),
    /// The goal changes place with the one before it.
    Up(PlanGoalId),
    /// Somebody more was heard.
    AddInvolved,
    /// That is taken out.
    RemoveInvolved(PlanInvolvementId),
}

impl Step {
    /// The step a button sends: `mal:{section}`, `tiltak:{goal}`, `ut-mal:{goal}` …
    pub fn parse(sent: &str) -> Option<Self> {
        let (what, of) = sent.split_once(':').unwrap_or((sent, ""));
        let id = || of.parse::<i64>().ok();
        Some(match what {
            "mal" => Self::AddGoal(of.to_owned()),
            "tiltak" => Self::AddAction(PlanGoalId(id()?)),
            "ut-mal" => Self::RemoveGoal(PlanGoalId(id()?)),
            "ut-tiltak" => Self::RemoveAction(PlanActionId(id()?)),
            "inn-mal" => Self::RestoreGoal(PlanGoalId(id()?)),
            "inn-tiltak" => Self::RestoreAction(PlanActionId(id()?)),
            "opp" => Self::Up(PlanGoalId(id()?)),
            "medverknad" => Self::AddInvolved,
            "ut-medverknad" => Self::RemoveInvolved(PlanInvolvementId(id()?)),
            _ => return None,
        })
    }
}

/// That there is room for one more goal that the school works towards: the sentence, when there is none. What a department has beside does not count.
fn room(plan: &Plan, structure: &Structure, actor: &Actor) -> Result<Option<String>> {
    let most = usize::from(plan.template()?.most_goals);
    Ok((structure.active_goals() >= most).then(|| text_with(actor.lang, "error-plan-room", &[("most", &most)])))
}

/// Does what the button says. Where it happened, as an anchor; or the sentence that says why not.
pub async fn take(
    tx: &mut Tx,
    actor: &Actor,
    plan: &Plan,
    structure: &Structure,
    can: CanShapePlan,
    (part, step, pairs): (&str, &Step, &Pairs),
) -> Result<std::result::Result<String, String>> {
    let template = plan.template()?;
    let goal_here = |id: PlanGoalId| structure.goal(id).filter(|goal| goal.part == part).ok_or(AppError::NotFound);
    let action_here = |id: PlanActionId| structure.action(id).filter(|action| action.part == part).ok_or(AppError::NotFound);
    let anchor = match step {
        Step::AddGoal(key) => {
            let section = template.section(key).filter(|section| !section.only_text).ok_or(AppError::NotFound)?;
            let department = structure.department_of_part(part);
            let belongs = section.key == part || (section.departments && department.is_some_and(|department| !department.closed));
            if !belongs {
                return Err(AppError::NotFound);
            }
            if let (None, Some(sentence)) = (department, room(plan, structure, actor)?) {
                return Ok(Err(sentence));
            }
            let goal = queries::add_goal(tx, can, (&section.key, part, department.map(|department| department.id)), None).await?;
            format!("#m{goal}")
        }
        Step::AddAction(goal) => {
            let action = queries::add_action(tx, can, goal_here(*goal)?, None).await?;
            format!("#t{action}")
        }
        Step::RemoveGoal(goal) => {
            queries::remove_goal(tx, can, goal_here(*goal)?.id, true, actor.now).await?;
            "#tekne-ut".to_owned()
        }
        Step::RemoveAction(action) => {
            queries::remove_action(tx, can, action_here(*action)?.id, true, actor.now).await?;
            "#tekne-ut".to_owned()
        }
        Step::RestoreGoal(goal) => {
            let removed = queries::removed(tx, plan, part).await?;
            let known = removed.goals.iter().any(|(id, _)| id == goal);
            if !known {
                return Err(AppError::NotFound);
            }
            if let (None, Some(sentence)) = (structure.department_of_part(part), room(plan, structure, actor)?) {
                return Ok(Err(sentence));
            }
            queries::remove_goal(tx, can, *goal, false, actor.now).await?;
            format!("#m{goal}")
        }
        Step::RestoreAction(action) => {
            let removed = queries::removed(tx, plan, part).await?;
            if !removed.actions.iter().any(|(id, _)| id == action) {
                return Err(AppError::NotFound);
            }
            queries::remove_action(tx, can, *action, false, actor.now).await?;
            format!("#t{action}")
        }
        Step::Up(goal) => {
            let goal = goal_here(*goal)?;
            if let Some(before) = before(structure, goal) {
                queries::move_up(tx, can, goal, before).await?;
            }
            format!("#m{}", goal.id)
        }
        Step::AddInvolved if part == INVOLVEMENT => {
            let group = pairs.get("kven").and_then(|key| template.group(key)).ok_or(AppError::BadRequest("error-bad-form"))?;
            let about = pairs.get("om").unwrap_or_default();
            let goal = about.parse().ok().map(PlanGoalId).and_then(|id| structure.goal(id));
            if goal.is_none() && !about.is_empty() {
                return Err(AppError::BadRequest("error-bad-form"));
            }
            let id = queries::add_involved(tx, can, &group.key, goal.map(|goal| goal.id), actor.now).await?;
            format!("#i{id}")
        }
        Step::RemoveInvolved(id) if structure.involved.iter().any(|one| one.id == *id) && part == INVOLVEMENT => {
            queries::remove_involved(tx, can, *id, actor.now).await?;
            String::new()
        }
        Step::AddInvolved | Step::RemoveInvolved(_) => return Err(AppError::NotFound),
    };
    Ok(Ok(anchor))
}

/// The goal before this one in its section and part.
fn before<'a>(structure: &'a Structure, goal: &Goal) -> Option<&'a Goal> {
    let beside = structure.goals.iter().filter(|one| one.section == goal.section && one.part == goal.part);
    beside.take_while(|one| one.id != goal.id).last()
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Lift {
    #[serde(default)]
    vis: String,
}

async fn roll_up(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, goal)): Path<(PlanId, PlanGoalId)>,
    Form(form): Form<Lift>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_roll_up()?;
    let goal = structure.goal(goal).filter(|goal| goal.department.is_some()).ok_or(AppError::NotFound)?;
    let on = form.vis == "ja";
    queries::roll_up(&mut tx, can, goal, on.then_some(actor.now)).await?;
    tx.commit().await?;
    app.live.changed(plan.document.document, &goal.section);
    Ok(flash::redirect(&format!("{}#m{}", plan.href(), goal.id), if on { Flash::PlanRolledUp } else { Flash::PlanRolledBack }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_says_what_it_does_and_to_what() {
        assert_eq!(Step::parse("mal:sosial"), Some(Step::AddGoal("sosial".to_owned())));
        assert_eq!(Step::parse("ut-tiltak:7"), Some(Step::RemoveAction(PlanActionId(7))));
        assert_eq!(Step::parse("medverknad"), Some(Step::AddInvolved));
        assert_eq!(Step::parse("opp:x"), None);
        assert_eq!(Step::parse("slett"), None);
    }
}
