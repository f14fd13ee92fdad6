//! What a neighbour could work out: for each figure that is not shown, the least and the greatest it can be, given everything shown and given public figures
//! alone. Asked for on request, one indicator and year at a time, within a cap on size and time.
use std::time::{Duration, Instant};

use super::figures::{self, Kind, Limits, Row};
use super::problem::{Base, FigureId, Knowledge, Problem, Quantity, ShownSet};
use super::program::{Program, groups};
use crate::indicator::Amount;

/// Numbers that differ by less are the same to the solver.
const NEAR: f64 = 1e-5;
/// With more figures that hang together, whole numbers take too long to look for: intervals are then those of the linear program, at least as wide.
const WHOLE: usize = 60;

/// How much may be computed.
#[derive(Debug, Clone, Copy)]
pub struct Cap {
    /// So many figures that hang together.
    pub figures: usize,
    /// So many questions: one for each figure that is not shown.
    pub hidden: usize,
    /// All of them together.
    pub time: Duration,
}

impl Default for Cap {
    /// Of a municipality with about forty schools, in two seconds.
    fn default() -> Self {
        Self { figures: 600, hidden: 150, time: Duration::from_secs(2) }
    }
}

/// What a figure that is not shown can be, in its indicator's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Possible {
    /// Place of the row it is in.
    pub row: usize,
    /// The least and the greatest, given everything shown; `None` for the greatest when there is none.
    pub now: (Amount, Option<Amount>),
    /// The same, given public figures alone.
    pub public: (Amount, Option<Amount>),
    /// What is shown of ours narrows it: `now` is narrower than `public`.
    pub narrowed: bool,
}

/// Why nothing was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotComputed {
    /// More than the cap allows.
    TooMuch,
    /// The numbers shown contradict each other, so that nothing follows from them.
    Contradiction,
    /// The solver gave up.
    Unsolved,
}

/// What can be worked out about the rows that are withheld, or hidden by their source, when all others are shown; in the order of the rows. Of
/// [`Measure::Other`](super::Measure) nothing can be said.
///
/// # Errors
///
/// When it was not computed.
pub fn what_is_possible(
    rows: &[Row<'_>],
    kind: impl Fn(&str) -> Option<Kind>,
    limits: Limits,
    cap: Cap,
) -> Result<Vec<Possible>, NotComputed> {
    let (problem, placed) = figures::problem(rows, &kind, limits);
    let shown = ShownSet::everything(&problem);
    let mut without_us = ShownSet::everything(&problem);
    for (id, _) in problem.figures().filter(|(_, figure)| !matches!(figure.knowledge, Knowledge::Public(_))) {
        without_us.hide(id);
    }
    let asked: Vec<(usize, FigureId)> = placed
        .iter()
        .enumerate()
        .filter_map(|(row, placed)| Some((row, placed.value()?)))
        .filter(|(_, value)| !shown.has(*value))
        .collect();
    if asked.len() > cap.hidden {
        return Err(NotComputed::TooMuch);
    }
    let groups = groups(&problem);
    let end = Instant::now() + cap.time;
    let mut found = Vec::with_capacity(asked.len());
    for (row, id) in asked {
        let group = groups.iter().find(|group| group.binary_search(&id).is_ok()).map_or(&[][..], Vec::as_slice);
        if group.len() > cap.figures {
            return Err(NotComputed::TooMuch);
        }
        let now = interval(&problem, group, id, &shown, end)?;
        let public = interval(&problem, group, id, &without_us, end)?;
        let narrowed = now.0 > public.0 + NEAR || now.1 < public.1 - NEAR;
        let in_unit = |(low, high)| in_unit(&problem, id, low, high);
        found.push(Possible { row, now: in_unit(now), public: in_unit(public), narrowed });
    }
    Ok(found)
}

fn interval(problem: &Problem, group: &[FigureId], id: FigureId, shown: &ShownSet, end: Instant) -> Result<(f64, f64), NotComputed> {
    let left = end.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(NotComputed::TooMuch);
    }
    let program = match problem.figure(id).base() {
        Some(Base::Unknown(count)) => Program::ratio(problem, group, shown, count),
        _ => Ok(Program::new(problem, group, shown)),
    };
    let solved = program.and_then(|program| program.within(left, group.len() > WHOLE).interval(id));
    solved.map_err(|error| match error {
        microlp::Error::Infeasible => NotComputed::Contradiction,
        _ if end <= Instant::now() => NotComputed::TooMuch,
        _ => NotComputed::Unsolved,
    })
}

/// From the program's variable (persons; for a mean, persons times their part of the scale) to the figure's unit, outward to whole thousandths.
fn in_unit(problem: &Problem, id: FigureId, low: f64, high: f64) -> (Amount, Option<Amount>) {
    let figure = problem.figure(id);
    let persons = match figure.base() {
        Some(Base::Known(persons)) => f64::from(persons).max(1.0),
        _ => 1.0,
    };
    let (from, span) = match figure.quantity {
        Quantity::Count { .. } => (0.0, 1000.0),
        Quantity::Share { .. } => (0.0, 100_000.0),
        Quantity::Mean { lowest, highest, .. } => (Amount::to_f64(lowest) * 1000.0, (highest.to_f64() - lowest.to_f64()) * 1000.0),
    };
    let of = |value: f64| from + value / persons * span;
    let endless = matches!(figure.quantity, Quantity::Count { .. }) && high > ENDLESS;
    (thousandths(of(low)), (!endless).then(|| thousandths(of(high))))
}

/// A number of persons that stands for «as many as you like».
const ENDLESS: f64 = 500_000.0;

#[expect(clippy::cast_possible_truncation, reason = "the figures of a municipality are small")]
fn thousandths(number: f64) -> Amount {
    Amount(number.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::suppression::{Group, Measure, Origin, Sensitive};
    use crate::indicator::{Breakdown, Cell, SchoolYear};

    fn kind(origin: Origin) -> Kind {
        Kind { measure: Measure::Share, decimals: 0, origin, group: Group::Pupils, sensitive: Sensitive::All }
    }

    fn row(unit: &[u64], value: Cell, count: u32, withheld: bool) -> Row<'_> {
        Row { unit, indicator: "kartlegging", year: SchoolYear(2025), breakdown: Breakdown::default(), value, count: Some(count), withheld }
    }

    fn percent(whole: i64) -> Cell {
        Cell::Published(Amount::from_whole(whole))
    }

    #[test]
    fn what_the_source_itself_gives_away_is_said_and_nothing_of_it_is_ours() {
        // 20 of 50 in all, and all but one school are known: 6 of 10 at it.
        let rows = [row(&[0], percent(40), 50, false), row(&[0, 1], percent(35), 40, false), row(&[0, 2], Cell::Suppressed, 10, false)];
        let found = what_is_possible(&rows, |_| Some(kind(Origin::Public)), Limits::default(), Cap::default()).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].row, found[0].narrowed), (2, false));
        assert_eq!(found[0].now, (Amount(60_000), Some(Amount(60_000))));
    }

    #[test]
    fn a_school_that_is_not_shown_can_be_anything_that_it_could_be_without_us() {
        let rows = [
            row(&[0], percent(40), 50, false),
            row(&[0, 1], percent(35), 40, true),
            row(&[0, 2], percent(75), 4, true),
            row(&[0, 3], percent(50), 6, true),
        ];
        let found = what_is_possible(&rows, |_| Some(kind(Origin::Local)), Limits::default(), Cap::default()).unwrap();
        let of = |row: usize| found.iter().find(|possible| possible.row == row).unwrap();
        assert_eq!(of(2).now, (Amount(0), Some(Amount(100_000))), "all or none of four");
        assert!(!of(2).narrowed && !of(3).narrowed && of(1).narrowed, "the total says something of the large school: {found:?}");
    }

    #[test]
    fn what_would_take_too_long_is_not_computed() {
        let rows = [row(&[0], percent(40), 50, false), row(&[0, 1], percent(35), 40, false), row(&[0, 2], Cell::Suppressed, 10, false)];
        let ask = |cap: Cap| what_is_possible(&rows, |_| Some(kind(Origin::Public)), Limits::default(), cap);
        assert_eq!(ask(Cap { hidden: 0, ..Cap::default() }), Err(NotComputed::TooMuch));
        assert_eq!(ask(Cap { figures: 1, ..Cap::default() }), Err(NotComputed::TooMuch));
        assert_eq!(ask(Cap { time: Duration::ZERO, ..Cap::default() }), Err(NotComputed::TooMuch));
    }

    #[test]
    fn numbers_that_contradict_each_other_say_nothing() {
        let rows = [row(&[0], percent(90), 50, false), row(&[0, 1], percent(10), 40, false), row(&[0, 2], Cell::Suppressed, 10, false)];
        let found = what_is_possible(&rows, |_| Some(kind(Origin::Public)), Limits::default(), Cap::default());
        assert_eq!(found, Err(NotComputed::Contradiction));
    }
}
