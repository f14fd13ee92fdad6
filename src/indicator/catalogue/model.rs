//! What the catalogue says about an indicator.
use std::sync::Arc;

use serde::Deserialize;

use crate::indicator::model::{Amount, SchoolYear};
use crate::model_pack::Words;

/// One indicator. What its figures count, are allowed to be, and may be shown as.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Stands in model packs and rows; lower-case ASCII.
    pub key: String,
    /// For people.
    pub name: Words,
    /// What it measures, of whom, and what it does not tell: some sentences for a parent.
    pub explanation: Words,
    /// Other names it has in files of its source.
    pub other_names: Vec<String>,
    /// Codes it has in files of its source.
    pub codes: Vec<String>,
    /// What a figure counts.
    pub unit: Unit,
    /// The least and the greatest figure that can be right; one outside is a slip (a lost decimal comma).
    pub range: (Amount, Amount),
    /// How many decimals people are shown, 0–3.
    pub decimals: u8,
    /// Whether more is better. Of a distribution it is the levels that have a direction.
    pub direction: Direction,
    /// Which kind of quality it tells about.
    pub quality: Quality,
    /// The grades (1–10) it exists for, ascending; empty when it is not about grades.
    pub grades: Vec<u8>,
    /// What a figure can be broken down by.
    pub breakdowns: Vec<Dimension>,
    /// The levels of a distribution, from 1; empty for all others.
    pub levels: Vec<DistributionLevel>,
    /// Where figures come from.
    pub source: Arc<Source>,
    /// The months (1–12) in which a municipality can first have them, in the order of the school year; empty when no month is set.
    pub published: Vec<u8>,
    /// The first day of the first of those months on which they come out, as a rule.
    pub published_day: u8,
    /// When pupils are tested, asked or counted; `None` when that is not known.
    pub window: Option<Window>,
    /// How many years after the one in which the school year starts the first of those months lies: 0 for what is measured in autumn, 1 for grades in August.
    pub published_after: u8,
    /// How often there is a new one: 1 every year, 3 every third year.
    pub every_years: u8,
    /// Years before which a line must stop, ascending.
    pub breaks: Vec<Break>,
    /// The fewest people a figure may be of, see [`Self::smallest_for`].
    pub smallest: u16,
    /// The smallest unit there are figures for.
    pub lowest: UnitLevel,
    /// A school's figure may stand on a page for everybody, as long as its source shows it.
    pub public_for_school: bool,
    /// Only named roles see it, and it enters no meeting, page or account that others take part in.
    pub restricted_to_named_roles: bool,
    /// The municipality's or the school's own figures: nobody has hidden anything in them before they come here.
    pub local: bool,
    /// The later indicators that tell about the same pupils.
    pub cohort: Vec<CohortStep>,
    /// What is known of the whole country; never a figure nobody can be named for.
    pub national: Vec<National>,
    /// How it is worked out here when no source publishes it.
    pub computed: Option<Computed>,
}

impl Indicator {
    /// Whether a figure can be right.
    #[must_use]
    pub fn in_range(&self, amount: Amount) -> bool {
        (self.range.0..=self.range.1).contains(&amount)
    }

    /// The fewest people a figure may be of where the municipality has asked for `raised`: it can ask for more than the catalogue does, never for less.
    #[must_use]
    pub fn smallest_for(&self, raised: Option<u16>) -> u16 {
        self.smallest.max(raised.unwrap_or(0))
    }

    /// The first break on the way from one year to a later one: the two cannot be compared, and no line may join them.
    #[must_use]
    pub fn break_between(&self, earlier: SchoolYear, later: SchoolYear) -> Option<&Break> {
        self.breaks.iter().find(|broken| earlier < broken.year && broken.year <= later)
    }

    /// The figure of the whole country for a year and a grade (`None`: all the grades that it exists for together).
    #[must_use]
    pub fn national_in(&self, year: SchoolYear, grade: Option<u8>) -> Option<&National> {
        self.national.iter().find(|national| national.grade == grade && national.year.is_none_or(|of| of == year))
    }
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Points on the scale of nasjonale prøver: 50 was the country's mean in 2022, and 10 the standard deviation.
    ScalePoints,
    /// Scale points above (+) or below (−) what was to be expected.
    ScalePointDifference,
    /// Grunnskolepoeng, 0–60.
    GradePoints,
    /// A school grade, 1–6.
    SchoolGrade,
    /// Mean of answers on a scale from 1 to 5.
    Score,
    /// Per cent.
    Percent,
    /// How many pupils.
    Pupils,
    /// How many events.
    Events,
    /// Full-time equivalents (årsverk).
    FullTimeEquivalents,
    /// Pupils per teacher in ordinary teaching.
    PupilsPerTeacher,
    /// School days.
    Days,
    /// Single lessons.
    Hours,
    /// Norwegian kroner.
    Kroner,
    /// 1 for yes, 0 for no.
    YesNo,
}

impl Unit {
    /// Counts things, so that a larger place has more of them: a school beside its country on one axis would say nothing.
    #[must_use]
    pub fn is_volume(self) -> bool {
        matches!(self, Self::Pupils | Self::Events | Self::FullTimeEquivalents)
    }
}

/// Whether more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither: it says how things are, and only a reader who knows the school can say whether that is good.
    Neither,
}

/// The three kinds of quality that Norwegian schools speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// The frames: people, money, organisation.
    Struktur,
    /// What goes on: teaching, relations, the school environment.
    Prosess,
    /// What pupils come out with.
    Resultat,
}

/// What a figure can be broken down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    /// Single grades; an indicator whose key names its grade is not broken down by it.
    Grade,
    /// Girls and boys.
    Sex,
    /// Public and private schools.
    Ownership,
}

/// When people begin to be tested, asked or counted, every year: from then on somebody at the school can know how it went.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// Month, 1–12. From August on it lies in the calendar year that the school year starts in.
    pub month: u8,
    /// Day of the month.
    pub day: u8,
    /// When it is, as a sentence.
    pub said: Words,
}

/// A level of a distribution.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistributionLevel {
    /// From 1, the lowest.
    pub level: u8,
    /// For people.
    pub name: Words,
    /// Whether more pupils on the level is better.
    pub direction: Direction,
    /// The country's share on the level, in per cent, in the year that the scale was made from.
    #[serde(deserialize_with = "super::read::amount")]
    pub anchor: Amount,
}

/// Where figures come from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Unique in the catalogue.
    pub key: String,
    /// For people.
    pub name: Words,
    /// The municipality's or the school's own, published by nobody.
    #[serde(default)]
    pub local: bool,
    /// Published under NLOD 2.0: the licence line must stand wherever the figures do.
    #[serde(default)]
    pub nlod: bool,
    /// Whom its figures are about.
    #[serde(default)]
    pub people: People,
}

/// Whom figures are about, and what a number of people beside one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum People {
    /// Pupils, counted as such.
    #[default]
    Pupils,
    /// Pupils, by their answers.
    Answers,
    /// Parents, by their answers.
    Parents,
    /// Those who work at the school.
    Staff,
    /// Nobody: money.
    Nobody,
}

/// A year before which a line must stop.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Break {
    /// The first year of what comes after.
    pub year: SchoolYear,
    /// Why, as a sentence.
    pub reason: Words,
}

/// The smallest unit there are figures for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitLevel {
    /// A school.
    School,
    /// A municipality: nothing is known about its single schools.
    Municipality,
}

/// A later indicator that tells about the same pupils.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CohortStep {
    /// Its key.
    pub indicator: String,
    /// How many school years later.
    pub years: u8,
    /// The pupils took the very same test, so that the difference is a growth and not only a place on a scale.
    #[serde(default)]
    pub same_test: bool,
}

/// A figure of the whole country.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct National {
    /// The school year; `None` when it is so in every year by definition. Of gjennomføring it is the year in which the cohort started.
    #[serde(default)]
    pub year: Option<SchoolYear>,
    /// The grade, for an indicator that is broken down by grade.
    #[serde(default)]
    pub grade: Option<u8>,
    /// The figure.
    #[serde(deserialize_with = "super::read::amount")]
    pub value: Amount,
    /// Who published it.
    pub source: String,
}

/// How an indicator is worked out from others.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Computed {
    /// Yes when another one's figure is at most this.
    AtMost {
        /// Key of the other one.
        indicator: String,
        /// The greatest figure that gives yes.
        #[serde(deserialize_with = "super::read::amount")]
        limit: Amount,
    },
    /// Yes when all of these that the unit has grades for are yes, no when one of them is no. Not known when one is not known and none is no.
    AllOf {
        /// Their keys.
        indicators: Vec<String>,
    },
}
