//! Who may do what with the card that says whom to call.
//!
//! | | the municipality's | a school's |
//! |---|---|---|
//! | skoleeier | reads, revises | reads, revises |
//! | the leader of the school's area | reads | reads, revises |
//! | rektor (also konstituert) | reads | reads, revises the own school's |
//! | the school's others who read its drafts, deputies too | reads | reads the own school's |
//! | pupils, parents, others with a function in the municipality, administrators | – | – |
//!
//! Row-level security says the same (`migrations/0051_support.sql`).
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, SchoolId};

/// Whether the actor reads the municipality's card.
pub fn reads_cards(actor: &Actor) -> bool {
    actor.is_owner() || !actor.overseen.is_empty() || !actor.draft_schools().is_empty()
}

/// What the actor may do with one card.
#[derive(Debug, Clone, Copy)]
pub struct CardRights {
    municipality: MunicipalityId,
    school: Option<SchoolId>,
    by: PersonId,
    /// Revises it.
    pub revises: bool,
}

impl CardRights {
    /// The rights of `actor` in a school's card, or in the municipality's (`None`); `NotFound` for whoever does not read it.
    pub fn of(actor: &Actor, school: Option<SchoolId>) -> Result<Self> {
        let (reads, revises) = match school {
            None => (reads_cards(actor), actor.is_owner()),
            Some(school) => {
                let revises = actor.is_rektor_of(school) || actor.oversees(school);
                (revises || actor.draft_schools().contains(&school), revises)
            }
        };
        if !reads {
            return Err(AppError::NotFound);
        }
        Ok(Self { municipality: actor.municipality, school, by: actor.person, revises })
    }

    /// To revise it.
    pub fn can_revise(&self) -> Result<CanReviseCard> {
        super::or_refused(self.revises, CanReviseCard { municipality: self.municipality, school: self.school, by: self.by })
    }
}

/// May revise a card.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanReviseCard {
    municipality: MunicipalityId,
    school: Option<SchoolId>,
    by: PersonId,
}

impl CanReviseCard {
    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Whose card; `None`: the municipality's.
    pub fn school(&self) -> Option<SchoolId> {
        self.school
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }
}
