//! The whole-number tables that agree with what is shown, all of them: for systems small enough, and to check the linear programs with.
use super::super::problem::{Base, FigureId, Knowledge, Problem, Quantity, ShownSet};

/// The values that a hidden figure takes in some table of counts and shares where no number is above `most`, in ascending order.
pub(crate) fn values(problem: &Problem, shown: &ShownSet, wanted: FigureId, most: i64) -> Vec<i64> {
    let ranges: Vec<(i64, i64)> = problem.figures().map(|(id, _)| range(problem, shown, id, most)).collect();
    let mut found = Vec::new();
    let (low, high) = ranges[wanted.index()];
    for value in low..=high {
        let mut ranges = ranges.clone();
        ranges[wanted.index()] = (value, value);
        if is_possible(problem, &mut ranges) {
            found.push(value);
        }
    }
    found
}

fn range(problem: &Problem, shown: &ShownSet, id: FigureId, most: i64) -> (i64, i64) {
    let figure = problem.figure(id);
    let people = match figure.base() {
        Some(Base::Known(persons)) => i64::from(persons),
        _ => most,
    };
    let fits = |count: i64| {
        let Some(amount) = figure.amount().filter(|_| shown.has(id)) else { return true };
        let near = |value: i64, unit: i64| (value - amount.0 * unit).abs() <= figure.rounding.0 * unit;
        match figure.quantity {
            Quantity::Share { .. } => near(count * 100_000, people),
            _ => near(count * 1000, 1),
        }
    };
    let least = match (figure.quantity, figure.knowledge) {
        (Quantity::Count { at_least, .. }, Knowledge::Ours(amount)) if amount.0 >= i64::from(figure.limit) * 1000 => {
            i64::from(at_least.max(figure.limit))
        }
        (Quantity::Count { at_least, .. }, _) => i64::from(at_least),
        _ => 0,
    };
    let people = match figure.quantity {
        Quantity::Count { at_most: Some(at_most), .. } => i64::from(at_most),
        _ => people,
    };
    let mut possible = (if shown.has(id) { 0 } else { least }..=people).filter(|count| fits(*count));
    let low = possible.next();
    low.map_or((1, 0), |low| (low, possible.next_back().unwrap_or(low)))
}

/// Tries every value of the first figure that is not yet known, and so on.
fn is_possible(problem: &Problem, ranges: &mut [(i64, i64)]) -> bool {
    for sum in problem.sums() {
        let low: i64 = sum.parts.iter().map(|part| ranges[part.index()].0).sum();
        let high: i64 = sum.parts.iter().map(|part| ranges[part.index()].1).sum();
        let total = ranges[sum.total.index()];
        if low > total.1 || high < total.0 {
            return false;
        }
    }
    let Some(open) = ranges.iter().position(|(low, high)| low < high) else { return ranges.iter().all(|(low, high)| low == high) };
    let kept = ranges[open];
    for value in kept.0..=kept.1 {
        ranges[open] = (value, value);
        if is_possible(problem, ranges) {
            ranges[open] = kept;
            return true;
        }
    }
    ranges[open] = kept;
    false
}
