//! Whom to call when something acute happens: one card for the municipality and one for each school (`access/rules/contact_card.rs`). A card has lines of who, telephone
//! and when, and no room for a case.
mod model;
mod pages;
mod queries;

pub use pages::routes;
