//! Types of the voice slice, and the rules of its states; no SQL, no HTTP.
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::access::rules::VoiceRights;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, SchoolId, SelfAssessmentId, VoiceRoundId};
use crate::model_pack::{VoiceChoice, VoiceTheme, VoicesTemplate, Words, normalised_text};
use crate::text::{Lang, text, text_with};
use crate::writing::{DocumentRef, national_identity};

/// The part of the document that grown-ups write of a round.
pub const PART: &str = "svar";
/// The most characters of one of its texts.
pub const LONGEST: usize = 3000;
/// Of a code: no letter that is read as a digit, and no digit that is read as a letter.
const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTUVWXY";
/// Letters of a code.
const CODE: usize = 8;

/// What opens a round to somebody without an account. It is no secret of a person's: whoever has it may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// A new one: thirty to the eighth are some six hundred thousand million.
    pub fn random() -> anyhow::Result<Self> {
        let mut code = String::with_capacity(CODE);
        while code.len() < CODE {
            let mut byte = [0u8; 1];
            getrandom::fill(&mut byte).map_err(|error| anyhow::anyhow!("the system gives no random bytes: {error}"))?;
            // 240 is eight times thirty: what is above would make the first letters likelier.
            if let Some(letter) = (byte[0] < 240).then(|| ALPHABET.get(usize::from(byte[0]) % ALPHABET.len())).flatten() {
                code.push(char::from(*letter));
            }
        }
        Ok(Self(code))
    }

    /// What somebody typed or followed: in any case, with spaces or hyphens.
    pub fn parse(typed: &str) -> Option<Self> {
        let code: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
        let known = code.len() == CODE && code.bytes().all(|letter| ALPHABET.contains(&letter));
        known.then_some(Self(code))
    }

    /// As stored and in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is read aloud and typed.
    pub fn spaced(&self) -> String {
        let (first, last) = self.0.split_at(CODE / 2);
        format!("{first} {last}")
    }
}

/// What those who answer read of a round, as it was when it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundWords {
    /// «Elevane om skulen».
    pub name: Words,
    /// «elevar».
    pub who: Words,
    /// What it is for.
    pub intro: Words,
}

impl RoundWords {
    /// Those of a kind.
    pub fn of(kind: &VoicesTemplate) -> Self {
        Self { name: kind.name.clone(), who: kind.who.clone(), intro: kind.intro.clone() }
    }
}

/// What is asked in a theme, as it was when the round was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeWords {
    /// The question.
    pub question: Words,
    /// A word that helps.
    pub help: Option<Words>,
    /// What can be chosen.
    pub choices: Vec<VoiceChoice>,
}

impl ThemeWords {
    /// Those of a theme of a kind.
    pub fn of(kind: &VoicesTemplate, theme: &VoiceTheme) -> Self {
        Self { question: theme.question.clone(), help: theme.help.clone(), choices: kind.choices_of(theme).to_vec() }
    }
}

/// How far a theme has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeState {
    /// Not opened yet.
    Waiting,
    /// It is answered.
    Open,
    /// It is not answered any more.
    Closed,
}

impl ThemeState {
    /// The state stored as `key`.
    pub fn parse(key: &str) -> Result<Self> {
        match key {
            "waiting" => Ok(Self::Waiting),
            "open" => Ok(Self::Open),
            "closed" => Ok(Self::Closed),
            _ => Err(AppError::Internal(anyhow::anyhow!("unknown state of a theme: {key}"))),
        }
    }

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Waiting => "voices-theme-waiting",
            Self::Open => "voices-theme-open",
            Self::Closed => "voices-theme-closed",
        }
    }

    /// Kind and icon of its tag.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::Waiting => ("none", "ring"),
            Self::Open => ("part", "prog"),
            Self::Closed => ("shut", "lock"),
        }
    }
}

/// A theme of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Key.
    pub key: String,
    /// What is asked.
    pub words: ThemeWords,
    /// How far it has come.
    pub state: ThemeState,
    /// How many have answered an open one; how many had answered a closed one, where they were enough.
    pub answers: Option<i64>,
    /// How many chose each choice, in their order; empty unless it is closed and had enough answers.
    pub spread: Vec<(VoiceChoice, i32)>,
    /// The field that its note went into.
    pub placed_in: Option<String>,
}

impl Theme {
    /// It is closed, and had too few answers: nothing is left of them.
    pub fn had_too_few(&self) -> bool {
        self.state == ThemeState::Closed && self.answers.is_none()
    }

    /// «Ja 12, litt 8, nei 3».
    pub fn spread_in_words(&self, lang: Lang) -> String {
        self.spread.iter().map(|(choice, n)| format!("{} {n}", choice.text.get(lang))).collect::<Vec<_>>().join("; ")
    }

    /// The field of one of its texts.
    pub fn field(&self, what: Said) -> String {
        format!("{}.{}", self.key, what.key())
    }
}

/// What grown-ups write of a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// What was said when it was talked about; the common answer, where there were too few.
    Note,
    /// What comes of it.
    Does,
    /// What does not, and why.
    DoesNot,
}

impl Said {
    /// In the order of the page.
    pub const ALL: [Self; 3] = [Self::Note, Self::Does, Self::DoesNot];

    fn key(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Does => "does",
            Self::DoesNot => "does_not",
        }
    }

    /// Keys of its label and of its hint.
    pub fn text_keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Note => ("voices-note", "voices-note-hint"),
            Self::Does => ("voices-does", "voices-does-hint"),
            Self::DoesNot => ("voices-does-not", "voices-does-not-hint"),
        }
    }
}

/// What a round is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedFor {
    /// The school itself.
    School,
    /// Its self-assessment.
    SelfAssessment(SelfAssessmentId),
    /// A meeting with those who follow it up.
    Meeting(MeetingId),
}

/// A round.
#[derive(Debug, Clone)]
pub struct Round {
    /// Id.
    pub id: VoiceRoundId,
    /// The school, and its name.
    pub school: (SchoolId, String),
    /// What it is asked for.
    pub asked_for: AskedFor,
    /// What those who answer read.
    pub words: RoundWords,
    /// What opens it.
    pub code: Code,
    /// How many must have answered before a spread is shown.
    pub smallest: i16,
    /// Who made it.
    pub made_by: String,
    /// The code holds until then.
    pub expires_at: OffsetDateTime,
    /// What grown-ups write of it.
    pub document: DocumentRef,
    /// What those who were asked read of it, since when.
    pub published_at: Option<OffsetDateTime>,
    /// What the actor may do.
    pub rights: VoiceRights,
}

impl Round {
    /// Its page.
    pub fn href(&self) -> String {
        format!("/roystar/{}", self.id)
    }

    /// The address that those who answer open.
    pub fn link(&self, public_url: &str) -> String {
        format!("{public_url}/r/{}", self.code.as_str())
    }
}

/// A theme as those who were asked read it afterwards. Frozen: the round may be written on in the meantime.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedTheme {
    /// What was asked.
    pub question: Words,
    /// How many answered, where they were enough.
    pub answers: Option<i64>,
    /// How many chose each choice.
    pub spread: Vec<(Words, i32)>,
    /// What was said.
    pub said: String,
    /// What comes of it.
    pub does: String,
    /// What does not, and why.
    pub does_not: String,
}

/// What somebody who has the code is told.
#[derive(Debug, Clone, Deserialize)]
pub struct ByCode {
    /// Name of the municipality.
    pub municipality: String,
    /// Its written form.
    pub language: Lang,
    /// Name of the school.
    pub school: String,
    /// What it is about.
    pub words: RoundWords,
    /// Nobody answers any more.
    pub over: bool,
    /// There are themes that wait to be opened.
    pub waits: bool,
    /// Themes that are open, in order.
    pub open: Vec<OpenTheme>,
    /// What came of it.
    pub published: Option<Vec<PublishedTheme>>,
}

/// A theme that is open.
#[derive(Debug, Clone, Deserialize)]
pub struct OpenTheme {
    /// Key.
    pub theme: String,
    /// Place, from 1.
    pub position: i16,
    /// What is asked.
    pub words: ThemeWords,
}

/// One of the texts as it may be stored, or the sentence that says why not.
pub fn check_text(value: &str, lang: Lang) -> std::result::Result<String, String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it_and_nothing_else_is_one() {
        let code = Code::random().unwrap();
        assert_eq!(Code::parse(code.as_str()), Some(code.clone()));
        assert_eq!(Code::parse(&code.spaced().to_lowercase()), Some(code.clone()));
        assert_eq!(Code::parse("abcd-efgh").unwrap().spaced(), "ABCD EFGH");
        for wrong in ["", "ABCD", "ABCDEFGHJ", "ABCDEFG0", "ABCDEFGO", "ABCDEFG1", "ABCDEFGÅ", "ABCD/FGH"] {
            assert_eq!(Code::parse(wrong), None, "{wrong}");
        }
        assert_ne!(Code::random().unwrap(), code);
    }

    #[test]
    fn every_letter_comes_about_as_often() {
        let mut seen = [0_u32; 256];
        for _ in 0..3000 {
            for letter in Code::random().unwrap().as_str().bytes() {
                seen[usize::from(letter)] += 1;
            }
        }
        // 24 000 letters, 800 of each; six standard deviations are about 170.
        assert!(ALPHABET.iter().all(|letter| (630..970).contains(&seen[usize::from(*letter)])), "{seen:?}");
    }
}
