//! The wheel of the year: which days each segment of the municipality's model pack has in a school year, what it asks of each school, and how far each has
//! come with it. The pack says which segments there are and why; skoleeier sets the days and publishes them, version by version.
//!
//! What a segment asks of a school is met by a meeting of its kind in that school year, or by the delivered self-assessment. That is read, never stored, so
//! there is no second list of things to do that could say something else than the meetings do. See `docs/wheel.md`.
mod flag;
mod loading;
pub mod many;
mod model;
mod next;
mod next_meeting;
mod pages;
mod queries;
mod spread;
mod standing;
mod told;

pub use loading::school_days;
pub use model::{Change, Exception, ExceptionState, Wish};
pub use next::{Next, next_of, next_step, notes_of};
pub use next_meeting::{NextMeeting, next_meeting};
pub use pages::router;
pub use spread::{Span, first_free};
pub use told::{begin_days, look_at_the_day};
