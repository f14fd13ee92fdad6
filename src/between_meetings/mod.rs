//! What a school works on between two meetings with its owner: the steps of a process with staff, pupils and parents, and what comes out of it. The school writes
//! for itself; the owner sees of each step whether it is done, and when the product is due, and reads the words when the school delivers.
//!
//! | state | what it is | moves on |
//! |---|---|---|
//! | under way | the school writes, and says that steps are done | rektor or deputy delivers |
//! | delivered | frozen, with a sum; read by the owner too | – (a new one the year after) |
//!
//! What it usually consists of is data in the pack (`model_pack::BetweenMeetingsTemplate`), who reads what is in `access/rules/between_meetings.rs`; the flow is in
//! `docs/between-meetings.md`.
mod desk;
pub mod making;
mod model;
mod pages;
mod queries;

pub use desk::desk;
pub use pages::router;

use crate::access::Actor;
use crate::access::rules::knows_of_between;
use crate::ids::SchoolId;
use crate::text::text_with;
use crate::web::page::capital;

/// The way from a meeting with a school to the work that comes after it or before it, for those who may know of that; no statement is asked.
pub fn link(actor: &Actor, school: SchoolId, kind: &str) -> Option<(String, String)> {
    if !knows_of_between(actor) || !(actor.oversees(school) || actor.draft_schools().contains(&school)) {
        return None;
    }
    let template = actor.pack.as_ref()?.between_meetings.iter().find(|one| one.from == kind || one.to.as_deref() == Some(kind))?;
    let name = capital(template.name.get(actor.lang));
    let key = if template.from == kind { "between-link-after" } else { "between-link-before" };
    Some((format!("/mellomarbeid#skule-{school}"), text_with(actor.lang, key, &[("name", &name)])))
}
