//! The pages: a school's chains, where one starts, one of them, and the form of each step.
mod list;
mod moves;
mod one;
mod start;
mod step;
mod step_form;

use crate::web::routes::Routes;

/// Routes of the pages.
pub fn routes() -> Routes {
    Routes::new().merge(list::routes()).merge(start::routes()).merge(one::routes()).merge(step::routes()).merge(moves::routes())
}
