//! The overview of schools for those who follow them up: each by name, how far its self-assessment has come, when it was delivered. No ranking, and no
//! sorting by what anybody judged.
mod pages;
mod queries;

pub use pages::router;
