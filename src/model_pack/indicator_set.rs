//! The indicators that a municipality looks at, in its own order and under its own headings.

use serde::{Deserialize, Serialize};

use super::model::{Pack, Words};

/// A municipality's choice among the catalogue's indicators for one purpose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorSet {
    /// Unique in the pack.
    pub key: String,
    /// For people.
    pub name: Words,
    /// What it is looked at for, in a sentence or two.
    pub purpose: Words,
    /// At least one.
    pub groups: Vec<IndicatorGroup>,
}

/// Indicators under one heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorGroup {
    /// Unique in the set.
    pub key: String,
    /// The heading.
    pub name: Words,
    /// In the order in which they are shown; at least one.
    pub members: Vec<IndicatorMember>,
}

/// An indicator of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorMember {
    /// A key of the catalogue, once in the set.
    pub indicator: String,
    /// The first and the last of the grades looked at, of an indicator broken down by grade; `None` for all of them.
    #[serde(default)]
    pub grades: Option<[u8; 2]>,
}

impl IndicatorSet {
    /// All its members, in order.
    pub fn members(&self) -> impl Iterator<Item = &IndicatorMember> {
        self.groups.iter().flat_map(|group| &group.members)
    }
}

impl Pack {
    /// The indicator set with this key.
    #[must_use]
    pub fn indicator_set(&self, key: &str) -> Option<&IndicatorSet> {
        self.indicator_sets.iter().find(|set| set.key == key)
    }
}
