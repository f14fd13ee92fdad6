//! Number formats, as far as they change what a number is.
use time::{Date, Duration, Month};

/// What a format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shown {
    /// A number.
    #[default]
    Number,
    /// A hundred times the number, and a percent sign.
    Percentage,
    /// A day or a time, counted in days.
    Moment,
}

/// The formats that a workbook need not write down (ECMA-376 part 1, 18.8.30).
pub(super) fn built_in(id: u32) -> Shown {
    match id {
        9 | 10 => Shown::Percentage,
        14..=22 | 27..=36 | 45..=47 | 50..=58 => Shown::Moment,
        _ => Shown::Number,
    }
}

/// A format's code, as `0.0%` or `dd.mm.yyyy`. What stands in quotes, after a backslash or in brackets is no code, except elapsed time.
pub(super) fn shown(code: &str) -> Shown {
    // The first of up to four parts is for positive numbers.
    let mut characters = code.chars();
    let mut shown = Shown::Number;
    while let Some(character) = characters.next() {
        match character {
            '"' => drop(characters.by_ref().find(|next| *next == '"')),
            '\\' | '_' | '*' => drop(characters.next()),
            '[' => {
                let bracket: String = characters.by_ref().take_while(|next| *next != ']').collect();
                if matches!(bracket.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss") {
                    shown = Shown::Moment;
                }
            }
            ';' => break,
            '%' => return Shown::Percentage,
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => shown = Shown::Moment,
            // «General», in which no letter is a code
            'G' | 'g' => return Shown::Number,
            _ => {}
        }
    }
    shown
}

/// The number that a percentage shows. 0.07 times 100 is 7 and no more.
pub(super) fn percentage(number: f64) -> f64 {
    let rounded = (number * 1e11).round() / 1e9;
    if rounded.is_finite() { rounded } else { number * 100.0 }
}

/// A count of days as a moment: `2025-03-09`, `2025-03-09T08:30:00`, or the time alone. None when no calendar has it.
pub(super) fn moment(days: f64, counts_from_1904: bool) -> Option<String> {
    const LAST_DAY: f64 = 2_958_465.0;
    if !(0.0..=LAST_DAY).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 2 958 466 days of 86 400 seconds")]
    let seconds = (days * 86_400.0).round() as i64;
    let (day, time) = (seconds / 86_400, seconds % 86_400);
    let clock = format!("{:02}:{:02}:{:02}", time / 3600, time / 60 % 60, time % 60);
    if day == 0 && !counts_from_1904 {
        return Some(clock);
    }
    // Excel counts a 29 February 1900, which never was.
    let zero = match counts_from_1904 {
        true => Date::from_calendar_date(1904, Month::January, 1),
        false if day < 60 => Date::from_calendar_date(1899, Month::December, 31),
        false => Date::from_calendar_date(1899, Month::December, 30),
    };
    let date = zero.ok()?.checked_add(Duration::days(day))?;
    let date = format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day());
    Some(if time == 0 { date } else { format!("{date}T{clock}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_numbers_percentages_and_moments_apart() {
        for (code, expected) in [
            ("General", Shown::Number),
            ("0.00", Shown::Number),
            ("# ##0,0 \"dagar\"", Shown::Number),
            ("[Red]0.0;[Blue]-0.0", Shown::Number),
            ("0.0 \\d", Shown::Number),
            ("0 %", Shown::Percentage),
            ("0.0%;[Red]-0.0%", Shown::Percentage),
            ("0\"%\"", Shown::Number),
            ("dd.mm.yyyy", Shown::Moment),
            ("[$-414]d. mmmm yyyy;@", Shown::Moment),
            ("[h]:mm", Shown::Moment),
        ] {
            assert_eq!(shown(code), expected, "{code}");
        }
    }

    #[test]
    fn a_day_is_counted_as_excel_counts_it() {
        assert_eq!(moment(45_725.0, false).as_deref(), Some("2025-03-09"));
        assert_eq!(moment(44_263.0, true).as_deref(), Some("2025-03-09"));
        assert_eq!(moment(1.0, false).as_deref(), Some("1900-01-01"));
        assert_eq!(moment(61.0, false).as_deref(), Some("1900-03-01"));
        assert_eq!(moment(45_725.354_166_666, false).as_deref(), Some("2025-03-09T08:30:00"));
        assert_eq!(moment(0.5, false).as_deref(), Some("12:00:00"));
        assert_eq!([moment(-1.0, false), moment(1e9, false), moment(f64::NAN, false)], [None, None, None]);
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "exactly what is read")]
    fn a_percentage_is_the_number_that_is_shown() {
        assert_eq!([0.07, 0.12, 0.501, 1.0].map(percentage), [7.0, 12.0, 50.1, 100.0]);
    }
}
