//! Who may do what with a written agreement about a critical area at a school.
//!
//! | | draft | ready | signed by one | in force | ended |
//! |---|---|---|---|---|---|
//! | rektor (also konstituert) | begins, writes, says that it is ready | reads, signs, opens it again | signs, withdraws the school's signature | says how the school's promises go, what was seen, begins a change | has read how it ended, and may see it otherwise |
//! | the leader of the school's area, skoleeier | the same | the same | the same for the owner | the same for the owner; ends it | says that it stands in the archive |
//! | deputies, the school's others, other area leaders, those with a function, administrators | – | – | – | – | – |
//!
//! The side that began a draft or a change gives it up, until somebody has signed. Whoever leads the school is on its side, whatever else they are.
//! Row-level security says the same (`migrations/0047_written_agreement.sql`).
use super::or_refused;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, SchoolId, WrittenAgreementId};
use crate::written_agreement::VersionState;

/// A side of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainSide {
    /// Rektor.
    School,
    /// Whoever follows the school up.
    Owner,
}

impl ChainSide {
    /// Both.
    pub const ALL: [Self; 2] = [Self::School, Self::Owner];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Owner => "owner",
        }
    }

    /// What is stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.key() == key)
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::School => Self::Owner,
            Self::Owner => Self::School,
        }
    }

    /// The side of `actor` in what is about a school; `None` for everybody outside the chain.
    pub fn of(actor: &Actor, school: SchoolId) -> Option<Self> {
        if actor.is_rektor_of(school) {
            Some(Self::School)
        } else if actor.oversees(school) {
            Some(Self::Owner)
        } else {
            None
        }
    }

    fn of_both(self, [school, owner]: [bool; 2]) -> bool {
        match self {
            Self::School => school,
            Self::Owner => owner,
        }
    }
}

/// What the rules ask about a written agreement.
#[derive(Debug, Clone, Copy)]
pub struct WrittenFacts {
    /// Which.
    pub id: WrittenAgreementId,
    /// The school it is about.
    pub school: SchoolId,
    /// Its newest version.
    pub newest: i32,
    /// How far that has come.
    pub state: VersionState,
    /// The side that began that.
    pub begun_by: ChainSide,
    /// Who has signed that.
    pub signed: [bool; 2],
    /// The version that both have signed last.
    pub in_force: Option<i32>,
    /// The owner has ended it.
    pub ended: bool,
    /// The school's leader has read that.
    pub answered: bool,
}

/// What the actor may do with one.
#[derive(Debug, Clone, Copy)]
pub struct WrittenRights {
    facts: WrittenFacts,
    municipality: MunicipalityId,
    by: PersonId,
    /// The actor's side.
    pub own: ChainSide,
}

impl WrittenRights {
    /// The rights of `actor`; `NotFound` for everybody outside the chain.
    pub fn of(actor: &Actor, facts: WrittenFacts) -> Result<Self> {
        let own = ChainSide::of(actor, facts.school).ok_or(AppError::NotFound)?;
        Ok(Self { facts, municipality: actor.municipality, by: actor.person, own })
    }

    /// What was asked about it.
    pub fn facts(&self) -> WrittenFacts {
        self.facts
    }

    /// A side has signed the newest version.
    pub fn has_signed(&self, side: ChainSide) -> bool {
        side.of_both(self.facts.signed)
    }

    /// It is in force, and nobody has ended it.
    pub fn is_followed_up(&self) -> bool {
        self.facts.in_force.is_some() && !self.facts.ended
    }

    /// To write in its newest version.
    pub fn can_write(&self) -> Result<CanWriteAgreement> {
        if self.facts.state != VersionState::Draft || self.facts.ended {
            return Err(AppError::Conflict("error-written-locked"));
        }
        Ok(CanWriteAgreement(self.of_version()))
    }

    /// To say that what is written can be signed, or that it cannot after all.
    pub fn can_turn(&self, to: VersionState) -> Result<CanTurnAgreement> {
        let fits = match to {
            VersionState::Ready => self.facts.state == VersionState::Draft,
            VersionState::Draft => self.facts.state == VersionState::Ready && self.facts.signed == [false, false],
            VersionState::InForce => false,
        };
        if fits { Ok(CanTurnAgreement(self.of_version())) } else { Err(AppError::Conflict("error-written-locked")) }
    }

    /// To sign for the actor's side.
    pub fn can_sign(&self) -> Result<CanSignAgreement> {
        if self.facts.state != VersionState::Ready {
            return Err(AppError::Conflict("error-written-not-ready"));
        }
        if self.has_signed(self.own) {
            return Err(AppError::Conflict("error-written-signed"));
        }
        Ok(CanSignAgreement(self.of_version()))
    }

    /// To withdraw the signature of the actor's side.
    pub fn can_withdraw(&self) -> Result<CanSignAgreement> {
        if self.facts.state != VersionState::Ready || !self.has_signed(self.own) {
            return Err(AppError::Conflict("error-written-not-signed"));
        }
        Ok(CanSignAgreement(self.of_version()))
    }

    /// To begin a change of what is in force.
    pub fn can_change(&self) -> Result<CanChangeAgreement> {
        if self.facts.state != VersionState::InForce || self.facts.ended {
            return Err(AppError::Conflict("error-written-no-change"));
        }
        Ok(CanChangeAgreement(self.of_version()))
    }

    /// To give up what is being written.
    pub fn can_drop(&self) -> Result<CanChangeAgreement> {
        if self.facts.state == VersionState::InForce || self.facts.signed != [false, false] {
            return Err(AppError::Conflict("error-written-locked"));
        }
        or_refused(self.facts.begun_by == self.own, CanChangeAgreement(self.of_version()))
    }

    /// To say how a promise of a side goes.
    pub fn can_keep(&self, side: ChainSide) -> Result<CanFollowAgreement> {
        let can = self.can_follow()?;
        or_refused(side == self.own, can)
    }

    /// To say what was seen when it was followed up.
    pub fn can_follow(&self) -> Result<CanFollowAgreement> {
        if !self.is_followed_up() {
            return Err(AppError::Conflict("error-written-not-in-force"));
        }
        Ok(CanFollowAgreement(self.of_version()))
    }

    /// To end it.
    pub fn can_end(&self) -> Result<CanEndAgreement> {
        if self.own != ChainSide::Owner {
            return Err(AppError::Forbidden);
        }
        if !self.is_followed_up() {
            return Err(AppError::Conflict("error-written-not-in-force"));
        }
        if self.facts.state != VersionState::InForce {
            return Err(AppError::Conflict("error-written-change-open"));
        }
        Ok(CanEndAgreement(self.of_version()))
    }

    /// To say that one has read how it ended.
    pub fn can_answer_end(&self) -> Result<CanEndAgreement> {
        if self.own != ChainSide::School {
            return Err(AppError::Forbidden);
        }
        if !self.facts.ended || self.facts.answered {
            return Err(AppError::Conflict("error-written-nothing-to-answer"));
        }
        Ok(CanEndAgreement(self.of_version()))
    }

    /// To say that it stands in the archive.
    pub fn can_archive(&self) -> Result<CanEndAgreement> {
        if self.own != ChainSide::Owner {
            return Err(AppError::Forbidden);
        }
        if !self.facts.ended {
            return Err(AppError::Conflict("error-written-not-ended"));
        }
        Ok(CanEndAgreement(self.of_version()))
    }

    fn of_version(&self) -> Of {
        Of {
            municipality: self.municipality,
            agreement: self.facts.id,
            school: self.facts.school,
            number: self.facts.newest,
            own: self.own,
            by: self.by,
        }
    }
}

/// Whether the actor can have such agreements: whoever leads a school, or follows schools up, where the municipality's way of working has them.
pub fn has_written_agreements(actor: &Actor) -> bool {
    let has = actor.pack.as_ref().is_some_and(|pack| pack.written_agreement.is_some());
    has && (actor.is_owner() || !actor.overseen.is_empty() || !actor.rektor_schools().is_empty())
}

/// May begin one at the schools that the actor leads or follows up.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanBeginAgreement {
    municipality: MunicipalityId,
    by: PersonId,
}

impl CanBeginAgreement {
    /// Whether `actor` may; `NotFound` for others.
    pub fn of(actor: &Actor) -> Result<Self> {
        if has_written_agreements(actor) {
            Ok(Self { municipality: actor.municipality, by: actor.person })
        } else {
            Err(AppError::NotFound)
        }
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }
}

#[derive(Debug, Clone, Copy)]
struct Of {
    municipality: MunicipalityId,
    agreement: WrittenAgreementId,
    school: SchoolId,
    number: i32,
    own: ChainSide,
    by: PersonId,
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name(Of);

        impl $name {
            /// Where.
            pub fn municipality(&self) -> MunicipalityId { self.0.municipality }
            /// Of which agreement.
            pub fn agreement(&self) -> WrittenAgreementId { self.0.agreement }
            /// The school it is about.
            pub fn school(&self) -> SchoolId { self.0.school }
            /// Its newest version.
            pub fn number(&self) -> i32 { self.0.number }
            /// For which side.
            pub fn own(&self) -> ChainSide { self.0.own }
            /// Who.
            pub fn by(&self) -> PersonId { self.0.by }
        }
    )+};
}

capabilities! {
    /// May write in its newest version.
    CanWriteAgreement,
    /// May say that it can be signed, or not.
    CanTurnAgreement,
    /// May sign, or withdraw a signature.
    CanSignAgreement,
    /// May begin a change, or give up what is being written.
    CanChangeAgreement,
    /// May follow it up.
    CanFollowAgreement,
    /// May end it, or answer that it was ended.
    CanEndAgreement,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(state: VersionState, signed: [bool; 2], in_force: Option<i32>, ended: bool, own: ChainSide) -> WrittenRights {
        let facts = WrittenFacts {
            id: WrittenAgreementId(1),
            school: SchoolId(1),
            newest: 1,
            state,
            begun_by: ChainSide::Owner,
            signed,
            in_force,
            ended,
            answered: false,
        };
        WrittenRights { facts, municipality: MunicipalityId(1), by: PersonId(1), own }
    }

    #[test]
    fn it_is_written_until_it_is_ready_and_signed_by_each_side_once() {
        let draft = rights(VersionState::Draft, [false; 2], None, false, ChainSide::School);
        assert!(draft.can_write().is_ok() && draft.can_sign().is_err() && draft.can_turn(VersionState::Ready).is_ok());
        let ready = rights(VersionState::Ready, [false; 2], None, false, ChainSide::School);
        assert!(ready.can_write().is_err() && ready.can_sign().is_ok() && ready.can_turn(VersionState::Draft).is_ok());
        let by_other = rights(VersionState::Ready, [false, true], None, false, ChainSide::School);
        assert!(by_other.can_sign().is_ok() && by_other.can_withdraw().is_err() && by_other.can_turn(VersionState::Draft).is_err());
        let by_us = rights(VersionState::Ready, [true, false], None, false, ChainSide::School);
        assert!(by_us.can_sign().is_err() && by_us.can_withdraw().is_ok() && by_us.can_drop().is_err());
    }

    #[test]
    fn what_both_have_signed_is_followed_up_changed_and_ended_by_the_owner() {
        let [school, owner] = ChainSide::ALL.map(|own| rights(VersionState::InForce, [true; 2], Some(1), false, own));
        assert!(school.can_withdraw().is_err() && school.can_write().is_err() && school.can_change().is_ok());
        assert!(school.can_keep(ChainSide::School).is_ok() && school.can_keep(ChainSide::Owner).is_err() && school.can_follow().is_ok());
        assert!(matches!(school.can_end(), Err(AppError::Forbidden)) && owner.can_end().is_ok() && owner.can_archive().is_err());
        let changing = rights(VersionState::Draft, [false; 2], Some(1), false, ChainSide::Owner);
        assert!(matches!(changing.can_end(), Err(AppError::Conflict(_))) && changing.can_follow().is_ok() && changing.can_drop().is_ok());
        let [school, owner] = ChainSide::ALL.map(|own| rights(VersionState::InForce, [true; 2], Some(1), true, own));
        assert!(school.can_answer_end().is_ok() && school.can_follow().is_err() && school.can_change().is_err());
        assert!(owner.can_answer_end().is_err() && owner.can_end().is_err() && owner.can_archive().is_ok());
    }

    #[test]
    fn only_the_side_that_began_a_draft_gives_it_up() {
        let [school, owner] = ChainSide::ALL.map(|own| rights(VersionState::Draft, [false; 2], None, false, own));
        assert!(school.can_drop().is_err() && owner.can_drop().is_ok());
    }
}
