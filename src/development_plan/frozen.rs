//! A plan with its words, as it is read and as delivery freezes it. The hash is over the JSON of [`Content`] without white space, its names sorted.
use serde::{Deserialize, Serialize};
use time::Date;

use crate::indicator::copied::CopiedFigure;

time::serde::format_description!(iso_date, Date, "[year]-[month]-[day]");

/// All of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Those of the pack, in its order.
    pub sections: Vec<Section>,
    /// What departments have beside what stands in the school's.
    pub departments: Vec<Department>,
    /// Who was heard.
    pub involved: Vec<Involved>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its key in the pack.
    pub key: String,
    /// Its own text.
    pub text: String,
    /// In order: the school's, then those of departments.
    pub goals: Vec<Goal>,
}

/// A goal.
#[expect(clippy::struct_field_names, reason = "the names are those of the stored JSON")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Its id.
    pub id: i64,
    /// The department whose it is; empty: the school's.
    pub department: String,
    /// What is to be reached.
    pub goal: String,
    /// What is expected to be seen.
    pub signs: String,
    /// The figures that it is watched by. Older versions have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watched: Vec<Why>,
    /// The municipality's priorities that it works towards. Older versions have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<Priority>,
    /// What is done for it.
    pub actions: Vec<Action>,
}

/// A priority of the municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    /// Its id, the same in every version of the municipality's plan.
    pub id: i64,
    /// What it was when it was chosen.
    pub words: String,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Its id.
    pub id: i64,
    /// What is done.
    pub what: String,
    /// By whom.
    pub who: String,
    /// When, in words.
    pub when: String,
    /// When it begins.
    #[serde(with = "iso_date::option")]
    pub starts_on: Option<Date>,
    /// When it is looked at.
    #[serde(with = "iso_date::option")]
    pub check_on: Option<Date>,
    /// The municipality's action, by its key.
    pub measure: Option<String>,
    /// How it stood.
    pub state: String,
    /// What was learnt from one that is stopped.
    pub learnt: String,
    /// What it came from.
    pub why: Vec<Why>,
    /// The action of an earlier plan that it goes on from: plan and action. Older versions do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<(i64, i64)>,
    /// By day. Older versions have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<Milestone>,
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Its id.
    pub id: i64,
    /// What is to be in place.
    pub words: String,
    /// When.
    #[serde(with = "iso_date")]
    pub day: Date,
    /// It was.
    pub reached: bool,
}

/// What an action came from, or a goal is watched by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// What kind of source.
    pub kind: String,
    /// What it was.
    pub words: String,
    /// Where it is read.
    pub href: String,
    /// What is expected.
    pub expected: String,
    /// Key of the indicator of a figure.
    pub indicator: String,
    /// Its grade.
    pub grade: Option<u8>,
    /// The figure as it was.
    pub figure: Option<CopiedFigure>,
}

/// A department's own goals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Department {
    /// Its name.
    pub name: String,
    /// The sections that it has goals in.
    pub sections: Vec<Section>,
}

/// Who was heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Involved {
    /// Its id.
    pub id: i64,
    /// Key of the group in the pack.
    pub who: String,
    /// The goal it is about; `None`: the plan.
    pub goal: Option<i64>,
    /// When.
    #[serde(with = "iso_date::option")]
    pub held_on: Option<Date>,
    /// How.
    pub how: String,
    /// What it changed.
    pub changed: String,
}

impl Content {
    /// Every goal: in the sections first, then those of departments.
    pub fn goals(&self) -> impl Iterator<Item = &Goal> {
        let own = self.sections.iter().flat_map(|section| &section.goals);
        own.chain(self.departments.iter().flat_map(|department| department.sections.iter().flat_map(|section| &section.goals)))
    }

    /// The goal stands in a section of the school's plan, and not with its department alone.
    pub fn is_the_schools(&self, goal: i64) -> bool {
        self.sections.iter().flat_map(|section| &section.goals).any(|one| one.id == goal)
    }

    /// Every action.
    pub fn actions(&self) -> impl Iterator<Item = (&Goal, &Action)> {
        self.goals().flat_map(|goal| goal.actions.iter().map(move |action| (goal, action)))
    }
}
