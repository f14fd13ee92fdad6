//! Why a workbook is not read, said to the person who chose it.
use serde::{Deserialize, Serialize};

use super::limits;
use crate::text::{Lang, text, text_with};

/// Why a file was refused. It goes between processes, and [`Refusal::text`] says it to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// More bytes than [`limits::FILE`].
    #[error("the file is too large")]
    TooLarge,
    /// No bytes.
    #[error("the file is empty")]
    NoBytes,
    /// The format of Excel before 2007 (.xls).
    #[error("an .xls file")]
    OldFormat,
    /// Protected with a password.
    #[error("the file is encrypted")]
    Protected,
    /// The format of `LibreOffice`.
    #[error("an OpenDocument file")]
    OpenDocument,
    /// Excel's binary format (.xlsb).
    #[error("an .xlsb file")]
    BinaryWorkbook,
    /// A PDF.
    #[error("a PDF")]
    Pdf,
    /// A picture.
    #[error("a picture")]
    Picture,
    /// Text, such as a CSV file with a workbook's name.
    #[error("a text file")]
    PlainText,
    /// Something else.
    #[error("no workbook")]
    NotAWorkbook,
    /// Cut short, or not what it says it is.
    #[error("the file is damaged")]
    Damaged,
    /// More than [`limits::PARTS`] files inside.
    #[error("too many parts")]
    TooManyParts,
    /// More than [`limits::UNPACKED`] bytes inside, or packed as only a bomb is.
    #[error("it unpacks to too much")]
    UnpacksTooLarge,
    /// A part is larger than the file says, or another than its check sum.
    #[error("a part is not what the file declares")]
    NotAsDeclared,
    /// A packed file inside.
    #[error("an archive inside")]
    NestedArchive,
    /// Macros inside.
    #[error("macros")]
    Macros,
    /// A part that no workbook has: a symbolic link, a path out of the file, an unknown packing.
    #[error("a part that no workbook has")]
    UnsafePart,
    /// Declares entities, which no spreadsheet program writes.
    #[error("a document type or an entity")]
    Entities,
    /// A formula. The figure would be somebody's computation and not its source's.
    #[error("a formula in {sheet}!{cell}")]
    Formula {
        /// Name of the sheet.
        sheet: String,
        /// The cell, as `B7`.
        cell: String,
    },
    /// Something far outside the table.
    #[error("a filled cell far out: {sheet}!{cell}")]
    FarCell {
        /// Name of the sheet.
        sheet: String,
        /// The cell, as `XFD1048576`.
        cell: String,
    },
    /// More than [`limits::SHEETS`] sheets.
    #[error("too many sheets")]
    TooManySheets,
    /// More than [`limits::CELLS`] cells.
    #[error("too many cells")]
    TooManyCells,
    /// More than [`limits::STYLES`] cell formats.
    #[error("too many styles")]
    TooManyStyles,
    /// More text than [`limits::TEXT`] or [`limits::SHARED_TEXT`].
    #[error("too much text")]
    TooMuchText,
    /// Reading it took more memory or time than a workbook may.
    #[error("it takes too much memory or time")]
    TooHeavy,
    /// Others' files are being read.
    #[error("too many workbooks at once")]
    Busy,
    /// The reading process did not start or did not answer. No fault of the file's.
    #[error("the reader failed")]
    ReaderFailed,
}

impl Refusal {
    /// The key of the text that says it.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::TooLarge => "import-refused-too-large",
            Self::NoBytes => "import-refused-no-bytes",
            Self::OldFormat => "import-refused-old-format",
            Self::Protected => "import-refused-protected",
            Self::OpenDocument => "import-refused-open-document",
            Self::BinaryWorkbook => "import-refused-binary-workbook",
            Self::Pdf => "import-refused-pdf",
            Self::Picture => "import-refused-picture",
            Self::PlainText => "import-refused-plain-text",
            Self::NotAWorkbook => "import-refused-not-a-workbook",
            Self::Damaged => "import-refused-damaged",
            Self::TooManyParts => "import-refused-too-many-parts",
            Self::UnpacksTooLarge => "import-refused-unpacks-too-large",
            Self::NotAsDeclared => "import-refused-not-as-declared",
            Self::NestedArchive => "import-refused-nested-archive",
            Self::Macros => "import-refused-macros",
            Self::UnsafePart => "import-refused-unsafe-part",
            Self::Entities => "import-refused-entities",
            Self::Formula { .. } => "import-refused-formula",
            Self::FarCell { .. } => "import-refused-far-cell",
            Self::TooManySheets => "import-refused-too-many-sheets",
            Self::TooManyCells => "import-refused-too-many-cells",
            Self::TooManyStyles => "import-refused-too-many-styles",
            Self::TooMuchText => "import-refused-too-much-text",
            Self::TooHeavy => "import-refused-too-heavy",
            Self::Busy => "import-refused-busy",
            Self::ReaderFailed => "import-refused-reader-failed",
        }
    }

    /// What is wrong and what to do, in the person's written form.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::TooLarge => text_with(lang, self.key(), &[("megabytes", &(limits::FILE / 1024 / 1024))]),
            Self::TooManySheets => text_with(lang, self.key(), &[("limit", &limits::SHEETS)]),
            Self::Formula { sheet, cell } | Self::FarCell { sheet, cell } => {
                text_with(lang, self.key(), &[("sheet", sheet), ("cell", cell)])
            }
            _ => text(lang, self.key()).into_owned(),
        }
    }
}
