//! Indicators: what national statistics and the municipality's own surveys say, beside what people say.
//!
//! A value is kept in the state it was published in, and nothing that is no number is ever made one.
pub mod across;
pub mod beside;
pub mod catalogue;
mod changed;
pub mod copied;
pub mod import;
pub mod local;
mod model;
mod overview;
pub mod profile;
pub mod published;
pub mod reading;
mod school_year;
pub mod sentence;
pub mod set;
pub mod suppression;
pub mod talking_point;
pub mod workbook;

use crate::web::routes::Routes;

pub use changed::{Changed, figures_changed, one_change_at_a_time};
pub use model::{Amount, Breakdown, Cell, SchoolYear, Sex};

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(import::routes())
        .merge(local::routes())
        .merge(overview::router())
        .merge(profile::router())
        .merge(set::routes())
        .merge(talking_point::router())
}
