//! The workbook's own parts: which sheets there are, and where.
use std::collections::HashMap;
use std::io::BufRead;

use super::xml::{Name, Piece, Xml, attributes, name};
use crate::indicator::workbook::{Refusal, limits};

/// Where the workbook's parts are.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// Sheets with cells, by the id of their relation.
    pub sheets: HashMap<String, String>,
    pub styles: Option<String>,
    pub strings: Option<String>,
}

/// What the workbook says of itself.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// Name and id of relation of each sheet, in order.
    pub sheets: Vec<(String, String)>,
    /// Day 0 is 1 January 1904 and not the last day of 1899.
    pub counts_from_1904: bool,
}

/// Whether the list of kinds names macros, whatever the part with them is called.
pub(super) fn has_macros(xml: &mut Xml<impl BufRead>) -> Result<bool, Refusal> {
    loop {
        match xml.next()? {
            Piece::Start(start) if name(&start) == Name::Override => {
                for attribute in attributes(&start) {
                    let (key, value) = attribute?;
                    let value = value.to_ascii_lowercase();
                    if key == "ContentType" && (value.contains("macroenabled") || value.contains("vbaproject")) {
                        return Ok(true);
                    }
                }
            }
            Piece::Done => return Ok(false),
            _ => {}
        }
    }
}

/// The relations of the workbook. What leads out of the file is left out.
pub(super) fn targets(xml: &mut Xml<impl BufRead>) -> Result<Targets, Refusal> {
    let mut targets = Targets::default();
    loop {
        match xml.next()? {
            Piece::Start(start) if name(&start) == Name::Relationship => {
                let (mut id, mut kind, mut target, mut is_external) = Default::default();
                for attribute in attributes(&start) {
                    let (key, value) = attribute?;
                    match key {
                        "Id" => id = value.into_owned(),
                        "Type" => kind = value.into_owned(),
                        "Target" => target = inside(&value),
                        "TargetMode" => is_external = value == "External",
                        _ => {}
                    }
                }
                if is_external {
                    continue;
                }
                match kind.rsplit('/').next() {
                    Some("worksheet") => drop(targets.sheets.insert(id, target)),
                    Some("styles") => targets.styles = Some(target),
                    Some("sharedStrings") => targets.strings = Some(target),
                    _ => {}
                }
            }
            Piece::Done => return Ok(targets),
            _ => {}
        }
    }
}

/// A target as a part's name: absolute, or beside the workbook.
fn inside(target: &str) -> String {
    target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned)
}

/// The sheets, and how days are counted.
pub(super) fn book(xml: &mut Xml<impl BufRead>) -> Result<Book, Refusal> {
    let mut book = Book::default();
    loop {
        match xml.next()? {
            Piece::Start(start) if name(&start) == Name::Sheet => {
                let (mut title, mut relation) = Default::default();
                for attribute in attributes(&start) {
                    let (key, value) = attribute?;
                    match key {
                        "name" => title = value.into_owned(),
                        "id" => relation = value.into_owned(),
                        _ => {}
                    }
                }
                // Excel itself allows 31 characters.
                title.truncate(title.floor_char_boundary(255));
                book.sheets.push((title, relation));
                if book.sheets.len() > limits::SHEETS {
                    return Err(Refusal::TooManySheets);
                }
            }
            Piece::Start(start) if name(&start) == Name::WorkbookProperties => {
                for attribute in attributes(&start) {
                    let (key, value) = attribute?;
                    book.counts_from_1904 |= key == "date1904" && matches!(&*value, "1" | "true");
                }
            }
            Piece::Done => return Ok(book),
            _ => {}
        }
    }
}
