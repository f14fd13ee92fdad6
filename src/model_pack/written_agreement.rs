//! What owner and rektor write and sign when a critical area is found at a school: which areas there are, how long it is kept, how a demand to see it is answered.
use serde::Deserialize;

use super::model::{Pack, Words};

/// The kind of agreement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenAgreementTemplate {
    /// «Skriftleg avtale om oppfølging»; lower case.
    pub name: Words,
    /// What it is for, in a sentence or two.
    pub purpose: Words,
    /// The kind of meeting that it usually comes after; `None`: after none in particular.
    #[serde(default)]
    pub after: Option<String>,
    /// Whole years after its end that it is kept.
    pub keep_years: u8,
    /// What does not belong in it, and where that is written instead.
    pub elsewhere: Words,
    /// How the municipality answers when somebody asks to see it; dated, as the law changes.
    pub legal: Words,
    /// What can be critical, in order; at least one.
    pub areas: Vec<CriticalArea>,
}

/// Something that can be critical at a school.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriticalArea {
    /// Unique in the pack, the same through the years.
    pub key: String,
    /// «Læringsmiljø».
    pub name: Words,
    /// What it is about.
    pub help: Words,
}

impl WrittenAgreementTemplate {
    /// The area with this key.
    #[must_use]
    pub fn area(&self, key: &str) -> Option<&CriticalArea> {
        self.areas.iter().find(|area| area.key == key)
    }
}

impl Pack {
    /// What the kind of meeting is called that it usually comes after.
    #[must_use]
    pub fn before_written_agreement(&self) -> Option<&Words> {
        let key = self.written_agreement.as_ref()?.after.as_deref()?;
        self.dialogue(key).map(|dialogue| &dialogue.name)
    }
}
