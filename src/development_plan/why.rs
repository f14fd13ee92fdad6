//! What an action came from: a figure, an answer of the self-assessment, a story, a promise, a chain. The link is stored with the words it had when it was
//! chosen; a figure is copied, and is what the action is held against later.
use time::OffsetDateTime;

use crate::ids::{PlanWhyId, SchoolId};
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::copied::{self, CopiedFigure};
use crate::text::{Lang, text_with};
use crate::web::page::capital;

/// The most characters of what is expected.
pub const LONGEST_EXPECTED: usize = 400;
/// The most characters of the words of a link.
pub const LONGEST_WORDS: usize = 400;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $stored:literal, $key:literal);+ $(;)?) => {
        /// What something can come from.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Kind { $($(#[$doc])* $name),+ }

        impl Kind {
            /// In the order they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As stored and sent.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $stored),+ }
            }

            /// What is stored or sent as `key`.
            pub fn parse(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.key() == key)
            }

            /// Key of its name.
            pub fn text_key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }
        }
    };
}

kinds! {
    /// A figure of the school.
    Figure = "figure", "plan-why-figure";
    /// An answer of a delivered self-assessment.
    Answer = "answer", "plan-why-answer";
    /// A story.
    Story = "story", "plan-why-story";
    /// A promise given in a meeting.
    Agreement = "agreement", "plan-why-agreement";
    /// A chain from a figure to action.
    Chain = "chain", "plan-why-chain";
}

impl Kind {
    /// Where a source with a page of its own is read.
    pub fn href(self, id: i64) -> String {
        match self {
            Self::Story => format!("/forteljingar/{id}"),
            Self::Agreement => format!("/avtalar/{id}"),
            Self::Chain => format!("/kjeder/{id}"),
            Self::Figure | Self::Answer => String::new(),
        }
    }
}

/// What an action came from.
#[derive(Debug, Clone)]
pub struct Why {
    /// Which link.
    pub id: PlanWhyId,
    /// What kind of source.
    pub kind: Kind,
    /// The id of the source; `None` of a figure.
    pub target: Option<i64>,
    /// Key of the indicator; of an answer where it is read.
    pub key: String,
    /// The grade of a figure that is broken down by it.
    pub grade: Option<u8>,
    /// The figure as it was.
    pub figure: Option<CopiedFigure>,
    /// What it was when it was chosen.
    pub words: String,
    /// What is expected of the figure.
    pub expected: String,
    /// When it was chosen, and by whom.
    pub added: (OffsetDateTime, String),
}

impl Why {
    /// The indicator of a figure.
    pub fn indicator(&self) -> Option<&'static Indicator> {
        catalogue().get(&self.key).filter(|_| self.kind == Kind::Figure)
    }

    /// Where the source is read.
    pub fn href(&self, school: SchoolId) -> String {
        let id = self.target.unwrap_or_default();
        match self.kind {
            Kind::Figure => format!("/skoler/{school}/indikatorer"),
            Kind::Answer => self.key.clone(),
            kind => kind.href(id),
        }
    }
}

/// «Trivsel, 7. steg: 4,2 i 2026-27».
pub fn figure_words(indicator: &Indicator, grade: Option<u8>, figure: &CopiedFigure, lang: Lang) -> String {
    let name = capital(&copied::name(indicator, grade, lang));
    let value = figure.words(indicator, lang);
    text_with(lang, "plan-why-figure-words", &[("name", &name), ("value", &value), ("year", &figure.year.to_string())])
}
