//! Proposing a time for many meetings at once: spread evenly over the days, none on top of another or of what stands in the calendar already.
use time::{Date, Duration, OffsetDateTime};

use super::model::Days;
use crate::text::dates;

/// When a meeting can begin, in minutes from midnight.
const STARTS: [u16; 2] = [9 * 60, 12 * 60 + 30];
/// When the day is over.
const DAY_ENDS: u16 = 16 * 60;

/// From a moment to a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Start.
    pub from: OffsetDateTime,
    /// End.
    pub to: OffsetDateTime,
}

impl Span {
    /// Whether the two have time in common.
    pub fn meets(self, other: Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// What a meeting needs.
#[derive(Debug, Clone)]
pub struct Needs {
    /// The days it can be on.
    pub days: Days,
    /// When those who must be there are elsewhere.
    pub busy: Vec<Span>,
}

/// A proposed time of `minutes` for each that is wanted, on one of `days` (by day) within its own; `None` for those there is no room for. Those with the same
/// days are spread over them, the earliest deadline first; a day has one meeting as long as there are days enough.
pub fn spread(wanted: &[Needs], days: &[Date], minutes: u16, taken: &[Span]) -> Vec<Option<Span>> {
    let mut groups: Vec<Days> = wanted.iter().map(|one| one.days).collect();
    groups.sort_by_key(|days| (days.to, days.from));
    groups.dedup();
    let (mut taken, mut found) = (taken.to_vec(), vec![None; wanted.len()]);
    for group in groups {
        let members: Vec<usize> = (0..wanted.len()).filter(|index| wanted.get(*index).is_some_and(|one| one.days == group)).collect();
        let within: Vec<Date> = days.iter().copied().filter(|day| group.distance(*day) == 0).collect();
        let (mut chosen, mut rest) = chosen(members.len(), &within, minutes, &taken);
        for index in members {
            let busy = wanted.get(index).map_or(&[][..], |one| &one.busy);
            let fits = |slot: &Span| !busy.iter().any(|other| slot.meets(*other));
            let slot = take(&mut chosen, fits).or_else(|| take(&mut rest, fits));
            taken.extend(slot);
            // A time that is proposed now may be one that was to be left.
            rest.retain(|other| slot.is_none_or(|slot| !slot.meets(*other)));
            if let Some(place) = found.get_mut(index) {
                *place = slot;
            }
        }
    }
    found
}

fn take(slots: &mut Vec<Span>, fits: impl Fn(&Span) -> bool) -> Option<Span> {
    let index = slots.iter().position(fits)?;
    Some(slots.remove(index))
}

/// `count` of the free times, spread evenly, and those that are left over.
fn chosen(count: usize, days: &[Date], minutes: u16, taken: &[Span]) -> (Vec<Span>, Vec<Span>) {
    let free: Vec<Vec<Span>> = days.iter().map(|day| slots(*day, minutes, taken)).filter(|slots| !slots.is_empty()).collect();
    let (firsts, all): (Vec<Span>, Vec<Span>) = (free.iter().filter_map(|slots| slots.first().copied()).collect(), free.concat());
    let room = if count <= firsts.len() { firsts } else { all.clone() };
    let used = count.min(room.len());
    // The middle of each share of the days: three meetings in three weeks are one a week, and none on the very last day.
    let place = |index: usize| ((2 * index + 1) * room.len() / (2 * used.max(1))).min(room.len().saturating_sub(1));
    let chosen: Vec<Span> = (0..used).filter_map(|index| room.get(place(index)).copied()).collect();
    let rest = all.into_iter().filter(|slot| !chosen.contains(slot)).collect();
    (chosen, rest)
}

/// The first time of `minutes` on one of these days that is not taken.
pub fn first_free(days: &[Date], minutes: u16, taken: &[Span]) -> Option<Span> {
    days.iter().find_map(|day| slots(*day, minutes, taken).first().copied())
}

/// The times of a day that are not taken.
fn slots(day: Date, minutes: u16, taken: &[Span]) -> Vec<Span> {
    let mut slots: Vec<Span> = Vec::new();
    for start in STARTS {
        // A meeting that takes the whole day begins in the morning.
        if start != STARTS[0] && start + minutes > DAY_ENDS {
            continue;
        }
        let hour = u8::try_from(start / 60).unwrap_or_default();
        let minute = u8::try_from(start % 60).unwrap_or_default();
        let Some(from) = dates::moment_of(day, hour, minute) else { continue };
        let slot = Span { from, to: from + Duration::minutes(i64::from(minutes)) };
        if !taken.iter().chain(&slots).any(|other| slot.meets(*other)) {
            slots.push(slot);
        }
    }
    slots
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    fn workdays(count: i64) -> Vec<Date> {
        (0..count).map(|day| date!(2026 - 09 - 01) + Duration::days(day)).filter(|day| crate::calendar::is_workday(*day)).collect()
    }

    fn wanted(count: usize, days: &[Date], busy: &[Span]) -> Vec<Needs> {
        let all = Days { from: date!(2026 - 09 - 01), to: days.last().copied().unwrap_or(date!(2026 - 09 - 01)) };
        vec![Needs { days: all, busy: busy.to_vec() }; count]
    }

    fn of(count: usize, days: &[Date], minutes: u16, taken: &[Span]) -> Vec<Option<Span>> {
        spread(&wanted(count, days, &[]), days, minutes, taken)
    }

    #[test]
    fn few_meetings_are_spread_and_many_share_days() {
        let three: Vec<_> = of(3, &workdays(21), 180, &[]).into_iter().map(|slot| slot.unwrap().from.date()).collect();
        assert_eq!(three, [date!(2026 - 09 - 03), date!(2026 - 09 - 10), date!(2026 - 09 - 17)]);
        let four = of(4, &workdays(2), 180, &[]);
        assert_eq!(four[1].unwrap().from, datetime!(2026-09-01 10:30 UTC), "half past twelve");
        assert_eq!(of(5, &workdays(2), 180, &[])[4], None, "no room");
        assert_eq!(of(2, &workdays(1), 240, &[])[1], None, "a long meeting has the day alone");
        assert_eq!(of(2, &[], 60, &[]), [None, None]);
    }

    const MORNING: Span = Span { from: datetime!(2026-09-01 06:00 UTC), to: datetime!(2026-09-01 08:00 UTC) };

    #[test]
    fn what_is_taken_is_passed_over() {
        assert_eq!(of(1, &workdays(1), 120, &[MORNING])[0].unwrap().from, datetime!(2026-09-01 10:30 UTC));
    }

    #[test]
    fn the_first_free_time_is_on_the_first_day_that_has_one() {
        let days = workdays(2);
        assert_eq!(first_free(&days, 120, &[MORNING]).map(|slot| slot.from), Some(datetime!(2026-09-01 10:30 UTC)));
        assert_eq!(first_free(&days, 240, &[MORNING]).map(|slot| slot.from), Some(datetime!(2026-09-02 07:00 UTC)));
        assert_eq!(first_free(&[], 60, &[]), None);
    }

    #[test]
    fn who_is_elsewhere_has_another_time_than_who_is_not() {
        let days = workdays(1);
        let two = [wanted(1, &days, &[MORNING]).remove(0), wanted(1, &days, &[]).remove(0)];
        let starts: Vec<_> = spread(&two, &days, 120, &[]).into_iter().map(|slot| slot.unwrap().from).collect();
        assert_eq!(starts, [datetime!(2026-09-01 10:30 UTC), datetime!(2026-09-01 07:00 UTC)]);
        assert_eq!(spread(&wanted(1, &days, &[MORNING]), &days, 240, &[]), [None], "they have no time that day");
    }

    #[test]
    fn each_deadline_is_kept_and_those_with_a_later_one_have_all_their_days() {
        let days = workdays(28);
        let mut three = wanted(3, &days, &[]);
        three[1].days.to = date!(2026 - 09 - 04);
        let found: Vec<_> = spread(&three, &days, 180, &[]).into_iter().map(|slot| slot.unwrap().from.date()).collect();
        assert_eq!(found, [date!(2026 - 09 - 08), date!(2026 - 09 - 03), date!(2026 - 09 - 22)]);
    }

    proptest::proptest! {
        #[test]
        fn no_two_times_meet_none_is_taken_and_each_is_on_one_of_the_days(
            count in 0usize..40, length in 1i64..60, minutes in 15u16..300, busy in proptest::collection::vec((0i64..60 * 24, 1i64..8), 0..12),
        ) {
            let days = workdays(length);
            let at = |hour: i64| datetime!(2026-09-01 00:00 UTC) + Duration::hours(hour);
            let taken: Vec<Span> = busy.into_iter().map(|(hour, long)| Span { from: at(hour), to: at(hour + long) }).collect();
            let slots = of(count, &days, minutes, &taken);
            proptest::prop_assert_eq!(slots.len(), count);
            let given: Vec<Span> = slots.iter().flatten().copied().collect();
            for (index, slot) in given.iter().enumerate() {
                proptest::prop_assert!(days.contains(&dates::norwegian_date(slot.from)));
                proptest::prop_assert_eq!(slot.to - slot.from, Duration::minutes(i64::from(minutes)));
                proptest::prop_assert!(!taken.iter().chain(&given[index + 1..]).any(|other| slot.meets(*other)));
            }
            // Whoever got none came after all who got one, and then no time is left over.
            let none_left = slots.iter().skip_while(|slot| slot.is_some()).all(Option::is_none);
            proptest::prop_assert!(none_left);
        }
    }
}
