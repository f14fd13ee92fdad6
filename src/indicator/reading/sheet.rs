//! A table to values: finds the header, understands its columns, reads its rows.
use std::collections::HashMap;
use std::sync::Arc;

use super::super::{Amount, Cell};
use super::cell::{CellReading, cell};
use super::check::{self, Draft};
use super::flaw::{Problem, ProblemKind, Skip, Suspicion, SuspicionKind, UnrecognisedColumn, Why};
use super::fold::{fold, tidy};
use super::grid::{Grid, GridCell};
use super::key::{Key, key};
use super::phrase::Phrases;
use super::place::{Keys, Placed, place};
use super::plan::{MeasureColumn, Plan, Series, plan};
use super::resolve::Facts;
use super::result::{Layout, Place, SheetReading, Source, Value};
use super::word::Measure;
use super::{Context, columns, ssb};

/// A table that was understood, and whether it looks like a list of schools instead.
pub struct Read {
    /// What was read.
    pub reading: SheetReading,
    /// It names schools and no measure.
    pub school_list: bool,
}

/// Reads a table. `told` is its source, when the file has said it.
pub fn read(grid: &Grid, told: Option<Source>, context: &Context) -> Read {
    let filled = if columns::header(grid).is_none() { ssb::filled(grid) } else { None };
    let grid = filled.as_ref().unwrap_or(grid);
    let Some(header_at) = columns::header(grid) else {
        return Read { reading: SheetReading::empty(grid.name.clone()), school_list: false };
    };
    let mut sheet = Sheet::new(grid, header_at, told, context);
    for (at, row) in grid.rows.iter().enumerate().skip(header_at + 1 + sheet.below) {
        if row.iter().any(|cell| !cell.is_blank()) {
            sheet.row(at, row);
        }
    }
    sheet.finish(context)
}

struct Sheet<'a> {
    grid: &'a Grid,
    keys: Keys,
    columns: Vec<MeasureColumn>,
    width: usize,
    /// Rows below the names of the columns that belong to the header.
    below: usize,
    table: Facts,
    phrases: Phrases,
    plans: HashMap<Vec<String>, Arc<Plan>>,
    understood: Vec<bool>,
    why: Vec<Option<Why>>,
    places: HashMap<Place, u32>,
    place_list: Vec<Arc<Place>>,
    names: HashMap<String, Arc<str>>,
    drafts: Vec<Draft>,
    lost_zeros: usize,
    grouped: usize,
    ungrouped: Vec<(usize, Arc<str>, String)>,
    ungrouped_count: usize,
    told_rows: Option<usize>,
    reading: SheetReading,
}

impl<'a> Sheet<'a> {
    fn new(grid: &'a Grid, header_at: usize, told: Option<Source>, context: &Context) -> Self {
        let texts = &grid.rows[header_at];
        let mut keys = Keys::default();
        keys.0.extend(texts.iter().enumerate().filter_map(|(at, cell)| Some((at, key(&tidy(&cell.text()))?))));
        let below = columns::rows_below(grid, header_at, &keys);
        let header = grid.rows.iter().skip(header_at).take(1 + below);
        let width = header.filter_map(|row| row.iter().rposition(|cell| !cell.is_blank())).max().map_or(0, |last| last + 1);
        let others = (0..width).filter(|at| !keys.0.iter().any(|(key_at, _)| key_at == at));
        let columns: Vec<MeasureColumn> = others.filter_map(|at| columns::measure_column(grid, header_at, below, at, &keys)).collect();
        let source = told.unwrap_or_else(|| columns::source(&keys, &columns));
        let generic = columns.iter().any(|column| column.facts.measure == Some(Measure::Generic) && column.facts.year.is_none());
        let mut reading = SheetReading::empty(grid.name.clone());
        reading.layout = if generic && keys.0.iter().any(|(_, key)| key.is_dimension()) { Layout::Long } else { Layout::Wide };
        reading.source = source;
        reading.header_row = Some(grid.first_row + header_at);
        let count = columns.len();
        Self {
            grid,
            columns,
            width,
            below,
            table: columns::table_facts(grid, header_at, &keys, context),
            keys,
            phrases: Phrases::default(),
            plans: HashMap::new(),
            understood: vec![false; count],
            why: vec![None; count],
            places: HashMap::new(),
            place_list: Vec::new(),
            names: HashMap::new(),
            drafts: Vec::new(),
            lost_zeros: 0,
            grouped: 0,
            ungrouped: Vec::new(),
            ungrouped_count: 0,
            told_rows: None,
            reading,
        }
    }

    fn row(&mut self, at: usize, row: &[GridCell]) {
        let number = self.grid.first_row + at;
        let placed = match place(&self.keys, row) {
            Ok(placed) => placed,
            Err(skip) => return self.reading.skip(skip),
        };
        self.reading.data_rows += 1;
        *self.reading.levels.entry(placed.place.level()).or_default() += 1;
        let filled = row.iter().rposition(|cell| !cell.is_blank()).map_or(0, |last| last + 1);
        let ragged = match row.len() {
            _ if filled > self.width => Some(ProblemKind::TooManyCells),
            // A spreadsheet does not keep empty cells at the end of a row.
            cells if cells < self.width && self.grid.name.is_none() => Some(ProblemKind::TooFewCells),
            _ => None,
        };
        for (kind, text) in [(ragged, String::new()), (placed.problem, placed.written.clone())] {
            if let Some(kind) = kind {
                self.reading.problem(Problem { row: number, column: String::new(), text, kind });
            }
        }
        if self.keys.has(Key::TotalRows) {
            self.told_rows = self.told_rows.or_else(|| self.keys.text(row, Key::TotalRows).replace(' ', "").parse().ok());
        }
        let mut groups = self.keys.0.iter().filter(|(_, key)| *key == Key::PupilGroup).filter_map(|(at, _)| row.get(*at));
        if groups.any(|cell| !cell.is_blank() && !fold(&cell.text()).starts_with("all")) {
            return self.reading.skip(Skip::OtherGroup);
        }
        let Some(plan) = self.plan(row) else { return self.reading.skip(Skip::TooManyKinds) };
        if let (true, Some((_, why))) = (plan.series.is_empty(), plan.nothing.first()) {
            return self.reading.skip(Skip::Row(*why));
        }
        let place = self.place(placed);
        for series in &plan.series {
            self.value(series, place, number, row);
        }
    }

    /// What can be read of rows that say the same of their values as this one.
    fn plan(&mut self, row: &[GridCell]) -> Option<Arc<Plan>> {
        let texts: Vec<String> = self
            .keys
            .0
            .iter()
            .filter(|(_, key)| key.is_dimension())
            .map(|(at, _)| row.get(*at).map_or(String::new(), |cell| tidy(&cell.text())))
            .collect();
        if let Some(plan) = self.plans.get(&texts) {
            return Some(Arc::clone(plan));
        }
        // A plan compares columns with each other: with very many of them only so many plans are made.
        let most = (1_000_000_000 / self.columns.len().max(1).pow(2)).clamp(50, 50_000);
        if self.plans.len() >= most {
            return None;
        }
        let dimensions = self.keys.0.iter().filter(|(_, key)| key.is_dimension());
        let cells = dimensions.zip(&texts).map(|((_, key), text)| (*key, text.as_str()));
        let mut not_known = Vec::new();
        let facts = columns::row_facts(cells, &mut self.phrases, &mut not_known).or(self.table);
        self.reading.not_known(not_known);
        let made = Arc::new(plan(&self.columns, facts));
        for (at, why) in &made.nothing {
            self.why[*at].get_or_insert(*why);
        }
        for (at, understood) in self.understood.iter_mut().enumerate() {
            *understood |= !made.nothing.iter().any(|(nothing, _)| *nothing == at);
        }
        self.plans.insert(texts, Arc::clone(&made));
        Some(made)
    }

    fn place(&mut self, placed: Placed) -> u32 {
        self.lost_zeros += usize::from(placed.lost_zeros);
        if let Some(id) = self.places.get(&placed.place) {
            return *id;
        }
        let id = u32::try_from(self.place_list.len()).unwrap_or(u32::MAX);
        self.place_list.push(Arc::new(placed.place.clone()));
        self.places.insert(placed.place, id);
        id
    }

    fn value(&mut self, series: &Series, place: u32, number: usize, row: &[GridCell]) {
        let Some(value_at) = series.value else { return };
        let count = series.count.map_or(Ok(CellReading::MISSING), |at| self.cell(at, number, row, false));
        let count = count.map_or(Cell::Missing, |count| count.cell);
        let Ok(read) = self.cell(value_at, number, row, series.indicator.starts_with("laerernorm")) else {
            return self.reading.skip(Skip::Unreadable);
        };
        let beside = |sheet: &mut Self, at: Option<usize>| {
            at.and_then(|at| sheet.cell(at, number, row, false).ok()).and_then(|read| read.cell.amount())
        };
        let uncertainty = beside(self, series.uncertainty);
        let deviation = beside(self, series.deviation);
        let cell = if series.computed { divided(read.cell, count) } else { Some(state(read.cell, count, series.preliminary)) };
        let Some(cell) = cell else { return };
        let indicator = self.name(&series.indicator);
        let column = Arc::clone(&self.columns[value_at].header);
        self.drafts.push(Draft {
            value: Value {
                place: Arc::clone(&self.place_list[place as usize]),
                indicator,
                year: series.year,
                breakdown: series.breakdown,
                cell,
                uncertainty,
                deviation,
                count: state(count, Cell::Missing, series.preliminary),
                computed: series.computed,
                suspect: false,
                row: number,
                column,
            },
            place,
            owner: series.owner,
            older: series.older,
            decimals: read.decimals,
            written: read.written,
        });
    }

    /// Reads a cell and lists its problem.
    fn cell(&mut self, at: usize, number: usize, row: &[GridCell], yes_or_no: bool) -> Result<CellReading, ProblemKind> {
        let empty = GridCell::Empty;
        let column = &self.columns[at];
        let found = row.get(column.at).unwrap_or(&empty);
        if let (true, GridCell::Text(text)) = (yes_or_no, found) {
            let answer = match fold(text).as_str() {
                "ja" => Some(1),
                "nei" => Some(0),
                _ => None,
            };
            if let Some(answer) = answer {
                return Ok(CellReading { cell: Cell::Published(Amount::from_whole(answer)), ..CellReading::MISSING });
            }
        }
        let read = cell(found, self.reading.source);
        match read {
            Ok(read) if read.grouped => self.grouped += 1,
            Ok(CellReading { cell: Cell::Published(amount), written: true, .. }) if amount.0 >= 1_000_000 => {
                self.ungrouped_count += 1;
                if self.ungrouped.is_empty() {
                    self.ungrouped.push((number, Arc::clone(&column.header), found.text().into_owned()));
                }
            }
            Ok(_) => {}
            Err(kind) => {
                let text = found.text().chars().take(40).collect();
                self.reading.problem(Problem { row: number, column: column.header.to_string(), text, kind });
            }
        }
        read
    }

    fn name(&mut self, text: &str) -> Arc<str> {
        if let Some(name) = self.names.get(text) {
            return Arc::clone(name);
        }
        let name: Arc<str> = Arc::from(text);
        self.names.insert(text.to_owned(), Arc::clone(&name));
        name
    }

    fn finish(mut self, context: &Context) -> Read {
        // Without rows the columns are still told.
        if self.plans.is_empty() {
            let made = plan(&self.columns, self.table);
            for (at, why) in made.nothing {
                self.why[at].get_or_insert(why);
            }
        }
        for (at, column) in self.columns.iter().enumerate() {
            if let (false, Some(why)) = (self.understood[at], self.why[at]) {
                let header = column.header.chars().take(200).collect();
                self.reading.unrecognised.push(UnrecognisedColumn { column: column.at + 1, header, why, unknown: column.unknown.clone() });
            }
        }
        let told = |kind, row, column: &str, text: String| Suspicion { row, column: column.to_owned(), text, kind };
        let header_row = self.reading.header_row.unwrap_or(0);
        if self.lost_zeros > 0 {
            self.reading.suspicion(told(SuspicionKind::LostZeros { rows: self.lost_zeros }, header_row, "", String::new()));
        }
        if let (true, Some((row, column, text))) = (self.grouped > 0, self.ungrouped.pop()) {
            self.reading.suspicion(told(SuspicionKind::MixedThousands { ungrouped: self.ungrouped_count }, row, &column, text));
        }
        let found = self.reading.data_rows;
        if let Some(rows) = self.told_rows.filter(|rows| *rows != found) {
            self.reading.suspicion(told(SuspicionKind::RowCount { told: rows, found }, header_row, "", rows.to_string()));
        }
        let understood = self.understood.iter().any(|understood| *understood);
        let numbered = self.keys.has(Key::Number) && self.keys.has(Key::Name);
        // A table of statistics that nobody knows is no list of schools: it has levels, or years above its columns.
        let statistics = self.keys.has(Key::Level) || self.columns.iter().any(|column| column.facts.year.is_some());
        let school_list = !understood && !statistics && numbered && (self.keys.has(Key::MunicipalityCode) || self.keys.has(Key::ListOnly));
        check::finish(&mut self.reading, self.drafts, context);
        Read { reading: self.reading, school_list }
    }
}

/// The state of a value beside its count.
fn state(cell: Cell, count: Cell, preliminary: bool) -> Cell {
    match cell {
        Cell::Published(amount) if preliminary => Cell::Preliminary(amount),
        // Blank beside 0 pupils: nobody to measure. Blank beside a hidden number of them says nothing.
        Cell::Missing if count.amount() == Some(Amount(0)) => Cell::NotApplicable,
        cell => cell,
    }
}

/// A share of two counts, rounded to one decimal as the sources publish shares; none when one of them is not there.
fn divided(part: Cell, all: Cell) -> Option<Cell> {
    let share = |part: Amount, all: Amount| {
        let tenths = (i128::from(part.0) * 1000 + i128::from(all.0) / 2) / i128::from(all.0);
        i64::try_from(tenths * 100).ok().map(Amount)
    };
    match (part, all) {
        (_, Cell::Published(Amount(0)) | Cell::Preliminary(Amount(0))) => Some(Cell::NotApplicable),
        (Cell::Published(part), Cell::Published(all)) => share(part, all).map(Cell::Published),
        (Cell::Published(part) | Cell::Preliminary(part), Cell::Published(all) | Cell::Preliminary(all)) => {
            share(part, all).map(Cell::Preliminary)
        }
        (Cell::Restricted(part) | Cell::Published(part), Cell::Restricted(all) | Cell::Published(all)) => {
            share(part, all).map(Cell::Restricted)
        }
        (Cell::Suppressed, _) | (_, Cell::Suppressed) => Some(Cell::Suppressed),
        _ => None,
    }
}
