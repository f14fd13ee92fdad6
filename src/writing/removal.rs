//! The form that takes words away for good: a passage and a reason.
use super::short_text;
use crate::model_pack::normalised_text;
use crate::text::{Lang, text, text_with};

/// The fewest characters of a passage: shorter ones stand everywhere.
pub const SHORTEST: usize = 3;
/// The most characters of a reason.
const LONGEST_REASON: usize = 500;

/// As it is sent.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemovalForm {
    #[serde(default)]
    passage: String,
    #[serde(default)]
    reason: String,
}

/// What was typed, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct TypedRemoval {
    /// The words.
    pub passage: String,
    /// Why.
    pub reason: String,
    /// What is wrong with the words.
    pub passage_error: Option<String>,
    /// What is wrong with the reason.
    pub reason_error: Option<String>,
}

impl TypedRemoval {
    /// Words that stand nowhere.
    pub fn not_found(passage: String, reason: String, lang: Lang) -> Self {
        Self { passage, reason, passage_error: Some(text(lang, "remove-error-not-found").into_owned()), reason_error: None }
    }

    /// Id of each field with what is wrong with it, by its name.
    pub fn errors(&self, lang: Lang) -> Vec<(String, String)> {
        let fields = [("passage", "remove-passage", &self.passage_error), ("reason", "remove-reason", &self.reason_error)];
        let wrong = fields.into_iter().filter_map(|(id, label, error)| Some((id, label, error.as_ref()?)));
        wrong.map(|(id, label, error)| (id.to_owned(), format!("{}: {error}", text(lang, label).trim_end_matches('?')))).collect()
    }
}

impl RemovalForm {
    /// The passage, of at most `longest` characters, and the reason as they may be used.
    ///
    /// # Errors
    ///
    /// What was typed with what is wrong.
    pub fn check(self, longest: usize, lang: Lang) -> Result<(String, String), TypedRemoval> {
        let passage = normalised_text(&self.passage).trim().to_owned();
        let length = passage.chars().count();
        let passage_error = if length < SHORTEST {
            Some(text_with(lang, "remove-error-short", &[("min", &SHORTEST)]))
        } else if length > longest {
            Some(text_with(lang, "error-too-long", &[("max", &longest), ("over", &(length - longest))]))
        } else {
            None
        };
        // A reason that repeats the words would keep what is to go.
        let repeats = length >= SHORTEST && self.reason.to_lowercase().contains(&passage.to_lowercase());
        let reason = if repeats {
            Err(text(lang, "remove-error-repeats").into_owned())
        } else {
            short_text(&self.reason, LONGEST_REASON, text(lang, "error-meeting-reason"), lang)
        };
        match (passage_error, reason) {
            (None, Ok(reason)) => Ok((passage, reason)),
            (passage_error, reason) => {
                Err(TypedRemoval { passage: self.passage, reason: self.reason, passage_error, reason_error: reason.err() })
            }
        }
    }
}
