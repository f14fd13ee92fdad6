//! What `import --json` prints of a file. docs/indicator-files.md describes each field; a field is added and never given another meaning.
use std::collections::BTreeMap;

use serde::Serialize;

use crate::indicator::import::{PlanSummary, Summary};
use crate::indicator::reading::{
    Layout, Level, Place, Problem, Reading, RegisterSchool, SheetReading, Source, State, Suspicion, UnrecognisedColumn, Value,
};
use crate::indicator::{Amount, Sex};

/// What is told of a file.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// The file as it was named; `-` for standard input.
    pub file: String,
    /// SHA-256 of its bytes; none when it cannot be opened.
    pub sha256: Option<String>,
    /// Why it is not read.
    pub refused: Option<String>,
    /// What was recognised, of all tables together.
    #[serde(flatten)]
    pub summary: Option<Summary>,
    /// The same of each table: one for a text file, one for each sheet of a workbook.
    pub sheets: Vec<SheetReport>,
    /// Columns that gave nothing, of all tables.
    pub unrecognised_columns: Vec<UnrecognisedColumn>,
    /// Cells that could not be read, of all tables.
    pub problem_list: Vec<Problem>,
    /// Values that are hard to believe, of all tables.
    pub suspicion_list: Vec<Suspicion>,
    /// Units of Nasjonalt skoleregister.
    pub schools: Vec<RegisterSchool>,
    /// Every value, when they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_list: Option<Vec<ValueReport>>,
    /// Why none of it can be taken in here; none when it holds figures.
    pub not_taken_in: Option<String>,
    /// What it would change, or has changed.
    pub plan: Option<PlanSummary>,
    /// It was taken in; nothing was when nothing would change.
    pub taken_in: bool,
}

/// What is told of a table.
#[derive(Debug, Clone, Serialize)]
pub struct SheetReport {
    /// The sheet's name; none for a text file.
    pub name: Option<String>,
    /// `wide`, `long`, `form` (the form for a municipality's own figures), `by_hand` or `unknown`.
    pub shape: Layout,
    /// Where it comes from.
    pub source: Source,
    /// The row of the columns' names, from 1.
    pub header_row: Option<usize>,
    /// Rows with figures.
    pub rows: usize,
    /// Values.
    pub values: usize,
    /// Rows by level.
    pub levels: BTreeMap<Level, usize>,
    /// Values by state.
    pub states: BTreeMap<State, usize>,
    /// School years.
    pub years: Vec<String>,
    /// Values by indicator.
    pub indicators: BTreeMap<String, usize>,
    /// Columns that gave nothing.
    pub unrecognised_columns: Vec<UnrecognisedColumn>,
    /// Words of rows that nobody knows.
    pub unknown_words: Vec<String>,
    /// Cells that could not be read.
    pub problem_list: Vec<Problem>,
    /// Values that are hard to believe.
    pub suspicion_list: Vec<Suspicion>,
    /// Problems and suspicions beside those listed.
    pub not_listed: usize,
}

/// A value, as people read it. A restricted number is not repeated.
#[derive(Debug, Clone, Serialize)]
pub struct ValueReport {
    /// The level of its place.
    pub level: Level,
    /// Organisation number, or the county's or municipality's code.
    pub number: Option<String>,
    /// The place's name in the file; none for the country.
    pub name: Option<String>,
    /// The catalogue's key.
    pub indicator: String,
    /// The school year.
    pub year: String,
    /// Grade; none for all together.
    pub grade: Option<u8>,
    /// Sex.
    pub sex: Sex,
    /// Level of mastery, mark or answer.
    pub part: Option<u8>,
    /// Its state.
    pub state: State,
    /// How much; none where there is no number to be shown.
    pub value: Option<f64>,
    /// ±.
    pub uncertainty: Option<f64>,
    /// Standard deviation.
    pub deviation: Option<f64>,
    /// The state of the number of people behind it.
    pub count_state: State,
    /// How many people are behind it.
    pub count: Option<f64>,
    /// Divided here from two counts.
    pub computed: bool,
    /// To be looked at before it is believed.
    pub suspect: bool,
    /// The sheet's name.
    pub sheet: Option<String>,
    /// From 1.
    pub row: usize,
    /// The column's header.
    pub column: String,
}

impl Report {
    /// Whether the file was not read, or nothing came of it that was asked for; `wanted` when its figures were to be taken in.
    #[must_use]
    pub fn failed(&self, wanted: bool) -> bool {
        let kind = self.summary.as_ref().map_or("", |summary| summary.kind.as_str());
        self.refused.is_some() || kind == "unknown" || (wanted && matches!(kind, "school_register" | "school_list"))
    }

    /// Tells of a reading.
    pub fn tell(&mut self, reading: &Reading, with_values: bool) {
        self.summary = Some(Summary::of(reading));
        for sheet in &reading.sheets {
            self.unrecognised_columns.extend(sheet.unrecognised.iter().cloned());
            self.problem_list.extend(sheet.problems.iter().cloned());
            self.suspicion_list.extend(sheet.suspicions.iter().cloned());
            self.sheets.push(SheetReport::of(sheet));
        }
        self.schools.clone_from(&reading.schools);
        let values = || reading.sheets.iter().flat_map(|sheet| sheet.values.iter().map(|value| ValueReport::of(value, sheet.name.clone())));
        self.value_list = with_values.then(|| values().collect());
    }
}

impl SheetReport {
    fn of(sheet: &SheetReading) -> Self {
        Self {
            name: sheet.name.clone(),
            shape: sheet.layout,
            source: sheet.source,
            header_row: sheet.header_row,
            rows: sheet.data_rows,
            values: sheet.values.len(),
            levels: sheet.levels.clone(),
            states: sheet.states.clone(),
            years: sheet.years.iter().map(ToString::to_string).collect(),
            indicators: sheet.indicators.iter().map(|(key, count)| (key.to_string(), *count)).collect(),
            unrecognised_columns: sheet.unrecognised.clone(),
            unknown_words: sheet.unknown_words.clone(),
            problem_list: sheet.problems.clone(),
            suspicion_list: sheet.suspicions.clone(),
            not_listed: sheet.problems_not_listed + sheet.suspicions_not_listed,
        }
    }
}

impl ValueReport {
    fn of(value: &Value, sheet: Option<String>) -> Self {
        let (number, name) = match &*value.place {
            Place::Country => (None, None),
            Place::County { code, name } => (code.clone(), Some(name.clone())),
            Place::Municipality { number, name } | Place::School { number, name, .. } => (number.clone(), Some(name.clone())),
        };
        let state = State::from(value.cell);
        let count_state = State::from(value.count);
        let open = state != State::Restricted;
        let shown = |amount: Option<Amount>| amount.filter(|_| open).map(decimal);
        Self {
            level: value.place.level(),
            number,
            name,
            indicator: value.indicator.to_string(),
            year: value.year.to_string(),
            grade: value.breakdown.grade,
            sex: value.breakdown.sex,
            part: value.breakdown.level,
            state,
            value: shown(value.cell.amount()),
            uncertainty: shown(value.uncertainty),
            deviation: shown(value.deviation),
            count_state,
            count: shown(value.count.amount().filter(|_| count_state != State::Restricted)),
            computed: value.computed,
            suspect: value.suspect,
            sheet,
            row: value.row,
            column: value.column.to_string(),
        }
    }
}

fn decimal(amount: Amount) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "no published figure has more than 15 digits")]
    let thousandths = amount.0 as f64;
    thousandths / 1000.0
}
