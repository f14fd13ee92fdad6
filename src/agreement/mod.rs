//! Agreements: what school and owner promise each other in their meetings, and what a school asks its owner for.
//!
//! | state | what it is | moves on |
//! |---|---|---|
//! | asked | a school asks the owner for support, with a day on which it wishes for an answer | the owner says yes (then it is the owner's promise) or no, with a reason; the school takes it back |
//! | open | promised, with a day | the side that promised says that it is under way, done, put off, or dropped, each of the last two with a reason |
//! | under way | work has begun | the same |
//! | done, dropped, declined | over; stays in the ledger | taken up again by the side that promised |
//!
//! An agreement is made in a meeting and frozen with its minutes; how it stands goes on living. Every change is a row that is only added
//! (`migrations/0021_agreement.sql`); the rules are in `access/rules/agreement.rs`, the flow in `docs/agreements.md`.
mod asked;
mod due;
mod in_meeting;
mod making;
mod model;
mod origin;
mod overdue;
mod pages;
mod queries;
mod recorded;
mod search;
mod stands;

pub use asked::asked_of;
pub use due::{Ahead, due_by};
pub use in_meeting::{Agreed, Choice, Row, Since, choices, in_meeting, made_in, since_last};
pub use making::{Promised, move_on, promise};
pub use model::{Agreement, Errors, Giver, LONGEST, State, Typed};
pub use origin::{of_school, with_schools};
pub use overdue::{Overdue, overdue};
pub use pages::{make_carried, make_typed, router};
pub use recorded::{Promise, Recorded, recorded, to_freeze};
pub use search::search;
pub use stands::{Stands, stands};
