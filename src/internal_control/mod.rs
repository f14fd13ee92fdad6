//! Internal control of the municipality's schools: inspections with what they found, routines with the one who revises them, and what was checked through a year,
//! gathered from the slices that it stands in.
//!
//! | a finding | what it is | moves on |
//! |---|---|---|
//! | open | it was found | whoever puts it right says that it is |
//! | mended | it is said to be put right | the owner closes it, or opens it again |
//! | closed | the owner has seen that it is | the owner opens it again, until the inspection is closed |
//!
//! Who reads what is in `access/rules/internal_control.rs`; the flow, and what is never gathered, in `docs/internal-control.md`.
mod desk;
mod document;
mod model;
mod pages;
mod queries;
mod trace;

pub use desk::desk;
pub use model::FindingState;
pub use pages::router;
