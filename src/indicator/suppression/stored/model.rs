//! Which of the stored values are hidden.
use std::collections::{BTreeMap, HashSet};

use super::super::{Group, Kind, Limits, Measure, Origin, Row, Sensitive, Shown, for_page};
use crate::indicator::catalogue::{Direction, Indicator, People, Unit, catalogue};
use crate::indicator::local::SmallestGroups;
use crate::indicator::{Breakdown, Cell, SchoolYear, Sex};

/// Whose a stored value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The municipality, under the number that pages show it by.
    Municipality,
    /// A school that the municipality runs.
    Own(u64),
    /// Another school: in no total of the municipality.
    Private(u64),
    /// A value of the municipality under a number that another value goes before. No page shows it.
    Shadowed,
}

/// A value that stands, with what is hidden of it now.
#[derive(Debug, Clone)]
pub struct StoredRow {
    /// Id of the value.
    pub id: i64,
    /// Whose.
    pub place: Place,
    /// Key of the indicator.
    pub indicator: String,
    /// The year.
    pub year: SchoolYear,
    /// Of whom.
    pub breakdown: Breakdown,
    /// The value itself.
    pub cell: Cell,
    /// How many people it is of.
    pub count: Option<u32>,
    /// What is hidden now.
    pub hidden: Hidden,
}

/// What is hidden of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hidden {
    /// The value, and all that stands beside it.
    pub value: bool,
    /// The number of people.
    pub count: bool,
}

/// The values of which something else is hidden than now; `smallest` says how few people a figure may be of here.
pub fn changes(rows: &[StoredRow], smallest: &SmallestGroups) -> Vec<(i64, Hidden)> {
    let mut tables: BTreeMap<&str, Vec<&StoredRow>> = BTreeMap::new();
    for row in rows {
        tables.entry(&row.indicator).or_default().push(row);
    }
    let decided = tables.into_iter().flat_map(|(key, rows)| {
        let hidden = match catalogue().get(key) {
            Some(indicator) => decide(indicator, &rows, u32::from(smallest.of(indicator))),
            // Nothing is known of it, and nothing is shown.
            None => vec![Hidden { value: true, count: true }; rows.len()],
        };
        rows.into_iter().zip(hidden)
    });
    decided.filter(|(row, hidden)| row.hidden != *hidden).map(|(row, hidden)| (row.id, hidden)).collect()
}

/// What is hidden of an indicator of the municipality's own, in the order of the rows.
fn decide(indicator: &Indicator, rows: &[&StoredRow], smallest: u32) -> Vec<Hidden> {
    if indicator.smallest <= 1 {
        return rows.iter().map(|row| Hidden { value: row.place == Place::Shadowed, count: false }).collect();
    }
    let kind = kind(indicator);
    let units: Vec<Vec<u64>> = rows.iter().map(|row| unit(row.place)).collect();
    let asked: Vec<Row<'_>> = rows.iter().zip(&units).map(|(row, unit)| of_page(row, unit)).collect();
    // What is stored is hidden from everybody. Numbers with `12*` are their source's to hide, and named roles' to see.
    let shown = for_page(&asked, |_| Some(kind), Limits::raised(smallest, smallest));
    let mut hidden: Vec<Hidden> = rows
        .iter()
        .zip(shown)
        .map(|(row, shown)| Hidden {
            value: row.place == Place::Shadowed || (shown.value == Shown::Masked && is_ours(row.cell)),
            count: row.count.is_some() && shown.count.is_none(),
        })
        .collect();
    if indicator.unit == Unit::Events {
        hide_totals(rows, &mut hidden, smallest);
    }
    hidden
}

fn is_ours(cell: Cell) -> bool {
    matches!(cell, Cell::Published(_) | Cell::Preliminary(_))
}

/// Where it stands in the sums: those of the municipality stand below it; all others each for themselves.
pub fn unit(place: Place) -> Vec<u64> {
    match place {
        Place::Municipality => vec![0],
        Place::Own(school) => vec![0, school],
        Place::Private(school) => vec![1, school],
        Place::Shadowed => vec![2],
    }
}

fn of_page<'a>(row: &'a StoredRow, unit: &'a [u64]) -> Row<'a> {
    Row { unit, indicator: &row.indicator, year: row.year, breakdown: row.breakdown, value: row.cell, count: row.count, withheld: false }
}

/// What an indicator is to the mathematics. Everybody who can be shown it at all is protected against alike, so its circle does not matter here.
pub fn kind(indicator: &Indicator) -> Kind {
    let staff = indicator.source.people == People::Staff;
    let (lowest, highest) = indicator.range;
    let measure = match indicator.unit {
        Unit::Pupils => Measure::Count,
        // Of a group of pupils so many; of sick leave it is working days, which no person is a whole number of.
        Unit::Percent if !staff => Measure::Share,
        Unit::Percent | Unit::Score | Unit::SchoolGrade | Unit::ScalePoints | Unit::GradePoints => Measure::Mean { lowest, highest },
        _ => Measure::Other,
    };
    // That none of the pupils needs a closer look harms nobody; that all of them do, may. Whoever answers a survey is not to be known by any answer.
    let sensitive = if measure == Measure::Share && indicator.direction == Direction::Lower { Sensitive::All } else { Sensitive::Both };
    Kind {
        measure,
        decimals: indicator.decimals,
        origin: if indicator.local { Origin::Local } else { Origin::Public },
        group: if staff { Group::Staff } else { Group::Pupils },
        sensitive,
    }
}

/// Events add up, but over no number of people: where one is hidden, no total stands beside its parts, and no number of people anywhere in the table.
fn hide_totals(rows: &[&StoredRow], hidden: &mut [Hidden], smallest: u32) {
    let few = |row: &StoredRow| row.count.is_none_or(|count| count < smallest);
    let is_hidden = |row: &StoredRow| (is_ours(row.cell) && few(row)) || matches!(row.cell, Cell::Suppressed | Cell::Restricted(_));
    let tables: HashSet<SchoolYear> = rows.iter().filter(|row| is_hidden(row)).map(|row| row.year).collect();
    for (row, hidden) in rows.iter().zip(hidden.iter_mut()).filter(|(row, _)| tables.contains(&row.year)) {
        hidden.count = hidden.count || row.count.is_some();
        hidden.value = hidden.value || (is_ours(row.cell) && rows.iter().any(|part| is_total(row, part)));
    }
}

/// Whether one row is a total that the other is a part of.
fn is_total(total: &StoredRow, part: &StoredRow) -> bool {
    let (one, other) = (total.breakdown, part.breakdown);
    let same_place = total.place == part.place;
    let unit = total.place == Place::Municipality && matches!(part.place, Place::Own(_)) && one == other;
    let sex = same_place && one.sex == Sex::All && other.sex != Sex::All && one.grade == other.grade;
    let grade = same_place && one.grade.is_none() && other.grade.is_some() && one.sex == other.sex;
    total.year == part.year && (unit || sex || grade)
}

#[cfg(test)]
mod tests;
