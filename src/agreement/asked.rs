//! What a school has asked its owner for in a meeting, for a page that names it.
use sqlx::PgConnection;

use super::model::State;
use super::queries::{self, Wanted};
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{AgreementId, SchoolId};
use crate::text::shortened;

/// So much of the words is shown.
const SHOWN: usize = 100;

/// What waits for the owner's answer of what a school asked for in meetings and the actor reads, by the day it wishes for one: id and words.
///
/// # Errors
///
/// When the database does not answer.
pub async fn asked_of(connection: &mut PgConnection, actor: &Actor, school: SchoolId) -> Result<Vec<(AgreementId, String)>> {
    let wanted = Wanted { school: Some(school), open: true, ..Wanted::default() };
    let all = queries::agreements(connection, actor, wanted).await?;
    Ok(all
        .into_iter()
        .filter(|one| one.state == State::Asked && !one.what.is_empty())
        .map(|one| (one.id, shortened(&one.what, SHOWN)))
        .collect())
}
