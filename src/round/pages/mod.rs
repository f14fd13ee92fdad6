//! Skoleeier's pages of the rounds, a file for each thing that is done.
mod list;
mod opening;
mod rolling;

use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new().merge(list::routes()).merge(opening::routes()).merge(rolling::routes())
}
