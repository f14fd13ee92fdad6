//! The school's development plan: what it is called, how long it lasts, when it is due, its sections, and which of the municipality's actions a school works with.
use serde::Deserialize;

use super::model::Words;

/// The template of the plan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanTemplate {
    /// «Utviklingsplan», «Lokal tiltaksplan»; lower case.
    pub name: Words,
    /// Definite singular.
    pub name_definite: Words,
    /// How many school years a plan lasts.
    #[serde(default = "one")]
    pub years: u8,
    /// The first school year that has a plan of its own, so that plans of several years begin together; named by the year it starts.
    pub first_year: i32,
    /// The day it is delivered.
    pub due: PlanDue,
    /// How many goals a school can work with at the same time.
    #[serde(default = "five")]
    pub most_goals: u8,
    /// The kind of meeting after which a school is asked whether the talk changed its plan; `None`: after none.
    #[serde(default)]
    pub revised_after: Option<String>,
    /// In order.
    pub sections: Vec<PlanSection>,
    /// Actions that the municipality has decided on, which schools take into their plans.
    #[serde(default)]
    pub measures: Vec<PlanMeasure>,
    /// Who is to have been heard.
    pub involved: Vec<PlanGroup>,
}

fn one() -> u8 {
    1
}

fn five() -> u8 {
    5
}

/// A day before the plan begins, or in its first school year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanDue {
    /// 1–12. From August on it is the autumn of the first school year.
    pub month: u8,
    /// 1–28.
    pub day: u8,
    /// In the school year before the plan begins.
    #[serde(default)]
    pub year_before: bool,
}

/// A section of the plan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanSection {
    /// Unique in the plan, the same through the years.
    pub key: String,
    /// Heading.
    pub title: Words,
    /// What to think of when it is written.
    pub help: Words,
    /// The plan is not whole without it.
    #[serde(default)]
    pub required: bool,
    /// Departments write goals of their own in it.
    #[serde(default)]
    pub departments: bool,
    /// It is described, and has no goals.
    #[serde(default)]
    pub only_text: bool,
    /// Sentence openings.
    #[serde(default)]
    pub frame: Vec<Words>,
}

/// An action that the municipality has decided on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanMeasure {
    /// Unique in the plan.
    pub key: String,
    /// What it is.
    pub title: Words,
    /// A school works with one of those that share this key in each plan, and with another one in the next; `None`: with this one always.
    #[serde(default)]
    pub one_of: Option<String>,
}

/// Those who are to have been heard.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanGroup {
    /// Unique in the plan.
    pub key: String,
    /// For people.
    pub name: Words,
}

impl PlanTemplate {
    /// The section with this key.
    #[must_use]
    pub fn section(&self, key: &str) -> Option<&PlanSection> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// The measure with this key.
    #[must_use]
    pub fn measure(&self, key: &str) -> Option<&PlanMeasure> {
        self.measures.iter().find(|measure| measure.key == key)
    }

    /// The group with this key.
    #[must_use]
    pub fn group(&self, key: &str) -> Option<&PlanGroup> {
        self.involved.iter().find(|group| group.key == key)
    }

    /// The first school year of the plan that a school year belongs to.
    #[must_use]
    pub fn begins(&self, year: i32) -> i32 {
        year - (year - self.first_year).rem_euclid(i32::from(self.years.max(1)))
    }

    /// The keys among which a school chooses, in order, each once.
    #[must_use]
    pub fn choices(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = Vec::new();
        for key in self.measures.iter().filter_map(|measure| measure.one_of.as_deref()) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }
}

impl super::model::Pack {
    /// The plan's template, in packs that have one.
    #[must_use]
    pub fn plan(&self) -> Option<&PlanTemplate> {
        self.plan.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(years: u8, first_year: i32) -> PlanTemplate {
        let words = || Words { nb: "a".to_owned(), nn: "b".to_owned() };
        PlanTemplate {
            name: words(),
            name_definite: words(),
            years,
            first_year,
            due: PlanDue { month: 11, day: 15, year_before: false },
            most_goals: 5,
            revised_after: None,
            sections: Vec::new(),
            measures: Vec::new(),
            involved: Vec::new(),
        }
    }

    #[test]
    fn plans_of_two_years_begin_together() {
        let two = of(2, 2023);
        assert_eq!([2021, 2022, 2023, 2024, 2025, 2026].map(|year| two.begins(year)), [2021, 2021, 2023, 2023, 2025, 2025]);
        assert_eq!(of(1, 2023).begins(2026), 2026);
    }
}
