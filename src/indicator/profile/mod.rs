//! A school's indicators, beside its municipality and the country: never beside another school, and never in an order of good and bad.
mod chart;
mod cohort;
mod download;
mod levels;
mod model;
mod pages;
mod queries;
mod view;

pub(super) use chart::{least, number};
pub use pages::router;
pub(super) use view::state_words;
