//! What a school works on between two meetings: the usual steps, who takes part in each, and what comes out of it.
use serde::Deserialize;

use super::model::{Pack, Words};

/// A kind of work between two meetings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BetweenMeetingsTemplate {
    /// Unique in the pack, the same through the years.
    pub key: String,
    /// «mellomarbeid»; lower case.
    pub name: Words,
    /// What it is for, in a sentence or two.
    pub purpose: Words,
    /// Key of the kind of meeting that it comes from.
    pub from: String,
    /// Key of the kind of meeting that it goes to; `None`: to none in particular.
    #[serde(default)]
    pub to: Option<String>,
    /// What comes out of it.
    pub product: Product,
    /// What that is called: «utviklingsplanen»; lower case. It is the one thing the owner reads of it before it is delivered.
    pub product_name: Words,
    /// Weeks after the first meeting when the product is to be there, 1–52.
    pub weeks: u8,
    /// The usual steps, in order; at least one. A school changes them as it likes.
    pub steps: Vec<UsualStep>,
}

/// What comes out of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Product {
    /// The school's development plan.
    DevelopmentPlan,
    /// Something that is told in words, or stands behind a link.
    Words,
}

/// A usual step.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UsualStep {
    /// What is done, in a sentence.
    pub what: Words,
    /// Keys of the functions that take part.
    #[serde(default)]
    pub who: Vec<String>,
    /// Weeks after the first meeting, 0–52.
    pub weeks: u8,
}

impl Pack {
    /// The kind of work with this key.
    #[must_use]
    pub fn between(&self, key: &str) -> Option<&BetweenMeetingsTemplate> {
        self.between_meetings.iter().find(|kind| kind.key == key)
    }
}
