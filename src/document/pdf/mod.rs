//! PDF for people to read and to keep: tagged for screen readers (PDF/UA-1) and for archives (PDF/A-2a), set by Typst from a [`Template`] and JSON.
//!
//! What people have written comes to Typst as JSON strings and is never part of its source. A template draws with `templates/house.typ`, which has the page,
//! its header and footer, and the kinds of text. Typesetting runs in a process of its own, one at a time ([`PdfMaker`], [`child`]): whatever it takes is
//! given back when it ends. Nothing is stored; a document is made when somebody asks for it, from what they may read then.
mod characters;
pub mod child;
mod maker;
mod report;
mod typeset;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

pub(super) use characters::has_words;
pub use maker::{NotMade, PdfMaker};
pub use report::pdf;

use crate::confined::Limits;
use crate::text::Lang;

/// What a process that makes a PDF may use.
pub const PROCESS: Limits = Limits { memory: 1024 * 1024 * 1024, cpu_seconds: 20 };
/// The most bytes that it is given.
const LONGEST_ORDER: usize = 8 * 1024 * 1024;
/// The most bytes of a document.
const LONGEST_ANSWER: u64 = 32 * 1024 * 1024;

/// How a document is set: a file in `templates/`, and what its JSON must hold stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// The agenda of a meeting.
    Agenda,
    /// Approved minutes.
    Minutes,
    /// What one meeting, or several, are prepared from.
    Folder,
    /// A [`Document`](crate::document::content::Document): ask for it with [`pdf`].
    Report,
    /// A written agreement.
    Written,
    /// What is handed over to whoever leads next.
    Handover,
}

impl Template {
    /// Its source.
    fn source(self) -> &'static str {
        match self {
            Self::Agenda => include_str!("../templates/agenda.typ"),
            Self::Minutes => include_str!("../templates/minutes.typ"),
            Self::Folder => include_str!("../templates/folder.typ"),
            Self::Report => include_str!("../templates/report.typ"),
            Self::Written => include_str!("../templates/written.typ"),
            Self::Handover => include_str!("../templates/handover.typ"),
        }
    }
}

/// What every document says of itself.
#[derive(Debug, Clone)]
pub struct Meta {
    /// Its title.
    pub title: String,
    /// The written form of its texts.
    pub lang: Lang,
    /// Whose it is: name of the municipality.
    pub municipality: String,
    /// When it was made.
    pub made_at: OffsetDateTime,
}

/// What the process is told.
#[derive(Debug, Serialize, Deserialize)]
struct Order<D> {
    template: Template,
    meta: Said,
    data: D,
}

/// [`Meta`] in words.
#[derive(Debug, Serialize, Deserialize)]
struct Said {
    title: String,
    /// `nb` or `nn`.
    lang: String,
    municipality: String,
    /// `15. mars 2027`.
    date: String,
    /// «Side {page} av {pages}».
    page_of: String,
    /// Seconds since 1970.
    made_at: i64,
}
