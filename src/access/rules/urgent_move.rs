//! Who moves a meeting, and who reads why it was moved in a hurry.
//!
//! | | moves it | in a hurry | reads why |
//! |---|---|---|---|
//! | leader, others who follow the school up | until it is held | before it begins | when they take part |
//! | rektor, deputy | – | before it begins | yes |
//! | whoever gave the reason | – | – | yes, and takes it back |
//! | everybody else | – | – | – |
//!
//! A hurry is for a meeting with one school: what comes up comes up on one of its two sides. A deputy moves a meeting they know of. Row-level security and
//! `move_meeting()` say the same (`migrations/0026_urgent_move_and_readings.sql`).
use super::meeting::{MeetingFacts, MeetingRights, answers_for};
use super::or_refused;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{MeetingId, MunicipalityId, PersonId, SchoolId};
use crate::meeting::State;
use crate::writing::Side;

/// May move a meeting.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanMove {
    facts: MeetingFacts,
    by: PersonId,
}

impl CanMove {
    /// Whoever arranges it moves it.
    pub fn of(actor: &Actor, meeting: &MeetingRights) -> Result<Self> {
        or_refused(meeting.arranges, Self { facts: meeting.facts(), by: actor.person })
    }

    /// Before it begins, those who answer for the school too.
    pub fn in_a_hurry(actor: &Actor, meeting: &MeetingRights) -> Result<Self> {
        let facts = meeting.facts();
        let ahead = facts.state == State::Booked && actor.now < facts.starts_at;
        let may = facts.school.is_some_and(|school| meeting.arranges || answers_for(actor, school));
        or_refused(ahead && may, Self { facts, by: actor.person })
    }

    /// Which.
    pub fn meeting(&self) -> MeetingId {
        self.facts.id
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.facts.municipality
    }

    /// The school it is about.
    pub fn school(&self) -> Option<SchoolId> {
        self.facts.school
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }
}

/// Whose reasons somebody reads.
#[derive(Debug, Clone, Copy)]
pub struct ReasonReader {
    facts: MeetingFacts,
    by: PersonId,
    /// One of the two sides' leads, who reads all; others read what they wrote themselves.
    pub all: bool,
}

impl ReasonReader {
    /// Of a meeting that the actor may know of.
    pub fn of(actor: &Actor, meeting: &MeetingRights) -> Self {
        let facts = meeting.facts();
        let leads = meeting.side == Some(Side::Owner) || facts.school.is_some_and(|school| answers_for(actor, school));
        Self { facts, by: actor.person, all: leads && facts.school.is_some() }
    }

    /// Of which meeting.
    pub fn meeting(&self) -> MeetingId {
        self.facts.id
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.facts.municipality
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }
}
