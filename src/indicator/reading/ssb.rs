//! Tables of Statistisk sentralbyrå as its statistics bank saves them in a workbook: a title, variables above each other, and rows whose first words stand
//! only once. They are filled in, so that each row and column says all that it is about; no cell moves.
use super::fold::tidy;
use super::grid::{Grid, GridCell};
use super::kostra;

/// Rows below the title in which the years are looked for.
const HEADER_ROWS: usize = 12;

/// A longer text is prose. It is not written beside every row below it: a small file would become a large one.
const LONGEST: usize = 300;

/// Whether the text is the title of a table of SSB: `12255: Grunnskole, etter region, statistikkvariabel og år`.
#[must_use]
pub fn is_title(text: &str) -> bool {
    text.trim().split_once(": ").is_some_and(|(number, _)| number.len() == 5 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The table with its header named and its rows filled in; none when it is no such table, or names its columns itself.
#[must_use]
pub fn filled(grid: &Grid) -> Option<Grid> {
    let titled = grid.rows.iter().take(3).flatten().any(|cell| matches!(cell, GridCell::Text(text) if is_title(text)));
    let header_at = grid.rows.iter().take(HEADER_ROWS).position(|row| is_years(row))?;
    let first = grid.rows.get(header_at)?.iter().position(|cell| !cell.is_blank()).filter(|first| *first > 0)?;
    if !titled && !grid.rows.iter().skip(header_at + 1).any(|row| row.first().is_some_and(|cell| is_region(&cell.text()))) {
        return None;
    }
    let mut filled = grid.clone();
    for (at, cell) in filled.rows.get_mut(header_at)?.iter_mut().take(first).enumerate() {
        *cell = GridCell::Text(if at == 0 { "region" } else { "statistikkvariabel" }.to_owned());
    }
    let mut last: Vec<GridCell> = vec![GridCell::Empty; first];
    for row in filled.rows.iter_mut().skip(header_at + 1) {
        let has_values = row.iter().skip(first).any(|cell| !cell.is_blank());
        for at in 0..first.min(row.len()) {
            if row[at].text().len() > LONGEST {
                last[at] = GridCell::Empty;
            } else if !row[at].is_blank() {
                last[at].clone_from(&row[at]);
                // What stood beside another place or variable is not about this one.
                last.iter_mut().skip(at + 1).for_each(|cell| *cell = GridCell::Empty);
            } else if has_values {
                row[at].clone_from(&last[at]);
            }
        }
    }
    Some(filled)
}

fn is_years(row: &[GridCell]) -> bool {
    let mut filled = row.iter().filter(|cell| !cell.is_blank()).peekable();
    filled.peek().is_some() && filled.all(|cell| kostra::year(&cell.text()).is_some())
}

/// What a region of SSB is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Region {
    /// Norway.
    Country,
    /// Two digits and a name.
    County(String, String),
    /// Four digits and a name.
    Municipality(String, String),
    /// A group of municipalities, Norway without Oslo, a part of a town.
    Other,
}

/// Reads `4622 Kvam`, `K-4622 Kvam`, `EAK Landet`, `EKA46 Vestland`, `0 Hele landet`. The second tells whether a code had lost zeros that it begins with. None
/// when there is no code.
#[must_use]
pub fn region(text: &str) -> Option<(Region, bool)> {
    let (code, name) = text.split_once(' ')?;
    let code = code.to_uppercase();
    // «Kvam (2020-2023)»: the years in which the number was in use.
    let name = tidy(name.split(" (").next().unwrap_or(name));
    let county = ["EAFK", "EKA", "FK-", "F-"].iter().find_map(|start| code.strip_prefix(start));
    let digits = county.or_else(|| code.strip_prefix("K-")).or_else(|| code.strip_prefix("K_")).unwrap_or(&code).to_owned();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    match digits.len() {
        _ if code == "EAK" || (digits == "0" && county.is_none()) => Some((Region::Country, false)),
        _ if code.starts_with("EAKUO") || code.starts_with("EKG") || code.starts_with("EKK") => Some((Region::Other, false)),
        1 | 2 if is_number => Some((Region::County(format!("{digits:0>2}"), name), digits.len() == 1)),
        3 | 4 if is_number && county.is_none() => Some((Region::Municipality(format!("{digits:0>4}"), name), digits.len() == 3)),
        5..=8 if is_number => Some((Region::Other, false)),
        _ => None,
    }
}

fn is_region(text: &str) -> bool {
    region(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_are_known_by_their_codes() {
        let kvam = Region::Municipality("4622".into(), "Kvam".into());
        for (text, expected) in [
            ("EAK Landet", Region::Country),
            ("0 Hele landet", Region::Country),
            ("EKA46 Vestland", Region::County("46".into(), "Vestland".into())),
            ("EAFK46 Vestland", Region::County("46".into(), "Vestland".into())),
            ("46 Vestland", Region::County("46".into(), "Vestland".into())),
            ("4622 Kvam", kvam.clone()),
            ("K-4622 Kvam (2020-)", kvam),
            ("301 Oslo", Region::Municipality("0301".into(), "Oslo".into())),
            ("EAKUO Landet uten Oslo", Region::Other),
            ("EKG12 KOSTRA-gruppe 12", Region::Other),
            ("030101 Gamle Oslo", Region::Other),
        ] {
            assert_eq!(region(text).map(|found| found.0), Some(expected), "{text}");
        }
        assert_eq!(region("Kvam"), None);
        assert_eq!(region("Nes skule"), None);
    }
}
