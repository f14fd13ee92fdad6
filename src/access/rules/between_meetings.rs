//! Who may do what with the work that a school does between two meetings.
//!
//! | | while the school works | when it is delivered |
//! |---|---|---|
//! | rektor (also konstituert), deputy | reads all of it, writes, delivers | reads all of it |
//! | member who writes the school's drafts | reads all of it, begins it, writes, says that steps are done | reads all of it |
//! | member who reads the school's drafts | reads all of it | reads all of it |
//! | the school's områdeleder, skoleeier | of each step whether it is done, what comes out of it and when it is due | reads all of it |
//! | pupils, parents, others, administrator | – | – |
//!
//! Row-level security says the same: what the owner reads first has no word that anybody wrote (`migrations/0052_between_meetings.sql`).
use super::or_refused;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{BetweenId, MunicipalityId, PersonId, SchoolId};

/// What the rules ask about such work.
#[derive(Debug, Clone, Copy)]
pub struct BetweenFacts {
    /// Which.
    pub id: BetweenId,
    /// At which school.
    pub school: SchoolId,
    /// It is delivered.
    pub delivered: bool,
}

/// What the actor may do with it.
#[derive(Debug, Clone, Copy)]
pub struct BetweenRights {
    facts: BetweenFacts,
    municipality: MunicipalityId,
    by: PersonId,
    /// Is of the school: reads the words as they are written.
    pub of_school: bool,
    writer: bool,
    answers_for: bool,
}

impl BetweenRights {
    /// The rights of `actor` in work of their municipality; `NotFound` for those who may not know of it.
    pub fn of(actor: &Actor, facts: BetweenFacts) -> Result<Self> {
        let of_school = actor.draft_schools().contains(&facts.school);
        if !of_school && !actor.oversees(facts.school) {
            return Err(AppError::NotFound);
        }
        Ok(Self {
            facts,
            municipality: actor.municipality,
            by: actor.person,
            of_school,
            writer: actor.writes_drafts_of(facts.school),
            answers_for: actor.schools_answered_for().contains(&facts.school),
        })
    }

    /// What the rules know.
    pub fn facts(&self) -> BetweenFacts {
        self.facts
    }

    /// Reads the words: the school always, the owner what is delivered.
    pub fn reads_words(&self) -> bool {
        self.of_school || self.facts.delivered
    }

    /// To write, and to say that steps are done; refused with a reason when it is delivered.
    pub fn can_write(&self) -> Result<CanWriteBetween> {
        or_refused(self.writer, ())?;
        self.open().map(CanWriteBetween)
    }

    /// To deliver.
    pub fn can_deliver(&self) -> Result<CanDeliverBetween> {
        or_refused(self.answers_for, ())?;
        self.open().map(CanDeliverBetween)
    }

    fn open(&self) -> Result<Scope> {
        if self.facts.delivered {
            return Err(AppError::Conflict("error-between-delivered"));
        }
        Ok(Scope { municipality: self.municipality, id: self.facts.id, school: self.facts.school, by: self.by })
    }
}

/// Whether there is a page of such work for somebody: the pack has it, and they are of a school or follow schools up.
pub fn knows_of_between(actor: &Actor) -> bool {
    let concerned = actor.is_owner() || actor.leads_area() || !actor.draft_schools().is_empty();
    concerned && actor.pack.as_ref().is_some_and(|pack| !pack.between_meetings.is_empty())
}

/// May begin such work at a school.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanMakeBetween {
    municipality: MunicipalityId,
    school: SchoolId,
    by: PersonId,
}

impl CanMakeBetween {
    /// Whether `actor` may; `NotFound` for those who do not work on the school's drafts.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        if !knows_of_between(actor) || !actor.draft_schools().contains(&school) {
            return Err(AppError::NotFound);
        }
        or_refused(actor.writes_drafts_of(school), Self { municipality: actor.municipality, school, by: actor.person })
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// At which school.
    pub fn school(&self) -> SchoolId {
        self.school
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }
}

#[derive(Debug, Clone, Copy)]
struct Scope {
    municipality: MunicipalityId,
    id: BetweenId,
    school: SchoolId,
    by: PersonId,
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

            /// Which.
            pub fn id(&self) -> BetweenId {
                self.0.id
            }

            /// At which school.
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
    /// May write in such work, and say that steps are done.
    CanWriteBetween,
    /// May deliver it.
    CanDeliverBetween,
}
