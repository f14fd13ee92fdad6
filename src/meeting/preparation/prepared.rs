//! A meeting with what both sides prepare for it, as the actor may have it.
use sqlx::PgConnection;

use super::model::{Field, PART, questions};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanWrite, PreparationFacts, PreparationRights};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::model::Meeting;
use crate::meeting::queries::load;
use crate::model_pack::Preparation;
use crate::writing::Side;

/// A meeting with what is prepared for it.
pub(super) struct Prepared {
    /// The meeting.
    pub meeting: Meeting,
    /// What the rules ask.
    pub facts: PreparationFacts,
    /// What the actor may do.
    pub rights: PreparationRights,
}

impl Prepared {
    /// Of a meeting that the actor may know of; `None` when nothing is prepared for it.
    pub async fn of(
        connection: &mut PgConnection,
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
    pub async fn load(app: &App, tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<Self> {
        let meeting = load(app, tx, actor, id).await?;
        let found = Self::of(tx, actor, &meeting).await?.filter(|(_, rights)| rights.sees());
        let (facts, rights) = found.ok_or(AppError::NotFound)?;
        Ok(Self { meeting, facts, rights })
    }

    /// What both sides are asked.
    pub fn preparation(&self) -> Result<&Preparation> {
        let kind = self.meeting.kind()?;
        kind.preparation.as_ref().ok_or(AppError::NotFound)
    }

    /// Its page.
    pub fn href(&self) -> String {
        format!("{}/forarbeid", self.meeting.href())
    }
}

/// What the actor writes in for their side: the right to, the part, and the names of the fields in the order of the page. `None` when nothing is prepared, or
/// not by them, or not any more.
pub async fn own_fields(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: &Meeting,
) -> Result<Option<(CanWrite, &'static str, Vec<String>)>> {
    let Some((_, rights)) = Prepared::of(connection, actor, meeting).await? else { return Ok(None) };
    let (Some((side, _)), Ok(can), Some(preparation)) = (rights.own, rights.can_write(), &meeting.kind()?.preparation) else {
        return Ok(None);
    };
    Ok(Some((can, PART, Field::all(questions(preparation, side).len()).map(Field::name).collect())))
}
