//! What stands of one indicator beside a question, and which indicators may stand there at all.
use std::collections::BTreeSet;

use time::{Date, OffsetDateTime};

use crate::ids::SchoolId;
use crate::indicator::catalogue::{Dimension, Indicator, UnitLevel};
use crate::indicator::profile::model::{Grades, Row, Whose};
use crate::indicator::set::Aim;
use crate::indicator::{Amount, Cell, SchoolYear};
use crate::text::dates;

use super::kept::SetVersion;

/// How many years are kept and shown: the newest.
const NEWEST: usize = 8;

/// Whom the questions are about.
#[derive(Debug, Clone, Copy)]
pub enum Subject {
    /// A school with these grades.
    School(SchoolId, Grades),
    /// The municipality, which answers a self-assessment of its own.
    Municipality,
}

impl Subject {
    /// A school with these grades.
    #[must_use]
    pub fn school(school: SchoolId, from: u8, to: u8) -> Self {
        Self::School(school, Grades { from: i16::from(from), to: i16::from(to) })
    }

    /// Whose figure is the one that is asked about: the municipality's where nothing is known about single schools.
    #[must_use]
    pub fn whose(self, indicator: &Indicator) -> Whose {
        match self {
            Self::School(..) if indicator.lowest == UnitLevel::School => Whose::School,
            _ => Whose::Municipality,
        }
    }

    /// The indicator can tell about the subject: it is about no grades, or about one of theirs.
    #[must_use]
    pub fn concerns(self, indicator: &Indicator) -> bool {
        match self {
            Self::School(_, grades) => grades.concern(indicator),
            Self::Municipality => true,
        }
    }

    /// Its figures may stand beside a question: they are published for everybody in the municipality. Whether a single value is, its row says (`circle`).
    #[must_use]
    pub fn may_stand(self, indicator: &Indicator) -> bool {
        let open = indicator.public_for_school || (!indicator.local && self.whose(indicator) == Whose::Municipality);
        !indicator.restricted_to_named_roles && open && self.concerns(indicator)
    }

    fn has(self, grade: u8) -> bool {
        match self {
            Self::School(_, grades) => (grades.from..=grades.to).contains(&i16::from(grade)),
            Self::Municipality => true,
        }
    }
}

/// Where a figure is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file that was brought in on a day.
    File {
        /// Its name.
        name: String,
        /// The day.
        day: Date,
    },
    /// Somebody who published it, whom the catalogue names.
    Publisher(String),
}

/// A value of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Whose.
    pub whose: Whose,
    /// The year.
    pub year: SchoolYear,
    /// Of which grade; `None` for all of them, and for an indicator whose key names its grade.
    pub grade: Option<u8>,
    /// Level of a distribution.
    pub level: Option<u8>,
    /// The value; never a restricted one.
    pub cell: Cell,
    /// More or less than it.
    pub uncertainty: Option<Amount>,
    /// How many people it is of.
    pub count: Option<i64>,
    /// Where it is from.
    pub origin: Origin,
}

/// What stands of an indicator: the subject's figures of the newest years with those of the municipality and the country, and the goals for them.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The indicator.
    pub indicator: &'static Indicator,
    /// Whose figures are asked about.
    pub subject: Whose,
    /// Ordered by whose, year, grade and level.
    pub figures: Vec<Figure>,
    /// Goals of the municipality for the years that are shown.
    pub goals: Vec<Aim>,
    /// Versions of the municipality's sets that the indicator was in; known of what is kept.
    pub sets: Vec<SetVersion>,
    /// When the subject's newest figure was brought in; known of what stands live.
    pub newest_at: Option<OffsetDateTime>,
}

impl Standing {
    /// What stands of an indicator among rows, as anybody may see it. `None` when it may not stand beside a question, or nothing is known of the subject.
    #[must_use]
    pub fn of(indicator: &'static Indicator, subject: Subject, rows: Vec<Row>, goals: Vec<Aim>) -> Option<Self> {
        let whose = subject.whose(indicator);
        let concerns = |row: &Row| {
            row.indicator == indicator.key
                && row.breakdown.level.is_some() != indicator.levels.is_empty()
                && row.breakdown.grade.is_none_or(|grade| subject.has(grade))
                && !matches!(row.cell, Cell::Restricted(_))
        };
        let rows: Vec<Row> = rows.into_iter().filter(concerns).collect();
        let years: BTreeSet<SchoolYear> = rows.iter().filter(|row| row.whose == whose).map(|row| row.year).collect();
        let years: BTreeSet<SchoolYear> = years.into_iter().rev().take(NEWEST).collect();
        if years.is_empty() || !subject.may_stand(indicator) {
            return None;
        }
        let grades: BTreeSet<Option<u8>> = rows.iter().filter(|row| row.whose == whose).map(|row| row.breakdown.grade).collect();
        let shown = |row: &Row| (row.whose >= whose) && years.contains(&row.year) && grades.contains(&row.breakdown.grade);
        let rows: Vec<Row> = rows.into_iter().filter(shown).collect();
        let mut standing = Self {
            indicator,
            subject: whose,
            figures: Vec::new(),
            goals: goals.into_iter().filter(|goal| years.contains(&goal.year)).collect(),
            sets: Vec::new(),
            newest_at: None,
        };
        standing.figures = rows.iter().map(figure).chain(published(indicator, &rows, &years, &grades)).collect();
        standing.figures.sort_by_key(|figure| (figure.whose, figure.year, figure.grade, figure.level));
        standing.goals.sort_by_key(|goal| (goal.year, goal.grade));
        let grade = standing.grade();
        let newest = rows.iter().filter(|row| row.whose == whose && row.breakdown.grade == grade).max_by_key(|row| row.year);
        standing.newest_at = newest.map(|row| row.at);
        Some(standing)
    }

    /// The grade that is shown: all together where there is such a figure, else the highest, which answers every year.
    #[must_use]
    pub fn grade(&self) -> Option<u8> {
        let grades: BTreeSet<Option<u8>> = self.own().map(|figure| figure.grade).collect();
        if grades.contains(&None) { None } else { grades.last().copied().flatten() }
    }

    /// Grades other than the one that is shown.
    #[must_use]
    pub fn other_grades(&self) -> Vec<u8> {
        let shown = self.grade();
        let grades: BTreeSet<u8> = self.own().filter(|figure| figure.grade != shown).filter_map(|figure| figure.grade).collect();
        if self.indicator.breakdowns.contains(&Dimension::Grade) { grades.into_iter().collect() } else { Vec::new() }
    }

    fn own(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(|figure| figure.whose == self.subject)
    }

    /// Somebody's figure of a year.
    #[must_use]
    pub fn figure(&self, whose: Whose, year: SchoolYear, grade: Option<u8>, level: Option<u8>) -> Option<&Figure> {
        let wanted = |figure: &&Figure| figure.whose == whose && figure.year == year && figure.grade == grade && figure.level == level;
        self.figures.iter().find(wanted)
    }

    /// The years of the subject's figures of a grade, ascending.
    #[must_use]
    pub fn years(&self, grade: Option<u8>) -> Vec<SchoolYear> {
        self.own().filter(|figure| figure.grade == grade).map(|figure| figure.year).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The goal for figures of a year and a grade; one for no grade in particular holds where the grade has none of its own.
    #[must_use]
    pub fn goal(&self, year: SchoolYear, grade: Option<u8>) -> Option<Amount> {
        Aim::among(&self.goals, grade, year)
    }
}

fn figure(row: &Row) -> Figure {
    Figure {
        whose: row.whose,
        year: row.year,
        grade: row.breakdown.grade,
        level: row.breakdown.level,
        cell: row.cell,
        uncertainty: row.uncertainty,
        count: row.count,
        origin: Origin::File { name: row.file.clone(), day: dates::norwegian_date(row.at) },
    }
}

/// The country's figures that no file has, and somebody has published.
fn published(
    indicator: &'static Indicator,
    rows: &[Row],
    years: &BTreeSet<SchoolYear>,
    grades: &BTreeSet<Option<u8>>,
) -> impl Iterator<Item = Figure> {
    let has = |year: SchoolYear, grade: Option<u8>| {
        rows.iter().any(|row| row.whose == Whose::Country && row.year == year && row.breakdown.grade == grade)
    };
    let all = years.iter().flat_map(|year| grades.iter().map(move |grade| (*year, *grade)));
    let missing = all.filter(move |(year, grade)| indicator.levels.is_empty() && !has(*year, *grade));
    missing.filter_map(|(year, grade)| {
        let national = indicator.national_in(year, grade)?;
        Some(Figure {
            whose: Whose::Country,
            year,
            grade,
            level: None,
            cell: Cell::Published(national.value),
            uncertainty: None,
            count: None,
            origin: Origin::Publisher(national.source.clone()),
        })
    })
}
