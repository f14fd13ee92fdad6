//! The words of a DOCX from outside, read so that a hostile one hurts nobody. Nothing of the file is opened in the process that serves pages: a child with capped
//! memory and time ([`child`]) unpacks what it needs, counts every byte itself, knows no document types and follows nothing. Its answer is capped, too.
pub mod child;
mod reader;
mod text;

use serde::{Deserialize, Serialize};

pub use reader::DocxReader;
pub(super) use text::lines;

/// What a file may be.
pub mod limits {
    use crate::confined::Limits;

    /// Bytes of the file, pictures included.
    pub const FILE: usize = 20 * 1024 * 1024;
    /// Bytes of the text's part, unpacked.
    pub const UNPACKED: u64 = 32 * 1024 * 1024;
    /// Paragraphs and rows.
    pub const LINES: usize = 50_000;
    /// Bytes of all words.
    pub const TEXT: usize = 4 * 1024 * 1024;
    /// Memory and computing of the reading process.
    pub const PROCESS: Limits = Limits { memory: 512 * 1024 * 1024, cpu_seconds: 10 };
    /// Bytes that the reading process may answer: the words, quoted.
    pub const ANSWER: u64 = 12 * 1024 * 1024;
}

/// A line of a text: what people see between two breaks, blank space gathered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// A paragraph with words in it.
    Paragraph {
        /// Whether it is a heading.
        heading: bool,
        /// The words.
        text: String,
    },
    /// A row of a table.
    Row {
        /// The words of each cell.
        cells: Vec<String>,
    },
}

/// Why a file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// More bytes than [`limits::FILE`].
    #[error("the file is too large")]
    TooLarge,
    /// Something else, or one with a password.
    #[error("the file is no DOCX")]
    NotADocx,
    /// It begins as one and is none.
    #[error("the file is damaged")]
    Damaged,
    /// It unpacks to more than a text is, or takes too long.
    #[error("the file holds too much")]
    TooHeavy,
    /// Others' files took too long.
    #[error("too many files at once")]
    Busy,
    /// The reading process did not answer.
    #[error("the file could not be read")]
    Failed,
}

impl Refusal {
    /// The key of what people are told.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::TooLarge => "document-docx-too-large",
            Self::NotADocx => "document-docx-other",
            Self::Damaged => "document-docx-damaged",
            Self::TooHeavy => "document-docx-too-heavy",
            Self::Busy | Self::Failed => "document-docx-not-now",
        }
    }
}
