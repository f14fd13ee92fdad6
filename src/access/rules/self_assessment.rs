//! Who may do what with a self-assessment.
//!
//! | | until delivery | after delivery |
//! |---|---|---|
//! | rektor (also konstituert) | reads, writes, leads, shows parts, delivers | reads, shows parts, answers comments, asks for reopening |
//! | member whose function reads drafts | reads; writes when the function does | reads, answers when it writes |
//! | deputy named by the rektor | as member, and delivers | as member |
//! | member who reads what is shown (pupil, parent) | reads parts shown to the readers | reads the same parts |
//! | somebody given a part | reads and writes that part | reads that part, which can no longer be written |
//! | somebody a part is shown to | reads that part | reads that part |
//! | area leader of the school, skoleeier | sees the state and the deadline | reads, comments; skoleeier reopens |
//! | somebody who helps the school for a time | – | reads, neither comments nor why it was reopened |
//! | administrator, others | – | – |
//!
//! The municipality's own self-assessment is written and delivered by skoleeier; delivered, everybody with a role in the municipality's schools reads it.
use super::or_refused;
use crate::access::{Actor, Role};
use crate::error::{AppError, Result};
use crate::ids::{SchoolId, SelfAssessmentId};
use crate::self_assessment::State;
use crate::writing::DocumentRef;

/// Which parts of a self-assessment something holds for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// All of them.
    All,
    /// These, perhaps none.
    Only(Vec<String>),
}

impl Parts {
    /// No part.
    pub fn none() -> Self {
        Self::Only(Vec::new())
    }

    /// Whether `part` is among them.
    pub fn include(&self, part: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(parts) => parts.iter().any(|known| known == part),
        }
    }

    /// Whether there is any.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Only(parts) if parts.is_empty())
    }
}

/// What the rules ask about a self-assessment.
#[derive(Debug, Clone)]
pub struct AssessmentFacts {
    /// Which.
    pub id: SelfAssessmentId,
    /// Its text, with school and municipality.
    pub document: DocumentRef,
    /// Its state.
    pub state: State,
    /// There is at least one delivered version.
    pub has_delivery: bool,
    /// Parts given to the actor.
    pub assigned: Vec<String>,
    /// Parts shown to the actor, by name or as a reader.
    pub shown: Vec<String>,
}

/// What the actor may do with one self-assessment.
#[derive(Debug, Clone)]
pub struct AssessmentRights {
    facts: AssessmentFacts,
    is_owner: bool,
    /// Drafts that are read.
    pub reads_draft: Parts,
    /// Drafts that are written.
    pub writes: Parts,
    /// Delivered text that is read.
    pub reads_delivered: Parts,
    /// Gives parts to members.
    pub leads: bool,
    /// Shows parts to others, and no longer: before delivery and after.
    pub shows: bool,
    /// Delivers.
    pub delivers: bool,
    /// Comments on delivered text.
    pub comments: bool,
    /// Answers and closes comments.
    pub answers: bool,
    /// Takes away what should not have been written.
    pub redacts: bool,
    /// Reopens.
    pub reopens: bool,
    /// Asks for reopening.
    pub asks_for_reopening: bool,
    /// Belongs to the school's (or the municipality's) own side.
    pub own_side: bool,
    /// Takes part in what is said about it: everybody who reads all of it, but those who help the school for a time.
    pub in_dialogue: bool,
}

/// Whether parts of the school's drafts may be shown to the actor, should its rektor choose to: those who follow the school up, those with a function in
/// the municipality (PPT, advisers, mentors), and the school's own people.
pub fn may_be_shown_drafts_of(actor: &Actor, school: SchoolId) -> bool {
    actor.oversees(school) || actor.holds_municipal_function() || actor.own_schools().contains(&school)
}

impl AssessmentRights {
    /// The rights of `actor`. `NotFound` when there are none at all: then it does not exist for them.
    pub fn of(actor: &Actor, facts: AssessmentFacts) -> Result<Self> {
        let rights = match facts.document.school() {
            _ if facts.document.municipality != actor.municipality => return Err(AppError::NotFound),
            Some(school) => {
                let rektor = actor.is_rektor_of(school);
                let reads = actor.draft_schools().contains(&school);
                let writes = actor.writes_drafts_of(school);
                let deputy = reads && actor.deputy_for.contains(&school);
                let oversees = actor.oversees(school);
                let advises = actor.advises(school);
                let open = facts.state != State::Delivered;
                // What was given or shown holds as long as the role it rests on: it ends with the role, on the same day.
                let facts = AssessmentFacts {
                    assigned: if actor.own_schools().contains(&school) { facts.assigned } else { Vec::new() },
                    shown: if may_be_shown_drafts_of(actor, school) { facts.shown } else { Vec::new() },
                    ..facts
                };
                let all_or = |all: bool, some: &[String]| if all { Parts::All } else { Parts::Only(some.to_vec()) };
                let mut readable = facts.assigned.clone();
                readable.extend(facts.shown.iter().cloned());
                Self {
                    reads_draft: all_or(reads, &readable),
                    writes: if open { all_or(writes, &facts.assigned) } else { Parts::none() },
                    reads_delivered: if facts.has_delivery { all_or(reads || oversees || advises, &facts.shown) } else { Parts::none() },
                    leads: rektor && open,
                    shows: rektor,
                    delivers: (rektor || deputy) && open,
                    comments: oversees && !reads && facts.has_delivery,
                    answers: writes && facts.has_delivery,
                    redacts: rektor || deputy || (actor.is_owner() && facts.has_delivery),
                    reopens: actor.is_owner() && !open,
                    asks_for_reopening: (rektor || deputy) && !open,
                    own_side: reads || actor.reader_schools().contains(&school),
                    in_dialogue: reads || oversees,
                    is_owner: actor.is_owner(),
                    facts,
                }
                .or_not_found(oversees)?
            }
            None => {
                let owner = actor.is_owner();
                let open = facts.state != State::Delivered;
                let member = actor.roles.iter().any(|grant| grant.role != Role::Administrator);
                Self {
                    reads_draft: if owner { Parts::All } else { Parts::none() },
                    writes: if owner && open { Parts::All } else { Parts::none() },
                    reads_delivered: if member && facts.has_delivery { Parts::All } else { Parts::none() },
                    leads: false,
                    shows: false,
                    delivers: owner && open,
                    comments: false,
                    answers: false,
                    redacts: owner,
                    reopens: owner && !open,
                    asks_for_reopening: false,
                    own_side: owner,
                    in_dialogue: true,
                    is_owner: owner,
                    facts,
                }
                .or_not_found(false)?
            }
        };
        Ok(rights)
    }

    /// `sees_state`: the actor may know that it exists and which state it is in.
    fn or_not_found(self, sees_state: bool) -> Result<Self> {
        let something = sees_state || self.own_side || !self.reads_draft.is_empty() || !self.reads_delivered.is_empty();
        if something { Ok(self) } else { Err(AppError::NotFound) }
    }

    /// To write in a part.
    pub fn can_write(&self, part: &str) -> Result<CanWrite> {
        if self.writes.include(part) {
            return Ok(CanWrite { document: self.facts.document });
        }
        // Somebody who wrote a moment ago learns why not; for others the part may not even exist.
        let wrote = self.reads_draft.include(part) && self.facts.state == State::Delivered;
        Err(if wrote { AppError::Conflict("error-delivered-meanwhile") } else { self.refusal(part) })
    }

    fn refusal(&self, part: &str) -> AppError {
        if self.reads_draft.include(part) { AppError::Forbidden } else { AppError::NotFound }
    }

    /// To read a part's draft.
    pub fn check_reads_draft(&self, part: &str) -> Result<()> {
        if self.reads_draft.include(part) { Ok(()) } else { Err(AppError::NotFound) }
    }

    /// To hand in a part that was given to the actor.
    pub fn can_hand_in(&self, part: &str) -> Result<CanHandIn> {
        if !self.facts.assigned.iter().any(|given| given == part) {
            return Err(self.refusal(part));
        }
        if self.facts.state == State::Delivered {
            return Err(AppError::Conflict("share-error-delivered"));
        }
        Ok(CanHandIn { document: self.facts.document })
    }

    /// To show parts to others, and to take that back.
    pub fn can_show(&self) -> Result<CanShow> {
        or_refused(self.shows, CanShow { document: self.facts.document })
    }

    /// To give parts to members.
    pub fn can_lead(&self) -> Result<CanLead> {
        // The rektor led until it was delivered, and is told so.
        if self.asks_for_reopening {
            return Err(AppError::Conflict("share-error-delivered"));
        }
        or_refused(self.leads, CanLead { document: self.facts.document })
    }

    /// To deliver.
    pub fn can_deliver(&self) -> Result<CanDeliver> {
        or_refused(self.delivers, CanDeliver { id: self.facts.id, document: self.facts.document })
    }

    /// The actor delivers, and it is delivered by now: sent twice, it is no fault.
    pub fn has_been_delivered(&self) -> bool {
        let delivers = self.asks_for_reopening || (self.facts.document.school().is_none() && self.is_owner);
        delivers && self.facts.state == State::Delivered
    }

    /// The actor reopens, and it is reopened by now.
    pub fn has_been_reopened(&self) -> bool {
        self.is_owner && self.facts.state == State::Reopened
    }

    /// To read the comments: those who read all of what is delivered about a school, on both sides.
    pub fn reads_comments(&self) -> bool {
        self.facts.document.school().is_some() && self.in_dialogue && self.reads_delivered == Parts::All
    }

    /// To comment on delivered text.
    pub fn can_comment(&self) -> Result<CanComment> {
        or_refused(self.comments, CanComment { id: self.facts.id, document: self.facts.document })
    }

    /// To answer and close comments.
    pub fn can_answer(&self) -> Result<CanAnswer> {
        or_refused(self.answers, CanAnswer { document: self.facts.document })
    }

    /// To reopen.
    pub fn can_reopen(&self) -> Result<CanReopen> {
        or_refused(self.reopens, CanReopen { id: self.facts.id, document: self.facts.document })
    }

    /// To take away what should not have been written.
    pub fn can_redact(&self) -> Result<CanRedact> {
        or_refused(self.redacts, CanRedact { id: self.facts.id, document: self.facts.document })
    }

    /// Whether what the actor takes away goes from the draft too: skoleeier reaches only what the school has delivered.
    pub fn redacts_drafts(&self) -> bool {
        self.redacts && self.own_side
    }

    /// To report that something should be taken away: whoever reads any of it.
    pub fn can_report(&self) -> Result<CanReport> {
        let reads = self.own_side || !self.reads_draft.is_empty() || !self.reads_delivered.is_empty();
        or_refused(reads, CanReport { id: self.facts.id, document: self.facts.document, on_delivered: self.facts.has_delivery })
    }

    /// To ask for reopening.
    pub fn can_request_reopening(&self) -> Result<CanRequestReopening> {
        or_refused(self.asks_for_reopening, CanRequestReopening { id: self.facts.id, document: self.facts.document })
    }
}

macro_rules! capabilities {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty),+ }),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        #[must_use]
        pub struct $name { $($field: $kind),+ }
        impl $name {$(
            /// What it holds for.
            pub fn $field(&self) -> $kind { self.$field }
        )+}
    )+};
}

capabilities! {
    /// May write in a part of the document.
    CanWrite { document: DocumentRef },
    /// May hand in the parts given to the actor.
    CanHandIn { document: DocumentRef },
    /// May give parts to members.
    CanLead { document: DocumentRef },
    /// May show parts to others.
    CanShow { document: DocumentRef },
    /// May deliver.
    CanDeliver { id: SelfAssessmentId, document: DocumentRef },
    /// May comment on what was delivered.
    CanComment { id: SelfAssessmentId, document: DocumentRef },
    /// May answer and close comments.
    CanAnswer { document: DocumentRef },
    /// May reopen.
    CanReopen { id: SelfAssessmentId, document: DocumentRef },
    /// May take away what should not have been written.
    CanRedact { id: SelfAssessmentId, document: DocumentRef },
    /// May report that something should be taken away.
    CanReport { id: SelfAssessmentId, document: DocumentRef, on_delivered: bool },
    /// May ask for reopening.
    CanRequestReopening { id: SelfAssessmentId, document: DocumentRef },
}

impl CanWrite {
    /// In the text of something else that is written this way: the rules of meetings and of the report ask.
    pub(super) fn in_other_text(document: DocumentRef) -> Self {
        Self { document }
    }
}
