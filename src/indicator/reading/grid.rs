//! The shape that every table comes to before it is understood: rows of cells, from a text file or from one sheet of a workbook.
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A table as it stands in its file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Grid {
    /// The sheet's name; none for a file that is one table.
    pub name: Option<String>,
    /// Where `rows[0]` stands in the file or sheet, from 1, so that people are told the row that their program shows.
    pub first_row: usize,
    /// The rows, in the file's order. They need not be of the same length.
    pub rows: Vec<Vec<GridCell>>,
}

/// A cell, before anybody knows what its column is about.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum GridCell {
    /// Nothing.
    #[default]
    Empty,
    /// Text as it stands. A text file has no other filled cells.
    Text(String),
    /// A number that a spreadsheet keeps as one.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A moment, as a spreadsheet stores it; written `2025-03-09` or with the time after. Mostly a number that the spreadsheet took for a date.
    Date(String),
    /// A formula without a kept result. Formulas are never computed here.
    Formula,
    /// An error such as `#REF!`, as the program shows it.
    Error(String),
}

impl GridCell {
    /// What a person sees in the cell: for headers, names and codes. A whole number has no decimals; a formula shows nothing.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty | Self::Formula => Cow::Borrowed(""),
            Self::Text(text) | Self::Date(text) | Self::Error(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Bool(yes) => Cow::Borrowed(if *yes { "1" } else { "0" }),
        }
    }

    /// Whether nothing can be seen in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(char::is_whitespace),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_shows_what_a_person_sees() {
        assert_eq!(GridCell::Number(4622.0).text(), "4622");
        assert_eq!(GridCell::Number(3.5).text(), "3.5");
        assert_eq!(GridCell::Text("0301".into()).text(), "0301");
        assert_eq!(GridCell::Formula.text(), "");
    }

    #[test]
    fn a_cell_of_spaces_is_blank_and_a_formula_without_result_is_not() {
        assert!(GridCell::Text(" \u{a0}".into()).is_blank());
        assert!(!GridCell::Formula.is_blank());
    }

    #[test]
    fn a_grid_goes_between_processes_unchanged() {
        let grid =
            Grid { name: Some("Ark1".into()), first_row: 3, rows: vec![vec![GridCell::Empty, GridCell::Number(0.1), GridCell::Formula]] };
        let sent = serde_json::to_string(&grid).expect("serialises");
        assert_eq!(serde_json::from_str::<Grid>(&sent).expect("reads back"), grid);
    }
}
