//! Forteljingar: what people at a school have seen, told beside the figures and with the same weight. A story has an author, a setting and an answer for
//! those it tells of; it is tied to indicators and themes, and stands where they stand. `draft → shared at the school → delivered → withdrawn`.
mod model;
mod pages;
mod queries;
mod search;
mod view;

use crate::web::routes::Routes;

pub use model::{Consent, Kind, State, Story};
pub use queries::{about, load, of_school};
pub use search::search;
pub use view::{Beside, beside, on_theme};

/// The pages of this slice.
pub fn router() -> Routes {
    pages::routes()
}
