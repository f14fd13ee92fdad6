//! Types of a plan: its state, its goals, its actions.
use std::sync::Arc;

use time::{Date, Month, OffsetDateTime};

use super::action::{Entry, Standing};
use super::milestone::Milestone;
use super::why::Why;
use crate::access::rules::{Parts, PlanRights};
use crate::error::{AppError, Result};
use crate::ids::{DepartmentId, PersonId, PlanActionId, PlanGoalId, PlanId, PlanInvolvementId, QualityPriorityId, SchoolId};
use crate::indicator::SchoolYear;
use crate::model_pack::{Pack, PlanDue, PlanTemplate};
use crate::text::Lang;
use crate::web::page::capital;
use crate::writing::DocumentRef;

/// The part that holds who was heard.
pub const INVOLVEMENT: &str = "medverknad";

/// How far a plan has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Written, and never delivered.
    Draft,
    /// Delivered as it stands.
    Delivered,
    /// Delivered once, and written in again.
    Reopened,
}

impl State {
    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Delivered => "delivered",
            Self::Reopened => "reopened",
        }
    }

    /// The state stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        [Self::Draft, Self::Delivered, Self::Reopened].into_iter().find(|state| state.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Draft => "plan-state-draft",
            Self::Delivered => "plan-state-delivered",
            Self::Reopened => "plan-state-reopened",
        }
    }

    /// Kind and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Draft => ("part", "prog"),
            Self::Delivered => ("ok", "check"),
            Self::Reopened => ("warn", "prog"),
        }
    }
}

/// A plan, with what the actor may do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Which.
    pub id: PlanId,
    /// At which school.
    pub school: SchoolId,
    /// Its name.
    pub school_name: String,
    /// The pack that it was made with.
    pub pack: Arc<Pack>,
    /// Its text.
    pub document: DocumentRef,
    /// The first school year.
    pub first_year: SchoolYear,
    /// The last one.
    pub last_year: SchoolYear,
    /// When it is delivered.
    pub due: Date,
    /// How far it has come.
    pub state: State,
    /// The whole of the school reads it, since.
    pub shared_at: Option<OffsetDateTime>,
    /// How many times it was delivered.
    pub versions: i32,
    /// What the actor may do.
    pub rights: PlanRights,
}

impl Plan {
    /// Its page.
    pub fn href(&self) -> String {
        format!("/planar/{}", self.id)
    }

    /// The page of a part.
    pub fn part_href(&self, part: &str) -> String {
        format!("/planar/{}/del/{part}", self.id)
    }

    /// The page of a goal.
    pub fn goal_href(&self, goal: PlanGoalId) -> String {
        format!("{}/mal/{goal}", self.href())
    }

    /// The page of an action.
    pub fn action_href(&self, action: PlanActionId) -> String {
        format!("/planar/{}/tiltak/{action}", self.id)
    }

    /// The template that it was made with.
    ///
    /// # Errors
    ///
    /// When the pack has none, which the making of it has asked.
    pub fn template(&self) -> Result<&PlanTemplate> {
        self.pack.plan().ok_or_else(|| AppError::Internal(anyhow::anyhow!("the pack {} has no plan", self.pack.key)))
    }

    /// «2026-27», «2025–2027».
    pub fn years(&self) -> String {
        years(self.first_year, self.last_year)
    }

    /// «Utviklingsplan 2026-27».
    ///
    /// # Errors
    ///
    /// As [`Self::template`].
    pub fn title(&self, lang: Lang) -> Result<String> {
        Ok(format!("{} {}", capital(self.template()?.name.get(lang)), self.years()))
    }
}

/// The school years of a plan, for people.
pub fn years(first: SchoolYear, last: SchoolYear) -> String {
    if first == last { first.to_string() } else { format!("{}–{}", first.0, last.0.saturating_add(1)) }
}

/// The day a plan that begins in a school year is due.
pub fn due(due: PlanDue, first: SchoolYear) -> Option<Date> {
    let month = Month::try_from(due.month).ok()?;
    let year = first.0 - i32::from(due.year_before);
    let year = if due.month >= 8 { year } else { year + 1 };
    Date::from_calendar_date(year, month, due.day).ok()
}

/// A department of a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Which.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
    /// It is there no more; plans that it wrote in still name it.
    pub closed: bool,
    /// Who writes its part.
    pub holder: Option<(PersonId, String)>,
}

impl Department {
    /// The part of the text that is its own.
    pub fn part(&self) -> String {
        format!("avd-{}", self.id)
    }
}

/// A goal, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Which.
    pub id: PlanGoalId,
    /// The section it stands in.
    pub section: String,
    /// The part its words belong to.
    pub part: String,
    /// Whose it is; `None`: the school's.
    pub department: Option<DepartmentId>,
    /// A department's goal that stands in the school's plan.
    pub rolled_up: bool,
}

impl Goal {
    /// The field of what is to be reached.
    pub fn field(&self) -> String {
        format!("m{}.mal", self.id)
    }

    /// The field of what is expected to be seen.
    pub fn signs(&self) -> String {
        format!("m{}.teikn", self.id)
    }

    /// It stands in the school's plan.
    pub fn is_the_schools(&self) -> bool {
        self.department.is_none() || self.rolled_up
    }
}

/// An action, without its words.
#[derive(Debug, Clone)]
pub struct Action {
    /// Which.
    pub id: PlanActionId,
    /// Towards which goal.
    pub goal: PlanGoalId,
    /// The part its words belong to.
    pub part: String,
    /// When it begins.
    pub starts_on: Option<Date>,
    /// When it is looked at, as set.
    pub check_on: Option<Date>,
    /// The municipality's action, by its key.
    pub measure: Option<String>,
    /// The action of an earlier plan that it goes on from.
    pub carried_from: Option<(PlanId, PlanActionId)>,
    /// What was said of it last.
    pub last: Option<Entry>,
}

impl Action {
    /// The field of what is done.
    pub fn what(&self) -> String {
        format!("t{}.kva", self.id)
    }

    /// The field of who does it.
    pub fn who(&self) -> String {
        format!("t{}.kven", self.id)
    }

    /// The field of when.
    pub fn when(&self) -> String {
        format!("t{}.nar", self.id)
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        self.last.as_ref().map_or(Standing::Planned, |entry| entry.standing)
    }

    /// The day it is looked at next: the one that was set when it was looked at last, if any.
    pub fn next_check(&self) -> Option<Date> {
        self.last.as_ref().and_then(|entry| entry.next_check).or(self.check_on).filter(|_| self.standing().is_active())
    }
}

/// Who was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Involved {
    /// Which.
    pub id: PlanInvolvementId,
    /// Key of the group in the pack.
    pub who: String,
    /// About which goal; `None`: the plan.
    pub goal: Option<PlanGoalId>,
    /// When.
    pub held_on: Option<Date>,
}

impl Involved {
    /// The field of how they were heard.
    pub fn how(&self) -> String {
        format!("i{}.korleis", self.id)
    }

    /// The field of what it changed.
    pub fn changed(&self) -> String {
        format!("i{}.endra", self.id)
    }
}

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
    use time::macros::date;

    use super::*;

    #[test]
    fn a_plan_is_due_in_the_autumn_it_begins_or_in_the_spring_before() {
        let on = |month, day, year_before| due(PlanDue { month, day, year_before }, SchoolYear(2026)).unwrap();
        assert_eq!(on(11, 15, false), date!(2026 - 11 - 15));
        assert_eq!(on(5, 15, true), date!(2026 - 05 - 15));
        assert_eq!(on(2, 1, false), date!(2027 - 02 - 01));
    }

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

    #[test]
    fn years_are_said_as_people_say_them() {
        assert_eq!(years(SchoolYear(2026), SchoolYear(2026)), "2026-27");
        assert_eq!(years(SchoolYear(2025), SchoolYear(2026)), "2025–2027");
    }
}
