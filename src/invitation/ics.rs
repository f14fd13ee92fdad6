//! Calendars as RFC 5545 and 5546 write them. By hand: the kept crate adds DTSTAMP and UID to a VTIMEZONE (decision 20).
use time::OffsetDateTime;

use crate::text::dates;

/// What a calendar asks its reader to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Show it.
    Publish,
    /// Take the invitation, or the change, in.
    Request,
    /// Take it out.
    Cancel,
}

impl Method {
    /// As written.
    pub fn key(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// A name and, where there is one, an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Name.
    pub name: String,
    /// Mail address.
    pub address: Option<String>,
}

/// A meeting in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The same for as long as the meeting exists, and no other meeting's anywhere.
    pub uid: String,
    /// Number of the invitation: higher each time that time, place or state changes.
    pub sequence: i32,
    /// Start.
    pub starts_at: OffsetDateTime,
    /// End.
    pub ends_at: OffsetDateTime,
    /// Kind, and the school or the area.
    pub summary: String,
    /// Where; may be empty.
    pub place: String,
    /// The meeting's page.
    pub url: String,
    /// It will not be.
    pub cancelled: bool,
    /// For those who take part alone: not shown to those with whom a calendar is shared.
    pub private: bool,
    /// Who leads it; answers by mail go to the address.
    pub organizer: Party,
}

/// Norway's clocks since 1996. A test holds it against the time zone database.
const OSLO: [&str; 16] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Oslo",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
];

/// A calendar of these events. `name` is what a program that subscribes shows; `attendee` is the one it is sent to; `now` is when it is made.
pub fn calendar(method: Method, name: Option<&str>, events: &[Event], attendee: Option<&Party>, now: OffsetDateTime) -> String {
    let mut lines = Lines::default();
    lines.add("BEGIN:VCALENDAR");
    lines.add("VERSION:2.0");
    lines.add("PRODID:-//Kvalitetsdialog//Kvalitetsdialog//NO");
    lines.add("CALSCALE:GREGORIAN");
    lines.add(&format!("METHOD:{}", method.key()));
    if let Some(name) = name {
        lines.text("X-WR-CALNAME", name);
        lines.add("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
        lines.add("X-PUBLISHED-TTL:PT1H");
    }
    for line in OSLO {
        lines.add(line);
    }
    lines.add("END:VTIMEZONE");
    for event in events {
        lines.event(method, event, attendee, now);
    }
    lines.add("END:VCALENDAR");
    lines.0
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    fn event(&mut self, method: Method, event: &Event, attendee: Option<&Party>, now: OffsetDateTime) {
        self.add("BEGIN:VEVENT");
        self.add(&format!("UID:{}", event.uid));
        self.add(&format!("DTSTAMP:{}", dates::for_calendar_in_utc(now)));
        self.add(&format!("SEQUENCE:{}", event.sequence));
        self.add(&format!("DTSTART;TZID=Europe/Oslo:{}", dates::for_calendar(event.starts_at)));
        self.add(&format!("DTEND;TZID=Europe/Oslo:{}", dates::for_calendar(event.ends_at)));
        self.text("SUMMARY", &event.summary);
        if !event.place.is_empty() {
            self.text("LOCATION", &event.place);
        }
        self.add(&format!("URL:{}", event.url));
        let status = if event.cancelled || method == Method::Cancel { "CANCELLED" } else { "CONFIRMED" };
        self.add(&format!("STATUS:{status}"));
        if event.private {
            self.add("CLASS:PRIVATE");
        }
        let organizer = &event.organizer;
        // «invalid:nomail» is what calendars write for one without an address.
        let address = organizer.address.as_ref().map_or_else(|| "invalid:nomail".to_owned(), |address| format!("mailto:{address}"));
        self.add(&format!("ORGANIZER;CN={}:{address}", quoted(&organizer.name)));
        if let Some(Party { name, address: Some(address) }) = attendee {
            // Answers are given on the meeting's page: a calendar need not ask for one.
            let name = quoted(name);
            self.add(&format!("ATTENDEE;CN={name};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{address}"));
        }
        self.add("END:VEVENT");
    }

    fn text(&mut self, name: &str, value: &str) {
        self.add(&format!("{name}:{}", escaped(value)));
    }

    /// A content line, folded: at most 75 octets each, never within a letter.
    fn add(&mut self, line: &str) {
        let mut room = 75;
        for letter in line.chars() {
            if letter.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = 74;
            }
            self.0.push(letter);
            room -= letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A value of the type TEXT.
fn escaped(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for letter in value.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => text.extend(['\\', letter]),
            '\n' => text.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => text.push(letter),
        }
    }
    text
}

/// A value of a parameter, in quotation marks. It cannot hold one itself.
fn quoted(value: &str) -> String {
    let value: String =
        value.chars().filter(|letter| !letter.is_control()).map(|letter| if letter == '"' { '\'' } else { letter }).collect();
    format!("\"{value}\"")
}

#[cfg(test)]
#[path = "ics_tests.rs"]
mod tests;
