//! `/moter/{meeting}/forarbeid`, and what of it stands on the meeting's page.
mod beside;
mod page;
mod removal;
mod save;
mod view;

pub use beside::{Beside, beside, suggested};

use crate::App;
use crate::access::Actor;
use crate::access::rules::{PreparationFacts, PreparationRights};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::model::Meeting;
use crate::meeting::preparation::queries;
use crate::meeting::queries::load;
use crate::model_pack::Preparation;
use crate::web::routes::Routes;
use crate::writing::Side;

/// The pages of this folder.
pub fn routes() -> Routes {
    Routes::new().merge(page::routes()).merge(save::routes()).merge(removal::routes())
}

/// A meeting with what is prepared for it.
struct Prepared {
    meeting: Meeting,
    facts: PreparationFacts,
    rights: PreparationRights,
}

impl Prepared {
    /// Of a meeting that the actor may know of; `None` when nothing is prepared for it.
    async fn of(
        connection: &mut sqlx::PgConnection,
        actor: &Actor,
        meeting: &Meeting,
    ) -> Result<Option<(PreparationFacts, PreparationRights)>> {
        if meeting.reveals_at.is_none() {
            return Ok(None);
        }
        let documents = queries::documents(connection, actor.municipality, meeting.id).await?;
        let (Some(school), Some(owner)) = (documents.get(&Side::School), documents.get(&Side::Owner)) else { return Ok(None) };
        let facts = PreparationFacts { school: *school, owner: *owner, revealed: meeting.revealed_at.is_some(), begins: meeting.starts_at };
        Ok(Some((facts, PreparationRights::of(actor, &meeting.rights, &facts))))
    }

    /// Loads it through the actor; what is not theirs to see is not found.
    async fn load(app: &App, tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<Self> {
        let meeting = load(app, tx, actor, id).await?;
        let found = Self::of(tx, actor, &meeting).await?.filter(|(_, rights)| rights.sees());
        let (facts, rights) = found.ok_or(AppError::NotFound)?;
        Ok(Self { meeting, facts, rights })
    }

    /// What both sides are asked.
    fn preparation(&self) -> Result<&Preparation> {
        let kind = self.meeting.kind()?;
        kind.preparation.as_ref().ok_or(AppError::NotFound)
    }

    fn href(&self) -> String {
        format!("{}/forarbeid", self.meeting.href())
    }
}
