//! Work that is done after the request that caused it. It is written in the transaction that causes it ([`queue`]), so that it is there exactly when what it
//! follows from is there, and done by whichever node is free, as the municipality it belongs to. A step that fails is tried again, later each time; what it
//! had done is undone. Work must therefore come to the same whether it is done once or again.
mod model;
mod queries;
mod worker;

pub use model::{FiguresChanged, Work};
pub use queries::{queue, waits_for_import};
pub use worker::{Worker, run_due};
