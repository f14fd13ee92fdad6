//! Figures beside a question: those that the question asks about, as the least entitled who may ever read it sees them (docs/decisions/0011), live while
//! a self-assessment is written, and as they were kept when it was delivered.
mod kept;
mod model;
mod queries;
#[cfg(test)]
mod tests;
mod view;

pub use kept::{Kept, SetVersion};
pub use model::{Figure, Origin, Standing, Subject};
pub use queries::standing;
pub use view::{Card, card, source_line};
