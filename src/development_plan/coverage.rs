//! Which of the municipality's priorities a school's plan works towards, and which it leaves for now. A school may leave any of them; that is seen, and not counted.
use super::frozen::Content;
use super::model::Plan;
use crate::ids::{PlanGoalId, QualityPriorityId};
use crate::quality_plan::InForce;

/// A priority, with the goals that work towards it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// «1.2 …».
    pub title: String,
    /// The goals: page and words. None: the plan leaves it.
    pub goals: Vec<(String, String)>,
}

/// What a plan does with the priorities of the plan in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Where the municipality's plan is read.
    pub href: String,
    /// Each priority once, in its order.
    pub priorities: Vec<Covered>,
}

/// The coverage of a plan; `None` when no plan of the municipality is in force, or it has no priorities.
pub fn coverage(in_force: Option<&InForce>, content: &Content, plan: &Plan) -> Option<Coverage> {
    let in_force = in_force.filter(|in_force| !in_force.priorities.is_empty())?;
    let goals = |id: QualityPriorityId| {
        let of_it = content.goals().filter(move |goal| goal.priorities.iter().any(|one| one.id == id.0));
        of_it.map(|goal| (plan.goal_href(PlanGoalId(goal.id)), goal.goal.clone())).filter(|(_, words)| !words.is_empty()).collect()
    };
    let priorities = in_force.priorities.iter();
    Some(Coverage {
        href: in_force.href.clone(),
        priorities: priorities.map(|one| Covered { title: format!("{} {}", one.number, one.words), goals: goals(one.id) }).collect(),
    })
}
