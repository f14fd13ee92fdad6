//! A template of a model pack: one self-assessment with its parts and questions, as plain data.
//!
//! See `model` for how it is read. What a school is shown of it is in `applied`.

use serde::Deserialize;

use super::model::{Scale, Source, Words};

/// How many characters a text field takes when nothing else is said.
pub const DEFAULT_MAX_CHARACTERS: usize = 4000;

/// One self-assessment.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Unique in the pack.
    pub key: String,
    /// Who answers it.
    pub respondent: Respondent,
    /// Heading.
    pub title: Words,
    /// What comes before the parts.
    pub introduction: Words,
    /// Print budget in A4 pages; `None` = no budget.
    pub print_pages: Option<u16>,
    /// Proposed when a round is opened.
    pub deadline: Deadline,
    /// The school's own work, in order.
    #[serde(default)]
    pub process: Vec<ProcessStep>,
    /// At least one.
    #[serde(default)]
    pub parts: Vec<Part>,
}

/// Who answers a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Respondent {
    /// Every public school.
    School,
    /// The municipality; all schools read it when it is delivered.
    Owner,
}

/// A day that exists in every year, in the spring of the school year looked back on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// 1–12.
    pub month: u8,
    /// 1–31, as the month allows; never 29 February.
    pub day: u8,
}

/// A step of the school's own work.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcessStep {
    /// Unique in the template's process.
    pub key: String,
    /// Heading.
    pub title: Words,
    /// What is done.
    pub text: Words,
    /// Expected time; more than 0.
    pub minutes: u16,
}

/// A part of a template: one page to work on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Unique among the parts and questions of the template; it stands in addresses.
    pub key: String,
    /// Heading.
    pub title: Words,
    /// What comes before the questions.
    pub introduction: Words,
    /// Expected time; more than 0.
    pub minutes: u16,
    /// Key of a theme of the pack.
    pub theme: Option<String>,
    /// Whether the part ends with what helps and what hinders.
    #[serde(default)]
    pub helps_hinders: bool,
    /// Which schools it is for; `None` = all.
    pub conditions: Option<Conditions>,
    /// In order; empty only in a part with `helps_hinders`.
    #[serde(default)]
    pub questions: Vec<Question>,
}

/// Which schools a part or a question is for. All that is said must hold.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditions {
    /// The school has at least one of the grades from the first to the second.
    pub grades: Option<[u8; 2]>,
    /// The school runs an SFO. Never `Some(false)`.
    pub sfo: Option<bool>,
}

/// What a question is answered with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// A level of the scale.
    Judgement,
    /// Words.
    Text,
    /// Both.
    Both,
}

impl AnswerKind {
    /// Whether a level is chosen.
    #[must_use]
    pub const fn has_judgement(self) -> bool {
        matches!(self, Self::Judgement | Self::Both)
    }

    /// Whether words are written.
    #[must_use]
    pub const fn has_text(self) -> bool {
        matches!(self, Self::Text | Self::Both)
    }
}

/// A question.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Unique among the parts and questions of the template, and the same through the years.
    pub key: String,
    /// The question itself.
    pub title: Words,
    /// Beside the field.
    pub help: Words,
    /// Sentence openings.
    #[serde(default)]
    pub frame: Vec<Words>,
    /// What it is answered with.
    pub answer: AnswerKind,
    /// As written in the file: the key of [`Self::scale`].
    #[serde(rename = "scale")]
    pub scale_key: Option<String>,
    /// As written in the file: the keys of [`Self::sources`].
    #[serde(rename = "sources", default)]
    pub source_keys: Vec<String>,
    /// The scale itself, there exactly when the answer has a judgement. `parse` puts it in place, so that a template can be used without its
    /// pack at hand.
    #[serde(skip)]
    pub scale: Option<Scale>,
    /// The sources themselves, in the order of [`Self::source_keys`]. `parse` puts them in place.
    #[serde(skip)]
    pub sources: Vec<Source>,
    /// Signs of good practice.
    #[serde(default)]
    pub signs: Vec<Sign>,
    /// Help to work with the question.
    #[serde(default)]
    pub tools: Vec<Tool>,
    /// Asked and answered.
    #[serde(default)]
    pub faq: Vec<Faq>,
    /// Keys of the indicator catalogue that stand beside.
    #[serde(default)]
    pub indicators: Vec<String>,
    /// What the question covers.
    #[serde(default)]
    pub topics: Vec<String>,
    /// 1–20 000.
    #[serde(default = "default_max_characters")]
    pub max_characters: usize,
    /// Asked for before delivery.
    #[serde(default = "yes")]
    pub required: bool,
    /// Which schools it is for; `None` = all.
    pub conditions: Option<Conditions>,
}

const fn default_max_characters() -> usize {
    DEFAULT_MAX_CHARACTERS
}

const fn yes() -> bool {
    true
}

/// A sign of good practice.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sign {
    /// Unique in the question.
    pub key: String,
    /// The sign.
    pub text: Words,
    /// Help that belongs to it.
    #[serde(default)]
    pub tools: Vec<Tool>,
    /// Asked and answered about it.
    #[serde(default)]
    pub faq: Vec<Faq>,
}

/// Something to work with.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Heading.
    pub title: Words,
    /// How.
    pub text: Words,
}

/// A question that is often asked, with its answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faq {
    /// Asked.
    pub question: Words,
    /// Answered.
    pub answer: Words,
}

impl Template {
    /// The part with this key.
    #[must_use]
    pub fn part(&self, key: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.key == key)
    }

    /// The question with this key, and the part it stands in.
    #[must_use]
    pub fn question(&self, key: &str) -> Option<(&Part, &Question)> {
        self.questions().find(|(_, question)| question.key == key)
    }

    /// Every question with its part, in order.
    pub fn questions(&self) -> impl Iterator<Item = (&Part, &Question)> {
        self.parts.iter().flat_map(|part| part.questions.iter().map(move |question| (part, question)))
    }
}
