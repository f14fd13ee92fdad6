//! Who may do what with the yearly report to the council.
//!
//! | | the report | its chapters | quotes | what is proposed and decided | what was sent |
//! |---|---|---|---|---|---|
//! | skoleeier | makes it, sets its days, gives chapters away, sends it | reads and writes all | asks, takes out | writes; says what became of it | reads all |
//! | områdeleder who holds a chapter | reads the days | reads and writes that one; comments; calls it ready | reads those of the chapter | reads | reads what is for everybody |
//! | rektor, deputy | know that it is | – | answer the school's | read what was decided | read the school's and what is for everybody, answer the school's |
//! | everybody else with a role | know that it is | – | – | read what was decided | read what is for everybody |
//! | whoever is named responsible for a decision | | | | says what became of it | |
//! | others | – | – | – | – | – |
//!
//! Row-level security says the same (`migrations/0030_report.sql`, `0033_report_follow_up.sql`, `0038_report_deputy_and_passages.sql`).
use super::or_refused;
use super::self_assessment::{CanWrite, Parts};
use crate::access::{Actor, Scope};
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, ReportId, ReportProposalId, SchoolId};
use crate::writing::DocumentRef;

/// What the rules ask about a report.
#[derive(Debug, Clone)]
pub struct ReportFacts {
    /// Which.
    pub id: ReportId,
    /// Its text.
    pub document: DocumentRef,
    /// It is with the council: nothing in it is written any more.
    pub closed: bool,
    /// Chapters given to the actor.
    pub held: Vec<String>,
}

/// Whether the actor knows of the municipality's reports: whoever holds a role in it.
pub fn knows_of_reports(actor: &Actor) -> bool {
    !actor.roles.is_empty()
}

/// What the actor may do with one report.
#[derive(Debug, Clone)]
pub struct ReportRights {
    facts: ReportFacts,
    by: PersonId,
    /// Skoleeier: all that is not a school's.
    pub arranges: bool,
    /// The chapters that the actor reads as they are written.
    pub reads: Parts,
    /// Those the actor writes.
    pub writes: Parts,
    /// The schools for which the actor answers.
    pub answers_for: Vec<SchoolId>,
}

impl ReportRights {
    /// The rights of `actor`; `NotFound` for those without a role.
    pub fn of(actor: &Actor, facts: ReportFacts) -> Result<Self> {
        let owner = actor.is_owner();
        if facts.document.municipality != actor.municipality || !knows_of_reports(actor) {
            return Err(AppError::NotFound);
        }
        let reads = if owner {
            Parts::All
        } else {
            // Whoever leads no area with schools any more has no chapter either.
            Parts::Only(if actor.overseen.is_empty() { Vec::new() } else { facts.held.clone() })
        };
        let writes = if facts.closed { Parts::none() } else { reads.clone() };
        Ok(Self { by: actor.person, arranges: owner, reads, writes, answers_for: actor.schools_answered_for(), facts })
    }

    /// What an operator's command may: read all of it, and make files of it.
    pub fn of_operator(scope: &Scope, facts: ReportFacts) -> Result<Self> {
        if !scope.owner || scope.person.is_some() || facts.document.municipality != scope.municipality {
            return Err(AppError::Forbidden);
        }
        Ok(Self { by: PersonId(0), arranges: false, reads: Parts::All, writes: Parts::none(), answers_for: Vec::new(), facts })
    }

    /// Whether there is anything to do with the report itself.
    pub fn works_on_it(&self) -> bool {
        !self.reads.is_empty()
    }

    /// That the chapter is read; `NotFound` otherwise.
    pub fn check_reads(&self, chapter: &str) -> Result<()> {
        if self.reads.include(chapter) { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// Whether a version that was sent is read: all by skoleeier, the school's by those who answer for it, what is for everybody by all.
    pub fn reads_version(&self, school: Option<SchoolId>, for_everybody: bool) -> bool {
        self.arranges || for_everybody || school.is_some_and(|school| self.answers_for.contains(&school))
    }

    /// To write in a chapter.
    pub fn can_write(&self, chapter: &str) -> Result<CanWrite> {
        self.check_reads(chapter)?;
        if self.facts.closed {
            return Err(AppError::Conflict("error-report-closed"));
        }
        or_refused(self.writes.include(chapter), CanWrite::in_other_text(self.facts.document))
    }

    /// To work beside a chapter: to comment, to settle comments, to call it ready, to remember up to when it was read.
    pub fn can_follow(&self, chapter: &str) -> Result<CanFollowChapter> {
        self.check_reads(chapter)?;
        Ok(CanFollowChapter { municipality: self.facts.document.municipality, report: self.facts.id, by: self.by })
    }

    /// To set days, give chapters away, ask for quotes, propose, send.
    pub fn can_arrange(&self) -> Result<CanArrangeReport> {
        if !self.arranges {
            return Err(if self.works_on_it() { AppError::Forbidden } else { AppError::NotFound });
        }
        Ok(CanArrangeReport { municipality: self.facts.document.municipality, report: self.facts.id, by: self.by })
    }

    /// To take a draft away as a file: skoleeier.
    pub fn can_take_draft(&self) -> Result<CanTakeReportFile> {
        let can = self.can_arrange()?;
        Ok(CanTakeReportFile { municipality: can.municipality, report: can.report, by: can.by })
    }

    /// To take away what was sent: whoever reads it.
    pub fn can_take_version(&self, school: Option<SchoolId>, for_everybody: bool) -> Result<CanTakeReportFile> {
        if !self.reads_version(school, for_everybody) {
            return Err(AppError::NotFound);
        }
        Ok(CanTakeReportFile { municipality: self.facts.document.municipality, report: self.facts.id, by: self.by })
    }

    /// To say what has become of a decision: skoleeier, and the person who is named responsible for it.
    pub fn can_follow_up(&self, proposal: ReportProposalId, responsible: Option<PersonId>) -> Result<CanFollowUpDecision> {
        if !self.follows_up(responsible) {
            return Err(if self.works_on_it() { AppError::Forbidden } else { AppError::NotFound });
        }
        Ok(CanFollowUpDecision { municipality: self.facts.document.municipality, report: self.facts.id, by: self.by, proposal })
    }

    /// Whether the actor says what has become of what this person is responsible for.
    pub fn follows_up(&self, responsible: Option<PersonId>) -> bool {
        self.arranges || responsible == Some(self.by)
    }

    /// To answer for a school: whether it is quoted, and what it says of what is said about it.
    pub fn can_answer_for(&self, school: SchoolId) -> Result<CanAnswerReport> {
        if !self.answers_for.contains(&school) {
            return Err(AppError::NotFound);
        }
        Ok(CanAnswerReport { municipality: self.facts.document.municipality, report: self.facts.id, school, by: self.by })
    }
}

/// May make a year's report: skoleeier.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanMakeReport {
    municipality: MunicipalityId,
    by: PersonId,
}

impl CanMakeReport {
    /// Whether `actor` may; `NotFound` for others.
    pub fn of(actor: &Actor) -> Result<Self> {
        if actor.is_owner() { Ok(Self { municipality: actor.municipality, by: actor.person }) } else { Err(AppError::NotFound) }
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

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident $({ $($field:ident: $kind:ty),+ })?),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        #[must_use]
        pub struct $name { municipality: MunicipalityId, report: ReportId, by: PersonId $(, $($field: $kind),+)? }

        impl $name {
            /// Where.
            pub fn municipality(&self) -> MunicipalityId {
                self.municipality
            }

            /// Of which report.
            pub fn report(&self) -> ReportId {
                self.report
            }

            /// Who.
            pub fn by(&self) -> PersonId {
                self.by
            }

            $($(
                /// What it holds for.
                pub fn $field(&self) -> $kind {
                    self.$field
                }
            )+)?
        }
    )+};
}

capabilities! {
    /// May do what only skoleeier does with a report.
    CanArrangeReport,
    /// May work beside a chapter.
    CanFollowChapter,
    /// May take the report away as a file.
    CanTakeReportFile,
    /// May say what has become of a decision.
    CanFollowUpDecision { proposal: ReportProposalId },
    /// May answer for a school.
    CanAnswerReport { school: SchoolId },
}
