//! Meetings that new figures give reason for. A kind in the model pack may say that it comes after figures of given sources (`after_figures`); when a file with
//! such figures has been taken in, those who follow the schools up are told once, with a page where the meetings are booked together.
//!
//! | | what happens |
//! |---|---|
//! | a file is taken in | the work after it (`jobs`) makes a proposal for each kind and tells those who would book |
//! | a school has such a meeting from then on | it is no longer on the page: that is read from the meetings, and never stored |
//! | the file is withdrawn | the proposal is gone, and those who had not acted on it are told; meetings that were booked stand |
//!
//! Nobody is called in by a file: a person chooses the times (`docs/decisions/0026`).
mod model;
mod pages;
mod queries;
mod work;

pub use pages::{Line, router, standing};
pub use work::after_figures;
