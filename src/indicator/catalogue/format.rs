//! How figures are written for people: decimal comma, minus sign, and spaces that do not break.
use super::model::{Indicator, Unit};
use crate::indicator::model::Amount;

/// Between groups of three digits, and before a unit: a figure is never parted at the end of a line.
const NO_BREAK: char = '\u{a0}';
/// The minus sign, not a hyphen.
const MINUS: char = '\u{2212}';
/// The thousandths of an [`Amount`].
const MAX_DECIMALS: u8 = 3;

impl Indicator {
    /// The figure as people read it, the same in bokmål and nynorsk: `51`, `4,2`, `12,3 %`, `+0,4`, `145 000 kr`, `ja`.
    #[must_use]
    pub fn format(&self, amount: Amount) -> String {
        let number = number(amount, self.decimals);
        match self.unit {
            Unit::Percent => format!("{number}{NO_BREAK}%"),
            Unit::Kroner => format!("{number}{NO_BREAK}kr"),
            Unit::YesNo => if amount.0 > 0 { "ja" } else { "nei" }.to_owned(),
            // Without its sign a difference could be taken for a level.
            Unit::ScalePointDifference if number.chars().any(|c| ('1'..='9').contains(&c)) && !number.starts_with(MINUS) => {
                format!("+{number}")
            }
            _ => number,
        }
    }

    /// The figure with as many decimals as people are shown: what two figures are compared by where people compare them.
    #[must_use]
    pub fn rounded(&self, amount: Amount) -> Amount {
        rounded(amount, self.decimals)
    }

    /// The figure as a chart draws it and a file holds it: a decimal more would tell more than the page, and suppression counts on what the page tells.
    #[must_use]
    pub fn drawn(&self, amount: Amount) -> f64 {
        self.rounded(amount).to_f64()
    }

    /// The decimals of an uncertainty: one where a whole score has none.
    #[must_use]
    pub fn uncertainty_decimals(&self) -> u8 {
        self.decimals.max(1)
    }

    /// The uncertainty as a chart draws it and a file holds it.
    #[must_use]
    pub fn drawn_uncertainty(&self, amount: Amount) -> f64 {
        rounded(amount, self.uncertainty_decimals()).to_f64()
    }

    /// An uncertainty as its source publishes it, to stand after ±: with one decimal where a whole score has none, and none that says nothing: `3,2`, `3`.
    #[must_use]
    pub fn format_uncertainty(&self, amount: Amount) -> String {
        let written = number(amount, self.uncertainty_decimals());
        let written = written.strip_suffix(",0").unwrap_or(&written);
        if self.unit == Unit::Percent { format!("{written}{NO_BREAK}%") } else { written.to_owned() }
    }
}

/// Half away from zero, to this many decimals (at most three).
fn rounded(amount: Amount, decimals: u8) -> Amount {
    let step = 10_i64.pow(u32::from(MAX_DECIMALS - decimals.min(MAX_DECIMALS)));
    let half = if amount.0 < 0 { -step / 2 } else { step / 2 };
    Amount(amount.0.saturating_add(half) / step * step)
}

/// The number with this many decimals (at most three).
fn number(amount: Amount, decimals: u8) -> String {
    let decimals = decimals.min(MAX_DECIMALS);
    let step = 10_u64.pow(u32::from(MAX_DECIMALS - decimals));
    let rounded = rounded(amount, decimals).0.unsigned_abs() / step;
    let one = 10_u64.pow(u32::from(decimals));
    let (whole, part) = (rounded / one, rounded % one);
    let sign = if amount.0 < 0 && rounded > 0 { String::from(MINUS) } else { String::new() };
    let whole = grouped(whole);
    if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole},{part:0width$}", width = usize::from(decimals)) }
}

/// Digits in groups of three, from the right.
fn grouped(whole: u64) -> String {
    let digits = whole.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * NO_BREAK.len_utf8());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(NO_BREAK);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::catalogue;
    use super::*;

    #[test]
    fn an_uncertainty_keeps_the_decimal_that_its_source_publishes() {
        let lesing = catalogue().get("np_lesing_5").unwrap();
        assert_eq!([3200, 3000, 400].map(|amount| lesing.format_uncertainty(Amount(amount))), ["3,2", "3", "0,4"]);
        assert_eq!(catalogue().get("eu_mobbing").unwrap().format_uncertainty(Amount(2500)), "2,5\u{a0}%");
    }

    #[test]
    fn what_is_drawn_is_no_more_exact_than_what_is_told() {
        let drawn = |key: &str, amount: i64| catalogue().get(key).unwrap().drawn(Amount(amount));
        for (key, amount, told) in [
            ("grunnskolepoeng", 22_249, 22.2),
            ("grunnskolepoeng", 22_250, 22.3),
            ("skolebidrag_5_7", -1_250, -1.3),
            ("skolebidrag_5_7", -1_249, -1.2),
            ("np_lesing_5", 22_500, 23.0),
        ] {
            assert!((drawn(key, amount) - told).abs() < 1e-9, "{key} {amount}");
        }
        let unsure = |amount: i64| catalogue().get("np_lesing_5").unwrap().drawn_uncertainty(Amount(amount));
        assert!((unsure(1_949) - 1.9).abs() < 1e-9 && (unsure(1_950) - 2.0).abs() < 1e-9);
    }

    fn shown(key: &str, thousandths: i64) -> String {
        catalogue().get(key).unwrap().format(Amount(thousandths))
    }

    #[test]
    fn figures_have_a_decimal_comma_and_as_many_decimals_as_the_catalogue_says() {
        assert_eq!(shown("np_lesing_5", 51_000), "51");
        assert_eq!(shown("eu_trivsel", 4_200), "4,2");
        assert_eq!(shown("eu_trivsel", 4_000), "4,0");
        assert_eq!(shown("eu_mobbing", 12_300), "12,3\u{a0}%");
        assert_eq!(shown("gruppestorrelse2", 15_180), "15,18");
        assert_eq!(shown("gruppestorrelse2", 15_060), "15,06");
        assert_eq!(shown("grunnskolepoeng", 42_250), "42,3", "half is rounded away from zero");
    }

    #[test]
    fn a_minus_is_a_minus_sign_and_zero_has_no_sign() {
        assert_eq!(shown("skolebidrag_5_7", -300), "\u{2212}0,3");
        assert_eq!(shown("skolebidrag_5_7", 400), "+0,4");
        assert_eq!(shown("skolebidrag_5_7", 0), "0,0");
        assert_eq!(shown("skolebidrag_5_7", -40), "0,0");
        assert_eq!(shown("skolebidrag_5_7", 40), "0,0");
        assert_eq!(shown("skolebidrag_5_7", i64::MIN), "\u{2212}9\u{a0}223\u{a0}372\u{a0}036\u{a0}854\u{a0}775,8");
    }

    #[test]
    fn thousands_are_parted_by_a_space_that_does_not_break() {
        assert_eq!(shown("elevtall", 913_000), "913");
        assert_eq!(shown("elevtall", 2_913_000), "2\u{a0}913");
        assert_eq!(shown("elevtall", 1_056_929_000), "1\u{a0}056\u{a0}929");
        assert_eq!(shown("kostra_202", 145_000_000), "145\u{a0}000\u{a0}kr");
    }

    #[test]
    fn yes_and_no_are_words() {
        assert_eq!([0, 1000].map(|thousandths| shown("laerernorm", thousandths)), ["nei", "ja"]);
    }
}
