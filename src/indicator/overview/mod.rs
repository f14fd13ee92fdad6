//! Schools × indicators for those who follow schools up: each by name, never in an order of good and bad. What only named roles see has a page of its own,
//! one figure and one sentence for each school, and is in no file.
mod download;
mod model;
mod pages;
mod running;
mod view;

pub use pages::router;
