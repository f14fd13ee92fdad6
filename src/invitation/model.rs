//! What is told by mail, to whom, and when a mail may come.
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime, Weekday};

use crate::access::Actor;
use crate::calendar::{is_workday, workdays_after};
use crate::error::Result;
use crate::ids::{MeetingId, MeetingMailId, PersonId};
use crate::jobs::{self, Order, Work};
use crate::text::dates;

/// So long after it should have gone, a mail that has not is said not to have been delivered: every new attempt has been made by then.
pub const LATE: Duration = Duration::hours(5);

/// What a mail tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// You are asked to come.
    Invitation,
    /// It has another time or place.
    Moved,
    /// It will not be.
    Cancelled,
    /// You need not come after all.
    Unasked,
    /// The draft of the minutes is yours to comment on.
    Minutes,
}

impl What {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Invitation, Self::Moved, Self::Cancelled, Self::Unasked, Self::Minutes];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::Unasked => "unasked",
            Self::Minutes => "minutes",
        }
    }

    /// What is stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.key() == key)
    }
}

/// How somebody wants to hear of meetings by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// A mail for each thing, when it happens.
    AtOnce,
    /// One on Monday morning.
    Weekly,
    /// None.
    None,
}

impl Choice {
    /// In the order of the buttons.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Weekly, Self::None];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Weekly => "weekly",
            Self::None => "none",
        }
    }

    /// The choice with this key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.key() == key)
    }
}

/// Work: these are to be told of a meeting, each by a mail of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Which.
    pub meeting: MeetingId,
    /// Of what.
    pub what: What,
    /// Whom.
    pub people: Vec<PersonId>,
    /// When it was to start before it was moved, in seconds since 1970.
    pub was: Option<i64>,
}

/// Work: one mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailId {
    /// Which.
    pub mail: MeetingMailId,
}

/// Work: the mail of the week to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyMail {
    /// Whom.
    pub person: PersonId,
}

/// Queues what is to be told, in the transaction that causes it. Where no mail is set up, nothing comes of it.
pub async fn told(connection: &mut PgConnection, actor: &Actor, told: Told) -> Result<()> {
    let people: Vec<PersonId> = told.people.into_iter().filter(|person| *person != actor.person).collect();
    if !people.is_empty() {
        let work = Work::MeetingTold(Told { people, ..told });
        jobs::queue(connection, actor.municipality, Order::new(&work, actor.now).of(Some(actor.person)), actor.now).await?;
    }
    Ok(())
}

/// Mail comes between these hours of a working day.
const FROM: (u8, u8) = (7, 30);
const UNTIL: (u8, u8) = (17, 0);

/// The first moment from `at` on when people are at work.
pub fn working_hours(at: OffsetDateTime) -> OffsetDateTime {
    let day = dates::norwegian_date(at);
    let hour = |day: Date, (hour, minute): (u8, u8)| dates::moment_of(day, hour, minute).unwrap_or(at);
    if is_workday(day) && at < hour(day, UNTIL) {
        return at.max(hour(day, FROM));
    }
    hour(workdays_after(day, 1), FROM)
}

/// The first Monday morning after `at`; the next working day's, where Monday is a holiday.
pub fn next_week(at: OffsetDateTime) -> OffsetDateTime {
    let mut day = dates::norwegian_date(at);
    let morning = |day: Date| dates::moment_of(day, FROM.0, FROM.1).unwrap_or(at);
    while day.weekday() != Weekday::Monday || morning(day) <= at {
        let Some(next) = day.next_day() else { return at };
        day = next;
    }
    working_hours(morning(day))
}

/// Whether a mail cannot wait for working hours: the meeting begins before them; or it is a change, and the meeting is less than two working days away, as it
/// was or as it is now, and not over.
pub fn is_urgent(what: What, now: OffsetDateTime, starts_at: OffsetDateTime, was: Option<OffsetDateTime>) -> bool {
    let first_that_waits = workdays_after(dates::norwegian_date(now), 2);
    let near = |at: OffsetDateTime| at > now && dates::norwegian_date(at) < first_that_waits;
    let too_late = |at: OffsetDateTime| at > now && at <= working_hours(now);
    match what {
        What::Moved | What::Cancelled => near(starts_at) || was.is_some_and(near),
        What::Invitation | What::Unasked => too_late(starts_at),
        What::Minutes => false,
    }
}

/// When a mail goes, and whether it goes with the others of the week. What is over before the mail of the week does not wait for it: `first` is when the meeting
/// starts, or was to start. Nor does what takes a meeting out of somebody's calendar, which is a mail of its own.
pub fn due(what: What, choice: Choice, now: OffsetDateTime, first: OffsetDateTime, urgent: bool) -> (OffsetDateTime, bool) {
    let monday = next_week(now);
    if urgent {
        (now, false)
    } else if choice == Choice::Weekly && what != What::Unasked && (what == What::Minutes || first > monday) {
        (monday, true)
    } else {
        (working_hours(now), false)
    }
}

/// An address that mail can be sent to: a sign-in name need not be one.
pub fn address_of(login: &str) -> Option<lettre::Address> {
    let address: lettre::Address = login.parse().ok()?;
    (login.is_ascii() && address.domain().contains('.')).then_some(address)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn nothing_comes_in_the_evening_at_weekends_or_on_holidays() {
        for (at, comes) in [
            (datetime!(2027-03-01 08:00 UTC), datetime!(2027-03-01 08:00 UTC)),
            (datetime!(2027-03-01 05:00 UTC), datetime!(2027-03-01 06:30 UTC)),
            (datetime!(2027-03-01 15:59 UTC), datetime!(2027-03-01 15:59 UTC)),
            (datetime!(2027-03-01 16:00 UTC), datetime!(2027-03-02 06:30 UTC)),
            // Friday evening.
            (datetime!(2027-03-05 17:00 UTC), datetime!(2027-03-08 06:30 UTC)),
            // Wednesday before Easter, after 17; the clocks go forward meanwhile.
            (datetime!(2027-03-24 16:30 UTC), datetime!(2027-03-30 05:30 UTC)),
        ] {
            assert_eq!(working_hours(at), comes, "{at}");
        }
    }

    #[test]
    fn the_mail_of_the_week_comes_on_monday_morning_or_when_people_are_back() {
        assert_eq!(next_week(datetime!(2027-03-01 08:00 UTC)), datetime!(2027-03-08 06:30 UTC), "it is Monday, and nine o'clock");
        assert_eq!(next_week(datetime!(2027-03-01 06:00 UTC)), datetime!(2027-03-01 06:30 UTC));
        assert_eq!(next_week(datetime!(2027-03-24 10:00 UTC)), datetime!(2027-03-30 05:30 UTC), "Monday is Easter");
    }

    #[test]
    fn a_change_of_a_meeting_that_is_near_does_not_wait() {
        let friday_evening = datetime!(2027-03-05 18:00 UTC);
        let (monday, tuesday) = (datetime!(2027-03-08 08:00 UTC), datetime!(2027-03-09 08:00 UTC));
        assert!(is_urgent(What::Cancelled, friday_evening, monday, None));
        assert!(!is_urgent(What::Cancelled, friday_evening, tuesday, None), "two working days away");
        assert!(is_urgent(What::Moved, friday_evening, datetime!(2027-04-09 08:00 UTC), Some(monday)));
        assert!(!is_urgent(What::Invitation, friday_evening, monday, None));
        assert!(!is_urgent(What::Cancelled, friday_evening, datetime!(2027-03-05 08:00 UTC), None), "it is over");
        assert!(is_urgent(What::Invitation, friday_evening, datetime!(2027-03-06 10:00 UTC), None), "before anybody is at work again");
        assert!(!is_urgent(What::Minutes, friday_evening, datetime!(2027-03-06 10:00 UTC), None));
    }

    #[test]
    fn who_wants_the_mail_of_the_week_hears_at_once_of_what_cannot_wait_for_it() {
        let now = datetime!(2027-03-03 08:00 UTC);
        let (later, before) = (datetime!(2027-03-15 08:00 UTC), datetime!(2027-03-05 08:00 UTC));
        let monday = datetime!(2027-03-08 06:30 UTC);
        assert_eq!(due(What::Invitation, Choice::Weekly, now, later, false), (monday, true));
        assert_eq!(due(What::Invitation, Choice::Weekly, now, before, false), (now, false));
        assert_eq!(due(What::Minutes, Choice::Weekly, now, datetime!(2027-03-01 08:00 UTC), false), (monday, true));
        assert_eq!(due(What::Cancelled, Choice::Weekly, now, before, true), (now, false));
        assert_eq!(
            due(What::Unasked, Choice::Weekly, now, later, false),
            (now, false),
            "the mail of the week takes nothing out of a calendar"
        );
        assert_eq!(due(What::Invitation, Choice::AtOnce, datetime!(2027-03-03 18:00 UTC), later, false).0, datetime!(2027-03-04 06:30 UTC));
    }

    #[test]
    fn a_sign_in_name_is_an_address_or_it_is_not() {
        for login in ["rektor@fjordvik.example", "kari.nordas@vik.kommune.no"] {
            assert!(address_of(login).is_some(), "{login}");
        }
        for login in ["rektor", "rektor@localhost", "kåri@vik.no", "kari@vik.no\r\nBcc: x@y.no", "", "@vik.no", "kari nordås@vik.no"] {
            assert!(address_of(login).is_none(), "{login}");
        }
    }
}
