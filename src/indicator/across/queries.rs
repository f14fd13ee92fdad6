//! The one query of figures of many schools.
use std::collections::HashMap;

use sqlx::PgConnection;

use super::{Across, Of, Value, Wanted};
use crate::error::Result;
use crate::ids::{MunicipalityId, SchoolId};
use crate::indicator::import::queries::value_cell;
use crate::indicator::{Amount, SchoolYear};

/// What stands, as far as the reader sees it.
pub async fn figures(connection: &mut PgConnection, municipality: MunicipalityId, wanted: &Wanted<'_>) -> Result<Across> {
    let keys: HashMap<&str, &'static str> =
        wanted.indicators.iter().map(|indicator| (indicator.key.as_str(), indicator.key.as_str())).collect();
    let levels: Vec<String> =
        wanted.indicators.iter().filter(|indicator| !indicator.levels.is_empty()).map(|one| one.key.clone()).collect();
    let single: Vec<String> = wanted.indicators.iter().filter(|indicator| indicator.levels.is_empty()).map(|one| one.key.clone()).collect();
    // A value of the municipality under its present number goes before one under a former number.
    let rows = sqlx::query!(
        r#"select v.indicator as "indicator!", v.year as "year!", v.level as "level!", v.school_id as "school: SchoolId", v.grade as "grade!",
             v.state as "state!", v.amount, v.uncertainty, v.count, v.circle = 'named' as "named!"
           from indicator_figure v
           join municipality m on m.id = v.municipality_id
           where v.municipality_id = $1 and v.indicator = any ($2::text[] || $3::text[]) and v.year >= $4 and v.sex = 0 and v.level in (1, 3, 4)
             and (v.part = 0 and v.indicator = any ($2) or v.part = 1 and v.indicator = any ($3))
             and (v.school_id is null or $5::bigint[] is null or v.school_id = any ($5))
           order by v.place = m.number desc, v.id desc"#,
        municipality.0,
        &single,
        &levels,
        wanted.since.0,
        wanted.schools
    )
    .fetch_all(connection)
    .await?;
    let mut across = Across::default();
    for row in rows {
        let Some(indicator) = keys.get(row.indicator.as_str()) else { continue };
        let of = match (row.level, row.school) {
            (1, _) => Of::Country,
            (_, Some(school)) => Of::School(school),
            _ => Of::Municipality,
        };
        let value = Value {
            cell: value_cell(&row.state, row.amount),
            uncertainty: row.uncertainty.map(Amount),
            count: row.count,
            named: row.named,
        };
        let grade = u8::try_from(row.grade).ok().filter(|grade| *grade > 0);
        across.add(of, indicator, grade, SchoolYear(row.year), value);
    }
    Ok(across)
}
