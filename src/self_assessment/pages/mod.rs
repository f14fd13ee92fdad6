//! The pages of the self-assessment, a file for each thing a person does.
mod comments;
mod deliver;
mod distribution;
mod events;
mod evidence;
mod front;
mod history;
mod part;
mod read;
mod reopening;
mod review;
mod save;
mod side;
mod stream;
mod whole;

use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(front::routes())
        .merge(part::routes())
        .merge(save::routes())
        .merge(stream::routes())
        .merge(history::routes())
        .merge(review::routes())
        .merge(deliver::routes())
        .merge(read::routes())
        .merge(comments::routes())
        .merge(reopening::routes())
        .merge(events::routes())
        .merge(distribution::routes())
        .merge(evidence::routes())
}
