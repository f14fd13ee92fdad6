//! Types of a plan: its state, its goals, its actions.
use std::sync::Arc;

use time::{Date, Month, OffsetDateTime};

use super::action::{Entry, Standing};
use crate::access::rules::PlanRights;
use crate::error::{AppError, Result};
use crate::ids::{DepartmentId, PersonId, PlanActionId, PlanGoalId, PlanId, PlanInvolvementId, SchoolId};
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
    fn years_are_said_as_people_say_them() {
        assert_eq!(years(SchoolYear(2026), SchoolYear(2026)), "2026-27");
        assert_eq!(years(SchoolYear(2025), SchoolYear(2026)), "2025–2027");
    }
}
