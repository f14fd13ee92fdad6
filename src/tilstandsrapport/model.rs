//! A report and its states, without SQL or HTTP.
use std::sync::Arc;

use time::{Date, OffsetDateTime};

use crate::access::rules::ReportRights;
use crate::calendar;
use crate::error::{AppError, Result};
use crate::ids::{PersonId, ReportId, ReportQuoteId, SchoolId};
use crate::indicator::SchoolYear;
use crate::model_pack::{MilestoneKind, Pack, ReportChapter, ReportTemplate, normalised_text};
use crate::text::{Lang, text, text_with};
use crate::writing::{DocumentRef, national_identity};

/// The most characters of a field.
pub const LONGEST: usize = 12_000;
/// Working days in which a school answers.
pub const DAYS_TO_ANSWER: u8 = 5;

/// A report as the actor may see it.
#[derive(Debug, Clone)]
pub struct Report {
    /// Id.
    pub id: ReportId,
    /// The school year it is about.
    pub year: SchoolYear,
    /// The pack it was begun with.
    pub pack: Arc<Pack>,
    /// Its text.
    pub document: DocumentRef,
    /// When the council has it.
    pub council_on: Date,
    /// The council's meeting has been; the day.
    pub decided_on: Option<Date>,
    /// The case's number at the council.
    pub case_number: String,
    /// What the council asked.
    pub questions: String,
    /// The written form that the report itself has: the municipality's.
    pub lang: Lang,
    /// What the actor may do.
    pub rights: ReportRights,
}

impl Report {
    /// Its form in the pack.
    pub fn template(&self) -> Result<&ReportTemplate> {
        self.pack.report().ok_or(AppError::NotFound)
    }

    /// A chapter of it, with its number from 1.
    pub fn chapter(&self, key: &str) -> Result<(usize, &ReportChapter)> {
        let found = self.template()?.chapters.iter().enumerate().find(|(_, chapter)| chapter.key == key);
        found.map(|(place, chapter)| (place + 1, chapter)).ok_or(AppError::NotFound)
    }

    /// «Tilstandsrapport 2027»: named by the year the council has it.
    pub fn title(&self, lang: Lang) -> Result<String> {
        Ok(format!("{} {}", self.template()?.name.get(lang), self.council_on.year()))
    }

    /// That the council has not had it: what was decided closes it.
    pub fn check_open(&self) -> Result<()> {
        if self.decided_on.is_some() { Err(AppError::Conflict("error-report-closed")) } else { Ok(()) }
    }

    /// Where it is worked on.
    pub fn href(&self) -> String {
        href(self.id)
    }

    /// Where a chapter is written.
    pub fn chapter_href(&self, chapter: &str) -> String {
        format!("{}/kapittel/{chapter}", self.href())
    }
}

/// Where a report is worked on.
pub fn href(id: ReportId) -> String {
    format!("/tilstandsrapport/{id}")
}

/// The day proposed for the council's meeting on the report about a school year: a Wednesday in the middle of the month that the pack names, in the calendar
/// year in which the school year ends.
pub fn proposed_council_day(template: &ReportTemplate, year: SchoolYear) -> Option<Date> {
    let middle = Date::from_calendar_date(year.0.checked_add(1)?, time::Month::try_from(template.month).ok()?, 15).ok()?;
    (0..7).filter_map(|days| middle.checked_add(time::Duration::days(days))).find(|day| day.weekday() == time::Weekday::Wednesday)
}

/// The days of the milestones when the council meets on a day.
pub fn planned(template: &ReportTemplate, council_on: Date) -> Vec<(String, Date)> {
    template
        .milestones
        .iter()
        .map(|milestone| (milestone.key.clone(), calendar::workdays_before(council_on, milestone.workdays_before)))
        .collect()
}

/// A field's text as it may be stored, or the sentence that says why not.
pub fn check_text(value: &str, lang: Lang) -> std::result::Result<String, String> {
    text_within(value, LONGEST, lang)
}

/// The same of a text of at most so many characters; it may be empty.
pub fn text_within(value: &str, longest: usize, lang: Lang) -> std::result::Result<String, String> {
    let words = normalised_text(value);
    let length = words.chars().count();
    if length > longest {
        return Err(text_with(lang, "error-too-long", &[("max", &longest), ("over", &(length - longest))]));
    }
    if national_identity::find(&words).is_some() {
        return Err(text(lang, "error-national-identity").into_owned());
    }
    Ok(words)
}

/// How far a chapter has come.
#[derive(Debug, Clone, Default)]
pub struct ChapterRow {
    /// Its key.
    pub chapter: String,
    /// When it is to be ready.
    pub deadline: Option<Date>,
    /// Called ready, when and by whom.
    pub ready: Option<(OffsetDateTime, String)>,
    /// The figures it was written about then, as JSON.
    pub figures: Option<serde_json::Value>,
    /// Who holds it.
    pub holder: Option<(PersonId, String)>,
    /// Some text is written in it.
    pub begun: bool,
    /// Fields with last year's text that nobody has gone through.
    pub carried: Vec<String>,
    /// Comments that nobody has settled.
    pub comments: i64,
}

/// Where a chapter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChapterState {
    /// Nothing is written.
    NotBegun,
    /// Something is.
    Draft,
    /// Somebody said that it can be read.
    Ready,
}

impl ChapterRow {
    /// Where it stands.
    pub fn state(&self) -> ChapterState {
        match (&self.ready, self.begun) {
            (Some(_), _) => ChapterState::Ready,
            (None, true) => ChapterState::Draft,
            (None, false) => ChapterState::NotBegun,
        }
    }
}

impl ChapterState {
    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::NotBegun => "report-chapter-not-begun",
            Self::Draft => "report-chapter-draft",
            Self::Ready => "report-chapter-ready",
        }
    }

    /// The tag's look and its icon.
    pub fn tag(self) -> (&'static str, &'static str) {
        match self {
            Self::NotBegun => ("none", "ring"),
            Self::Draft => ("part", "prog"),
            Self::Ready => ("ok", "check"),
        }
    }
}

/// A milestone with its day.
#[derive(Debug, Clone)]
pub struct MilestoneRow {
    /// Its key in the pack.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// What happens.
    pub kind: MilestoneKind,
    /// When.
    pub day: Date,
}

/// Where words of a school stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// In a delivered self-assessment.
    SelfAssessment,
    /// In approved minutes.
    Minutes,
    /// In a delivered story.
    Story,
}

impl Source {
    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::SelfAssessment => "self_assessment",
            Self::Minutes => "minutes",
            Self::Story => "story",
        }
    }
}

/// Words of a school that a report asks to quote.
#[derive(Debug, Clone)]
pub struct Quote {
    /// Id.
    pub id: ReportQuoteId,
    /// The report.
    pub report: ReportId,
    /// The chapter it is for.
    pub chapter: String,
    /// The figure of the chapter beside which it stands; at the chapter's end without one.
    pub indicator: Option<String>,
    /// Whose.
    pub school: SchoolId,
    /// Its name.
    pub school_name: String,
    /// Where they stand, for people.
    pub source_words: String,
    /// And for a click.
    pub source_href: String,
    /// The words; empty when they were taken out.
    pub body: String,
    /// The source says them still.
    pub still_said: bool,
    /// By when the school answers.
    pub answer_by: Date,
    /// The school's answer: whether it agrees, when, who.
    pub answer: Option<(bool, OffsetDateTime, String)>,
}

/// Where a quote stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteState {
    /// The school has said yes.
    Agreed,
    /// It has said no.
    Refused,
    /// It has time to answer.
    Waiting,
    /// It has not answered in time: it is not quoted.
    Late,
    /// The words were taken away where they stood.
    Gone,
}

impl Quote {
    /// The figure of a chapter beside which it stands; none when the chapter does not show that figure.
    pub fn beside<'a>(&self, chapter: &'a ReportChapter) -> Option<&'a str> {
        let mut shown = chapter.figures.iter().map(|member| member.indicator.as_str());
        shown.find(|key| self.indicator.as_deref() == Some(*key))
    }

    /// Where it stands on a day.
    pub fn state(&self, today: Date) -> QuoteState {
        match &self.answer {
            _ if !self.still_said => QuoteState::Gone,
            Some((true, ..)) => QuoteState::Agreed,
            Some((false, ..)) => QuoteState::Refused,
            None if today <= self.answer_by => QuoteState::Waiting,
            None => QuoteState::Late,
        }
    }
}

/// Whether `#rrggbb` is a colour in which text can be read on white: a contrast of at least 4.5 (WCAG 2.1, 1.4.3).
pub fn readable_on_white(colour: &str) -> bool {
    let Some(hex) = colour.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii()) else { return false };
    let part = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok().map(|value| f64::from(value) / 255.0);
    let (Some(red), Some(green), Some(blue)) = (part(0), part(2), part(4)) else { return false };
    let linear = |value: f64| if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
    let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    1.05 / (luminance + 0.05) >= 4.5
}

/// Whether a passage stands in a text, however its white space is.
pub fn stands_in(text: &str, passage: &str) -> bool {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    squeezed(text).contains(&squeezed(passage))
}

/// Paragraphs of a text, in order.
pub fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::model_pack::{parse, shipped};

    fn template() -> Pack {
        parse(shipped("kvam").unwrap()).unwrap()
    }

    #[test]
    fn the_days_are_planned_backwards_from_the_council() {
        let pack = template();
        let template = pack.report().unwrap();
        let council = proposed_council_day(template, SchoolYear(2026)).unwrap();
        assert_eq!(council, date!(2027 - 06 - 16));
        let days = planned(template, council);
        assert!(days.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{days:?}");
        assert!(days.iter().all(|(_, day)| *day < council && calendar::is_workday(*day)));
    }

    #[test]
    fn a_report_in_autumn_is_about_the_school_year_that_ended() {
        let mut template = template().report().unwrap().clone();
        template.month = 10;
        assert_eq!(proposed_council_day(&template, SchoolYear(2026)).unwrap().year(), 2027);
        template.month = 2;
        assert_eq!(proposed_council_day(&template, SchoolYear(2026)).unwrap().year(), 2027);
    }

    #[test]
    fn a_passage_stands_in_a_text_over_the_ends_of_its_lines_and_not_in_another() {
        let text = "Vi les\nmeir.\n\nDet hjelper «alle».";
        for passage in ["les meir.", "meir. Det hjelper", "«alle».", " Vi  les "] {
            assert!(stands_in(text, passage), "{passage}");
        }
        assert!(!stands_in(text, "les mindre") && !stands_in("", "les"));
    }

    #[test]
    fn a_colour_that_cannot_be_read_on_white_is_none() {
        for colour in ["#14506b", "#000000", "#767676", "#b00020"] {
            assert!(readable_on_white(colour), "{colour}");
        }
        for colour in ["#777777", "#ffffff", "#ffd700", "14506b", "#14506", "#14506g", "raud", "", "#1450æ"] {
            assert!(!readable_on_white(colour), "{colour}");
        }
    }
}
