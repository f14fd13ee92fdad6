//! Finds Norwegian national identity numbers (fødselsnummer, D-nummer) in free text, however they are spelled.
//!
//! Pupils and parents must not be identified in what schools write. A number that is slipped in among words is the one kind of personal data
//! that a program can recognise with certainty enough to stop it, so it looks hard: digits of other scripts, anything that may part digits, and
//! line breaks. What keeps ordinary numbers out is what the number must fulfil: a date, two control digits, and edges.
//!
//! # Which numbers
//!
//! Day, month, year, three individual digits, two control digits. In a D-nummer the day is 40 higher. Test numbers have a month that is 80 higher
//! (Tenor, Skatteetaten), 40 (Dolly, Nav; also the hjelpenummer of hospitals) or 65 (Norsk helsenett); they are found too, as real
//! numbers are tried out with them. The century is in the individual digits of numbers of 1964, but not in those of 2032, so no year is refused.
//!
//! From 2032 new numbers have a first control digit whose sum may leave the rest 0, 1, 2 or 3 where it was only 0; the second one is as before
//! (<https://skatteetaten.github.io/folkeregisteret-api-dokumentasjon/nytt-fodselsnummer-fra-2032/>). Both kinds are found already now: an
//! installation may be older than the numbers it reads, and the test numbers are out. The price is that about 4 of 121 eleven-digit numbers
//! with a date in front are taken for identity numbers instead of 1 of 121; an account number among words is rarer than the harm.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// How many digits there are in a number.
const LENGTH: usize = 11;
/// Up to this many digits in a row, a short number (a grade, an age, the number of a list item) may stand beside an identity number. In longer
/// rows (telephone lists, tables) so many elevens can be cut out that some would be valid by chance.
const SHORT_ROW: usize = 13;
/// How identity numbers are usually grouped. These are found in rows of any length.
const GROUPINGS: [&[usize]; 5] = [&[6, 5], &[6, 3, 2], &[2, 2, 2, 5], &[2, 2, 2, 3, 2], &[1; LENGTH]];

/// The first identity number in the text, as the range of bytes from its first to its last digit.
#[must_use]
pub fn find(text: &str) -> Option<Range<usize>> {
    let mut row: Vec<Digit> = Vec::new();
    let mut gap = Gap::default();
    for (at, c) in text.char_indices() {
        if let Some(value) = digit_value(c) {
            row.push(Digit { value, at, end: at + c.len_utf8(), before: gap.strength() });
            gap = Gap::default();
        } else if !gap.take(c) {
            // Anything else (a letter, a comma) ends the row: then nobody reads what stands around it as one number.
            if let Some(found) = find_in_row(&row) {
                return Some(found);
            }
            row.clear();
            gap = Gap::default();
        }
    }
    find_in_row(&row)
}

/// A digit of a row, and what parts it from the one before.
#[derive(Debug, Clone, Copy)]
struct Digit {
    value: u8,
    at: usize,
    end: usize,
    before: Strength,
}

/// How strongly two digits are parted. The order is the point: what parts two numbers is stronger than what parts the digits of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// By nothing, or by something that nobody sees.
    Glued,
    /// By a sign alone: `010101-12345`.
    Sign,
    /// By white space, with or without signs.
    Space,
    /// By a line break.
    Line,
    /// By an empty line.
    Paragraph,
    /// The row begins or ends here.
    End,
}

/// Digits that Unicode does not hold for spellings of the ASCII ones, by their zero: Arabic, Persian and Urdu, N'Ko, Devanagari, Bengali,
/// Gurmukhi, Gujarati, Tamil, Thai, Lao, Tibetan, Myanmar, Khmer.
const ZEROS: [char; 13] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{be6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}',
    '\u{17e0}',
];

/// What has been read since the last digit.
#[derive(Debug, Default)]
struct Gap {
    signs: bool,
    spaces: bool,
    lines: usize,
    after_cr: bool,
}

impl Gap {
    /// Reads a character that may part digits; `false` for any other.
    fn take(&mut self, c: char) -> bool {
        let after_cr = std::mem::replace(&mut self.after_cr, c == '\r');
        match c {
            // The two characters of a Windows line break are one break.
            '\n' if after_cr => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => self.lines += 1,
            _ if is_invisible(c) => {}
            _ if c.is_whitespace() || c == '\u{2800}' => self.spaces = true,
            _ if is_sign(c) => self.signs = true,
            _ => return false,
        }
        true
    }

    fn strength(&self) -> Strength {
        match (self.lines, self.spaces, self.signs) {
            (0, false, false) => Strength::Glued,
            (0, false, true) => Strength::Sign,
            (0, true, _) => Strength::Space,
            (1, ..) => Strength::Line,
            _ => Strength::Paragraph,
        }
    }
}

/// The first identity number in a row: a longest run of digits with nothing but gaps between them.
fn find_in_row(row: &[Digit]) -> Option<Range<usize>> {
    row.windows(LENGTH).enumerate().find_map(|(start, window)| {
        let (first, last) = (window.first()?, window.last()?);
        let before = if start == 0 { Strength::End } else { first.before };
        let after = row.get(start + LENGTH).map_or(Strength::End, |next| next.before);
        (is_valid(window) && has_edges(window, before, after, row.len())).then_some(first.at..last.end)
    })
}

/// Whether eleven digits of a row can be a number of their own, judged by what stands at their edges. A row of exactly eleven always can. In a
/// longer row a number never begins or ends in the middle of glued digits (of a thirteen-digit ISBN, of a long reference), and
///
/// - the edges are stronger than everything inside (one number a line, whatever the spaces in it; a list of unbroken numbers), or
/// - the digits are grouped as identity numbers are, so that a list `010101 12345 020202 …` is seen, or
/// - the row is short. This rule and the one before leave out telephone numbers and organisation numbers in a row, which make elevens like
///   `412 34 567 900` by chance.
fn has_edges(window: &[Digit], before: Strength, after: Strength, row: usize) -> bool {
    let edge = before.min(after);
    if edge == Strength::Glued {
        return false;
    }
    let inside = window.iter().skip(1).map(|digit| digit.before).max().unwrap_or(Strength::Glued);
    edge > inside || row <= SHORT_ROW || GROUPINGS.contains(&groups(window).as_slice())
}

/// The lengths of the groups of glued digits.
fn groups(window: &[Digit]) -> Vec<usize> {
    let mut groups = Vec::new();
    for (index, digit) in window.iter().enumerate() {
        match groups.last_mut() {
            Some(length) if index > 0 && digit.before == Strength::Glued => *length += 1,
            _ => groups.push(1),
        }
    }
    groups
}

/// Whether eleven digits have a date and both control digits.
fn is_valid(window: &[Digit]) -> bool {
    let mut digits = [0; LENGTH];
    for (place, digit) in digits.iter_mut().zip(window) {
        *place = u32::from(digit.value);
    }
    let sum = |weights: [u32; LENGTH]| digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 11;
    // Each sum includes its control digit with the weight 1, so that the rest of a number of 1964 is 0.
    let first = sum([3, 7, 6, 1, 8, 9, 4, 5, 2, 1, 0]);
    let second = sum([5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
    let [d1, d2, m1, m2, y1, y2, ..] = digits;
    first <= 3 && second == 0 && is_date(d1 * 10 + d2, m1 * 10 + m2, y1 * 10 + y2)
}

fn is_date(day: u32, month: u32, year: u32) -> bool {
    let day = if day > 40 { day - 40 } else { day };
    let month = match month {
        1..=12 => month,
        41..=52 => month - 40,
        66..=77 => month - 65,
        81..=92 => month - 80,
        _ => return false,
    };
    let days = match month {
        // The century is not known; 2000 was a leap year.
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=days).contains(&day)
}

/// The value of a digit of any script that a keyboard in Norway is likely to write, or that looks like an ordinary one.
fn digit_value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.to_digit(10).and_then(|value| u8::try_from(value).ok());
    }
    let after = |zero: char| u32::from(c).checked_sub(u32::from(zero)).filter(|value| *value < 10);
    if let Some(value) = ZEROS.into_iter().find_map(after) {
        return u8::try_from(value).ok();
    }
    // Full-width, mathematical, raised, lowered and circled digits are spellings of the ASCII ones.
    let mut plain = std::iter::once(c).nfkc();
    match (plain.next(), plain.next()) {
        (Some(only), None) if only.is_ascii() => only.to_digit(10).and_then(|value| u8::try_from(value).ok()),
        _ => None,
    }
}

/// Characters that take no room or only change how others look.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{20e3}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Signs that people put between the digits of a number: all dashes of Unicode (category Pd) and their look-alikes, dots and slashes.
fn is_sign(c: char) -> bool {
    let dash = matches!(
        c,
        '-' | '_' | '~' | '\u{af}' | '\u{58a}' | '\u{5be}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2053}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                | '\u{2e17}'
                | '\u{2e1a}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{2e40}'
                | '\u{2e5d}'
                | '\u{301c}'
                | '\u{3030}'
                | '\u{30a0}'
                | '\u{fe31}'
                | '\u{fe32}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
                | '\u{10ead}'
    );
    let dot = matches!(
        c,
        '.' | '\u{b7}' | '\u{2022}' | '\u{2024}'..='\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{3002}' | '\u{30fb}' | '\u{fe52}' | '\u{ff0e}'
    );
    let slash = matches!(c, '/' | '\\' | '|' | '\u{2044}' | '\u{2215}' | '\u{29f8}' | '\u{ff0f}' | '\u{ff3c}');
    dash || dot || slash
}

#[cfg(test)]
mod tests;
