//! A school's indicators, beside its municipality and the country: never beside another school, and never in an order of good and bad.
pub(super) mod chart;
mod cohort;
mod compare;
mod download;
mod levels;
pub(super) mod model;
mod pages;
mod queries;
mod standing;
pub(super) mod view;

pub(super) use chart::least;
pub(super) use chart::words as tick_words;
pub(super) use download::{amount_value, uncertainty_value};
pub use model::{Grades, Row, Whose};
pub use queries::{Which, rows};
pub use standing::values_of;
pub use view::{cell_words, counted, state_words};

use crate::web::routes::Routes;

/// The pages of a school's figures.
pub fn router() -> Routes {
    pages::router().merge(compare::routes())
}
