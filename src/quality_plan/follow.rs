//! What lives after a plan was adopted: how its steps go, what evaluations found, and what came of what had no money. All of it is only added to.
use time::{Date, OffsetDateTime};

use crate::ids::QualityEvaluationEntryId;
use crate::text::kroner::grouped;
use crate::text::{Lang, dates, text, text_with};
use crate::web::attached::Kind;
use crate::web::page::bytes_in_words;

/// How a step goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Somebody works on it.
    GoingOn,
    /// It is done.
    Done,
    /// It is done at another time.
    Moved,
    /// It is not done.
    Dropped,
}

impl Standing {
    /// In the order of the form.
    pub const ALL: [Self; 4] = [Self::GoingOn, Self::Done, Self::Moved, Self::Dropped];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::GoingOn => "going_on",
            Self::Done => "done",
            Self::Moved => "moved",
            Self::Dropped => "dropped",
        }
    }

    /// The one stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::GoingOn => "quality-step-going-on",
            Self::Done => "quality-step-done",
            Self::Moved => "quality-step-moved",
            Self::Dropped => "quality-step-dropped",
        }
    }

    /// Kind and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::GoingOn => ("part", "prog"),
            Self::Done => ("ok", "check"),
            Self::Moved => ("warn", "clock"),
            Self::Dropped => ("shut", "ring"),
        }
    }
}

/// What is said of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepTold {
    /// How it goes.
    pub standing: Standing,
    /// When it is done instead; empty unless it was moved.
    pub moved_to: String,
    /// In words.
    pub words: String,
}

/// What was said of a step, when and by whom.
#[derive(Debug, Clone)]
pub struct StepEntry {
    /// Which step.
    pub step: i64,
    /// What.
    pub told: StepTold,
    /// When.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
}

impl StepEntry {
    /// «Flytta til våren 2027».
    pub fn state_words(&self, lang: Lang) -> String {
        match self.told.standing {
            Standing::Moved => text_with(lang, "quality-step-moved-to", &[("when", &self.told.moved_to)]),
            standing => text(lang, standing.text_key()).into_owned(),
        }
    }
}

/// What is said of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationTold {
    /// When it was done.
    pub done_on: Date,
    /// What it found.
    pub found: String,
    /// What is changed because of it.
    pub changed: String,
}

/// The document of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laid {
    /// What it is called.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// Bytes.
    pub size: i64,
    /// It was taken away.
    pub removed: bool,
}

impl Laid {
    /// «Midtvegsrapport (PDF, 1,2 MB)».
    pub fn words(&self) -> String {
        format!("{} ({}, {})", self.title, self.kind.key().to_uppercase(), bytes_in_words(self.size))
    }
}

/// What was said of an evaluation, when and by whom.
#[derive(Debug, Clone)]
pub struct EvaluationEntry {
    /// Which.
    pub id: QualityEvaluationEntryId,
    /// Of which evaluation.
    pub evaluation: i64,
    /// What.
    pub told: EvaluationTold,
    /// Its document.
    pub laid: Option<Laid>,
    /// When.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
}

/// What came of something that had no money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All of it.
    Granted,
    /// So many kroner of it.
    Partly(i64),
    /// Nothing.
    Refused,
}

impl Outcome {
    /// As stored: its kind, and the kroner.
    pub fn columns(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Granted => ("granted", None),
            Self::Partly(kroner) => ("partly", Some(kroner)),
            Self::Refused => ("refused", None),
        }
    }

    /// The one stored so.
    pub fn of_columns(kind: &str, kroner: Option<i64>) -> Option<Self> {
        match (kind, kroner) {
            ("granted", None) => Some(Self::Granted),
            ("partly", Some(kroner)) => Some(Self::Partly(kroner)),
            ("refused", None) => Some(Self::Refused),
            _ => None,
        }
    }

    /// For people.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Granted => text(lang, "quality-outcome-granted").into_owned(),
            Self::Partly(kroner) => text_with(lang, "quality-outcome-partly-with", &[("kroner", &grouped(kroner))]),
            Self::Refused => text(lang, "quality-outcome-refused").into_owned(),
        }
    }
}

/// What came of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// What.
    pub outcome: Outcome,
    /// When that was decided.
    pub decided_on: Date,
    /// In words.
    pub words: String,
}

impl Came {
    /// «Løyvd delvis, 200 000 kr, 16.12.2026».
    pub fn in_words(&self, lang: Lang) -> String {
        format!("{}, {}", self.outcome.words(lang), dates::long(self.decided_on))
    }
}

/// All of it, the newest first.
#[derive(Debug, Clone, Default)]
pub struct Followed {
    /// Of steps.
    pub steps: Vec<StepEntry>,
    /// Of evaluations.
    pub evaluations: Vec<EvaluationEntry>,
}

impl Followed {
    /// What was said last of a step.
    pub fn step(&self, id: i64) -> Option<&StepEntry> {
        self.steps.iter().find(|entry| entry.step == id)
    }

    /// What was said of an evaluation, the newest first.
    pub fn of_evaluation(&self, id: i64) -> impl Iterator<Item = &EvaluationEntry> {
        self.evaluations.iter().filter(move |entry| entry.evaluation == id)
    }
}
