//! From figures to action: a chain that starts at a figure as it was, or at a story. What do we see, why do we think so, what do we do, what do we expect,
//! when is it measured next; and when that figure is there, what do we see now. A step is filled when the school gets to it, and says who and when.
mod measurement;
mod model;
mod pages;
mod queries;
mod search;
mod view;

use crate::web::routes::Routes;

pub use measurement::{Expected, next_measurement};
pub use model::{Content, Inquiry, Step};
pub use search::search;
pub use view::{Started, due, of_school, of_story, started_from, starts};

/// The pages of this slice.
pub fn router() -> Routes {
    pages::routes()
}
