//! What those who follow schools up do beside meetings: who helps a school and how long (`request`), which school gets more follow-up and why (`priority`), and whom to
//! call when something acute happens (`contact_card`). How data flows is in `docs/support.md`, why it is so in `docs/decisions/0048-support-and-priority.md`.
mod contact_card;
mod desk;
mod priority;
mod request;
mod typed;

pub use desk::desk;
pub use request::making::ask;
pub use request::{SupportChange, SupportState};

use crate::ids::SchoolId;
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new().merge(request::routes()).merge(priority::routes()).merge(contact_card::routes())
}

/// Ids as SQL takes them.
fn numbers(schools: &[SchoolId]) -> Vec<i64> {
    schools.iter().map(|school| school.0).collect()
}
