//! Support that a school asks for, or is offered, and who helps (`access/rules/support.rs`).
//!
//! | state | what it is | moves on |
//! |---|---|---|
//! | open | the school has asked, with a day on which it wishes for an answer | those who follow it up say who helps, or no with a reason; the school takes it back |
//! | helping | somebody helps, from one day to another | those who follow it up say that it is somebody else or other days; either side that it is done |
//! | declined, done | over, with a line of why or what came of it | – |
//!
//! What is offered without having been asked for begins with who helps.
pub(super) mod making;
mod model;
mod pages;
mod queries;

pub use model::{SupportChange, SupportState};
pub use pages::routes;

use sqlx::PgConnection;
use uuid::Uuid;

use super::typed::Help;
use crate::access::Actor;
use crate::access::rules::{CanAskSupport, CanMoveSupport};
use crate::error::Result;
use crate::ids::{ModelPackId, SupportId};
use crate::notification::{self, Message, Notice};
use crate::text::InBoth;

/// What is offered to a school without having been asked for.
#[derive(Debug)]
pub struct Offer<'a> {
    /// The pack whose words the kind has.
    pub pack: ModelPackId,
    /// Key of the kind.
    pub kind: &'a str,
    /// What for, in a line.
    pub words: &'a str,
    /// Who helps and how long.
    pub help: &'a Help,
    /// What the form was made with.
    pub save_id: Uuid,
}

/// Writes down help that nobody asked for; the one that is there already when the very form was sent before. Whoever is to help is told.
///
/// # Errors
///
/// When the database does not answer; `BadRequest` for a form that somebody else has sent.
pub async fn offer(connection: &mut PgConnection, actor: &Actor, can: CanAskSupport, offer: &Offer<'_>) -> Result<SupportId> {
    let new =
        queries::New { pack: offer.pack, kind: offer.kind, words: offer.words, answer_by: None, agreement: None, save_id: offer.save_id };
    let (id, made) = queries::make(connection, actor, can, &new).await?;
    if made {
        let step = queries::NewStep { help: Some(offer.help), words: "", save_id: Uuid::new_v4() };
        queries::step(connection, actor, CanMoveSupport::of_offer(can, id)?, &step).await?;
        tell_helper(connection, actor, id, offer.help).await?;
    }
    Ok(id)
}

/// Tells whoever is to help, when they have an account: not whom.
async fn tell_helper(connection: &mut PgConnection, actor: &Actor, id: SupportId, help: &Help) -> Result<()> {
    let Some(person) = help.person else { return Ok(()) };
    let href = format!("/stotte/{id}");
    let message = Message { notice: Notice::SupportHelps, who: "", what: &InBoth::default(), href: &href };
    notification::tell(connection, actor.municipality, actor.now, &[person], Some(actor.person), &message).await
}
