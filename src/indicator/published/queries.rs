//! SQL of a report's figures.
use sqlx::PgConnection;
use time::macros::format_description;

use super::model::{Circle, Figure, Place, Read, ShownSchool, Slot};
use super::used::{UsedFigure, WhatHappened};
use super::{Audience, BACK, Wanted};
use crate::error::Result;
use crate::ids::{ImportId, MunicipalityId, SchoolId};
use crate::indicator::import::queries::{breakdown, count_cell, value_cell};
use crate::indicator::{Amount, SchoolYear};
use crate::municipality;

/// Who reads, and of which municipality.
pub struct Reader {
    /// Its name as it is today.
    pub municipality: String,
    /// Every row of it.
    pub sees_all: bool,
}

/// Who reads.
pub async fn reader(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Reader> {
    let row = sqlx::query!(r#"select name, app_owner() as "owner!" from municipality where id = $1"#, municipality.0)
        .fetch_one(connection)
        .await?;
    Ok(Reader { municipality: row.name, sees_all: row.owner })
}

/// The schools that have a place in the report: the municipality's own that were open in its year, or the one it is for.
pub async fn schools(connection: &mut PgConnection, municipality: MunicipalityId, wanted: &Wanted<'_>) -> Result<Vec<ShownSchool>> {
    let open = |school: &municipality::School| {
        school.ownership == "public" && school.closed_on.is_none_or(|closed| SchoolYear::last_before(closed) >= wanted.year)
    };
    let all = municipality::schools(connection, municipality).await?.into_iter();
    let shown = all.filter(|school| match wanted.audience {
        Audience::School(own) => school.id == own,
        Audience::Owner | Audience::Public => open(school),
    });
    Ok(shown.map(|school| ShownSchool { id: school.id, name: school.name, grades: (school.grade_from, school.grade_to) }).collect())
}

/// What stands of these indicators up to a year, girls and boys together: the schools', the municipality's and the county's (under the number it has now, else
/// one it had) and the country's, as far as the reader sees them.
pub async fn figures(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    indicators: &[String],
    year: SchoolYear,
    schools: &[i64],
) -> Result<Vec<Read>> {
    let rows = sqlx::query!(
        r#"select v.id as "id!", v.import_id as "import!: ImportId", v.indicator as "indicator!", v.year as "year!", v.level as "level!",
             v.school_id as "school: SchoolId", v.grade as "grade!", v.sex as "sex!", v.part as "part!", v.state as "state!", v.amount, v.uncertainty,
             v.count_state as "count_state!", v.count, v.circle as "circle!", i.file_name, i.kind = 'by_hand' as "by_hand!", i.uploaded_at
           from indicator_figure v
           join indicator_import i on i.municipality_id = v.municipality_id and i.id = v.import_id
           join municipality m on m.id = v.municipality_id
           where v.municipality_id = $1 and v.indicator = any ($2) and v.year between $3 and $4 and v.sex = 0
             and (v.school_id is null or v.school_id = any ($5))
           order by v.place = m.number or v.place = left(m.number, 2) desc, v.id desc"#,
        municipality.0,
        indicators,
        year.0 - BACK,
        year.0,
        schools
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let breakdown = breakdown(row.grade, row.sex, row.part);
        let place = match (row.level, row.school) {
            (1, _) => Place::Country,
            (2, _) => Place::County,
            (_, Some(school)) => Place::School(school),
            _ => Place::Municipality,
        };
        Read {
            slot: Slot { grade: breakdown.grade, place, year: SchoolYear(row.year), level: breakdown.level },
            circle: match row.circle.as_str() {
                "public" => Circle::Public,
                "school" => Circle::School,
                _ => Circle::Named,
            },
            figure: Figure {
                value: row.id,
                import: row.import,
                cell: value_cell(&row.state, row.amount),
                uncertainty: row.uncertainty.map(Amount),
                count: count_cell(&row.count_state, row.count).amount().map(|count| count.0 / 1000),
                file: row.file_name,
                by_hand: row.by_hand,
                at: row.uploaded_at,
            },
            indicator: row.indicator,
        }
    });
    Ok(read.collect())
}

/// Which of these values stand no longer, or are hidden now, and why.
pub async fn gone(connection: &mut PgConnection, municipality: MunicipalityId, used: &[UsedFigure]) -> Result<Vec<(i64, WhatHappened)>> {
    let ids: Vec<i64> = used.iter().map(|figure| figure.value).collect();
    let rows = sqlx::query!(
        r#"select u.id as "id!", v.withdrawn as "withdrawn?", v.replaced_by is not null as "replaced?", v.masked as "masked?",
             i.withdrawn_reason, i.withdrawn_at
           from unnest($2::bigint[]) as u (id)
           left join indicator_value v on v.municipality_id = $1 and v.id = u.id
           left join indicator_import i on i.municipality_id = v.municipality_id and i.id = v.import_id
           where v.id is null or v.withdrawn or v.replaced_by is not null or v.masked"#,
        municipality.0,
        &ids
    )
    .fetch_all(connection)
    .await?;
    let day = format_description!("[year]-[month]-[day]");
    let happened = rows.into_iter().map(|row| {
        let what = match (row.withdrawn, row.replaced) {
            (Some(true), _) => WhatHappened::Withdrawn {
                reason: row.withdrawn_reason.unwrap_or_default(),
                on: row.withdrawn_at.and_then(|at| at.format(&day).ok()),
            },
            (_, Some(true)) => WhatHappened::Replaced,
            (None, _) => WhatHappened::Unseen,
            _ => WhatHappened::Hidden,
        };
        (row.id, what)
    });
    Ok(happened.collect())
}
