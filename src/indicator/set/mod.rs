//! Which indicators a municipality looks at, in its own order, with its own goals. The model pack's sets stand until the municipality makes a version of
//! its own; a version never changes, so that what was read with it can be read again. What skoleeier works on is kept apart, save by save, until it is taken
//! into use as one version.
mod difference;
mod edit;
mod goal;
mod model;
mod pages;
mod queries;
mod take_over;
mod words;

use crate::web::routes::Routes;

pub use difference::{Change, Heading, difference};
pub use edit::{Edit, Way};
pub use goal::{NoGoal, can_have_goal};
pub use model::{Aim, Content, Goal, Order, StandingSet, aims};
pub use queries::{NewVersion, add_version, standing};
pub use take_over::offered;

/// The pages.
pub(super) fn routes() -> Routes {
    pages::routes()
}
