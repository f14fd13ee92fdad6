//! What is hidden from everybody of the municipality's own figures in one report.
//!
//! Of these a public report shows the municipality's totals alone. Each indicator and year is a table of its own: its grades, girls and boys and schools are
//! groups of the same people, and no group that is not shown may be computable from the totals that are ([`totals`] says how that is known). Indicators and
//! years share no sums, so all tables together are the whole document.
mod totals;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::local::SmallestGroups;
use crate::indicator::suppression::stored::{self, Place, StoredRow};
use crate::indicator::suppression::{Kind, Limits, Measure, Row};
use crate::indicator::{Cell, SchoolYear, Sex};

use totals::{Group, Table, Total};

/// What is hidden, by the values' ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    /// The value and all beside it.
    pub values: HashSet<i64>,
    /// Those of them that could be shown by themselves.
    pub for_others: HashSet<i64>,
    /// The number of people.
    pub counts: HashSet<i64>,
}

/// Of the values `shown` (by id; totals of the municipality) those that must not be. `rows` is all that stands of the indicators: also what is shown nowhere.
pub(super) fn hidden(rows: &[StoredRow], shown: &HashSet<i64>, smallest: &SmallestGroups, limits: Limits) -> Hidden {
    let mut hidden = Hidden::default();
    let mut tables: BTreeMap<(&str, SchoolYear), Vec<&StoredRow>> = BTreeMap::new();
    for row in rows {
        tables.entry((&row.indicator, row.year)).or_default().push(row);
    }
    for ((key, _), rows) in tables {
        let asked = rows.iter().filter(|row| shown.contains(&row.id)).map(|row| row.id);
        match catalogue().get(key) {
            // Not about people one by one.
            Some(indicator) if indicator.smallest <= 1 => {}
            Some(indicator) if stored::kind(indicator).measure != Measure::Other => {
                let limit = limits_of(indicator, smallest, limits).of(stored::kind(indicator).group);
                decide(&rows, shown, stored::kind(indicator), limit, &mut hidden);
            }
            // Of what does not add up nothing is known about what could be computed from it.
            _ => hidden.values.extend(asked),
        }
    }
    hidden
}

/// Decides one table.
fn decide(rows: &[&StoredRow], shown: &HashSet<i64>, kind: Kind, limit: u32, hidden: &mut Hidden) {
    let asked: Vec<&StoredRow> = rows.iter().filter(|row| shown.contains(&row.id)).copied().collect();
    let Some(mut table) = table(rows, &asked, kind, limit) else {
        // The numbers contradict each other.
        hidden.values.extend(asked.iter().map(|row| row.id));
        return;
    };
    let alone: HashSet<i64> = table.totals.iter().filter(|total| total.shown).map(|total| total.id).collect();
    table.protect();
    let left: HashSet<i64> = table.totals.iter().filter(|total| total.shown).map(|total| total.id).collect();
    let gone = |row: &&&StoredRow| !left.contains(&row.id);
    hidden.values.extend(asked.iter().filter(gone).map(|row| row.id));
    hidden.for_others.extend(alone.difference(&left));
    // Where a group is small, or something is hidden, no number of people stands in the table.
    let few = rows.iter().any(|row| row.place != Place::Shadowed && row.count.is_none_or(|count| count > 0 && count < limit));
    if few || left.len() < asked.len() || !table.counts_tell_nothing(limit) {
        hidden.counts.extend(asked.iter().map(|row| row.id));
    }
}

/// The table's totals and groups; `None` when the parts are more than the whole.
fn table(rows: &[&StoredRow], asked: &[&StoredRow], kind: Kind, limit: u32) -> Option<Table> {
    let of_all =
        |row: &&&StoredRow| row.place == Place::Municipality && row.breakdown.sex == Sex::All && row.breakdown.level == asked_level(asked);
    let count = |row: &StoredRow| row.count.map_or(0, i64::from);
    let mut table = Table::new(kind, limit);
    let mut whole = None;
    for row in rows.iter().filter(of_all) {
        let total =
            Total { id: row.id, persons: count(row), shown: asked.iter().any(|asked| asked.id == row.id), amount: row.cell.amount() };
        match row.breakdown.grade {
            Some(grade) => table.add_grade(grade, total),
            None => whole = Some(total),
        }
    }
    let mut groups: HashMap<(Place, Sex), BTreeMap<Option<u8>, &StoredRow>> = HashMap::new();
    for row in rows.iter().filter(|row| matches!(row.place, Place::Own(_) | Place::Municipality) && row.cell != Cell::NotApplicable) {
        groups.entry((row.place, row.breakdown.sex)).or_default().insert(row.breakdown.grade, row);
    }
    if !table
        .close(whole, groups.iter().filter(|((place, sex), _)| matches!(place, Place::Own(_)) && *sex == Sex::All).map(|(_, rows)| rows))
    {
        return None;
    }
    for ((place, sex), rows) in &groups {
        for (grade, row) in rows {
            let is_total = *place == Place::Municipality && *sex == Sex::All;
            // How the group is divided among the grades, as far as rows say.
            let parts: Vec<(u8, i64)> = match grade {
                Some(grade) => vec![(*grade, count(row))],
                None => rows.iter().filter_map(|(grade, row)| Some(((*grade)?, count(row)))).collect(),
            };
            table.groups.push(Group {
                total: is_total.then_some(row.id),
                persons: row.count.map(i64::from),
                parts,
                amount: row.cell.amount(),
            });
        }
    }
    Some(table)
}

/// A distribution's levels are decided one by one only where there is a single level; the municipality's own have none.
fn asked_level(asked: &[&StoredRow]) -> Option<u8> {
    asked.first().and_then(|row| row.breakdown.level)
}

/// The rows as the solver reads them: what is not shown is withheld.
pub(super) fn problem<'a>(rows: &[&'a StoredRow], units: &'a [Vec<u64>], shown: &HashSet<i64>) -> Vec<Row<'a>> {
    let row = |(row, unit): (&&'a StoredRow, &'a Vec<u64>)| Row {
        unit,
        indicator: &row.indicator,
        year: row.year,
        breakdown: row.breakdown,
        value: row.cell,
        count: row.count,
        withheld: matches!(row.cell, Cell::Published(_) | Cell::Preliminary(_)) && !shown.contains(&row.id),
    };
    rows.iter().zip(units).map(row).collect()
}

/// The report's limits, and never lower than what holds for the indicator anyhow.
pub(super) fn limits_of(indicator: &Indicator, smallest: &SmallestGroups, limits: Limits) -> Limits {
    let own = u32::from(smallest.of(indicator)).max(limits.of(stored::kind(indicator).group));
    Limits::raised(own, own)
}

#[cfg(test)]
mod tests;
