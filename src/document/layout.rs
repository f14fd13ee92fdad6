//! What paper needs to know of a document and the document does not say: widths of columns, where numbers stand, and which charts stand beside each other.
use super::content::{Block, Cell, Chart, Document, Table};
use super::pdf::has_words;

/// How many mm a unit of a chart is on paper, so that its words are as large as the text around it.
pub(super) const MM: f64 = 0.28;
/// The room for a municipality's mark, in mm.
pub(super) const LOGO: (f64, f64) = (70.0, 18.0);
/// Headings of the first level from which a document has a front page and a table of contents.
const CHAPTERS: usize = 4;
/// Letters of a word that a narrow column may break.
const WORD: usize = 14;
/// Letters of the widest column of text, in a table where others have text too.
const WIDEST: usize = 40;
/// Letters of the narrowest column.
const NARROWEST: usize = 4;
/// Letters of a narrow column, at the most.
const NARROW: usize = 12;
/// Letters that the space between two columns takes.
const BETWEEN: usize = 3;

/// Whether the document has chapters enough for a front page and a table of contents.
pub(super) fn is_long(document: &Document) -> bool {
    let chapters = document.blocks.iter().filter(|block| matches!(block, Block::Heading { level: 1, text } if has_words(text)));
    chapters.count() >= CHAPTERS
}

/// For each column of a table how much of the line it needs, in letters. Narrow columns of numbers are as wide as each other.
pub(super) fn widths(table: &Table) -> Vec<usize> {
    let longest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let word = |text: &str| text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
    let of = |(column, header): (usize, &String)| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| longest(cell.words()).min(WIDEST));
        cells.chain([word(header).min(WORD)]).max().unwrap_or(0).max(NARROWEST) + BETWEEN
    };
    let mut widths: Vec<usize> = table.header.iter().enumerate().map(of).collect();
    let numeric = numeric(table);
    let is_narrow = |(width, numeric): &(&mut usize, &bool)| **numeric && **width <= NARROW;
    let widest = widths.iter_mut().zip(&numeric).filter(is_narrow).map(|(width, _)| *width).max().unwrap_or(0);
    widths.iter_mut().zip(&numeric).filter(is_narrow).for_each(|(width, _)| *width = widest);
    widths
}

/// For each column whether it holds numbers.
pub(super) fn numeric(table: &Table) -> Vec<bool> {
    let of = |column: usize| {
        let mut cells = table.rows.iter().filter_map(|row| row.cells.get(column)).filter(|cell| !matches!(cell, Cell::Empty)).peekable();
        column > 0 && cells.peek().is_some() && cells.all(|cell| matches!(cell, Cell::Number { .. } | Cell::Hidden { .. }))
    };
    (0..table.header.len()).map(of).collect()
}

/// The rows of a table, each as long as its header whatever it was given, and whether it stands for all the others.
pub(super) fn rows(table: &Table) -> impl Iterator<Item = (bool, Vec<&Cell>)> {
    let columns = 0..table.header.len();
    table.rows.iter().map(move |row| (row.total, columns.clone().map(|column| row.cells.get(column).unwrap_or(&Cell::Empty)).collect()))
}

/// A piece of paper: a block, or charts that follow each other.
pub(super) enum Piece<'d> {
    /// Anything but a chart.
    Block(&'d Block),
    /// Charts, at least one.
    Charts(Vec<&'d Chart>),
}

/// The document in pieces.
pub(super) fn pieces(document: &Document) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for block in &document.blocks {
        match (block, pieces.last_mut()) {
            (Block::Chart(chart), Some(Piece::Charts(charts))) => charts.push(chart),
            (Block::Chart(chart), _) => pieces.push(Piece::Charts(vec![chart])),
            (block, _) => pieces.push(Piece::Block(block)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::super::content::TableRow;
    use super::*;

    fn number(shown: &str) -> Cell {
        Cell::Number { shown: shown.to_owned(), number: 1.0, decimals: 0 }
    }

    fn table() -> Table {
        let row = |cells: Vec<Cell>| TableRow { total: false, cells };
        let name = |text: &str| Cell::Text { text: text.to_owned() };
        let rows = vec![
            row(vec![name("Vik skule"), number("3,7"), Cell::Empty, name("Ja")]),
            row(vec![name("Nes"), Cell::Hidden { text: "Skjerma".to_owned() }]),
        ];
        let header = ["Skule", "Trivsel", "Elevundersøkinga", "Ord"].map(str::to_owned).to_vec();
        Table { caption: "Trivsel".to_owned(), header, rows, notes: Vec::new() }
    }

    #[test]
    fn a_column_is_as_wide_as_what_it_holds_and_has_room_for_its_header() {
        assert_eq!(widths(&table()), [12, 10, 17, 7]);
    }

    #[test]
    fn narrow_columns_of_numbers_are_as_wide_as_each_other() {
        let cells = ["Vik", "3", "3,7", "48 000"].map(number).to_vec();
        let header = ["Skule", "2024", "2025", "Kroner"].map(str::to_owned).to_vec();
        let table = Table { header, rows: vec![TableRow { total: false, cells }], ..table() };
        assert_eq!(widths(&table), [8, 9, 9, 9]);
    }

    #[test]
    fn a_column_of_figures_is_numeric_also_when_some_are_hidden_and_an_empty_one_is_not() {
        assert_eq!(numeric(&table()), [false, true, false, false]);
    }

    #[test]
    fn a_short_row_is_as_long_as_the_header() {
        let table = table();
        let lengths: Vec<usize> = rows(&table).map(|(_, cells)| cells.len()).collect();
        assert_eq!(lengths, [4, 4]);
    }
}
