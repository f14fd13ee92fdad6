//! Understands the columns of a table, and what its rows and titles say of all their values.
use std::sync::Arc;

use super::super::SchoolYear;
use super::Context;
use super::fold::{fold, tidy};
use super::grid::{Grid, GridCell};
use super::key::{Key, key};
use super::phrase;
use super::place::Keys;
use super::plan::MeasureColumn;
use super::resolve::Facts;
use super::result::Source;
use super::word::{Grades, Outside, Owner, Word};

/// Rows in which a header is looked for; above it stand titles.
const HEADER_ROWS: usize = 30;
/// Rows above the header that may be a part of it.
const STACKED: usize = 3;

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

/// A column that no key is, by its own header or together with the headers that stand above it.
pub fn measure_column(grid: &Grid, header_at: usize, at: usize, text: String) -> Option<MeasureColumn> {
    let read = |text: &str| {
        let said = phrase::header(text);
        let mut facts = Facts::default();
        facts.add(&said.words);
        (facts, said.unknown)
    };
    let (mut facts, mut unknown) = read(&text);
    let mut header = text;
    if facts.year.is_none() {
        let above = grid.rows[header_at.saturating_sub(STACKED)..header_at].iter();
        let above = above.filter(|row| row.iter().filter(|cell| !cell.is_blank()).count() > 1);
        // A cell that is drawn over several columns holds its text in the first of them.
        let texts = above.filter_map(|row| row.get(..=at.min(row.len().checked_sub(1)?))?.iter().rev().find(|cell| !cell.is_blank()));
        let stacked: Vec<String> = texts.map(|cell| tidy(&cell.text())).chain([header.clone()]).filter(|text| !text.is_empty()).collect();
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
pub fn table_facts(grid: &Grid, header_at: usize, context: &Context) -> Facts {
    let mut facts = Facts::default();
    let mut add = |text: &str| {
        if let Some(words) = phrase::phrase(text) {
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
        let mut filled = row.iter().filter(|cell| !cell.is_blank());
        if let (Some(only), None) = (filled.next(), filled.next()) {
            add(&only.text());
        }
    }
    if let Some(name) = context.file_name {
        let year = name.split([' ', '_', '.', ',', '(', ')']).filter(|part| part.contains('-')).find_map(SchoolYear::parse);
        facts.year = facts.year.or(year);
    }
    facts
}

/// What a row says of its values.
pub fn row_facts<'t>(cells: impl Iterator<Item = (Key, &'t str)>, phrases: &mut phrase::Phrases) -> Facts {
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
                (Some(words), _) => words,
                // A single question that is not known must not be taken for the index of its group.
                (None, Key::Question) => vec![Word::Outside(Outside::NotInCatalogue)],
                (None, key) => {
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

/// Where a table comes from, by its columns.
pub fn source(keys: &Keys, columns: &[MeasureColumn], header: &[GridCell]) -> Source {
    let named = |text: &str| header.iter().any(|cell| fold(&cell.text()) == text);
    let statistic = keys.has(Key::Topic) && (keys.has(Key::Kind) || keys.has(Key::Unit));
    if keys.has(Key::Group) && keys.has(Key::Question) {
        Source::ExportApi
    } else if statistic && !keys.has(Key::Level) {
        Source::Skoleporten
    } else if keys.has(Key::Level) || columns.iter().any(|column| column.facts.year.is_some() && column.unknown.is_empty()) {
        Source::Statistikkbanken
    } else if named("region") || named("statistikkvariabel") {
        Source::Ssb
    } else {
        Source::Unknown
    }
}
