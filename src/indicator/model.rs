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
    use super::*;

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
