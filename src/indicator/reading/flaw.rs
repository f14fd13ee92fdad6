//! What is told of a file beside its values: why it was refused, what was passed over, what is wrong, what is hard to believe.
use serde::Serialize;

use super::super::Amount;
use super::word::Outside;

/// The most rows of a table.
pub const MAX_ROWS: usize = 200_000;
/// The most columns of a table.
pub const MAX_COLUMNS: usize = 2_000;
/// The most cells of a file. A national file of NP 5. trinn has 45 000.
pub const MAX_CELLS: usize = 3_000_000;
/// The most problems and the most suspicions of one kind that are listed; the rest are counted.
pub const MAX_LISTED: usize = 200;

/// A file that cannot be read at all. Its text never repeats the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// No text: a picture, PDF, old workbook, or damaged.
    #[error("the file is no text: {what}")]
    NotText {
        /// What it seems to be.
        what: &'static str,
    },
    /// XLSX: its sheets have to be taken out of it first, and given to [`read_sheets`](super::read_sheets).
    #[error("the file is a workbook")]
    Workbook,
    /// Half a character at the end: the download was cut off.
    #[error("the file ends in the middle of a character")]
    TruncatedUtf16,
    /// More than is read.
    #[error("the file has more {limit:?} than {most}")]
    TooLarge {
        /// Of what.
        limit: Limit,
        /// The most that is read.
        most: usize,
    },
    /// Begins as JSON and is none; mostly cut off.
    #[error("the JSON is damaged at line {line}, column {column}")]
    DamagedJson {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON that is neither a reply of the export API nor of NSR.
    #[error("the JSON is of no known kind")]
    UnknownJson,
}

/// Something there can be too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Bytes of the file.
    Bytes,
    /// Rows of a table.
    Rows,
    /// Columns of a table.
    Columns,
    /// Cells of all tables.
    Cells,
    /// Sheets of a workbook.
    Sheets,
}

/// A column that gives nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnrecognisedColumn {
    /// Its number, from 1.
    pub column: usize,
    /// Its header, shortened.
    pub header: String,
    /// Why.
    pub why: Why,
    /// The parts of the header that nobody knows.
    pub unknown: Vec<String>,
}

/// Why a header or a row names no indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// No word of it, or not enough of them, are known.
    NotUnderstood,
    /// Known, and not for the catalogue.
    Outside(Outside),
    /// No school year in header, row, sheet's name or file's name.
    NoSchoolYear,
    /// A national test without its grade.
    NoGrade,
    /// A test or mark without its subject.
    NoSubject,
    /// A survey's number without index or question.
    NoSurveyQuestion,
    /// Several grades together, where the indicator is of one.
    GradesTogether,
    /// How many people or which ± without the value that it belongs to.
    WithoutItsValue,
}

/// Why a value or a row was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// The row names no indicator.
    Row(Why),
    /// Public or private schools alone, beside or instead of all together.
    OneOwnerOnly,
    /// The same value once more.
    Repeated,
    /// Of a subject's code of LK06 beside its code of LK20 in the same year.
    OlderCurriculum,
    /// A place that is none of the four levels: abroad, a KOSTRA group.
    OtherPlace,
    /// No place at all: a note below the table.
    Note,
    /// A group of classes or pupils within a school.
    OtherGroup,
    /// Two rows say different things of the same; none is taken.
    Contradicted,
    /// A cell that could not be read; it is among the problems.
    Unreadable,
    /// The table says more different things of its rows than any statistic does.
    TooManyKinds,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// From 1.
    pub row: usize,
    /// The column's header; empty when it is about the row.
    pub column: String,
    /// What stands there, shortened.
    pub text: String,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// What is wrong with a cell or row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// Neither a number nor a marker of the source.
    NotANumber,
    /// Excel made a date of a number.
    Date,
    /// A formula without its result.
    Formula,
    /// An error of the spreadsheet.
    SpreadsheetError,
    /// More cells than the header.
    TooManyCells,
    /// Fewer cells than the header.
    TooFewCells,
    /// A quotation mark that is never closed; quotation marks were read as ordinary characters.
    OpenQuote,
    /// No organisation number where there should be one.
    NoOrganisationNumber,
    /// No two or four digits of a county or municipality.
    NoCode,
    /// No school year.
    NoSchoolYear,
    /// A grade that the indicator is not about.
    OtherGrade,
    /// Girls or boys, where the indicator is about both together; or none of the three words.
    OtherSex,
    /// No whole number of people.
    NoCount,
}

/// Something that was read and is hard to believe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suspicion {
    /// From 1.
    pub row: usize,
    /// The column's header; empty when it is about the table.
    pub column: String,
    /// What stands there.
    pub text: String,
    /// What is hard to believe.
    pub kind: SuspicionKind,
}

/// What is hard to believe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SuspicionKind {
    /// Below or above what the indicator can be.
    OutOfRange {
        /// The lowest.
        min: Amount,
        /// The highest.
        max: Amount,
    },
    /// A spreadsheet lost the decimal comma (`1485` for 14,85).
    LostDecimal {
        /// What it most likely was.
        likely: Amount,
    },
    /// Ten or a hundred times the others of its series (`80` beside `9,0`).
    MixedScale {
        /// What it most likely was.
        likely: Amount,
    },
    /// Another row says something else of the same; none of them was taken.
    Contradiction {
        /// The other row, from 1.
        other_row: usize,
    },
    /// The reply says how many rows it has, and has another number of them: there are more pages, or it was cut off.
    RowCount {
        /// As it says.
        told: usize,
        /// As it is.
        found: usize,
    },
    /// Codes lost the zeros they begin with; they were put back. Told once for a table.
    LostZeros {
        /// Rows.
        rows: usize,
    },
    /// Some thousands are grouped and some are not: parts of the table were written by hand or another program. Told once for a table.
    MixedThousands {
        /// Numbers without.
        ungrouped: usize,
    },
}
