//! Who notes what they expect of a school's figures, before anybody can know them.
//!
//! | | on the side of | notes, and says afterwards what surprised | takes the own side's words away for good | reads the other side |
//! |---|---|---|---|---|
//! | rektor (also konstituert), deputy | the school | when they write drafts | yes | from the lock on |
//! | member who writes drafts | the school | yes | – | from the lock on |
//! | member who reads drafts | the school | – | – | from the lock on |
//! | the school's områdeleder, skoleeier | the owner | yes | yes | from the lock on |
//! | pupils, parents, administrator, others | – | – | – | – |
//!
//! Whoever is on the school's side and follows it up as well is on the school's: nobody reads both before the lock.
use super::or_refused;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::expectation::Side;
use crate::ids::{MunicipalityId, PersonId, SchoolId};

/// What the actor may do with the expectations of a school.
#[derive(Debug, Clone, Copy)]
pub struct ExpectationRights {
    municipality: MunicipalityId,
    person: PersonId,
    school: SchoolId,
    /// The side the actor is on.
    pub side: Side,
    /// Notes on that side.
    pub writes: bool,
    /// Takes away what that side should not have written.
    pub clears: bool,
}

/// May note what one side expects of the school's figures, take it back, and say afterwards what surprised.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanExpect {
    municipality: MunicipalityId,
    by: PersonId,
    school: SchoolId,
    side: Side,
}

/// May take away for good what one side wrote of the school's figures.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanClearExpectation {
    school: SchoolId,
    side: Side,
}

impl CanClearExpectation {
    /// Of whose figures.
    pub fn school(&self) -> SchoolId {
        self.school
    }

    /// Whose words.
    pub fn side(&self) -> Side {
        self.side
    }
}

impl CanExpect {
    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// Of whose figures.
    pub fn school(&self) -> SchoolId {
        self.school
    }

    /// On which side.
    pub fn side(&self) -> Side {
        self.side
    }
}

impl ExpectationRights {
    /// The rights of `actor`; `NotFound` for somebody on neither side.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        let (side, writes, clears) = if actor.draft_schools().contains(&school) {
            (Side::School, actor.writes_drafts_of(school), actor.is_rektor_of(school) || actor.deputy_for.contains(&school))
        } else if actor.oversees(school) {
            (Side::Owner, true, true)
        } else {
            return Err(AppError::NotFound);
        };
        Ok(Self { municipality: actor.municipality, person: actor.person, school, side, writes, clears })
    }

    /// To take away what should not have been written.
    pub fn can_clear(&self) -> Result<CanClearExpectation> {
        or_refused(self.clears, CanClearExpectation { school: self.school, side: self.side })
    }

    /// To note.
    pub fn can_expect(&self) -> Result<CanExpect> {
        or_refused(self.writes, CanExpect { municipality: self.municipality, by: self.person, school: self.school, side: self.side })
    }
}
