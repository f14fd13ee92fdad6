//! Kroner as people write and read them.

/// `1250000` as `1 250 000`, with spaces that do not break.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    if number < 0 { format!("\u{2212}{out}") } else { out }
}

/// Kroner as people type them: `250 000`, `250.000 kr`. `None` when it is no whole, positive number of kroner, or more than any municipality has.
pub fn typed(typed: &str) -> Option<i64> {
    let digits: String = typed.trim().trim_end_matches("kr").chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.')).collect();
    digits.parse().ok().filter(|cost| (1..=10_000_000_000).contains(cost))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kroner_are_read_as_people_write_them() {
        for (words, cost) in [("250000", 250_000), (" 250 000 kr", 250_000), ("1.250.000", 1_250_000), ("1\u{a0}000", 1000)] {
            assert_eq!(typed(words), Some(cost), "{words}");
        }
        for words in ["", "0", "-5", "mykje", "1,5", "99999999999"] {
            assert_eq!(typed(words), None, "{words}");
        }
        assert_eq!(grouped(1_250_000), "1\u{a0}250\u{a0}000");
        assert_eq!([grouped(7), grouped(1000), grouped(-1000)], ["7", "1\u{a0}000", "\u{2212}1\u{a0}000"]);
    }
}
