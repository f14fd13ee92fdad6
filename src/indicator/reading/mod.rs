//! Reads files of indicators: bytes in, recognised values out. It knows no database and no web.
//!
//! Nothing is asked of the person with the file. Encoding, delimiter, line ends and layout are found out, and measures are known by the words of their headers
//! and not by their place. What is not known is told with row and column, and never becomes a number. docs/indicator-files.md describes the formats.
mod cell;
mod check;
mod columns;
mod decode;
mod delimited;
mod flaw;
mod fold;
mod form;
mod grid;
mod json;
mod jsonstat;
mod key;
mod kostra;
mod phrase;
mod place;
mod plan;
mod range;
mod register;
mod resolve;
mod result;
mod sheet;
mod ssb;
mod subjects;
#[cfg(test)]
mod tests;
mod vocabulary;
mod word;

pub use cell::{CellReading, cell};
pub use decode::{Encoding, MAX_BYTES, decode};
pub use delimited::LineEnd;
pub use flaw::{
    Limit, MAX_CELLS, MAX_COLUMNS, MAX_LISTED, MAX_ROWS, Problem, ProblemKind, Refusal, Skip, Suspicion, SuspicionKind, UnrecognisedColumn,
    Why,
};
pub use fold::tidy;
pub use form::{grade_belongs, one};
pub use grid::{Grid, GridCell};
pub use range::usual_range;
pub use register::{NotForChildren, RegisterSchool};
pub use result::{Kind, Layout, Level, Place, Range, Reading, SheetReading, Source, State, Value};
pub use word::Outside;

/// Every phrase of the vocabulary, and every name of a column, for tests that make files up.
#[cfg(test)]
pub fn known_words() -> (Vec<&'static str>, Vec<&'static str>) {
    let words = vocabulary::PHRASES
        .iter()
        .chain(subjects::SUBJECTS)
        .flat_map(|(texts, _)| *texts)
        .chain(vocabulary::NUMBERED.iter().flat_map(|(texts, ..)| *texts));
    (words.copied().collect(), key::names().collect())
}

/// The most sheets of a workbook.
pub const MAX_SHEETS: usize = 100;

/// What is known beside the file itself.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The file's name. A school year in it is used where neither headers, rows nor titles have one.
    pub file_name: Option<&'a str>,
    /// What an indicator can be, by its key; none when nothing is known of it. See [`usual_range`].
    pub ranges: &'a dyn Fn(&str) -> Option<Range>,
}

impl Default for Context<'_> {
    fn default() -> Self {
        Self { file_name: None, ranges: &usual_range }
    }
}

/// Reads a text file: a delimited table, or JSON.
///
/// # Errors
///
/// [`Refusal::Workbook`] for an XLSX file, whose sheets are read by [`read_sheets`]; otherwise why the file cannot be read at all.
pub fn read(bytes: &[u8], context: &Context) -> Result<Reading, Refusal> {
    let (text, encoding) = decode(bytes)?;
    let mut reading = if text.trim_start().starts_with(['{', '[']) { read_json(&text, context)? } else { read_table(&text, context)? };
    reading.encoding = Some(encoding);
    Ok(reading)
}

/// Reads the sheets of a workbook.
///
/// # Errors
///
/// [`Refusal::TooLarge`].
pub fn read_sheets(grids: &[Grid], context: &Context) -> Result<Reading, Refusal> {
    let too_large = |limit, most| Err(Refusal::TooLarge { limit, most });
    if grids.len() > MAX_SHEETS {
        return too_large(Limit::Sheets, MAX_SHEETS);
    }
    if grids.iter().any(|grid| grid.rows.len() > MAX_ROWS) {
        return too_large(Limit::Rows, MAX_ROWS);
    }
    if grids.iter().flat_map(|grid| &grid.rows).any(|row| row.len() > MAX_COLUMNS) {
        return too_large(Limit::Columns, MAX_COLUMNS);
    }
    if grids.iter().flat_map(|grid| &grid.rows).map(Vec::len).sum::<usize>() > MAX_CELLS {
        return too_large(Limit::Cells, MAX_CELLS);
    }
    Ok(gather(grids.iter().flat_map(|grid| read_grid(grid, context)).collect()))
}

fn read_table(text: &str, context: &Context) -> Result<Reading, Refusal> {
    let table = delimited::table(text)?;
    let mut read = read_grid(&table.grid, context);
    if let (Some(problem), Some(first)) = (table.problem, read.first_mut()) {
        first.reading.problems.insert(0, problem);
    }
    let mut reading = gather(read);
    reading.delimiter = Some(table.delimiter);
    reading.line_end = Some(table.line_end);
    Ok(reading)
}

/// A form that was made here is known by its first cell, everything else by its header.
fn read_grid(grid: &Grid, context: &Context) -> Vec<sheet::Read> {
    if let Some(form) = form::read(grid, context) {
        return vec![form];
    }
    match columns::tables(grid) {
        Some(tables) => tables.iter().map(|grid| sheet::read(grid, None, context)).collect(),
        None => vec![sheet::read(grid, None, context)],
    }
}

fn read_json(text: &str, context: &Context) -> Result<Reading, Refusal> {
    Ok(match json::reply(text)? {
        json::Reply::Rows(grid, source) => {
            let mut reading = gather(vec![sheet::read(&grid, Some(source), context)]);
            for sheet in &mut reading.sheets {
                sheet.header_row = None;
            }
            if reading.kind == Kind::Unknown {
                return Err(Refusal::UnknownJson);
            }
            reading
        }
        json::Reply::Register(schools) => Reading { kind: Kind::SchoolRegister, schools, ..gather(Vec::new()) },
        json::Reply::Nothing => gather(Vec::new()),
    })
}

fn gather(sheets: Vec<sheet::Read>) -> Reading {
    let known = sheets.iter().any(|sheet| !sheet.reading.values.is_empty() || sheet.reading.layout != Layout::Unknown);
    let kind = if sheets.iter().any(|sheet| sheet.school_list) && sheets.iter().all(|sheet| sheet.reading.values.is_empty()) {
        Kind::SchoolList
    } else if sheets.is_empty() {
        Kind::Nothing
    } else if known {
        Kind::Indicators
    } else {
        Kind::Unknown
    };
    let sheets = sheets.into_iter().map(|sheet| sheet.reading).collect();
    Reading { kind, encoding: None, delimiter: None, line_end: None, sheets, schools: Vec::new() }
}
