//! What cells' formats make of a number: a number, a percentage or a moment.
use std::collections::HashMap;
use std::io::BufRead;

use super::number_format::{Shown, built_in, shown};
use super::xml::{Name, Piece, Xml, attributes, name};
use crate::indicator::workbook::{Refusal, limits};

/// The cell formats of a workbook.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<Shown>);

impl Styles {
    /// How a cell of a format shows a number.
    pub fn shown(&self, style: usize) -> Shown {
        self.0.get(style).copied().unwrap_or_default()
    }
}

/// Reads the formats.
pub(super) fn styles(xml: &mut Xml<impl BufRead>) -> Result<Styles, Refusal> {
    let mut own: HashMap<u32, Shown> = HashMap::new();
    let mut styles = Vec::new();
    // Formats stand in two lists; cells point into this one.
    let mut is_in_list = false;
    loop {
        match xml.next()? {
            Piece::Start(start) => match name(&start) {
                Name::CellFormats => is_in_list = true,
                Name::NumberFormat => {
                    let (mut id, mut code) = (None, Shown::Number);
                    for attribute in attributes(&start) {
                        let (key, value) = attribute?;
                        match key {
                            "numFmtId" => id = value.parse().ok(),
                            "formatCode" => code = shown(&value),
                            _ => {}
                        }
                    }
                    own.extend(id.map(|id| (id, code)));
                }
                Name::CellFormat if is_in_list => {
                    let mut found = Shown::Number;
                    for attribute in attributes(&start) {
                        let (key, value) = attribute?;
                        if key == "numFmtId" {
                            let id = value.parse().unwrap_or(0);
                            found = own.get(&id).copied().unwrap_or_else(|| built_in(id));
                        }
                    }
                    styles.push(found);
                }
                _ => {}
            },
            Piece::End(Name::CellFormats) => is_in_list = false,
            Piece::Done => return Ok(Styles(styles)),
            _ => {}
        }
        if styles.len() > limits::STYLES || own.len() > limits::STYLES {
            return Err(Refusal::TooManyStyles);
        }
    }
}
