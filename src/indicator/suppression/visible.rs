//! What of a value those in the room may see.
//!
//! A page, a projector, a meeting folder and a PDF are made for several at once, and show what the least entitled of them may see.
use crate::indicator::{Amount, Cell};

/// What a person may see of figures that are not for everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Entitlement {
    /// Numbers that their source shows to named roles only (`12*`).
    pub restricted: bool,
    /// Indicators that belong to the leaders: 10-FAKTOR, sick leave, money, safety at work.
    pub leaders: bool,
}

/// Whom an indicator is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Circle {
    /// Everybody who may open the page.
    #[default]
    Everybody,
    /// Leaders only: for others not even its name stands there.
    Leaders,
}

/// What stands where a figure would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shown {
    /// The number.
    Number(Amount),
    /// «Skjermet», «Skjerma». Never with a reason: that there are few pupils is often not true.
    Masked,
    /// Nothing to measure there.
    NotApplicable,
    /// There is no number, and nothing says why.
    Missing,
    /// Not even a row: the one who sees least must not know of it.
    Absent,
}

/// What the least entitled of these may see. Nobody in the room is not everybody: then nothing special is shown.
#[must_use]
pub fn least(viewers: &[Entitlement]) -> Entitlement {
    let all = |holds: fn(&Entitlement) -> bool| !viewers.is_empty() && viewers.iter().all(holds);
    Entitlement { restricted: all(|viewer| viewer.restricted), leaders: all(|viewer| viewer.leaders) }
}

/// What these may see of a value, before anything is hidden to protect other values.
#[must_use]
pub fn visible(cell: Cell, circle: Circle, viewers: &[Entitlement]) -> Shown {
    let least = least(viewers);
    match cell {
        _ if circle == Circle::Leaders && !least.leaders => Shown::Absent,
        Cell::Published(amount) | Cell::Preliminary(amount) => Shown::Number(amount),
        Cell::Restricted(amount) if least.restricted => Shown::Number(amount),
        Cell::Restricted(_) | Cell::Suppressed => Shown::Masked,
        Cell::NotApplicable => Shown::NotApplicable,
        Cell::Missing => Shown::Missing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWNER: Entitlement = Entitlement { restricted: true, leaders: true };
    const RECTOR: Entitlement = Entitlement { restricted: false, leaders: true };
    const PARENT: Entitlement = Entitlement { restricted: false, leaders: false };

    #[test]
    fn a_restricted_number_is_seen_only_when_everybody_in_the_room_may_see_it() {
        let cell = Cell::Restricted(Amount::from_whole(12));
        assert_eq!(visible(cell, Circle::Everybody, &[OWNER, OWNER]), Shown::Number(Amount(12_000)));
        assert_eq!(visible(cell, Circle::Everybody, &[OWNER, RECTOR]), Shown::Masked);
        assert_eq!(visible(cell, Circle::Everybody, &[]), Shown::Masked, "for nobody in particular");
    }

    #[test]
    fn an_indicator_of_the_leaders_is_not_even_named_when_a_parent_is_in_the_room() {
        for cell in [Cell::Published(Amount(4_200)), Cell::Suppressed, Cell::Missing, Cell::NotApplicable, Cell::Restricted(Amount(1))] {
            assert_eq!(visible(cell, Circle::Leaders, &[OWNER, RECTOR, PARENT]), Shown::Absent);
            assert_eq!(visible(cell, Circle::Leaders, &[]), Shown::Absent);
        }
        assert_eq!(visible(Cell::Published(Amount(4_200)), Circle::Leaders, &[OWNER, RECTOR]), Shown::Number(Amount(4_200)));
    }

    #[test]
    fn what_is_suppressed_is_masked_for_the_owner_too() {
        assert_eq!(visible(Cell::Suppressed, Circle::Everybody, &[OWNER]), Shown::Masked);
    }

    #[test]
    fn one_more_in_the_room_never_shows_more() {
        let everyone = [OWNER, RECTOR, PARENT];
        for cell in [Cell::Published(Amount(1)), Cell::Restricted(Amount(1)), Cell::Suppressed] {
            for circle in [Circle::Everybody, Circle::Leaders] {
                for first in everyone {
                    for second in everyone {
                        let together = visible(cell, circle, &[first, second]);
                        assert!(together == visible(cell, circle, &[first]) || !matches!(together, Shown::Number(_)));
                        assert!(together == visible(cell, circle, &[second]) || !matches!(together, Shown::Number(_)));
                    }
                }
            }
        }
    }
}
