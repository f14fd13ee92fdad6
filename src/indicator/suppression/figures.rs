//! From the rows of a page to what may be shown of them.
use std::collections::{HashMap, HashSet};

use super::problem::{Base, Figure, FigureId, Knowledge, Problem, Quantity, Sensitive};
use super::{Plan, primary, suppress};
use crate::indicator::{Amount, Breakdown, Cell, SchoolYear};

mod sums;

/// One value that a page, chart, document or report wants to show. All rows of a report are given at once: what is shown on its second page counts.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// From the municipality down: the municipality, the area, the school. A unit is part of the nearest one above it that has a row.
    pub unit: &'a [u64],
    /// The indicator's key.
    pub indicator: &'a str,
    /// The year.
    pub year: SchoolYear,
    /// Of whom.
    pub breakdown: Breakdown,
    /// The value.
    pub value: Cell,
    /// How many persons it is about, when we know it. Of a distribution: the whole group, at every level.
    pub count: Option<u32>,
    /// We have it, and it stands nowhere in what is shown here: of ours, what is shown must not give it away either.
    pub withheld: bool,
}

/// What is known of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// What its values are.
    pub measure: Measure,
    /// The decimals its values are shown with, 0–3.
    pub decimals: u8,
    /// Who publishes it.
    pub origin: Origin,
    /// Whose answers or results they are.
    pub group: Group,
    /// Which extreme tells about everybody.
    pub sensitive: Sensitive,
}

/// What an indicator's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Persons.
    Count,
    /// Percent of the group.
    Share,
    /// A mean over the group, between these.
    Mean {
        /// The lowest that one person can contribute.
        lowest: Amount,
        /// The highest.
        highest: Amount,
    },
    /// Nothing that adds up: a median, money, a ratio of two other numbers. Hidden when the group is small; nothing can be said about computing it.
    Other,
}

/// Who publishes an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A public source that has protected its own tables. What it shows is known to everybody and is shown.
    Public,
    /// The municipality itself.
    Local,
}

/// Whom values are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Pupils, and their parents.
    Pupils,
    /// Staff.
    Staff,
}

/// The smallest groups that may be shown, for a source. They can only be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pupils: u32,
    staff: u32,
}

impl Default for Limits {
    /// 10 pupils, 7 staff.
    fn default() -> Self {
        Self { pupils: 10, staff: 7 }
    }
}

impl Limits {
    #[cfg(test)]
    pub(super) const LOWEST: Self = Self { pupils: 10, staff: 7 };

    /// Higher limits; what is lower than the default stays at the default.
    #[must_use]
    pub fn raised(pupils: u32, staff: u32) -> Self {
        let least = Self::default();
        Self { pupils: pupils.max(least.pupils), staff: staff.max(least.staff) }
    }

    /// The limit for a group.
    #[must_use]
    pub fn of(self, group: Group) -> u32 {
        match group {
            Group::Pupils => self.pupils,
            Group::Staff => self.staff,
        }
    }
}

/// What stands where a figure would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shown {
    /// The number.
    Number(Amount),
    /// «Skjermet», «Skjerma». Never with a reason: that there are few pupils is often not true.
    Masked,
    /// Nothing to measure there.
    NotApplicable,
    /// There is no number, and nothing says why.
    Missing,
}

impl Shown {
    /// What everybody may see of a value, before anything is hidden to protect other values.
    fn of(cell: Cell) -> Self {
        match cell {
            Cell::Published(amount) | Cell::Preliminary(amount) => Self::Number(amount),
            Cell::Restricted(_) | Cell::Suppressed => Self::Masked,
            Cell::NotApplicable => Self::NotApplicable,
            Cell::Missing => Self::Missing,
        }
    }
}

/// What stands in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownRow {
    /// Instead of the value.
    pub value: Shown,
    /// The number of persons beside it, when it may be shown. Never beside a masked value.
    pub count: Option<u32>,
}

/// The figures of a row in the problem.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Placed {
    count: Option<FigureId>,
    value: Option<FigureId>,
    /// Nobody is in the group, so it is no part of anything.
    empty: bool,
}

impl Placed {
    pub(super) fn value(self) -> Option<FigureId> {
        self.value
    }

    #[cfg(test)]
    pub(super) fn count(self) -> Option<FigureId> {
        self.count
    }
}

/// What may be shown of each row, in the order of the rows, to everybody alike. `kind` describes an indicator; what it does not know is masked.
#[must_use]
pub fn for_page(rows: &[Row<'_>], kind: impl Fn(&str) -> Option<Kind>, limits: Limits) -> Vec<ShownRow> {
    let (problem, placed) = problem(rows, &kind, limits);
    let plan = suppress(&problem);
    rows.iter().zip(placed).map(|(row, placed)| shown(row, kind(row.indicator), placed, &plan, limits)).collect()
}

/// The problem that these rows make. Kept apart so that tests can attack what a page shows.
pub(super) fn problem(rows: &[Row<'_>], kind: &dyn Fn(&str) -> Option<Kind>, limits: Limits) -> (Problem, Vec<Placed>) {
    let mut problem = Problem::new();
    let mut kinds: HashMap<&str, Option<Kind>> = HashMap::new();
    let mut placed = Vec::with_capacity(rows.len());
    let few = tables_with_few(rows, |row| {
        let kind = *kinds.entry(row.indicator).or_insert_with(|| kind(row.indicator));
        kind.map_or(0, |kind| limits.of(kind.group))
    });
    for row in rows {
        let kind = *kinds.entry(row.indicator).or_insert_with(|| kind(row.indicator));
        let few = few.contains(&(row.indicator, row.year));
        placed.push(kind.map_or_else(Placed::default, |kind| place(&mut problem, row, kind, limits.of(kind.group), few)));
    }
    sums::add(&mut problem, rows, &placed, |row| {
        kinds.get(row.indicator).copied().flatten().map(|kind| (kind.measure, limits.of(kind.group)))
    });
    (problem, placed)
}

/// The indicators and years in which some group is too small. There no numbers of persons stand beside our own values: many of them would have to be
/// hidden so that the small ones cannot be computed, and shares and means with them.
fn tables_with_few<'a>(rows: &[Row<'a>], mut limit: impl FnMut(&Row<'a>) -> u32) -> HashSet<(&'a str, SchoolYear)> {
    rows.iter().filter(|row| row.count.is_none_or(|count| count > 0 && count < limit(row))).map(|row| (row.indicator, row.year)).collect()
}

fn place(problem: &mut Problem, row: &Row<'_>, kind: Kind, limit: u32, few: bool) -> Placed {
    let knowledge = match (row.value, kind.origin) {
        (Cell::NotApplicable, _) => return Placed { empty: true, ..Placed::default() },
        (Cell::Published(amount) | Cell::Preliminary(amount), Origin::Public) => Knowledge::Public(amount),
        (Cell::Published(amount) | Cell::Preliminary(amount), Origin::Local) if row.withheld => {
            return withheld(problem, row, kind, amount, limit);
        }
        (Cell::Published(amount) | Cell::Preliminary(amount), Origin::Local) => Knowledge::Ours(amount),
        (Cell::Restricted(amount), _) => Knowledge::Closed(Some(amount)),
        (Cell::Suppressed | Cell::Missing, _) => Knowledge::Closed(None),
    };
    let rounding = rounding(kind);
    if kind.measure == Measure::Count {
        return Placed { value: Some(problem.add(Figure::count(knowledge, limit).sensitive(Sensitive::Neither))), ..Placed::default() };
    }
    if kind.measure == Measure::Other {
        return Placed::default();
    }
    let count = match (row.count, knowledge) {
        (Some(persons), Knowledge::Public(_)) => Figure::count(Knowledge::Public(Amount::from_whole(i64::from(persons))), limit),
        (Some(persons), Knowledge::Ours(_)) if !few => Figure::count(Knowledge::Ours(Amount::from_whole(i64::from(persons))), limit),
        (Some(persons), _) => Figure::count(Knowledge::Closed(Some(Amount::from_whole(i64::from(persons)))), limit),
        // There is a value, or was: so somebody is in the group.
        (None, _) => Figure { quantity: Quantity::Count { at_least: 1, at_most: None }, ..Figure::count(Knowledge::Closed(None), limit) },
    };
    let count = problem.add(count);
    let of = row.count.map_or(Base::Unknown(count), Base::Known);
    let figure = match kind.measure {
        Measure::Mean { lowest, highest } => Figure::mean(knowledge, of, (lowest, highest), rounding, limit),
        _ => Figure::share(knowledge, of, rounding, limit),
    };
    let figure = figure.sensitive(kind.sensitive);
    let value = problem.add(if few { figure } else { figure.beside(count) });
    Placed { count: Some(count), value: Some(value), empty: false }
}

/// A value of ours that is not shown here. What could stand by itself must not be computable, to more than one person; a group that everybody knows to be
/// large is known to be so here too.
fn withheld(problem: &mut Problem, row: &Row<'_>, kind: Kind, amount: Amount, limit: u32) -> Placed {
    let large = |persons: i64| u32::try_from(persons).is_ok_and(|persons| persons >= limit);
    let count = |persons: Amount| {
        let at_least = if large(persons.0 / 1000) { limit } else { 0 };
        let limit = if at_least > 0 { 1 } else { limit };
        Figure { quantity: Quantity::Count { at_least, at_most: None }, ..Figure::count(Knowledge::Closed(Some(persons)), limit) }
    };
    if kind.measure == Measure::Count {
        return Placed { value: Some(problem.add(count(amount))), ..Placed::default() };
    }
    let persons = match row.count {
        Some(persons) => problem.add(count(Amount::from_whole(i64::from(persons)))),
        None => problem
            .add(Figure { quantity: Quantity::Count { at_least: 1, at_most: None }, ..Figure::count(Knowledge::Closed(None), limit) }),
    };
    let of = row.count.map_or(Base::Unknown(persons), Base::Known);
    let rounding = rounding(kind);
    let figure = |knowledge: Knowledge, limit: u32| {
        let figure = match kind.measure {
            Measure::Mean { lowest, highest } => Some(Figure::mean(knowledge, of, (lowest, highest), rounding, limit)),
            Measure::Share => Some(Figure::share(knowledge, of, rounding, limit)),
            Measure::Count | Measure::Other => None,
        };
        figure.map(|figure| figure.sensitive(kind.sensitive))
    };
    let alone = figure(Knowledge::Ours(amount), limit).is_some_and(|figure| primary::reason(&figure).is_none());
    let value = figure(Knowledge::Closed(Some(amount)), if alone { 1 } else { limit }).map(|figure| problem.add(figure));
    Placed { count: Some(persons), value, empty: false }
}

/// Half a unit of the last decimal.
fn rounding(kind: Kind) -> Amount {
    Amount(10_i64.pow(3_u32.saturating_sub(u32::from(kind.decimals))) / 2)
}

fn shown(row: &Row<'_>, kind: Option<Kind>, placed: Placed, plan: &Plan, limits: Limits) -> ShownRow {
    let Some(kind) = kind else { return ShownRow { value: Shown::Masked, count: None } };
    let value = Shown::of(row.value);
    let small =
        kind.measure == Measure::Other && kind.origin == Origin::Local && row.count.is_none_or(|count| count < limits.of(kind.group));
    let hidden = row.withheld || small || placed.value.is_some_and(|figure| !plan.shown.has(figure));
    let value = if hidden && matches!(value, Shown::Number(_)) { Shown::Masked } else { value };
    let count_shown = placed.count.is_none_or(|figure| plan.shown.has(figure));
    ShownRow { value, count: row.count.filter(|_| count_shown && matches!(value, Shown::Number(_))) }
}

#[cfg(test)]
mod tests;
