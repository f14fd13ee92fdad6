//! SQL for what is hidden of the municipality's own figures: the columns `masked` and `count_masked` of `indicator_value`.
use sqlx::PgConnection;

use super::model::{Hidden, Place, StoredRow};
use crate::access::rules::CanImport;
use crate::error::Result;
use crate::ids::MunicipalityId;
use crate::indicator::SchoolYear;
use crate::indicator::import::queries::{breakdown, count_cell, value_cell};

/// What stands of these indicators and years for the municipality and its schools, hidden or not, always in the same order. Whoever sees less than every row
/// gets too little to decide anything by.
pub async fn standing(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    indicators: &[String],
    years: &[i32],
) -> Result<Vec<StoredRow>> {
    let rows = sqlx::query!(
        r#"select v.id, v.school_id, s.ownership = 'public' as "is_public?", v.indicator, v.year, v.grade, v.sex, v.part, v.state, v.amount, v.count_state,
             v.count, v.masked, v.count_masked,
             row_number() over (partition by v.indicator, v.year, v.grade, v.sex, v.part, v.school_id order by v.place = m.number desc, v.id desc) as "place!"
           from indicator_value v
           join municipality m on m.id = v.municipality_id
           left join school s on s.municipality_id = v.municipality_id and s.id = v.school_id
           where v.municipality_id = $1 and v.indicator = any ($2) and v.year = any ($3) and v.level in (3, 4) and v.replaced_by is null and not v.withdrawn
           order by v.indicator, v.year, v.school_id nulls first, v.grade, v.sex, v.part, v.id"#,
        municipality.0,
        indicators,
        years
    )
    .fetch_all(connection)
    .await?;
    let stored = rows.into_iter().map(|row| StoredRow {
        id: row.id,
        place: match (row.school_id.and_then(|id| u64::try_from(id).ok()), row.is_public) {
            (Some(school), Some(false)) => Place::Private(school),
            (Some(school), _) => Place::Own(school),
            (None, _) if row.place == 1 => Place::Municipality,
            (None, _) => Place::Shadowed,
        },
        year: SchoolYear(row.year),
        breakdown: breakdown(row.grade, row.sex, row.part),
        cell: value_cell(&row.state, row.amount),
        count: count_cell(&row.count_state, row.count).amount().and_then(|count| u32::try_from(count.0 / 1000).ok()),
        hidden: Hidden { value: row.masked, count: row.count_masked },
        indicator: row.indicator,
    });
    Ok(stored.collect())
}

/// Stores what is hidden of these values.
pub async fn mask(connection: &mut PgConnection, can: CanImport, changes: &[(i64, Hidden)]) -> Result<()> {
    sqlx::query!(
        "update indicator_value v set masked = n.masked, count_masked = n.count_masked
         from unnest($2::bigint[], $3::boolean[], $4::boolean[]) as n (id, masked, count_masked)
         where v.municipality_id = $1 and v.id = n.id",
        can.municipality().0,
        &changes.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        &changes.iter().map(|(_, hidden)| hidden.value).collect::<Vec<_>>(),
        &changes.iter().map(|(_, hidden)| hidden.count).collect::<Vec<_>>(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
