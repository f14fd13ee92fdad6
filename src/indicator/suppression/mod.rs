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

pub use figures::{Group, Kind, Limits, Measure, Origin, Row, Shown, ShownRow, for_page};
pub use plan::{Plan, suppress};
pub use possible::{Cap, NotComputed, Possible, what_is_possible};
pub use primary::Reason;
pub use problem::{Base, Figure, FigureId, Knowledge, Problem, Quantity, Sensitive, ShownSet, Sum};
