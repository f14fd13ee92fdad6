//! What a school can ask those who follow it up for, and how schools are given more or less follow-up: by criteria that are written beforehand, in levels that have
//! names and no numbers.
use serde::Deserialize;

use super::model::Words;

/// What a school can ask for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportTemplate {
    /// What it is for, in a sentence or two.
    pub purpose: Words,
    /// What does not belong in it, and where that is written instead.
    pub elsewhere: Words,
    /// Within how many days an answer is wished for, when nobody says otherwise.
    pub answer_days: u8,
    /// The kinds of help, in order; at least one.
    pub kinds: Vec<SupportKind>,
}

/// A kind of help.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupportKind {
    /// Unique among the kinds, the same through the years.
    pub key: String,
    /// «Jurist».
    pub name: Words,
    /// What it helps with.
    pub help: Words,
}

/// How schools are given more or less follow-up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUpTemplate {
    /// What it is for, and what it is not, in a sentence or two.
    pub purpose: Words,
    /// The levels; at least two. Their order is the one they are chosen in, and nothing else.
    pub levels: Vec<FollowUpLevel>,
    /// Criteria to begin with, that the municipality makes its own every school year.
    #[serde(default)]
    pub criteria: Vec<StartingCriterion>,
}

/// A level of follow-up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUpLevel {
    /// Unique among the levels, the same through the years.
    pub key: String,
    /// «Utvida oppfølging».
    pub name: Words,
    /// What the school gets.
    pub help: Words,
}

/// A criterion to begin with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StartingCriterion {
    /// Unique among the criteria.
    pub key: String,
    /// «Ny leiing».
    pub name: Words,
    /// When it is met.
    pub words: Words,
}

impl SupportTemplate {
    /// The kind with this key.
    #[must_use]
    pub fn kind(&self, key: &str) -> Option<&SupportKind> {
        self.kinds.iter().find(|kind| kind.key == key)
    }
}

impl FollowUpTemplate {
    /// The level with this key.
    #[must_use]
    pub fn level(&self, key: &str) -> Option<&FollowUpLevel> {
        self.levels.iter().find(|level| level.key == key)
    }
}
