//! Who may do what with a round in which people without an account answer.
//!
//! | | |
//! |---|---|
//! | rektor (also konstituert), member who writes the school's drafts | asks, opens and closes themes, writes what was said and what comes of it, shows it to those who answered, puts it in a text that they write |
//! | member who reads the school's drafts | reads all of it |
//! | somebody with the code, whoever they are | answers themes that are open; reads what is shown to those who answered |
//! | members who read what is shown, skoleeier, områdeleder, administrator, others | – (as anybody with the code) |
//!
//! Nobody reads an answer. What a theme came to is read when it is closed and had enough answers, and by nobody before (`migrations/0049_voice.sql`).
use super::self_assessment::CanWrite;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, SchoolId, VoiceRoundId};
use crate::writing::DocumentRef;

/// What the rules ask about a round.
#[derive(Debug, Clone, Copy)]
pub struct VoiceFacts {
    /// Which.
    pub id: VoiceRoundId,
    /// At which school.
    pub school: SchoolId,
    /// What grown-ups write of it.
    pub document: DocumentRef,
    /// It is over.
    pub over: bool,
}

/// What the actor may do with one round.
#[derive(Debug, Clone, Copy)]
pub struct VoiceRights {
    facts: VoiceFacts,
    /// Opens and closes themes, writes, shows.
    pub leads: bool,
}

impl VoiceRights {
    /// The rights of `actor`; `NotFound` for those who do not read the school's drafts.
    pub fn of(actor: &Actor, facts: VoiceFacts) -> Result<Self> {
        if facts.document.municipality != actor.municipality || !actor.draft_schools().contains(&facts.school) {
            return Err(AppError::NotFound);
        }
        Ok(Self { facts, leads: actor.writes_drafts_of(facts.school) })
    }

    /// It is over: nothing is opened any more.
    pub fn is_over(&self) -> bool {
        self.facts.over
    }

    /// To write what was said, and what comes of it.
    pub fn can_write(&self) -> Result<CanWrite> {
        super::or_refused(self.leads, CanWrite::in_other_text(self.facts.document))
    }

    /// To open and close themes.
    pub fn can_lead(&self) -> Result<CanLeadVoices> {
        if self.leads && self.facts.over {
            return Err(AppError::Conflict("error-voices-over"));
        }
        self.can_follow()
    }

    /// To show what came of it, and to put it in another text: also afterwards.
    pub fn can_follow(&self) -> Result<CanLeadVoices> {
        super::or_refused(self.leads, CanLeadVoices { municipality: self.facts.document.municipality, round: self.facts.id })
    }
}

/// Whether somebody asks at some school: then there is a page for it.
pub fn has_voices(actor: &Actor) -> bool {
    actor.pack.as_ref().is_some_and(|pack| !pack.voices.is_empty()) && !actor.draft_schools().is_empty()
}

/// May ask at a school.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanAskVoices {
    municipality: MunicipalityId,
    school: SchoolId,
    by: PersonId,
}

impl CanAskVoices {
    /// Whether `actor` may; `NotFound` for those who are not at the school.
    pub fn of(actor: &Actor, school: SchoolId) -> Result<Self> {
        if !actor.draft_schools().contains(&school) {
            return Err(AppError::NotFound);
        }
        super::or_refused(actor.writes_drafts_of(school), Self { municipality: actor.municipality, school, by: actor.person })
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

/// May open and close themes of a round, and show what came of it.
#[derive(Debug, Clone, Copy)]
#[must_use]
pub struct CanLeadVoices {
    municipality: MunicipalityId,
    round: VoiceRoundId,
}

impl CanLeadVoices {
    /// Where.
    pub fn municipality(&self) -> MunicipalityId {
        self.municipality
    }

    /// Which.
    pub fn round(&self) -> VoiceRoundId {
        self.round
    }
}
