//! The fields of minutes, and what may be stored in them.
//!
//! | field | holds |
//! |---|---|
//! | `p<id>.text` | what was said of a point |
//! | `p<id>.outcome` | what it ended with: [`Outcome`] |
//! | `k.<key>` | a conclusion of the kind |
//! | `e.<number>` | an answer to one of the kind's questions at the end, from 1 |
use crate::ids::MeetingPointId;
use crate::model_pack::{Dialogue, normalised_text};
use crate::text::{Lang, text, text_with};
use crate::writing::national_identity;

/// The part of the document that minutes are: they are written on one page.
pub const PART: &str = "referat";
/// The most characters of a text.
pub const LONGEST: usize = 8000;

/// What a point ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Something was decided; the text says what.
    Decision,
    /// Somebody promised something.
    Agreement,
    /// It was talked about and left.
    NotNow,
    /// There is nothing new.
    NothingNew,
}

impl Outcome {
    /// In the order of the buttons.
    pub const ALL: [Self; 4] = [Self::Decision, Self::Agreement, Self::NotNow, Self::NothingNew];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Agreement => "agreement",
            Self::NotNow => "not_now",
            Self::NothingNew => "nothing_new",
        }
    }

    /// The outcome stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Decision => "meeting-outcome-decision",
            Self::Agreement => "meeting-outcome-agreement",
            Self::NotNow => "meeting-outcome-not-now",
            Self::NothingNew => "meeting-outcome-nothing-new",
        }
    }
}

/// A field of minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// What was said of a point.
    Text(MeetingPointId),
    /// What it ended with.
    Outcome(MeetingPointId),
    /// A conclusion, by its key.
    Conclusion(String),
    /// An answer at the end, by its number from 1.
    Evaluation(usize),
}

impl Field {
    /// The field with this name, of a meeting of this kind with these points.
    pub fn parse(name: &str, kind: &Dialogue, points: &[MeetingPointId]) -> Option<Self> {
        if let Some(key) = name.strip_prefix("k.") {
            return kind.conclusions.iter().any(|conclusion| conclusion.key == key).then(|| Self::Conclusion(key.to_owned()));
        }
        if let Some(number) = name.strip_prefix("e.") {
            let number = number.parse().ok().filter(|number| (1..=kind.evaluation.len()).contains(number));
            return number.map(Self::Evaluation).filter(|field| field.name() == name);
        }
        let (id, what) = name.strip_prefix('p')?.split_once('.')?;
        let id = MeetingPointId(id.parse().ok()?);
        let field = match what {
            "text" => Self::Text(id),
            "outcome" => Self::Outcome(id),
            _ => return None,
        };
        (points.contains(&id) && field.name() == name).then_some(field)
    }

    /// Its name.
    pub fn name(&self) -> String {
        match self {
            Self::Text(id) => format!("p{id}.text"),
            Self::Outcome(id) => format!("p{id}.outcome"),
            Self::Conclusion(key) => format!("k.{key}"),
            Self::Evaluation(number) => format!("e.{number}"),
        }
    }

    /// The value as it may be stored, or the sentence that says why not.
    pub fn check(&self, value: &str, lang: Lang) -> Result<String, String> {
        if let Self::Outcome(_) = self {
            let known = value.is_empty() || Outcome::parse(value).is_some();
            return if known { Ok(value.to_owned()) } else { Err(text(lang, "error-not-a-choice").into_owned()) };
        }
        check_text(value, lang)
    }
}

/// A text as it may be stored, or the sentence that says why not.
pub fn check_text(value: &str, lang: Lang) -> Result<String, String> {
    let words = normalised_text(value);
    let length = words.chars().count();
    if length > LONGEST {
        return Err(text_with(lang, "error-too-long", &[("max", &LONGEST), ("over", &(length - LONGEST))]));
    }
    if national_identity::find(&words).is_some() {
        return Err(text(lang, "error-national-identity").into_owned());
    }
    Ok(words)
}

/// Every field of a meeting's minutes, in the order of the page.
pub fn all(kind: &Dialogue, points: &[MeetingPointId]) -> Vec<Field> {
    let of_points = points.iter().flat_map(|id| [Field::Text(*id), Field::Outcome(*id)]);
    let conclusions = kind.conclusions.iter().map(|conclusion| Field::Conclusion(conclusion.key.clone()));
    of_points.chain(conclusions).chain((1..=kind.evaluation.len()).map(Field::Evaluation)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model_pack::{parse, shipped};

    fn kind() -> Dialogue {
        parse(shipped("kvam").unwrap()).unwrap().dialogue("leiardialog_1").unwrap().clone()
    }

    #[test]
    fn every_field_is_found_by_its_name_and_no_other() {
        let (kind, points) = (kind(), [MeetingPointId(3), MeetingPointId(7)]);
        let fields = all(&kind, &points);
        assert!(fields.iter().all(|field| Field::parse(&field.name(), &kind, &points).as_ref() == Some(field)));
        for name in ["p4.text", "p03.text", "p3.tekst", "k.ukjend", "e.0", "e.01", "e.99", "", "p", "p3", "q3.text"] {
            assert_eq!(Field::parse(name, &kind, &points), None, "{name}");
        }
    }

    #[test]
    fn what_may_not_be_stored_is_refused_with_a_sentence() {
        let text = Field::Text(MeetingPointId(1));
        assert_eq!(text.check("Vi er samde.", Lang::Nn), Ok("Vi er samde.".to_owned()));
        assert!(text.check("01010750160", Lang::Nn).is_err());
        assert!(text.check(&"a".repeat(LONGEST + 1), Lang::Nb).is_err());
        let outcome = Field::Outcome(MeetingPointId(1));
        assert_eq!(outcome.check("not_now", Lang::Nn), Ok("not_now".to_owned()));
        assert_eq!(outcome.check("", Lang::Nn), Ok(String::new()));
        assert!(outcome.check("seinare", Lang::Nn).is_err());
    }
}
