//! Help that is given and ended without a page, by the same rules: the demo's.
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::model::Checked;
use super::queries;
use crate::access::Actor;
use crate::access::rules::CanGiveAdviser;
use crate::error::{AppError, Result};
use crate::ids::{AdviserId, PersonId, SchoolId};

/// What is given.
#[derive(Debug, Clone, Copy)]
pub struct Period<'a> {
    /// As what somebody helps.
    pub as_what: &'a str,
    /// With what.
    pub task: &'a str,
    /// The first day and the last.
    pub days: (Date, Date),
}

/// Gives `person` the time to help a school.
///
/// # Errors
///
/// When the actor does not follow the school up, or the database does not answer.
pub async fn arrange(
    connection: &mut PgConnection,
    actor: &Actor,
    school: SchoolId,
    person: PersonId,
    period: Period<'_>,
) -> Result<AdviserId> {
    let can = CanGiveAdviser::of(actor, school)?;
    let (from, to) = period.days;
    let checked = Checked { as_what: period.as_what.to_owned(), task: period.task.to_owned(), from, to };
    queries::give(connection, actor, can, person, &checked, Uuid::new_v4()).await?.ok_or(AppError::NotFound)
}

/// Ends it with a note.
///
/// # Errors
///
/// When the actor may not, or the database does not answer.
pub async fn close(connection: &mut PgConnection, actor: &Actor, id: AdviserId, note: &str) -> Result<()> {
    let can = queries::load(&mut *connection, actor, id).await?.rights.can_end()?;
    queries::end(connection, actor, can, note).await?;
    Ok(())
}
