//! What comes out of a file.
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::super::{Amount, Breakdown, Cell, SchoolYear};
use super::decode::Encoding;
use super::delimited::LineEnd;
use super::flaw::{MAX_LISTED, Problem, Skip, Suspicion, UnrecognisedColumn};
use super::register::RegisterSchool;

/// The most words that nobody knows which are listed of a table.
pub const MAX_WORDS: usize = 50;

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
    /// The municipality's or the school's own: the form that is made here, or a figure written by hand.
    Local,
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
    /// The form that is made here, filled in: a row a school and grade.
    Form,
    /// One figure, written by hand.
    ByHand,
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
    /// Words of the rows that nobody knows, as they stand, each once; the first [`MAX_WORDS`] of them.
    pub unknown_words: Vec<String>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What was read and should be looked at.
    pub suspicions: Vec<Suspicion>,
    /// How many problems there are beside those listed.
    pub problems_not_listed: usize,
    /// How many suspicions there are beside those listed.
    pub suspicions_not_listed: usize,
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

impl SheetReading {
    /// A table in which nothing is known yet.
    pub(super) fn empty(name: Option<String>) -> Self {
        Self {
            name,
            layout: Layout::Unknown,
            source: Source::Unknown,
            header_row: None,
            data_rows: 0,
            values: Vec::new(),
            unrecognised: Vec::new(),
            unknown_words: Vec::new(),
            problems: Vec::new(),
            suspicions: Vec::new(),
            problems_not_listed: 0,
            suspicions_not_listed: 0,
            skipped: BTreeMap::new(),
            levels: BTreeMap::new(),
            states: BTreeMap::new(),
            years: Vec::new(),
            indicators: BTreeMap::new(),
        }
    }

    /// Lists words that nobody knows.
    pub(super) fn not_known(&mut self, words: Vec<String>) {
        for word in words {
            let word: String = word.chars().take(80).collect();
            if self.unknown_words.len() < MAX_WORDS && !self.unknown_words.contains(&word) {
                self.unknown_words.push(word);
            }
        }
    }

    /// Lists a problem, or counts it.
    pub(super) fn problem(&mut self, problem: Problem) {
        if self.problems.len() < MAX_LISTED { self.problems.push(problem) } else { self.problems_not_listed += 1 }
    }

    /// Lists a suspicion, or counts it.
    pub(super) fn suspicion(&mut self, suspicion: Suspicion) {
        if self.suspicions.len() < MAX_LISTED { self.suspicions.push(suspicion) } else { self.suspicions_not_listed += 1 }
    }

    /// Counts something that was passed over.
    pub(super) fn skip(&mut self, skip: Skip) {
        self.skip_many(skip, 1);
    }

    /// Counts so many of them.
    pub(super) fn skip_many(&mut self, skip: Skip, many: usize) {
        if many > 0 {
            *self.skipped.entry(skip).or_default() += many;
        }
    }
}
