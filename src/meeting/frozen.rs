//! Approved minutes: what they hold, and the SHA-256 that tells whether a copy is what was approved. The bytes are the JSON of [`Content`] without white
//! space, its names sorted.
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::agreement::Promise;
use crate::error::Result;

/// What is frozen at approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Format of this content; 1.
    pub format: u8,
    /// Key of the kind in the pack.
    pub kind: String,
    /// «Leiardialog 1 med Vik skule», as it was called.
    pub title: String,
    /// Name of the municipality.
    pub municipality: String,
    /// Name of the school, or of the area; empty for all.
    pub with: String,
    /// Start, RFC 3339 in UTC.
    pub starts_at: String,
    /// End.
    pub ends_at: String,
    /// Where.
    pub place: String,
    /// Minutes it took.
    pub minutes_used: Option<i16>,
    /// Who came, by name and title, in order.
    pub participants: Vec<String>,
    /// The points in order.
    pub points: Vec<Entry>,
    /// The conclusions in order; only those that say something.
    pub conclusions: Vec<Entry>,
    /// What was agreed, in order, by the SHA-256 of its words: those stand with the agreements (`docs/decisions/0017-agreements.md`).
    pub agreements: Vec<Promise>,
    /// The school's protocol notes that stood when it was approved.
    pub notes: Vec<Note>,
}

/// A heading with what stands below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The field it was written in.
    pub field: String,
    /// Heading.
    pub title: String,
    /// Text; may be empty.
    pub text: String,
    /// What a point ended with: a key, or empty.
    pub outcome: String,
}

/// A protocol note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Whose, by name and title.
    pub by: String,
    /// Text.
    pub text: String,
}

impl Content {
    /// As it is stored, and the SHA-256 of its bytes.
    pub fn sealed(&self) -> Result<(serde_json::Value, [u8; 32])> {
        let value = serde_json::to_value(self).map_err(anyhow::Error::from)?;
        let digest = sha256(&value);
        Ok((value, digest))
    }
}

/// SHA-256 of stored content: the same before and after it has been stored, since names are sorted on the way out.
pub fn sha256(value: &serde_json::Value) -> [u8; 32] {
    Sha256::digest(value.to_string().as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_of_the_words_and_not_of_the_order_they_are_stored_in() {
        let content = Content {
            format: 1,
            kind: "leiardialog_1".to_owned(),
            title: "Leiardialog 1".to_owned(),
            municipality: "Kvam".to_owned(),
            with: "Vik skule".to_owned(),
            starts_at: "2026-09-01T07:00:00Z".to_owned(),
            ends_at: "2026-09-01T10:00:00Z".to_owned(),
            place: String::new(),
            minutes_used: Some(180),
            participants: vec!["Kari Nordås, rektor".to_owned()],
            points: vec![Entry {
                field: "p1.text".to_owned(),
                title: "Mål".to_owned(),
                text: "Lesing.".to_owned(),
                outcome: "decision".to_owned(),
            }],
            conclusions: Vec::new(),
            agreements: vec![Promise {
                agreement: 7,
                number: 1,
                sha256: "ab".repeat(32),
                side: "owner".to_owned(),
                who: "Per Område".to_owned(),
                due: "2026-10-01".to_owned(),
                asked: false,
                point: "Mål".to_owned(),
            }],
            notes: Vec::new(),
        };
        let (value, digest) = content.sealed().unwrap();
        let again: serde_json::Value = serde_json::from_str(&format!(" {} ", serde_json::to_string_pretty(&value).unwrap())).unwrap();
        assert_eq!(sha256(&again), digest);
        assert_eq!(serde_json::from_value::<Content>(again).unwrap(), content);
        let other = Content { place: "Rådhuset".to_owned(), ..content };
        assert_ne!(other.sealed().unwrap().1, digest);
    }
}
