//! The pages of the self-assessment, a file for each thing a person does.
mod distribution;
mod evidence;
mod front;
mod part;
mod save;
mod showing;
mod side;
mod stream;

use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(front::routes())
        .merge(part::routes())
        .merge(save::routes())
        .merge(stream::routes())
        .merge(distribution::routes())
        .merge(showing::routes())
        .merge(evidence::routes())
}
