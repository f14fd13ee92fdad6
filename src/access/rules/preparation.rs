//! Who writes and reads what is prepared for a meeting.
//!
//! | | until both are revealed | from then on |
//! |---|---|---|
//! | takes part for the school, and writes its drafts | writes the school's, until the meeting begins | reads both; the same |
//! | takes part for the school, and reads its drafts | reads the school's | reads both |
//! | takes part for the school otherwise (pupil, parent) | – | reads both |
//! | takes part for the owner | writes the owner's, until the meeting begins | reads both; the same |
//! | guests, and those who follow the school up without taking part | – | – |
//! | rektor, deputy | take away what should not stand in the school's | the same |
//! | leader of the meeting | takes away what should not stand in the owner's | the same |
//!
//! Until the reveal nobody learns of the other side's text that it is there, either (`docs/decisions/0018`). Whoever takes part keeps a note of their own,
//! which is theirs alone, until the minutes are approved or thirty days have gone. Row-level security says the same (`migrations/0022_preparation.sql`).
use time::{Duration, OffsetDateTime};

use super::meeting::{MeetingFacts, MeetingRights};
use super::or_refused;
use super::self_assessment::CanWrite;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, MunicipalityId, PersonId};
use crate::meeting::State;
use crate::writing::{DocumentRef, Side};

/// So long after a meeting the notes that people keep for themselves are deleted, when its minutes are not approved before.
pub const NOTES_KEPT: Duration = Duration::days(30);

/// What the rules ask about a preparation.
#[derive(Debug, Clone, Copy)]
pub struct PreparationFacts {
    /// What the school writes.
    pub school: DocumentRef,
    /// What the owner writes.
    pub owner: DocumentRef,
    /// Both sides read both.
    pub revealed: bool,
    /// When the meeting begins: nothing is prepared any more.
    pub begins: OffsetDateTime,
}

impl PreparationFacts {
    /// What a side writes; guests write nothing.
    pub fn of(&self, side: Side) -> Option<DocumentRef> {
        match side {
            Side::School => Some(self.school),
            Side::Owner => Some(self.owner),
            Side::Guest => None,
        }
    }
}

/// What the actor may do with what is prepared for one meeting.
#[derive(Debug, Clone, Copy)]
pub struct PreparationRights {
    meeting: MeetingFacts,
    by: PersonId,
    /// The side whose text the actor reads, also before the reveal, and that text.
    pub own: Option<(Side, DocumentRef)>,
    /// Writes it.
    pub writes: bool,
    /// The meeting has begun, or will not be: nobody writes any more.
    pub closed: bool,
    /// Reads both.
    pub reads_both: bool,
    removes_school: bool,
    removes_owner: bool,
}

impl PreparationRights {
    /// The rights of `actor` in a meeting they may know of.
    pub fn of(actor: &Actor, meeting: &MeetingRights, facts: &PreparationFacts) -> Self {
        let asked = meeting.facts();
        let from = asked.asked.and_then(|(_, school)| school);
        let side = meeting.side.filter(|side| match side {
            Side::School => from.is_some_and(|school| actor.draft_schools().contains(&school)),
            Side::Owner => true,
            Side::Guest => false,
        });
        let writer = match side {
            Some(Side::School) => from.is_some_and(|school| actor.writes_drafts_of(school)),
            Some(Side::Owner) => true,
            Some(Side::Guest) | None => false,
        };
        let open = asked.state == State::Booked && actor.now < facts.begins;
        Self {
            meeting: asked,
            by: actor.person,
            own: side.and_then(|side| facts.of(side).map(|document| (side, document))),
            writes: writer && open,
            closed: !open,
            reads_both: facts.revealed && matches!(meeting.side, Some(Side::School | Side::Owner)),
            removes_school: asked.school.is_some_and(|school| {
                actor.is_rektor_of(school) || (actor.deputy_for.contains(&school) && actor.draft_schools().contains(&school))
            }),
            removes_owner: asked.leader == actor.person && (actor.is_owner() || actor.leads_area()),
        }
    }

    /// Has anything to do with it at all.
    pub fn sees(&self) -> bool {
        self.own.is_some() || self.reads_both || self.removes().is_some()
    }

    /// To write the own side's.
    pub fn can_write(&self) -> Result<CanWrite> {
        match self.own {
            Some((_, document)) if self.writes => Ok(CanWrite::in_other_text(document)),
            _ => Err(AppError::Forbidden),
        }
    }

    /// The side from whose text the actor takes away what should not stand there; nobody answers for both.
    pub fn removes(&self) -> Option<Side> {
        match (self.removes_school, self.removes_owner) {
            (true, _) => Some(Side::School),
            (false, true) => Some(Side::Owner),
            (false, false) => None,
        }
    }

    /// To take it away.
    pub fn can_remove(&self) -> Result<CanRemoveFromPreparation> {
        let side = self.removes().ok_or(AppError::Forbidden)?;
        Ok(CanRemoveFromPreparation { municipality: self.meeting.municipality, meeting: self.meeting.id, by: self.by, side })
    }
}

/// May take away what should not have been written in what one side has prepared.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanRemoveFromPreparation {
    municipality: MunicipalityId,
    meeting: MeetingId,
    by: PersonId,
    side: Side,
}

impl CanRemoveFromPreparation {
    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// The meeting it was prepared for.
    pub fn meeting(&self) -> MeetingId {
        self.meeting
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// The side whose text it is.
    pub fn side(&self) -> Side {
        self.side
    }
}

/// May keep a note about a meeting, for themselves.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanKeepNote {
    municipality: MunicipalityId,
    meeting: MeetingId,
    person: PersonId,
}

impl CanKeepNote {
    /// Whoever takes part, as long as notes are kept.
    pub fn of(actor: &Actor, meeting: &MeetingRights, ends_at: OffsetDateTime) -> Result<Self> {
        let facts = meeting.facts();
        let kept = !facts.has_minutes && actor.now < ends_at + NOTES_KEPT;
        or_refused(meeting.side.is_some() && kept, Self { municipality: facts.municipality, meeting: facts.id, person: actor.person })
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// About which meeting.
    pub fn meeting(&self) -> MeetingId {
        self.meeting
    }

    /// Whose.
    pub fn person(&self) -> PersonId {
        self.person
    }
}
