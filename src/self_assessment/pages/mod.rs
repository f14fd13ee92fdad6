//! The pages of the self-assessment, a file for each thing a person does.
mod beside;
mod comments;
mod deliver;
mod distribution;
mod events;
mod evidence;
mod field;
mod front;
mod history;
mod part;
mod read;
mod removal;
mod reopening;
mod review;
mod save;
mod showing;
mod side;
mod stream;
mod whole;

// What the handlers do when all is checked, for others who do the same without a form.
pub use comments::{answer_to, close_comment, comment_on};
pub use deliver::carry_out as deliver;
pub use distribution::give_part;
pub(super) use read::applied_then;
pub use reopening::{ask as ask_for_reopening, carry_out as reopen};
pub use save::{check as check_value, note_started};
pub use showing::{ShownTo, show_part};
pub(super) use whole::{Beside, Earlier, whole};

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
        .merge(showing::routes())
        .merge(evidence::routes())
        .merge(removal::routes())
}
