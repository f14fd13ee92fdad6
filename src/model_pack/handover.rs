//! What there is to do when somebody takes over a school or an area: lists to tick, talks with a mentor, who that usually is.
use serde::Deserialize;

use super::model::Words;

/// The lists.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandoverTemplate {
    /// What it is for, in a sentence or two.
    pub purpose: Words,
    /// Who usually is mentor, in a sentence.
    pub mentor: Words,
    /// The talks of mentor and successor, in order.
    pub talks: Vec<MentorTalk>,
    /// What the successor does in the first months, in order.
    pub start: Vec<HandoverEntry>,
    /// What is done before the leaver goes, in order.
    pub exit: Vec<HandoverEntry>,
}

/// A talk of mentor and successor.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MentorTalk {
    /// Unique in the pack, the same through the years.
    pub key: String,
    /// «Samtale etter 30 dagar».
    pub name: Words,
    /// So many days after the change.
    pub day: i16,
}

/// Something to do and tick.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandoverEntry {
    /// Unique in its list, the same through the years.
    pub key: String,
    /// What.
    pub text: Words,
    /// By so many days after the change; less than zero: before it.
    pub day: i16,
    /// Only when this is what changes hands; `None`: always.
    #[serde(default)]
    pub only: Option<HandedOver>,
}

/// What changes hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandedOver {
    /// A school.
    School,
    /// An area.
    Area,
}

impl HandoverTemplate {
    /// The talk with this key.
    #[must_use]
    pub fn talk(&self, key: &str) -> Option<&MentorTalk> {
        self.talks.iter().find(|talk| talk.key == key)
    }
}

/// Those of a list that are for what changes hands.
pub fn entries_for(list: &[HandoverEntry], what: HandedOver) -> impl Iterator<Item = &HandoverEntry> {
    list.iter().filter(move |entry| entry.only.is_none_or(|only| only == what))
}
