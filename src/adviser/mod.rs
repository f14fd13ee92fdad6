//! Somebody who helps a named school for a time, such as a kvalitetsrådgjevar or a fagressurs, and reads what the school has delivered meanwhile: from a day to
//! a day, for a task in words, and closed with a note of what came of it (docs/advisers.md).
mod desk;
mod making;
mod model;
mod pages;
mod queries;

pub use desk::desk;
pub use making::{Period, arrange, close};
pub use pages::router;
