//! What comes out of a file.
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::super::{Amount, Breakdown, Cell, SchoolYear};
use super::decode::Encoding;
use super::delimited::LineEnd;
use super::register::RegisterSchool;
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

/// What was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// What the file holds.
    pub kind: Kind,
    /// How the text was written; none for a workbook.
    pub encoding: Option<Encoding>,
    /// Between the cells of a text table.
    pub delimiter: Option<char>,
    /// Between its lines.
    pub line_end: Option<LineEnd>,
    /// One for a text file; every sheet of a workbook, in its order.
    pub sheets: Vec<SheetReading>,
    /// The units of a reply from Nasjonalt skoleregister.
    pub schools: Vec<RegisterSchool>,
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Values of indicators.
    Indicators,
    /// A reply from Nasjonalt skoleregister (NSR).
    SchoolRegister,
    /// A municipality's list of schools, as `municipality::school_list` reads it; nothing of it is read here.
    SchoolList,
    /// A table or reply without rows. That is an answer: nobody has published anything.
    Nothing,
    /// A table in which no column is known.
    Unknown,
}

/// Where figures come from. What a marker means is decided by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Statistikkbanken, Utdanningsdirektoratet: `EnhetNivaa` and the school year in headers.
    Statistikkbanken,
    /// Skoleporten, Utdanningsdirektoratet, until 2022: one row a value, names only.
    Skoleporten,
    /// The open export API of Utdanningsdirektoratet (tables 148–155).
    ExportApi,
    /// Statistisk sentralbyrå (KOSTRA).
    Ssb,
    /// Nobody that is known; read as Utdanningsdirektoratet's.
    Unknown,
}

/// How a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// A row a place, a column a value.
    Wide,
    /// A row a value.
    Long,
    /// Neither was found.
    Unknown,
}

/// What was read of one table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SheetReading {
    /// The sheet's name.
    pub name: Option<String>,
    /// How it is laid out.
    pub layout: Layout,
    /// Where it comes from.
    pub source: Source,
    /// The header's row, from 1; none when no header was found.
    pub header_row: Option<usize>,
    /// Rows below the header that hold something.
    pub data_rows: usize,
    /// Values in the file's order.
    pub values: Vec<Value>,
    /// Columns that give nothing, and why.
    pub unrecognised: Vec<UnrecognisedColumn>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What was read and should be looked at.
    pub suspicions: Vec<Suspicion>,
    /// How many problems and suspicions there are beside those listed.
    pub not_listed: usize,
    /// Values that were passed over, by reason.
    pub skipped: BTreeMap<Skip, usize>,
    /// Rows by level.
    pub levels: BTreeMap<Level, usize>,
    /// Values by state, restricted to those in `values`.
    pub states: BTreeMap<State, usize>,
    /// The school years of `values`.
    pub years: Vec<SchoolYear>,
    /// The indicators of `values`, and how many of each.
    pub indicators: BTreeMap<Arc<str>, usize>,
}

/// A value of an indicator at a place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Value {
    /// Where.
    pub place: Arc<Place>,
    /// The catalogue's key.
    pub indicator: Arc<str>,
    /// The school year.
    pub year: SchoolYear,
    /// Of whom.
    pub breakdown: Breakdown,
    /// How much, or why not.
    pub cell: Cell,
    /// The source's ±.
    pub uncertainty: Option<Amount>,
    /// The source's standard deviation.
    pub deviation: Option<Amount>,
    /// How many people are behind it; [`Cell::Missing`] when the file does not say.
    pub count: Cell,
    /// Divided here from two published counts, where the source publishes no share.
    pub computed: bool,
    /// A suspicion is about it: to be looked at before it is believed.
    pub suspect: bool,
    /// From 1, as the person's program numbers rows.
    pub row: usize,
    /// The header of its column.
    pub column: Arc<str>,
}

/// Where a value is from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// Norway.
    Country,
    /// A county.
    County {
        /// Two digits; none when the file only has names.
        code: Option<String>,
        /// As the file has it.
        name: String,
    },
    /// A municipality.
    Municipality {
        /// Four digits; none when the file only has names.
        number: Option<String>,
        /// As the file has it.
        name: String,
    },
    /// A school.
    School {
        /// The organisation number; mostly nine digits, but some units have others (`U90099013`). None when the file only has names.
        number: Option<String>,
        /// Without spaces around, in NFC.
        name: String,
        /// Its municipality's four digits, when the file says.
        municipality: Option<String>,
    },
}

/// A level of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Norway.
    Country,
    /// Counties.
    County,
    /// Municipalities.
    Municipality,
    /// Schools.
    School,
}

impl Place {
    /// Its level.
    #[must_use]
    pub fn level(&self) -> Level {
        match self {
            Self::Country => Level::Country,
            Self::County { .. } => Level::County,
            Self::Municipality { .. } => Level::Municipality,
            Self::School { .. } => Level::School,
        }
    }
}

/// The state of a value, for counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the states of Cell, without their amounts")]
pub enum State {
    Published,
    Preliminary,
    Restricted,
    Suppressed,
    NotApplicable,
    Missing,
}

impl From<Cell> for State {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Published(_) => Self::Published,
            Cell::Preliminary(_) => Self::Preliminary,
            Cell::Restricted(_) => Self::Restricted,
            Cell::Suppressed => Self::Suppressed,
            Cell::NotApplicable => Self::NotApplicable,
            Cell::Missing => Self::Missing,
        }
    }
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

/// What an indicator can be, and how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The lowest that is believed.
    pub min: Amount,
    /// The highest that is believed.
    pub max: Amount,
    /// Decimals that the source publishes it with; a value without any of them is looked at for a lost comma.
    pub decimals: u8,
}
