//! What is hidden from everybody of the municipality's own figures in one report.
//!
//! All that the report shows of an indicator is one problem: every grade, year and place, with what it does not show (the schools, girls and boys, other
//! grades, what was hidden before) as figures that must not be computable. Indicators share no sums, so each of them is solved by itself, and together they
//! are the whole document.
use std::collections::{BTreeMap, HashSet};

use crate::indicator::Cell;
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::local::SmallestGroups;
use crate::indicator::suppression::stored::{self, StoredRow};
use crate::indicator::suppression::{Limits, Measure, Row, Shown, for_page};

/// What is hidden, by the values' ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    /// The value and all beside it.
    pub values: HashSet<i64>,
    /// The number of people.
    pub counts: HashSet<i64>,
}

/// Of the values `shown` (by id) those that must not be. `rows` is all that stands of the indicators: also what is shown nowhere.
pub(super) fn hidden(rows: &[StoredRow], shown: &HashSet<i64>, smallest: &SmallestGroups, limits: Limits) -> Hidden {
    let mut hidden = Hidden::default();
    for (indicator, rows) in by_indicator(rows) {
        let units: Vec<Vec<u64>> = rows.iter().map(|row| stored::unit(row.place)).collect();
        let asked = problem(&rows, &units, shown);
        let kind = stored::kind(indicator);
        let page =
            if indicator.smallest <= 1 { Vec::new() } else { for_page(&asked, |_| Some(kind), limits_of(indicator, smallest, limits)) };
        for (row, says) in rows.iter().zip(page) {
            // Of what does not add up, nothing can be said about what could be computed from it.
            if says.value == Shown::Masked || kind.measure == Measure::Other {
                hidden.values.insert(row.id);
            }
            if says.count.is_none() {
                hidden.counts.insert(row.id);
            }
        }
    }
    hidden
}

pub(super) fn by_indicator(rows: &[StoredRow]) -> Vec<(&'static Indicator, Vec<&StoredRow>)> {
    let mut tables: BTreeMap<&str, Vec<&StoredRow>> = BTreeMap::new();
    for row in rows {
        tables.entry(&row.indicator).or_default().push(row);
    }
    tables.into_iter().filter_map(|(key, rows)| Some((catalogue().get(key)?, rows))).collect()
}

/// The rows as the suppressor reads them: what is not shown is withheld.
pub(super) fn problem<'a>(rows: &[&'a StoredRow], units: &'a [Vec<u64>], shown: &HashSet<i64>) -> Vec<Row<'a>> {
    let row = |(row, unit): (&&'a StoredRow, &'a Vec<u64>)| Row {
        unit,
        indicator: &row.indicator,
        year: row.year,
        breakdown: row.breakdown,
        value: row.cell,
        count: row.count,
        withheld: matches!(row.cell, Cell::Published(_) | Cell::Preliminary(_)) && (row.hidden.value || !shown.contains(&row.id)),
    };
    rows.iter().zip(units).map(row).collect()
}

/// The report's limits, and never lower than what holds for the indicator anyhow.
pub(super) fn limits_of(indicator: &Indicator, smallest: &SmallestGroups, limits: Limits) -> Limits {
    let own = u32::from(smallest.of(indicator)).max(limits.of(stored::kind(indicator).group));
    Limits::raised(own, own)
}
