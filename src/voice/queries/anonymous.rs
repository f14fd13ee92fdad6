//! What somebody with a code reads and does. There is no actor: two functions of the database answer by the code, and the application reads no table.
use sqlx::PgExecutor;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::error::Result;
use crate::voice::model::{ByCode, Code};

/// What there is to answer, and what came of it; `None` for a code that there is not.
pub async fn by_code(executor: impl PgExecutor<'_>, code: &Code, now: OffsetDateTime) -> Result<Option<ByCode>> {
    let found = sqlx::query_scalar!(r#"select voice_by_code($1, $2) as "found: Json<ByCode>""#, code.as_str(), now)
        .fetch_optional(executor)
        .await?;
    Ok(found.flatten().map(|Json(found)| found))
}

/// One more chose this; false when nobody can any more, or never could.
pub async fn give(executor: impl PgExecutor<'_>, code: &Code, theme: &str, choice: &str, now: OffsetDateTime) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select give_voice($1, $2, $3, $4) as "given!""#, code.as_str(), theme, choice, now)
        .fetch_one(executor)
        .await?)
}
