//! Who may do what with internal control: inspections, routines, and what was checked through a year.
//!
//! | | inspections and findings | routines | what was checked in a year, and its files |
//! |---|---|---|---|
//! | skoleeier | enters, reads all, closes | keeps, revises, reads | of all schools |
//! | områdeleder | reads those about schools of the area | reads; revises their own | of the area's schools |
//! | rektor (also konstituert) | reads those about the school, and of the findings those of the school or of all; says that they are put right | reads; revises their own | – |
//! | whoever is named to put a finding right, and reads it | says that it is | – | – |
//! | others who work at a school or hold a function in the municipality | – | reads; revises their own | – |
//! | pupils, parents, administrator | – | – | – |
//!
//! Row-level security says the same (`migrations/0053_internal_control.sql`).
use super::or_refused;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{FindingId, MunicipalityId, PersonId, RoutineId, SchoolId};
use crate::internal_control::FindingState;

/// Whether somebody may read some inspection: then there is a page for it.
pub fn reads_inspections(actor: &Actor) -> bool {
    actor.is_owner() || actor.leads_area() || !actor.rektor_schools().is_empty()
}

/// Whether somebody reads the municipality's routines.
pub fn reads_routines(actor: &Actor) -> bool {
    actor.is_owner() || actor.leads_area() || !actor.draft_schools().is_empty() || actor.holds_municipal_function()
}

/// Whether somebody reads what was checked through a year.
pub fn reads_trace(actor: &Actor) -> bool {
    actor.is_owner() || actor.leads_area()
}

/// May enter inspections and findings, correct them, and close inspections.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanKeepInspections {
    municipality: MunicipalityId,
    by: PersonId,
}

impl CanKeepInspections {
    /// Whether `actor` may; `NotFound` for those who read none.
    pub fn of(actor: &Actor) -> Result<Self> {
        if !reads_inspections(actor) {
            return Err(AppError::NotFound);
        }
        or_refused(actor.is_owner(), Self { municipality: actor.municipality, by: actor.person })
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

/// What the rules ask about a finding.
#[derive(Debug, Clone, Copy)]
pub struct FindingFacts {
    /// Which.
    pub id: FindingId,
    /// The school that it is about; `None`: all that the inspection is about.
    pub school: Option<SchoolId>,
    /// Who puts it right.
    pub responsible: Option<PersonId>,
    /// How it stands.
    pub state: FindingState,
    /// The inspection is closed.
    pub closed: bool,
}

/// What the actor may do with a finding that they read.
#[derive(Debug, Clone, Copy)]
pub struct FindingRights {
    facts: FindingFacts,
    municipality: MunicipalityId,
    by: PersonId,
    owner: bool,
    mends: bool,
}

impl FindingRights {
    /// The rights of `actor`, who reads its inspection; `NotFound` for a finding about a school that is not theirs.
    pub fn of(actor: &Actor, facts: FindingFacts) -> Result<Self> {
        let owner = actor.is_owner();
        let led = facts.school.is_some_and(|school| actor.is_rektor_of(school));
        let theirs = facts.school.is_none_or(|school| actor.oversees(school) || led);
        if !theirs {
            return Err(AppError::NotFound);
        }
        let mends = owner || led || facts.responsible == Some(actor.person);
        Ok(Self { facts, municipality: actor.municipality, by: actor.person, owner, mends })
    }

    /// What the rules know.
    pub fn facts(&self) -> FindingFacts {
        self.facts
    }

    /// To say how it stands: put right by whoever does that, closed or opened again by the owner.
    pub fn can_say(&self, to: FindingState) -> Result<CanMendFinding> {
        let may = if to == FindingState::Mended { self.mends } else { self.owner };
        or_refused(may, ())?;
        if self.facts.closed || !self.facts.state.goes_to(to) {
            return Err(AppError::Conflict("error-finding-state"));
        }
        Ok(CanMendFinding { municipality: self.municipality, finding: self.facts.id, by: self.by, to })
    }
}

/// May say how a finding stands.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanMendFinding {
    municipality: MunicipalityId,
    finding: FindingId,
    by: PersonId,
    to: FindingState,
}

impl CanMendFinding {
    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Which.
    pub fn finding(&self) -> FindingId {
        self.finding
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// How it stands from now on.
    pub fn to(&self) -> FindingState {
        self.to
    }
}

/// May make routines and change them.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanKeepRoutines {
    municipality: MunicipalityId,
    by: PersonId,
}

impl CanKeepRoutines {
    /// Whether `actor` may; `NotFound` for those who read none.
    pub fn of(actor: &Actor) -> Result<Self> {
        if !reads_routines(actor) {
            return Err(AppError::NotFound);
        }
        or_refused(actor.is_owner(), Self { municipality: actor.municipality, by: actor.person })
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

/// What the rules ask about a routine.
#[derive(Debug, Clone, Copy)]
pub struct RoutineFacts<'a> {
    /// Which.
    pub id: RoutineId,
    /// The person who revises it.
    pub owner: Option<PersonId>,
    /// The function whose holder does.
    pub function: Option<&'a str>,
    /// It is in use.
    pub in_use: bool,
}

/// What the actor may do with a routine.
#[derive(Debug, Clone, Copy)]
pub struct RoutineRights {
    municipality: MunicipalityId,
    by: PersonId,
    id: RoutineId,
    /// It is the actor's to revise.
    pub own: bool,
    revises: bool,
}

impl RoutineRights {
    /// The rights of `actor`; `NotFound` for those who read no routine.
    pub fn of(actor: &Actor, facts: RoutineFacts<'_>) -> Result<Self> {
        if !reads_routines(actor) {
            return Err(AppError::NotFound);
        }
        let holds = facts.function.is_some_and(|key| actor.roles.iter().any(|grant| grant.function.as_deref() == Some(key)));
        let own = facts.owner == Some(actor.person) || holds;
        Ok(Self {
            municipality: actor.municipality,
            by: actor.person,
            id: facts.id,
            own,
            revises: facts.in_use && (own || actor.is_owner()),
        })
    }

    /// To say that it is revised.
    pub fn can_revise(&self) -> Result<CanReviseRoutine> {
        or_refused(self.revises, CanReviseRoutine { municipality: self.municipality, routine: self.id, by: self.by })
    }
}

/// May say that a routine is revised.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanReviseRoutine {
    municipality: MunicipalityId,
    routine: RoutineId,
    by: PersonId,
}

impl CanReviseRoutine {
    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Which.
    pub fn routine(&self) -> RoutineId {
        self.routine
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }
}
