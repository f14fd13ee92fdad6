//! What both sides write before a meeting, each for itself, and read of each other from the same moment (`docs/meetings.md`).
//!
//! Each side has a document of its own (`writing`, `Belongs::Meeting(_, Some(side))`), with a field for each question that the kind asks it and one free.
//! The reveal is work that waits for the meeting's `reveals_at` (`jobs`); nothing else sets `revealed_at`. Who writes and reads is in
//! `access/rules/preparation.rs`, why it is sealed as it is in `docs/decisions/0018`.
mod model;
mod pages;
mod prepared;
mod queries;
mod soon;
mod work;

pub use model::reveals_at;
pub(super) use pages::suggested;
pub use pages::{Beside, beside, routes};
pub use prepared::own_fields;
pub use soon::empty_soon;
pub use work::{arrange, reveal, reveal_now};
