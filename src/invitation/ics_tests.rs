use time::macros::datetime;

use super::*;

fn event() -> Event {
    Event {
        uid: "1f@kvalitetsdialog".to_owned(),
        sequence: 3,
        starts_at: datetime!(2027-04-14 07:00 UTC),
        ends_at: datetime!(2027-04-14 10:00 UTC),
        summary: "Leiardialog 1 med Vik skule".to_owned(),
        place: String::new(),
        url: "https://kvalitetsdialog.test/moter/1".to_owned(),
        cancelled: false,
        private: false,
        organizer: Party { name: "Per Område".to_owned(), address: None },
    }
}

fn written(event: &Event) -> String {
    calendar(Method::Publish, None, std::slice::from_ref(event), None, datetime!(2027-03-01 08:00 UTC)).replace("\r\n ", "")
}

#[test]
fn no_line_is_longer_than_75_octets_and_no_letter_is_cut() {
    for length in 60..90 {
        let place: String = "Å".repeat(length);
        let text = calendar(Method::Publish, None, &[Event { place: place.clone(), ..event() }], None, datetime!(2027-03-01 08:00 UTC));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(text.replace("\r\n ", "").contains(&format!("LOCATION:{place}\r\n")), "{text}");
    }
}

#[test]
fn what_somebody_wrote_is_one_value_and_never_a_line_of_its_own() {
    let place = "Vik; «A», 2\\3\nATTENDEE:mailto:x@y.no\r\nURL:x\u{7}";
    let text = written(&Event { place: place.to_owned(), ..event() });
    assert!(text.contains("LOCATION:Vik\\; «A»\\, 2\\\\3\\nATTENDEE:mailto:x@y.no\\nURL:x\r\n"), "{text}");
    let organizer = Party { name: "Per \"Pelle\"\r\nX:y; Område".to_owned(), address: Some("per@vik.no".to_owned()) };
    let text = written(&Event { organizer, ..event() });
    assert!(text.contains("ORGANIZER;CN=\"Per 'Pelle'X:y; Område\":mailto:per@vik.no\r\n"), "{text}");
}

#[test]
fn a_meeting_for_those_who_take_part_alone_is_private_in_a_shared_calendar() {
    assert!(!written(&event()).contains("CLASS:"));
    assert!(written(&Event { private: true, ..event() }).contains("CLASS:PRIVATE\r\n"));
}

#[test]
fn the_clocks_in_the_calendar_are_those_of_the_time_zone_database() {
    let zone = jiff::tz::TimeZone::get("Europe/Oslo").unwrap();
    let from = jiff::Timestamp::from_second(datetime!(2026-01-01 00:00 UTC).unix_timestamp()).unwrap();
    let changes: Vec<_> =
        zone.following(from).take(20).map(|change| (change.timestamp().to_string(), change.offset().seconds() / 3600)).collect();
    let expected = (2026..2036).flat_map(|year| {
        [(time::Month::March, 2), (time::Month::October, 1)].map(|(month, offset)| {
            let last = time::Date::from_calendar_date(year, month, 31).unwrap();
            let sunday = if last.weekday() == time::Weekday::Sunday { last } else { last.prev_occurrence(time::Weekday::Sunday) };
            (format!("{sunday}T01:00:00Z"), offset)
        })
    });
    assert_eq!(changes, expected.collect::<Vec<_>>(), "the rules in OSLO are no longer so");
}
