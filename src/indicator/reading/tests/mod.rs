//! Whole files, small ones with the traits of the real.
use super::*;
use crate::indicator::{Amount, Cell, SchoolYear, Sex};

mod corrupt;
mod fuzz;
mod json_replies;
mod people;
mod shapes;
mod ssb;
mod statistikkbanken;

/// A file that is read without its name.
fn text(text: &str) -> Reading {
    read(text.as_bytes(), &Context::default()).expect("a file")
}

/// Its only sheet.
fn sheet(file: &str) -> SheetReading {
    text(file).sheets.into_iter().next().expect("a sheet")
}

/// A value as `school or place, indicator, state and amount in thousandths`.
fn short(sheet: &SheetReading) -> Vec<(String, String, Cell)> {
    let name = |place: &Place| match place {
        Place::Country => "Norge".to_owned(),
        Place::County { name, .. } | Place::Municipality { name, .. } | Place::School { name, .. } => name.clone(),
    };
    sheet.values.iter().map(|value| (name(&value.place), value.indicator.to_string(), value.cell)).collect()
}

fn published(thousandths: i64) -> Cell {
    Cell::Published(Amount(thousandths))
}

/// The key columns of Statistikkbanken.
const KEYS: &str = "EnhetNivaa;Nasjonaltkode;Fylkekode;Kommunekode;Organisasjonsnummer;Nasjonalt;Fylke;Kommune;EnhetNavn";
const SCHOOL: &str = "4;I;46;4622;973953990;Hele landet;Vestland;Kvam;Norheimsund skule";

/// A table of one school with these columns and cells.
fn of_school(columns: &[(&str, &str)]) -> SheetReading {
    let headers: Vec<&str> = columns.iter().map(|(header, _)| *header).collect();
    let cells: Vec<&str> = columns.iter().map(|(_, cell)| *cell).collect();
    sheet(&format!("{KEYS};{}\n{SCHOOL};{}\n", headers.join(";"), cells.join(";")))
}
