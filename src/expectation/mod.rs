//! Expectation before outcome: what a school and its owner expect of two or three figures, and why, before anybody can know them.
//!
//! | | each side | from the day the measurement's window opens | when the figure has come |
//! |---|---|---|---|
//! | what is expected | writes and rewrites its own, cannot read the other's | both read both; nothing is changed | stands beside the figure |
//! | «Kva overraska oss?» | – | – | a few words of each side, if they like |
//!
//! It is the beginning of a conversation, and trains reading figures; nobody is given points for it. What is said beside a figure is said by
//! [`outcome`], and no more than the figure's uncertainty allows.
mod model;
pub mod outcome;
mod pages;
mod queries;
mod soon;

pub use model::{Expected, Side, Topic, expectable};
pub use pages::router;
pub use soon::soon;
