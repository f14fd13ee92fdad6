//! The yearly report to the council: its name, its chapters and the days on the way to it. All of it belongs to the municipality.
use serde::Deserialize;

use super::indicator_set::IndicatorMember;
use super::model::{Pack, Words};

/// The report.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportTemplate {
    /// What the municipality calls it: «Tilstandsrapport», «Kvalitetsmelding».
    pub name: Words,
    /// The month (1–12) in which the council has it, in the spring or the autumn after the school year began.
    pub month: u8,
    /// The smallest groups of the municipality's own figures in the version for everybody.
    #[serde(default)]
    pub smallest: SmallestShown,
    /// The days on the way to the council, the earliest first.
    pub milestones: Vec<ReportMilestone>,
    /// In order.
    pub chapters: Vec<ReportChapter>,
}

/// Smallest groups: they can only be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmallestShown {
    /// Of pupils and parents.
    pub pupils: u16,
    /// Of staff.
    pub staff: u16,
}

impl Default for SmallestShown {
    fn default() -> Self {
        Self { pupils: 10, staff: 7 }
    }
}

/// A day on the way.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportMilestone {
    /// Unique among them.
    pub key: String,
    /// For people.
    pub name: Words,
    /// What happens.
    pub kind: MilestoneKind,
    /// How many working days before the council's meeting.
    pub workdays_before: u8,
}

/// What happens on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MilestoneKind {
    /// Figures that come later are not in it.
    Figures,
    /// Each school gets to read what is said of it.
    Schools,
    /// A committee has it.
    Committee,
    /// The case to the council is sent.
    Case,
    /// Something of the municipality's own.
    Other,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportChapter {
    /// Unique in the report, the same through the years, so that last year's text stands beside.
    pub key: String,
    /// Heading.
    pub title: Words,
    /// What to think of when it is written.
    pub help: Words,
    /// What it is made of.
    #[serde(default)]
    pub kind: ChapterKind,
    /// What the council is told with it.
    #[serde(default)]
    pub topic: Option<Topic>,
    /// The indicators in it, in order, each with an assessment of its own.
    #[serde(default)]
    pub figures: Vec<IndicatorMember>,
    /// Sentence openings.
    #[serde(default)]
    pub frame: Vec<Words>,
}

/// What a chapter is made of, beside its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChapterKind {
    /// Text, figures, and what schools say.
    #[default]
    Text,
    /// Two pages for those who read nothing else.
    Summary,
    /// What the council decided last time, and what came of it.
    SinceLast,
    /// Who took part.
    Involvement,
    /// What became of promises.
    FollowUp,
    /// What the council is asked to decide.
    Proposals,
}

/// What the council is to be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Læringsmiljøet.
    LearningEnvironment,
    /// Læringsresultata.
    Results,
    /// Gjennomføringa.
    Completion,
    /// Internkontroll og tilsyn (kommuneloven § 25-2).
    InternalControl,
}

impl Topic {
    /// The three that the council is told of every year (opplæringslova § 17-12).
    pub const YEARLY: [Self; 3] = [Self::LearningEnvironment, Self::Results, Self::Completion];

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::LearningEnvironment => "report-topic-environment",
            Self::Results => "report-topic-results",
            Self::Completion => "report-topic-completion",
            Self::InternalControl => "report-topic-internal-control",
        }
    }
}

impl ReportTemplate {
    /// The chapter with this key.
    #[must_use]
    pub fn chapter(&self, key: &str) -> Option<&ReportChapter> {
        self.chapters.iter().find(|chapter| chapter.key == key)
    }
}

impl ReportChapter {
    /// The names of its fields in order: its text, and an assessment of each indicator.
    #[must_use]
    pub fn fields(&self) -> Vec<String> {
        let own = std::iter::once(format!("{}.text", self.key));
        own.chain(self.figures.iter().map(|member| format!("{}.{}", self.key, member.indicator))).collect()
    }
}

impl Pack {
    /// The report, in packs that have one.
    #[must_use]
    pub fn report(&self) -> Option<&ReportTemplate> {
        self.report.as_ref()
    }
}
