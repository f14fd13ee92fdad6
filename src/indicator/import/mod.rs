//! Bringing figures in: a file is read, set against what stands here, shown, and taken in or given up; later it can be withdrawn. A value that is replaced
//! stays with its file, its date and who brought it.
pub(super) mod plan;
pub(super) mod queries;

pub use plan::{Here, Plan, Planned, Slot, Standing, Where};
