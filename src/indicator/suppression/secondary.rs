//! Which further figures are hidden, so that nothing hidden can be computed.
use std::collections::VecDeque;

use super::primary::Reason;
use super::problem::{Base, Figure, FigureId, Knowledge, Problem, Quantity, ShownSet};
use super::range;
use super::system::System;

/// Above so many hidden figures in one system nothing is shown again afterwards: it would take too long.
const TIDY: usize = 60;

/// How it went.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// No table agrees with what is shown (the figures contradict each other), or none was found; everything that is ours has been hidden.
    pub contradictory: bool,
    /// Shares and means over a number of people that we do not know, for which nothing more could be done here; what is shown of those numbers matters.
    pub stuck: Vec<FigureId>,
}

/// Hides more of this system until every hidden figure of it is protected.
pub(super) fn protect(problem: &Problem, system: &mut System, shown: &mut ShownSet, reasons: &mut [Option<Reason>]) -> Outcome {
    let all = 0..system.figures.len();
    let mut outcome = Outcome::default();
    let over_unknown = |system: &System, variable: usize| matches!(problem.figure(system.figures[variable]).base(), Some(Base::Unknown(_)));
    let any_unknown = all.clone().any(|variable| over_unknown(system, variable));
    if !any_unknown && !all.clone().any(|variable| can_hide(problem, system, shown, variable)) {
        return outcome;
    }
    if !system.settle() {
        for variable in all {
            if can_hide(problem, system, shown, variable) {
                hide(system, shown, reasons, variable);
            } else if over_unknown(system, variable) {
                outcome.stuck.push(system.figures[variable]);
            }
        }
        outcome.contradictory = true;
        return outcome;
    }
    let mut waiting: Vec<usize> = (0..system.figures.len()).filter(|variable| !shown.has(system.figures[*variable])).collect();
    let mut added = Vec::new();
    while let Some(variable) = waiting.pop() {
        if system.is_protected(variable) {
            continue;
        }
        // None left means that nothing of ours is shown: what can be concluded now could be concluded without us.
        let Some(chosen) = choose(problem, system, shown, variable) else {
            if over_unknown(system, variable) {
                outcome.stuck.push(system.figures[variable]);
            }
            continue;
        };
        hide(system, shown, reasons, chosen);
        added.push(chosen);
        waiting.push(variable);
        waiting.insert(0, chosen);
    }
    if outcome.stuck.is_empty() {
        tidy(problem, system, shown, reasons, &added);
    }
    outcome
}

fn hide(system: &mut System, shown: &mut ShownSet, reasons: &mut [Option<Reason>], variable: usize) {
    let id = system.figures[variable];
    shown.hide(id);
    reasons[id.index()] = Some(Reason::Secondary);
    system.open(variable);
}

fn can_hide(problem: &Problem, system: &System, shown: &ShownSet, variable: usize) -> bool {
    let id = system.figures[variable];
    shown.has(id) && problem.figure(id).is_ours()
}

/// Shows again what turned out not to be needed, the largest first.
fn tidy(problem: &Problem, system: &mut System, shown: &mut ShownSet, reasons: &mut [Option<Reason>], added: &[usize]) {
    let hidden: Vec<usize> = (0..system.figures.len()).filter(|variable| !shown.has(system.figures[*variable])).collect();
    if added.len() < 2 || hidden.len() > TIDY {
        return;
    }
    let mut added = added.to_vec();
    added.sort_by_key(|variable| std::cmp::Reverse(size(problem.figure(system.figures[*variable]))));
    for variable in added {
        if !system.close(variable) {
            return;
        }
        let id = system.figures[variable];
        if hidden.iter().all(|other| *other == variable || shown.has(system.figures[*other]) || system.is_protected(*other)) {
            shown.show(id);
            reasons[id.index()] = None;
        } else {
            system.open(variable);
        }
    }
}

/// The figure whose hiding helps this one most cheaply: in the nearest sum that binds it, a part rather than a total, and the smallest that is large enough.
fn choose(problem: &Problem, system: &System, shown: &ShownSet, variable: usize) -> Option<usize> {
    let needed = system.needed[variable];
    let (low, high) = system.wide[variable];
    let (up, down) = (high - system.value[variable], system.value[variable] - low);
    let mut seen = vec![false; system.members.len()];
    let mut queue = VecDeque::from([(variable, 1_i64)]);
    let mut spare = None;
    while let Some((at, direction)) = queue.pop_front() {
        for (sum, sign) in &system.sums_of[at] {
            if std::mem::replace(&mut seen[*sum], true) {
                continue;
            }
            let others = || system.members[*sum].iter().filter(|(other, _)| *other != at);
            let slack: i64 = others().map(|(other, _)| system.room(*other, 1).min(needed) + system.room(*other, -1).min(needed)).sum();
            let best = others().filter(|(other, _)| can_hide(problem, system, shown, *other)).min_by_key(|(other, own)| {
                // A part moves against another part and with the total.
                let along = -sign * own * direction;
                let (low, high) = system.wide[*other];
                let (above, below) = (high - system.value[*other], system.value[*other] - low);
                let gain = if along > 0 { up.min(above) + down.min(below) } else { up.min(below) + down.min(above) };
                let size = size(problem.figure(system.figures[*other]));
                (gain < needed.min(up + down), size == 0, *own > 0, if gain < needed { -gain } else { 0 }, size, *other)
            });
            if let Some((best, _)) = best {
                if slack < needed {
                    return Some(*best);
                }
                spare = spare.or(Some(*best));
            }
            queue.extend(others().map(|(other, own)| (*other, -sign * own * direction)));
        }
    }
    spare
}

/// Persons behind a figure.
fn size(figure: &Figure) -> i64 {
    match (figure.quantity, figure.knowledge) {
        (Quantity::Count { .. }, Knowledge::Ours(amount)) => amount.0 / 1000,
        _ => range::hidden(figure, persons(figure)).1 / range::weight(figure),
    }
}

fn persons(figure: &Figure) -> i64 {
    match figure.base() {
        Some(Base::Known(persons)) => i64::from(persons),
        _ => 0,
    }
}

/// The figures of a problem that hang together by sums, as far as they hold anything hidden; each group in ascending order, with the places of its sums.
pub(super) fn groups(problem: &Problem, shown: &ShownSet) -> Vec<(Vec<FigureId>, Vec<usize>)> {
    let mut parent: Vec<usize> = (0..problem.len()).collect();
    for sum in problem.sums() {
        let root = find(&mut parent, sum.total.index());
        for part in &sum.parts {
            let other = find(&mut parent, part.index());
            parent[other] = root;
        }
    }
    let mut place: Vec<Option<usize>> = vec![None; problem.len()];
    let mut groups: Vec<(Vec<FigureId>, Vec<usize>)> = Vec::new();
    for (id, _) in problem.figures().filter(|(id, _)| !shown.has(*id)) {
        let root = find(&mut parent, id.index());
        if place[root].is_none() {
            place[root] = Some(groups.len());
            groups.push((Vec::new(), Vec::new()));
        }
    }
    for (id, _) in problem.figures() {
        if let Some(group) = place[find(&mut parent, id.index())] {
            groups[group].0.push(id);
        }
    }
    for (index, sum) in problem.sums().iter().enumerate() {
        if let Some(group) = place[find(&mut parent, sum.total.index())] {
            groups[group].1.push(index);
        }
    }
    groups
}

fn find(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}
