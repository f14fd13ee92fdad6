//! The start page of each role: what waits for this person now, in plain words, with the one next step. And the page of a rektor's first sign-in.
mod desk;
mod followed;
mod home;
mod own;
mod places;
mod welcome;

use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new().merge(home::routes()).merge(welcome::routes())
}
