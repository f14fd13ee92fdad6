//! One cell: a number, one of its source's markers, or a problem. What is no number never becomes one.
use super::super::{Amount, Cell};
use super::flaw::ProblemKind;
use super::grid::GridCell;
use super::result::Source;

/// A cell that was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellReading {
    /// What it says.
    pub cell: Cell,
    /// Written with decimals (`9,0`). A spreadsheet's number tells it only where the decimals are not zero.
    pub decimals: bool,
    /// Written as text, so that `decimals` tells everything.
    pub written: bool,
    /// Written with its thousands grouped (`56 875`).
    pub grouped: bool,
}

impl CellReading {
    const fn marker(cell: Cell) -> Self {
        Self { cell, decimals: false, written: true, grouped: false }
    }

    /// A cell that is not there.
    pub const MISSING: Self = Self::marker(Cell::Missing);
}

/// Reads a cell as its source means it. Blank is [`Cell::Missing`]; whether there was nothing to measure is seen only beside its count.
///
/// # Errors
///
/// What is wrong with it.
pub fn cell(cell: &GridCell, source: Source) -> Result<CellReading, ProblemKind> {
    match cell {
        GridCell::Empty => Ok(CellReading::MISSING),
        GridCell::Text(text) => read_text(text, source),
        GridCell::Number(number) => {
            let amount = thousandths(*number).ok_or(ProblemKind::NotANumber)?;
            Ok(CellReading { cell: Cell::Published(amount), decimals: amount.0 % 1000 != 0, written: false, grouped: false })
        }
        GridCell::Bool(yes) => Ok(CellReading::marker(Cell::Published(Amount::from_whole(i64::from(*yes))))),
        GridCell::Date(_) => Err(ProblemKind::Date),
        GridCell::Formula => Err(ProblemKind::Formula),
        GridCell::Error(_) => Err(ProblemKind::SpreadsheetError),
    }
}

fn read_text(text: &str, source: Source) -> Result<CellReading, ProblemKind> {
    // The apostrophe is how a person makes Excel keep text as it is.
    let text = text.trim().trim_start_matches('\'');
    if text.is_empty() {
        return Ok(CellReading::MISSING);
    }
    if let Some(cell) = marker(text, source) {
        return Ok(CellReading::marker(cell));
    }
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    if let Some(shown) = bare.strip_suffix('*') {
        // Udir shows `12*` to school owners who are signed in: not to be passed on. SSB writes a figure that is not final so.
        let read = number(shown).ok_or(ProblemKind::NotANumber)?;
        let cell = if source == Source::Ssb { Cell::Preliminary(read.amount) } else { Cell::Restricted(read.amount) };
        return Ok(CellReading { cell, decimals: read.decimals, written: true, grouped: read.grouped });
    }
    match number(text) {
        Some(read) => Ok(CellReading { cell: Cell::Published(read.amount), decimals: read.decimals, written: true, grouped: read.grouped }),
        None if looks_like_date(text) => Err(ProblemKind::Date),
        None if text.starts_with('#') => Err(ProblemKind::SpreadsheetError),
        None => Err(ProblemKind::NotANumber),
    }
}

/// What a sign means at its source: `*` hides a number at Udir and is no marker of its own at SSB, `.` hid one in Skoleporten and says «not possible» at SSB.
/// SSB: Standardtegn i tabeller.
fn marker(text: &str, source: Source) -> Option<Cell> {
    let cell = match (source, text) {
        (Source::Ssb, ".") => Cell::NotApplicable,
        (Source::Ssb, "-" | "\u{2013}") => Cell::Published(Amount(0)),
        // A row of a table with a break in its series holds «Brudd» where the old definition ends.
        (Source::Ssb, ".." | "...") | (Source::Statistikkbanken | Source::Skoleporten, "Brudd") | (_, "-" | "\u{2013}") => Cell::Missing,
        (Source::Ssb, "*") => return None,
        (Source::Ssb, ":") | (_, "*" | "**") | (Source::Skoleporten, "." | ":") | (Source::Unknown, ".") => Cell::Suppressed,
        _ => return None,
    };
    Some(cell)
}

struct Number {
    amount: Amount,
    decimals: bool,
    grouped: bool,
}

/// Reads `9,0`, `9.0`, `56 875` with any of the spaces, `1.234,5`, `1,234.5`, `−0,3` with a minus or a hyphen, `12,5 %`. More than three decimals are rounded.
fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    let text = text.strip_suffix('%').map_or(text, str::trim_end);
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction, grouped) = split(digits)?;
    if whole.len() > 12 || fraction.len() > 30 {
        return None;
    }
    let mut amount: i64 = whole.parse().ok()?;
    let mut decimals = fraction.bytes().map(|byte| i64::from(byte - b'0'));
    for _ in 0..3 {
        amount = amount * 10 + decimals.next().unwrap_or(0);
    }
    if decimals.next().unwrap_or(0) >= 5 {
        amount += 1;
    }
    Some(Number { amount: Amount(if negative { -amount } else { amount }), decimals: !fraction.is_empty(), grouped })
}

/// The digits before and after the decimal sign, and whether thousands were grouped.
fn split(text: &str) -> Option<(String, String, bool)> {
    let last = text.rfind([',', '.']);
    let both = text.contains(',') && text.contains('.');
    // With both signs the last is the decimal sign, as `1.234,5`; a sign that comes twice groups thousands, as `1.234.567`.
    let twice = last.is_some_and(|at| text.get(..at).is_some_and(|before| before.contains(text.get(at..=at).unwrap_or_default())));
    let (whole, fraction) = match last {
        Some(at) if !twice => (text.get(..at)?, text.get(at + 1..)?),
        _ => (text, ""),
    };
    if last.is_some() && !twice && fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let separator = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'') || ((both || twice) && matches!(c, ',' | '.'));
    let groups: Vec<&str> = whole.split(separator).collect();
    let (first, rest) = groups.split_first()?;
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(first) || (!rest.is_empty() && first.len() > 3) || !rest.iter().all(|group| digits(group) && group.len() == 3) {
        return None;
    }
    Some((groups.concat(), fraction.to_owned(), !rest.is_empty()))
}

/// A spreadsheet's number in thousandths; none when it is none or beyond all statistics.
fn thousandths(number: f64) -> Option<Amount> {
    let scaled = (number * 1000.0).round();
    if !scaled.is_finite() || scaled.abs() > 1e15 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number below 10^15")]
    Some(Amount(scaled as i64))
}

/// `3.mai`, `mai.42`, `03.05.2025`, `2025-05-03`: what Excel shows where a number looked like a date to it.
fn looks_like_date(text: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des"];
    let lower = text.to_lowercase();
    let has_digit = lower.bytes().any(|byte| byte.is_ascii_digit());
    let day = lower.split([' ', 'T', 't']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['.', '-', '/']).filter(|part| !part.is_empty()).collect();
    let short_numbers =
        (2..=3).contains(&parts.len()) && parts.iter().all(|part| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit()));
    let mut words = lower.split(['.', '-', '/', ' ']);
    short_numbers || (has_digit && words.any(|word| MONTHS.iter().any(|month| word.starts_with(month))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(source: Source, text: &str) -> Result<Cell, ProblemKind> {
        cell(&GridCell::Text(text.to_owned()), source).map(|read| read.cell)
    }

    #[test]
    fn a_number_is_read_in_every_way_it_is_written() {
        for (text, thousandths) in [
            ("50", 50_000),
            ("3,2", 3_200),
            ("14.85", 14_850),
            ("56 875", 56_875_000),
            ("56\u{a0}875", 56_875_000),
            ("1\u{202f}234\u{2009}567", 1_234_567_000),
            ("1.234,5", 1_234_500),
            ("1,234.5", 1_234_500),
            ("1.234.567", 1_234_567_000),
            ("-0,3", -300),
            ("\u{2212}0,3", -300),
            ("12,5 %", 12_500),
            ("12,5%", 12_500),
            ("0,0", 0),
            ("14,8571", 14_857),
            ("0,9996", 1_000),
            ("'42", 42_000),
            ("+1,5", 1_500),
        ] {
            assert_eq!(at(Source::Statistikkbanken, text), Ok(Cell::Published(Amount(thousandths))), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_a_problem_and_never_zero() {
        for text in ["1 2", "12 34", "1,2,3", "5,", ",5", "fem", "1e5", "--5", "5 elever", "NaN", "\u{662}", "0x10", "99999999999999999999"]
        {
            assert_eq!(at(Source::Statistikkbanken, text), Err(ProblemKind::NotANumber), "{text}");
        }
        for text in ["3.mai", "03. mai", "mai.42", "03.05.2025", "2025-05-03", "2025-05-03 00:00:00"] {
            assert_eq!(at(Source::Statistikkbanken, text), Err(ProblemKind::Date), "{text}");
        }
        let grid = |read: GridCell| cell(&read, Source::Unknown).map(|read| read.cell);
        assert_eq!(grid(GridCell::Date("2025-05-03".into())), Err(ProblemKind::Date));
        assert_eq!(grid(GridCell::Formula), Err(ProblemKind::Formula));
        assert_eq!(grid(GridCell::Error("#REF!".into())), Err(ProblemKind::SpreadsheetError));
        assert_eq!(grid(GridCell::Number(f64::NAN)), Err(ProblemKind::NotANumber));
        assert_eq!(grid(GridCell::Number(1e300)), Err(ProblemKind::NotANumber));
        assert_eq!(grid(GridCell::Number(0.1 + 0.2)), Ok(Cell::Published(Amount(300))));
    }

    #[test]
    fn a_marker_means_what_its_source_means() {
        assert_eq!(at(Source::Statistikkbanken, "*"), Ok(Cell::Suppressed));
        assert_eq!(at(Source::Skoleporten, "."), Ok(Cell::Suppressed));
        assert_eq!(at(Source::Ssb, "."), Ok(Cell::NotApplicable));
        assert_eq!(at(Source::Ssb, ":"), Ok(Cell::Suppressed));
        assert_eq!(at(Source::Ssb, ".."), Ok(Cell::Missing));
        assert_eq!(at(Source::Ssb, "-"), Ok(Cell::Published(Amount(0))));
        assert_eq!(at(Source::Statistikkbanken, "-"), Ok(Cell::Missing));
        assert_eq!(at(Source::Statistikkbanken, ".."), Err(ProblemKind::NotANumber));
        assert_eq!(at(Source::Ssb, "*"), Err(ProblemKind::NotANumber));
        for source in [Source::Statistikkbanken, Source::Skoleporten, Source::ExportApi, Source::Ssb, Source::Unknown] {
            assert_eq!(at(source, " \u{a0}"), Ok(Cell::Missing));
        }
    }

    #[test]
    fn a_number_for_the_school_owner_alone_is_restricted() {
        assert_eq!(at(Source::Statistikkbanken, "12*"), Ok(Cell::Restricted(Amount(12_000))));
        assert_eq!(at(Source::ExportApi, "3,7*"), Ok(Cell::Restricted(Amount(3_700))));
        assert_eq!(at(Source::Statistikkbanken, "12 *"), Ok(Cell::Restricted(Amount(12_000))));
        assert_eq!(at(Source::Ssb, "12*"), Ok(Cell::Preliminary(Amount(12_000))));
        assert_eq!(at(Source::Statistikkbanken, "x*"), Err(ProblemKind::NotANumber));
    }
}
