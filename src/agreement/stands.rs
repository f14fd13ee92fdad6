//! How agreements stand that came of something else, for the trace of internal control.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::model::{State, words};
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::AgreementId;

/// How an agreement stands.
#[derive(Debug, Clone)]
pub struct Stands {
    /// Which.
    pub id: AgreementId,
    /// What was agreed, or that it was taken away.
    pub what: String,
    /// How it stands.
    pub state: State,
    /// Since when.
    pub at: OffsetDateTime,
}

/// How some agreements of meetings with one school stand, of the schools that the actor follows up. One statement.
///
/// # Errors
///
/// When the database does not answer.
pub async fn stands(connection: &mut PgConnection, actor: &Actor, ids: &[AgreementId]) -> Result<Vec<Stands>> {
    let (ids, schools): (Vec<i64>, Vec<i64>) =
        (ids.iter().map(|id| id.0).collect(), actor.overseen.iter().map(|school| school.0).collect());
    let rows = sqlx::query!(
        r#"select a.id as "id: AgreementId", e.what, e.state, e.at from agreement a
           join lateral (select n.what, n.state, n.at from agreement_entry n where n.municipality_id = a.municipality_id and n.agreement_id = a.id
                         order by n.number desc limit 1) e on true
           where a.municipality_id = $1 and a.id = any ($2) and a.school_id is not null and ($3 or a.school_id = any ($4)) order by a.id"#,
        actor.municipality.0,
        &ids,
        actor.is_owner(),
        &schools
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = State::parse(&row.state);
            let state = state.ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown state of an agreement: {}", row.state)))?;
            Ok(Stands { id: row.id, what: words(&row.what, actor.lang), state, at: row.at })
        })
        .collect()
}
