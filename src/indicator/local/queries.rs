//! SQL for `smallest_group`.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::model::SmallestGroups;
use crate::access::rules::CanLimitGroups;
use crate::error::Result;
use crate::ids::MunicipalityId;

/// What the municipality asks for today.
pub async fn smallest_groups(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<SmallestGroups> {
    let rows = sqlx::query!(
        "select distinct on (source) source, smallest from smallest_group where municipality_id = $1 order by source, id desc",
        municipality.0
    )
    .fetch_all(connection)
    .await?;
    Ok(SmallestGroups(rows.into_iter().filter_map(|row| Some((row.source, u16::try_from(row.smallest).ok()?))).collect()))
}

/// What was asked for once.
#[derive(Debug, Clone)]
pub struct AskedFor {
    /// How many people.
    pub smallest: i16,
    /// When.
    pub at: OffsetDateTime,
    /// Who, by name and title as they were.
    pub by: String,
}

/// Everything that was asked for, by source, newest first.
pub async fn history(connection: &mut PgConnection, can: CanLimitGroups) -> Result<HashMap<String, Vec<AskedFor>>> {
    let rows = sqlx::query!(
        "select source, smallest, set_at, set_by_name from smallest_group where municipality_id = $1 order by id desc",
        can.municipality().0
    )
    .fetch_all(connection)
    .await?;
    let mut history: HashMap<String, Vec<AskedFor>> = HashMap::new();
    for row in rows {
        history.entry(row.source).or_default().push(AskedFor { smallest: row.smallest, at: row.set_at, by: row.set_by_name });
    }
    Ok(history)
}

/// Asks for so many people from now on.
pub async fn ask_for(
    connection: &mut PgConnection,
    can: CanLimitGroups,
    source: &str,
    smallest: u16,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<()> {
    sqlx::query!(
        "insert into smallest_group (municipality_id, source, smallest, set_at, set_by, set_by_name) values ($1, $2, $3, $4, $5, $6)",
        can.municipality().0,
        source,
        i16::try_from(smallest).unwrap_or(i16::MAX),
        at,
        can.by().map(|person| person.0),
        by_name
    )
    .execute(connection)
    .await?;
    Ok(())
}
