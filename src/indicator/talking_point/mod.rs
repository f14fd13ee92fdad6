//! Talking points: what simple, explained rules find worth a talk in a school's figures. The school and those who follow it up see the same, from the same
//! moment; the school says how it sees it, and either says when it was talked about. They order, filter and count nothing, and stand in no file.
//! `docs/talking-points.md` has the rules.
mod model;
mod pages;
mod queries;
mod renewal;
mod view;

pub use model::{Basis, Figure, Found, Rule, find};
pub use pages::router;
pub use queries::{Effects, effects};
pub use renewal::renew;
pub use view::{Line, lines_of, sentence};
