//! An agreement, its versions, and what came of them.
mod content;
mod followed;

pub use content::*;
pub use followed::*;

use std::sync::Arc;

use time::{Date, OffsetDateTime};

use crate::access::rules::{ChainSide, WrittenFacts, WrittenRights};
use crate::error::{AppError, Result};
use crate::ids::PersonId;
use crate::model_pack::{Pack, WrittenAgreementTemplate};
use crate::text::Lang;
use crate::web::page::capital;
use crate::writing::sha256_of;

/// How far a version has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionState {
    /// It is written.
    Draft,
    /// It can be signed.
    Ready,
    /// Both have signed it.
    InForce,
}

impl VersionState {
    const ALL: [Self; 3] = [Self::Draft, Self::Ready, Self::InForce];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Ready => "ready",
            Self::InForce => "in_force",
        }
    }

    /// What is stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// How far an agreement has come, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is written.
    Draft,
    /// It can be signed.
    Ready,
    /// One side has signed.
    SignedByOne,
    /// Both have.
    InForce,
    /// A change of it is being written or signed.
    Changing,
    /// The owner has ended it, and the school's leader has not answered.
    Ended,
    /// Both are done with it.
    Closed,
}

impl Stage {
    /// Of what the rules know of it.
    pub fn of(facts: &WrittenFacts) -> Self {
        match (facts.in_force, facts.state) {
            _ if facts.ended && facts.answered => Self::Closed,
            _ if facts.ended => Self::Ended,
            (Some(_), VersionState::InForce) => Self::InForce,
            (Some(_), _) => Self::Changing,
            (None, VersionState::Draft) => Self::Draft,
            (None, _) if facts.signed.contains(&true) => Self::SignedByOne,
            (None, _) => Self::Ready,
        }
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Draft => "written-stage-draft",
            Self::Ready => "written-stage-ready",
            Self::SignedByOne => "written-stage-one",
            Self::InForce => "written-stage-in-force",
            Self::Changing => "written-stage-changing",
            Self::Ended => "written-stage-ended",
            Self::Closed => "written-stage-closed",
        }
    }

    /// Kind and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Draft | Self::Ready => ("none", "ring"),
            Self::SignedByOne | Self::Changing | Self::Ended => ("part", "prog"),
            Self::InForce => ("ok", "check"),
            Self::Closed => ("shut", "lock"),
        }
    }
}

/// An agreement of the actor's chain.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// The school's name.
    pub school_name: String,
    /// The pack whose words it is written with.
    pub pack: Arc<Pack>,
    /// Until when it is kept, when it has ended.
    pub keep_until: Option<Date>,
    /// The days that it holds for, as the version in force says, or the newest one.
    pub period: (Option<Date>, Option<Date>),
    /// What the actor may do.
    pub rights: WrittenRights,
}

impl Agreement {
    /// The kind of agreement.
    ///
    /// # Errors
    ///
    /// When its pack has none, which a stored agreement never meets.
    pub fn template(&self) -> Result<&WrittenAgreementTemplate> {
        self.pack.written_agreement.as_ref().ok_or_else(|| AppError::Internal(anyhow::anyhow!("no written agreement in its pack")))
    }

    /// Where it is.
    pub fn href(&self) -> String {
        format!("/skriftlege-avtalar/{}", self.rights.facts().id)
    }

    /// «Skriftleg avtale om oppfølging, Vik skule».
    ///
    /// # Errors
    ///
    /// As [`Self::template`].
    pub fn title(&self, lang: Lang) -> Result<String> {
        Ok(format!("{}, {}", capital(self.template()?.name.get(lang)), self.school_name))
    }

    /// How far it has come.
    pub fn stage(&self) -> Stage {
        Stage::of(&self.rights.facts())
    }
}

/// A version of an agreement.
#[derive(Debug, Clone)]
pub struct Version {
    /// From 1.
    pub number: i32,
    /// How far it has come.
    pub state: VersionState,
    /// The text.
    pub content: Content,
    /// Revision of the text.
    pub rev: i32,
    /// Who saved it last, and when.
    pub saved: (String, OffsetDateTime),
    /// Since when it is in force.
    pub in_force_at: Option<OffsetDateTime>,
    /// The sum of what both signed.
    pub sha256: Option<Vec<u8>>,
}

/// What is signed: everything that stands in a version, and which it is.
///
/// # Errors
///
/// None that a stored text meets.
pub fn seal(agreement: &Agreement, version: &Version) -> Result<[u8; 32]> {
    let facts = agreement.rights.facts();
    let content = serde_json::to_value(&version.content).map_err(|error| AppError::Internal(error.into()))?;
    Ok(sha256_of(&serde_json::json!({ "agreement": facts.id, "school": facts.school, "version": version.number, "content": content })))
}

/// Somebody signed.
#[derive(Debug, Clone)]
pub struct Signature {
    /// For which side.
    pub side: ChainSide,
    /// What was signed.
    pub sha256: Vec<u8>,
    /// When.
    pub at: OffsetDateTime,
    /// Who.
    pub by_id: PersonId,
    /// Name and title.
    pub by: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{SchoolId, WrittenAgreementId};

    #[test]
    fn what_is_stored_reads_as_it_was_written() {
        assert!(VersionState::ALL.iter().all(|state| VersionState::parse(state.key()) == Some(*state)));
        assert!(PromiseState::ALL.iter().all(|state| PromiseState::parse(state.key()) == Some(*state)));
        assert!(EndOutcome::ALL.iter().all(|outcome| EndOutcome::parse(outcome.key()) == Some(*outcome)));
        assert!(ChainSide::ALL.iter().all(|side| ChainSide::parse(side.key()) == Some(*side)));
    }

    #[test]
    fn a_change_is_no_draft_and_an_end_is_over_when_it_is_answered() {
        let facts = |state, in_force, ended, answered| WrittenFacts {
            id: WrittenAgreementId(1),
            school: SchoolId(1),
            newest: 1,
            state,
            begun_by: ChainSide::Owner,
            signed: [false, true],
            in_force,
            ended,
            answered,
        };
        assert_eq!(Stage::of(&facts(VersionState::Ready, None, false, false)), Stage::SignedByOne);
        assert_eq!(Stage::of(&facts(VersionState::Draft, Some(1), false, false)), Stage::Changing);
        assert_eq!(Stage::of(&facts(VersionState::InForce, Some(1), true, false)), Stage::Ended);
        assert_eq!(Stage::of(&facts(VersionState::InForce, Some(1), true, true)), Stage::Closed);
    }
}
