//! Møtemappa: what a meeting with one school is prepared from, gathered anew each time it is opened, for all who take part at once.
//!
//! It holds what everybody in the room may read, whoever opens it: the least entitled of them decides (`docs/decisions/0023`). Nobody types anything into it.
mod model;
mod pages;
mod paper;
mod queries;
mod view;

pub use model::Readers;
pub use queries::readers;

use crate::web::routes::Routes;

/// The pages of this slice.
pub fn routes() -> Routes {
    Routes::new().merge(pages::routes()).merge(paper::routes())
}
