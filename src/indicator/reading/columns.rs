//! Understands the columns of a table, and what its rows and titles say of all their values.
use std::sync::Arc;

use super::super::SchoolYear;
use super::Context;
use super::cell::cell;
use super::fold::{fold, tidy};
use super::grid::{Grid, GridCell};
use super::key::{Key, key};
use super::phrase;
use super::place::Keys;
use super::plan::MeasureColumn;
use super::resolve::{Facts, resolve};
use super::result::Source;
use super::ssb;
use super::word::{Grades, Outside, Owner, Word};

/// Rows in which a header is looked for; above it stand titles.
const HEADER_ROWS: usize = 30;
/// Rows above the header that may be a part of it.
const STACKED: usize = 3;
/// A longer text is no part of a header.
const LONGEST_STACKED: usize = 300;
/// The most tables of a sheet.
const MOST_TABLES: usize = 40;

/// The row with most names of columns that tell a place or of whom.
pub fn header(grid: &Grid) -> Option<usize> {
    let score = |row: &Vec<GridCell>| {
        let keys: Vec<Key> = row.iter().filter_map(|cell| if let GridCell::Text(text) = cell { key(text) } else { None }).collect();
        // One name alone may be a title («Skole»), unless the row has other cells that say something.
        let filled = row.iter().filter(|cell| !cell.is_blank()).count();
        if keys.iter().any(|key| key.is_place()) && filled > 1 { keys.len() } else { 0 }
    };
    let scored = grid.rows.iter().take(HEADER_ROWS).map(score).enumerate();
    scored.filter(|(_, score)| *score > 0).max_by_key(|(at, score)| (*score, usize::MAX - at)).map(|(at, _)| at)
}

/// The tables of a sheet, when there are several: people put one below the other, each with the same names of its columns and perhaps a title above it.
pub fn tables(grid: &Grid) -> Option<Vec<Grid>> {
    let first = header(grid)?;
    let names: Vec<(usize, &GridCell)> =
        grid.rows.get(first)?.iter().enumerate().filter(|(_, cell)| matches!(cell, GridCell::Text(text) if key(text).is_some())).collect();
    let is_header = |row: &Vec<GridCell>| {
        let same = names.iter().filter(|(at, cell)| row.get(*at) == Some(*cell)).count();
        names.len() > 1 && same * 2 > names.len()
    };
    let mut starts = vec![0];
    // A file that repeats its header on every line has no tables.
    for (at, _) in grid.rows.iter().enumerate().skip(first + 1).filter(|(_, row)| is_header(row)).take(MOST_TABLES) {
        let titles =
            grid.rows[first + 1..at].iter().rev().take_while(|row| row.iter().filter(|cell| !cell.is_blank()).count() <= 1).count();
        starts.push(at - titles);
    }
    if starts.len() == 1 {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([grid.rows.len()]);
    let part = |(start, end): (&usize, usize)| Grid {
        name: grid.name.clone(),
        first_row: grid.first_row + start,
        rows: grid.rows.get(*start..end).unwrap_or_default().to_vec(),
    };
    Some(starts.iter().zip(ends).map(part).collect())
}

/// How many rows below the header's names belong to it: nothing in the columns of places, and words in others. People merge the cells of the places over them.
pub fn rows_below(grid: &Grid, header_at: usize, keys: &Keys) -> usize {
    let is_words = |row: &&Vec<GridCell>| {
        let mut filled = row.iter().enumerate().filter(|(_, cell)| !cell.is_blank()).peekable();
        filled.peek().is_some()
            && filled.all(|(at, found)| {
                let is_word = matches!(found, GridCell::Text(_)) && cell(found, Source::Unknown).is_err();
                is_word && !keys.0.iter().any(|(key_at, _)| *key_at == at)
            })
    };
    let below: Vec<&Vec<GridCell>> = grid.rows.iter().skip(header_at + 1).take(STACKED).take_while(is_words).collect();
    // One word alone is a note or the name of a group of schools.
    if below.iter().any(|row| row.iter().filter(|cell| !cell.is_blank()).count() > 1) { below.len() } else { 0 }
}

/// The words of a column over several rows. A cell that is drawn over several columns holds its text in the first of them.
fn with_rows_below(grid: &Grid, header_at: usize, below: usize, at: usize, keys: &Keys) -> String {
    let is_key = |at: usize| keys.0.iter().any(|(key_at, _)| *key_at == at);
    let mut texts = Vec::new();
    for row in header_at..=header_at + below {
        let own = |at: usize| grid.rows.get(row).and_then(|row| row.get(at)).map(|cell| tidy(&cell.text())).filter(|text| !text.is_empty());
        // Prose above a table is not written over each of its columns.
        let short = |at: usize| own(at).filter(|text| text.len() <= LONGEST_STACKED);
        let drawn = || (0..at).rev().take_while(|at| !is_key(*at)).find_map(short);
        texts.extend(own(at).or_else(|| if row < header_at + below { drawn() } else { None }));
    }
    texts.join(".")
}

/// A column that no key is, by its own header or together with the headers that stand above it.
pub fn measure_column(grid: &Grid, header_at: usize, below: usize, at: usize, keys: &Keys) -> Option<MeasureColumn> {
    let text = with_rows_below(grid, header_at, below, at, keys);
    let read = |text: &str| {
        let said = phrase::header(text);
        let mut facts = Facts::default();
        facts.add(&said.words);
        (facts, said.unknown)
    };
    let (mut facts, mut unknown) = read(&text);
    let mut header = text;
    if facts.year.is_none() || !unknown.is_empty() || resolve(&facts).is_err() {
        let above = grid.rows[header_at.saturating_sub(STACKED)..header_at].iter();
        let above = above.filter(|row| row.iter().filter(|cell| !cell.is_blank()).count() > 1);
        // A cell that is drawn over several columns holds its text in the first of them.
        let texts = above.filter_map(|row| row.get(..=at.min(row.len().checked_sub(1)?))?.iter().rev().find(|cell| !cell.is_blank()));
        let stacked = texts.map(|cell| tidy(&cell.text())).filter(|text| text.len() <= LONGEST_STACKED);
        let stacked: Vec<String> = stacked.chain([header.clone()]).filter(|text| !text.is_empty()).collect();
        if stacked.len() > 1 {
            let joined = stacked.join(".");
            let (found, not) = read(&joined);
            if not.is_empty() {
                (facts, unknown, header) = (found, not, joined);
            }
        }
    }
    if header.is_empty() {
        return None;
    }
    Some(MeasureColumn { at, header: Arc::from(header.as_str()), facts, unknown })
}

/// What the sheet's name, the titles above the header and the file's name say for all rows, when neither header nor row says it.
pub fn table_facts(grid: &Grid, header_at: usize, keys: &Keys, context: &Context) -> Facts {
    let mut facts = Facts::default();
    let mut add = |text: &str| {
        let text = if ssb::is_title(text) { text.get(7..).unwrap_or_default() } else { text };
        if let Some(words) = phrase::phrase(text.split(", etter ").next().unwrap_or(text)) {
            facts.add(&words);
        }
        if let Some(year) = text.split([' ', '_', '.', ',', '(', ')']).find_map(SchoolYear::parse) {
            facts = facts.or(Facts { year: Some(year), ..Facts::default() });
        }
    };
    for text in grid.name.iter().map(String::as_str) {
        add(text);
    }
    for row in grid.rows.iter().take(header_at) {
        // A title stands alone, or above the columns of places.
        let alone = row.iter().filter(|cell| !cell.is_blank()).count() == 1;
        for (_, cell) in row.iter().enumerate().filter(|(at, _)| alone || keys.0.iter().any(|(key_at, _)| key_at == at)) {
            add(&cell.text());
        }
    }
    if let Some(name) = context.file_name {
        let year = name.split([' ', '_', '.', ',', '(', ')']).filter(|part| part.contains('-')).find_map(SchoolYear::parse);
        facts.year = facts.year.or(year);
    }
    facts
}

/// What a row says of its values. Texts that nobody knows are added to `not_known`.
pub fn row_facts<'t>(cells: impl Iterator<Item = (Key, &'t str)>, phrases: &mut phrase::Phrases, not_known: &mut Vec<String>) -> Facts {
    let mut facts = Facts::default();
    let (mut unknown_subject, mut unknown_topic) = (false, false);
    for (key, text) in cells.filter(|(_, text)| !text.is_empty()) {
        let words = match (key, text) {
            (Key::Grade, "-10") => vec![Word::Grades(Grades::All)],
            (Key::Grade, text) if fold(text) == "alle" => vec![Word::Grades(Grades::All)],
            (Key::Grade, text) => match text.parse::<u8>() {
                Ok(grade @ 1..=13) => vec![Word::Grades(Grades::One(grade))],
                _ => phrases.read(text).unwrap_or_default(),
            },
            (Key::Owner, text) if fold(text) == "alle" => vec![Word::Owner(Owner::All)],
            (_, text) => match (phrases.read(text), key) {
                // A theme's questions are others than an index's, though they may share its name.
                (_, Key::Theme) => vec![Word::Outside(Outside::NotInCatalogue)],
                // Subjects of upper secondary school have higher numbers: `ENG1007`.
                (_, Key::Subject) if is_upper_secondary(text) => vec![Word::Outside(Outside::NotInCatalogue)],
                (Some(words), _) => words,
                // A single question that is not known must not be taken for the index of its group.
                (None, Key::Question | Key::Account) => {
                    not_known.push(text.to_owned());
                    vec![Word::Outside(Outside::NotInCatalogue)]
                }
                (None, key) => {
                    not_known.push(text.to_owned());
                    unknown_subject |= key == Key::Subject;
                    unknown_topic |= matches!(key, Key::Topic | Key::Group);
                    Vec::new()
                }
            },
        };
        facts.add(&words);
    }
    if unknown_topic && facts.survey.is_none() && facts.subject.is_none() {
        facts.add(&[Word::Outside(Outside::NotInCatalogue)]);
    }
    // A subject's code may be new while its name is known, and the other way round.
    facts.unknown_subject = unknown_subject && facts.subject.is_none();
    facts
}

fn is_upper_secondary(code: &str) -> bool {
    let (letters, digits) = code.split_at_checked(3).unwrap_or(("", code));
    let is_code = letters.len() == 3 && letters.bytes().all(|byte| byte.is_ascii_uppercase()) && digits.len() == 4;
    is_code && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0')
}

/// Whether a header is as Statistikkbanken writes them: with the year and the measure in one. A year alone is a person's.
fn is_udirs(column: &MeasureColumn) -> bool {
    column.facts.year.is_some() && column.facts.measure.is_some() && column.unknown.is_empty()
}

/// Where a table comes from, by its columns.
pub fn source(keys: &Keys, columns: &[MeasureColumn]) -> Source {
    let statistic = keys.has(Key::Topic) && (keys.has(Key::Kind) || keys.has(Key::Unit));
    if keys.has(Key::Region) && ![Key::Level, Key::Number, Key::Name].iter().any(|key| keys.has(*key)) {
        Source::Ssb
    } else if keys.has(Key::Question) && (keys.has(Key::Group) || keys.has(Key::Theme) || keys.has(Key::TotalRows)) {
        Source::ExportApi
    } else if statistic && !keys.has(Key::Level) {
        Source::Skoleporten
    } else if keys.has(Key::Level) || columns.iter().any(is_udirs) {
        Source::Statistikkbanken
    } else {
        Source::Unknown
    }
}
