//! Figures that a point of the agenda is about and that come out during the school year: not out yet, or come after the meeting. Which points that is said of
//! is data in the pack (`this_year`), and when figures come out is data in the catalogue of indicators.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::model::{Meeting, Point, State};
use super::queries;
use crate::access::Actor;
use crate::calendar::school_year_of;
use crate::error::Result;
use crate::ids::MeetingPointId;
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::catalogue;
use crate::model_pack::{AgendaPoint, Dialogue};
use crate::self_assessment::school_year;
use crate::text::{Lang, dates, text_with};

/// What is said of the figures of a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The sentence.
    pub sentence: String,
    /// They stand in the folder, and came after the meeting.
    pub came_after: bool,
}

/// The day on which all the figures that a point waits for are out, of the school year that starts in `year`; `None` for a point that waits for none.
pub fn out_on(point: &AgendaPoint, year: i32) -> Option<Date> {
    let known = point.indicators.iter().filter(|_| point.this_year).filter_map(|key| catalogue().get(key));
    known.filter_map(|indicator| indicator.first_published(SchoolYear(year))).max()
}

/// What to look at before a meeting of a kind is on `day`: points whose figures come later than that and than `today`, a sentence each. It stops nobody.
pub fn too_early(kind: &Dialogue, day: Date, today: Date, lang: Lang) -> Vec<String> {
    let year = school_year_of(day);
    let later = kind.agenda.iter().filter_map(|point| Some((point, out_on(point, year).filter(|out| *out > day.max(today))?)));
    later.map(|(point, out)| text_with(lang, "awaited-early", &[("point", &point.title.get(lang)), ("day", &dates::long(out))])).collect()
}

/// Points of a kind whose figures are not out `today`, of a meeting in the school year that starts in `year`: their titles and the day.
pub fn not_out(kind: &Dialogue, year: i32, today: Date, lang: Lang) -> impl Iterator<Item = (&str, Date)> {
    kind.agenda.iter().filter_map(move |point| Some((point.title.get(lang), out_on(point, year).filter(|out| *out > today)?)))
}

/// What is said of the figures that the points of a meeting wait for, by point: as everybody in the room may know it.
pub async fn notes(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: &Meeting,
    points: &[Point],
) -> Result<HashMap<MeetingPointId, Note>> {
    let kind = meeting.kind()?;
    let waiting: Vec<(&Point, &AgendaPoint, Date)> = points
        .iter()
        .filter_map(|point| {
            let fixed = point.fixed(kind)?;
            Some((point, fixed, out_on(fixed, meeting.school_year)?))
        })
        .collect();
    let (Some((school, _)), false) = (&meeting.school, waiting.is_empty() || meeting.state == State::Cancelled) else {
        return Ok(HashMap::new());
    };
    let keys: Vec<String> = waiting.iter().flat_map(|(_, point, _)| point.indicators.clone()).collect();
    let came = queries::figures_came(connection, actor, *school, meeting.school_year, &keys).await?;
    let said = waiting.into_iter().filter_map(|(point, fixed, out)| {
        let came: Vec<OffsetDateTime> = fixed.indicators.iter().filter_map(|key| came.get(key).copied()).collect();
        Some((point.id, note(&Facts::of(meeting, actor), &came, out, actor.lang)?))
    });
    Ok(said.collect())
}

/// What the sentence depends on.
struct Facts {
    year: i32,
    starts_at: OffsetDateTime,
    /// Nothing more is to be waited for.
    over: bool,
    now: OffsetDateTime,
}

impl Facts {
    fn of(meeting: &Meeting, actor: &Actor) -> Self {
        Self { year: meeting.school_year, starts_at: meeting.starts_at, over: meeting.state == State::Approved, now: actor.now }
    }
}

fn note(facts: &Facts, came: &[OffsetDateTime], out: Date, lang: Lang) -> Option<Note> {
    let (year, today) = (school_year(facts.year), dates::norwegian_date(facts.now));
    let meeting = dates::norwegian_date(facts.starts_at);
    let said = |key, day: Date| text_with(lang, key, &[("year", &year), ("day", &dates::long(day))]);
    let after = came.iter().filter(|at| **at > facts.starts_at && facts.now > facts.starts_at).max();
    if let Some(at) = after {
        return Some(Note { sentence: said("awaited-came-after", dates::norwegian_date(*at)), came_after: true });
    }
    if !came.is_empty() || facts.over {
        return None;
    }
    let key = match (today < out, meeting < out) {
        (true, true) => "awaited-out-after",
        (true, false) => "awaited-out",
        (false, _) => "awaited-not-here",
    };
    Some(Note { sentence: said(key, out), came_after: false })
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::model_pack::{parse, shipped};

    const OUT: Date = date!(2026 - 11 - 15);

    fn kind() -> Dialogue {
        parse(shipped("kvam").unwrap()).unwrap().dialogue("leiardialog_2").unwrap().clone()
    }

    #[test]
    fn a_meeting_before_the_figures_are_out_is_pointed_out_and_one_after_is_not() {
        let today = date!(2026 - 10 - 01);
        assert_eq!(too_early(&kind(), date!(2026 - 11 - 14), today, Lang::Nn).len(), 1);
        assert!(too_early(&kind(), OUT, today, Lang::Nn).is_empty());
        assert!(too_early(&kind(), date!(2027 - 02 - 01), today, Lang::Nn).is_empty(), "the same school year");
        assert!(too_early(&kind(), date!(2026 - 11 - 05), OUT, Lang::Nn).is_empty(), "entered afterwards");
        assert_eq!(not_out(&kind(), 2026, date!(2026 - 11 - 01), Lang::Nn).collect::<Vec<_>>(), [("Nasjonale prøvar", OUT)]);
    }

    #[test]
    fn what_is_said_goes_by_when_they_come_and_when_people_meet() {
        let said = |starts_at, now, over, came: &[OffsetDateTime]| {
            let note = note(&Facts { year: 2026, starts_at, over, now }, came, OUT, Lang::Nn);
            note.map(|note| (note.sentence, note.came_after))
        };
        let (early, late) = (datetime!(2026-11-05 08:00 UTC), datetime!(2026-11-25 08:00 UTC));
        let before = datetime!(2026-11-01 08:00 UTC);
        let came = [datetime!(2026-11-20 08:00 UTC)];
        let of = |words: &str, after| Some((words.to_owned(), after));
        assert_eq!(
            said(early, before, false, &[]),
            of("Tala for 2026/27 er ikkje publiserte enno. Dei er venta 15. november 2026, etter møtet.", false)
        );
        assert_eq!(said(late, before, false, &[]), of("Tala for 2026/27 er ikkje publiserte enno. Dei er venta 15. november 2026.", false));
        assert_eq!(said(late, datetime!(2026-11-18 08:00 UTC), false, &[]), of("Tala for 2026/27 er ikkje komne inn her enno.", false));
        assert_eq!(said(early, late, false, &came), of("Tala for 2026/27 kom etter møtet, 20. november 2026.", true));
        assert_eq!(said(early, late, true, &came), of("Tala for 2026/27 kom etter møtet, 20. november 2026.", true));
        assert_eq!(said(late, late, false, &came), None, "they were there");
        assert_eq!(said(early, late, true, &[]), None, "the minutes are approved, and nobody waits");
    }
}
