//! The one query of a school's figures.
use sqlx::PgConnection;

use super::model::{Row, Whose};
use crate::access::rules::SchoolFigures;
use crate::error::Result;
use crate::ids::{MunicipalityId, SchoolId};
use crate::indicator::import::queries::{breakdown, count_cell, value_cell};
use crate::indicator::{Amount, SchoolYear};

/// Which rows are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Girls and boys together, of the school, its municipality (under the number it has now, else one it had) and the country.
    WithOthers,
    /// All together, girls, and boys, of the school alone.
    BySex,
}

/// What stands of these indicators for a school and perhaps those around it, by year, as far as the actor sees it; row-level security leaves out the same.
pub async fn rows(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    school: SchoolId,
    indicators: &[String],
    sees: SchoolFigures,
    which: Which,
) -> Result<Vec<Row>> {
    let rows = sqlx::query!(
        r#"select distinct on (v.indicator, v.year, v.level, v.grade, v.sex, v.part)
             v.indicator as "indicator!", v.year as "year!", v.level as "level!", v.grade as "grade!", v.sex as "sex!", v.part as "part!", v.state as "state!",
             v.amount, v.uncertainty, v.count_state as "count_state!", v.count, v.circle as "circle!", i.file_name, i.kind = 'by_hand' as "by_hand!", i.uploaded_at
           from indicator_figure v
           join indicator_import i on i.municipality_id = v.municipality_id and i.id = v.import_id
           join municipality m on m.id = v.municipality_id
           where v.municipality_id = $1 and v.indicator = any ($2) and (v.sex = 0 or $4)
             and (v.school_id = $3 or v.level in (1, 3) and not $4)
           order by v.indicator, v.year, v.level, v.grade, v.sex, v.part, v.place = m.number desc, v.id desc"#,
        municipality.0,
        indicators,
        school.0,
        which == Which::BySex
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().filter(|row| sees.sees_circle(&row.circle)).map(|row| Row {
        whose: match row.level {
            1 => Whose::Country,
            3 => Whose::Municipality,
            _ => Whose::School,
        },
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
