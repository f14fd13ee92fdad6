//! Indicators: what national statistics and the municipality's own surveys say, beside what people say.
//!
//! A value is kept in the state it was published in, and nothing that is no number is ever made one.
pub mod beside;
pub mod catalogue;
pub mod import;
mod model;
pub mod profile;
pub mod reading;
mod school_year;
pub mod sentence;
pub mod set;
pub mod suppression;
pub mod workbook;

use crate::web::routes::Routes;

pub use model::{Amount, Breakdown, Cell, SchoolYear, Sex};

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new().merge(import::routes()).merge(profile::router())
}
