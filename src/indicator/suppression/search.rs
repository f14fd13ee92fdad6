//! Finds how a table can be changed so that all sums stay right: a set of variables and the step each takes.
use std::cmp::Reverse;

use super::system::System;

/// How many choices one search may try. A search that ends here found nothing, and more is hidden.
const CHOICES: usize = 300;
/// A step is at least this part of the way.
const SMALLEST: i64 = 100;
/// How many of a sum's members are tried.
const BREADTH: usize = 6;

impl System {
    /// Steps that move this variable in this direction.
    pub(super) fn shift(&self, variable: usize, direction: i64, wanted: i64) -> Option<Vec<(usize, i64)>> {
        if self.room(variable, direction) == 0 {
            return None;
        }
        let mut search = Search::new(self, wanted);
        search.step(variable, direction);
        search.run()
    }
}

struct Search<'a> {
    system: &'a System,
    wanted: i64,
    /// A smaller step gets nowhere.
    least: i64,
    /// Of each sum, by how much it is off after the steps taken.
    off: Vec<i64>,
    /// The step of each variable.
    moved: Vec<i64>,
    trail: Vec<usize>,
    /// Sums that may be off, latest last.
    touched: Vec<usize>,
    choices: usize,
}

impl<'a> Search<'a> {
    fn new(system: &'a System, wanted: i64) -> Self {
        let (sums, variables) = (system.members.len(), system.value.len());
        Self {
            system,
            wanted,
            least: (wanted / SMALLEST).max(1),
            off: vec![0; sums],
            moved: vec![0; variables],
            trail: Vec::new(),
            touched: Vec::new(),
            choices: CHOICES,
        }
    }

    fn run(mut self) -> Option<Vec<(usize, i64)>> {
        self.balance().then(|| self.trail.iter().map(|variable| (*variable, self.moved[*variable])).collect())
    }

    fn step(&mut self, variable: usize, change: i64) {
        self.moved[variable] = change;
        self.trail.push(variable);
        for (sum, sign) in &self.system.sums_of[variable] {
            self.off[*sum] += sign * change;
            self.touched.push(*sum);
        }
    }

    fn step_back(&mut self, touched: usize) {
        let Some(variable) = self.trail.pop() else { return };
        for (sum, sign) in &self.system.sums_of[variable] {
            self.off[*sum] -= sign * self.moved[variable];
        }
        self.moved[variable] = 0;
        self.touched.truncate(touched);
    }

    /// Makes the sum that went wrong last right again by another of its members, and so on until all are right.
    fn balance(&mut self) -> bool {
        let Some(sum) = self.touched.iter().rev().copied().find(|sum| self.off[*sum] != 0) else { return true };
        for (variable, change) in self.ways(sum) {
            if self.choices == 0 {
                return false;
            }
            self.choices -= 1;
            let touched = self.touched.len();
            self.step(variable, change);
            if self.balance() {
                return true;
            }
            self.step_back(touched);
        }
        false
    }

    /// Members that can make this sum right: first those with enough room, then those that disturb few other sums.
    fn ways(&self, sum: usize) -> Vec<(usize, i64)> {
        let mut ways = Vec::new();
        for (variable, sign) in &self.system.members[sum] {
            let change = -self.off[sum] * sign;
            let room = self.system.room(*variable, change);
            if self.moved[*variable] != 0 || room < self.least {
                continue;
            }
            let disturbs = self.system.sums_of[*variable].iter().filter(|(other, _)| *other != sum).map(|(other, sign)| {
                let after = self.off[*other] + sign * change;
                i32::from(after != 0) - i32::from(self.off[*other] != 0)
            });
            ways.push((room < self.wanted, disturbs.sum::<i32>(), Reverse(room), *variable, change));
        }
        ways.sort_unstable();
        ways.truncate(BREADTH);
        ways.into_iter().map(|(.., variable, change)| (variable, change)).collect()
    }
}
