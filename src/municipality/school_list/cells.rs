//! What the cells of a list of schools mean.

use time::{Date, Month};
use unicode_normalization::UnicodeNormalization;

use super::{Ownership, Reason};
use crate::text::Lang;
use crate::writing::national_identity;

/// The grades of the Norwegian grunnskole.
const GRADES: std::ops::RangeInclusive<u8> = 1..=10;

/// A name for people: no white space around, single spaces inside, Unicode NFC.
pub(super) fn words(cell: &str) -> Result<String, Reason> {
    if cell.contains('\0') {
        return Err(Reason::NulCharacter);
    }
    let words: String = cell.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
    if national_identity::find(&words).is_some() { Err(Reason::NationalIdentityNumber) } else { Ok(words) }
}

/// A municipality number of four digits; a spreadsheet that took it for a number has lost the zero in front.
pub(super) fn municipality_number(cell: &str) -> Result<String, Reason> {
    let cell = cell.trim();
    if (3..=4).contains(&cell.len()) && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(format!("{cell:0>4}"))
    } else {
        Err(Reason::NoMunicipalityNumber)
    }
}

/// Who runs the school.
pub(super) fn ownership(cell: &str) -> Result<Ownership, Reason> {
    match cell.trim().to_lowercase().as_str() {
        "offentlig" | "offentleg" | "kommunal" | "kommune" | "kommunen" | "fylkeskommunal" | "statlig" | "statleg" => Ok(Ownership::Public),
        "privat" | "privatskole" | "privatskule" | "friskole" | "friskule" => Ok(Ownership::Private),
        _ => Err(Reason::UnknownOwnership),
    }
}

/// A day as `2025-07-31` or `31.07.2025`, with or without a time of day of zeros behind, as spreadsheets write it; `None` when empty.
pub(super) fn date(cell: &str) -> Result<Option<Date>, Reason> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let (day, time) = cell.split_once(['T', ' ']).unwrap_or((cell, ""));
    if !time.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z')) {
        return Err(Reason::BadDate);
    }
    let read = if day.contains('-') {
        let mut parts = day.split('-');
        (parts.next(), parts.next(), parts.next(), parts.next())
    } else {
        let mut parts = day.split('.');
        let (day, month, year) = (parts.next(), parts.next(), parts.next());
        (year, month, day, parts.next())
    };
    let (Some(year), Some(month), Some(day), None) = read else { return Err(Reason::BadDate) };
    Ok(Some(calendar_date(year, month, day).ok_or(Reason::BadDate)?))
}

fn calendar_date(year: &str, month: &str, day: &str) -> Option<Date> {
    // Two digits would be any century, and anything but digits no year at all.
    if year.len() != 4 || ![year, month, day].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let month: u8 = month.parse().ok()?;
    Date::from_calendar_date(year.parse().ok()?, Month::try_from(month).ok()?, day.parse().ok()?).ok()
}

/// The grades from two cells; both or none.
pub(super) fn grades_from_to(from: &str, to: &str) -> Result<Option<(u8, u8)>, Reason> {
    match (from.trim(), to.trim()) {
        ("", "") => Ok(None),
        (from, to) => in_order(grade(from), grade(to)).map(Some),
    }
}

/// The grades from one cell: `1-7`, `1.–7. trinn`, or a single one; `None` when empty.
pub(super) fn grades(cell: &str) -> Result<Option<(u8, u8)>, Reason> {
    let cell = cell.trim().to_lowercase();
    let cell = cell.strip_suffix("trinn").unwrap_or(&cell).trim();
    if cell.is_empty() {
        return Ok(None);
    }
    let (from, to) = cell.split_once(['-', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}', '\u{2212}']).unwrap_or((cell, cell));
    in_order(grade(from), grade(to)).map(Some)
}

fn grade(text: &str) -> Option<u8> {
    let text = text.trim();
    let digits = text.strip_suffix('.').unwrap_or(text);
    let grade = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()?;
    GRADES.contains(&grade).then_some(grade)
}

fn in_order(from: Option<u8>, to: Option<u8>) -> Result<(u8, u8), Reason> {
    from.zip(to).filter(|(from, to)| from <= to).ok_or(Reason::BadGrades)
}

/// Yes or no; `None` when empty.
pub(super) fn yes_or_no(cell: &str) -> Result<Option<bool>, Reason> {
    match cell.trim().to_lowercase().as_str() {
        "" => Ok(None),
        "ja" | "j" | "x" | "1" | "true" | "sann" | "yes" => Ok(Some(true)),
        "nei" | "n" | "0" | "false" | "usann" | "no" => Ok(Some(false)),
        _ => Err(Reason::NotYesOrNo),
    }
}

/// The written form of Norwegian; `None` when empty.
pub(super) fn written_form(cell: &str) -> Result<Option<Lang>, Reason> {
    match cell.trim().to_lowercase().as_str() {
        "" => Ok(None),
        "nb" | "bokmål" | "bokmal" | "bokmaal" => Ok(Some(Lang::Nb)),
        "nn" | "nynorsk" => Ok(Some(Lang::Nn)),
        _ => Err(Reason::UnknownWrittenForm),
    }
}
