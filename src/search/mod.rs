//! Search in everything that the actor may read (docs/search.md). Each slice looks through its own tables, through the rules of its own pages, and gives what
//! it found as [`Found`]; here the words are read, and what was found is put in order and shown.
mod gather;
mod limit;
mod pages;
mod passages;
mod queries;
mod words;

use time::OffsetDateTime;

use crate::calendar::first_of_school_year;
use crate::ids::SchoolId;
use crate::text::dates;
use crate::web::routes::Routes;

pub use limit::Searching;
pub use passages::{Depth, passages};

/// The most that is taken from each kind, the newest first.
pub const MOST: i64 = 40;

/// What is searched in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Answers of self-assessments.
    Assessment,
    /// Forteljingar.
    Story,
    /// Minutes of meetings.
    Minutes,
    /// What was agreed.
    Agreement,
    /// Development plans.
    Plan,
    /// The municipality's quality plan.
    QualityPlan,
    /// Chains from figures to action.
    Chain,
    /// The report to the council, as it was sent.
    Report,
}

impl Kind {
    /// In the order of the filter.
    pub const ALL: [Self; 8] =
        [Self::Assessment, Self::Story, Self::Minutes, Self::Agreement, Self::Plan, Self::QualityPlan, Self::Chain, Self::Report];

    /// In an address.
    pub fn key(self) -> &'static str {
        match self {
            Self::Assessment => "vurdering",
            Self::Story => "forteljing",
            Self::Minutes => "referat",
            Self::Agreement => "avtale",
            Self::Plan => "plan",
            Self::QualityPlan => "kvalitetsplan",
            Self::Chain => "kjede",
            Self::Report => "rapport",
        }
    }

    /// The kind in an address.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Assessment => "search-kind-assessment",
            Self::Story => "search-kind-story",
            Self::Minutes => "search-kind-minutes",
            Self::Agreement => "search-kind-agreement",
            Self::Plan => "search-kind-plan",
            Self::QualityPlan => "search-kind-quality-plan",
            Self::Chain => "search-kind-chain",
            Self::Report => "search-kind-report",
        }
    }
}

/// What is looked for, as slices take it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// A `tsquery` in its written form.
    pub query: String,
    /// Of this school alone.
    pub school: Option<SchoolId>,
    /// Of this school year alone, by the year it starts.
    pub year: Option<i32>,
}

impl Asked {
    /// The first and the last moment of the school year, for what has a time and no year.
    pub fn span(&self) -> (Option<OffsetDateTime>, Option<OffsetDateTime>) {
        let start = |year: i32| first_of_school_year(year).and_then(|day| dates::moment_of(day, 0, 0));
        (self.year.and_then(start), self.year.and_then(|year| start(year + 1)))
    }
}

/// Something that was found, and that the actor reads.
#[derive(Debug, Clone)]
pub struct Found {
    /// Its kind.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// The school or the area; empty where it is the municipality's.
    pub place: String,
    /// The school year, for people; may be empty.
    pub year: String,
    /// Where it is not the last word: that it is a draft, how it stands.
    pub state: Option<String>,
    /// From when it is.
    pub at: OffsetDateTime,
    /// How well it fits.
    pub rank: f32,
    /// Its texts in the order they are read; the one that fits best is shown.
    pub passages: Vec<Passage>,
}

/// A text with a place of its own.
#[derive(Debug, Clone)]
pub struct Passage {
    /// What stands over it; empty where the title says it.
    pub heading: String,
    /// The words.
    pub text: String,
    /// Where it is read.
    pub href: String,
}

/// The pages of this slice.
pub fn router() -> Routes {
    pages::routes()
}
