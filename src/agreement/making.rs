//! Promising something in a meeting, and saying how it goes, whoever asks for it.
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::model::{By, Change, Checked, Giver, State};
use super::queries::{self, Step};
use crate::access::Actor;
use crate::access::rules::CanAgree;
use crate::error::Result;
use crate::ids::{AgreementId, MeetingPointId};
use crate::meeting::Meeting;

/// A promise of a side, of nobody in particular.
#[derive(Debug, Clone)]
pub struct Promised<'a> {
    /// What.
    pub what: &'a str,
    /// Whose.
    pub giver: Giver,
    /// When.
    pub due: Date,
    /// The point of the agenda it came from.
    pub point: Option<MeetingPointId>,
    /// Made with the form.
    pub save_id: Uuid,
}

/// Writes a side's promise down in a meeting whose minutes the actor writes. `None` when the very form was sent before.
pub async fn promise(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting, new: &Promised<'_>) -> Result<Option<AgreementId>> {
    let can = CanAgree::make(actor, &meeting.rights)?;
    let by = By { giver: new.giver, school: can.school().filter(|_| new.giver == Giver::School), person: None };
    let checked = Checked { what: new.what.to_owned(), by, due: new.due };
    queries::make(connection, actor, can, &checked, new.point, new.save_id).await
}

/// Says how a promise of the actor's side stands from now on.
pub async fn move_on(connection: &mut PgConnection, actor: &Actor, id: AgreementId, to: (State, &str), save_id: Uuid) -> Result<()> {
    let agreement = queries::load(connection, actor, id).await?;
    let can = agreement.rights.can_move()?;
    let (state, reason) = to;
    let step = Step { from: agreement.number, change: Change::Moved, what: None, by: None, due: None, state: Some(state), reason, save_id };
    queries::step(connection, actor, can, &step).await
}
