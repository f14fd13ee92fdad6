//! Text to a table: which delimiter, which line ends, quoted cells.
//!
//! The text is split here and not by the `csv` crate, which passes over empty lines: people are told the row that their program shows.
use serde::Serialize;

use super::flaw::{Limit, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Problem, ProblemKind, Refusal};
use super::grid::{Grid, GridCell};

/// What stands between lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LineEnd {
    /// CR LF.
    CrLf,
    /// LF.
    Lf,
    /// CR alone, from programs of before 2001.
    Cr,
}

/// A text table that was taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its cells.
    pub grid: Grid,
    /// Between cells.
    pub delimiter: char,
    /// Between lines.
    pub line_end: LineEnd,
    /// [`ProblemKind::OpenQuote`], when a quotation mark is never closed.
    pub problem: Option<Problem>,
}

/// Candidates, the likelier first: a tab never stands in a name, a comma is also a decimal sign.
const DELIMITERS: [char; 4] = ['\t', ';', '|', ','];
/// Lines that are looked at to find the delimiter.
const SNIFFED_LINES: usize = 40;

/// Takes a text apart.
///
/// # Errors
///
/// [`Refusal::TooLarge`].
pub fn table(text: &str) -> Result<Table, Refusal> {
    let line_end = line_end(text);
    let (told, text, first_row) = match told_delimiter(text) {
        Some((delimiter, rest)) => (Some(delimiter), rest, 2),
        None => (None, text, 1),
    };
    // What is told and never used is wrong: the table was written again by a program that kept the line.
    let delimiter = told.filter(|told| text.contains(*told)).unwrap_or_else(|| sniff(text));
    let (rows, problem) = match rows(text, delimiter, true)? {
        Split::Rows(rows) => (rows, None),
        Split::OpenQuote { row } => {
            let Split::Rows(rows) = rows(text, delimiter, false)? else { return Err(Refusal::NotText { what: "quotation marks" }) };
            let problem = Problem { row: first_row + row, column: String::new(), text: "\"".to_owned(), kind: ProblemKind::OpenQuote };
            (rows, Some(problem))
        }
    };
    Ok(Table { grid: Grid { name: None, first_row, rows }, delimiter, line_end, problem })
}

fn line_end(text: &str) -> LineEnd {
    match text.find(['\r', '\n']) {
        Some(at) if text[at..].starts_with("\r\n") => LineEnd::CrLf,
        Some(at) if text[at..].starts_with('\r') => LineEnd::Cr,
        _ => LineEnd::Lf,
    }
}

/// A first line `sep=;` is Excel's way of being told; Statistikkbanken writes it.
fn told_delimiter(text: &str) -> Option<(char, &str)> {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let line = text[..end].trim_matches('"');
    let rest = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and_then(|_| line.get(4..))?;
    let mut chars = rest.chars();
    let delimiter = chars.next()?;
    if !chars.as_str().trim().is_empty() || delimiter.is_alphanumeric() || delimiter == '"' {
        return None;
    }
    let after = &text[end..];
    Some((delimiter, after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\r', '\n'])).unwrap_or(after)))
}

/// The candidate that gives the most cells in the line with the most of them, when most lines have about as many.
fn sniff(text: &str) -> char {
    let lines: Vec<&str> = text.split(['\r', '\n']).filter(|line| !line.trim().is_empty()).take(SNIFFED_LINES).collect();
    let score = |delimiter: char| {
        let counts: Vec<usize> = lines.iter().map(|line| unquoted(line, delimiter)).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        let alike = counts.iter().filter(|count| **count * 2 > most).count();
        (most > 0 && alike * 2 >= counts.len(), alike * most.min(1), most)
    };
    let mut best = ';';
    let mut best_score = (false, 0, 0);
    for delimiter in DELIMITERS {
        let score = score(delimiter);
        // A comma is a decimal sign as well: it has to be clearly better.
        let better = if delimiter == ',' { score.0 && !best_score.0 } else { score > best_score };
        if better {
            (best, best_score) = (delimiter, score);
        }
    }
    best
}

fn unquoted(line: &str, delimiter: char) -> usize {
    let (mut quoted, mut count) = (false, 0);
    for c in line.chars() {
        if c == '"' {
            quoted = !quoted;
        } else if c == delimiter && !quoted {
            count += 1;
        }
    }
    count
}

enum Split {
    Rows(Vec<Vec<GridCell>>),
    /// From 0.
    OpenQuote {
        row: usize,
    },
}

/// Splits by the rules of RFC 4180; a quotation mark inside an unquoted cell is an ordinary character.
fn rows(text: &str, delimiter: char, quotes: bool) -> Result<Split, Refusal> {
    let mut rows: Vec<Vec<GridCell>> = Vec::new();
    let mut row: Vec<GridCell> = Vec::new();
    let mut field = String::new();
    let mut cells = 0;
    let mut quoted_since = None;
    let mut chars = text.chars().peekable();
    let mut started = false;
    while let Some(c) = chars.next() {
        if quoted_since.is_some() {
            match c {
                '"' if chars.peek() == Some(&'"') => {
                    chars.next();
                    field.push('"');
                }
                '"' => quoted_since = None,
                other => field.push(other),
            }
            continue;
        }
        match c {
            '"' if quotes && !started => {
                quoted_since = Some(rows.len());
                started = true;
            }
            c if c == delimiter => {
                push(&mut row, &mut field, &mut cells)?;
                started = false;
            }
            '\r' | '\n' => {
                if c == '\r' && chars.peek() == Some(&'\n') {
                    chars.next();
                }
                push(&mut row, &mut field, &mut cells)?;
                started = false;
                finish(&mut rows, &mut row)?;
            }
            other => {
                field.push(other);
                started = true;
            }
        }
    }
    if let Some(row) = quoted_since {
        return Ok(Split::OpenQuote { row });
    }
    if started || !field.is_empty() || !row.is_empty() {
        push(&mut row, &mut field, &mut cells)?;
        finish(&mut rows, &mut row)?;
    }
    Ok(Split::Rows(rows))
}

fn push(row: &mut Vec<GridCell>, field: &mut String, cells: &mut usize) -> Result<(), Refusal> {
    if row.len() >= MAX_COLUMNS {
        return Err(Refusal::TooLarge { limit: Limit::Columns, most: MAX_COLUMNS });
    }
    *cells += 1;
    if *cells > MAX_CELLS {
        return Err(Refusal::TooLarge { limit: Limit::Cells, most: MAX_CELLS });
    }
    row.push(if field.is_empty() { GridCell::Empty } else { GridCell::Text(std::mem::take(field)) });
    Ok(())
}

fn finish(rows: &mut Vec<Vec<GridCell>>, row: &mut Vec<GridCell>) -> Result<(), Refusal> {
    if rows.len() >= MAX_ROWS {
        return Err(Refusal::TooLarge { limit: Limit::Rows, most: MAX_ROWS });
    }
    rows.push(std::mem::take(row));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> (char, LineEnd, usize, Vec<Vec<String>>) {
        let table = table(text).expect("a table");
        assert_eq!(table.problem, None);
        let rows = table.grid.rows.iter().map(|row| row.iter().map(|cell| cell.text().into_owned()).collect()).collect();
        (table.delimiter, table.line_end, table.grid.first_row, rows)
    }

    #[test]
    fn the_delimiter_is_told_or_found() {
        assert_eq!(
            texts("sep=\t\na\tb\n1,5\t2\n"),
            ('\t', LineEnd::Lf, 2, vec![vec!["a".into(), "b".into()], vec!["1,5".into(), "2".into()]])
        );
        assert_eq!(texts("\"sep=;\"\r\na;b\r\n").0, ';');
        assert_eq!(texts("a|b\r\n1|2").0, '|');
        assert_eq!(
            texts("a;b;c\r\n1,5;2,5;3,5\r\n1,5;2,5;3,5"),
            (
                ';',
                LineEnd::CrLf,
                1,
                vec![
                    vec!["a".into(), "b".into(), "c".into()],
                    vec!["1,5".into(), "2,5".into(), "3,5".into()],
                    vec!["1,5".into(), "2,5".into(), "3,5".into()]
                ]
            )
        );
        assert_eq!(texts("a,b\n\"1,5\",2\n").3[1], ["1,5", "2"]);
        assert_eq!(texts("navn\r1\r2").1, LineEnd::Cr);
        assert_eq!(texts("navn\tEr du blitt mobbet (mobil, iPad, PC)\nA\t3,5\n").0, '\t');
    }

    #[test]
    fn empty_lines_keep_their_numbers() {
        assert_eq!(texts("Tittel\n\na;b\n1;2").3.len(), 4);
    }

    #[test]
    fn quoted_cells_hold_delimiters_quotes_and_lines() {
        assert_eq!(texts("a;b\n\"x;\"\"y\"\"\nz\";2\n").3[1], ["x;\"y\"\nz", "2"]);
        assert_eq!(texts("a;b\nHisøy \"nye\" skole;2\n").3[1], ["Hisøy \"nye\" skole", "2"]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_does_not_swallow_the_file() {
        let table = table("a;b\n\"x;1\ny;2\n").expect("a table");
        assert_eq!(table.grid.rows.len(), 3);
        assert_eq!(table.problem.map(|problem| (problem.row, problem.kind)), Some((2, ProblemKind::OpenQuote)));
    }

    #[test]
    fn too_much_is_refused() {
        let wide = ";".repeat(MAX_COLUMNS);
        assert_eq!(table(&wide).err(), Some(Refusal::TooLarge { limit: Limit::Columns, most: MAX_COLUMNS }));
        let long = "\n".repeat(MAX_ROWS + 1);
        assert_eq!(table(&long).err(), Some(Refusal::TooLarge { limit: Limit::Rows, most: MAX_ROWS }));
    }
}
