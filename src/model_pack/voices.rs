//! Rounds in which people without an account answer: pupils, parents, staff. Whom they ask, about what, and how many must have answered before a spread is shown.
use serde::{Deserialize, Serialize};

use super::model::{Pack, Words};

/// A kind of round.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoicesTemplate {
    /// Unique in the pack.
    pub key: String,
    /// «Elevane om skulen».
    pub name: Words,
    /// Whom it asks: «elevar»; lower case.
    pub who: Words,
    /// What those who answer read first, in their own words: what it is for and who reads what.
    pub intro: Words,
    /// How many must have answered before a spread is shown: 3 to 20.
    #[serde(default = "five")]
    pub smallest: u8,
    /// How many days the code holds.
    pub days: u8,
    /// What can be chosen, where a theme has no choices of its own.
    pub choices: Vec<VoiceChoice>,
    /// One at a time, in order.
    pub themes: Vec<VoiceTheme>,
}

/// A theme of a round.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoiceTheme {
    /// Unique in the kind.
    pub key: String,
    /// What is asked, in a sentence.
    pub question: Words,
    /// A word that helps; `None`: the question is enough.
    #[serde(default)]
    pub help: Option<Words>,
    /// Its own choices; empty: those of the kind.
    #[serde(default)]
    pub choices: Vec<VoiceChoice>,
}

/// What somebody can choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoiceChoice {
    /// Unique among the choices.
    pub key: String,
    /// In words.
    pub text: Words,
}

fn five() -> u8 {
    5
}

impl VoicesTemplate {
    /// What can be chosen of a theme.
    #[must_use]
    pub fn choices_of<'a>(&'a self, theme: &'a VoiceTheme) -> &'a [VoiceChoice] {
        if theme.choices.is_empty() { &self.choices } else { &theme.choices }
    }
}

impl Pack {
    /// The kind of round with this key.
    #[must_use]
    pub fn voices_kind(&self, key: &str) -> Option<&VoicesTemplate> {
        self.voices.iter().find(|kind| kind.key == key)
    }
}
