//! «Akutt – flytt»: something has come up on one of the two sides, and a meeting with one school that has not begun gets another time in one step. The first
//! free time after it is proposed; it is moved as every meeting is (`booking::move_to`), so that preparation, topics and answers stay. Why is for the leads of
//! the two sides alone, is told in no notice and no mail, and is deleted with the meeting's private notes (`docs/decisions/0025-moved-in-a-hurry.md`).
mod pages;
mod queries;

pub use pages::{LONGEST_REASON, Moved, moved, routes};
