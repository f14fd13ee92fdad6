//! Who may do what with the municipality's quality plan.
//!
//! | | being written | in hearing | what was adopted | after adoption |
//! |---|---|---|---|---|
//! | skoleeier | reads, writes, sends it to hearing, adopts | the same | reads; opens it again, closes it | says how steps go, what evaluations found, what had no money and what came of that |
//! | everybody else with a role but administrator | – | reads | reads | reads |
//! | administrator, people without a role | – | – | – | – |
//!
//! Row-level security says the same (`migrations/0039_quality_plan.sql`).
use super::or_refused;
use super::self_assessment::CanWrite;
use crate::access::{Actor, Role};
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, QualityPlanId};
use crate::quality_plan::State;
use crate::writing::DocumentRef;

/// What the rules ask about a plan.
#[derive(Debug, Clone, Copy)]
pub struct QualityFacts {
    /// Which.
    pub id: QualityPlanId,
    /// Its text.
    pub document: DocumentRef,
    /// Its state.
    pub state: State,
    /// How many times it was adopted.
    pub versions: i32,
}

/// Whether the actor reads the municipality's quality plans, when there is something to read: whoever holds a role other than administrator.
pub fn reads_quality_plans(actor: &Actor) -> bool {
    actor.roles.iter().any(|grant| grant.role != Role::Administrator)
}

/// What the actor may do with one quality plan.
#[derive(Debug, Clone)]
pub struct QualityRights {
    facts: QualityFacts,
    by: PersonId,
    /// Skoleeier: whose plan it is.
    pub owns: bool,
    /// Reads it as it stands.
    pub reads_live: bool,
    /// Writes it.
    pub writes: bool,
    /// Reads what was adopted.
    pub reads_adopted: bool,
}

impl QualityRights {
    /// The rights of `actor`; `NotFound` for those to whom it does not exist.
    pub fn of(actor: &Actor, facts: QualityFacts) -> Result<Self> {
        if facts.document.municipality != actor.municipality || !reads_quality_plans(actor) {
            return Err(AppError::NotFound);
        }
        let owns = actor.is_owner();
        let rights = Self {
            facts,
            by: actor.person,
            owns,
            reads_live: owns || facts.state == State::Hearing,
            writes: owns && facts.state.is_open(),
            reads_adopted: facts.versions > 0,
        };
        if rights.reads_live || rights.reads_adopted { Ok(rights) } else { Err(AppError::NotFound) }
    }

    /// To read it as it stands.
    pub fn check_reads_live(&self) -> Result<()> {
        if self.reads_live { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// To see how it is written: skoleeier.
    pub fn check_owns(&self) -> Result<()> {
        or_refused(self.owns, ())
    }

    /// To read what was adopted.
    pub fn check_reads_adopted(&self) -> Result<()> {
        if self.reads_adopted { Ok(()) } else { Err(AppError::NotFound) }
    }

    fn can(&self) -> CanKeepQualityPlan {
        CanKeepQualityPlan { id: self.facts.id, document: self.facts.document, by: self.by, version: self.facts.versions }
    }

    fn check_open(&self) -> Result<()> {
        self.check_owns()?;
        match self.facts.state {
            State::Closed => Err(AppError::Conflict("error-quality-closed")),
            State::Adopted => Err(AppError::Conflict("error-quality-adopted")),
            State::Draft | State::Hearing | State::Reopened => Ok(()),
        }
    }

    /// To write its text.
    pub fn can_write(&self) -> Result<CanWrite> {
        self.check_open()?;
        Ok(CanWrite::in_other_text(self.facts.document))
    }

    /// To change what it is made of.
    pub fn can_shape(&self) -> Result<CanShapeQualityPlan> {
        self.check_open()?;
        Ok(CanShapeQualityPlan(self.can()))
    }

    /// To send it to hearing, to take it back, and to adopt it.
    pub fn can_adopt(&self) -> Result<CanTurnQualityPlan> {
        self.check_open()?;
        Ok(CanTurnQualityPlan(self.can()))
    }

    /// To open it again, and to close it.
    pub fn can_turn(&self) -> Result<CanTurnQualityPlan> {
        self.check_owns()?;
        match self.facts.state {
            State::Adopted => Ok(CanTurnQualityPlan(self.can())),
            State::Closed => Err(AppError::Conflict("error-quality-closed")),
            State::Draft | State::Hearing | State::Reopened => Err(AppError::Conflict("error-quality-open")),
        }
    }

    /// To say what has come of what was adopted.
    pub fn can_follow(&self) -> Result<CanFollowQualityPlan> {
        self.check_owns()?;
        if self.facts.versions == 0 {
            return Err(AppError::Conflict("error-quality-not-adopted"));
        }
        Ok(CanFollowQualityPlan(self.can()))
    }
}

/// May make a quality plan: skoleeier.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanMakeQualityPlan {
    municipality: MunicipalityId,
}

impl CanMakeQualityPlan {
    /// Whether `actor` may; `NotFound` for those who know of no plans.
    pub fn of(actor: &Actor) -> Result<Self> {
        if !reads_quality_plans(actor) {
            return Err(AppError::NotFound);
        }
        or_refused(actor.is_owner(), Self { municipality: actor.municipality })
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }
}

/// What every capability of a quality plan says.
#[derive(Debug, Clone, Copy)]
pub struct CanKeepQualityPlan {
    id: QualityPlanId,
    document: DocumentRef,
    by: PersonId,
    version: i32,
}

impl CanKeepQualityPlan {
    /// Which plan.
    pub fn id(&self) -> QualityPlanId {
        self.id
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.document.municipality
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }

    /// The newest version that was adopted; 0 of none.
    pub fn version(&self) -> i32 {
        self.version
    }
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name(CanKeepQualityPlan);

        impl std::ops::Deref for $name {
            type Target = CanKeepQualityPlan;

            fn deref(&self) -> &CanKeepQualityPlan {
                &self.0
            }
        }
    )+};
}

capabilities! {
    /// May change what a plan that is written in is made of.
    CanShapeQualityPlan,
    /// May bring a plan from one state to another.
    CanTurnQualityPlan,
    /// May say what has come of what was adopted.
    CanFollowQualityPlan,
}
