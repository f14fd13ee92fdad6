//! The pages: a school's stories, one of them, and the form that writes one.
mod form;
mod list;
mod moves;
mod one;

use crate::web::routes::Routes;

/// Routes of the pages.
pub fn routes() -> Routes {
    Routes::new().merge(list::routes()).merge(form::routes()).merge(one::routes()).merge(moves::routes())
}
