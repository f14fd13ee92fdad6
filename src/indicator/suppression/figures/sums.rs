//! Which rows are totals of which others: schools of an area, girls and boys, grades, levels.
use std::collections::HashMap;

use super::super::problem::{Base, Figure, FigureId, Knowledge, Problem, Quantity, Sensitive};
use super::{Measure, Placed, Row};
use crate::indicator::{Amount, Breakdown, SchoolYear, Sex};

type Key<'a> = (&'a str, SchoolYear, Breakdown, &'a [u64]);

/// Adds the sums that the rows' places imply. `measure` tells what a row measures and its limit.
pub(super) fn add(problem: &mut Problem, rows: &[Row<'_>], placed: &[Placed], measure: impl Fn(&Row<'_>) -> Option<(Measure, u32)>) {
    let index: HashMap<Key<'_>, usize> =
        rows.iter().enumerate().map(|(at, row)| ((row.indicator, row.year, row.breakdown, row.unit), at)).collect();
    // The total, and the way it is divided: units, sexes, grades, levels.
    let mut parts: HashMap<(usize, u8), Vec<usize>> = HashMap::new();
    let mut levels: HashMap<Key<'_>, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let key = |breakdown, unit| index.get(&(row.indicator, row.year, breakdown, unit)).copied();
        let above = (0..row.unit.len()).rev().find_map(|length| key(row.breakdown, &row.unit[..length]));
        let all = (row.breakdown.sex != Sex::All).then(|| key(Breakdown { sex: Sex::All, ..row.breakdown }, row.unit)).flatten();
        let grades = row.breakdown.grade.and_then(|_| key(Breakdown { grade: None, ..row.breakdown }, row.unit));
        for (way, total) in [(0, above), (1, all), (2, grades)] {
            if let Some(total) = total {
                parts.entry((total, way)).or_default().push(at);
            }
        }
        if row.breakdown.level.is_some() {
            levels.entry((row.indicator, row.year, Breakdown { level: None, ..row.breakdown }, row.unit)).or_default().push(at);
        }
    }
    let mut divided: Vec<((usize, u8), Vec<usize>)> = parts.into_iter().collect();
    divided.sort_unstable();
    for ((total, _), members) in divided {
        if let Some((measure, limit)) = measure(&rows[total]) {
            divide(problem, rows, placed, total, &members, measure, limit);
        }
    }
    let mut distributions: Vec<(Key<'_>, Vec<usize>)> = levels.into_iter().collect();
    distributions.sort_unstable_by(|(_, one), (_, other)| one.cmp(other));
    for (key, members) in distributions {
        let values: Vec<FigureId> = members.iter().filter_map(|at| placed[*at].value).collect();
        match members.first().and_then(|at| measure(&rows[*at])) {
            Some((Measure::Count, _)) => {
                if let Some(total) = index.get(&key).and_then(|at| placed[*at].value) {
                    problem.add_sum(total, values);
                }
            }
            // Everybody is at some level, and how many there are is taken to be known.
            Some((Measure::Share, limit)) => {
                if let Some(persons) = members.first().and_then(|at| rows[*at].count) {
                    let everybody = problem.add(Figure::count(Knowledge::Public(Amount::from_whole(i64::from(persons))), limit));
                    problem.add_sum(everybody, values);
                }
            }
            _ => {}
        }
    }
}

/// A total and the rows that are parts of it. Whoever is in none of them is a part too, and protected when they are few.
fn divide(problem: &mut Problem, rows: &[Row<'_>], placed: &[Placed], total: usize, members: &[usize], measure: Measure, limit: u32) {
    let whole = placed[total];
    let members: Vec<usize> = members.iter().copied().filter(|at| !placed[*at].empty).collect();
    let mut counts: Vec<FigureId> = members.iter().filter_map(|at| placed[*at].count).collect();
    let mut values: Vec<FigureId> = members.iter().filter_map(|at| placed[*at].value).collect();
    let persons = |at: usize| match measure {
        Measure::Count => rows[at].value.amount().and_then(|amount| u32::try_from(amount.0 / 1000).ok()),
        _ => rows[at].count,
    };
    let known: Option<u32> = members.iter().map(|at| persons(*at)).sum();
    if let (Some(all), Some(known)) = (persons(total), known) {
        let rest = i64::from(all) - i64::from(known);
        // So many others that nothing about any row follows; or more in the parts than in the whole, so that they are not its parts.
        if rest >= i64::from(limit) || rest < 0 {
            return;
        }
        if let (true, Ok(rest)) = (rest > 0, u32::try_from(rest)) {
            let closed = Knowledge::Closed(Some(Amount::from_whole(i64::from(rest))));
            let count = |problem: &mut Problem| problem.add(Figure::count(closed, limit).sensitive(Sensitive::Neither));
            match whole.value.map(|value| problem.figure(value).quantity) {
                Some(Quantity::Count { .. }) => values.push(count(problem)),
                Some(Quantity::Share { .. }) => {
                    counts.push(count(problem));
                    values.push(problem.add(Figure::share(Knowledge::Closed(None), Base::Known(rest), Amount(0), limit)));
                }
                Some(Quantity::Mean { lowest, highest, .. }) => {
                    counts.push(count(problem));
                    let mean = Figure::mean(Knowledge::Closed(None), Base::Known(rest), (lowest, highest), Amount(0), limit);
                    values.push(problem.add(mean));
                }
                None => {}
            }
        }
    }
    if let Some(count) = whole.count {
        problem.add_sum(count, counts);
    }
    if let Some(value) = whole.value {
        problem.add_sum(value, values);
    }
}
