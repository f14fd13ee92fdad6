//! SQL for `round`.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::NewRound;
use crate::access::rules::CanOpenRound;
use crate::error::{AppError, Result};
use crate::ids::RoundId;
use crate::model_pack::Respondent;

/// Adds a round.
pub(super) async fn insert(
    connection: &mut PgConnection,
    can: CanOpenRound,
    respondent: Respondent,
    new: &NewRound<'_>,
    now: OffsetDateTime,
) -> Result<RoundId> {
    sqlx::query_scalar!(
        r#"insert into round (municipality_id, template, respondent, model_pack_id, looks_back_year, plans_year, deadline, opened_at, opened_by, rolled_from)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id as "id: RoundId""#,
        can.municipality().0,
        new.template,
        match respondent {
            Respondent::School => "school",
            Respondent::Owner => "owner",
        },
        new.pack.0,
        new.looks_back_year,
        new.looks_back_year + 1,
        new.deadline,
        now,
        can.by().map(|id| id.0),
        new.rolled_from.map(|id| id.0)
    )
    .fetch_one(connection)
    .await
    .map_err(|error| if AppError::constraint(&error) == Some("round_once") { AppError::Conflict("error-round-exists") } else { error.into() })
}
