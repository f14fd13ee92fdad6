//! Who may do what with a school as such: its page, its group, its deputies.
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::SchoolId;

/// What the actor may do with a school's page.
#[derive(Debug, Clone, Copy)]
pub struct SchoolRights {
    school: SchoolId,
    /// Belongs to the school.
    pub own: bool,
    /// Names and revokes deputies.
    pub names_deputies: bool,
}

/// May name and revoke deputies at the school.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanNameDeputy {
    school: SchoolId,
}

impl CanNameDeputy {
    /// The school it holds for.
    pub fn school(&self) -> SchoolId {
        self.school
    }
}

impl SchoolRights {
    /// The rights of `actor`; `NotFound` for a school that is neither theirs nor followed up by them. The administrator sees schools, for people and roles.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        let own = actor.own_schools().contains(&school);
        if !(own || actor.oversees(school) || actor.is_administrator()) {
            return Err(AppError::NotFound);
        }
        Ok(Self { school, own, names_deputies: actor.is_rektor_of(school) })
    }

    /// To name and revoke deputies.
    pub fn can_name_deputy(&self) -> Result<CanNameDeputy> {
        if self.names_deputies { Ok(CanNameDeputy { school: self.school }) } else { Err(AppError::Forbidden) }
    }
}
