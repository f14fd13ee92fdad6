//! Calendars read by two readers that know nothing of each other, nor of the one who writes: `calcard`, which takes times from the time zone database, and
//! `icalendar`, whose local times are taken through the rules of the calendar's own VTIMEZONE.
use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty, ICalendarValue};
use icalendar::{CalendarComponent, Component, DatePerhapsTime, EventLike};
use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Weekday};

/// What a reader finds of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// PUBLISH, REQUEST or CANCEL.
    pub method: String,
    /// UID
    pub uid: String,
    /// SEQUENCE
    pub sequence: i64,
    /// SUMMARY
    pub summary: String,
    /// LOCATION
    pub location: String,
    /// STATUS
    pub status: String,
    /// URL
    pub url: String,
    /// DTSTART, as a moment.
    pub starts: OffsetDateTime,
    /// DTEND, as a moment.
    pub ends: OffsetDateTime,
}

/// The events of a calendar, after both readers agreed about them.
#[track_caller]
pub fn read(calendar: &str) -> Vec<Found> {
    for line in calendar.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "a line of {} octets: {line}", line.len());
    }
    let (one, other) = (by_calcard(calendar), by_icalendar(calendar));
    assert_eq!(one, other, "the readers disagree about\n{calendar}");
    one
}

fn by_calcard(text: &str) -> Vec<Found> {
    let calendar = ICalendar::parse(text).unwrap_or_else(|entry| panic!("calcard: {entry:?}\n{text}"));
    let zones = calendar.build_tz_resolver();
    let of = |component: usize, property: &ICalendarProperty| calendar.components[component].property(property).cloned();
    let words =
        |component, property| of(component, &property).and_then(|entry| entry.values[0].as_text().map(str::to_owned)).unwrap_or_default();
    let moment = |component, property| {
        let entry = of(component, &property).unwrap();
        let zone = zones.resolve_or_default(entry.tz_id());
        let ICalendarValue::PartialDateTime(local) = &entry.values[0] else { panic!("{entry:?}") };
        OffsetDateTime::from_unix_timestamp(local.to_date_time_with_tz(zone).unwrap().timestamp()).unwrap()
    };
    let events = calendar.components.iter().enumerate().filter(|(_, one)| one.component_type == ICalendarComponentType::VEvent);
    events
        .map(|(at, _)| {
            assert!(of(at, &ICalendarProperty::Dtstamp).is_some() && of(at, &ICalendarProperty::Organizer).is_some());
            Found {
                method: words(0, ICalendarProperty::Method),
                uid: words(at, ICalendarProperty::Uid),
                sequence: of(at, &ICalendarProperty::Sequence).unwrap().values[0].as_integer().unwrap(),
                summary: words(at, ICalendarProperty::Summary),
                location: words(at, ICalendarProperty::Location),
                status: words(at, ICalendarProperty::Status),
                url: words(at, ICalendarProperty::Url),
                starts: moment(at, ICalendarProperty::Dtstart),
                ends: moment(at, ICalendarProperty::Dtend),
            }
        })
        .collect()
}

fn by_icalendar(text: &str) -> Vec<Found> {
    let calendar: icalendar::Calendar = text.parse().unwrap_or_else(|error| panic!("icalendar: {error}\n{text}"));
    let zone = calendar.components.iter().find_map(|one| match one {
        CalendarComponent::Other(zone) if zone.component_kind() == "VTIMEZONE" => Some(zone),
        _ => None,
    });
    let zone = zone.unwrap();
    let moment = |at: Option<DatePerhapsTime>| {
        let Some(DatePerhapsTime::DateTime(icalendar::CalendarDateTime::WithTimezone { date_time, tzid })) = at else { panic!("{at:?}") };
        assert_eq!(zone.property_value("TZID"), Some(tzid.as_str()));
        through(zone, &date_time.format("%Y%m%dT%H%M%S").to_string())
    };
    calendar
        .events()
        .map(|event| Found {
            method: calendar.property_value("METHOD").unwrap().to_owned(),
            uid: event.get_uid().unwrap().to_owned(),
            sequence: i64::from(event.get_sequence().unwrap()),
            summary: event.get_summary().unwrap().to_owned(),
            location: event.get_location().unwrap_or_default().to_owned(),
            status: event.property_value("STATUS").unwrap().to_owned(),
            url: event.property_value("URL").unwrap().to_owned(),
            starts: moment(event.get_start()),
            ends: moment(event.get_end()),
        })
        .collect()
}

/// `20270328T090000` as a moment, by the rules of a VTIMEZONE alone: the newest change at or before it says how far from UTC the clocks are.
fn through(zone: &impl Component, local: &str) -> OffsetDateTime {
    let local = read_local(local);
    let rules: Vec<(PrimitiveDateTime, Duration)> = zone
        .components()
        .iter()
        .flat_map(|rule| {
            let first = read_local(rule.property_value("DTSTART").unwrap());
            let repeats = rule.property_value("RRULE").unwrap();
            let month = repeats.split(';').find_map(|part| part.strip_prefix("BYMONTH=")).unwrap().parse::<u8>().unwrap();
            assert!(repeats.contains("FREQ=YEARLY") && repeats.contains("BYDAY=-1SU"), "{repeats}");
            let to = rule.property_value("TZOFFSETTO").unwrap();
            let to = Duration::hours(to[..3].parse().unwrap()) + Duration::minutes(to[3..].parse().unwrap());
            (local.year() - 1..=local.year()).map(move |year| {
                let on = last_sunday(year, Month::try_from(month).unwrap());
                assert_eq!(last_sunday(first.year(), first.month()), first.date(), "the rule's own first day is one of its days");
                (PrimitiveDateTime::new(on, first.time()), to)
            })
        })
        .collect();
    let (_, offset) = rules.into_iter().filter(|(on, _)| *on <= local).max_by_key(|(on, _)| *on).unwrap();
    local.assume_utc() - offset
}

fn last_sunday(year: i32, month: Month) -> Date {
    let last = Date::from_calendar_date(year, month, month.length(year)).unwrap();
    if last.weekday() == Weekday::Sunday { last } else { last.prev_occurrence(Weekday::Sunday) }
}

fn read_local(text: &str) -> PrimitiveDateTime {
    let format = time::macros::format_description!("[year][month][day]T[hour][minute][second]");
    PrimitiveDateTime::parse(text, format).unwrap()
}
