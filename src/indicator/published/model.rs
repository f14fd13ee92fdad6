//! What is shown of each indicator: of whom, of which years and grades. Pure: rows go in as they are read, and what is not for the audience is left out here.
use std::collections::{BTreeMap, BTreeSet, HashSet};

use time::OffsetDateTime;

use super::public::Hidden;
use super::{Audience, Wanted, YEARS};
use crate::ids::{ImportId, SchoolId};
use crate::indicator::catalogue::{Dimension, Indicator, Unit, UnitLevel, catalogue};
use crate::indicator::profile::Grades;
use crate::indicator::sentence::Told;
use crate::indicator::set::Aim;
use crate::indicator::{Amount, Cell, SchoolYear};
use crate::model_pack::IndicatorMember;

/// Whose a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// A school.
    School(SchoolId),
    /// The municipality.
    Municipality,
    /// Its county.
    County,
    /// The country.
    Country,
}

/// A school of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShownSchool {
    pub id: SchoolId,
    pub name: String,
    pub grades: (i16, i16),
}

/// Where in an indicator a figure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Slot {
    pub grade: Option<u8>,
    pub place: Place,
    pub year: SchoolYear,
    pub level: Option<u8>,
}

/// A figure as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    pub value: i64,
    pub import: ImportId,
    pub cell: Cell,
    pub uncertainty: Option<Amount>,
    pub count: Option<i64>,
    pub file: String,
    pub by_hand: bool,
    pub at: OffsetDateTime,
}

/// A row as it is read.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub indicator: String,
    pub slot: Slot,
    pub circle: Circle,
    pub figure: Figure,
}

/// Who may see a value at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Circle {
    Public,
    School,
    Named,
}

/// An indicator of the report.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub indicator: &'static Indicator,
    pub asked: Option<[u8; 2]>,
    pub figures: BTreeMap<Slot, Figure>,
    pub aims: Vec<Aim>,
}

/// The figures of a report for one audience.
#[derive(Debug, Clone)]
pub struct Published {
    pub(super) audience: Audience,
    pub(super) year: SchoolYear,
    pub(super) municipality: String,
    /// By name as Norwegians sort; at a school's level that one.
    pub(super) schools: Vec<ShownSchool>,
    pub(super) shown: Vec<Shown>,
    /// Ids of values that could be shown by themselves, and are hidden for the sake of others.
    pub(super) for_others: HashSet<i64>,
}

impl Published {
    pub(super) fn new(municipality: String, schools: Vec<ShownSchool>, wanted: &Wanted<'_>) -> Self {
        let mut shown: Vec<Shown> = Vec::new();
        for IndicatorMember { indicator, grades } in wanted.members {
            let Some(indicator) = catalogue().get(indicator).filter(|indicator| !indicator.restricted_to_named_roles) else { continue };
            match shown.iter_mut().find(|known| known.indicator.key == indicator.key) {
                // Asked for twice with other grades: what either of them asks for.
                Some(known) => known.asked = known.asked.zip(*grades).map(|([a, b], [c, d])| [a.min(c), b.max(d)]),
                None => shown.push(Shown { indicator, asked: *grades, figures: BTreeMap::new(), aims: Vec::new() }),
            }
        }
        Self { audience: wanted.audience, year: wanted.year, municipality, schools, shown, for_others: HashSet::new() }
    }

    pub(super) fn keys(&self) -> Vec<String> {
        self.shown.iter().map(|shown| shown.indicator.key.clone()).collect()
    }

    pub(super) fn of(&self, indicator: &str) -> Option<&Shown> {
        self.shown.iter().find(|shown| shown.indicator.key == indicator)
    }

    /// Takes a row in, if it is for the audience. Of two for the same slot the first stands.
    pub(super) fn add(&mut self, row: Read) {
        let audience = self.audience;
        let Some(shown) = self.shown.iter_mut().find(|shown| shown.indicator.key == row.indicator) else { return };
        let concerns = row.slot.year <= self.year
            && row.slot.level.is_some() != shown.indicator.levels.is_empty()
            && shown.asks_for(row.slot.grade)
            && may_see(audience, shown.indicator, &row);
        if !concerns {
            return;
        }
        // What named roles alone see is in no report; that there is something, is no secret.
        let cell =
            if row.circle == Circle::Named || matches!(row.figure.cell, Cell::Restricted(_)) { Cell::Suppressed } else { row.figure.cell };
        let number = cell.amount().is_some();
        let figure = Figure {
            cell,
            uncertainty: row.figure.uncertainty.filter(|_| number),
            count: row.figure.count.filter(|_| number),
            ..row.figure
        };
        shown.figures.entry(row.slot).or_insert(figure);
    }

    /// When all rows are in: what is aimed at, and of each grade only the years that are shown.
    pub(super) fn settle(&mut self, aims: impl Fn(&str) -> Vec<Aim>) {
        for shown in &mut self.shown {
            shown.aims = aims(&shown.indicator.key);
            let years: BTreeMap<Option<u8>, Vec<SchoolYear>> =
                shown.grades().into_iter().map(|grade| (grade, shown.years(grade))).collect();
            shown.figures.retain(|slot, _| years.get(&slot.grade).is_some_and(|years| years.contains(&slot.year)));
        }
    }

    /// Ids of the municipality's own figures that stand as numbers.
    pub(super) fn own_numbers(&self) -> impl Iterator<Item = i64> {
        let own = self.shown.iter().filter(|shown| shown.indicator.local).flat_map(|shown| shown.figures.values());
        own.filter(|figure| figure.cell.amount().is_some()).map(|figure| figure.value)
    }

    pub(super) fn hide(&mut self, hidden: &Hidden) {
        self.for_others.clone_from(&hidden.for_others);
        for figure in self.shown.iter_mut().filter(|shown| shown.indicator.local).flat_map(|shown| shown.figures.values_mut()) {
            if hidden.values.contains(&figure.value) {
                (figure.cell, figure.uncertainty, figure.count) = (Cell::Suppressed, None, None);
            } else if hidden.counts.contains(&figure.value) {
                figure.count = None;
            }
        }
    }

    /// Whose years the sentence and the goal are about.
    pub(super) fn own(&self) -> Place {
        match self.audience {
            Audience::School(school) => Place::School(school),
            Audience::Owner | Audience::Public => Place::Municipality,
        }
    }

    /// The indicators that there are figures of, in order.
    pub fn indicators(&self) -> impl Iterator<Item = &'static Indicator> {
        self.shown.iter().filter(|shown| !shown.figures.is_empty()).map(|shown| shown.indicator)
    }

    /// Those that nothing is known of in these years.
    pub fn without_figures(&self) -> impl Iterator<Item = &'static Indicator> {
        self.shown.iter().filter(|shown| shown.figures.is_empty()).map(|shown| shown.indicator)
    }

    /// The newest year of an indicator that the municipality, or one of the schools, has a figure of.
    #[must_use]
    pub fn newest_year(&self, indicator: &str) -> Option<SchoolYear> {
        self.of(indicator)?.figures.keys().filter(|slot| slot.place.is_ours()).map(|slot| slot.year).max()
    }
}

impl Place {
    /// The municipality, or one of its schools.
    pub(super) fn is_ours(self) -> bool {
        matches!(self, Self::School(_) | Self::Municipality)
    }
}

/// Whether the audience may see the row at all. Whose school it is was asked for in the query; row-level security says the rest.
fn may_see(audience: Audience, indicator: &Indicator, row: &Read) -> bool {
    match (audience, row.slot.place) {
        (Audience::School(own), Place::School(school)) => own == school,
        (Audience::School(_) | Audience::Owner, _) => true,
        // A school's figure as far as its source publishes it; of what is published of no school, the municipality's alone.
        (Audience::Public, Place::School(_)) => {
            indicator.public_for_school && !indicator.local && (row.circle == Circle::Public || is_hidden(row))
        }
        (Audience::Public, _) => row.circle == Circle::Public || indicator.local || is_hidden(row),
    }
}

/// A number that its source shows to named roles only stands as hidden, as it does where the source publishes the table.
fn is_hidden(row: &Read) -> bool {
    matches!(row.figure.cell, Cell::Restricted(_))
}

impl Shown {
    fn asks_for(&self, grade: Option<u8>) -> bool {
        match (self.asked, grade) {
            (Some([from, to]), Some(grade)) => (from..=to).contains(&grade),
            (Some(_), None) => !self.indicator.breakdowns.contains(&Dimension::Grade),
            (None, _) => true,
        }
    }

    /// What there is a section of: the grades asked for; else all together, else every grade there is.
    pub(super) fn grades(&self) -> Vec<Option<u8>> {
        let grades: BTreeSet<Option<u8>> = self.figures.keys().filter(|slot| slot.place.is_ours()).map(|slot| slot.grade).collect();
        if self.asked.is_none() && grades.contains(&None) { vec![None] } else { grades.into_iter().collect() }
    }

    /// The newest years that the municipality or a school has something of, and those between them of what comes every year, so that a year without a value
    /// is seen.
    pub(super) fn years(&self, grade: Option<u8>) -> Vec<SchoolYear> {
        let ours = self.figures.keys().filter(|slot| slot.grade == grade && slot.place.is_ours());
        let mut years: BTreeSet<SchoolYear> = ours.map(|slot| slot.year).collect();
        if let (Some(first), Some(last)) = (years.first().copied(), years.last().copied())
            && self.indicator.every_years == 1
        {
            years.extend((first.0.max(last.0 - i32::try_from(YEARS).unwrap_or(5))..last.0).map(SchoolYear));
        }
        let skipped = years.len().saturating_sub(YEARS);
        years.into_iter().skip(skipped).collect()
    }

    pub(super) fn figure(&self, place: Place, year: SchoolYear, grade: Option<u8>, level: Option<u8>) -> Option<&Figure> {
        self.figures.get(&Slot { grade, place, year, level })
    }

    /// Somebody's number; the country's from the catalogue when no file has it.
    pub(super) fn amount(&self, place: Place, year: SchoolYear, grade: Option<u8>) -> Option<Amount> {
        match self.figure(place, year, grade, None) {
            Some(figure) => figure.cell.amount(),
            None => self.national(place, year, grade),
        }
    }

    pub(super) fn national(&self, place: Place, year: SchoolYear, grade: Option<u8>) -> Option<Amount> {
        let known = || self.indicator.national_in(year, grade).filter(|_| self.indicator.levels.is_empty());
        (place == Place::Country).then(known).flatten().map(|national| national.value)
    }

    /// Somebody has something in these years.
    pub(super) fn has(&self, place: Place, years: &[SchoolYear], grade: Option<u8>) -> bool {
        let any = |year: SchoolYear| {
            let in_year = |slot: &Slot| slot.place == place && slot.year == year && slot.grade == grade;
            self.figures.keys().any(in_year) || self.national(place, year, grade).is_some()
        };
        years.iter().copied().any(any)
    }

    /// What is said about: the numbers of a place by year.
    pub(super) fn told(&self, place: Place, grade: Option<u8>) -> Vec<Told> {
        let of = self.figures.iter().filter(|(slot, _)| slot.place == place && slot.grade == grade && slot.level.is_none());
        of.map(|(slot, figure)| Told { year: slot.year, cell: figure.cell, uncertainty: figure.uncertainty }).collect()
    }

    /// The school has a grade that the indicator, or the section, is about.
    pub(super) fn concerns(&self, school: &ShownSchool, grade: Option<u8>) -> bool {
        let grades = Grades { from: school.grades.0, to: school.grades.1 };
        match grade {
            Some(grade) => grades.has(grade),
            None => grades.concern(self.indicator),
        }
    }

    /// Single schools can have figures.
    pub(super) fn is_of_schools(&self) -> bool {
        self.indicator.lowest == UnitLevel::School
    }

    /// It can be drawn as lines.
    pub(super) fn is_drawn(&self) -> bool {
        self.indicator.unit != Unit::YesNo && self.indicator.levels.is_empty()
    }
}
