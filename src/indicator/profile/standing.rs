//! A school's own values, for other slices that set something beside them.
use sqlx::PgConnection;

use super::model::{Row, Whose};
use super::queries::{self, Which};
use crate::access::rules::SchoolFigures;
use crate::error::Result;
use crate::ids::{MunicipalityId, SchoolId};
use crate::indicator::catalogue::catalogue;

/// What stands of these indicators for the school, girls and boys together, each row as the actor may see it, by year. No distributions.
///
/// # Errors
///
/// When the database does not answer.
pub async fn values_of(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    school: SchoolId,
    indicators: &[String],
    sees: SchoolFigures,
) -> Result<Vec<Row>> {
    if indicators.is_empty() {
        return Ok(Vec::new());
    }
    let rows = queries::rows(connection, municipality, school, indicators, sees, Which::WithOthers).await?;
    let own = rows.into_iter().filter(|row| row.whose == Whose::School && row.breakdown.level.is_none());
    let mut own: Vec<Row> = own.filter(|row| catalogue().get(&row.indicator).is_some()).collect();
    own.sort_by_key(|row| row.year);
    Ok(own)
}
