//! Random tables: a municipality, its areas and schools, girls and boys, two versions of the same year, with public, closed and own figures mixed.
use proptest::collection::vec;
use proptest::prelude::*;

use super::super::{Base, Figure, FigureId, Knowledge, Problem, Quantity, Sensitive};
use crate::indicator::Amount;

/// Girls or boys of one school: how many, and how far up the scale they are together, in thousandths.
type Leaf = (u32, i64);

/// What a table is made from.
#[derive(Debug, Clone)]
pub(super) struct Spec {
    /// Of each area, of each school, the girls and the boys.
    areas: Vec<Vec<[Leaf; 2]>>,
    sexes: bool,
    decimals: u32,
    /// The school of this number is gone in the second version of the table.
    closed_school: Option<usize>,
    /// Taken in turn to say who knows a figure.
    dice: Vec<u8>,
    /// Below the first number a figure is public, below the second closed.
    known: (u8, u8),
}

/// What a table measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Count,
    Share,
    Mean,
}

pub(super) fn spec() -> impl Strategy<Value = Spec> {
    let persons = prop_oneof![1 => Just(0_u32), 3 => 1_u32..10, 4 => 10_u32..40];
    let part = prop_oneof![1 => Just(0_i64), 1 => Just(1000_i64), 6 => 0_i64..=1000];
    let leaf = (persons, part);
    let school = [leaf.clone(), leaf];
    let areas = vec(vec(school, 1..5), 1..4);
    let known = prop_oneof![3 => Just((0, 0)), 2 => Just((40, 60)), 1 => Just((0, 40)), 1 => Just((120, 150))];
    (areas, any::<bool>(), 0_u32..=2, proptest::option::weighted(0.3, 0_usize..12), vec(any::<u8>(), 1..40), known)
        .prop_map(|(areas, sexes, decimals, closed_school, dice, known)| Spec { areas, sexes, decimals, closed_school, dice, known })
}

struct Builder<'a> {
    spec: &'a Spec,
    measure: Measure,
    problem: Problem,
    thrown: usize,
}

/// One group: its count, and its share or mean.
#[derive(Clone, Copy)]
struct Cell {
    count: FigureId,
    value: Option<FigureId>,
    truth: Leaf,
}

pub(super) fn problem(spec: &Spec, measure: Measure) -> Problem {
    let mut builder = Builder { spec, measure, problem: Problem::new(), thrown: 0 };
    let schools: Vec<Vec<[Cell; 3]>> = spec.areas.iter().map(|area| area.iter().map(|school| builder.sexes(*school)).collect()).collect();
    let areas: Vec<[Cell; 3]> = schools.iter().map(|schools| builder.total(schools)).collect();
    builder.total(&areas);
    if let Some(gone) = spec.closed_school {
        let left: Vec<[Cell; 3]> =
            schools.iter().flatten().enumerate().filter(|(index, _)| *index != gone).map(|(_, school)| *school).collect();
        if !left.is_empty() {
            builder.total(&left);
        }
    }
    builder.problem
}

impl Builder<'_> {
    fn knowledge(&mut self, amount: i64) -> Knowledge {
        let die = self.spec.dice[self.thrown % self.spec.dice.len()];
        self.thrown += 1;
        match die {
            _ if die < self.spec.known.0 => Knowledge::Public(Amount(amount)),
            _ if die < self.spec.known.1 => Knowledge::Closed(die.is_multiple_of(2).then_some(Amount(amount))),
            _ => Knowledge::Ours(Amount(amount)),
        }
    }

    fn cell(&mut self, truth: Leaf) -> Cell {
        let (persons, sum) = (i64::from(truth.0), truth.1);
        let knowledge = self.knowledge(persons * 1000);
        let count = self.problem.add(Figure::count(knowledge, 10));
        if self.measure == Measure::Count || persons == 0 {
            return Cell { count, value: None, truth };
        }
        let base = if knowledge == Knowledge::Closed(None) { Base::Unknown(count) } else { Base::Known(truth.0) };
        // The step of the last decimal: 1000, 100 or 10 thousandths.
        let step = 10_i64.pow(3 - self.spec.decimals);
        let rounded = |numerator: i64| ((2 * numerator + persons * step) / (2 * persons * step)) * step;
        let half = Amount(step / 2);
        let figure = if self.measure == Measure::Share {
            let amount = rounded(sum * 100_000);
            Figure::share(self.closed_like(knowledge, amount), base, half, 10).sensitive(Sensitive::All)
        } else {
            let amount = 1000 + rounded(sum);
            Figure::mean(self.closed_like(knowledge, amount), base, (Amount(1000), Amount(5000)), half, 10)
        };
        let value = self.problem.add(figure.beside(count));
        Cell { count, value: Some(value), truth }
    }

    /// Where not even the count is known, the value is not either.
    fn closed_like(&mut self, count: Knowledge, amount: i64) -> Knowledge {
        if count == Knowledge::Closed(None) { Knowledge::Closed(None) } else { self.knowledge(amount) }
    }

    fn truth(&self, (persons, part): Leaf) -> Leaf {
        match self.measure {
            Measure::Share => (persons, (i64::from(persons) * part + 500) / 1000),
            _ => (persons, i64::from(persons) * 4 * part),
        }
    }

    fn sexes(&mut self, [girls, boys]: [Leaf; 2]) -> [Cell; 3] {
        let (girls, boys) = (self.truth(girls), self.truth(boys));
        if !self.spec.sexes {
            return [self.cell(girls); 3];
        }
        let parts = [self.cell(girls), self.cell(boys)];
        let all = self.cell((girls.0 + boys.0, girls.1 + boys.1));
        self.sum(all, &parts);
        [all, parts[0], parts[1]]
    }

    fn total(&mut self, units: &[[Cell; 3]]) -> [Cell; 3] {
        let column = |column: usize| units.iter().map(|unit| unit[column]).collect::<Vec<Cell>>();
        let truth = |cells: &[Cell]| cells.iter().fold((0, 0), |sum, cell| (sum.0 + cell.truth.0, sum.1 + cell.truth.1));
        let columns = if self.spec.sexes { vec![column(0), column(1), column(2)] } else { vec![column(0)] };
        let totals: Vec<Cell> = columns
            .iter()
            .map(|cells| {
                let total = self.cell(truth(cells));
                self.sum(total, cells);
                total
            })
            .collect();
        if let [all, girls, boys] = totals[..] {
            self.sum(all, &[girls, boys]);
            return [all, girls, boys];
        }
        [totals[0]; 3]
    }

    fn sum(&mut self, total: Cell, parts: &[Cell]) {
        self.problem.add_sum(total.count, parts.iter().map(|part| part.count).collect());
        if let Some(value) = total.value {
            self.problem.add_sum(value, parts.iter().filter_map(|part| part.value).collect());
        }
    }
}

/// A group that can be counted through: few and small.
pub(super) fn small() -> impl Strategy<Value = (Vec<u32>, Vec<bool>)> {
    (vec(0_u32..14, 2..5), vec(any::<bool>(), 8))
}

/// Girls and boys of some schools, shown or closed as the second list says; limit 4.
pub(super) fn small_problem((counts, closed): &(Vec<u32>, Vec<bool>)) -> Problem {
    let mut problem = Problem::new();
    let figure = |count: u32, closed: bool| {
        let amount = Amount::from_whole(i64::from(count));
        let quantity = Quantity::Count { at_least: 0, at_most: Some(60) };
        Figure { quantity, ..Figure::count(if closed { Knowledge::Closed(None) } else { Knowledge::Ours(amount) }, 4) }
    };
    let parts: Vec<FigureId> = counts.iter().zip(closed).map(|(count, closed)| problem.add(figure(*count, *closed))).collect();
    let total = problem.add(figure(counts.iter().sum(), false));
    problem.add_sum(total, parts.clone());
    let some = problem.add(figure(counts[..2].iter().sum(), closed[7]));
    problem.add_sum(some, parts[..2].to_vec());
    problem
}
