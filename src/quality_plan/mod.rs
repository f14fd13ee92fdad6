//! The municipality's quality plan: a vision, goals with priorities and what they are built on, few actions that each serve several priorities, when and by
//! whom, what it costs, what the council decided, and how it is looked back upon.
//!
//! States: `draft` → `hearing` → `adopted` → `reopened` → (`hearing`) → `adopted` … → `closed`. What is adopted is frozen; what lives after that is only added.
//! `docs/quality-plan.md` tells how data flows.
pub mod budget;
mod check;
mod compose;
mod differing;
mod document;
mod field;
mod follow;
mod frozen;
mod in_force;
pub mod making;
mod model;
mod pages;
mod queries;
mod reading;
mod search;
mod waiting;

pub use in_force::{InForce, PriorityInForce, in_force};
pub use model::State;
pub use pages::router;
pub use reading::link;
pub use search::search;
pub use waiting::waiting;
