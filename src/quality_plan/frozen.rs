//! A quality plan with its words, as it is read and as adoption freezes it. The hash is over the JSON of [`Content`] without white space, its names sorted.
use serde::{Deserialize, Serialize};
use time::Date;

use super::budget;

time::serde::format_description!(iso_date, Date, "[year]-[month]-[day]");

/// All of a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The texts around it.
    pub sections: Vec<Section>,
    /// The vision, in a sentence.
    pub vision: String,
    /// What it means.
    pub vision_text: String,
    /// In order.
    pub goals: Vec<Goal>,
    /// In order.
    pub actions: Vec<Action>,
    /// The progress plan.
    pub periods: Vec<Period>,
    /// The budget.
    pub budget: Vec<budget::Line>,
    /// What the council decided.
    pub resolution: Option<Resolution>,
    /// When it is looked back upon.
    pub evaluations: Vec<Evaluation>,
}

/// A text around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Its key in the pack.
    pub key: String,
    /// The words.
    pub text: String,
}

/// A goal.
#[expect(clippy::struct_field_names, reason = "the names are those of the stored JSON")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Its id.
    pub id: i64,
    /// What is to be reached.
    pub goal: String,
    /// What that means.
    pub text: String,
    /// What is known, and why it was chosen.
    pub knowledge: String,
    /// Its priorities.
    pub priorities: Vec<Priority>,
    /// What it is built on.
    pub sources: Vec<Source>,
}

/// A priority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    /// Its id.
    pub id: i64,
    /// What it is.
    pub text: String,
}

/// What a goal is built on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its id.
    pub id: i64,
    /// `source`, `guideline`, `plan`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// Where it is read; may be empty.
    pub link: String,
    /// The priority that it is for; `None`: the goal.
    pub priority: Option<i64>,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// Its id.
    pub id: i64,
    /// What is done, in a line.
    pub title: String,
    /// What that means.
    pub text: String,
    /// Its sub-points.
    pub points: Vec<Point>,
    /// The priorities that it serves.
    pub serves: Vec<i64>,
}

/// A sub-point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Its id.
    pub id: i64,
    /// The words.
    pub text: String,
}

/// A period of the progress plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// Its id.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// When it begins.
    #[serde(with = "iso_date::option")]
    pub starts_on: Option<Date>,
    /// When it ends.
    #[serde(with = "iso_date::option")]
    pub ends_on: Option<Date>,
    /// What is done in it.
    pub steps: Vec<Step>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its id.
    pub id: i64,
    /// When, in words.
    pub when: String,
    /// What is done.
    pub what: String,
    /// For whom.
    pub who: String,
    /// Who sees to it.
    pub responsible: String,
    /// The action that it belongs to.
    pub action: Option<i64>,
}

/// What the council decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// Who decided.
    pub body: String,
    /// When.
    #[serde(with = "iso_date")]
    pub decided_on: Date,
    /// The number of the case.
    pub case_number: String,
    /// What.
    pub words: String,
    /// What it remarked.
    pub remarks: Vec<Remark>,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Its id.
    pub id: i64,
    /// The goal it is about.
    pub goal: Option<i64>,
    /// The action it is about.
    pub action: Option<i64>,
    /// The words.
    pub words: String,
}

/// When the plan is looked back upon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Its id.
    pub id: i64,
    /// `underway` or `final`.
    pub kind: String,
    /// Who does it.
    pub responsible: String,
    /// When it is planned.
    #[serde(with = "iso_date")]
    pub planned_on: Date,
}

impl Content {
    /// Every priority, with its number: «1.2».
    pub fn priorities(&self) -> impl Iterator<Item = (String, &Priority)> {
        self.goals.iter().enumerate().flat_map(|(goal, one)| {
            one.priorities.iter().enumerate().map(move |(at, priority)| (format!("{}.{}", goal + 1, at + 1), priority))
        })
    }

    /// The number of a priority.
    pub fn priority_number(&self, id: i64) -> Option<String> {
        self.priorities().find(|(_, priority)| priority.id == id).map(|(number, _)| number)
    }

    /// The number of an action, from 1.
    pub fn action_number(&self, id: i64) -> Option<usize> {
        self.actions.iter().position(|action| action.id == id).map(|at| at + 1)
    }

    /// The number of a goal, from 1.
    pub fn goal_number(&self, id: i64) -> Option<usize> {
        self.goals.iter().position(|goal| goal.id == id).map(|at| at + 1)
    }

    /// Every step.
    pub fn steps(&self) -> impl Iterator<Item = (&Period, &Step)> {
        self.periods.iter().flat_map(|period| period.steps.iter().map(move |step| (period, step)))
    }

    /// Lines that have no money, in order.
    pub fn unfunded(&self) -> impl Iterator<Item = (&budget::Line, i64)> {
        self.budget.iter().filter_map(|line| match line.money {
            budget::Money::Unfunded(kroner) => Some((line, kroner)),
            budget::Money::Within | budget::Money::Funded(_) => None,
        })
    }
}
