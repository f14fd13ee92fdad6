//! A request that is made without its page, by the same rules: the demo's.
use time::Date;
use uuid::Uuid;

use super::queries;
use crate::access::Actor;
use crate::access::rules::CanAskSupport;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{SchoolId, SupportId};
use crate::model_pack;

/// A school asks for help of a kind, and wishes for an answer by a day.
///
/// # Errors
///
/// When the actor may not, or the database does not answer.
pub async fn ask(tx: &mut Tx, actor: &Actor, school: SchoolId, (kind, words, answer_by): (&str, &str, Date)) -> Result<SupportId> {
    let can = CanAskSupport::of(actor, school)?;
    let pack = model_pack::newest(tx, actor.municipality).await?.ok_or(AppError::NotFound)?;
    let new = queries::New { pack, kind, words, answer_by: Some(answer_by), agreement: None, save_id: Uuid::new_v4() };
    let (id, _) = queries::make(tx, actor, can, &new).await?;
    Ok(id)
}
