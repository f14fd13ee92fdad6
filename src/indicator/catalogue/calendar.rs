//! When in the year an indicator's figures come to be, and when they come out.
use time::{Date, Month};

use super::model::{Indicator, Window};
use crate::indicator::model::SchoolYear;

/// School years change in this month.
const FIRST_MONTH: u8 = 8;

fn date(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

/// The calendar year of a month of the school year.
fn calendar_year(year: SchoolYear, month: u8) -> i32 {
    if month >= FIRST_MONTH { year.0 } else { year.0 + 1 }
}

impl Window {
    /// The day it opens in this calendar year; `None` when there is no such day.
    pub(super) fn opens_in(&self, calendar_year: i32) -> Option<Date> {
        date(calendar_year, self.month, self.day)
    }

    /// The day it opens for figures of this school year: 1 September 2026 for 2026-27, but 1 June 2027.
    #[must_use]
    pub fn opens(&self, year: SchoolYear) -> Option<Date> {
        self.opens_in(calendar_year(year, self.month))
    }
}

impl Indicator {
    /// The first day on which a municipality can have figures of this school year; `None` when no month is set.
    #[must_use]
    pub fn first_published(&self, year: SchoolYear) -> Option<Date> {
        let first = *self.published.first()?;
        date(year.0.checked_add(i32::from(self.published_after))?, first, self.published_day)
    }

    /// The first day on which somebody may know how it went: the window opens, or, where none is known, figures come out. `None` when neither is set.
    #[must_use]
    pub fn known_from(&self, year: SchoolYear) -> Option<Date> {
        let opens = self.window.as_ref().and_then(|window| window.opens(year));
        [opens, self.first_published(year)].into_iter().flatten().min()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::super::{UnitLevel, catalogue};
    use super::*;

    fn known(key: &str) -> Option<Date> {
        catalogue().get(key).unwrap().known_from(SchoolYear(2026))
    }

    #[test]
    fn the_school_year_of_a_figure_decides_the_date() {
        assert_eq!(known("np_lesing_5"), Some(date!(2026 - 09 - 01)));
        assert_eq!(known("eu_trivsel"), Some(date!(2026 - 10 - 01)));
        assert_eq!(known("ito_andel"), Some(date!(2026 - 10 - 01)));
        assert_eq!(known("kartlegging_lesing"), Some(date!(2027 - 03 - 01)));
        assert_eq!(known("eksamen_norsk"), Some(date!(2027 - 05 - 01)));
        assert_eq!(known("grunnskolepoeng"), Some(date!(2027 - 06 - 01)));
    }

    #[test]
    fn where_no_window_is_known_the_month_of_publication_counts() {
        assert!(catalogue().get("skolebidrag_5_7").unwrap().window.is_none());
        assert_eq!(known("skolebidrag_5_7"), Some(date!(2028 - 02 - 01)));
        assert_eq!(known("ti_faktor_1"), None, "and where none is set, nothing does");
    }

    #[test]
    fn of_everything_about_schools_that_not_only_named_roles_see_a_day_is_known() {
        let of_schools = |indicator: &&Indicator| indicator.lowest == UnitLevel::School && !indicator.restricted_to_named_roles;
        for indicator in catalogue().indicators().iter().filter(of_schools) {
            assert!(indicator.known_from(SchoolYear(2026)).is_some(), "{}", indicator.key);
        }
    }

    proptest! {
        #[test]
        fn nobody_can_know_a_figure_later_than_everybody(index in 0..catalogue().indicators().len(), year in 1990..2100_i32) {
            let indicator = &catalogue().indicators()[index];
            let (known, published) = (indicator.known_from(SchoolYear(year)), indicator.first_published(SchoolYear(year)));
            prop_assert!(published.is_none_or(|published| known.is_some_and(|known| known <= published)));
            // A window that opens after publication is a slip in the file: it would be another year's.
            let opens = indicator.window.as_ref().and_then(|window| window.opens(SchoolYear(year)));
            prop_assert!(opens.zip(published).is_none_or(|(opens, published)| opens <= published), "{}", indicator.key);
            // And nothing is known before the school year, or takes longer than the one after it.
            prop_assert!(known.is_none_or(|known| known >= date(year, 8, 1).unwrap() && known < date(year + 2, 8, 1).unwrap()));
        }
    }
}
