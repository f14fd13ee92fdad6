//! The yearly report to the council: written chapter by chapter beside figures, last year's text and what the council decided then; what schools have said
//! is quoted when the school agrees; what is asked of the council is followed through the next year. The pack says what it is called, which chapters it
//! has, and which days lie on the way. One composition (`compose`) makes page and files, for a school, for the owner and for everybody. `docs/reports.md`.
mod archive;
mod around;
mod attachment;
mod check;
mod command;
mod compose;
mod decision;
mod disclosure;
mod file;
pub mod making;
mod model;
mod pages;
mod queries;
mod reading;
mod search;
mod tasks;

pub use command::document;
pub use file::{delete_file, make_file};
pub use pages::{router, waiting_for};
pub use search::search;
pub use tasks::{TaskLine, tasks_in, tasks_of};
