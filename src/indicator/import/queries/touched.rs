//! Which tables of figures a change is about.
use sqlx::PgConnection;

use crate::access::rules::CanImport;
use crate::error::Result;
use crate::ids::ImportId;

/// What an import is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Keys of indicators.
    pub indicators: Vec<String>,
    /// School years.
    pub years: Vec<i32>,
}

/// The indicators and years that an import has values of, whether they stand or not.
pub async fn touched(connection: &mut PgConnection, can: CanImport, id: ImportId) -> Result<Touched> {
    let row = sqlx::query!(
        r#"select coalesce(array_agg(distinct indicator), '{}') as "indicators!", coalesce(array_agg(distinct year), '{}') as "years!"
           from indicator_value where municipality_id = $1 and import_id = $2"#,
        can.municipality().0,
        id.0
    )
    .fetch_one(connection)
    .await?;
    Ok(Touched { indicators: row.indicators, years: row.years })
}

/// The indicators and years that there are values of which stand.
pub async fn stands(connection: &mut PgConnection, can: CanImport) -> Result<Touched> {
    let row = sqlx::query!(
        r#"select coalesce(array_agg(distinct indicator), '{}') as "indicators!", coalesce(array_agg(distinct year), '{}') as "years!"
           from indicator_value where municipality_id = $1 and level in (3, 4) and replaced_by is null and not withdrawn"#,
        can.municipality().0
    )
    .fetch_one(connection)
    .await?;
    Ok(Touched { indicators: row.indicators, years: row.years })
}
