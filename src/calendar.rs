//! Days in Norway: school years, public holidays and working days. Dates alone, no clock.
use time::{Date, Duration, Month, Weekday};

/// Easter Sunday of a year in the Gregorian calendar (the anonymous algorithm, Meeus 1991). `None` outside the years a [`Date`] knows.
#[expect(clippy::many_single_char_names, reason = "the letters of the published algorithm")]
pub fn easter(year: i32) -> Option<Date> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()
}

/// Whether the day is a public holiday (helligdagsfreden § 2, and 1 and 17 May). Sundays are not asked for.
pub fn is_holiday(day: Date) -> bool {
    let fixed = matches!((day.month(), day.day()), (Month::January, 1) | (Month::May, 1 | 17) | (Month::December, 25 | 26));
    // From Maundy Thursday to Whit Monday, in days from Easter Sunday.
    let movable = easter(day.year()).is_some_and(|easter| matches!((day - easter).whole_days(), -3 | -2 | 0 | 1 | 39 | 49 | 50));
    fixed || movable
}

/// The school year that a day is in, named by the year it starts: it turns on 1 August.
pub fn school_year_of(day: Date) -> i32 {
    if day.month() >= Month::August { day.year() } else { day.year() - 1 }
}

/// The first day of the school year that starts in `year`. `None` outside the years a [`Date`] knows.
pub fn first_of_school_year(year: i32) -> Option<Date> {
    Date::from_calendar_date(year, Month::August, 1).ok()
}

/// The same day whole years later; of a leap day in a year without one, the day before.
pub fn years_after(day: Date, years: u8) -> Date {
    let year = day.year() + i32::from(years);
    day.replace_year(year).or_else(|_| Date::from_calendar_date(year, Month::February, 28)).unwrap_or(day)
}

/// Whether people are at work: no Saturday, Sunday or public holiday.
pub fn is_workday(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day)
}

/// The day that is so many working days before `day`; with 0, `day` itself.
pub fn workdays_before(day: Date, count: u8) -> Date {
    walk(day, count, -1)
}

/// The day that is so many working days after `day`; with 0, `day` itself.
pub fn workdays_after(day: Date, count: u8) -> Date {
    walk(day, count, 1)
}

fn walk(day: Date, count: u8, step: i64) -> Date {
    let (mut day, mut left) = (day, count);
    while left > 0 {
        let Some(next) = day.checked_add(Duration::days(step)) else { return day };
        day = next;
        if is_workday(day) {
            left -= 1;
        }
    }
    day
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn whole_years_later_is_the_same_day_also_from_a_leap_day() {
        assert_eq!(years_after(date!(2026 - 12 - 01), 3), date!(2029 - 12 - 01));
        assert_eq!(years_after(date!(2028 - 02 - 29), 1), date!(2029 - 02 - 28));
    }

    #[test]
    fn easter_is_when_the_almanac_says() {
        let known = [
            date!(2024 - 03 - 31),
            date!(2025 - 04 - 20),
            date!(2026 - 04 - 05),
            date!(2027 - 03 - 28),
            date!(2038 - 04 - 25),
            date!(2285 - 03 - 22),
        ];
        assert!(known.into_iter().all(|day| easter(day.year()) == Some(day)));
    }

    #[test]
    fn holidays_are_those_of_the_law() {
        let of_2027: Vec<Date> = date!(2027 - 01 - 01).into_iter_to(date!(2027 - 12 - 31)).filter(|day| is_holiday(*day)).collect();
        let expected = [
            date!(2027 - 01 - 01),
            date!(2027 - 03 - 25),
            date!(2027 - 03 - 26),
            date!(2027 - 03 - 28),
            date!(2027 - 03 - 29),
            date!(2027 - 05 - 01),
            date!(2027 - 05 - 06),
            date!(2027 - 05 - 16),
            date!(2027 - 05 - 17),
            date!(2027 - 12 - 25),
            date!(2027 - 12 - 26),
        ];
        assert_eq!(of_2027, expected);
    }

    #[test]
    fn a_school_year_turns_on_the_first_of_august() {
        assert_eq!([date!(2026 - 07 - 31), date!(2026 - 08 - 01), date!(2027 - 01 - 01)].map(school_year_of), [2025, 2026, 2026]);
    }

    trait Days {
        fn into_iter_to(self, last: Date) -> impl Iterator<Item = Date>;
    }

    impl Days for Date {
        fn into_iter_to(self, last: Date) -> impl Iterator<Item = Date> {
            std::iter::successors(Some(self), |day| day.next_day()).take_while(move |day| *day <= last)
        }
    }

    #[test]
    fn working_days_pass_over_weekends_and_easter() {
        // The Tuesday after Easter 2027; Monday, Sunday, Friday and Thursday are holidays.
        assert_eq!(workdays_before(date!(2027 - 03 - 30), 3), date!(2027 - 03 - 22));
        assert_eq!(workdays_before(date!(2026 - 11 - 11), 3), date!(2026 - 11 - 06));
        assert_eq!(workdays_after(date!(2026 - 11 - 27), 5), date!(2026 - 12 - 04));
        assert_eq!(workdays_before(date!(2026 - 11 - 14), 0), date!(2026 - 11 - 14));
    }
}
