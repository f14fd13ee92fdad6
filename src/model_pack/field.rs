//! The fields of a self-assessment: their names, what may stand in them, and how it is stored.
//!
//! A field's name is all that an address, a form and a row carry. [`AppliedTemplate::field`] says what it stands for at this school, and
//! [`Field::validate`] gives the one form in which a value is stored, so that two that look alike are alike.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::applied::{AppliedPart, AppliedQuestion, AppliedTemplate, part_aspects, question_aspects};
use super::model::{Scale, Source};
use super::template::DEFAULT_MAX_CHARACTERS;

/// What stands in `<part>.done` when the part is marked as done; empty otherwise.
pub const DONE: &str = "yes";
/// Stands for the template itself in a field's name.
const TEMPLATE: &str = "_";

/// What a field holds of its question, part or template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Aspect {
    /// Of a question: the level's value.
    Judgement,
    /// Of a question: keys of the sources that the judgement is built on.
    Basis,
    /// Of a question: the words.
    Text,
    /// Of a part: what helps.
    Helps,
    /// Of a part: what hinders and is in the school's own power.
    HindersOurs,
    /// Of a part: what hinders and needs the owner.
    HindersOwner,
    /// Of a part: marked as done.
    Done,
    /// Of the template: who took part, when and how.
    Participation,
}

impl Aspect {
    const ALL: [Self; 8] =
        [Self::Judgement, Self::Basis, Self::Text, Self::Helps, Self::HindersOurs, Self::HindersOwner, Self::Done, Self::Participation];

    /// The field's name after the dot.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Judgement => "judgement",
            Self::Basis => "basis",
            Self::Text => "text",
            Self::Helps => "helps",
            Self::HindersOurs => "hinders_ours",
            Self::HindersOwner => "hinders_owner",
            Self::Done => "done",
            Self::Participation => "participation",
        }
    }

    /// Whether a person writes words in it; the other fields are chosen.
    #[must_use]
    pub const fn is_written(self) -> bool {
        !matches!(self, Self::Judgement | Self::Basis | Self::Done)
    }
}

/// A field's name, `<question or part>.<aspect>` or `_.participation`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldKey {
    of: String,
    aspect: Aspect,
}

impl FieldKey {
    /// The field of a question or part; of the template itself for [`Aspect::Participation`], where `of` has no say.
    #[must_use]
    pub fn new(of: &str, aspect: Aspect) -> Self {
        let of = if aspect == Aspect::Participation { TEMPLATE } else { of };
        Self { of: of.to_owned(), aspect }
    }

    /// `_.participation`.
    #[must_use]
    pub fn participation() -> Self {
        Self::new(TEMPLATE, Aspect::Participation)
    }

    /// Reads a name. `None` for anything that no pack could give; whether this pack gives it is for [`AppliedTemplate::field`] to say.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (of, aspect) = name.split_once('.')?;
        let aspect = Aspect::ALL.into_iter().find(|known| known.name() == aspect)?;
        let possible = if aspect == Aspect::Participation {
            of == TEMPLATE
        } else {
            of.chars().any(|c| c != '_') && of.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        possible.then(|| Self { of: of.to_owned(), aspect })
    }

    /// The key of the question or part, `_` for the template.
    #[must_use]
    pub fn of(&self) -> &str {
        &self.of
    }

    /// What the field holds.
    #[must_use]
    pub const fn aspect(&self) -> Aspect {
        self.aspect
    }
}

impl fmt::Display for FieldKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.of, self.aspect.name())
    }
}

/// A field that applies, with what a page needs to label it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field<'a> {
    /// Its name.
    pub key: FieldKey,
    /// What may stand in it.
    pub kind: FieldKind<'a>,
    /// The part that it belongs to; `None` for the participation, which has a page of its own.
    pub part: Option<&'a AppliedPart<'a>>,
    /// The question that it belongs to; `None` for the fields of parts and for the participation.
    pub question: Option<&'a AppliedQuestion<'a>>,
}

/// What may stand in a field. Empty always may.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FieldKind<'a> {
    /// The value of one of the levels.
    Judgement(&'a Scale),
    /// Keys of these sources, joined by commas in this order.
    Basis(&'a [Source]),
    /// Words.
    Text {
        /// How many characters at most.
        max_characters: usize,
    },
    /// [`DONE`].
    Done,
    /// Words, up to [`DEFAULT_MAX_CHARACTERS`].
    Participation,
}

/// Why a value cannot stand in a field. Data, not a text: the page says it in the reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldError {
    /// More characters than the field takes, counted as stored.
    TooLong {
        /// How many it takes.
        max: usize,
        /// How many there are.
        actual: usize,
    },
    /// Not among what can be chosen.
    NotAChoice,
    /// A NUL character, which the database cannot store.
    NulCharacter,
}

impl AppliedTemplate<'_> {
    /// What a field's name stands for at this school; `None` when the template gives no such field, or it does not apply.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<Field<'_>> {
        let key = FieldKey::parse(name)?;
        if key.aspect == Aspect::Participation {
            return Some(Field { key, kind: FieldKind::Participation, part: None, question: None });
        }
        if let Some((part, question)) = self.question(&key.of) {
            question_aspects(question.question).find(|aspect| *aspect == key.aspect)?;
            let kind = match key.aspect {
                Aspect::Judgement => FieldKind::Judgement(question.question.scale.as_ref()?),
                Aspect::Basis => FieldKind::Basis(&question.question.sources),
                _ => FieldKind::Text { max_characters: question.question.max_characters },
            };
            return Some(Field { key, kind, part: Some(part), question: Some(question) });
        }
        let part = self.part(&key.of)?;
        part_aspects(part.part).find(|aspect| *aspect == key.aspect)?;
        let kind = if key.aspect == Aspect::Done { FieldKind::Done } else { FieldKind::Text { max_characters: DEFAULT_MAX_CHARACTERS } };
        Some(Field { key, kind, part: Some(part), question: None })
    }
}

impl Field<'_> {
    /// How many characters the field takes; `None` where something is chosen.
    #[must_use]
    pub const fn max_characters(&self) -> Option<usize> {
        match self.kind {
            FieldKind::Text { max_characters } => Some(max_characters),
            FieldKind::Participation => Some(DEFAULT_MAX_CHARACTERS),
            FieldKind::Judgement(_) | FieldKind::Basis(_) | FieldKind::Done => None,
        }
    }

    /// The value as it is stored: texts as [`normalised_text`], choices trimmed, sources once each in the template's order.
    ///
    /// # Errors
    ///
    /// See [`FieldError`]. The empty value is never an error: a draft can always be emptied.
    pub fn validate(&self, value: &str) -> Result<String, FieldError> {
        if value.contains('\0') {
            return Err(FieldError::NulCharacter);
        }
        let chosen = value.trim();
        match self.kind {
            FieldKind::Judgement(scale) => one_of(chosen, |chosen| scale.levels.iter().any(|level| level.value.to_string() == chosen)),
            FieldKind::Done => one_of(chosen, |chosen| chosen == DONE),
            FieldKind::Basis(sources) => basis(chosen, sources),
            FieldKind::Text { max_characters } => text(value, max_characters),
            FieldKind::Participation => text(value, DEFAULT_MAX_CHARACTERS),
        }
    }
}

fn one_of(chosen: &str, there: impl Fn(&str) -> bool) -> Result<String, FieldError> {
    if chosen.is_empty() || there(chosen) { Ok(chosen.to_owned()) } else { Err(FieldError::NotAChoice) }
}

fn basis(chosen: &str, sources: &[Source]) -> Result<String, FieldError> {
    let chosen: Vec<&str> = chosen.split(',').map(str::trim).filter(|key| !key.is_empty()).collect();
    if chosen.iter().any(|key| sources.iter().all(|source| source.key != *key)) {
        return Err(FieldError::NotAChoice);
    }
    let keys = sources.iter().map(|source| source.key.as_str());
    Ok(keys.filter(|key| chosen.contains(key)).collect::<Vec<_>>().join(","))
}

fn text(value: &str, max: usize) -> Result<String, FieldError> {
    let text = normalised_text(value);
    let actual = text.chars().count();
    if actual > max { Err(FieldError::TooLong { max, actual }) } else { Ok(text) }
}

/// The one form in which words are stored and compared: line feeds alone between lines (a browser sends CRLF), Unicode NFC (a Mac may send `å`
/// as two characters), and no white space at the end of the whole.
#[must_use]
pub fn normalised_text(text: &str) -> String {
    let mut normal: String = text.replace("\r\n", "\n").replace('\r', "\n").nfc().collect();
    normal.truncate(normal.trim_end().len());
    normal
}

#[cfg(test)]
mod tests;
