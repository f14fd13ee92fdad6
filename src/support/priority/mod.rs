//! Which schools get more follow-up: by criteria that skoleeier writes beforehand and publishes, in levels without numbers, with a reason that the school reads and answers
//! (`access/rules/priority.rs`). What is judged is what a school needs; nothing is counted, added up or put in order by level, and nobody outside the school's chain reads
//! it.
mod model;
mod pages;
mod queries;

pub use pages::routes;
