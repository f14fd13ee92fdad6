//! SQL for versions of sets.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use super::model::{Content, StandingSet, together};
use crate::access::rules::CanComposeSets;
use crate::error::{AppError, Result};
use crate::ids::{IndicatorSetId, MunicipalityId};
use crate::model_pack::Pack;

/// The sets that are looked at today, as the pack orders them and then the municipality's own.
///
/// # Errors
///
/// When the database does not answer.
pub async fn standing(connection: &mut PgConnection, municipality: MunicipalityId, pack: Option<&Pack>) -> Result<Vec<StandingSet>> {
    let rows = sqlx::query!(
        r#"select id as "id: IndicatorSetId", version, retired, content as "content: Json<Content>" from (
             select distinct on (key) id, key, version, retired, content,
               (select min(first.id) from indicator_set first where first.municipality_id = s.municipality_id and first.key = s.key) as made
             from indicator_set s where municipality_id = $1 order by key, version desc) newest
           order by made"#,
        municipality.0
    )
    .fetch_all(connection)
    .await?;
    let versions = rows.into_iter().map(|row| {
        let set = StandingSet { id: Some(row.id), version: row.version, content: row.content.0 };
        (set, row.retired)
    });
    Ok(together(pack, versions.collect()))
}

/// Adds the version after `before` (0: the pack's as it came). Somebody who made one meanwhile has made the same number, and then nothing is stored:
/// `Conflict`.
///
/// # Errors
///
/// `Conflict`, and when the database does not answer.
pub async fn add_version(
    connection: &mut PgConnection,
    can: CanComposeSets,
    before: i32,
    content: &Content,
    retired: bool,
    note: &str,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<IndicatorSetId> {
    sqlx::query_scalar!(
        r#"insert into indicator_set (municipality_id, key, version, content, retired, note, made_at, made_by, made_by_name)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (municipality_id, key, version) do nothing returning id as "id: IndicatorSetId""#,
        can.municipality().0,
        content.set.key,
        before + 1,
        Json(content) as _,
        retired,
        note,
        at,
        can.by().map(|id| id.0),
        by_name
    )
    .fetch_optional(connection)
    .await?
    .ok_or(AppError::Conflict("error-set-changed"))
}
