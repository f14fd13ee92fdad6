//! Suppression as a whole: what a problem's page may show.
use std::collections::HashMap;

use super::primary::{self, Reason};
use super::problem::{Base, FigureId, Problem, ShownSet, Sum};
use super::secondary;
use super::system::System;

/// What is shown and what is hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The figures that are shown.
    pub shown: ShownSet,
    /// A figure of each connected part for which no table was found that agrees with everything known: mostly because the numbers contradict each other (a
    /// total that is not the sum of its parts, for which no sum should have been claimed). Nothing can be proven there, so nothing of ours is shown.
    pub contradictions: Vec<FigureId>,
    reasons: Vec<Option<Reason>>,
}

impl Plan {
    /// Why a figure is hidden; none when it is shown.
    #[must_use]
    pub fn reason(&self, id: FigureId) -> Option<Reason> {
        self.reasons.get(id.index()).copied().flatten()
    }
}

/// Hides what must not be seen, and of ours as much more as is needed for nothing hidden to be computable from what is shown.
///
/// Never hides what is public. Ends: each step hides at least one more figure, and when nothing of ours is shown, nothing can be learnt from us.
#[must_use]
pub fn suppress(problem: &Problem) -> Plan {
    let (mut shown, mut reasons) = primary::hide(problem);
    let mut contradictions = Vec::new();
    let mut counts: HashMap<FigureId, i64> = HashMap::new();
    let unknown_bases = problem.figures().any(|(_, figure)| matches!(figure.base(), Some(Base::Unknown(_))));
    // Counts first: a share or a mean may depend on one, never the other way round.
    let mut with_base = false;
    loop {
        let mut stuck = Vec::new();
        for (figures, sums) in secondary::groups(problem, &shown) {
            if figures.iter().any(|id| problem.figure(*id).base().is_some()) != with_base {
                continue;
            }
            // Nothing of ours is in it, and nothing of it is needed elsewhere: as with all that is public.
            if !unknown_bases && !figures.iter().any(|id| problem.figure(*id).is_ours()) {
                continue;
            }
            let first = figures.first().copied();
            let mut system = build(problem, figures, &sums, &shown, &counts);
            let outcome = secondary::protect(problem, &mut system, &mut shown, &mut reasons);
            contradictions.extend(first.filter(|first| outcome.contradictory && !contradictions.contains(first)));
            stuck.extend(outcome.stuck);
            if unknown_bases && !with_base {
                remember(&mut system, &mut counts);
            }
        }
        hide_counts_behind(problem, &stuck, &mut shown, &mut reasons);
        let followed = primary::follow_counts(problem, &mut shown, &mut reasons);
        if with_base && followed.is_empty() {
            break;
        }
        with_base = true;
    }
    Plan { shown, contradictions, reasons }
}

/// Hides only what is hidden for its own sake, which the tests show to be too little.
#[cfg(test)]
pub(super) fn suppress_primary_only(problem: &Problem) -> ShownSet {
    primary::hide(problem).0
}

fn build(problem: &Problem, figures: Vec<FigureId>, sums: &[usize], shown: &ShownSet, counts: &HashMap<FigureId, i64>) -> System {
    let sums: Vec<&Sum> = sums.iter().map(|index| &problem.sums()[*index]).collect();
    let persons =
        |id: FigureId| counts.get(&id).copied().or_else(|| problem.figure(id).amount().map(|amount| amount.0 / 1000)).unwrap_or(0);
    System::new(problem, figures, &sums, shown, &persons)
}

/// Where a share over an unknown number of people cannot be protected by itself, nothing of ours may narrow that number.
fn hide_counts_behind(problem: &Problem, stuck: &[FigureId], shown: &mut ShownSet, reasons: &mut [Option<Reason>]) {
    let counts: Vec<FigureId> = stuck
        .iter()
        .filter_map(|id| match problem.figure(*id).base() {
            Some(Base::Unknown(count)) => Some(count),
            _ => None,
        })
        .collect();
    if counts.is_empty() {
        return;
    }
    for (figures, _) in secondary::groups(problem, shown) {
        if counts.iter().any(|count| figures.binary_search(count).is_ok()) {
            for id in figures.into_iter().filter(|id| problem.figure(*id).is_ours()) {
                shown.hide(id);
                let reason = &mut reasons[id.index()];
                *reason = reason.or(Some(Reason::Secondary));
            }
        }
    }
}

/// Keeps possible sizes of the groups that we do not know the size of.
fn remember(system: &mut System, counts: &mut HashMap<FigureId, i64>) {
    let _ = system.settle();
    counts.extend(system.figures.iter().copied().zip(system.value.iter().copied()));
}
