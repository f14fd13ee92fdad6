//! A week of meetings for those who follow schools up: what there is to do before and after each, and one question asked in several of them.
//!
//! Whatever the number of meetings, each kind of information is one statement for the whole week.
mod model;
mod page;
mod queries;
mod question;
mod todo;

pub use page::{address, link, monday_of, show};
pub use question::routes;
