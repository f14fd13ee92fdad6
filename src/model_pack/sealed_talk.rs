//! Talks between a school's leader and the one who leads them, as two people have them and nobody else reads: what is asked before, what is written together,
//! how long it is kept.
use serde::Deserialize;

use super::model::{Pack, Words};

/// A kind of talk.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedTalkTemplate {
    /// Unique in the pack.
    pub key: String,
    /// «Utviklingssamtale rektor – leiar for skule»; lower case.
    pub name: Words,
    /// What it is for, in a sentence or two.
    pub purpose: Words,
    /// Who usually leads it, in the municipality's word.
    pub led_by: Words,
    /// The kind of meeting that it comes after; `None`: after none in particular.
    #[serde(default)]
    pub after: Option<String>,
    /// How long it takes.
    pub minutes: u16,
    /// Whole years after its day that it is kept.
    pub keep_years: u8,
    /// The employer's document: it is handed over when one of the two leaves. Other talks never are.
    #[serde(default)]
    pub passes_on: bool,
    /// What does not belong in it, and where that is written instead.
    pub elsewhere: Words,
    /// What both are asked before, each for themselves; at least one.
    pub preparation: Vec<Words>,
    /// What is written together, in order; at least one.
    pub sections: Vec<SealedSection>,
}

/// A section of what is written together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedSection {
    /// Unique in the kind, the same through the years.
    pub key: String,
    /// Heading.
    pub title: Words,
    /// What to think of.
    pub help: Words,
}

impl Pack {
    /// The kind of talk with this key.
    #[must_use]
    pub fn sealed_talk(&self, key: &str) -> Option<&SealedTalkTemplate> {
        self.sealed_talks.iter().find(|kind| kind.key == key)
    }
}
