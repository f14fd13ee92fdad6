//! Who may do what with the support that a school asks for, or is offered.
//!
//! | | asks | offers, answers who helps or no | says that it is done | reads |
//! |---|---|---|---|---|
//! | rektor (also konstituert) | yes | – | yes; also before there is an answer | all of the school's |
//! | the leader of the school's area, skoleeier | – | yes | yes, when somebody helps | all of the school's |
//! | the named helper | – | – | – | that one, its words and period, as long as it runs |
//! | deputies, the school's others, other area leaders, administrators | – | – | – | – |
//!
//! It may concern people who work at the school, so the school's group reads none of it. Whoever leads the school is on its side, whatever else they are. Row-level
//! security says the same (`migrations/0051_support.sql`), but for the day on which the helper's reading ends.
use time::Date;

use super::ChainSide;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, SchoolId, SupportId};
use crate::support::{SupportChange, SupportState};

/// What the rules ask about a request.
#[derive(Debug, Clone, Copy)]
pub struct SupportFacts {
    /// Which.
    pub id: SupportId,
    /// The school it is for.
    pub school: SchoolId,
    /// How it stands.
    pub state: SupportState,
    /// Who helps, when they have an account.
    pub helper: Option<PersonId>,
    /// The last day of the help.
    pub to: Option<Date>,
    /// How many steps there are.
    pub steps: i32,
}

/// As whom somebody reads a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SupportReader {
    /// One of the school's chain.
    Side(ChainSide),
    /// Who helps.
    Helper,
}

/// What the actor may do with one.
#[derive(Debug, Clone, Copy)]
pub struct SupportRights {
    facts: SupportFacts,
    municipality: MunicipalityId,
    by: PersonId,
    /// As whom the actor reads it.
    pub reader: SupportReader,
}

impl SupportRights {
    /// The rights of `actor`; `NotFound` for everybody who reads it neither in the chain nor as the helper.
    pub fn of(actor: &Actor, facts: SupportFacts) -> Result<Self> {
        let helps =
            facts.state == SupportState::Helping && facts.helper == Some(actor.person) && facts.to.is_some_and(|last| actor.today <= last);
        let reader = match ChainSide::of(actor, facts.school) {
            Some(side) => SupportReader::Side(side),
            None if helps => SupportReader::Helper,
            None => return Err(AppError::NotFound),
        };
        Ok(Self { facts, municipality: actor.municipality, by: actor.person, reader })
    }

    /// What was asked about it.
    pub fn facts(&self) -> SupportFacts {
        self.facts
    }

    /// The actor's side; `None` for the helper.
    pub fn side(&self) -> Option<ChainSide> {
        match self.reader {
            SupportReader::Side(side) => Some(side),
            SupportReader::Helper => None,
        }
    }

    /// To take the next step.
    pub fn can(&self, change: SupportChange) -> Result<CanMoveSupport> {
        let side = self.side().ok_or(AppError::Forbidden)?;
        let theirs = match change {
            SupportChange::Helps | SupportChange::Declined => side == ChainSide::Owner,
            // What nobody has answered, the one who asked takes back.
            SupportChange::Done => side == ChainSide::School || self.facts.state != SupportState::Open,
        };
        if !theirs {
            return Err(AppError::Forbidden);
        }
        let fits = match change {
            SupportChange::Declined => self.facts.state == SupportState::Open,
            SupportChange::Helps | SupportChange::Done => self.facts.state.is_open(),
        };
        if !fits {
            return Err(AppError::Conflict("error-support-over"));
        }
        Ok(CanMoveSupport { facts: self.facts, municipality: self.municipality, side, by: self.by, change })
    }
}

/// Whether the actor can ask for support or answer: whoever leads a school, or follows schools up, where the municipality's way of working has it.
pub fn has_support(actor: &Actor) -> bool {
    let has = actor.pack.as_ref().is_some_and(|pack| pack.support.is_some());
    has && (actor.is_owner() || !actor.overseen.is_empty() || !actor.rektor_schools().is_empty())
}

/// May ask for support to a school, or offer it.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanAskSupport {
    municipality: MunicipalityId,
    school: SchoolId,
    side: ChainSide,
    by: PersonId,
}

impl CanAskSupport {
    /// Whether `actor` may at a school; `NotFound` for others.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        match ChainSide::of(actor, school) {
            Some(side) if has_support(actor) => Ok(Self { municipality: actor.municipality, school, side, by: actor.person }),
            _ => Err(AppError::NotFound),
        }
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// To which school.
    pub fn school(&self) -> SchoolId {
        self.school
    }

    /// For which side: the school asks, the owner offers.
    pub fn side(&self) -> ChainSide {
        self.side
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }
}

/// May take one step with a request.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanMoveSupport {
    facts: SupportFacts,
    municipality: MunicipalityId,
    side: ChainSide,
    by: PersonId,
    change: SupportChange,
}

impl CanMoveSupport {
    /// To say who helps with what was just offered by the one who may.
    pub(crate) fn of_offer(can: CanAskSupport, id: SupportId) -> Result<Self> {
        if can.side != ChainSide::Owner {
            return Err(AppError::Forbidden);
        }
        let facts = SupportFacts { id, school: can.school, state: SupportState::Open, helper: None, to: None, steps: 0 };
        Ok(Self { facts, municipality: can.municipality, side: can.side, by: can.by, change: SupportChange::Helps })
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// With which.
    pub fn request(&self) -> SupportId {
        self.facts.id
    }

    /// The school it is for.
    pub fn school(&self) -> SchoolId {
        self.facts.school
    }

    /// Its number.
    pub fn number(&self) -> i32 {
        self.facts.steps + 1
    }

    /// For which side.
    pub fn side(&self) -> ChainSide {
        self.side
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// Which step.
    pub fn change(&self) -> SupportChange {
        self.change
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(state: SupportState, reader: SupportReader) -> SupportRights {
        let facts = SupportFacts { id: SupportId(1), school: SchoolId(1), state, helper: None, to: None, steps: 1 };
        SupportRights { facts, municipality: MunicipalityId(1), by: PersonId(1), reader }
    }

    #[test]
    fn the_owner_answers_either_side_ends_it_and_the_helper_only_reads() {
        let [school, owner] = ChainSide::ALL.map(|side| rights(SupportState::Open, SupportReader::Side(side)));
        assert!(owner.can(SupportChange::Helps).is_ok() && owner.can(SupportChange::Declined).is_ok());
        assert!(matches!(school.can(SupportChange::Helps), Err(AppError::Forbidden)) && school.can(SupportChange::Done).is_ok());
        assert!(matches!(owner.can(SupportChange::Done), Err(AppError::Forbidden)), "what is not answered is answered");
        let [school, owner] = ChainSide::ALL.map(|side| rights(SupportState::Helping, SupportReader::Side(side)));
        assert!(owner.can(SupportChange::Helps).is_ok() && matches!(owner.can(SupportChange::Declined), Err(AppError::Conflict(_))));
        assert!(school.can(SupportChange::Done).is_ok() && owner.can(SupportChange::Done).is_ok());
        for state in [SupportState::Declined, SupportState::Done] {
            let over = rights(state, SupportReader::Side(ChainSide::Owner));
            assert!(SupportChange::ALL.into_iter().all(|change| over.can(change).is_err()), "{state:?}");
        }
        let helper = rights(SupportState::Helping, SupportReader::Helper);
        assert!(SupportChange::ALL.into_iter().all(|change| matches!(helper.can(change), Err(AppError::Forbidden))));
    }
}
