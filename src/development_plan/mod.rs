//! The school's development plan: goals in the sections that the pack has, with actions that say why, who, when and when it is looked at again; written
//! together, by the school and its departments; shared at the school; delivered; and followed, action by action, until people say what came of it.
//!
//! States: `draft` → `delivered` → `reopened` → `delivered` … Being shared at the school stands beside. What is delivered is frozen, and the owner reads that.
//! How actions go is said after delivery too. `docs/plans.md` tells how data flows.
mod action;
mod check;
mod compose;
mod coverage;
mod differing;
mod document;
mod field;
mod frozen;
pub mod making;
mod milestone;
mod model;
mod pages;
mod queries;
mod search;
mod short;
mod structure;
mod thread;
mod view;
mod waiting;
mod why;

pub use action::{Effect, Standing, Told};
pub use model::{State, due};
pub use pages::router;
pub use queries::came_of;
pub use search::search;
pub use short::{ActionInShort, Goals, InShort, goals_of, in_short};
pub use waiting::waiting;
pub use why::Kind as Source;
