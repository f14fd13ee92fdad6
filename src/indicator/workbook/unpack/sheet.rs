//! One sheet, cell by cell. Room is made for cells that are there, row by row; what the sheet says of its own size is not read.
use std::io::BufRead;

use quick_xml::events::BytesStart;

use super::number_format::{Shown, moment, percentage};
use super::strings::{Strings, unescaped};
use super::styles::Styles;
use super::xml::{Name, Piece, Xml, attributes, name};
use crate::indicator::reading::{Grid, GridCell};
use crate::indicator::workbook::{Refusal, limits};

/// What all sheets of a workbook have used together.
#[derive(Debug, Default)]
pub(super) struct Spent {
    cells: usize,
    text: usize,
}

/// What a sheet is read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub sheet: &'a str,
    pub styles: &'a Styles,
    pub shared: &'a Strings,
    pub counts_from_1904: bool,
}

/// How a cell's value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
}

/// A cell that is being read. Rows and columns count from 1.
#[derive(Debug, Default)]
struct Open {
    row: usize,
    column: usize,
    kind: Kind,
    style: usize,
    value: String,
}

/// Reads a sheet.
pub(super) fn grid(xml: &mut Xml<impl BufRead>, around: Surroundings<'_>, spent: &mut Spent) -> Result<Grid, Refusal> {
    let mut grid = Grid { name: Some(around.sheet.to_owned()), first_row: 1, rows: Vec::new() };
    let (mut row, mut column) = (0_usize, 0_usize);
    let mut open: Option<Open> = None;
    let (mut is_value, mut is_aid) = (false, false);
    loop {
        match xml.next()? {
            Piece::Start(start) => match (name(&start), &open) {
                (Name::Row, _) => {
                    row = next_row(&start, row)?;
                    column = 0;
                }
                (Name::Cell, _) => {
                    let cell = begun(&start, row, column)?;
                    column = cell.column;
                    open = Some(cell);
                }
                (Name::Formula, Some(cell)) => {
                    return Err(Refusal::Formula { sheet: around.sheet.to_owned(), cell: address(cell.row, cell.column) });
                }
                (Name::Phonetic, _) => is_aid = true,
                (Name::Value | Name::Text, Some(_)) => is_value = !is_aid,
                _ => {}
            },
            Piece::Text(text) if is_value => {
                if let Some(cell) = &mut open {
                    cell.value.push_str(&text);
                }
            }
            Piece::End(Name::Value | Name::Text) => is_value = false,
            Piece::End(Name::Phonetic) => is_aid = false,
            Piece::End(Name::Cell) => {
                if let Some(cell) = open.take() {
                    let value = value(&cell, around)?;
                    if value != GridCell::Empty {
                        place(&mut grid, &cell, value, spent)?;
                    }
                }
            }
            Piece::Done => return Ok(grid),
            _ => {}
        }
    }
}

/// The number of a row that begins. Rows only go down.
fn next_row(start: &BytesStart<'_>, before: usize) -> Result<usize, Refusal> {
    let mut row = before + 1;
    for attribute in attributes(start) {
        let (key, value) = attribute?;
        if key == "r" {
            row = value.parse().map_err(|_| Refusal::Damaged)?;
        }
    }
    if row > before && row <= 1_048_576 { Ok(row) } else { Err(Refusal::Damaged) }
}

/// A cell that begins. Cells only go to the right, and stand in their row.
fn begun(start: &BytesStart<'_>, row: usize, before: usize) -> Result<Open, Refusal> {
    let mut cell = Open { row, column: before + 1, ..Open::default() };
    for attribute in attributes(start) {
        let (key, value) = attribute?;
        match key {
            "r" => {
                let (column, its_row) = place_of(&value).ok_or(Refusal::Damaged)?;
                if its_row != row || column <= before {
                    return Err(Refusal::Damaged);
                }
                cell.column = column;
            }
            "s" => cell.style = value.parse().map_err(|_| Refusal::Damaged)?,
            "t" => {
                cell.kind = match &*value {
                    "n" => Kind::Number,
                    "s" => Kind::Shared,
                    "str" | "inlineStr" => Kind::Text,
                    "b" => Kind::Bool,
                    "e" => Kind::Error,
                    "d" => Kind::Date,
                    _ => return Err(Refusal::Damaged),
                }
            }
            _ => {}
        }
    }
    Ok(cell)
}

fn value(cell: &Open, around: Surroundings<'_>) -> Result<GridCell, Refusal> {
    let text = cell.value.as_str();
    if text.is_empty() {
        return Ok(GridCell::Empty);
    }
    Ok(match cell.kind {
        Kind::Number => number(text, cell.style, around)?,
        Kind::Shared => {
            let index = text.trim().parse().map_err(|_| Refusal::Damaged)?;
            filled(around.shared.get(index).ok_or(Refusal::Damaged)?)
        }
        Kind::Text => filled(text),
        Kind::Bool => GridCell::Bool(matches!(text.trim(), "1" | "true")),
        Kind::Error => GridCell::Error(text.to_owned()),
        Kind::Date => GridCell::Date(text.trim_end_matches("T00:00:00").to_owned()),
    })
}

fn filled(text: &str) -> GridCell {
    if text.is_empty() { GridCell::Empty } else { GridCell::Text(unescaped(text).into_owned()) }
}

fn number(text: &str, style: usize, around: Surroundings<'_>) -> Result<GridCell, Refusal> {
    let number: f64 = text.trim().parse().map_err(|_| Refusal::Damaged)?;
    if !number.is_finite() {
        return Err(Refusal::Damaged);
    }
    Ok(match around.styles.shown(style) {
        Shown::Number => GridCell::Number(number),
        Shown::Percentage => GridCell::Number(percentage(number)),
        Shown::Moment => moment(number, around.counts_from_1904).map_or(GridCell::Number(number), GridCell::Date),
    })
}

/// Puts a filled cell where it stands, and counts what that takes.
fn place(grid: &mut Grid, cell: &Open, value: GridCell, spent: &mut Spent) -> Result<(), Refusal> {
    if cell.row > limits::ROW || cell.column > limits::COLUMN {
        let sheet = grid.name.clone().unwrap_or_default();
        return Err(Refusal::FarCell { sheet, cell: address(cell.row, cell.column) });
    }
    if grid.rows.is_empty() {
        grid.first_row = cell.row;
    }
    let rows = cell.row - grid.first_row + 1;
    spent.cells += rows.saturating_sub(grid.rows.len());
    grid.rows.resize_with(rows, Vec::new);
    if let Some(row) = grid.rows.last_mut() {
        spent.cells += cell.column - row.len();
        spent.text += match &value {
            GridCell::Text(text) | GridCell::Error(text) | GridCell::Date(text) => text.len(),
            _ => 0,
        };
        if spent.cells > limits::CELLS {
            return Err(Refusal::TooManyCells);
        }
        if spent.text > limits::TEXT {
            return Err(Refusal::TooMuchText);
        }
        row.resize(cell.column - 1, GridCell::Empty);
        row.push(value);
    }
    Ok(())
}

/// Column and row of an address as `B7`, from 1.
fn place_of(address: &str) -> Option<(usize, usize)> {
    let digits = address.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = address.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return None;
    }
    let column = letters.bytes().fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1);
    Some((column, row.parse().ok()?))
}

/// An address as `B7`.
fn address(row: usize, column: usize) -> String {
    let (mut letters, mut rest) = (Vec::new(), column);
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().chain(row.to_string().chars().collect::<Vec<_>>().iter()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_go_both_ways() {
        for (text, column, row) in [("A1", 1, 1), ("Z9", 26, 9), ("AA10", 27, 10), ("XFD1048576", 16_384, 1_048_576)] {
            assert_eq!(place_of(text), Some((column, row)));
            assert_eq!(address(row, column), text);
        }
        assert_eq!(["", "A", "7", "a1", "ABCD1", "A-1", "A1B"].map(place_of), [None; 7]);
    }
}
