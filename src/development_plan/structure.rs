//! What a plan is made of, without its words: rows, and how they belong together.
use super::milestone::Milestone;
use super::model::{Action, Department, Goal, INVOLVEMENT, Involved};
use super::why::Why;
use crate::access::rules::Parts;
use crate::ids::{DepartmentId, PlanActionId, PlanGoalId, QualityPriorityId};

/// What a plan is made of, without its words.
#[derive(Debug, Clone, Default)]
pub struct Structure {
    /// In order.
    pub departments: Vec<Department>,
    /// By section and place.
    pub goals: Vec<Goal>,
    /// By goal and place.
    pub actions: Vec<Action>,
    /// In the order they were added, with the action they belong to.
    pub whys: Vec<(PlanActionId, Why)>,
    /// The figures that goals are watched by, in the order they were chosen.
    pub watched: Vec<(PlanGoalId, Why)>,
    /// By day.
    pub milestones: Vec<Milestone>,
    /// The municipality's priorities that goals work towards, with their words.
    pub priorities: Vec<(PlanGoalId, (QualityPriorityId, String))>,
    /// In the order they were added.
    pub involved: Vec<Involved>,
}

impl Structure {
    /// What of it belongs to parts that are read.
    #[must_use]
    pub fn readable(mut self, reads: &Parts) -> Self {
        self.goals.retain(|goal| reads.include(&goal.part));
        self.actions.retain(|action| reads.include(&action.part));
        self.whys.retain(|(of, _)| self.actions.iter().any(|action| action.id == *of));
        self.watched.retain(|(of, _)| self.goals.iter().any(|goal| goal.id == *of));
        self.priorities.retain(|(of, _)| self.goals.iter().any(|goal| goal.id == *of));
        self.milestones.retain(|one| self.actions.iter().any(|action| action.id == one.action));
        self.involved.retain(|_| reads.include(INVOLVEMENT));
        self
    }

    /// The goal with an id.
    pub fn goal(&self, id: PlanGoalId) -> Option<&Goal> {
        self.goals.iter().find(|goal| goal.id == id)
    }

    /// The action with an id.
    pub fn action(&self, id: PlanActionId) -> Option<&Action> {
        self.actions.iter().find(|action| action.id == id)
    }

    /// The actions towards a goal.
    pub fn actions_of(&self, goal: PlanGoalId) -> impl Iterator<Item = &Action> {
        self.actions.iter().filter(move |action| action.goal == goal)
    }

    /// What an action came from.
    pub fn whys_of(&self, action: PlanActionId) -> impl Iterator<Item = &Why> {
        self.whys.iter().filter(move |(of, _)| *of == action).map(|(_, why)| why)
    }

    /// The figures that a goal is watched by.
    pub fn watched_by(&self, goal: PlanGoalId) -> impl Iterator<Item = &Why> {
        self.watched.iter().filter(move |(of, _)| *of == goal).map(|(_, why)| why)
    }

    /// The municipality's priorities that a goal works towards.
    pub fn priorities_of(&self, goal: PlanGoalId) -> impl Iterator<Item = &(QualityPriorityId, String)> {
        self.priorities.iter().filter(move |(of, _)| *of == goal).map(|(_, priority)| priority)
    }

    /// The milestones of an action.
    pub fn milestones_of(&self, action: PlanActionId) -> impl Iterator<Item = &Milestone> {
        self.milestones.iter().filter(move |one| one.action == action)
    }

    /// The department with an id.
    pub fn department(&self, id: DepartmentId) -> Option<&Department> {
        self.departments.iter().find(|department| department.id == id)
    }

    /// The department whose part it is.
    pub fn department_of_part(&self, part: &str) -> Option<&Department> {
        self.departments.iter().find(|department| department.part() == part)
    }

    /// Goals of the school that somebody works towards: those with an action that is not over, and those without one yet.
    pub fn active_goals(&self) -> usize {
        let active = |goal: &&Goal| {
            let mut actions = self.actions_of(goal.id).peekable();
            actions.peek().is_none() || actions.any(|action| action.standing().is_active())
        };
        self.goals.iter().filter(|goal| goal.is_the_schools()).filter(active).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PlanInvolvementId;

    #[test]
    fn of_a_plan_that_is_read_in_part_the_rest_is_not_there() {
        let goal = |id: i64, part: &str| Goal {
            id: PlanGoalId(id),
            section: "dugleikar".to_owned(),
            part: part.to_owned(),
            department: None,
            rolled_up: false,
        };
        let heard = Involved { id: PlanInvolvementId(1), who: "elevar".to_owned(), goal: None, held_on: None };
        let whole = Structure { goals: vec![goal(1, "dugleikar"), goal(2, "avd-7")], involved: vec![heard], ..Structure::default() };
        let own = whole.clone().readable(&Parts::Only(vec!["avd-7".to_owned()]));
        assert_eq!((own.goals.iter().map(|goal| goal.id.0).collect::<Vec<_>>(), own.involved.len()), (vec![2], 0));
        assert_eq!(whole.readable(&Parts::All).goals.len(), 2);
    }
}
