//! What other slices ask: which plan is in force, and what its priorities are.
use super::queries;
use crate::access::Actor;
use crate::access::rules::reads_quality_plans;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::{QualityGoalId, QualityPlanId, QualityPriorityId};
use crate::indicator::SchoolYear;

/// The plan that is in force: what was adopted last, and is not closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InForce {
    /// Which plan.
    pub plan: QualityPlanId,
    /// Where it is read.
    pub href: String,
    /// Its newest version.
    pub version: i32,
    /// The school years that it lasts.
    pub years: (SchoolYear, SchoolYear),
    /// Its priorities in order, as that version has them.
    pub priorities: Vec<PriorityInForce>,
}

/// A priority of the plan that is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorityInForce {
    /// Its id in `quality_priority`, the same in every version.
    pub id: QualityPriorityId,
    /// «1.2».
    pub number: String,
    /// What it is.
    pub words: String,
    /// The goal that it belongs to.
    pub goal: QualityGoalId,
    /// What that goal is.
    pub goal_words: String,
}

impl InForce {
    /// The priority with this id.
    pub fn priority(&self, id: QualityPriorityId) -> Option<&PriorityInForce> {
        self.priorities.iter().find(|priority| priority.id == id)
    }
}

/// The plan that is in force in the actor's municipality; `None` when there is none, or the actor takes no part.
///
/// # Errors
///
/// When the database does not answer.
pub async fn in_force(tx: &mut Tx, actor: &Actor) -> Result<Option<InForce>> {
    if !reads_quality_plans(actor) {
        return Ok(None);
    }
    let found = queries::in_force(tx, actor.municipality).await?;
    Ok(found.map(|(plan, (first, last), version, content)| InForce {
        plan,
        href: format!("/kvalitetsplan/{plan}/versjon/{version}"),
        version,
        years: (SchoolYear(first), SchoolYear(last)),
        priorities: content
            .goals
            .iter()
            .enumerate()
            .flat_map(|(goal, one)| {
                one.priorities.iter().enumerate().map(move |(at, priority)| PriorityInForce {
                    id: QualityPriorityId(priority.id),
                    number: format!("{}.{}", goal + 1, at + 1),
                    words: priority.text.clone(),
                    goal: QualityGoalId(one.id),
                    goal_words: one.goal.clone(),
                })
            })
            .collect(),
    }))
}
