//! Types of the wheel, and the rules that need no database; `exception`: what is moved or skipped.
mod exception;

pub use exception::{Change, Exception, ExceptionState, Move, Wish, standing_move};

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::error::{AppError, Result};
use crate::ids::{MeetingId, ModelPackId, SchoolId};
use crate::meeting::State;
use crate::model_pack::{Lane, Pack, Segment};
use crate::text::dates;

/// The most characters of a reason.
pub const LONGEST_REASON: usize = 300;
/// The most characters of what came of a segment.
pub const LONGEST_NOTE: usize = 800;
/// The most characters of the name of a free day or of a meeting of the council.
pub const LONGEST_NAME: usize = 80;

/// From a day to a day, both with it; the last is the deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub from: Date,
    /// Last day; not before the first.
    pub to: Date,
}

impl Days {
    /// The same with another deadline; a deadline before the first day is a day alone.
    pub fn moved_to(self, to: Date) -> Self {
        Self { from: self.from.min(to), to }
    }

    /// How many days from `day` to the nearest of these; 0 for one of them.
    pub fn distance(self, day: Date) -> i64 {
        (self.from - day).whole_days().max((day - self.to).whole_days()).max(0)
    }

    /// «15. august–1. oktober», or the one day.
    pub fn words(self) -> String {
        if self.from == self.to { dates::short(self.to) } else { format!("{} – {}", dates::short(self.from), dates::short(self.to)) }
    }
}

/// Days of a segment as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDays {
    segment: String,
    from: String,
    to: String,
}

/// Keys of segments with their days.
pub type DaysBySegment = Vec<(String, Days)>;

/// The stored form.
pub fn stored(days: &DaysBySegment) -> Result<serde_json::Value> {
    let rows: Vec<StoredDays> = days
        .iter()
        .map(|(segment, days)| StoredDays { segment: segment.clone(), from: dates::for_form(days.from), to: dates::for_form(days.to) })
        .collect();
    serde_json::to_value(rows).map_err(|error| AppError::Internal(error.into()))
}

/// What was stored; a row that is none is left out.
pub fn read_days(stored: serde_json::Value) -> Result<DaysBySegment> {
    let rows: Vec<StoredDays> = serde_json::from_value(stored).map_err(|error| AppError::Internal(error.into()))?;
    let days = rows.into_iter().filter_map(|row| {
        let (from, to) = (dates::from_form(&row.from)?, dates::from_form(&row.to)?);
        (from <= to).then_some((row.segment, Days { from, to }))
    });
    Ok(days.collect())
}

/// The days that the pack proposes for the school year that starts in `year`.
pub fn proposed(pack: &Pack, year: i32) -> DaysBySegment {
    let days = pack.wheel.iter().filter_map(|segment| {
        let (from, to) = (segment.from.in_school_year(year)?, segment.to.in_school_year(year)?);
        Some((segment.key.clone(), Days { from, to }))
    });
    days.collect()
}

/// A version that was published.
#[derive(Debug, Clone)]
pub struct Published {
    /// From 1.
    pub version: i32,
    /// The pack whose segments these are.
    pub pack: ModelPackId,
    /// The days.
    pub days: DaysBySegment,
    /// Keys of the segments that are not as in the version before.
    pub changed: Vec<String>,
    /// When.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
}

/// The wheel of a school year: as published, else as the pack proposes it.
#[derive(Debug, Clone)]
pub struct Wheel {
    /// The school year, by the year it starts.
    pub year: i32,
    /// The pack whose segments these are.
    pub pack: Arc<Pack>,
    /// Its row.
    pub pack_id: ModelPackId,
    /// The version that stands; `None` for a proposal.
    pub published: Option<Published>,
    days: DaysBySegment,
}

/// A segment with its days in a school year.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// What it is.
    pub segment: &'a Segment,
    /// When, before anything is moved.
    pub days: Days,
}

impl Wheel {
    /// A wheel of these days.
    pub fn new(year: i32, pack: Arc<Pack>, pack_id: ModelPackId, published: Option<Published>, days: DaysBySegment) -> Self {
        Self { year, pack, pack_id, published, days }
    }

    /// Its segments by day, each of the pack's that has days.
    pub fn placed(&self) -> Vec<Placed<'_>> {
        let mut placed: Vec<Placed<'_>> = self.pack.wheel.iter().filter_map(|segment| self.place(segment)).collect();
        placed.sort_by_key(|placed| (placed.days.from, placed.days.to));
        placed
    }

    /// The segment with this key; `NotFound` when there is none.
    pub fn segment(&self, key: &str) -> Result<Placed<'_>> {
        let segment = self.pack.wheel.iter().find(|segment| segment.key == key);
        segment.and_then(|segment| self.place(segment)).ok_or(AppError::NotFound)
    }

    fn place<'a>(&self, segment: &'a Segment) -> Option<Placed<'a>> {
        let days = self.days.iter().find(|(key, _)| *key == segment.key).map(|(_, days)| *days);
        // A segment that a newer version of the pack has brought has the pack's days until they are set.
        let days = days.or_else(|| {
            let (from, to) = (segment.from.in_school_year(self.year)?, segment.to.in_school_year(self.year)?);
            Some(Days { from, to })
        })?;
        Some(Placed { segment, days })
    }

    /// First and last day of its school year.
    pub fn whole(&self) -> Option<Days> {
        whole_year(self.year)
    }
}

/// First and last day of the school year that starts in `year`.
pub fn whole_year(year: i32) -> Option<Days> {
    let from = Date::from_calendar_date(year, time::Month::August, 1).ok()?;
    let to = Date::from_calendar_date(year + 1, time::Month::July, 31).ok()?;
    Some(Days { from, to })
}

/// Keys of the segments that are not as they were published: in their days, or in what the pack says of them.
pub fn changed(before: &Published, pack: &Pack, now: &Pack, days: &DaysBySegment) -> Vec<String> {
    let mut keys = differing(&before.days, days);
    let of = |pack: &Pack, key: &str| pack.wheel.iter().find(|segment| segment.key == key).cloned();
    let other = now.wheel.iter().filter(|segment| of(pack, &segment.key).as_ref() != Some(*segment)).map(|segment| segment.key.clone());
    let other: Vec<String> = other.filter(|key| !keys.contains(key)).collect();
    keys.extend(other);
    keys
}

/// Keys of the segments whose days differ, or that one of the two does not have.
fn differing(before: &DaysBySegment, after: &DaysBySegment) -> Vec<String> {
    let days = |all: &DaysBySegment, key: &str| all.iter().find(|(known, _)| known == key).map(|(_, days)| *days);
    let mut keys: Vec<String> = after.iter().filter(|(key, found)| days(before, key) != Some(*found)).map(|(key, _)| key.clone()).collect();
    keys.extend(before.iter().filter(|(key, _)| days(after, key).is_none()).map(|(key, _)| key.clone()));
    keys
}

/// The stored key of a lane, and the key of its name.
pub fn lane_keys(lane: Lane) -> (&'static str, &'static str) {
    match lane {
        Lane::Dialogue => ("dialogue", "wheel-lane-dialogue"),
        Lane::Families => ("families", "wheel-lane-families"),
        Lane::Council => ("council", "wheel-lane-council"),
    }
}

/// A meeting that a segment may be met by.
#[derive(Debug, Clone)]
pub struct Met {
    /// Which.
    pub id: MeetingId,
    /// Key of its kind.
    pub kind: String,
    /// The school it is about; `None`: several.
    pub school: Option<SchoolId>,
    /// The area it is for, when there are several.
    pub area: Option<crate::ids::AreaId>,
    /// When.
    pub starts_at: OffsetDateTime,
    /// When it ends.
    pub ends_at: OffsetDateTime,
    /// Where.
    pub place: String,
    /// How far it has come; never cancelled.
    pub state: State,
    /// The actor may open it; else only that it is, and when, is known.
    pub opens: bool,
}

/// Which of the segments that ask for the same kind of meeting a meeting on `day` belongs to: the one whose days are nearest, the earlier of two.
pub fn nearest<'a>(segments: impl Iterator<Item = (&'a str, Days)>, day: Date) -> Option<&'a str> {
    segments.min_by_key(|(_, days)| (days.distance(day), days.from)).map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::model_pack::{parse, shipped};

    #[test]
    fn days_are_read_as_they_were_stored() {
        let pack = parse(shipped("kvam").unwrap()).unwrap();
        let days = proposed(&pack, 2026);
        assert_eq!(days.len(), pack.wheel.len());
        assert_eq!(read_days(stored(&days).unwrap()).unwrap(), days);
        assert!(differing(&days, &days).is_empty());
        let mut moved = days.clone();
        moved[1].1.to = date!(2026 - 10 - 08);
        let gone = moved.pop().unwrap().0;
        assert_eq!(differing(&days, &moved), [moved[1].0.clone(), gone]);
    }

    #[test]
    fn a_meeting_belongs_to_the_nearest_segment_of_its_kind() {
        let days = |from, to| Days { from, to };
        let two = [
            ("autumn", days(date!(2026 - 09 - 01), date!(2026 - 09 - 30))),
            ("spring", days(date!(2027 - 05 - 20), date!(2027 - 06 - 15))),
        ];
        let of = |day| nearest(two.into_iter(), day).unwrap();
        assert_eq!([of(date!(2026 - 08 - 20)), of(date!(2026 - 12 - 01)), of(date!(2027 - 04 - 20))], ["autumn", "autumn", "spring"]);
        assert_eq!(of(date!(2027 - 06 - 15)), "spring");
    }

    #[test]
    fn a_deadline_that_is_moved_before_the_first_day_is_a_day_alone() {
        let days = Days { from: date!(2026 - 09 - 01), to: date!(2026 - 09 - 30) };
        assert_eq!(days.moved_to(date!(2026 - 10 - 09)).words(), "1. september – 9. oktober");
        assert_eq!(days.moved_to(date!(2026 - 08 - 20)).words(), "20. august");
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_day_a_meeting_has_exactly_one_segment_and_one_within_its_days_has_that(start in 0i64..300, long in 0i64..40, at in 0i64..365) {
            let first = date!(2026 - 08 - 01);
            let day = |count: i64| first + time::Duration::days(count);
            let segments = [("a", Days { from: day(start), to: day(start + long) }), ("b", Days { from: day(start + long + 1), to: day(start + long + 20) })];
            let found = nearest(segments.into_iter(), day(at)).unwrap();
            for (key, days) in segments {
                if days.distance(day(at)) == 0 {
                    proptest::prop_assert_eq!(found, key);
                }
            }
        }
    }
}
