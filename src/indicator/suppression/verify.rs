//! Attacks what is shown, as somebody would who wants to know what is hidden, by linear programming.
//!
//! Independent of the suppressor: it reads the same problem and shares nothing else. (The linear program itself is also what `possible` asks on request.) Where the suppressor makes other possible tables in whole numbers, this
//! asks a solver for the least and the greatest that each hidden figure can be. What the attacker is taken to know is in `docs/suppression.md`.
use super::problem::{Base, Figure, FigureId, Knowledge, Problem, Quantity, Sensitive, ShownSet};
use super::program::{Program, groups, thousandths};

pub(super) mod enumerate;

/// Numbers that differ by less are the same to the solver.
const NEAR: f64 = 1e-5;

/// Something hidden that can be learnt, or something shown that must not be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leak {
    /// The figure.
    pub figure: FigureId,
    /// How.
    pub kind: Kind,
}

/// How a figure leaks.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Shown though it must be hidden for its own sake.
    Shown,
    /// Public, and yet hidden.
    PublicHidden,
    /// Hidden, and known to lie between these; from public figures alone, between the other two. In persons, or parts of the scale.
    Narrow { now: (f64, f64), public: (f64, f64) },
    /// The numbers shown contradict each other, so nothing is proven.
    Contradiction,
    /// The solver gave up.
    Unsolved(String),
}

/// Everything that leaks; empty when nothing does.
pub(super) fn verify(problem: &Problem, shown: &ShownSet) -> Vec<Leak> {
    let mut leaks: Vec<Leak> = problem.figures().filter_map(|(id, figure)| outright(shown, id, figure)).collect();
    let mut without_us = ShownSet::everything(problem);
    for (id, _) in problem.figures().filter(|(_, figure)| !matches!(figure.knowledge, Knowledge::Public(_))) {
        without_us.hide(id);
    }
    for group in groups(problem) {
        let ours_shown = group.iter().any(|id| shown.has(*id) && problem.figure(*id).is_ours());
        if ours_shown {
            for id in group.iter().filter(|id| !shown.has(**id)) {
                leaks.extend(attack(problem, &group, *id, shown, &without_us));
            }
        }
    }
    leaks
}

fn outright(shown: &ShownSet, id: FigureId, figure: &Figure) -> Option<Leak> {
    let kind = match figure.knowledge {
        Knowledge::Public(_) => (!shown.has(id)).then_some(Kind::PublicHidden),
        _ if !shown.has(id) => None,
        Knowledge::Closed(_) => Some(Kind::Shown),
        Knowledge::Ours(amount) => {
            let bare = figure.beside.is_some_and(|count| !shown.has(count));
            (bare || is_delicate(figure, thousandths(amount.0))).then_some(Kind::Shown)
        }
    };
    kind.map(|kind| Leak { figure: id, kind })
}

/// Too few, or the same for everybody.
fn is_delicate(figure: &Figure, value: f64) -> bool {
    let (persons, lowest, highest) = match figure.quantity {
        Quantity::Count { at_most, .. } => (value, 0.0, at_most.map_or(f64::INFINITY, f64::from)),
        Quantity::Share { of } => (base(of), 0.0, 100.0),
        Quantity::Mean { of, lowest, highest } => (base(of), thousandths(lowest.0), thousandths(highest.0)),
    };
    let half = thousandths(figure.rounding.0);
    let (none, all) = (value - half <= lowest, value + half >= highest);
    let extreme = match figure.sensitive {
        Sensitive::Both => none || all,
        Sensitive::All => all,
        Sensitive::None => none,
        Sensitive::Neither => false,
    };
    persons > 0.0 && (persons < f64::from(figure.limit) || extreme)
}

/// How wide the interval of a hidden figure must be, in persons: what could be shown by itself must only not be computable.
fn needed(figure: &Figure) -> f64 {
    match figure.knowledge {
        Knowledge::Ours(amount) if !is_delicate(figure, thousandths(amount.0)) => 1.0,
        _ => f64::from(figure.limit),
    }
}

fn base(of: Base) -> f64 {
    match of {
        Base::Known(persons) => f64::from(persons),
        Base::Unknown(_) => 0.5,
    }
}

fn attack(problem: &Problem, group: &[FigureId], id: FigureId, shown: &ShownSet, without_us: &ShownSet) -> Option<Leak> {
    let figure = problem.figure(id);
    let interval = |shown: &ShownSet| match figure.base() {
        Some(Base::Unknown(count)) => Program::ratio(problem, group, shown, count).and_then(|program| program.interval(id)),
        _ => Program::new(problem, group, shown).interval(id),
    };
    let now = match interval(shown) {
        Ok(now) => now,
        Err(microlp::Error::Infeasible) => return Some(Leak { figure: id, kind: Kind::Contradiction }),
        Err(error) => return Some(Leak { figure: id, kind: Kind::Unsolved(error.to_string()) }),
    };
    if !matches!(figure.base(), Some(Base::Unknown(_))) && now.1 - now.0 > needed(figure) + NEAR {
        return None;
    }
    let public = match interval(without_us) {
        Ok(public) => public,
        Err(error) => return Some(Leak { figure: id, kind: Kind::Unsolved(error.to_string()) }),
    };
    let nothing_learnt = now.0 <= public.0 + NEAR && now.1 >= public.1 - NEAR;
    (!nothing_learnt).then_some(Leak { figure: id, kind: Kind::Narrow { now, public } })
}
