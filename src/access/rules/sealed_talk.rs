//! Who may do what with a talk between two people.
//!
//! | | before it is held | held | signed by somebody | signed by both |
//! |---|---|---|---|---|
//! | each of the two | writes their own preparation, opens it to the other; says that it was held | writes the common text, signs | reads, signs, withdraws their own signature | the same; follows its points up |
//! | each of the two, of the employer's document | hands their own side over | the same | the same | the same |
//! | who leads it, of the employer's document | hands the leader's side over | the same | the same | the same |
//! | administrator, where somebody who may has decided it | reads for an hour what is common or opened, and both see it | the same | the same | the same |
//! | everybody else, skoleeier and administrators too | – | – | – | – |
//!
//! No role opens it: the two are named people. Row-level security compares the actor with them and with nothing else (`migrations/0046_sealed_talk.sql`).
use super::or_refused;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, SchoolId, SealedTalkId};

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// Whom the talk is with.
    Employee,
    /// Who leads it.
    Manager,
}

impl Party {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Employee, Self::Manager];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::Employee => "employee",
            Self::Manager => "manager",
        }
    }

    /// What is stored or sent as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|party| party.key() == key)
    }

    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Employee => Self::Manager,
            Self::Manager => Self::Employee,
        }
    }
}

/// What the rules ask about a talk.
#[derive(Debug, Clone, Copy)]
pub struct TalkFacts {
    /// Which.
    pub id: SealedTalkId,
    /// Whom it is with.
    pub employee: PersonId,
    /// Who leads it.
    pub manager: PersonId,
    /// What each has prepared is opened to the other.
    pub opened: [bool; 2],
    /// It was held.
    pub held: bool,
    /// Who has signed.
    pub signed: [bool; 2],
    /// The employer's document.
    pub passes_on: bool,
}

impl TalkFacts {
    /// Of one of the two, from what is said of both.
    pub fn of(both: [bool; 2], party: Party) -> bool {
        let [employee, manager] = both;
        match party {
            Party::Employee => employee,
            Party::Manager => manager,
        }
    }
}

/// What the actor may do with a talk of their own.
#[derive(Debug, Clone, Copy)]
pub struct TalkRights {
    facts: TalkFacts,
    municipality: MunicipalityId,
    by: PersonId,
    /// Which of the two the actor is.
    pub own: Party,
}

impl TalkRights {
    /// The rights of `actor`; `NotFound` for everybody but the two.
    pub fn of(actor: &Actor, facts: TalkFacts) -> Result<Self> {
        let own = match actor.person {
            person if person == facts.employee => Party::Employee,
            person if person == facts.manager => Party::Manager,
            _ => return Err(AppError::NotFound),
        };
        Ok(Self { facts, municipality: actor.municipality, by: actor.person, own })
    }

    /// What was asked about it.
    pub fn facts(&self) -> TalkFacts {
        self.facts
    }

    /// Has opened what they prepared.
    pub fn has_opened(&self, party: Party) -> bool {
        TalkFacts::of(self.facts.opened, party)
    }

    /// Has signed.
    pub fn has_signed(&self, party: Party) -> bool {
        TalkFacts::of(self.facts.signed, party)
    }

    /// The text is locked.
    pub fn is_signed(&self) -> bool {
        self.facts.signed.contains(&true)
    }

    fn write(&self, place: Place) -> CanWriteTalk {
        CanWriteTalk { municipality: self.municipality, talk: self.facts.id, by: self.by, place, facts: self.facts }
    }

    /// To write what the actor prepares.
    pub fn can_prepare(&self) -> Result<CanWriteTalk> {
        if self.facts.held { Err(AppError::Conflict("error-sealed-held")) } else { Ok(self.write(Place::Of(self.own))) }
    }

    /// To open it to the other, and to say that the talk was held.
    pub fn can_hold(&self) -> Result<CanHoldTalk> {
        if self.facts.held {
            return Err(AppError::Conflict("error-sealed-held"));
        }
        Ok(CanHoldTalk { municipality: self.municipality, talk: self.facts.id, own: self.own })
    }

    /// To write what is common.
    pub fn can_write(&self) -> Result<CanWriteTalk> {
        match (self.facts.held, self.is_signed()) {
            (false, _) => Err(AppError::Conflict("error-sealed-not-held")),
            (true, true) => Err(AppError::Conflict("error-sealed-signed")),
            (true, false) => Ok(self.write(Place::Common)),
        }
    }

    /// To sign it.
    pub fn can_sign(&self) -> Result<CanSignTalk> {
        if !self.facts.held {
            return Err(AppError::Conflict("error-sealed-not-held"));
        }
        if self.has_signed(self.own) {
            return Err(AppError::Conflict("error-sealed-signed"));
        }
        Ok(CanSignTalk { municipality: self.municipality, talk: self.facts.id, own: self.own, facts: self.facts })
    }

    /// To withdraw one's own signature.
    pub fn can_withdraw(&self) -> Result<CanSignTalk> {
        let signed = self.has_signed(self.own);
        or_refused(signed, CanSignTalk { municipality: self.municipality, talk: self.facts.id, own: self.own, facts: self.facts })
    }

    /// To write down what is to be done, and to say how it goes.
    pub fn can_follow(&self) -> Result<CanFollowTalk> {
        if !self.facts.held {
            return Err(AppError::Conflict("error-sealed-not-held"));
        }
        Ok(CanFollowTalk { municipality: self.municipality, talk: self.facts.id, facts: self.facts })
    }

    /// Whether a side is the actor's to hand over: their own, and the leader's for whoever leads the talk, because the document is the employer's.
    pub fn hands_over(&self, side: Party) -> bool {
        self.facts.passes_on && (side == self.own || self.own == Party::Manager)
    }

    /// To hand a side over.
    pub fn can_hand_over(&self, side: Party) -> Result<CanHandOverTalk> {
        if !self.facts.passes_on {
            return Err(AppError::NotFound);
        }
        or_refused(self.hands_over(side), CanHandOverTalk { talk: self.facts.id, side })
    }
}

/// Where somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// What one of the two prepares.
    Of(Party),
    /// What is common.
    Common,
}

impl Place {
    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Of(party) => party.key(),
            Self::Common => "common",
        }
    }
}

/// Whether the actor can be one of the two in a talk that is arranged: whoever leads a school or follows schools up.
pub fn has_talks(actor: &Actor) -> bool {
    let kinds = actor.pack.as_ref().is_some_and(|pack| !pack.sealed_talks.is_empty());
    kinds && (actor.is_owner() || actor.leads_area() || !actor.rektor_schools().is_empty())
}

/// May arrange talks: leaders of schools with those who follow them up, and those with the leaders.
#[derive(Debug, Clone)]
#[must_use]
pub struct CanArrangeTalk {
    municipality: MunicipalityId,
    by: PersonId,
    led: Vec<SchoolId>,
}

impl CanArrangeTalk {
    /// Whether `actor` may; `NotFound` for others.
    pub fn of(actor: &Actor) -> Result<Self> {
        if !has_talks(actor) {
            return Err(AppError::NotFound);
        }
        Ok(Self { municipality: actor.municipality, by: actor.person, led: actor.rektor_schools() })
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// Schools that the actor leads.
    pub fn led(&self) -> &[SchoolId] {
        &self.led
    }
}

/// May carry out that a talk is opened to them: an administrator, when somebody else has decided it.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanBreakSeal {
    municipality: MunicipalityId,
}

impl CanBreakSeal {
    /// Whether `actor` may; `NotFound` for others.
    pub fn of(actor: &Actor) -> Result<Self> {
        if actor.is_administrator() { Ok(Self { municipality: actor.municipality }) } else { Err(AppError::NotFound) }
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty),+ }),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name { $($field: $kind),+ }
        impl $name {$(
            /// What it holds for.
            pub fn $field(&self) -> $kind { self.$field }
        )+}
    )+};
}

capabilities! {
    /// May write in a place.
    CanWriteTalk { municipality: MunicipalityId, talk: SealedTalkId, by: PersonId, place: Place, facts: TalkFacts },
    /// May open their preparation, and say that the talk was held.
    CanHoldTalk { municipality: MunicipalityId, talk: SealedTalkId, own: Party },
    /// May sign, or withdraw their signature.
    CanSignTalk { municipality: MunicipalityId, talk: SealedTalkId, own: Party, facts: TalkFacts },
    /// May follow up what was agreed.
    CanFollowTalk { municipality: MunicipalityId, talk: SealedTalkId, facts: TalkFacts },
    /// May hand a side over.
    CanHandOverTalk { talk: SealedTalkId, side: Party },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rights(held: bool, signed: [bool; 2], passes_on: bool, own: Party) -> TalkRights {
        let facts =
            TalkFacts { id: SealedTalkId(1), employee: PersonId(1), manager: PersonId(2), opened: [false, false], held, signed, passes_on };
        TalkRights { facts, municipality: MunicipalityId(1), by: PersonId(1), own }
    }

    #[test]
    fn one_prepares_until_it_is_held_and_writes_together_until_somebody_has_signed() {
        let before = rights(false, [false, false], false, Party::Employee);
        assert!(before.can_prepare().is_ok() && before.can_write().is_err() && before.can_sign().is_err() && before.can_follow().is_err());
        let held = rights(true, [false, false], false, Party::Employee);
        assert!(held.can_prepare().is_err() && held.can_write().is_ok() && held.can_sign().is_ok());
        let signed = rights(true, [false, true], false, Party::Employee);
        assert!(signed.can_write().is_err() && signed.can_sign().is_ok() && signed.can_withdraw().is_err());
        let own = rights(true, [true, false], false, Party::Employee);
        assert!(own.can_sign().is_err() && own.can_withdraw().is_ok());
    }

    #[test]
    fn only_the_employers_document_is_handed_over_and_nobody_hands_their_leaders_side_over() {
        for party in Party::ALL {
            assert!(Party::ALL.iter().all(|side| !rights(true, [true, true], false, party).hands_over(*side)));
        }
        let employee = rights(true, [true, true], true, Party::Employee);
        assert!(employee.hands_over(Party::Employee) && !employee.hands_over(Party::Manager));
        let manager = rights(true, [true, true], true, Party::Manager);
        assert!(manager.hands_over(Party::Employee) && manager.hands_over(Party::Manager));
    }
}
