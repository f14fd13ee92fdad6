//! Proposing a time for many meetings at once: spread evenly over the days, none on top of another or of what stands in the calendar already.
use time::{Date, Duration, OffsetDateTime};

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

/// A proposed time for each of `count` meetings of `minutes` on one of `days`, in order; `None` for those there is no room for. A day has one meeting as long
/// as there are days enough.
pub fn spread(count: usize, days: &[Date], minutes: u16, taken: &[Span]) -> Vec<Option<Span>> {
    let free: Vec<Vec<Span>> = days.iter().map(|day| slots(*day, minutes, taken)).filter(|slots| !slots.is_empty()).collect();
    let firsts: Vec<Span> = free.iter().filter_map(|slots| slots.first().copied()).collect();
    let room = if count <= firsts.len() { firsts } else { free.concat() };
    let used = count.min(room.len());
    // The middle of each share of the days: three meetings in three weeks are one a week, and none on the very last day.
    let place = |index: usize| ((2 * index + 1) * room.len() / (2 * used.max(1))).min(room.len().saturating_sub(1));
    (0..count).map(|index| (index < used).then(|| room.get(place(index)).copied()).flatten()).collect()
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

    #[test]
    fn few_meetings_are_spread_and_many_share_days() {
        let three: Vec<_> = spread(3, &workdays(21), 180, &[]).into_iter().map(|slot| slot.unwrap().from.date()).collect();
        assert_eq!(three, [date!(2026 - 09 - 03), date!(2026 - 09 - 10), date!(2026 - 09 - 17)]);
        let four = spread(4, &workdays(2), 180, &[]);
        assert_eq!(four[1].unwrap().from, datetime!(2026-09-01 10:30 UTC), "half past twelve");
        assert_eq!(spread(5, &workdays(2), 180, &[])[4], None, "no room");
        assert_eq!(spread(2, &workdays(1), 240, &[])[1], None, "a long meeting has the day alone");
        assert_eq!(spread(2, &[], 60, &[]), [None, None]);
    }

    #[test]
    fn what_is_taken_is_passed_over() {
        let morning = Span { from: datetime!(2026-09-01 06:00 UTC), to: datetime!(2026-09-01 08:00 UTC) };
        assert_eq!(spread(1, &workdays(1), 120, &[morning])[0].unwrap().from, datetime!(2026-09-01 10:30 UTC));
    }

    proptest::proptest! {
        #[test]
        fn no_two_times_meet_none_is_taken_and_each_is_on_one_of_the_days(
            count in 0usize..40, length in 1i64..60, minutes in 15u16..300, busy in proptest::collection::vec((0i64..60 * 24, 1i64..8), 0..12),
        ) {
            let days = workdays(length);
            let at = |hour: i64| datetime!(2026-09-01 00:00 UTC) + Duration::hours(hour);
            let taken: Vec<Span> = busy.into_iter().map(|(hour, long)| Span { from: at(hour), to: at(hour + long) }).collect();
            let slots = spread(count, &days, minutes, &taken);
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
