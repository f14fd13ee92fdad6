//! Who may do what with a chain from figures to action.
//!
//! | | the school's own | shown to those who follow the school up |
//! |---|---|---|
//! | rektor (also konstituert) | reads, writes, shows, takes away | the same, and hides again |
//! | member whose function reads drafts | reads; writes when the function does; neither when its figure is for named roles | the same |
//! | member who reads what is shown (pupil, parent) | – | – |
//! | the school's områdeleder, skoleeier | – | reads |
//! | administrator, others | – | – |
//!
//! A closed chain is read and not written; opened again it is written. Row-level security says the same (`migrations/0013_story_and_inquiry.sql`).
use super::or_refused;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{InquiryId, MunicipalityId, SchoolId};

/// What the rules ask about a chain.
#[derive(Debug, Clone, Copy)]
pub struct InquiryFacts {
    /// Which.
    pub id: InquiryId,
    /// Where.
    pub municipality: MunicipalityId,
    /// At which school.
    pub school: SchoolId,
    /// Its figure is for named roles alone.
    pub named: bool,
    /// The rektor shows it to those who follow the school up.
    pub shown: bool,
    /// It is closed.
    pub closed: bool,
}

/// What the actor may do with one chain.
#[derive(Debug, Clone, Copy)]
pub struct InquiryRights {
    facts: InquiryFacts,
    /// Writes its steps, and closes it.
    pub writes: bool,
    /// Opens it again.
    pub reopens: bool,
    /// Shows it, and no longer.
    pub shows: bool,
    /// Takes away what was written in a step.
    pub clears: bool,
}

/// What the actor may do with the chains of a school.
#[derive(Debug, Clone, Copy)]
pub struct SchoolInquiries {
    municipality: MunicipalityId,
    school: SchoolId,
    rektor: bool,
    /// Starts chains.
    pub starts: bool,
}

impl SchoolInquiries {
    /// The school's draft readers, and those who follow it up; `NotFound` for all others.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        if !(actor.draft_schools().contains(&school) || actor.oversees(school)) {
            return Err(AppError::NotFound);
        }
        let (rektor, starts) = (actor.is_rektor_of(school), actor.writes_drafts_of(school));
        Ok(Self { municipality: actor.municipality, school, rektor, starts })
    }

    /// To start one, from a figure for named roles (`named`) or from what the school's draft readers see.
    pub fn can_start(&self, named: bool) -> Result<CanStartInquiry> {
        if named && !self.rektor {
            return Err(AppError::NotFound);
        }
        if !self.starts {
            return Err(AppError::Forbidden);
        }
        Ok(CanStartInquiry { municipality: self.municipality, school: self.school, named })
    }
}

impl InquiryRights {
    /// The rights of `actor`; `NotFound` for a chain that is not theirs to read.
    pub fn of(actor: &Actor, facts: InquiryFacts) -> Result<Self> {
        let school = facts.school;
        let rektor = actor.is_rektor_of(school);
        let own = rektor || (!facts.named && actor.draft_schools().contains(&school));
        if facts.municipality != actor.municipality || !(own || (facts.shown && actor.oversees(school))) {
            return Err(AppError::NotFound);
        }
        let writes = own && actor.writes_drafts_of(school);
        Ok(Self { facts, writes: writes && !facts.closed, reopens: writes && facts.closed, shows: rektor, clears: rektor })
    }

    /// To write in it.
    pub fn can_write(&self) -> Result<CanWriteInquiry> {
        or_refused(self.writes, CanWriteInquiry { facts: self.facts })
    }

    /// To open it again; what is open is written in.
    pub fn can_reopen(&self) -> Result<CanWriteInquiry> {
        or_refused(self.reopens, CanWriteInquiry { facts: self.facts })
    }

    /// To show it to those who follow the school up, and no longer.
    pub fn can_show(&self) -> Result<CanShowInquiry> {
        or_refused(self.shows, CanShowInquiry { facts: self.facts })
    }

    /// To take away what was written in a step.
    pub fn can_clear(&self) -> Result<CanClearStep> {
        or_refused(self.clears, CanClearStep { facts: self.facts })
    }
}

/// May start a chain at the school.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanStartInquiry {
    municipality: MunicipalityId,
    school: SchoolId,
    named: bool,
}

impl CanStartInquiry {
    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// At which school.
    pub fn school(&self) -> SchoolId {
        self.school
    }

    /// For named roles alone.
    pub fn named(&self) -> bool {
        self.named
    }
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name { facts: InquiryFacts }

        impl $name {
            /// The chain it holds for.
            pub fn inquiry(&self) -> InquiryId {
                self.facts.id
            }

            /// Where.
            pub fn municipality(&self) -> MunicipalityId {
                self.facts.municipality
            }

            /// At which school.
            pub fn school(&self) -> SchoolId {
                self.facts.school
            }
        }
    )+};
}

capabilities! {
    /// May write its steps and close it.
    CanWriteInquiry,
    /// May show it, and no longer.
    CanShowInquiry,
    /// May take away what was written in a step.
    CanClearStep,
}
