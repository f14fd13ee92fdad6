//! The one query of the page.
use sqlx::PgConnection;

use super::super::model::{Row, Whose};
use crate::access::rules::SchoolFigures;
use crate::error::Result;
use crate::ids::{MunicipalityId, SchoolId};
use crate::indicator::import::queries::{breakdown, count_cell, value_cell};
use crate::indicator::{Amount, SchoolYear};

/// What stands of these indicators for the school, of all, of girls and of boys, by year, as far as the actor sees it. No distributions, and no other unit.
pub async fn rows(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    school: SchoolId,
    indicators: &[String],
    sees: SchoolFigures,
) -> Result<Vec<Row>> {
    let rows = sqlx::query!(
        r#"select v.indicator as "indicator!", v.year as "year!", v.grade as "grade!", v.sex as "sex!", v.part as "part!", v.state as "state!", v.amount,
             v.uncertainty, v.count_state as "count_state!", v.count, v.circle as "circle!", i.file_name, i.kind = 'by_hand' as "by_hand!", i.uploaded_at
           from indicator_figure v
           join indicator_import i on i.municipality_id = v.municipality_id and i.id = v.import_id
           where v.municipality_id = $1 and v.indicator = any ($2) and v.school_id = $3 and v.part = 0
           order by v.indicator, v.year, v.grade, v.sex"#,
        municipality.0,
        indicators,
        school.0
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().filter(|row| sees.sees_circle(&row.circle)).map(|row| Row {
        whose: Whose::School,
        year: SchoolYear(row.year),
        breakdown: breakdown(row.grade, row.sex, row.part),
        cell: value_cell(&row.state, row.amount),
        uncertainty: row.uncertainty.map(Amount),
        count: count_cell(&row.count_state, row.count).amount().map(|count| count.0 / 1000),
        indicator: row.indicator,
        file: row.file_name,
        by_hand: row.by_hand,
        at: row.uploaded_at,
    });
    Ok(rows.collect())
}
