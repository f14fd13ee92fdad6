//! A talk, its text and what came of it.
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::access::rules::{Party, TalkRights};
use crate::error::{AppError, Result};
use crate::ids::{PersonId, SchoolId, SealedPointId, SealedTalkId};
use crate::model_pack::{Pack, SealedTalkTemplate};
use crate::text::Lang;
use crate::web::page::capital;
use crate::writing::sha256_of;

/// The most characters of a field.
pub const LONGEST: usize = 8000;
/// The most characters of a point.
pub const LONGEST_POINT: usize = 600;

/// A talk that the actor is one of the two in.
#[derive(Debug, Clone)]
pub struct Talk {
    /// Which.
    pub id: SealedTalkId,
    /// Key of its kind.
    pub kind: String,
    /// The pack it was arranged with.
    pub pack: Arc<Pack>,
    /// Whose leader it is with, and the school's name.
    pub school: (SchoolId, String),
    /// The day.
    pub day: Date,
    /// The last day on which it is kept.
    pub keep_until: Date,
    /// Whom it is with, and who leads it: names with titles.
    pub names: [String; 2],
    /// When it was held.
    pub held_at: Option<OffsetDateTime>,
    /// What the actor may do.
    pub rights: TalkRights,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is to be held.
    Arranged,
    /// It was held, and is being written down.
    Held,
    /// One of the two has signed.
    SignedByOne,
    /// Both have.
    Signed,
}

impl Stage {
    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Arranged => "sealed-stage-arranged",
            Self::Held => "sealed-stage-held",
            Self::SignedByOne => "sealed-stage-one",
            Self::Signed => "sealed-stage-signed",
        }
    }

    /// Kind and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Arranged => ("none", "ring"),
            Self::Held | Self::SignedByOne => ("part", "prog"),
            Self::Signed => ("ok", "check"),
        }
    }
}

impl Talk {
    /// Its kind.
    ///
    /// # Errors
    ///
    /// When the pack has no such kind, which a stored talk never meets.
    pub fn template(&self) -> Result<&SealedTalkTemplate> {
        self.pack.sealed_talk(&self.kind).ok_or_else(|| AppError::Internal(anyhow::anyhow!("no kind of talk «{}» in its pack", self.kind)))
    }

    /// Where it is.
    pub fn href(&self) -> String {
        format!("/samtalar/{}", self.id)
    }

    /// «Utviklingssamtale rektor – leiar for skule».
    ///
    /// # Errors
    ///
    /// As [`Self::template`].
    pub fn title(&self, lang: Lang) -> Result<String> {
        Ok(capital(self.template()?.name.get(lang)))
    }

    /// One of the two, by name and title.
    pub fn name(&self, party: Party) -> &str {
        let [employee, manager] = &self.names;
        match party {
            Party::Employee => employee,
            Party::Manager => manager,
        }
    }

    /// The other of the two.
    pub fn other(&self) -> &str {
        self.name(self.rights.own.other())
    }

    /// Who the other is.
    pub fn other_person(&self) -> PersonId {
        let facts = self.rights.facts();
        match self.rights.own {
            Party::Employee => facts.manager,
            Party::Manager => facts.employee,
        }
    }

    /// How far it has come.
    pub fn stage(&self) -> Stage {
        match self.rights.facts().signed {
            [true, true] => Stage::Signed,
            [true, false] | [false, true] => Stage::SignedByOne,
            [false, false] if self.held_at.is_some() => Stage::Held,
            [false, false] => Stage::Arranged,
        }
    }
}

/// The name of the field of a question that both prepare, by its place.
pub fn question_field(index: usize) -> String {
    format!("q.{}", index + 1)
}

/// The name of the field of a section.
pub fn section_field(key: &str) -> String {
    format!("s.{key}")
}

/// A text of a talk, as it stands.
#[derive(Debug, Clone)]
pub struct Text {
    /// Whose; `None` for what is common.
    pub of: Option<Party>,
    /// Field.
    pub field: String,
    /// The words.
    pub value: String,
    /// Revision.
    pub rev: i32,
    /// When it was saved.
    pub saved_at: OffsetDateTime,
    /// By whom, and their name.
    pub saved_by: (PersonId, String),
}

/// What is signed: the day and the words of every section in order, also of those that are empty. Names are not in it, so that it is the same for both and
/// after a handover.
///
/// # Errors
///
/// As [`Talk::template`].
pub fn seal(talk: &Talk, texts: &[Text]) -> Result<[u8; 32]> {
    let words = |field: &str| texts.iter().find(|text| text.of.is_none() && text.field == field).map_or("", |text| text.value.as_str());
    let sections: Vec<_> =
        talk.template()?.sections.iter().map(|section| serde_json::json!([section.key, words(&section_field(&section.key))])).collect();
    let content = serde_json::json!({ "talk": talk.id, "kind": talk.kind, "day": talk.day.to_string(), "sections": sections });
    Ok(sha256_of(&content))
}

/// Somebody signed.
#[derive(Debug, Clone)]
pub struct Signature {
    /// What was signed.
    pub sha256: Vec<u8>,
    /// When.
    pub at: OffsetDateTime,
    /// Name and title.
    pub by: String,
}

/// How a point goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PointState {
    /// It is to be done.
    Open,
    /// Done.
    Done,
    /// Not done after all.
    Dropped,
}

impl PointState {
    /// In order.
    pub const ALL: [Self; 3] = [Self::Open, Self::Done, Self::Dropped];

    /// As stored and sent.
    pub fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    /// What is stored or sent as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Open => "sealed-point-open",
            Self::Done => "sealed-point-done",
            Self::Dropped => "sealed-point-dropped",
        }
    }

    /// Kind and icon of its label.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Open => ("none", "ring"),
            Self::Done => ("ok", "check"),
            Self::Dropped => ("shut", "lock"),
        }
    }
}

/// What is to be done after a talk.
#[derive(Debug, Clone)]
pub struct Point {
    /// Which.
    pub id: SealedPointId,
    /// What.
    pub what: String,
    /// By when.
    pub due: Date,
    /// How it goes.
    pub state: PointState,
    /// Who last said so, and when; who wrote it down before anybody has.
    pub by: (String, OffsetDateTime),
}

/// What of a talk was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// Its first page, with everything that is common or opened.
    Front,
    /// What one prepares.
    Preparation,
    /// The common text, to write in.
    Text,
    /// The page where it is signed.
    Signing,
    /// All of it, by somebody who was let in.
    Opening,
}

impl Read {
    const ALL: [Self; 5] = [Self::Front, Self::Preparation, Self::Text, Self::Signing, Self::Opening];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Preparation => "preparation",
            Self::Text => "text",
            Self::Signing => "signing",
            Self::Opening => "opening",
        }
    }

    /// What is stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|read| read.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Front => "sealed-read-front",
            Self::Preparation => "sealed-read-preparation",
            Self::Text => "sealed-read-text",
            Self::Signing => "sealed-read-signing",
            Self::Opening => "sealed-read-opening",
        }
    }
}

/// Somebody the actor can have a talk with.
#[derive(Debug, Clone)]
pub struct Partner {
    /// The school whose leader it is with.
    pub school: (SchoolId, String),
    /// The other.
    pub person: PersonId,
    /// Name and title.
    pub name: String,
    /// What the actor would be.
    pub own: Party,
}

impl Partner {
    /// As the form sends it.
    pub fn value(&self) -> String {
        format!("{}:{}:{}", self.own.key(), self.school.0, self.person)
    }
}

/// A talk as somebody who was let in reads it.
#[derive(Debug, Clone, Deserialize)]
pub struct Opened {
    /// Key of the kind.
    pub kind: String,
    /// The pack.
    pub pack: i64,
    /// The day, as stored.
    pub day: String,
    /// Whom it is with.
    pub employee: PersonId,
    /// Who leads it.
    pub manager: PersonId,
    /// Until when it can be read, in seconds.
    pub until: i64,
    /// What is common or opened.
    pub texts: Vec<OpenedText>,
    /// What is to be done.
    pub points: Vec<OpenedPoint>,
}

/// A text of it.
#[derive(Debug, Clone, Deserialize)]
pub struct OpenedText {
    /// Whose.
    pub side: String,
    /// Field.
    pub field: String,
    /// The words.
    pub value: String,
}

/// A point of it.
#[derive(Debug, Clone, Deserialize)]
pub struct OpenedPoint {
    /// What.
    pub what: String,
    /// By when, as stored.
    pub due: String,
    /// How it goes.
    pub state: PointState,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_reads_as_it_was_written() {
        assert!(PointState::ALL.iter().all(|state| PointState::parse(state.key()) == Some(*state)));
        assert!(Read::ALL.iter().all(|read| Read::parse(read.key()) == Some(*read)));
        assert!(Party::ALL.iter().all(|party| Party::parse(party.key()) == Some(*party)));
    }
}
