//! What a story is, and what its form may hold.
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::access::rules::StoryFacts;
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, SchoolId, StoryId};
use crate::text::{Lang, name_and_title, text, text_with};
use crate::writing::short_text;

/// The most characters of a title.
pub const LONGEST_TITLE: usize = 120;
/// The most characters of the story: two pages.
pub const LONGEST_BODY: usize = 4000;
/// The most characters of where and when.
pub const LONGEST_CONTEXT: usize = 500;
/// The most characters of on whose behalf, and of a reason.
pub const LONGEST_LINE: usize = 200;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $stored:literal, $key:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            /// In the order they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As stored and sent.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $stored),+ }
            }

            /// What is stored or sent as `key`.
            pub fn parse(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.key() == key)
            }

            /// Key of its name.
            pub fn text_key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }
        }
    };
}

words! {
    /// What kind of story it is.
    Kind {
        /// Something seen, as it was.
        Observation = "observation", "story-kind-observation",
        /// How something was done, told by somebody who took part.
        Practice = "practice", "story-kind-practice",
        /// How things stand.
        State = "state", "story-kind-state",
    }
}

words! {
    /// What is answered for those it tells of.
    Consent {
        /// Nobody can be recognised.
        Unrecognisable = "unrecognisable", "story-consent-unrecognisable",
        /// Those it tells of have said yes.
        Agreed = "agreed", "story-consent-agreed",
    }
}

words! {
    /// How far a story has come.
    State {
        /// The author's and the school's.
        Draft = "draft", "story-state-draft",
        /// Everybody who belongs to the school reads it.
        Shared = "shared", "story-state-shared",
        /// Frozen; those who follow the school up read it.
        Delivered = "delivered", "story-state-delivered",
        /// Its words are gone.
        Withdrawn = "withdrawn", "story-state-withdrawn",
    }
}

impl Kind {
    /// Key of what it is, in a line.
    pub fn hint_key(self) -> &'static str {
        match self {
            Self::Observation => "story-hint-observation",
            Self::Practice => "story-hint-practice",
            Self::State => "story-hint-state",
        }
    }
}

impl State {
    /// Icon of its label.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Draft => "pencil",
            Self::Shared => "people",
            Self::Delivered => "check",
            Self::Withdrawn => "info",
        }
    }
}

/// A story as it is stored.
#[derive(Debug, Clone)]
pub struct Story {
    /// Id.
    pub id: StoryId,
    /// Where.
    pub municipality: MunicipalityId,
    /// At which school.
    pub school: SchoolId,
    /// Who wrote it.
    pub author: PersonId,
    /// Name and title, as they were then.
    pub author_name: String,
    /// Their title then; may be empty.
    pub author_title: String,
    /// The author does not read the school's drafts.
    pub from_reader: bool,
    /// Its state.
    pub state: State,
    /// Its words.
    pub words: Words,
    /// Counts the saves.
    pub rev: i32,
    /// When it was begun.
    pub written_at: OffsetDateTime,
    /// When it was saved last.
    pub changed_at: OffsetDateTime,
    /// When it was shared at the school, and by whom.
    pub shared: Option<(OffsetDateTime, String)>,
    /// When it was delivered, and by whom.
    pub delivered: Option<(OffsetDateTime, String)>,
    /// When it was withdrawn, by whom and why.
    pub withdrawn: Option<(OffsetDateTime, String, String)>,
}

/// What its author wrote and chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Kind.
    pub kind: Kind,
    /// Title.
    pub title: String,
    /// The story.
    pub body: String,
    /// Where and when, in what setting.
    pub context: String,
    /// A group it is told for; may be empty.
    pub on_behalf_of: String,
    /// The answer for those it tells of; none yet.
    pub consent: Option<Consent>,
    /// Keys of the catalogue.
    pub indicators: Vec<String>,
    /// Keys of the pack's themes.
    pub themes: Vec<String>,
    /// Grades it is about.
    pub grades: Vec<i16>,
}

impl Story {
    /// What the rules ask.
    pub fn facts(&self) -> StoryFacts {
        StoryFacts {
            id: self.id,
            municipality: self.municipality,
            school: self.school,
            author: self.author,
            from_reader: self.from_reader,
            state: self.state,
            was_delivered: self.delivered.is_some(),
        }
    }

    /// Its page.
    pub fn href(&self) -> String {
        format!("/forteljingar/{}", self.id)
    }

    /// «Kari Nordås, rektor, på vegner av trinnteamet».
    pub fn byline(&self, lang: Lang) -> String {
        let who = name_and_title(&self.author_name, &self.author_title);
        let behalf = &self.words.on_behalf_of;
        if behalf.is_empty() { who } else { text_with(lang, "story-byline-behalf", &[("who", &who), ("group", behalf)]) }
    }
}

impl Words {
    /// SHA-256 over all of it: which story it was that was delivered.
    pub fn sha256(&self) -> Vec<u8> {
        let consent = self.consent.map_or("", Consent::key);
        let canonical = serde_json::json!([
            self.kind.key(),
            self.title,
            self.body,
            self.context,
            self.on_behalf_of,
            consent,
            self.indicators,
            self.themes,
            self.grades
        ]);
        Sha256::digest(canonical.to_string()).to_vec()
    }
}

/// A story's form as it was sent. The boxes and buttons that nobody chose are not in it.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// Kind.
    #[serde(default)]
    pub kind: String,
    /// Title.
    pub title: String,
    /// The story.
    pub body: String,
    /// Where and when.
    pub context: String,
    /// A group.
    #[serde(default)]
    pub on_behalf_of: String,
    /// Consent.
    #[serde(default)]
    pub consent: String,
    /// Indicators.
    #[serde(default)]
    pub indicators: Vec<String>,
    /// Themes.
    #[serde(default)]
    pub themes: Vec<String>,
    /// Grades.
    #[serde(default)]
    pub grades: Vec<String>,
    /// The revision it builds on.
    #[serde(default)]
    pub rev: String,
    /// Made with the form.
    #[serde(default)]
    pub save_id: String,
}

/// What can be chosen at a school.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Keys of the indicators.
    pub indicators: Vec<String>,
    /// Keys of the themes.
    pub themes: Vec<String>,
    /// The school's grades.
    pub grades: Vec<i16>,
}

/// Errors of a form: the field's id and a sentence.
pub type Errors = Vec<(&'static str, String)>;

impl Typed {
    /// The form of what is stored.
    pub fn of(story: &Story) -> Self {
        let words = &story.words;
        Self {
            kind: words.kind.key().to_owned(),
            title: words.title.clone(),
            body: words.body.clone(),
            context: words.context.clone(),
            on_behalf_of: words.on_behalf_of.clone(),
            consent: words.consent.map_or("", Consent::key).to_owned(),
            indicators: words.indicators.clone(),
            themes: words.themes.clone(),
            grades: words.grades.iter().map(ToString::to_string).collect(),
            rev: story.rev.to_string(),
            save_id: String::new(),
        }
    }

    /// The words as they may be stored, or what is wrong with them. What was chosen before and can no longer be chosen (`kept`) stays.
    pub fn check(&self, choices: &Choices, kept: Option<&Words>, lang: Lang) -> Result<Words, Errors> {
        let mut errors = Errors::new();
        let mut take = |id: &'static str, checked: Result<String, String>| {
            checked.unwrap_or_else(|error| {
                errors.push((id, error));
                String::new()
            })
        };
        let title = take("title", short_text(&self.title, LONGEST_TITLE, text(lang, "story-title-missing"), lang));
        let body = take("body", short_text(&self.body, LONGEST_BODY, text(lang, "story-body-missing"), lang));
        let context = take("context", short_text(&self.context, LONGEST_CONTEXT, text(lang, "story-context-missing"), lang));
        let on_behalf_of = if self.on_behalf_of.trim().is_empty() {
            String::new()
        } else {
            take("on_behalf_of", short_text(&self.on_behalf_of, LONGEST_LINE, text(lang, "story-title-missing"), lang))
        };
        let kind = Kind::parse(&self.kind);
        if kind.is_none() {
            errors.push(("kind", text(lang, "story-kind-missing").into_owned()));
        }
        let consent = Consent::parse(&self.consent);
        if consent.is_none() && !self.consent.is_empty() {
            errors.push(("consent", text(lang, "error-not-a-choice").into_owned()));
        }
        let known = |sent: &[String], offered: &[String], before: &[String]| -> Vec<String> {
            let all = offered.iter().chain(before.iter().filter(|key| !offered.contains(key)));
            all.filter(|key| sent.contains(key)).cloned().collect()
        };
        let indicators = known(&self.indicators, &choices.indicators, kept.map_or(&[], |words| &words.indicators));
        let themes = known(&self.themes, &choices.themes, kept.map_or(&[], |words| &words.themes));
        if indicators.is_empty() && themes.is_empty() {
            errors.push(("about", text(lang, "story-about-missing").into_owned()));
        }
        let grades: Vec<i16> = choices.grades.iter().copied().filter(|grade| self.grades.contains(&grade.to_string())).collect();
        match kind {
            Some(kind) if errors.is_empty() => Ok(Words {
                kind,
                title: title.replace('\n', " "),
                body,
                context,
                on_behalf_of: on_behalf_of.replace('\n', " "),
                consent,
                indicators,
                themes,
                grades,
            }),
            _ => Err(errors),
        }
    }
}

/// The revision a form builds on.
pub fn revision(text: &str) -> Result<i32> {
    text.parse().ok().filter(|rev| *rev > 0).ok_or(AppError::BadRequest("error-unknown-revision"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Choices {
        Choices { indicators: vec!["eu_trivsel".to_owned()], themes: vec!["resultat".to_owned()], grades: vec![1, 2, 3] }
    }

    fn typed() -> Typed {
        Typed {
            kind: "practice".to_owned(),
            title: " Lesestund i  skogen ".to_owned(),
            body: "Dei las for kvarandre.\r\nTo og to.".to_owned(),
            context: "Ein fredag i oktober, uteskule".to_owned(),
            indicators: vec!["eu_trivsel".to_owned(), "ti_faktor_1".to_owned()],
            grades: vec!["2".to_owned(), "9".to_owned()],
            ..Typed::default()
        }
    }

    #[test]
    fn what_is_written_is_kept_and_what_cannot_be_chosen_is_not() {
        let words = typed().check(&choices(), None, Lang::Nn).unwrap();
        assert_eq!((words.kind, words.body.as_str()), (Kind::Practice, "Dei las for kvarandre.\nTo og to."));
        assert_eq!((words.indicators, words.grades, words.consent), (vec!["eu_trivsel".to_owned()], vec![2], None));
    }

    #[test]
    fn a_story_is_about_something_that_the_municipality_looks_at() {
        let errors = Typed { indicators: Vec::new(), ..typed() }.check(&choices(), None, Lang::Nb).unwrap_err();
        assert_eq!(errors.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ["about"]);
        let theme = Typed { indicators: Vec::new(), themes: vec!["resultat".to_owned()], ..typed() };
        assert!(theme.check(&choices(), None, Lang::Nb).is_ok());
    }

    #[test]
    fn what_was_chosen_before_stays_when_it_is_no_longer_offered() {
        let before = typed().check(&choices(), None, Lang::Nb).unwrap();
        let kept = typed().check(&Choices::default(), Some(&before), Lang::Nb).unwrap();
        assert_eq!(kept.indicators, before.indicators);
    }

    #[test]
    fn every_field_says_what_is_wrong_with_it() {
        let wrong = Typed {
            title: String::new(),
            body: "Ring 130972 48022".to_owned(),
            context: "x".repeat(501),
            kind: "dikt".to_owned(),
            ..typed()
        };
        let errors = wrong.check(&choices(), None, Lang::Nn).unwrap_err();
        assert_eq!(errors.iter().map(|(id, _)| *id).collect::<Vec<_>>(), ["title", "body", "context", "kind"]);
    }

    #[test]
    fn the_checksum_is_over_all_that_is_said() {
        let words = typed().check(&choices(), None, Lang::Nn).unwrap();
        let other = Words { consent: Some(Consent::Agreed), ..words.clone() };
        assert_ne!(words.sha256(), other.sha256());
        assert_eq!(words.sha256(), words.clone().sha256());
    }
}
