//! A school's indicators, beside its municipality and the country: never beside another school, and never in an order of good and bad.
mod chart;
mod cohort;
mod compare;
mod download;
mod levels;
mod model;
mod pages;
mod queries;
mod standing;
mod view;

pub(super) use chart::{least, number};
pub use model::{Grades, Row, Whose};
pub use queries::rows;
pub use standing::values_of;
pub use view::{cell_words, state_words};

use crate::web::routes::Routes;

/// The pages of a school's figures.
pub fn router() -> Routes {
    pages::router().merge(compare::routes())
}
