//! The one sentence about what was expected and what came: no points, no right or wrong, and no more than the figure's uncertainty allows.
use super::Expected;
use crate::indicator::catalogue::Indicator;
use crate::indicator::sentence::{Said, Told, what_can_be_said};
use crate::indicator::{Amount, Cell, SchoolYear};
use crate::text::{Lang, text};

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// The figure has not come.
    Waiting,
    /// It is hidden.
    Suppressed,
    /// There was nothing to measure.
    NotApplicable,
    /// It is blank, and nothing says why.
    Missing,
    /// About as expected: what differs is not sure.
    AsExpected,
    /// Higher, for sure; neither good nor bad.
    Higher,
    /// Lower, for sure.
    Lower,
    /// How sure the figures are is not known: the numbers stand beside each other.
    Numbers,
    /// There is no earlier figure that this one can be compared with.
    NothingBefore,
}

impl Met {
    /// The sentence.
    pub fn words(self, lang: Lang) -> String {
        let key = match self {
            Self::Waiting => "expectation-met-waiting",
            Self::Suppressed => "expectation-met-suppressed",
            Self::NotApplicable => "expectation-met-not-applicable",
            Self::Missing => "expectation-met-missing",
            Self::AsExpected => "expectation-met-as-expected",
            Self::Higher => "expectation-met-higher",
            Self::Lower => "expectation-met-lower",
            Self::Numbers => "expectation-met-numbers",
            Self::NothingBefore => "expectation-met-nothing-before",
        };
        text(lang, key).into_owned()
    }

    /// A number has come.
    pub fn has_number(self) -> bool {
        !matches!(self, Self::Waiting | Self::Suppressed | Self::NotApplicable | Self::Missing)
    }
}

/// What can be said of an expectation and the school's values, given by ascending year, of figures of `year`.
#[must_use]
pub fn met(expected: Expected, indicator: &Indicator, values: &[Told], year: SchoolYear) -> Met {
    let until: Vec<Told> = values.iter().copied().filter(|told| told.year <= year).collect();
    let Some(came) = until.last().filter(|told| told.year == year) else { return Met::Waiting };
    let amount = match came.cell {
        Cell::Suppressed => return Met::Suppressed,
        Cell::NotApplicable => return Met::NotApplicable,
        Cell::Missing => return Met::Missing,
        Cell::Published(amount) | Cell::Preliminary(amount) | Cell::Restricted(amount) => amount,
    };
    match expected {
        Expected::Between(low, high) => between(indicator, (low, high), amount, came.uncertainty),
        Expected::AsLast => against_last(indicator, &until, 0),
        Expected::Higher => against_last(indicator, &until, 1),
        Expected::Lower => against_last(indicator, &until, -1),
    }
}

fn between(indicator: &Indicator, (low, high): (Amount, Amount), came: Amount, uncertainty: Option<Amount>) -> Met {
    let unsure = uncertainty.map_or(0, |uncertainty| uncertainty.0.saturating_abs());
    let reads_as = |one: Amount, other: Amount| indicator.format(one) == indicator.format(other);
    if (low.0.saturating_sub(unsure)..=high.0.saturating_add(unsure)).contains(&came.0) || reads_as(came, low) || reads_as(came, high) {
        Met::AsExpected
    } else if uncertainty.is_none() {
        Met::Numbers
    } else if came < low {
        Met::Lower
    } else {
        Met::Higher
    }
}

/// `expected`: 1 for more than last time, 0 for about the same, −1 for less.
fn against_last(indicator: &Indicator, values: &[Told], expected: i8) -> Met {
    let came =
        match what_can_be_said(indicator, values) {
            Said::AsBefore(..) => 0,
            Said::Higher(now, then) | Said::Lower(now, then) | Said::Better(now, then) | Said::Worse(now, then) => {
                if now.amount > then.amount { 1 } else { -1 }
            }
            Said::First(_) | Said::Broken(_) => return Met::NothingBefore,
            _ => return Met::Numbers,
        };
    match i8::cmp(&came, &expected) {
        std::cmp::Ordering::Equal => Met::AsExpected,
        std::cmp::Ordering::Greater => Met::Higher,
        std::cmp::Ordering::Less => Met::Lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::catalogue::catalogue;

    const YEAR: SchoolYear = SchoolYear(2026);

    fn told(year: i32, amount: i64, uncertainty: Option<i64>) -> Told {
        Told { year: SchoolYear(year), cell: Cell::Published(Amount(amount)), uncertainty: uncertainty.map(Amount) }
    }

    fn said(expected: Expected, values: &[Told]) -> Met {
        met(expected, catalogue().get("np_lesing_5").unwrap(), values, YEAR)
    }

    fn figure(low: i64, high: i64) -> Expected {
        Expected::Between(Amount(low), Amount(high))
    }

    #[test]
    fn within_the_uncertainty_it_is_about_as_expected() {
        let values = [told(2025, 47_000, Some(2_000)), told(2026, 50_000, Some(2_000))];
        assert_eq!(said(figure(48_000, 48_000), &values), Met::AsExpected);
        assert_eq!(said(figure(53_000, 55_000), &values), Met::Lower);
        assert_eq!(said(figure(40_000, 47_000), &values), Met::Higher);
        assert_eq!(said(Expected::AsLast, &values), Met::AsExpected, "three points, and four are not sure");
        assert_eq!(said(Expected::Higher, &values), Met::Lower, "a rise was expected, and none can be told");
        assert_eq!(said(Expected::Lower, &values), Met::Higher);
    }

    #[test]
    fn a_sure_change_is_set_against_the_direction_that_was_expected() {
        let values = [told(2025, 45_000, Some(1_000)), told(2026, 50_000, Some(1_000))];
        assert_eq!(
            [Expected::Higher, Expected::AsLast, Expected::Lower].map(|expected| said(expected, &values)),
            [Met::AsExpected, Met::Higher, Met::Higher]
        );
    }

    #[test]
    fn without_a_known_uncertainty_only_the_numbers_speak() {
        let values = [told(2025, 45_000, None), told(2026, 50_000, None)];
        assert_eq!(said(Expected::Higher, &values), Met::Numbers);
        assert_eq!(said(figure(40_000, 41_000), &values), Met::Numbers);
        assert_eq!(said(figure(49_000, 51_000), &values), Met::AsExpected, "it is inside what was said");
        assert_eq!(said(figure(50_400, 50_400), &values), Met::AsExpected, "both are read as 50");
    }

    #[test]
    fn what_is_no_number_is_said_as_such() {
        let state = |cell| said(figure(48_000, 48_000), &[Told { year: YEAR, cell, uncertainty: None }]);
        assert_eq!([Cell::Suppressed, Cell::NotApplicable, Cell::Missing].map(state), [Met::Suppressed, Met::NotApplicable, Met::Missing]);
        assert_eq!(said(Expected::AsLast, &[told(2025, 45_000, None)]), Met::Waiting);
        assert_eq!(said(Expected::AsLast, &[told(2026, 45_000, None)]), Met::NothingBefore);
        assert_eq!(said(Expected::AsLast, &[]), Met::Waiting);
        assert!(!Met::Suppressed.has_number() && Met::Numbers.has_number());
    }

    #[test]
    fn a_later_year_does_not_change_what_is_said_of_this_one() {
        let values = [told(2025, 45_000, Some(1_000)), told(2026, 45_000, Some(1_000)), told(2027, 60_000, Some(1_000))];
        assert_eq!(said(Expected::AsLast, &values), Met::AsExpected);
    }
}
