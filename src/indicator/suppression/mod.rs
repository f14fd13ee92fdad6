//! Hides small groups, and whatever else is needed so that nothing hidden can be computed from what is shown.
//!
//! Pure functions but for [`stored`]: [`suppress`] decides, `verify` (built for tests only) attacks what it decided with another method, [`what_is_possible`] says on
//! request how much can be worked out, and [`stored`] keeps what was decided with the values. The rules and the mathematics are in `docs/suppression.md`.
mod figures;
mod plan;
mod possible;
mod primary;
mod problem;
mod program;
mod range;
mod search;
mod secondary;
pub mod stored;
mod system;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod verify;

/// The rows of which something leaks when these values are shown, as the verifier sees it; for tests of those who decide what is shown.
#[cfg(test)]
pub(in crate::indicator) fn leaks(
    rows: &[Row<'_>],
    kind: impl Fn(&str) -> Option<Kind>,
    limits: Limits,
    shown: impl Fn(usize) -> (bool, bool),
) -> Vec<String> {
    let (mut problem, placed) = figures::problem(rows, &kind, limits);
    // A number of persons that stands nowhere in the table says nothing by its absence, as where some group is small.
    for (_, placed) in placed.iter().enumerate().filter(|(at, _)| !shown(*at).1) {
        placed.value().into_iter().for_each(|value| problem.stands_alone(value));
    }
    let mut set = ShownSet::everything(&problem);
    for (at, placed) in placed.iter().enumerate() {
        let (value, count) = shown(at);
        for (figure, is_shown) in [(placed.value(), value), (placed.count(), count)] {
            if let Some(figure) = figure.filter(|figure| !is_shown && !matches!(problem.figure(*figure).knowledge, Knowledge::Public(_))) {
                set.hide(figure);
            }
        }
    }
    verify::verify(&problem, &set).into_iter().map(|leak| format!("{leak:?}")).collect()
}

pub use figures::{Group, Kind, Limits, Measure, Origin, Row, Shown, ShownRow, for_page};
pub use plan::{Plan, suppress};
pub use possible::{Cap, NotComputed, Possible, what_is_possible};
pub use primary::Reason;
pub use problem::{Base, Figure, FigureId, Knowledge, Problem, Quantity, Sensitive, ShownSet, Sum};
