//! Numbers in what people write: `12`, `4,2`, `−0,3`, `48 000`, and dates such as `12.11.2026`.
use std::collections::HashMap;

/// A number that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberChange {
    /// The cell, when it stands in one.
    pub at: Option<Place>,
    /// The number that was there, as it was written.
    pub before: Option<String>,
    /// The number that is there now.
    pub after: Option<String>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What stands above the table.
    pub table: String,
    /// The header of its row.
    pub row: String,
    /// The header of its column.
    pub column: String,
}

/// Numbers that only one of two texts has, in order; the first of one beside the first of the other. How a number is written makes no difference.
pub fn between(before: &str, after: &str) -> Vec<NumberChange> {
    let (old, new) = (numbers(before), numbers(after));
    let only = |these: &[Number], those: &[Number]| {
        let mut left: HashMap<&str, usize> = HashMap::new();
        for number in those {
            *left.entry(&number.value).or_default() += 1;
        }
        let is_alone = |number: &&Number| match left.get_mut(number.value.as_str()).filter(|left| **left > 0) {
            Some(left) => {
                *left -= 1;
                false
            }
            None => true,
        };
        let mut is_alone = is_alone;
        these.iter().filter(|number| is_alone(number)).map(|number| number.written.clone()).collect::<Vec<_>>()
    };
    let (gone, new) = (only(&old, &new), only(&new, &old));
    let pairs = (0..gone.len().max(new.len())).map(|index| NumberChange {
        at: None,
        before: gone.get(index).cloned(),
        after: new.get(index).cloned(),
    });
    pairs.collect()
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Number {
    written: String,
    /// The same whatever signs it was written with.
    value: String,
}

/// The numbers of a text.
fn numbers(text: &str) -> Vec<Number> {
    let letters: Vec<char> = text.chars().collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        if !digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        while at < letters.len() {
            let (three, next) = ((1..=3).all(|after| digit(at + after)) && !digit(at + 4), digit(at + 1));
            match letters[at] {
                c if c.is_ascii_digit() => {}
                '.' | ',' if next => {}
                // Thousands; three digits after at most three.
                ' ' | '\u{a0}' | '\u{202f}' if three && (at - start <= 3 || letters[at.saturating_sub(4)] == letters[at]) => {}
                _ => break,
            }
            at += 1;
        }
        let sign = start.checked_sub(1).filter(|before| matches!(letters[*before], '-' | '−' | '–'));
        // A dash between two numbers, or after a word, is no sign.
        let sign = sign.filter(|before| before.checked_sub(1).is_none_or(|further| !letters[further].is_alphanumeric()));
        let written: String = letters[sign.unwrap_or(start)..at].iter().collect();
        let plain = |c: char| match c {
            '−' | '–' => Some('-'),
            '.' => Some(','),
            c if c.is_whitespace() => None,
            c => Some(c),
        };
        found.push(Number { value: written.chars().filter_map(plain).collect(), written });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Vec<String> {
        numbers(text).into_iter().map(|number| number.written).collect()
    }

    #[test]
    fn a_number_is_what_people_take_for_one() {
        assert_eq!(
            written("12 av 14, 4,2 og −0,3 (48 000 kr, 1 250 000,5) 12.11.2026."),
            ["12", "14", "4,2", "−0,3", "48 000", "1 250 000,5", "12.11.2026"]
        );
        assert_eq!(written("Skala 1–5, 2024/25, 10-FAKTOR, 7. trinn, A4-ark"), ["1", "5", "2024", "25", "10", "7", "4"]);
        assert_eq!(written("2024 100"), ["2024", "100"]);
        assert!(written("ingen").is_empty());
    }

    #[test]
    fn only_numbers_that_differ_are_told_whatever_they_are_written_with() {
        let told = |before: &str, after: &str| -> Vec<(Option<String>, Option<String>)> {
            between(before, after).into_iter().map(|change| (change.before, change.after)).collect()
        };
        let number = |number: &str| Some(number.to_owned());
        assert_eq!(told("4,2 og 48 000 og -1", "−1 og 48000 og 4.2"), []);
        assert_eq!(told("3 av 4 og 4", "4 av 5 og 4"), [(number("3"), number("5"))]);
        assert_eq!(told("Skjerma", "4,1"), [(None, number("4,1"))]);
        assert_eq!(told("4,1", ""), [(number("4,1"), None)]);
    }
}
