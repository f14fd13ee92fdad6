//! `/moter/{meeting}/forarbeid`, and what of it stands on the meeting's page.
mod beside;
mod page;
mod removal;
mod save;
mod view;

pub use beside::{Beside, beside, suggested};

use crate::web::routes::Routes;

/// The pages of this folder.
pub fn routes() -> Routes {
    Routes::new().merge(page::routes()).merge(save::routes()).merge(removal::routes())
}
