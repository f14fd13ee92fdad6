//! Types of the writing mechanism.
use time::OffsetDateTime;
use uuid::Uuid;

use crate::ids::{DocumentId, MeetingId, MunicipalityId, PersonId, SchoolId};

/// Made by the client, 128 random bits: the same save sent twice has the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SaveId(pub Uuid);

/// Why a save cannot be taken at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadSave {
    /// The save id is no UUID.
    SaveId,
    /// The revision is no whole number from 0.
    Revision,
}

impl SaveId {
    /// Parses the client's.
    pub fn parse(text: &str) -> Result<Self, BadSave> {
        Uuid::try_parse(text).map(Self).map_err(|_| BadSave::SaveId)
    }

    /// One made by the server, for a whole form sent without JavaScript: the same document, field, base and text give the same id, so that a form sent
    /// twice saves once.
    pub fn of_form(document: DocumentId, person: PersonId, field: &str, rev: i32, value: &str) -> Self {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(format!("{document}\n{person}\n{field}\n{rev}\n{value}").as_bytes());
        let mut bytes = [0u8; 16];
        bytes.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// A side of a dialogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// A school.
    School,
    /// Those who follow schools up.
    Owner,
    /// Others who are asked to come.
    Guest,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::School, Self::Owner, Self::Guest];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Owner => "owner",
            Self::Guest => "guest",
        }
    }

    /// The side stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.key() == key)
    }
}

/// Whose text it is: what the walls ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Belongs {
    /// A school's draft.
    School(SchoolId),
    /// The municipality's own draft.
    Municipality,
    /// Those who take part in a meeting: all of them, or one side.
    Meeting(MeetingId, Option<Side>),
}

/// A document, with what the walls need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentRef {
    /// The municipality it belongs to.
    pub municipality: MunicipalityId,
    /// The document.
    pub document: DocumentId,
    /// Whose it is.
    pub belongs: Belongs,
}

impl DocumentRef {
    /// A draft of a school, or of the municipality itself.
    pub fn draft(municipality: MunicipalityId, document: DocumentId, school: Option<SchoolId>) -> Self {
        Self { municipality, document, belongs: school.map_or(Belongs::Municipality, Belongs::School) }
    }

    /// Its school, when it is a school's draft.
    pub fn school(&self) -> Option<SchoolId> {
        match self.belongs {
            Belongs::School(school) => Some(school),
            Belongs::Municipality | Belongs::Meeting(..) => None,
        }
    }
}

impl Belongs {
    /// School, meeting and side as stored.
    pub(super) fn columns(self) -> (Option<i64>, Option<i64>, Option<&'static str>) {
        match self {
            Self::School(school) => (Some(school.0), None, None),
            Self::Municipality => (None, None, None),
            Self::Meeting(meeting, side) => (None, Some(meeting.0), side.map(Side::key)),
        }
    }
}

/// One save of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// The field's key.
    pub field: String,
    /// The part it belongs to.
    pub part: String,
    /// The text, checked and normalised.
    pub value: String,
    /// The revision it builds on; 0 when there was no text yet.
    pub base: i32,
    /// The client's save id.
    pub save_id: SaveId,
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Stored.
    Saved {
        /// As this revision.
        rev: i32,
        /// The field was empty before and is not now, or the other way: progress changed.
        filled_or_emptied: bool,
    },
    /// The very text is there already (a resent save, or nothing new), at this revision.
    Unchanged(i32),
    /// Somebody else's newer text stands there; nothing was stored.
    Conflict(FieldText),
}

/// The current text of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldText {
    /// The field's key.
    pub field: String,
    /// The part it belongs to.
    pub part: String,
    /// The text.
    pub value: String,
    /// Its revision.
    pub rev: i32,
    /// When it was saved.
    pub saved_at: OffsetDateTime,
    /// Who saved it.
    pub saved_by: PersonId,
    /// Their name.
    pub saved_by_name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_sent_twice_has_the_same_save_ids_and_another_text_has_another() {
        let id = |rev, value| SaveId::of_form(DocumentId(1), PersonId(2), "lesing.text", rev, value);
        assert_eq!(id(1, "a"), id(1, "a"));
        assert_ne!(id(1, "a"), id(2, "a"));
        assert_ne!(id(1, "a"), id(1, "b"));
    }
}
