//! A school's indicators, beside its municipality and the country: never beside another school, and never in an order of good and bad.
pub(super) mod chart;
mod cohort;
mod download;
mod levels;
pub(super) mod model;
mod pages;
mod queries;
pub(super) mod view;

pub use pages::router;
