//! Dates and times as Norwegians write them, in both written forms. Stored times are UTC; people live in Europe/Oslo.
use time::{Date, Month, OffsetDateTime, Weekday};

use super::{Lang, text, text_with};

fn oslo(at: OffsetDateTime) -> Option<jiff::Zoned> {
    let timestamp = jiff::Timestamp::from_second(at.unix_timestamp()).ok()?;
    timestamp.in_tz("Europe/Oslo").ok()
}

/// The date in Norway at this moment.
pub fn norwegian_date(at: OffsetDateTime) -> Date {
    oslo(at)
        .and_then(|local| {
            let month = Month::try_from(u8::try_from(local.month()).ok()?).ok()?;
            Date::from_calendar_date(i32::from(local.year()), month, u8::try_from(local.day()).ok()?).ok()
        })
        .unwrap_or_else(|| at.date())
}

/// `10.42`
pub fn time_of_day(at: OffsetDateTime) -> String {
    oslo(at).map_or_else(|| format!("{}.{:02}", at.hour(), at.minute()), |local| format!("{}.{:02}", local.hour(), local.minute()))
}

/// The moment of a wall clock in Norway. An hour that a change of clocks leaves out is the one after it; one that comes twice is the first. `None` for a
/// time that no clock shows.
pub fn moment_of(day: Date, hour: u8, minute: u8) -> Option<OffsetDateTime> {
    let year = i16::try_from(day.year()).ok()?;
    let (month, date) = (i8::try_from(u8::from(day.month())).ok()?, i8::try_from(day.day()).ok()?);
    let time = jiff::civil::Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
    let local = jiff::civil::Date::new(year, month, date).ok()?.to_datetime(time).in_tz("Europe/Oslo").ok()?;
    OffsetDateTime::from_unix_timestamp(local.timestamp().as_second()).ok()
}

/// Hour and minute of a time field (`09:30`); `None` for what is no time of day.
pub fn time_from_form(text: &str) -> Option<(u8, u8)> {
    let (hour, minute) = text.trim().split_once(':')?;
    // Some browsers send the seconds too.
    let minute = minute.split(':').next()?;
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some((hour, minute))
}

/// `09:30`, as the value of a time field, on Norway's clocks.
pub fn time_for_form(at: OffsetDateTime) -> String {
    oslo(at).map_or_else(String::new, |local| format!("{:02}:{:02}", local.hour(), local.minute()))
}

/// `20270414T090000`, on Norway's clocks, as calendars write it.
pub fn for_calendar(at: OffsetDateTime) -> String {
    oslo(at).map_or_else(String::new, |local| local.strftime("%Y%m%dT%H%M%S").to_string())
}

/// `20270414T070000Z`, as calendars write a moment.
pub fn for_calendar_in_utc(at: OffsetDateTime) -> String {
    let at = at.to_offset(time::UtcOffset::UTC);
    let (year, month, day) = at.to_calendar_date();
    format!("{year:04}{:02}{day:02}T{:02}{:02}{:02}Z", u8::from(month), at.hour(), at.minute(), at.second())
}

/// `2027-W11`, the week a day is in.
pub fn week_for_form(day: Date) -> String {
    let (year, week, _) = day.to_iso_week_date();
    format!("{year:04}-W{week:02}")
}

/// The Monday of a week (`2027-W11`); `None` for what is no week.
pub fn week_from_form(text: &str) -> Option<Date> {
    let (year, week) = text.trim().split_once("-W")?;
    Date::from_iso_week_date(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()
}

fn month(month: Month) -> &'static str {
    // The twelve names are the same in both written forms.
    match month {
        Month::January => "januar",
        Month::February => "februar",
        Month::March => "mars",
        Month::April => "april",
        Month::May => "mai",
        Month::June => "juni",
        Month::July => "juli",
        Month::August => "august",
        Month::September => "september",
        Month::October => "oktober",
        Month::November => "november",
        Month::December => "desember",
    }
}

/// «måndag»
pub fn weekday(day: Weekday, lang: Lang) -> &'static str {
    match (day, lang) {
        (Weekday::Monday, Lang::Nb) => "mandag",
        (Weekday::Monday, Lang::Nn) => "måndag",
        (Weekday::Tuesday, Lang::Nb) => "tirsdag",
        (Weekday::Tuesday, Lang::Nn) => "tysdag",
        (Weekday::Wednesday, _) => "onsdag",
        (Weekday::Thursday, _) => "torsdag",
        (Weekday::Friday, _) => "fredag",
        (Weekday::Saturday, Lang::Nb) => "lørdag",
        (Weekday::Saturday, Lang::Nn) => "laurdag",
        (Weekday::Sunday, Lang::Nb) => "søndag",
        (Weekday::Sunday, Lang::Nn) => "sundag",
    }
}

/// `15. mars 2027`
pub fn long(date: Date) -> String {
    format!("{}. {} {}", date.day(), month(date.month()), date.year())
}

/// `15. mars`
pub fn short(date: Date) -> String {
    format!("{}. {}", date.day(), month(date.month()))
}

/// A day near `today`, without the year where it is the same: «15. mars», «21. desember 2025».
pub fn near(date: Date, today: Date) -> String {
    if date.year() == today.year() { short(date) } else { long(date) }
}

/// `mandag 15. mars 2027`
pub fn with_weekday(date: Date, lang: Lang) -> String {
    format!("{} {}", weekday(date.weekday(), lang), long(date))
}

/// `15. mars 2027 kl. 10.42`
pub fn moment(at: OffsetDateTime) -> String {
    format!("{} kl. {}", long(norwegian_date(at)), time_of_day(at))
}

/// `kl. 10.42` today, `15. mars kl. 10.42` otherwise.
pub fn recent(at: OffsetDateTime, today: Date) -> String {
    let date = norwegian_date(at);
    if date == today { format!("kl. {}", time_of_day(at)) } else { format!("{} kl. {}", short(date), time_of_day(at)) }
}

/// `i dag kl. 10.12`, `i går kl. 14.20`, `3. mars kl. 9.05`
pub fn lately(at: OffsetDateTime, today: Date, lang: Lang) -> String {
    let date = norwegian_date(at);
    let time = time_of_day(at);
    match (today - date).whole_days() {
        0 => text_with(lang, "today-at", &[("time", &time)]),
        1 => text_with(lang, "yesterday-at", &[("time", &time)]),
        _ => recent(at, today),
    }
}

/// `2027-03-15`, as the value of a date field.
pub fn for_form(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day())
}

/// The day a date field was sent with; `None` for what is no day.
pub fn from_form(text: &str) -> Option<Date> {
    let mut numbers = text.trim().splitn(3, '-');
    let year: i32 = numbers.next()?.parse().ok()?;
    let month: u8 = numbers.next()?.parse().ok()?;
    let day: u8 = numbers.next()?.parse().ok()?;
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

/// `november 2027`
pub fn month_and_year(date: Date) -> String {
    format!("{} {}", month(date.month()), date.year())
}

/// `om 9 dager`, `i dag`, `for 3 dager siden`
pub fn days_away(days: i64, lang: Lang) -> String {
    match days {
        0 => text(lang, "days-today").into_owned(),
        1.. => text_with(lang, "days-ahead", &[("days", &days)]),
        _ => text_with(lang, "days-ago", &[("days", &-days)]),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_wall_clock_and_a_moment_are_the_same_also_where_clocks_change() {
        let moment = |day, hour, minute| moment_of(day, hour, minute).unwrap();
        assert_eq!(moment(time::macros::date!(2026 - 11 - 11), 9, 0), time::macros::datetime!(2026-11-11 08:00 UTC));
        assert_eq!(moment(time::macros::date!(2026 - 09 - 11), 9, 0), time::macros::datetime!(2026-09-11 07:00 UTC));
        // 28 March 2027 has no 2.30, and 31 October 2027 has two.
        assert_eq!(moment(time::macros::date!(2027 - 03 - 28), 2, 30), time::macros::datetime!(2027-03-28 01:30 UTC));
        assert_eq!(moment(time::macros::date!(2027 - 10 - 31), 2, 30), time::macros::datetime!(2027-10-31 00:30 UTC));
        assert_eq!(time_for_form(time::macros::datetime!(2026-11-11 08:05 UTC)), "09:05");
        assert_eq!(["09:30", "9:05:00", "24:00", "9.30", ""].map(time_from_form), [Some((9, 30)), Some((9, 5)), None, None, None]);
    }

    #[test]
    fn a_week_is_named_as_norwegian_calendars_do() {
        assert_eq!(week_for_form(date!(2027 - 03 - 15)), "2027-W11");
        assert_eq!(week_for_form(date!(2027 - 01 - 03)), "2026-W53", "the Sunday after New Year");
        assert_eq!(week_from_form("2027-W11"), Some(date!(2027 - 03 - 15)));
        assert_eq!(["2027-W54", "2027-11", "", "W11", "2027-W00"].map(week_from_form), [None; 5]);
    }

    #[test]
    fn an_evening_in_utc_is_the_next_day_in_norway() {
        assert_eq!(norwegian_date(datetime!(2027-03-14 23:30 UTC)), date!(2027 - 03 - 15));
        assert_eq!(norwegian_date(datetime!(2027-07-14 22:30 UTC)), date!(2027 - 07 - 15), "summer time is two hours ahead");
    }

    #[test]
    fn what_is_near_is_said_as_near() {
        let today = date!(2027 - 03 - 15);
        assert_eq!(lately(datetime!(2027-03-15 9:42 UTC), today, Lang::Nb), "i dag kl. 10.42");
        assert_eq!(lately(datetime!(2027-03-14 13:20 UTC), today, Lang::Nn), "i går kl. 14.20");
        assert_eq!(lately(datetime!(2027-03-03 8:05 UTC), today, Lang::Nb), "3. mars kl. 9.05");
        assert_eq!(
            [9, 1, 0, -1, -3].map(|days| days_away(days, Lang::Nn)),
            ["om 9 dagar", "i morgon", "i dag", "i går", "for 3 dagar sidan"]
        );
    }

    #[test]
    fn dates_read_as_norwegians_write_them() {
        assert_eq!(with_weekday(date!(2027 - 03 - 15), Lang::Nn), "måndag 15. mars 2027");
        assert_eq!(with_weekday(date!(2027 - 03 - 15), Lang::Nb), "mandag 15. mars 2027");
        assert_eq!(moment(datetime!(2027-03-15 9:42 UTC)), "15. mars 2027 kl. 10.42");
        assert_eq!(month_and_year(date!(2027 - 11 - 01)), "november 2027");
    }

    #[test]
    fn a_date_field_gives_back_the_day_it_was_given_and_nothing_else_is_a_day() {
        assert_eq!(from_form(&for_form(date!(2027 - 03 - 05))), Some(date!(2027 - 03 - 05)));
        assert_eq!(["", "i morgon", "2027-13-01", "2027-02-30", "2027-02"].map(from_form), [None; 5]);
    }
}
