//! What a value is: how much, of whom, when, and in which state it was published.
use std::fmt;

/// A number as it is published, in thousandths: `50,1` is 50 100. No source publishes more than three decimals, and whole numbers compare and add exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Amount(pub i64);

impl Amount {
    /// The number that people read.
    #[must_use]
    pub fn from_whole(whole: i64) -> Self {
        Self(whole.saturating_mul(1000))
    }

    /// For geometry, where nothing is beyond two millions: what is, is drawn as if it were not. A figure is drawn as
    /// [`Indicator::drawn`](super::catalogue::Indicator::drawn) says.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        f64::from(i32::try_from(self.0).unwrap_or(if self.0 < 0 { i32::MIN } else { i32::MAX })) / 1000.0
    }

    /// A number as people type it into a form or paste it from a page: `4,2`, `4.2`, `145 000`, `-0,5`, `+2,0`, `12 %`, `145 000 kr`. Every number that
    /// [`Indicator::format`](super::catalogue::Indicator::format) shows is read as what it shows. `None` for all else, and for more than three decimals.
    #[must_use]
    pub fn parse_typed(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_suffix('%').or_else(|| text.strip_suffix("kr")).map_or(text, str::trim_end);
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text.strip_prefix('+').map_or(text, str::trim_start)),
        };
        let (whole, part) = digits.split_once([',', '.']).unwrap_or((digits, "0"));
        let groups: Vec<&str> = whole.split([' ', '\u{a0}', '\u{2009}', '\u{202f}']).collect();
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (first, rest) = groups.split_first()?;
        let grouped = rest.is_empty() || (first.len() <= 3 && rest.iter().all(|group| group.len() == 3));
        let whole = groups.concat();
        if !groups.iter().all(|group| is_number(group)) || !grouped || whole.len() > 12 || !is_number(part) || part.len() > 3 {
            return None;
        }
        let thousandths: i64 = format!("{whole}{part:0<3}").parse().ok()?;
        Some(Self(if negative { -thousandths } else { thousandths }))
    }

    /// The number as a form's field holds it: exact, without unit or grouping, with a hyphen that a keyboard has. [`Self::parse_typed`] reads it as itself.
    #[must_use]
    pub fn for_form(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 1000, format!("{:03}", self.0.unsigned_abs() % 1000));
        match part.trim_end_matches('0') {
            "" => format!("{sign}{whole}"),
            part => format!("{sign}{whole},{part}"),
        }
    }
}

/// A school year, named by the calendar year it starts in: 2025 is 2025-26.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct SchoolYear(pub i32);

impl fmt::Display for SchoolYear {
    /// As Utdanningsdirektoratet writes it: `2025-26`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

/// Whom a value is about. Udir's exports know no third.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Everybody.
    #[default]
    All,
    /// Girls.
    Girls,
    /// Boys.
    Boys,
}

/// Which part of a unit's pupils a value is about, and which part of the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
pub struct Breakdown {
    /// Grade, 1–10, and 11–13 for the three years of upper secondary school; none for all grades together, and for an indicator whose key names its grade (`np_lesing_5`).
    pub grade: Option<u8>,
    /// Sex.
    pub sex: Sex,
    /// Level of mastery (1–3 or 1–5), mark (1–6) or answer alternative (1–5), for an indicator that is a distribution.
    pub level: Option<u8>,
}

/// A cell of a published table. What is no number never becomes one: an empty cell is not 0, and a hidden one tells nothing about how many pupils there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "amount")]
pub enum Cell {
    /// Published for everybody.
    Published(Amount),
    /// Published before the count was final («Foreløpig»).
    Preliminary(Amount),
    /// A number for named roles only (`12*`): in no export and on no page for others.
    Restricted(Amount),
    /// Hidden by its source (`*`, `.`), or by this product. The number is not known here.
    Suppressed,
    /// Nothing to measure: the grade is not taught, or nobody took part (blank beside a count of 0).
    NotApplicable,
    /// Blank, and nothing says why.
    Missing,
}

impl Cell {
    /// The number, when there is one.
    #[must_use]
    pub fn amount(self) -> Option<Amount> {
        match self {
            Self::Published(amount) | Self::Preliminary(amount) | Self::Restricted(amount) => Some(amount),
            Self::Suppressed | Self::NotApplicable | Self::Missing => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::indicator::catalogue::{Unit, catalogue};

    #[test]
    fn a_number_is_read_as_people_write_it_and_nothing_else_is() {
        for (typed, thousandths) in [
            ("4,2", 4_200),
            (" 4.25 ", 4_250),
            ("-0,5", -500),
            ("\u{2212}1,2", -1_200),
            ("\u{2013} 1", -1_000),
            ("+2,0", 2_000),
            ("51%", 51_000),
            ("12\u{a0}%", 12_000),
            ("145 000", 145_000_000),
            ("145\u{a0}000\u{a0}kr", 145_000_000),
            ("0,125", 125),
        ] {
            assert_eq!(Amount::parse_typed(typed), Some(Amount(thousandths)), "{typed}");
        }
        for typed in ["", "-", "fire", "4,", ",5", "4,2,1", "1,2345", "--1", "+-1", "4 8", "1 2345", "12*", "*", "1e3", "9999999999999"] {
            assert_eq!(Amount::parse_typed(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_stands_in_a_field_is_read_as_the_same_number(thousandths in -999_999_999_999_999_i64..1_000_000_000_000_000) {
            prop_assert_eq!(Amount::parse_typed(&Amount(thousandths).for_form()), Some(Amount(thousandths)));
        }

        #[test]
        fn what_is_shown_in_any_unit_is_read_as_what_it_shows(thousandths in -999_999_999_i64..1_000_000_000) {
            for indicator in catalogue().indicators().iter().filter(|indicator| indicator.unit != Unit::YesNo) {
                let shown = indicator.format(Amount(thousandths));
                prop_assert_eq!(Amount::parse_typed(&shown), Some(indicator.rounded(Amount(thousandths))), "{} {}", indicator.key, shown);
            }
        }
    }

    #[test]
    fn a_school_year_is_written_with_both_its_years() {
        assert_eq!(SchoolYear(2025).to_string(), "2025-26");
        assert_eq!(SchoolYear(1999).to_string(), "1999-00");
    }

    #[test]
    fn only_a_published_a_preliminary_and_a_restricted_cell_hold_a_number() {
        assert_eq!(Cell::Restricted(Amount::from_whole(12)).amount(), Some(Amount(12_000)));
        assert_eq!([Cell::Suppressed, Cell::NotApplicable, Cell::Missing].map(Cell::amount), [None; 3]);
    }
}
