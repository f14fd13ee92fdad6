//! The municipality's quality plan: what it is called, how long it lasts, and the texts that stand around its goals and actions.
use serde::Deserialize;

use super::model::Words;

/// The template of the quality plan.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityPlanTemplate {
    /// «Kvalitetsutviklingsplan», «kvalitetsplan for skule»; lower case.
    pub name: Words,
    /// Definite singular.
    pub name_definite: Words,
    /// How many school years a plan lasts, as proposed when one is begun.
    #[serde(default = "four")]
    pub years: u8,
    /// Texts around the goals and the actions, in order.
    #[serde(default)]
    pub sections: Vec<QualitySection>,
}

fn four() -> u8 {
    4
}

/// A text of the plan that is neither vision, goal nor action.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualitySection {
    /// Unique in the plan, the same through the years.
    pub key: String,
    /// Heading.
    pub title: Words,
    /// What to think of when it is written.
    pub help: Words,
    /// Where it stands.
    #[serde(default)]
    pub place: QualityPlace,
}

/// Where a section stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QualityPlace {
    /// Before the vision.
    #[default]
    First,
    /// Before the actions.
    Actions,
    /// After everything that is planned.
    Last,
}

impl QualityPlanTemplate {
    /// The section with this key.
    #[must_use]
    pub fn section(&self, key: &str) -> Option<&QualitySection> {
        self.sections.iter().find(|section| section.key == key)
    }

    /// Those that stand in a place.
    pub fn at(&self, place: QualityPlace) -> impl Iterator<Item = &QualitySection> {
        self.sections.iter().filter(move |section| section.place == place)
    }
}

impl super::model::Pack {
    /// The quality plan's template, in packs that have one.
    #[must_use]
    pub fn quality_plan(&self) -> Option<&QualityPlanTemplate> {
        self.quality_plan.as_ref()
    }
}
