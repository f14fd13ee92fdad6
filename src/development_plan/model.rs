//! Types of a plan: its state, its goals, its actions, and what its fields are called.
use std::sync::Arc;

use time::{Date, Month, OffsetDateTime};

use super::action::{Entry, Standing};
use super::why::Why;
use crate::access::rules::PlanRights;
use crate::error::{AppError, Result};
use crate::ids::{DepartmentId, PersonId, PlanActionId, PlanGoalId, PlanId, PlanInvolvementId, SchoolId};
use crate::indicator::SchoolYear;
use crate::model_pack::{Pack, PlanDue, PlanSection, PlanTemplate, normalised_text};
use crate::text::{Lang, text, text_with};
use crate::web::page::capital;
use crate::writing::{DocumentRef, national_identity};

/// The most characters of a section's text.
pub const LONGEST_TEXT: usize = 6000;
/// The most characters of a goal, of what is done, and of how somebody was heard.
pub const LONGEST_PARAGRAPH: usize = 800;
/// The most characters of who and when.
pub const LONGEST_LINE: usize = 200;
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
    /// In the order they were added.
    pub involved: Vec<Involved>,
}

/// The kind of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// The text of a section.
    Section,
    /// A paragraph.
    Paragraph,
    /// A line.
    Line,
}

impl FieldKind {
    /// The most characters.
    pub fn longest(self) -> usize {
        match self {
            Self::Section => LONGEST_TEXT,
            Self::Paragraph => LONGEST_PARAGRAPH,
            Self::Line => LONGEST_LINE,
        }
    }
}

/// A field of the plan: the part it belongs to, what it is called, what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub key: String,
    /// The part.
    pub part: String,
    /// Key of its label.
    pub label: &'static str,
    /// What it takes.
    pub kind: FieldKind,
}

impl Structure {
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

    /// The fields of a part, in the order of its page.
    pub fn fields(&self, template: &PlanTemplate, part: &str) -> Vec<Field> {
        let field = |key: String, label, kind| Field { key, part: part.to_owned(), label, kind };
        let mut fields = Vec::new();
        if part == INVOLVEMENT {
            for involved in &self.involved {
                fields.push(field(involved.how(), "plan-field-how", FieldKind::Paragraph));
                fields.push(field(involved.changed(), "plan-field-changed", FieldKind::Paragraph));
            }
            return fields;
        }
        let sections = template.sections.iter().filter(|section| section.key == part || (section.departments && part.starts_with("avd-")));
        for section in sections {
            if section.key == part {
                fields.push(field(section_field(section), "plan-field-section", FieldKind::Section));
            }
            for goal in self.goals.iter().filter(|goal| goal.part == part && goal.section == section.key) {
                fields.push(field(goal.field(), "plan-field-goal", FieldKind::Paragraph));
                fields.push(field(goal.signs(), "plan-field-signs", FieldKind::Paragraph));
                for action in self.actions_of(goal.id) {
                    fields.push(field(action.what(), "plan-field-what", FieldKind::Paragraph));
                    fields.push(field(action.who(), "plan-field-who", FieldKind::Line));
                    fields.push(field(action.when(), "plan-field-when", FieldKind::Line));
                }
            }
        }
        fields
    }

    /// The parts of the plan: sections, departments where some section takes them, and who was heard.
    pub fn parts(&self, template: &PlanTemplate) -> Vec<String> {
        let takes = template.sections.iter().any(|section| section.departments);
        let has_goals =
            |department: &&Department| !department.closed || self.goals.iter().any(|goal| goal.department == Some(department.id));
        let departments = self.departments.iter().filter(|_| takes).filter(has_goals).map(Department::part);
        let sections = template.sections.iter().map(|section| section.key.clone());
        sections.chain(departments).chain(std::iter::once(INVOLVEMENT.to_owned())).collect()
    }

    /// The field with a key.
    pub fn field(&self, template: &PlanTemplate, key: &str) -> Option<Field> {
        self.parts(template).iter().flat_map(|part| self.fields(template, part)).find(|field| field.key == key)
    }

    /// What a part is called.
    pub fn part_title(&self, template: &PlanTemplate, part: &str, lang: Lang) -> Option<String> {
        if part == INVOLVEMENT {
            return Some(text(lang, "plan-involvement").into_owned());
        }
        let section = template.section(part).map(|section| section.title.get(lang).to_owned());
        section.or_else(|| self.department_of_part(part).map(|department| department.name.clone()))
    }
}

/// The field of a section's own text.
pub fn section_field(section: &PlanSection) -> String {
    format!("{}.text", section.key)
}

/// The text of a field as it is stored, or the sentence that says why not.
///
/// # Errors
///
/// The sentence, for its place.
pub fn check_text(typed: &str, kind: FieldKind, lang: Lang) -> std::result::Result<String, String> {
    let words = normalised_text(typed);
    let (length, longest) = (words.chars().count(), kind.longest());
    if length > longest {
        return Err(text_with(lang, "error-too-long", &[("max", &longest), ("over", &(length - longest))]));
    }
    if national_identity::find(&words).is_some() {
        return Err(text(lang, "error-national-identity").into_owned());
    }
    Ok(words)
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
