//! A school's indicators, beside its municipality and the country: never beside another school, and never in an order of good and bad.
mod chart;
mod cohort;
mod download;
mod levels;
mod model;
mod pages;
mod queries;
mod view;

pub use model::{Row, Whose};
pub use pages::router;
pub use queries::rows;
pub use view::state_words;
