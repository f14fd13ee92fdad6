//! Work that is done after the request that caused it (`docs/jobs.md`). It is written in the transaction that causes it ([`queue`]), so that it is there
//! exactly when what it follows from is there, and done by whichever node is free, as the municipality it belongs to: at once, or from a time on; whole, or
//! in steps that are kept one by one. A step that fails is tried again, later each time; what it had done is undone. Work must therefore come to the same
//! whether it is done once or again.
mod model;
mod queries;
mod worker;

pub use model::{FiguresChanged, OfMeeting, OfReportFile, Order, Progress, Standing, Step, Work};
pub use queries::{after_import, meanwhile, queue, standing, try_again_after_import};
pub use worker::{Perform, Worker, run_due, run_due_by};
