//! SQL for when the figures came that a meeting waits for.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::error::Result;
use crate::ids::SchoolId;

/// When figures of the school that everybody may see first came, by indicator, for a school year; those that have not are left out.
pub async fn figures_came(
    connection: &mut PgConnection,
    actor: &Actor,
    school: SchoolId,
    year: i32,
    indicators: &[String],
) -> Result<HashMap<String, OffsetDateTime>> {
    let rows = sqlx::query!(
        r#"select f.indicator as "indicator!", min(coalesce(i.decided_at, i.uploaded_at)) as "came!"
           from indicator_value f join indicator_import i on i.municipality_id = f.municipality_id and i.id = f.import_id
           where f.municipality_id = $1 and f.school_id = $2 and f.year = $3 and f.indicator = any ($4) and f.circle = 'public'
             and f.state in ('published', 'preliminary', 'suppressed')
           group by f.indicator"#,
        actor.municipality.0,
        school.0,
        year,
        indicators
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.indicator, row.came)).collect())
}
