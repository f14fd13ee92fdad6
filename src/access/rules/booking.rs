//! Who books meetings.
use crate::access::{Actor, Role};
use crate::error::{AppError, Result};
use crate::ids::{AreaId, MunicipalityId, PersonId, SchoolId};

/// May book meetings: those who follow schools up.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanBook {
    municipality: MunicipalityId,
    by: PersonId,
    school: Option<SchoolId>,
}

impl CanBook {
    /// About this school, or with several; `NotFound` for a school that is not the actor's to follow up.
    pub fn of(actor: &Actor, school: Option<SchoolId>) -> Result<Self> {
        Self::any(actor)?;
        if school.is_some_and(|school| !actor.oversees(school)) {
            return Err(AppError::NotFound);
        }
        Ok(Self { municipality: actor.municipality, by: actor.person, school })
    }

    /// Whether the actor books meetings at all; `NotFound` for those who do not.
    pub fn any(actor: &Actor) -> Result<()> {
        if actor.is_owner() || actor.leads_area() { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// With all the schools of this area, which the actor must lead; `None`: of all areas, which is skoleeier's.
    pub fn check_area(actor: &Actor, area: Option<AreaId>) -> Result<()> {
        let leads =
            actor.is_owner() || actor.roles.iter().any(|grant| grant.role == Role::Omradeleder && grant.area == area && area.is_some());
        if leads { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// About which school.
    pub fn school(&self) -> Option<SchoolId> {
        self.school
    }
}
