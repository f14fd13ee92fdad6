//! Which indicators a municipality looks at, in its own order, with its own goals. The model pack's sets stand until the municipality makes a version of
//! its own; a version never changes, so that what was read with it can be read again.
mod model;
mod queries;

pub use model::{Aim, Content, Goal, StandingSet};
pub use queries::{add_version, standing};
