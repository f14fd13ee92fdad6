//! Who may do what with a school's development plan.
//!
//! | | the draft | shared at the school | what was delivered |
//! |---|---|---|---|
//! | rektor (also konstituert) | reads, writes, gives parts, rolls up, shares, delivers, reopens | the same | reads; says how actions go |
//! | deputy named by the rektor | as member; delivers, reopens | the same | reads |
//! | member whose function reads drafts | reads; writes when the function does | the same | reads; says how actions go when the function writes |
//! | somebody given a department's part | reads and writes that part | reads all | reads; says how that part's actions go |
//! | member who reads what is shown (pupil, parent) | – | reads | reads |
//! | the school's områdeleder, skoleeier | know the state and the day | the same | read it, and what is said of its actions afterwards |
//! | somebody who helps the school for a time | – | – | read it, and nothing that is said of it afterwards |
//! | administrator, others | – | – | – |
//!
//! Row-level security says the same (`migrations/0034_development_plan.sql`, `0043_plan_watched_and_milestones.sql`).
use super::or_refused;
use super::self_assessment::{CanWrite, Parts};
use crate::access::Actor;
use crate::development_plan::State;
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, PlanId, SchoolId};
use crate::writing::DocumentRef;

/// What the rules ask about a plan.
#[derive(Debug, Clone)]
pub struct PlanFacts {
    /// Which.
    pub id: PlanId,
    /// At which school.
    pub school: SchoolId,
    /// Its text.
    pub document: DocumentRef,
    /// Its state.
    pub state: State,
    /// The whole of the school reads it.
    pub shared: bool,
    /// It was delivered at least once.
    pub has_delivery: bool,
    /// Parts given to the actor.
    pub assigned: Vec<String>,
}

/// What the actor may do with one plan.
#[derive(Debug, Clone)]
pub struct PlanRights {
    facts: PlanFacts,
    by: PersonId,
    /// Parts that are read as they stand.
    pub reads: Parts,
    /// Parts whose earlier words are read.
    pub reads_history: Parts,
    /// Parts that are written.
    pub writes: Parts,
    /// Parts whose actions the actor says how they go.
    pub tells: Parts,
    /// Keeps departments, gives parts, rolls up, shares.
    pub leads: bool,
    /// Delivers.
    pub delivers: bool,
    /// Opens a delivered plan again.
    pub reopens: bool,
    /// Reads what was delivered.
    pub reads_delivered: bool,
    /// Reads what is said of actions after delivery: everybody who reads the plan but those who help the school for a time.
    pub hears: bool,
    /// Follows the school up, and belongs to another side than it.
    pub follows: bool,
}

impl PlanRights {
    /// The rights of `actor`; `NotFound` for those to whom it does not exist.
    pub fn of(actor: &Actor, facts: PlanFacts) -> Result<Self> {
        let school = facts.school;
        if facts.document.municipality != actor.municipality || facts.document.school() != Some(school) {
            return Err(AppError::NotFound);
        }
        let rektor = actor.is_rektor_of(school);
        let drafts = actor.draft_schools().contains(&school);
        let deputy = drafts && actor.deputy_for.contains(&school);
        let reader = actor.reader_schools().contains(&school);
        // What was given holds as long as the role it rests on.
        let assigned = if actor.own_schools().contains(&school) { facts.assigned.clone() } else { Vec::new() };
        let writer = actor.writes_drafts_of(school);
        let open = facts.state != State::Delivered;
        let all_or = |all: bool| if all { Parts::All } else { Parts::Only(assigned.clone()) };
        let shown = reader && facts.shared;
        let rights = Self {
            by: actor.person,
            reads: all_or(drafts || shown),
            reads_history: all_or(drafts),
            writes: if open { all_or(writer) } else { Parts::none() },
            tells: all_or(writer),
            leads: rektor,
            delivers: (rektor || deputy) && open,
            reopens: (rektor || deputy) && !open,
            reads_delivered: facts.has_delivery && (drafts || shown || actor.oversees(school) || actor.advises(school)),
            hears: drafts || shown || !assigned.is_empty() || actor.oversees(school),
            follows: actor.oversees(school) && !drafts,
            facts,
        };
        let something = rights.follows || rights.reads_delivered || !rights.reads.is_empty();
        if something { Ok(rights) } else { Err(AppError::NotFound) }
    }

    /// Whether all of it is read as it stands.
    pub fn reads_all(&self) -> bool {
        self.reads == Parts::All
    }

    /// Whether something of it is the actor's to change.
    pub fn changes(&self) -> bool {
        !self.writes.is_empty() || self.leads || self.delivers || self.reopens
    }

    /// To read a part as it stands.
    pub fn check_reads(&self, part: &str) -> Result<()> {
        if self.reads.include(part) { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// To read the earlier words of a part.
    pub fn check_reads_history(&self, part: &str) -> Result<()> {
        if self.reads_history.include(part) { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// To read what was delivered.
    pub fn check_reads_delivered(&self) -> Result<()> {
        if self.reads_delivered { Ok(()) } else { Err(AppError::NotFound) }
    }

    fn refused(&self, part: &str) -> AppError {
        match (self.reads.include(part), self.facts.state) {
            (false, _) => AppError::NotFound,
            (true, State::Delivered) => AppError::Conflict("error-plan-delivered"),
            (true, _) => AppError::Forbidden,
        }
    }

    /// To write the text of a part.
    pub fn can_write(&self, part: &str) -> Result<CanWrite> {
        if self.writes.include(part) { Ok(CanWrite::in_other_text(self.facts.document)) } else { Err(self.refused(part)) }
    }

    /// To add goals and actions to a part, and to take them out.
    pub fn can_shape(&self, part: &str) -> Result<CanShapePlan> {
        if !self.writes.include(part) {
            return Err(self.refused(part));
        }
        Ok(CanShapePlan { id: self.facts.id, school: self.facts.school, document: self.facts.document, by: self.by })
    }

    /// To say how an action of a part goes.
    pub fn can_tell(&self, part: &str) -> Result<CanTellOfAction> {
        if !self.tells.include(part) {
            return Err(if self.reads.include(part) { AppError::Forbidden } else { AppError::NotFound });
        }
        let for_owner = self.facts.has_delivery;
        Ok(CanTellOfAction { school: self.facts.school, document: self.facts.document, by: self.by, for_owner })
    }

    /// To keep departments, give parts, roll up, share.
    pub fn can_lead(&self) -> Result<CanLeadPlan> {
        let known = !self.reads.is_empty() || self.follows;
        if !self.leads {
            return Err(if known { AppError::Forbidden } else { AppError::NotFound });
        }
        Ok(CanLeadPlan { id: self.facts.id, school: self.facts.school, document: self.facts.document, by: self.by })
    }

    /// To let a department's goal stand in the school's plan.
    pub fn can_roll_up(&self) -> Result<CanLeadPlan> {
        let can = self.can_lead()?;
        if self.facts.state == State::Delivered { Err(AppError::Conflict("error-plan-delivered")) } else { Ok(can) }
    }

    /// To deliver.
    pub fn can_deliver(&self) -> Result<CanDeliverPlan> {
        if self.reopens {
            return Err(AppError::Conflict("error-plan-delivered"));
        }
        or_refused(
            self.delivers,
            CanDeliverPlan { id: self.facts.id, school: self.facts.school, document: self.facts.document, by: self.by },
        )
    }

    /// To open a delivered plan again.
    pub fn can_reopen(&self) -> Result<CanReopenPlan> {
        or_refused(self.reopens, CanReopenPlan { id: self.facts.id, school: self.facts.school, document: self.facts.document, by: self.by })
    }
}

/// May make the school's plan: its rektor.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanMakePlan {
    municipality: MunicipalityId,
    school: SchoolId,
    by: PersonId,
}

impl CanMakePlan {
    /// Whether `actor` may; `NotFound` for those who know nothing of the school's plans.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        let knows = knows_of_plans(actor, school);
        if actor.is_rektor_of(school) {
            Ok(Self { municipality: actor.municipality, school, by: actor.person })
        } else {
            Err(if knows { AppError::Forbidden } else { AppError::NotFound })
        }
    }

    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// For which school.
    pub fn school(&self) -> SchoolId {
        self.school
    }

    /// Who.
    pub fn by(&self) -> PersonId {
        self.by
    }
}

/// Whether the actor knows that the school has plans: who belongs to it, and who follows it up.
pub fn knows_of_plans(actor: &Actor, school: SchoolId) -> bool {
    actor.own_schools().contains(&school) || actor.oversees(school)
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
    /// May add goals and actions, and take them out.
    CanShapePlan { id: PlanId, school: SchoolId, document: DocumentRef, by: PersonId },
    /// May say how an action goes.
    CanTellOfAction { school: SchoolId, document: DocumentRef, by: PersonId, for_owner: bool },
    /// May keep departments, give parts, roll up, share.
    CanLeadPlan { id: PlanId, school: SchoolId, document: DocumentRef, by: PersonId },
    /// May deliver.
    CanDeliverPlan { id: PlanId, school: SchoolId, document: DocumentRef, by: PersonId },
    /// May open it again.
    CanReopenPlan { id: PlanId, school: SchoolId, document: DocumentRef, by: PersonId },
}
