//! What is pointed out about a deadline before a wheel is published, each with its reason. Nothing is refused: there may be a good reason for a Saturday.
use time::{Date, Duration, Weekday};

use super::model::{Days, whole_year};
use crate::calendar::{easter, is_holiday};
use crate::text::{Lang, dates, text, text_with};

/// Days without school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeDays {
    /// Id.
    pub id: crate::ids::FreeDayId,
    /// First and last.
    pub days: Days,
    /// «Haustferie».
    pub name: String,
}

/// A meeting of the council.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CouncilDate {
    /// Id.
    pub id: crate::ids::CouncilDateId,
    /// The day it meets.
    pub meets_on: Date,
    /// The day its papers must be there.
    pub papers_by: Date,
    /// «Heradsstyret».
    pub name: String,
}

/// What a municipality's year is like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// By day.
    pub free: Vec<FreeDays>,
    /// By day.
    pub council: Vec<CouncilDate>,
}

impl Calendar {
    /// Whether people at schools are at work.
    pub fn is_school_day(&self, day: Date) -> bool {
        crate::calendar::is_workday(day) && !self.free.iter().any(|free| free.days.distance(day) == 0)
    }
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flag {
    /// A Saturday or a Sunday.
    Weekend,
    /// A public holiday.
    Holiday,
    /// From Palm Sunday to Easter Monday.
    EasterWeek,
    /// No school, and what for.
    NoSchool(String),
    /// The papers of this meeting of the council are gone by then.
    AfterPapers(CouncilDate),
    /// Not in the school year.
    OutsideYear,
}

impl Flag {
    /// The reason, as a sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Weekend => text(lang, "wheel-flag-weekend").into_owned(),
            Self::Holiday => text(lang, "wheel-flag-holiday").into_owned(),
            Self::EasterWeek => text(lang, "wheel-flag-easter").into_owned(),
            Self::NoSchool(name) => text_with(lang, "wheel-flag-no-school", &[("name", name)]),
            Self::AfterPapers(council) => text_with(
                lang,
                "wheel-flag-papers",
                &[("name", &council.name), ("meets", &dates::short(council.meets_on)), ("papers", &dates::short(council.papers_by))],
            ),
            Self::OutsideYear => text(lang, "wheel-flag-outside").into_owned(),
        }
    }
}

/// What is pointed out about the deadline of a segment with these days, in the school year that starts in `year`.
pub fn flags(days: Days, to_council: bool, calendar: &Calendar, year: i32) -> Vec<Flag> {
    let mut flags = Vec::new();
    let deadline = days.to;
    if whole_year(year).is_some_and(|whole| days.from < whole.from || deadline > whole.to) {
        flags.push(Flag::OutsideYear);
    }
    if matches!(deadline.weekday(), Weekday::Saturday | Weekday::Sunday) {
        flags.push(Flag::Weekend);
    }
    if is_holiday(deadline) {
        flags.push(Flag::Holiday);
    }
    if in_easter_week(deadline) {
        flags.push(Flag::EasterWeek);
    }
    let free = calendar.free.iter().find(|free| free.days.distance(deadline) == 0);
    flags.extend(free.map(|free| Flag::NoSchool(free.name.clone())));
    if to_council {
        flags.extend(after_papers(days, calendar).cloned().map(Flag::AfterPapers));
    }
    flags
}

/// From Palm Sunday to Easter Monday.
fn in_easter_week(day: Date) -> bool {
    easter(day.year()).is_some_and(|sunday| (sunday - Duration::days(7)..=sunday + Duration::DAY).contains(&day))
}

/// The meeting whose papers are gone on the deadline: the last that meets within or after the segment's days and takes no more papers by then. None when
/// that one is over before the deadline, and a later one takes papers until within a month of it.
fn after_papers(days: Days, calendar: &Calendar) -> Option<&CouncilDate> {
    let reached = calendar.council.iter().filter(|council| council.papers_by >= days.to);
    let missed = calendar.council.iter().filter(|council| council.meets_on >= days.from && council.papers_by < days.to);
    let missed = missed.max_by_key(|council| council.meets_on)?;
    // A later meeting within a month of the deadline takes it as well.
    let later = reached.filter(|council| council.papers_by - days.to <= Duration::days(31)).min_by_key(|council| council.papers_by);
    (later.is_none() || missed.meets_on >= days.to).then_some(missed)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::ids::{CouncilDateId, FreeDayId};

    fn calendar() -> Calendar {
        let free = |from, to, name: &str| FreeDays { id: FreeDayId(1), days: Days { from, to }, name: name.to_owned() };
        let council = |papers_by, meets_on| CouncilDate { id: CouncilDateId(1), meets_on, papers_by, name: "Heradsstyret".to_owned() };
        Calendar {
            free: vec![
                free(date!(2026 - 10 - 05), date!(2026 - 10 - 09), "Haustferie"),
                free(date!(2027 - 03 - 22), date!(2027 - 03 - 30), "Påskeferie"),
            ],
            council: vec![council(date!(2027 - 05 - 20), date!(2027 - 06 - 03)), council(date!(2027 - 06 - 10), date!(2027 - 06 - 24))],
        }
    }

    fn of(from: Date, to: Date, to_council: bool) -> Vec<Flag> {
        flags(Days { from, to }, to_council, &calendar(), 2026)
    }

    #[test]
    fn each_flag_has_its_reason() {
        let from = date!(2026 - 08 - 15);
        assert_eq!(of(from, date!(2026 - 10 - 01), false), []);
        assert_eq!(of(from, date!(2026 - 10 - 03), false), [Flag::Weekend]);
        assert_eq!(of(from, date!(2026 - 10 - 08), false), [Flag::NoSchool("Haustferie".to_owned())]);
        assert_eq!(of(from, date!(2027 - 05 - 17), false), [Flag::Holiday]);
        assert_eq!(of(from, date!(2027 - 03 - 24), false), [Flag::EasterWeek, Flag::NoSchool("Påskeferie".to_owned())]);
        assert_eq!(of(from, date!(2027 - 03 - 31), false), []);
        assert_eq!(of(from, date!(2027 - 08 - 02), false), [Flag::OutsideYear]);
    }

    #[test]
    fn a_deadline_after_the_papers_of_the_council_names_the_meeting() {
        let missed = |to| {
            of(date!(2027 - 05 - 18), to, true).into_iter().find_map(|flag| match flag {
                Flag::AfterPapers(council) => Some(council.meets_on),
                _ => None,
            })
        };
        assert_eq!(missed(date!(2027 - 05 - 20)), None);
        assert_eq!(missed(date!(2027 - 06 - 01)), Some(date!(2027 - 06 - 03)));
        assert_eq!(missed(date!(2027 - 06 - 09)), None, "in time for the next meeting");
        assert_eq!(missed(date!(2027 - 06 - 15)), Some(date!(2027 - 06 - 24)));
        assert_eq!(missed(date!(2027 - 06 - 28)), Some(date!(2027 - 06 - 24)), "the last meeting is over");
        assert_eq!(of(date!(2027 - 05 - 15), date!(2027 - 06 - 15), false), [], "what does not go to the council");
    }

    proptest::proptest! {
        #[test]
        fn a_deadline_is_without_flags_exactly_when_school_is_open_that_day_outside_easter_week(offset in 0i64..365, start in 0i64..365, long in 0i64..20) {
            let first = date!(2026 - 08 - 01);
            let day = |count: i64| first + Duration::days(count);
            let free = FreeDays { id: FreeDayId(1), days: Days { from: day(start), to: day(start + long) }, name: "Fri".to_owned() };
            let calendar = Calendar { free: vec![free], council: Vec::new() };
            let found = flags(Days { from: first, to: day(offset) }, true, &calendar, 2026);
            let easter_week = (date!(2027 - 03 - 21)..=date!(2027 - 03 - 29)).contains(&day(offset));
            proptest::prop_assert_eq!(found.is_empty(), calendar.is_school_day(day(offset)) && !easter_week);
        }
    }
}
