//! The handover of a school when its rektor changes, and of an area when its leader does: where the work is, what both sides have promised each other, three
//! things to ask; a mentor's plan for the first months; and a list for the one who leaves (`access/rules/handover.rs`, `docs/handover.md`).
//!
//! | state | what it is | moves on |
//! |---|---|---|
//! | prepared | gathered anew from what the slices know whenever it is read | the leaver, or those who follow up, hand it over |
//! | handed over | what was passed on is frozen with its sum; beside each promise stands how it goes now | the successor receives it |
//! | received | the same; the mentor's plan goes on | – |
//!
//! What is between two people, what a few have signed about a school, and what is not delivered are never in it: this slice does not ask for them.
mod desk;
mod model;
mod package;
mod pages;
mod queries;
mod view;

pub use desk::desk;
pub use pages::router;
