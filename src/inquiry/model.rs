//! A chain, its steps, and what the form of a step may hold.
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::measurement::{Expected, next_measurement};
use crate::access::rules::InquiryFacts;
use crate::error::{AppError, Result};
use crate::ids::{InquiryId, MunicipalityId, SchoolId, StoryId};
use crate::indicator::catalogue::Indicator;
use crate::indicator::copied::{self, CopiedFigure};
use crate::indicator::{Amount, SchoolYear};
use crate::text::{Lang, dates, text, text_with};
use crate::writing::short_text;

/// The most characters of the words of a step.
pub const LONGEST_BODY: usize = 2000;
/// The most characters of one explanation, and of what was looked at beside.
pub const LONGEST_PARAGRAPH: usize = 800;
/// The most characters of who and when.
pub const LONGEST_LINE: usize = 200;
/// So many explanations a form has room for.
pub const EXPLANATIONS: usize = 4;

macro_rules! steps {
    ($($(#[$doc:meta])* $name:ident = $stored:literal, $slug:literal, $key:literal, $hint:literal);+ $(;)?) => {
        /// A step of the chain, in order; none is forced.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Step { $($(#[$doc])* $name),+ }

        impl Step {
            /// In order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As stored.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $stored),+ }
            }

            /// In addresses.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug),+ }
            }

            /// Key of its heading.
            pub fn text_key(self) -> &'static str {
                match self { $(Self::$name => $key),+ }
            }

            /// Key of the sentence that helps to fill it.
            pub fn hint_key(self) -> &'static str {
                match self { $(Self::$name => $hint),+ }
            }
        }
    };
}

steps! {
    /// What do we see?
    Seen = "seen", "ser", "inquiry-step-seen", "inquiry-hint-seen";
    /// Why do we think it is so?
    Why = "why", "trur", "inquiry-step-why", "inquiry-hint-why";
    /// What do we do?
    Action = "action", "gjer", "inquiry-step-action", "inquiry-hint-action";
    /// What do we expect?
    Expectation = "expectation", "ventar", "inquiry-step-expectation", "inquiry-hint-expectation";
    /// When is it measured next?
    Measurement = "measurement", "maling", "inquiry-step-measurement", "inquiry-hint-measurement";
    /// What do we see now?
    Outcome = "outcome", "no", "inquiry-step-outcome", "inquiry-hint-outcome";
}

impl Step {
    /// The step stored as `key`.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|step| step.key() == key)
    }

    /// The step an address names.
    pub fn from_slug(slug: &str) -> Result<Self> {
        Self::ALL.iter().copied().find(|step| step.slug() == slug).ok_or(AppError::NotFound)
    }
}

/// What is written in a step. Each step uses what belongs to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// The words: what we see, do, expect, see now; of a measurement, what is measured where the catalogue does not know.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// Why: possible explanations, each by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explanations: Vec<String>,
    /// Why: what was looked at beside.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub beside: String,
    /// Action: who. A group or a function, never a pupil.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub who: String,
    /// Action: when.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub begins: String,
    /// Action: when we look at it. Measurement: when the next figure is looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
    /// Expectation: the figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
}

impl Content {
    /// Nothing is written.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A step as it stands.
#[derive(Debug, Clone)]
pub struct Written {
    /// Which.
    pub step: Step,
    /// Counts its saves.
    pub rev: i32,
    /// What.
    pub content: Content,
    /// When.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
}

/// A chain as it is stored.
#[derive(Debug, Clone)]
pub struct Inquiry {
    /// Id.
    pub id: InquiryId,
    /// Where.
    pub municipality: MunicipalityId,
    /// At which school.
    pub school: SchoolId,
    /// For named roles alone.
    pub named: bool,
    /// The figure it starts at: of what, of which grade, and as it was.
    pub origin: Option<(&'static Indicator, Option<u8>, CopiedFigure)>,
    /// The story it starts at.
    pub story: Option<StoryId>,
    /// When the school looks at what it does.
    pub check_on: Option<Date>,
    /// When the next figure is looked for, where somebody has said a day.
    pub measured_on: Option<Date>,
    /// When it started, and by whom.
    pub started: (OffsetDateTime, String),
    /// Since when it is shown to those who follow the school up, and by whom.
    pub shown: Option<(OffsetDateTime, String)>,
    /// When it was closed, and by whom.
    pub closed: Option<(OffsetDateTime, String)>,
    /// The newest school year of a number of the same indicator and grade that stands, when it is newer than the chain's.
    pub newer: Option<SchoolYear>,
}

impl Inquiry {
    /// What the rules ask.
    pub fn facts(&self) -> InquiryFacts {
        InquiryFacts {
            id: self.id,
            municipality: self.municipality,
            school: self.school,
            named: self.named,
            shown: self.shown.is_some(),
            closed: self.closed.is_some(),
        }
    }

    /// Its page.
    pub fn href(&self) -> String {
        format!("/kjeder/{}", self.id)
    }

    /// The page of a step's form.
    pub fn step_href(&self, step: Step) -> String {
        format!("{}/steg/{}", self.href(), step.slug())
    }

    /// What it is called: the figure it starts at, else the story (as far as the reader reads it).
    pub fn title(&self, story: Option<&str>, lang: Lang) -> String {
        match (&self.origin, story) {
            (Some((indicator, grade, figure)), _) => {
                let name = copied::name(indicator, *grade, lang);
                text_with(lang, "inquiry-title", &[("name", &name), ("year", &figure.year.to_string())])
            }
            (None, Some(story)) => story.to_owned(),
            (None, None) => text(lang, "inquiry-from-a-story").into_owned(),
        }
    }

    /// The figure that is to come, as the catalogue knows.
    pub fn expected(&self) -> Option<Expected> {
        let (indicator, _, figure) = self.origin.as_ref()?;
        next_measurement(indicator, figure.year)
    }

    /// The day from which the next figure is looked for.
    pub fn measured_from(&self) -> Option<Date> {
        self.measured_on.or_else(|| self.expected().map(|expected| expected.from))
    }

    /// The day a list is sorted by: one that has come, else the nearest ahead on which something is to be looked at, what is done or the new figure.
    pub fn next_day(&self, today: Date) -> Option<Date> {
        let days = [self.check_on, self.measured_from()];
        let ahead = || days.iter().flatten().filter(|day| **day >= today).min().copied();
        self.due(today).and_then(Reason::day).or_else(ahead).or_else(|| days.into_iter().flatten().max())
    }

    /// Why it is time to look at it; `None` while it can wait.
    pub fn due(&self, today: Date) -> Option<Reason> {
        if self.closed.is_some() {
            None
        } else if self.newer.is_some() {
            Some(Reason::NewFigure)
        } else {
            let come = |day: &Date| *day <= today;
            let measured = self.measured_on.filter(come).map(Reason::Measured);
            measured.or_else(|| self.check_on.filter(come).map(Reason::Check))
        }
    }
}

/// Why it is time to look at a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// There is a newer figure.
    NewFigure,
    /// This day, on which somebody wanted to look for it, has come.
    Measured(Date),
    /// This day, on which the school looks at what it does, has come.
    Check(Date),
}

impl Reason {
    /// Key of the sentence, with a place for what the chain is called.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::NewFigure => "inquiry-due-figure",
            Self::Measured(_) => "inquiry-due-measured",
            Self::Check(_) => "inquiry-due-check",
        }
    }

    /// The day that it is about; a figure has none.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::NewFigure => None,
            Self::Measured(day) | Self::Check(day) => Some(day),
        }
    }
}

/// The form of a step as it was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Typed {
    /// The words.
    pub body: String,
    /// Explanations.
    #[serde(rename = "explanations[]")]
    pub explanations: Vec<String>,
    /// What was looked at beside.
    pub beside: String,
    /// Indicators that were looked at.
    pub indicators: Vec<String>,
    /// Stories that were read.
    pub stories: Vec<String>,
    /// Who.
    pub who: String,
    /// When.
    pub begins: String,
    /// A day.
    pub day: String,
    /// A figure.
    pub amount: String,
    /// The revision it builds on.
    pub rev: String,
    /// What is to happen besides: `avslutt`, `vidare`, or nothing.
    pub etterpa: String,
    /// Made with the form, for the chain that goes on.
    pub save_id: String,
}

/// Errors of a form: the field's id and a sentence.
pub type Errors = Vec<(&'static str, String)>;

impl Typed {
    /// The form of what is stored.
    pub fn of(content: &Content, rev: i32) -> Self {
        Self {
            body: content.body.clone(),
            explanations: content.explanations.clone(),
            beside: content.beside.clone(),
            who: content.who.clone(),
            begins: content.begins.clone(),
            day: content.day.map_or_else(String::new, dates::for_form),
            amount: content.amount.map_or_else(String::new, Amount::for_form),
            rev: rev.to_string(),
            ..Self::default()
        }
    }

    /// What may be stored of the step, or what is wrong with it. A step that is emptied on purpose is stored empty.
    pub fn check(&self, step: Step, indicator: Option<&Indicator>, lang: Lang) -> Result<Content, Errors> {
        let mut errors = Errors::new();
        let mut words = |id: &'static str, typed: &str, longest: usize| match typed.trim() {
            "" => String::new(),
            _ => short_text(typed, longest, text(lang, "inquiry-empty"), lang).unwrap_or_else(|error| {
                errors.push((id, error));
                String::new()
            }),
        };
        let mut content = Content { body: words("body", &self.body, LONGEST_BODY), ..Content::default() };
        match step {
            Step::Why => {
                let typed = self.explanations.iter().take(EXPLANATIONS).filter(|typed| !typed.trim().is_empty());
                content.explanations = typed.map(|typed| words("explanations", typed, LONGEST_PARAGRAPH)).collect();
                content.beside = words("beside", &self.beside, LONGEST_PARAGRAPH);
                content.body = String::new();
            }
            Step::Action => {
                content.who = words("who", &self.who, LONGEST_LINE);
                content.begins = words("begins", &self.begins, LONGEST_LINE);
            }
            Step::Seen | Step::Expectation | Step::Measurement | Step::Outcome => {}
        }
        if matches!(step, Step::Action | Step::Measurement) && !self.day.trim().is_empty() {
            content.day = dates::from_form(&self.day).filter(|day| (2000..2100).contains(&day.year()));
            if content.day.is_none() {
                errors.push(("day", text(lang, "inquiry-no-day").into_owned()));
            }
        }
        if let (Step::Expectation, Some(indicator)) = (step, indicator)
            && !self.amount.trim().is_empty()
        {
            content.amount = Amount::parse_typed(&self.amount).filter(|amount| indicator.in_range(*amount));
            if content.amount.is_none() {
                let (low, high) = (indicator.format(indicator.range.0), indicator.format(indicator.range.1));
                errors.push(("amount", text_with(lang, "inquiry-no-amount", &[("low", &low), ("high", &high)])));
            }
        }
        if errors.is_empty() { Ok(content) } else { Err(errors) }
    }
}

/// The revision a form builds on.
pub fn revision(text: &str) -> Result<i32> {
    text.parse().ok().filter(|rev| *rev >= 0).ok_or(AppError::BadRequest("error-unknown-revision"))
}

#[cfg(test)]
mod tests;
