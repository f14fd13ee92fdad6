//! Who may do what with somebody who helps a school for a time (kvalitetsrådgjevar, fagressurs).
//!
//! | | knows of it | gives it, moves its last day | ends it with a note |
//! |---|---|---|---|
//! | the school's områdeleder, skoleeier | yes | yes, but never to themselves | yes |
//! | whoever helps | yes, also afterwards | – | yes, also when its days are over |
//! | rektor, those who read the school's drafts | yes | – | – |
//! | administrator, others | – | – | – |
//!
//! What the one who helps reads of the school meanwhile is said where it is: delivered self-assessments, plans and stories (`self_assessment`,
//! `development_plan`, `story`). Row-level security says the same (`migrations/0054_adviser.sql`).
use super::or_refused;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{AdviserId, MunicipalityId, PersonId, SchoolId};

/// What the rules ask about a period of help.
#[derive(Debug, Clone, Copy)]
pub struct AdviserFacts {
    /// Which.
    pub id: AdviserId,
    /// The school that is helped.
    pub school: SchoolId,
    /// Who helps.
    pub person: PersonId,
    /// It was ended with a note.
    pub ended: bool,
}

/// What the actor may do with one.
#[derive(Debug, Clone, Copy)]
pub struct AdviserRights {
    municipality: MunicipalityId,
    facts: AdviserFacts,
    /// Helps, or helped.
    pub own: bool,
    /// Moves its last day.
    pub moves: bool,
    /// Ends it.
    pub ends: bool,
}

impl AdviserRights {
    /// The rights of `actor`; `NotFound` for everybody who knows of none.
    pub fn of(actor: &Actor, facts: AdviserFacts) -> Result<Self> {
        let (own, follows) = (facts.person == actor.person, actor.oversees(facts.school));
        if !(own || follows || actor.draft_schools().contains(&facts.school)) {
            return Err(AppError::NotFound);
        }
        Ok(Self {
            municipality: actor.municipality,
            facts,
            own,
            moves: follows && !own && !facts.ended,
            ends: (follows || own) && !facts.ended,
        })
    }

    /// To move its last day.
    pub fn can_move(&self) -> Result<CanMoveAdviser> {
        or_refused(self.moves, CanMoveAdviser { municipality: self.municipality, id: self.facts.id })
    }

    /// To end it, with what came of it.
    pub fn can_end(&self) -> Result<CanEndAdviser> {
        or_refused(self.ends, CanEndAdviser { municipality: self.municipality, id: self.facts.id })
    }
}

/// May give somebody the time to help a school.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanGiveAdviser {
    municipality: MunicipalityId,
    school: SchoolId,
    by: PersonId,
}

impl CanGiveAdviser {
    /// For those who follow the school up. Others who know that the school is there are refused.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        if actor.oversees(school) {
            return Ok(Self { municipality: actor.municipality, school, by: actor.person });
        }
        Err(if actor.draft_schools().contains(&school) { AppError::Forbidden } else { AppError::NotFound })
    }

    /// The municipality.
    pub fn municipality(self) -> MunicipalityId {
        self.municipality
    }

    /// The school.
    pub fn school(self) -> SchoolId {
        self.school
    }

    /// Who gives it.
    pub fn by(self) -> PersonId {
        self.by
    }
}

/// May move the last day of this one.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanMoveAdviser {
    municipality: MunicipalityId,
    id: AdviserId,
}

impl CanMoveAdviser {
    /// The municipality.
    pub fn municipality(self) -> MunicipalityId {
        self.municipality
    }

    /// Which.
    pub fn id(self) -> AdviserId {
        self.id
    }
}

/// May end this one.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanEndAdviser {
    municipality: MunicipalityId,
    id: AdviserId,
}

impl CanEndAdviser {
    /// The municipality.
    pub fn municipality(self) -> MunicipalityId {
        self.municipality
    }

    /// Which.
    pub fn id(self) -> AdviserId {
        self.id
    }
}
