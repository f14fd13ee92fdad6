//! What the reading process says to the one that asked: lines, each a letter and JSON, so that neither holds the whole answer as text.
use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::Refusal;
use crate::indicator::reading::{Grid, GridCell};

/// A cell, in as few bytes as JSON allows.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Cell {
    Empty(()),
    Bool(bool),
    Number(f64),
    Text(String),
    Date { d: String },
    Error { e: String },
}

/// A sheet, before its rows.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    name: Option<String>,
    first_row: usize,
}

impl From<GridCell> for Cell {
    fn from(cell: GridCell) -> Self {
        match cell {
            GridCell::Empty | GridCell::Formula => Self::Empty(()),
            GridCell::Bool(yes) => Self::Bool(yes),
            GridCell::Number(number) => Self::Number(number),
            GridCell::Text(text) => Self::Text(text),
            GridCell::Date(d) => Self::Date { d },
            GridCell::Error(e) => Self::Error { e },
        }
    }
}

impl From<Cell> for GridCell {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Empty(()) => Self::Empty,
            Cell::Bool(yes) => Self::Bool(yes),
            Cell::Number(number) => Self::Number(number),
            Cell::Text(text) => Self::Text(text),
            Cell::Date { d } => Self::Date(d),
            Cell::Error { e } => Self::Error(e),
        }
    }
}

/// Writes the whole answer.
pub(super) fn send(answer: Result<Vec<Grid>, Refusal>, mut to: impl Write) -> io::Result<()> {
    let mut line = |letter: u8, json: serde_json::Result<String>| {
        to.write_all(&[letter])?;
        to.write_all(json?.as_bytes())?;
        to.write_all(b"\n")
    };
    match answer {
        Err(refusal) => line(b'X', serde_json::to_string(&refusal))?,
        Ok(grids) => {
            for grid in grids {
                line(b'S', serde_json::to_string(&Head { name: grid.name, first_row: grid.first_row }))?;
                for row in grid.rows {
                    line(b'R', serde_json::to_string(&row.into_iter().map(Cell::from).collect::<Vec<_>>()))?;
                }
            }
            line(b'E', Ok("null".to_owned()))?;
        }
    }
    to.flush()
}

/// The answer as far as it has come.
#[derive(Debug, Default)]
pub(super) struct Received {
    grids: Vec<Grid>,
    end: Option<Result<(), Refusal>>,
}

impl Received {
    /// Takes one line, without its end. An error means that this is no answer of ours.
    pub fn take(&mut self, line: &[u8]) -> serde_json::Result<()> {
        use serde::de::Error as _;
        let (letter, json) = line.split_first().ok_or_else(|| serde_json::Error::custom("an empty line"))?;
        match (letter, self.grids.last_mut()) {
            (b'S', _) => {
                let head: Head = serde_json::from_slice(json)?;
                self.grids.push(Grid { name: head.name, first_row: head.first_row, rows: Vec::new() });
            }
            (b'R', Some(grid)) => {
                let cells: Vec<Cell> = serde_json::from_slice(json)?;
                let mut row = Vec::with_capacity(cells.len());
                row.extend(cells.into_iter().map(GridCell::from));
                grid.rows.push(row);
            }
            (b'X', _) => self.end = Some(Err(serde_json::from_slice(json)?)),
            (b'E', _) => self.end = Some(Ok(())),
            _ => return Err(serde_json::Error::custom("an unknown line")),
        }
        Ok(())
    }

    /// The grids or the refusal; none when the answer stopped in the middle.
    pub fn finish(self) -> Option<Result<Vec<Grid>, Refusal>> {
        self.end.map(|end| end.map(|()| self.grids))
    }
}
