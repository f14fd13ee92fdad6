//! What a model pack holds, as plain data: the shape that `docs/model-pack.md` describes.
//!
//! The types are read straight from TOML; every key that they do not know is refused there. What serde cannot see (references, duplicates,
//! ranges) is checked in `check`, and only [`super::parse`] hands out a [`Pack`], so that whoever holds one can rely on it.

use serde::{Deserialize, Serialize};

use super::between_meetings::BetweenMeetingsTemplate;
use super::dialogue::{Dialogue, Period, Segment};
use super::handover::HandoverTemplate;
use super::indicator_set::IndicatorSet;
use super::plan::PlanTemplate;
use super::quality_plan::QualityPlanTemplate;
use super::report::ReportTemplate;
use super::sealed_talk::SealedTalkTemplate;
use super::spot_check::SpotCheckTemplate;
use super::support::{FollowUpTemplate, SupportTemplate};
use super::template::Template;
use super::voices::VoicesTemplate;
use super::written_agreement::WrittenAgreementTemplate;
use crate::text::Lang;

/// A text in both languages; neither is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Bokmål.
    pub nb: String,
    /// Nynorsk.
    pub nn: String,
}

impl Words {
    /// The text in one of the languages.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Nb => &self.nb,
            Lang::Nn => &self.nn,
        }
    }
}

/// A municipality's way of working.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Always 1; the format of the file.
    pub format: u32,
    /// The pack's name in commands and rows.
    pub key: String,
    /// From 1; a changed pack gets a higher one.
    pub version: u32,
    /// What a municipality that starts from the pack shows first.
    pub language: Lang,
    /// The pack's name for people.
    pub name: Words,
    /// For whom it is and what the year looks like.
    pub description: Words,
    /// Words that differ between municipalities.
    pub terms: Terms,
    /// What a member of a development group can be.
    #[serde(default)]
    pub functions: Vec<Function>,
    /// Described steps for judgements.
    #[serde(default)]
    pub scales: Vec<Scale>,
    /// What a judgement can be built on.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Pages that are read in full.
    #[serde(default)]
    pub themes: Vec<Theme>,
    /// Which indicators the municipality looks at, and in what order.
    #[serde(default)]
    pub indicator_sets: Vec<IndicatorSet>,
    /// The self-assessments; at least one.
    #[serde(default)]
    pub templates: Vec<Template>,
    /// The kinds of meeting that owner and schools have.
    #[serde(default)]
    pub dialogues: Vec<Dialogue>,
    /// The year, in order.
    #[serde(default)]
    pub wheel: Vec<Segment>,
    /// What lasts longer than a school year, in order.
    #[serde(default)]
    pub periods: Vec<Period>,
    /// The yearly report to the council; `None`: the municipality makes it elsewhere.
    #[serde(default)]
    pub report: Option<ReportTemplate>,
    /// The plan that each school makes for its development; `None`: they make it elsewhere.
    #[serde(default)]
    pub plan: Option<PlanTemplate>,
    /// The municipality's quality plan; `None`: it makes it elsewhere.
    #[serde(default)]
    pub quality_plan: Option<QualityPlanTemplate>,
    /// The talks that a school's leader has with the one who leads them.
    #[serde(default)]
    pub sealed_talks: Vec<SealedTalkTemplate>,
    /// The rounds in which people without an account answer.
    #[serde(default)]
    pub voices: Vec<VoicesTemplate>,
    /// The spot checks that kinds of meetings have.
    #[serde(default)]
    pub spot_checks: Vec<SpotCheckTemplate>,
    /// What is written when a critical area is found at a school; `None`: it is written elsewhere.
    #[serde(default)]
    pub written_agreement: Option<WrittenAgreementTemplate>,
    /// What schools work on between two meetings.
    #[serde(default)]
    pub between_meetings: Vec<BetweenMeetingsTemplate>,
    /// What there is to do when somebody takes over a school or an area; `None`: that is done elsewhere.
    #[serde(default)]
    pub handover: Option<HandoverTemplate>,
    /// What a school can ask those who follow it up for; `None`: it asks elsewhere.
    #[serde(default)]
    pub support: Option<SupportTemplate>,
    /// How schools are given more or less follow-up; `None`: no school is judged so.
    #[serde(default)]
    pub follow_up: Option<FollowUpTemplate>,
}

/// Words that differ between municipalities, lower case.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// Indefinite singular.
    pub self_assessment: Words,
    /// Definite singular.
    pub self_assessment_definite: Words,
    /// Who owns the schools.
    pub owner: Words,
    /// The elected council.
    pub council: Words,
    /// The group at the school that writes.
    pub development_group: Words,
    /// A group of schools; `None` in a municipality without areas, and then no page shows the word.
    pub area: Option<Words>,
    /// Who leads an area; there exactly when `area` is.
    pub area_leader: Option<Words>,
}

/// What a member of the development group is. Access follows the capabilities, never the name.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Function {
    /// Unique in the pack.
    pub key: String,
    /// For people.
    pub name: Words,
    /// Where the function is held.
    pub level: Level,
    /// What it opens for; empty = reads only what is shown to it.
    pub capabilities: Vec<FunctionCapability>,
}

/// Where a function is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// At one school.
    School,
    /// In the municipality.
    Municipality,
}

/// What a function opens for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FunctionCapability {
    /// Reads a self-assessment before it is delivered.
    ReadDraft,
    /// Writes in it.
    WriteDraft,
}

/// Described steps that a judgement chooses between.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Unique in the pack.
    pub key: String,
    /// Two to six, with the values 1, 2, 3 … in order.
    pub levels: Vec<ScaleLevel>,
}

impl Scale {
    /// The level with this value.
    #[must_use]
    pub fn level(&self, value: u8) -> Option<&ScaleLevel> {
        self.levels.iter().find(|level| level.value == value)
    }
}

/// One step of a scale.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleLevel {
    /// What is stored.
    pub value: u8,
    /// What is chosen.
    pub name: Words,
    /// What it means.
    pub description: Words,
}

/// What a judgement can be built on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Unique in the pack.
    pub key: String,
    /// For people.
    pub name: Words,
}

/// A page that is read in full.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Unique in the pack.
    pub key: String,
    /// Heading.
    pub title: Words,
    /// Paragraphs parted by an empty line; `- ` at the start of a line makes a list.
    pub text: Words,
}

impl Pack {
    /// The template with this key.
    #[must_use]
    pub fn template(&self, key: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.key == key)
    }

    /// The scale with this key.
    #[must_use]
    pub fn scale(&self, key: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.key == key)
    }

    /// The source with this key.
    #[must_use]
    pub fn source(&self, key: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == key)
    }

    /// The theme with this key.
    #[must_use]
    pub fn theme(&self, key: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.key == key)
    }

    /// The function with this key.
    #[must_use]
    pub fn function(&self, key: &str) -> Option<&Function> {
        self.functions.iter().find(|function| function.key == key)
    }
}
