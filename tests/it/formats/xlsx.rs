//! As workbook.
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use kvalitetsdialog::document::content::{Cell, Table};

use crate::support::sample;

#[test]
fn a_workbook_has_a_sheet_for_each_table_with_the_same_figures_and_words() {
    let document = sample::rich();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(document.workbook().unwrap())).unwrap();
    assert_eq!(book.sheet_names(), ["Trivsel på 7. trinn, skala 1–5", "Tal bak vedtaket"]);
    let tables: Vec<&Table> = document.tables().collect();
    for (name, table) in book.sheet_names().into_iter().zip(tables) {
        let sheet = book.worksheet_range(&name).unwrap();
        let at = |row: usize, column: usize| sheet.get((row, column)).cloned().unwrap_or(Data::Empty);
        for (column, header) in table.header.iter().enumerate() {
            assert_eq!(at(0, column), Data::String(header.clone()));
        }
        for (row, cells) in table.rows.iter().enumerate() {
            for (column, cell) in cells.cells.iter().enumerate() {
                let expected = match cell {
                    Cell::Empty => Data::Empty,
                    Cell::Number { number, .. } => Data::Float(*number),
                    // What XML does not have is written as Excel writes it.
                    Cell::Text { text } | Cell::Hidden { text } => Data::String(text.replace('\u{7}', "_x0007_")),
                };
                let found = match at(row + 1, column) {
                    Data::String(text) => Data::String(text.replace('\u{7}', "_x0007_")),
                    found => found,
                };
                assert_eq!(found, expected, "{name} {row} {column}");
            }
        }
        let below: Vec<Data> = (0..3).map(|line| at(table.rows.len() + 2 + line, 0)).collect();
        let notes = std::iter::once(&table.caption).chain(&table.notes).map(|note| Data::String(note.clone()));
        assert_eq!(below, notes.collect::<Vec<_>>());
        assert!(book.worksheet_formula(&name).unwrap().is_empty(), "no cell runs");
    }
}
