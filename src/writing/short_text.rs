//! A few words in a field of their own (a comment, a reason, a note): what may be stored, or the sentence that says why not.
use std::borrow::Cow;

use super::national_identity;
use crate::model_pack::normalised_text;
use crate::text::{Lang, text, text_with};

/// The words as they may be stored: at most `longest` characters, and no national identity number among them. `missing` is what is said of an empty field.
///
/// # Errors
///
/// The sentence for the field, in the user's language.
pub fn short_text(typed: &str, longest: usize, missing: Cow<'static, str>, lang: Lang) -> Result<String, String> {
    let words = normalised_text(typed).trim().to_owned();
    let length = words.chars().count();
    if words.is_empty() {
        return Err(missing.into_owned());
    }
    if length > longest {
        return Err(text_with(lang, "error-too-long", &[("max", &longest), ("over", &(length - longest))]));
    }
    if national_identity::find(&words).is_some() {
        return Err(text(lang, "error-national-identity").into_owned());
    }
    Ok(words)
}
