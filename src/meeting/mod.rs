//! Meetings between owner and schools, of whatever kind the municipality's model pack has: booked, prepared, held, written down, approved.
//!
//! | state | what happens | moves on |
//! |---|---|---|
//! | booked | people answer, both sides add topics | the leader says that it was held, or it is cancelled |
//! | held | the minutes are written, point by point, by those who take part | the leader sends the draft round |
//! | commenting | those who took part comment; the leader corrects | the leader approves, when nothing that must be there is missing |
//! | approved | a numbered version with a hash, which stays | the leader opens a later one, with a reason |
//! | cancelled | it stands, with the reason | – |
//!
//! Minutes are text that several people write (`writing`); who reads and writes them is in `access/rules/meeting.rs`. No code asks which kind it is.
mod awaited;
mod backlog;
mod been;
mod booking;
mod collision;
mod course;
mod field;
mod folder;
mod frozen;
mod last_time;
mod model;
mod note;
mod pages;
mod preparation;
mod queries;
mod readiness;
mod search;
mod spot_check;
mod urgent;
mod waiting;
mod week;

pub use awaited::too_early;
pub use backlog::bring as bring_topic;
pub use been::{Been, Held, been_with, held_between};
pub use booking::{Booking, Errors, Times, TypedTime, book};
pub use collision::{Busy, busy};
pub use course::{Approval, add_topic, approve, hold, send};
pub use field::{Field, Outcome, PART as MINUTES};
pub use model::{Answer, Meeting, Participant, Point, State, access_key, parse_access, title, when_and_where};
pub use note::forget as forget_notes;
pub use pages::router;
pub use preparation::{empty_soon as empty_preparations, own_fields as fields_to_prepare, reveal as reveal_preparation};
pub use queries::{ApprovedMinutes, LatestMinutes, agenda, answer, approved_of, followers, latest_minutes, load};
pub use search::search;
pub use spot_check::{CheckMade, checks_made, forget as forget_case_counts};
pub use waiting::waiting;
