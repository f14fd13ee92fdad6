//! When the next figure of an indicator can be there.
use time::Date;

use crate::indicator::SchoolYear;
use crate::indicator::catalogue::Indicator;

/// A figure that is to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Of this school year.
    pub year: SchoolYear,
    /// The first day on which a municipality can have it.
    pub from: Date,
}

/// The figure that comes after the one of `after`, as the catalogue knows its source; `None` where no month is set (the municipality's own).
#[must_use]
pub fn next_measurement(indicator: &Indicator, after: SchoolYear) -> Option<Expected> {
    let year = SchoolYear(after.0.checked_add(i32::from(indicator.every_years))?);
    Some(Expected { year, from: indicator.first_published(year)? })
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::indicator::catalogue::catalogue;

    fn next(key: &str, after: i32) -> Option<(i32, Date)> {
        next_measurement(catalogue().get(key).unwrap(), SchoolYear(after)).map(|expected| (expected.year.0, expected.from))
    }

    #[test]
    fn what_is_measured_in_autumn_comes_the_same_autumn() {
        assert_eq!(next("np_lesing_5", 2026), Some((2027, date!(2027 - 11 - 15))));
        assert_eq!(next("eu_trivsel", 2026), Some((2027, date!(2027 - 12 - 01))));
        assert_eq!(next("ito_andel", 2026), Some((2027, date!(2027 - 12 - 01))));
    }

    #[test]
    fn what_is_of_the_whole_school_year_comes_after_it() {
        assert_eq!(next("grunnskolepoeng", 2025), Some((2026, date!(2027 - 08 - 01))));
        assert_eq!(next("fravar_dager_10", 2025), Some((2026, date!(2027 - 09 - 01))));
        assert_eq!(next("kartlegging_lesing", 2025), Some((2026, date!(2027 - 03 - 01))));
        assert_eq!(next("skolebidrag_8_10", 2024), Some((2025, date!(2027 - 02 - 01))));
    }

    #[test]
    fn where_no_month_is_set_nothing_is_promised() {
        assert_eq!(next("ti_faktor_1", 2026), None);
        assert_eq!(next("sykefravar", 2026), None);
    }

    #[test]
    fn every_indicator_with_a_month_has_a_next_figure_within_five_years() {
        for indicator in catalogue().indicators().iter().filter(|indicator| !indicator.published.is_empty()) {
            let expected = next_measurement(indicator, SchoolYear(2026)).unwrap();
            assert!(expected.from > date!(2026 - 08 - 01) && expected.from < date!(2031 - 08 - 01), "{}", indicator.key);
        }
    }
}
