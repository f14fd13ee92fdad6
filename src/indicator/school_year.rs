//! Reads every way in which sources write a school year.
use time::Date;

use super::SchoolYear;
use crate::calendar::school_year_of;

/// The years that are believed: before, no source of this product has figures, and after, nobody has lived.
const BELIEVED: std::ops::RangeInclusive<i32> = 1990..=2100;

impl SchoolYear {
    /// Reads `2023-24`, `2023-2024`, `2023/24`, `2023/2024` (also with a long dash), `20232024` (Udir's `SkoleAarID`), and `202310`, `202312` and
    /// `202301` (Udir's `TidID`: the year that the school year starts in and two digits for which of the year's counts it is).
    ///
    /// What cannot be a school year is none: `2023-25`, `2023-23`, `2023`, `1823-24`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let number = |part: &str| part.parse::<i32>().ok();
        let (first, second) = match text.split_once(['-', '/', '\u{2013}', '\u{2011}', '\u{2212}']) {
            Some((first, second)) => (first.trim(), second.trim()),
            None if digits(text) && text.len() == 8 => text.split_at(4),
            None if digits(text) && text.len() == 6 => {
                let (year, count) = text.split_at(4);
                return (1..=12).contains(&number(count)?).then_some(number(year)?).and_then(Self::believed);
            }
            None => return None,
        };
        if first.len() != 4 || !digits(first) || !digits(second) {
            return None;
        }
        let (year, next) = (number(first)?, number(second)?);
        let follows = match second.len() {
            2 => next == (year + 1) % 100,
            4 => next == year + 1,
            _ => false,
        };
        follows.then_some(year).and_then(Self::believed)
    }

    /// The school year that a day is in; it begins on 1 August.
    #[must_use]
    pub fn of(day: Date) -> Self {
        Self(school_year_of(day))
    }

    /// The last school year of a school that is closed from this day.
    #[must_use]
    pub fn last_before(closed: Date) -> Self {
        Self::of(closed.previous_day().unwrap_or(closed))
    }

    fn believed(year: i32) -> Option<Self> {
        BELIEVED.contains(&year).then_some(Self(year))
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_school_year_is_from_august_to_july_and_a_closed_school_has_had_its_last_one() {
        let years = [date!(2025 - 08 - 01), date!(2026 - 07 - 31), date!(2026 - 01 - 02)].map(SchoolYear::of);
        assert_eq!(years, [SchoolYear(2025); 3]);
        assert_eq!(SchoolYear::last_before(date!(2025 - 08 - 01)), SchoolYear(2024));
        assert_eq!(SchoolYear::last_before(date!(2026 - 01 - 01)), SchoolYear(2025));
    }

    #[test]
    fn every_way_of_writing_a_school_year_is_the_same_school_year() {
        let ways = ["2023-24", "2023-2024", "2023/24", "2023/2024", "20232024", "202310", "202312", "202301", " 2023\u{2013}24 "];
        for way in ways {
            assert_eq!(SchoolYear::parse(way), Some(SchoolYear(2023)), "{way}");
        }
        assert_eq!(SchoolYear::parse("1999-00"), Some(SchoolYear(1999)));
    }

    #[test]
    fn what_cannot_be_a_school_year_is_none() {
        let ways = [
            "2023-25",
            "2023-23",
            "2023",
            "23-24",
            "20232025",
            "202313",
            "202300",
            "1823-24",
            "2023-024",
            "2023-24.",
            "",
            "-",
            "\u{e5}-24",
        ];
        for way in ways {
            assert_eq!(SchoolYear::parse(way), None, "{way}");
        }
    }
}
