//! The yearly self-assessment: filled in by a school together, part by part, delivered by its rektor, read and commented by those who follow it up.
//!
//! States: `not_started` → `in_progress` → `delivered` → `reopened` → `delivered` … The draft is the school's own: until delivery the municipality sees
//! the state and the deadline. Delivery freezes a numbered version with a hash; reopening lets the school write again, and every version stays readable.
//! A template may also be answered by the municipality itself (`school` is `None`).
mod beside;
mod delivered_in;
mod evidence_queries;
mod excerpt;
mod frozen;
mod model;
mod pages;
mod queries;
mod redaction_queries;
mod search;
mod seers;
mod sharing;
mod sharing_queries;
mod showing_queries;
mod start_queries;

pub use delivered_in::{DeliveredIn, delivered_in};
pub use excerpt::{Excerpt, ExcerptPart, latest_of, newest_delivered};
pub use model::{Assessment, State, school_year};
pub use pages::{
    ShownTo, answer_to, ask_for_reopening, check_value, close_comment, comment_on, deliver, give_part, note_started, reopen, router,
    show_part,
};
pub use queries::comment::place as comment_place;
pub use queries::delivery::delivery;
pub use queries::{ListRow, assessments_of_schools, create, load, owner_assessments};
pub use search::search;
pub use seers::{Seers, seers};
pub use sharing::{MyPart, PartState, SharedWithMe, my_parts, shared_with_me};
pub use start_queries::{
    CommentsAsked, FollowedRound, OpenComments, PartHeld, Save, WaitingRequest, comments_asked, followed_rounds, latest_saves,
    open_comments, parts_held, requests_to_reopen,
};
