//! One mechanism for text that several people write, used by every slice with text. A **document** has **fields**; the grain of a save is one field.
//! A save carries the revision it builds on and a save id made by the client: a resent save counts once, and a save on an older revision is a conflict
//! that shows both texts and loses neither. Every revision is kept. `docs/writing.md` tells how a text travels.
pub mod autosave;
pub mod difference;
pub mod history;
pub mod history_page;
pub mod live;
mod model;
mod names;
pub mod national_identity;
mod queries;
mod removal;
mod seal;
mod short_text;
pub mod stream;

pub use model::{BadSave, Belongs, DocumentRef, FieldText, Outcome, Save, SaveId, Side};
pub use names::possible_names;
pub use queries::{
    at_revision, close, create_document, fields, fields_and_filled, fields_since, filled_fields, hold, latest_save, reopen, revisions,
    save, save_first,
};
pub use removal::{RemovalForm, SHORTEST as SHORTEST_PASSAGE, TypedRemoval};
pub use seal::{grouped as grouped_hash, sha256_of};
pub use short_text::short_text;
