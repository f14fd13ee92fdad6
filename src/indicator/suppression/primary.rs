//! Which figures are hidden for their own sake.
use super::problem::{Base, Figure, FigureId, Knowledge, Problem, Quantity, Sensitive, ShownSet};
use super::range;

/// Why a figure is hidden. For tests and for those who maintain this: screens say «Skjermet» whatever the reason is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Its source hides it.
    Closed,
    /// The group is smaller than the limit.
    TooFew,
    /// It would say something about each person in the group.
    Extreme,
    /// The number of persons beside it is hidden.
    CountHidden,
    /// Another hidden figure could be computed from it.
    Secondary,
}

/// Why this figure is hidden for its own sake; none when it may be shown, or is public and therefore known.
pub(super) fn reason(figure: &Figure) -> Option<Reason> {
    let amount = match figure.knowledge {
        Knowledge::Public(_) => return None,
        Knowledge::Closed(_) => return Some(Reason::Closed),
        Knowledge::Ours(amount) => amount,
    };
    let persons = match figure.quantity {
        Quantity::Count { .. } => amount.0.div_euclid(1000),
        Quantity::Share { of } | Quantity::Mean { of, .. } => match of {
            Base::Known(persons) => i64::from(persons),
            Base::Unknown(_) => return Some(Reason::TooFew),
        },
    };
    if persons == 0 && figure.base().is_some() {
        return None;
    }
    if 0 < persons && persons < i64::from(figure.limit) {
        return Some(Reason::TooFew);
    }
    is_extreme(figure, persons).then_some(Reason::Extreme)
}

/// What is shown would let all, or none, of the group have the trait.
fn is_extreme(figure: &Figure, persons: i64) -> bool {
    let everybody = match figure.quantity {
        Quantity::Count { at_most, .. } => at_most.map(i64::from),
        _ => Some(range::hidden(figure, persons).1),
    };
    let Some((low, high)) = range::shown(figure, persons) else { return false };
    let (all, none) = (everybody.is_some_and(|everybody| high >= everybody), low <= 0);
    match figure.sensitive {
        Sensitive::Both => all || none,
        Sensitive::All => all,
        Sensitive::None => none,
        Sensitive::Neither => false,
    }
}

/// Everything hidden for its own sake, and shares and means whose count is.
pub(super) fn hide(problem: &Problem) -> (ShownSet, Vec<Option<Reason>>) {
    let mut shown = ShownSet::everything(problem);
    let mut reasons: Vec<Option<Reason>> = problem.figures().map(|(_, figure)| reason(figure)).collect();
    for (id, _) in problem.figures() {
        if reasons[id.index()].is_some() {
            shown.hide(id);
        }
    }
    let _ = follow_counts(problem, &mut shown, &mut reasons);
    (shown, reasons)
}

/// Hides what stands beside a hidden count; returns what was hidden now.
pub(super) fn follow_counts(problem: &Problem, shown: &mut ShownSet, reasons: &mut [Option<Reason>]) -> Vec<FigureId> {
    let mut hidden = Vec::new();
    for (id, figure) in problem.figures() {
        if figure.is_ours() && shown.has(id) && figure.beside.is_some_and(|count| !shown.has(count)) {
            shown.hide(id);
            reasons[id.index()] = Some(Reason::CountHidden);
            hidden.push(id);
        }
    }
    hidden
}
