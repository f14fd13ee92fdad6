//! Types of meetings.
use std::sync::Arc;

use time::{Date, OffsetDateTime};

use crate::access::rules::MeetingRights;
use crate::error::{AppError, Result};
use crate::ids::{AreaId, MeetingId, MeetingPointId, ParticipantId, PersonId, SchoolId};
use crate::model_pack::{Access, AgendaPoint, Dialogue, Pack};
use crate::text::{Lang, dates, text_with};
use crate::writing::{DocumentRef, Side};

/// How far a meeting has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It will be.
    Booked,
    /// It has been; the minutes are being written.
    Held,
    /// Those who took part read the draft of the minutes.
    Commenting,
    /// The minutes are approved and frozen.
    Approved,
    /// It will not be.
    Cancelled,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Booked, Self::Held, Self::Commenting, Self::Approved, Self::Cancelled];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Held => "held",
            Self::Commenting => "commenting",
            Self::Approved => "approved",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state stored as `key`.
    pub fn parse(key: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|state| state.key() == key);
        known.ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown state of a meeting: {key}")))
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Booked => "meeting-state-booked",
            Self::Held => "meeting-state-held",
            Self::Commenting => "meeting-state-commenting",
            Self::Approved => "meeting-state-approved",
            Self::Cancelled => "meeting-state-cancelled",
        }
    }

    /// Icon of its label.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Booked | Self::Cancelled => "ring",
            Self::Held | Self::Commenting => "prog",
            Self::Approved => "check",
        }
    }

    /// Class of its label.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Booked => "none",
            Self::Held | Self::Commenting => "part",
            Self::Approved => "ok",
            Self::Cancelled => "shut",
        }
    }
}

/// What somebody answered to an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Answer {
    /// Comes.
    Coming,
    /// Wants another time.
    OtherTime,
    /// Does not come.
    NotComing,
}

impl Answer {
    /// In the order of the buttons.
    pub const ALL: [Self; 3] = [Self::Coming, Self::OtherTime, Self::NotComing];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::Coming => "coming",
            Self::OtherTime => "other_time",
            Self::NotComing => "not_coming",
        }
    }

    /// The answer with this key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Coming => "meeting-answer-coming",
            Self::OtherTime => "meeting-answer-other-time",
            Self::NotComing => "meeting-answer-not-coming",
        }
    }
}

/// The stored form of who reads approved minutes.
pub fn access_key(access: Access) -> &'static str {
    match access {
        Access::Participants => "participants",
        Access::School => "school",
        Access::Group => "group",
    }
}

/// The access stored as `key`.
pub fn parse_access(key: &str) -> Result<Access> {
    let known = [Access::Participants, Access::School, Access::Group].into_iter().find(|access| access_key(*access) == key);
    known.ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown access of a meeting: {key}")))
}

/// A meeting, loaded through an actor, with what the actor may do.
#[derive(Debug, Clone)]
pub struct Meeting {
    /// Id.
    pub id: MeetingId,
    /// Key of its kind in the pack.
    pub kind_key: String,
    /// The pack version it was booked with.
    pub pack: Arc<Pack>,
    /// The school year, by the year it starts.
    pub school_year: i32,
    /// The school it is about, and its name.
    pub school: Option<(SchoolId, String)>,
    /// The area it is for, and its name.
    pub area: Option<(AreaId, String)>,
    /// When it starts.
    pub starts_at: OffsetDateTime,
    /// When it ends.
    pub ends_at: OffsetDateTime,
    /// Where; may be empty.
    pub place: String,
    /// Its state.
    pub state: State,
    /// Number of the invitation.
    pub sequence: i32,
    /// When what both sides have prepared is shown to both; `None` when nothing is prepared.
    pub reveals_at: Option<OffsetDateTime>,
    /// It is shown since then.
    pub revealed_at: Option<OffsetDateTime>,
    /// Who leads it.
    pub leader: PersonId,
    /// Their name.
    pub leader_name: String,
    /// Minutes it took.
    pub minutes_used: Option<i16>,
    /// Last day of the comment window.
    pub comments_until: Option<Date>,
    /// Why it is cancelled.
    pub cancelled_reason: Option<String>,
    /// Number of the newest approved version, also when it is withdrawn.
    pub version: Option<i32>,
    /// Number of the newest version that is withdrawn, with all before it.
    pub withdrawn: Option<i32>,
    /// The draft of its minutes.
    pub minutes: DocumentRef,
    /// Who reads approved minutes.
    pub access: Access,
    /// What the actor may do.
    pub rights: MeetingRights,
    /// Its address, for those who are not here.
    pub link: String,
    /// Those who are asked are told by mail.
    pub by_mail: bool,
}

impl Meeting {
    /// Its kind.
    pub fn kind(&self) -> Result<&Dialogue> {
        let kind = self.pack.dialogue(&self.kind_key);
        kind.ok_or_else(|| AppError::Internal(anyhow::anyhow!("the pack {} has no dialogue {}", self.pack.key, self.kind_key)))
    }

    /// Its page.
    pub fn href(&self) -> String {
        format!("/moter/{}", self.id)
    }

    /// Whom it is with: the school, the area, or the empty text.
    pub fn with(&self) -> &str {
        self.school.as_ref().map(|(_, name)| name).or(self.area.as_ref().map(|(_, name)| name)).map_or("", String::as_str)
    }

    /// «Leiardialog 1 med Vik skule».
    pub fn title(&self, lang: Lang) -> Result<String> {
        Ok(title(self.kind()?, self.with(), lang))
    }

    /// «onsdag 14. april 2027 kl. 9.00–12.00, Vik skule».
    pub fn when_and_where(&self, lang: Lang) -> String {
        when_and_where(self.starts_at, self.ends_at, &self.place, lang)
    }
}

/// «Leiardialog 1 med Vik skule»; without «med …» when there is nobody to name.
pub fn title(kind: &Dialogue, with: &str, lang: Lang) -> String {
    let name = kind.name.get(lang);
    if with.is_empty() { name.to_owned() } else { text_with(lang, "meeting-title-with", &[("kind", &name), ("with", &with)]) }
}

/// «onsdag 14. april 2027 kl. 9.00–12.00, Vik skule».
pub fn when_and_where(starts_at: OffsetDateTime, ends_at: OffsetDateTime, place: &str, lang: Lang) -> String {
    let date = dates::with_weekday(dates::norwegian_date(starts_at), lang);
    let time = format!("{date} kl. {}–{}", dates::time_of_day(starts_at), dates::time_of_day(ends_at));
    if place.is_empty() { time } else { format!("{time}, {place}") }
}

/// Somebody asked to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Id.
    pub id: ParticipantId,
    /// The side they come on.
    pub side: Side,
    /// Who; `None` for one who does not sign in.
    pub person: Option<PersonId>,
    /// Name, or the words for one who does not sign in.
    pub name: String,
    /// Title; may be empty.
    pub title: String,
    /// The school they come from.
    pub school: Option<SchoolId>,
    /// Its name.
    pub school_name: Option<String>,
    /// What they answered.
    pub answer: Option<Answer>,
    /// A few words with it.
    pub answer_note: String,
    /// Whom they come in place of.
    pub replaces: Option<ParticipantId>,
}

/// «i staden for Kari Nordås», of somebody who comes in another's place.
pub fn deputy_words(one: &Participant, all: &[Participant], lang: Lang) -> Option<String> {
    let replaced = all.iter().find(|other| one.replaces == Some(other.id))?;
    Some(text_with(lang, "meeting-deputy-for", &[("who", &replaced.name)]))
}

/// A point of the agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Id.
    pub id: MeetingPointId,
    /// Its place.
    pub position: i16,
    /// Key of the kind's fixed point.
    pub key: Option<String>,
    /// Heading of one that was added; empty for a fixed one.
    pub title: String,
    /// Key of its phase.
    pub phase: String,
    /// Time set off.
    pub minutes: i16,
    /// Who added it.
    pub side: Option<Side>,
    /// Their id.
    pub added_by: PersonId,
    /// Their name.
    pub added_by_name: String,
}

impl Point {
    /// The kind's fixed point.
    pub fn fixed<'k>(&self, kind: &'k Dialogue) -> Option<&'k AgendaPoint> {
        let key = self.key.as_deref()?;
        kind.agenda.iter().find(|point| point.key == key)
    }

    /// Its heading.
    pub fn heading(&self, kind: &Dialogue, lang: Lang) -> String {
        self.fixed(kind).map_or_else(|| self.title.clone(), |point| point.title.get(lang).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_meeting_says_when_and_where_in_norwegian_time() {
        let said = when_and_where(datetime!(2027-04-14 07:00 UTC), datetime!(2027-04-14 10:00 UTC), "Vik skule", Lang::Nn);
        assert_eq!(said, "onsdag 14. april 2027 kl. 9.00–12.00, Vik skule");
        let said = when_and_where(datetime!(2026-11-11 12:30 UTC), datetime!(2026-11-11 14:00 UTC), "", Lang::Nb);
        assert_eq!(said, "onsdag 11. november 2026 kl. 13.30–15.00");
    }

    #[test]
    fn what_is_stored_is_read_again() {
        assert!(State::ALL.into_iter().all(|state| State::parse(state.key()).unwrap() == state));
        assert!(Answer::ALL.into_iter().all(|answer| Answer::parse(answer.key()) == Some(answer)));
        assert!(State::parse("annulled").is_err() && Answer::parse("maybe").is_none());
    }
}
