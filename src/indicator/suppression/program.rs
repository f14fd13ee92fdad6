//! What the attacker knows, as a linear program. Unit: persons; for a mean, persons times the part of the scale they are up it.
use std::collections::BTreeMap;
use std::time::Duration;

use microlp::{ComparisonOp, Error, OptimizationDirection, Problem as Solver, Variable};

use super::problem::{Base, Figure, FigureId, Knowledge, Problem, Quantity, ShownSet};
/// More than any figure.
const MANY: f64 = 1e6;

/// One variable a figure, with its bounds, and everything known about several of them.
pub(super) struct Program {
    variables: BTreeMap<FigureId, (f64, f64)>,
    whole: bool,
    /// Σ coefficient · variable, compared with 0.
    known: Vec<(Vec<(FigureId, f64)>, ComparisonOp)>,
    /// For a ratio: the figure to divide by, so that the program is scaled until it is 1.
    divisor: Option<FigureId>,
    /// How long one question may take.
    time: Option<Duration>,
}

impl Program {
    /// What is known about these figures.
    pub(super) fn new(problem: &Problem, group: &[FigureId], shown: &ShownSet) -> Self {
        let whole = group.iter().all(|id| !matches!(problem.figure(*id).quantity, Quantity::Mean { .. }));
        let mut program = Self { variables: BTreeMap::new(), whole, known: Vec::new(), divisor: None, time: None };
        for id in group {
            program.add(problem.figure(*id), *id, shown.has(*id));
        }
        for sum in problem.sums().iter().filter(|sum| group.contains(&sum.total)) {
            let members = std::iter::once((sum.total, 1.0)).chain(sum.parts.iter().map(|part| (*part, -1.0)));
            program.known.push((members.collect(), ComparisonOp::Eq));
        }
        program
    }

    /// The same, for a figure divided by a count of at least 1 (Charnes and Cooper's transformation).
    pub(super) fn ratio(problem: &Problem, group: &[FigureId], shown: &ShownSet, divisor: FigureId) -> Result<Self, Error> {
        let program = Self { whole: false, divisor: Some(divisor), ..Self::new(problem, group, shown) };
        if program.variables.contains_key(&divisor) { Ok(program) } else { Err(Error::Infeasible) }
    }

    /// The same, with at most this time for each question, and not in whole numbers where `relaxed`: then an interval can only be too wide.
    pub(super) fn within(self, time: Duration, relaxed: bool) -> Self {
        Self { whole: self.whole && !relaxed, time: Some(time), ..self }
    }

    fn add(&mut self, figure: &Figure, id: FigureId, shown: bool) {
        // Parts of the scale, for each person.
        let part = |amount: i64| match figure.quantity {
            Quantity::Count { .. } => thousandths(amount),
            Quantity::Share { .. } => thousandths(amount) / 100.0,
            Quantity::Mean { lowest, highest, .. } => thousandths(amount - lowest.0) / thousandths(highest.0 - lowest.0),
        };
        let band = figure.amount().filter(|_| shown).map(|amount| (part(amount.0 - figure.rounding.0), part(amount.0 + figure.rounding.0)));
        let bounds = match figure.base() {
            None => band.map_or_else(|| unseen(figure), |(low, high)| (low.max(0.0), high)),
            Some(Base::Known(persons)) => {
                let (low, high) = band.unwrap_or((0.0, 1.0));
                (f64::from(persons) * low.max(0.0), f64::from(persons) * high.min(1.0))
            }
            Some(Base::Unknown(count)) => {
                let (low, high) = band.unwrap_or((0.0, 1.0));
                self.known.push((vec![(id, 1.0), (count, -low.max(0.0))], ComparisonOp::Ge));
                self.known.push((vec![(id, 1.0), (count, -high.min(1.0))], ComparisonOp::Le));
                (0.0, MANY)
            }
        };
        self.variables.insert(id, bounds);
    }

    /// The least and the greatest that this figure, or its ratio, can be.
    pub(super) fn interval(&self, id: FigureId) -> Result<(f64, f64), Error> {
        Ok((self.solve(id, OptimizationDirection::Minimize)?, self.solve(id, OptimizationDirection::Maximize)?))
    }

    fn solve(&self, id: FigureId, direction: OptimizationDirection) -> Result<f64, Error> {
        let mut solver = Solver::new(direction);
        if let Some(time) = self.time {
            solver.set_time_limit(time);
        }
        let mut variables: BTreeMap<FigureId, Variable> = BTreeMap::new();
        let scale = self.divisor.map(|_| solver.add_var(0.0, (0.0, 1.0)));
        for (figure, (low, high)) in &self.variables {
            let aim = if *figure == id { 1.0 } else { 0.0 };
            let variable = match scale {
                Some(scale) => {
                    let variable = solver.add_var(aim, (0.0, f64::INFINITY));
                    solver.add_constraint([(variable, 1.0), (scale, -low)], ComparisonOp::Ge, 0.0);
                    if *high < MANY {
                        solver.add_constraint([(variable, 1.0), (scale, -high)], ComparisonOp::Le, 0.0);
                    }
                    variable
                }
                None if self.whole => solver.add_integer_var(aim, (up(*low), down(*high))),
                None => solver.add_var(aim, (*low, *high)),
            };
            variables.insert(*figure, variable);
        }
        for (terms, comparison) in &self.known {
            let terms: Vec<(Variable, f64)> = terms.iter().map(|(figure, factor)| (variables[figure], *factor)).collect();
            solver.add_constraint(terms, *comparison, 0.0);
        }
        if let Some(divisor) = self.divisor {
            solver.add_constraint([(variables[&divisor], 1.0)], ComparisonOp::Eq, 1.0);
        }
        let outcome = solver.solve()?;
        match outcome.into_solution() {
            Ok(solution) => Ok(solution.objective()),
            Err(_) => Err(Error::InternalError("interrupted".to_owned())),
        }
    }
}

/// A count that is not shown. Whoever knows the schools knows which are large enough to be shown.
fn unseen(figure: &Figure) -> (f64, f64) {
    let Quantity::Count { at_least, at_most } = figure.quantity else { return (0.0, MANY) };
    let least = match figure.knowledge {
        Knowledge::Ours(amount) if thousandths(amount.0) >= f64::from(figure.limit) => at_least.max(figure.limit),
        _ => at_least,
    };
    (f64::from(least), at_most.map_or(MANY, f64::from))
}

#[expect(clippy::cast_possible_truncation, reason = "numbers of persons")]
pub(super) fn up(number: f64) -> i32 {
    (number - 1e-7).ceil() as i32
}

#[expect(clippy::cast_possible_truncation, reason = "numbers of persons")]
pub(super) fn down(number: f64) -> i32 {
    (number + 1e-7).floor() as i32
}

/// Figures that hang together by sums or by the group they are about.
pub(super) fn groups(problem: &Problem) -> Vec<Vec<FigureId>> {
    let mut group: Vec<usize> = (0..problem.len()).collect();
    loop {
        let mut changed = false;
        let mut join = |members: &mut dyn Iterator<Item = FigureId>| {
            let members: Vec<usize> = members.map(FigureId::index).collect();
            let least = members.iter().map(|member| group[*member]).min().unwrap_or(0);
            for member in members {
                changed |= group[member] != least;
                group[member] = least;
            }
        };
        for sum in problem.sums() {
            join(&mut std::iter::once(sum.total).chain(sum.parts.iter().copied()));
        }
        for (id, figure) in problem.figures() {
            if let Some(Base::Unknown(count)) = figure.base() {
                join(&mut [id, count].into_iter());
            }
        }
        if !changed {
            break;
        }
    }
    let mut groups: BTreeMap<usize, Vec<FigureId>> = BTreeMap::new();
    for (id, _) in problem.figures() {
        groups.entry(group[id.index()]).or_default().push(id);
    }
    groups.into_values().collect()
}

/// From thousandths to the number that people read.
#[expect(clippy::cast_precision_loss, reason = "published numbers have few digits")]
pub(super) fn thousandths(amount: i64) -> f64 {
    amount as f64 / 1000.0
}
