//! Who may do what with criteria for follow-up, and with what one school gets of it.
//!
//! | | criteria before they are published | criteria | judges a school | reads its judgements | answers | closes |
//! |---|---|---|---|---|---|---|
//! | skoleeier | writes, publishes | reads, adds with a reason | every school | of every school | – | yes |
//! | the leader of the school's area | – | reads | the area's schools | of those | – | yes |
//! | rektor (also konstituert) | – | reads | – | of the own school | yes | – |
//! | everybody else, administrators too | – | – | – | – | – | – |
//!
//! Whoever leads a school is on its side, whatever else they are: nobody judges the school they lead. Row-level security says the same
//! (`migrations/0051_support.sql`).
use super::ChainSide;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{JudgementId, MunicipalityId, PersonId, SchoolId};

/// Whether the actor has to do with such judgements: whoever leads a school, or follows schools up, where the municipality's way of working has levels of follow-up.
pub fn has_follow_up(actor: &Actor) -> bool {
    let has = actor.pack.as_ref().is_some_and(|pack| pack.follow_up.is_some());
    has && (actor.is_owner() || !actor.overseen.is_empty() || !actor.rektor_schools().is_empty())
}

/// What the actor may do with criteria.
#[derive(Debug, Clone, Copy)]
pub struct CriteriaRights {
    municipality: MunicipalityId,
    by: PersonId,
    /// Writes them, and reads those that are not published.
    pub writes: bool,
}

impl CriteriaRights {
    /// The rights of `actor`; `NotFound` for everybody who reads none.
    pub fn of(actor: &Actor) -> Result<Self> {
        if !has_follow_up(actor) {
            return Err(AppError::NotFound);
        }
        Ok(Self { municipality: actor.municipality, by: actor.person, writes: actor.is_owner() })
    }

    /// To write, publish and add.
    pub fn can_write(&self) -> Result<CanWriteCriteria> {
        super::or_refused(self.writes, CanWriteCriteria { municipality: self.municipality, by: self.by })
    }
}

/// May write criteria.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanWriteCriteria {
    municipality: MunicipalityId,
    by: PersonId,
}

impl CanWriteCriteria {
    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }
}

/// What the rules ask about a judgement.
#[derive(Debug, Clone, Copy)]
pub struct JudgementFacts {
    /// Which.
    pub id: JudgementId,
    /// There is none after it.
    pub newest: bool,
    /// It has a closing note.
    pub closed: bool,
}

/// What the actor may do with the judgements of one school.
#[derive(Debug, Clone, Copy)]
pub struct FollowUpRights {
    municipality: MunicipalityId,
    school: SchoolId,
    by: PersonId,
    /// The actor's side.
    pub own: ChainSide,
}

impl FollowUpRights {
    /// The rights of `actor` at a school; `NotFound` for everybody outside its chain.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        match ChainSide::of(actor, school) {
            Some(own) if has_follow_up(actor) => Ok(Self { municipality: actor.municipality, school, by: actor.person, own }),
            _ => Err(AppError::NotFound),
        }
    }

    fn held(&self) -> Held {
        Held { municipality: self.municipality, school: self.school, by: self.by, judgement: JudgementId(0) }
    }

    fn with(&self, facts: JudgementFacts) -> Held {
        Held { judgement: facts.id, ..self.held() }
    }

    /// To write a new judgement.
    pub fn can_judge(&self) -> Result<CanJudgeSchool> {
        super::or_refused(self.own == ChainSide::Owner, CanJudgeSchool(self.held()))
    }

    /// To say what the school makes of its newest one.
    pub fn can_answer(&self, facts: JudgementFacts) -> Result<CanAnswerJudgement> {
        if self.own != ChainSide::School {
            return Err(AppError::Forbidden);
        }
        if !facts.newest {
            return Err(AppError::Conflict("error-priority-old"));
        }
        Ok(CanAnswerJudgement(self.with(facts)))
    }

    /// To write what came of one.
    pub fn can_close(&self, facts: JudgementFacts) -> Result<CanCloseJudgement> {
        if self.own != ChainSide::Owner {
            return Err(AppError::Forbidden);
        }
        if facts.closed {
            return Err(AppError::Conflict("error-priority-closed"));
        }
        Ok(CanCloseJudgement(self.with(facts)))
    }
}

#[derive(Debug, Clone, Copy)]
struct Held {
    municipality: MunicipalityId,
    school: SchoolId,
    judgement: JudgementId,
    by: PersonId,
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name(Held);

        impl $name {
            /// Where.
            pub fn municipality(&self) -> MunicipalityId { self.0.municipality }
            /// The school it is about.
            pub fn school(&self) -> SchoolId { self.0.school }
            /// Who.
            pub fn by(&self) -> PersonId { self.0.by }
        }
    )+};
}

capabilities! {
    /// May judge a school.
    CanJudgeSchool,
    /// May answer for it.
    CanAnswerJudgement,
    /// May write what came of it.
    CanCloseJudgement,
}

impl CanAnswerJudgement {
    /// Which.
    pub fn judgement(&self) -> JudgementId {
        self.0.judgement
    }
}

impl CanCloseJudgement {
    /// Which.
    pub fn judgement(&self) -> JudgementId {
        self.0.judgement
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_judges_and_closes_and_the_school_answers_what_stands() {
        let rights = |own| FollowUpRights { municipality: MunicipalityId(1), school: SchoolId(1), by: PersonId(1), own };
        let facts = |newest, closed| JudgementFacts { id: JudgementId(1), newest, closed };
        let (school, owner) = (rights(ChainSide::School), rights(ChainSide::Owner));
        assert!(owner.can_judge().is_ok() && matches!(school.can_judge(), Err(AppError::Forbidden)));
        assert!(school.can_answer(facts(true, true)).is_ok() && matches!(owner.can_answer(facts(true, false)), Err(AppError::Forbidden)));
        assert!(matches!(school.can_answer(facts(false, false)), Err(AppError::Conflict(_))));
        assert!(owner.can_close(facts(false, false)).is_ok() && matches!(owner.can_close(facts(true, true)), Err(AppError::Conflict(_))));
        assert!(matches!(school.can_close(facts(true, false)), Err(AppError::Forbidden)));
    }
}
