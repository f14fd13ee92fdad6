//! Values of a page, and what is chosen among them. What is hidden of them was decided before they were read (`indicator::suppression::stored`).
use std::collections::BTreeSet;

use time::OffsetDateTime;

use crate::indicator::catalogue::{Dimension, Indicator, UnitLevel};
use crate::indicator::set::Aim;
use crate::indicator::{Amount, Breakdown, Cell, SchoolYear};
use crate::model_pack::IndicatorMember;

/// Whose value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// The page's school.
    School,
    /// The municipality.
    Municipality,
    /// The whole country.
    Country,
}

impl Whose {
    /// In the order they are shown.
    pub const ALL: [Self; 3] = [Self::School, Self::Municipality, Self::Country];

    /// Key of its name.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::School => "profile-school",
            Self::Municipality => "profile-municipality",
            Self::Country => "profile-country",
        }
    }
}

/// A value that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Key of the indicator.
    pub indicator: String,
    /// Whose.
    pub whose: Whose,
    /// The year.
    pub year: SchoolYear,
    /// Of which part of the pupils.
    pub breakdown: Breakdown,
    /// The value.
    pub cell: Cell,
    /// More or less than it.
    pub uncertainty: Option<Amount>,
    /// How many people it is of, when that is known and published.
    pub count: Option<i64>,
    /// The file it is from; of a figure written by hand, where somebody has it from.
    pub file: String,
    /// Written by hand.
    pub by_hand: bool,
    /// When that was brought in.
    pub at: OffsetDateTime,
}

/// The grades of a school.
#[derive(Debug, Clone, Copy)]
pub struct Grades {
    /// Lowest.
    pub from: i16,
    /// Highest.
    pub to: i16,
}

impl Grades {
    /// Whether the school has the grade.
    pub fn has(self, grade: u8) -> bool {
        (self.from..=self.to).contains(&i16::from(grade))
    }

    /// Whether the indicator can tell about the school: it is about no grades, or about one that the school has.
    pub fn concern(self, indicator: &Indicator) -> bool {
        indicator.grades.is_empty() || indicator.grades.iter().any(|grade| self.has(*grade))
    }
}

/// The rows of one indicator of the set.
#[derive(Debug, Clone)]
pub struct Figures<'a> {
    /// What they are of.
    pub indicator: &'static Indicator,
    rows: Vec<&'a Row>,
    /// The parts of the pupils that can be chosen: single grades, `None` for all of them together. Ascending.
    pub grades: Vec<Option<u8>>,
    /// What the municipality aims at.
    pub aims: Vec<Aim>,
}

impl<'a> Figures<'a> {
    /// The rows that concern a member of the set at a school with these grades.
    pub fn of(indicator: &'static Indicator, member: &IndicatorMember, school: Grades, rows: &'a [Row]) -> Self {
        let asked = |grade: u8| member.grades.is_none_or(|[from, to]| (from..=to).contains(&grade)) && school.has(grade);
        let concerns = |row: &&Row| {
            row.indicator == indicator.key
                && row.breakdown.level.is_some() != indicator.levels.is_empty()
                && match row.breakdown.grade {
                    Some(grade) => asked(grade),
                    None => member.grades.is_none() || !indicator.breakdowns.contains(&Dimension::Grade),
                }
        };
        let rows: Vec<&Row> = rows.iter().filter(concerns).collect();
        let whose = if indicator.lowest == UnitLevel::Municipality { Whose::Municipality } else { Whose::School };
        let grades: BTreeSet<Option<u8>> = rows.iter().filter(|row| row.whose == whose).map(|row| row.breakdown.grade).collect();
        Self { indicator, rows, grades: grades.into_iter().collect(), aims: Vec::new() }
    }

    /// The same, beside what the municipality aims at.
    pub fn aiming(self, aims: Vec<Aim>) -> Self {
        Self { aims, ..self }
    }

    /// What is aimed at for figures of a grade and a year.
    pub fn goal(&self, grade: Option<u8>, year: SchoolYear) -> Option<Amount> {
        Aim::among(&self.aims, grade, year)
    }

    /// There is nothing to show: of the school, or of the municipality where nothing is known about schools.
    pub fn is_empty(&self) -> bool {
        self.grades.is_empty()
    }

    /// The wanted grade when there is one, else all together, else the highest: 7. and 10. answer every year.
    pub fn chosen(&self, wanted: Option<u8>) -> Option<u8> {
        let wanted = wanted.filter(|wanted| self.grades.contains(&Some(*wanted)));
        if wanted.is_some() || self.grades.contains(&None) { wanted } else { self.grades.last().copied().flatten() }
    }

    /// Somebody's value.
    pub fn row(&self, whose: Whose, year: SchoolYear, grade: Option<u8>, level: Option<u8>) -> Option<&'a Row> {
        let wanted = |row: &&&Row| row.whose == whose && row.year == year && row.breakdown.grade == grade && row.breakdown.level == level;
        self.rows.iter().find(wanted).copied()
    }

    /// All of them.
    pub fn rows(&self) -> &[&'a Row] {
        &self.rows
    }

    /// The years of somebody's values of a grade, ascending.
    pub fn years_of(&self, whose: Whose, grade: Option<u8>) -> Vec<SchoolYear> {
        let of = self.rows.iter().filter(|row| row.whose == whose && row.breakdown.grade == grade);
        of.map(|row| row.year).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The years to show: those of the school and of the municipality, the newest eight, and those between them of what comes every year, so that a year
    /// without a value is seen.
    pub fn years(&self, grade: Option<u8>) -> Vec<SchoolYear> {
        let mut years: BTreeSet<SchoolYear> = self.years_of(Whose::School, grade).into_iter().collect();
        years.extend(self.years_of(Whose::Municipality, grade));
        if let (Some(first), Some(last)) = (years.first().copied(), years.last().copied())
            && self.indicator.every_years == 1
        {
            years.extend((first.0.max(last.0 - NEWEST)..last.0).map(SchoolYear));
        }
        let skipped = years.len().saturating_sub(usize::try_from(NEWEST).unwrap_or_default());
        years.into_iter().skip(skipped).collect()
    }
}

/// How many years are shown.
const NEWEST: i32 = 8;

#[cfg(test)]
mod tests;
