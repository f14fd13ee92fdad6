//! Who may do what with the spot check of a meeting.
//!
//! | | reads | sees how many cases there are | draws | writes what was seen, makes agreements | takes a note away |
//! |---|---|---|---|---|---|
//! | takes part for the school, and writes its drafts | yes | until the minutes are approved | while they are written the first time | while they are written | rektor, deputy |
//! | takes part for the school, and reads its drafts | yes | the same | – | – | – |
//! | takes part for the owner | yes | the same | the same | the same; the leader while others comment | the leader |
//! | rektor, and those who follow the school up, without taking part | yes | – | – | – | when the minutes are approved |
//! | guests, pupils, parents, others at the school, administrator | – | – | – | – | – |
//!
//! Whoever hears of cases in the room reads of them here, and nobody else at the school does (`docs/decisions/0045-spot-checks.md`). Row-level security says the
//! same (`migrations/0048_spot_check.sql`).
use super::meeting::{MeetingFacts, MeetingRights};
use super::or_refused;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, MunicipalityId, PersonId, SchoolId};
use crate::meeting::State;
use crate::writing::Side;

/// What the actor may do with the spot check of one meeting.
#[derive(Debug, Clone, Copy)]
pub struct SpotCheckRights {
    scope: Scope,
    /// Sees how many cases there are, as long as that is kept.
    pub reads_count: bool,
    /// Draws.
    pub draws: bool,
    /// Writes what was seen, and makes agreements of it.
    pub writes: bool,
    /// Takes away a note that should not have been written.
    pub clears: bool,
}

impl SpotCheckRights {
    /// The rights of `actor` in a meeting they may know of; `NotFound` for a check that is not theirs to know of.
    pub fn of(actor: &Actor, meeting: &MeetingRights) -> Result<Self> {
        let facts = meeting.facts();
        let school = facts.school.ok_or(AppError::NotFound)?;
        let from = facts.asked.and_then(|(_, school)| school);
        let takes_part = match meeting.side {
            Some(Side::Owner) => true,
            Some(Side::School) => from.is_some_and(|school| actor.draft_schools().contains(&school)),
            Some(Side::Guest) | None => false,
        };
        let looks_on = actor.oversees(school) || actor.is_rektor_of(school);
        if !(takes_part || looks_on) || facts.state == State::Cancelled {
            return Err(AppError::NotFound);
        }
        let written = matches!(facts.state, State::Held | State::Commenting);
        Ok(Self {
            scope: Scope::of(&facts, school, actor),
            reads_count: takes_part,
            // Minutes that are opened again open no draw.
            draws: takes_part && meeting.writes && facts.state == State::Held && !facts.has_minutes,
            writes: takes_part && meeting.writes && written,
            clears: meeting.removes_words,
        })
    }

    /// To draw.
    pub fn can_draw(&self) -> Result<CanDrawCases> {
        or_refused(self.draws, CanDrawCases(self.scope))
    }

    /// To write what was seen.
    pub fn can_write(&self) -> Result<CanWriteCheck> {
        or_refused(self.writes, CanWriteCheck(self.scope))
    }

    /// To take a note away.
    pub fn can_clear(&self) -> Result<CanClearCheckNote> {
        or_refused(self.clears, CanClearCheckNote(self.scope))
    }
}

#[derive(Debug, Clone, Copy)]
struct Scope {
    municipality: MunicipalityId,
    meeting: MeetingId,
    school: SchoolId,
    by: PersonId,
}

impl Scope {
    fn of(facts: &MeetingFacts, school: SchoolId, actor: &Actor) -> Self {
        Self { municipality: facts.municipality, meeting: facts.id, school, by: actor.person }
    }
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name(Scope);

        impl $name {
            /// Where.
            pub fn municipality(&self) -> MunicipalityId {
                self.0.municipality
            }

            /// In which meeting.
            pub fn meeting(&self) -> MeetingId {
                self.0.meeting
            }

            /// The school it is about.
            pub fn school(&self) -> SchoolId {
                self.0.school
            }

            /// Who.
            pub fn by(&self) -> PersonId {
                self.0.by
            }
        }
    )+};
}

capabilities! {
    /// May draw cases in a meeting.
    CanDrawCases,
    /// May write what was seen of them.
    CanWriteCheck,
    /// May take away a note that should not have been written.
    CanClearCheckNote,
}
