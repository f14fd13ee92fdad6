//! SQL for `indicator_import`, `indicator_upload` and `indicator_value`, as far as bringing figures in and withdrawing them goes.
use std::collections::HashMap;
use std::sync::Arc;

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::plan::{Plan, Planned, Slot, Standing, Where};
use crate::access::rules::CanImport;
use crate::error::Result;
use crate::ids::{ImportId, MunicipalityId, SchoolId};
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::{Amount, Breakdown, Cell, SchoolYear, Sex};

mod here;
mod listing;
mod touched;

pub use here::*;
pub use listing::*;
pub use touched::*;

fn cell(state: &str, amount: Option<i64>, scale: impl Fn(i64) -> Amount) -> Cell {
    match (state, amount.map(scale)) {
        ("published", Some(amount)) => Cell::Published(amount),
        ("preliminary", Some(amount)) => Cell::Preliminary(amount),
        ("restricted", Some(amount)) => Cell::Restricted(amount),
        ("suppressed", _) => Cell::Suppressed,
        ("not_applicable", _) => Cell::NotApplicable,
        _ => Cell::Missing,
    }
}

/// How a state is stored.
fn stored(cell: Cell) -> &'static str {
    match cell {
        Cell::Published(_) => "published",
        Cell::Preliminary(_) => "preliminary",
        Cell::Restricted(_) => "restricted",
        Cell::Suppressed => "suppressed",
        Cell::NotApplicable => "not_applicable",
        Cell::Missing => "missing",
    }
}

/// The value of a stored row.
pub(in crate::indicator) fn value_cell(state: &str, amount: Option<i64>) -> Cell {
    cell(state, amount, Amount)
}

/// The count of a stored row: whole people.
pub(in crate::indicator) fn count_cell(state: &str, count: Option<i64>) -> Cell {
    cell(state, count, Amount::from_whole)
}

/// The group of a stored row.
pub(in crate::indicator) fn breakdown(grade: i16, sex: i16, part: i16) -> Breakdown {
    let some = |number: i16| u8::try_from(number).ok().filter(|number| *number > 0);
    let sex = match sex {
        1 => Sex::Girls,
        2 => Sex::Boys,
        _ => Sex::All,
    };
    Breakdown { grade: some(grade), sex, level: some(part) }
}

fn sex_number(sex: Sex) -> i16 {
    match sex {
        Sex::All => 0,
        Sex::Girls => 1,
        Sex::Boys => 2,
    }
}

fn place_columns(place: &Where) -> (i16, String, Option<i64>) {
    match place {
        Where::Country => (1, String::new(), None),
        Where::County(code) => (2, code.clone(), None),
        Where::Municipality(number) => (3, number.clone(), None),
        Where::School(id) => (4, String::new(), Some(id.0)),
    }
}

/// What stands now, for the given indicators and years.
pub async fn standing(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    indicators: &[String],
    years: &[i32],
) -> Result<HashMap<Slot, Standing>> {
    let rows = sqlx::query!(
        r#"select level, place, school_id as "school: SchoolId", indicator, year, grade, sex, part, state, amount, uncertainty, deviation, count_state, count
           from indicator_value
           where municipality_id = $1 and indicator = any ($2) and year = any ($3) and replaced_by is null and not withdrawn"#,
        municipality.0,
        indicators,
        years
    )
    .fetch_all(connection)
    .await?;
    let mut names: HashMap<String, Arc<str>> = HashMap::new();
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let place = match (row.level, row.school) {
                (1, _) => Where::Country,
                (2, _) => Where::County(row.place),
                (3, _) => Where::Municipality(row.place),
                (_, school) => Where::School(school?),
            };
            let indicator = names.entry(row.indicator.clone()).or_insert_with(|| row.indicator.as_str().into()).clone();
            let slot = Slot { place, indicator, year: SchoolYear(row.year), breakdown: breakdown(row.grade, row.sex, row.part) };
            let standing = Standing {
                cell: value_cell(&row.state, row.amount),
                uncertainty: row.uncertainty.map(Amount),
                deviation: row.deviation.map(Amount),
                count: count_cell(&row.count_state, row.count),
            };
            Some((slot, standing))
        })
        .collect())
}

/// How figures were brought in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportKind {
    /// In a file.
    File,
    /// One figure, written by hand.
    ByHand,
}

impl ImportKind {
    fn stored(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::ByHand => "by_hand",
        }
    }

    fn of(stored: &str) -> Self {
        if stored == "by_hand" { Self::ByHand } else { Self::File }
    }
}

/// A file that was brought in, before anything is decided of it.
#[derive(Debug, Clone)]
pub struct NewImport<'a> {
    /// Its name, without folders.
    pub file_name: &'a str,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// The bytes.
    pub content: &'a [u8],
    /// What was recognised.
    pub summary: serde_json::Value,
    /// By name and title.
    pub by_name: &'a str,
    /// A file, or a figure that somebody wrote.
    pub kind: ImportKind,
}

/// Stores a file to be looked at.
pub async fn add(connection: &mut PgConnection, can: CanImport, new: &NewImport<'_>, at: OffsetDateTime) -> Result<ImportId> {
    let id = sqlx::query_scalar!(
        r#"insert into indicator_import (municipality_id, file_name, sha256, bytes, uploaded_at, uploaded_by, uploaded_by_name, state, summary, kind)
           values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9) returning id as "id: ImportId""#,
        can.municipality().0,
        new.file_name,
        new.sha256.as_slice(),
        i64::try_from(new.content.len()).unwrap_or(i64::MAX),
        at,
        can.by().map(|person| person.0),
        new.by_name,
        new.summary,
        new.kind.stored()
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into indicator_upload (municipality_id, import_id, content) values ($1, $2, $3)",
        can.municipality().0,
        id.0,
        new.content
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// The bytes of a file that waits.
pub async fn content(connection: &mut PgConnection, can: CanImport, id: ImportId) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar!(
        "select content from indicator_upload where municipality_id = $1 and import_id = $2 and content <> ''",
        can.municipality().0,
        id.0
    )
    .fetch_optional(connection)
    .await?)
}

/// Decides a waiting import and forgets its file; false when somebody else has decided.
async fn decide(
    connection: &mut PgConnection,
    can: CanImport,
    id: ImportId,
    state: &str,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<bool> {
    let decided = sqlx::query!(
        "update indicator_import set state = $3, decided_at = $4, decided_by_name = $5 where municipality_id = $1 and id = $2 and state = 'waiting'",
        can.municipality().0,
        id.0,
        state,
        at,
        by_name
    )
    .execute(&mut *connection)
    .await?;
    if decided.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!("update indicator_upload set content = '' where municipality_id = $1 and import_id = $2", can.municipality().0, id.0)
        .execute(connection)
        .await?;
    Ok(true)
}

/// Gives a waiting import up; false when it was decided before.
pub async fn discard(connection: &mut PgConnection, can: CanImport, id: ImportId, decided: (&str, OffsetDateTime)) -> Result<bool> {
    decide(connection, can, id, "discarded", decided).await
}

/// Holds every other import of the municipality until the transaction ends, so that what was planned is what stands.
pub async fn one_at_a_time(connection: &mut PgConnection, can: CanImport) -> Result<()> {
    crate::indicator::one_change_at_a_time(connection, can.municipality()).await
}

/// Who may see a value at all: published figures everybody, restricted ones and those about staff named roles, the municipality's own the school. What a
/// source publishes of a municipality and above is public also where a school's figure is not.
fn circle(indicator: Option<&Indicator>, cell: Cell, place: &Where) -> &'static str {
    match (indicator, cell) {
        (_, Cell::Restricted(_)) => "named",
        (Some(indicator), _) if indicator.restricted_to_named_roles => "named",
        (Some(indicator), _) if indicator.public_for_school || (!indicator.local && !matches!(place, Where::School(_))) => "public",
        _ => "school",
    }
}

/// Carries a plan out: values that changed are replaced, new ones added. False when the import was decided before.
pub async fn commit(
    connection: &mut PgConnection,
    can: CanImport,
    id: ImportId,
    plan: &Plan,
    decided: (&str, OffsetDateTime),
) -> Result<bool> {
    if !decide(&mut *connection, can, id, "committed", decided).await? {
        return Ok(false);
    }
    let changed: Vec<&Planned> = plan.changed.iter().collect();
    let places: Vec<_> = changed.iter().map(|value| place_columns(&value.slot.place)).collect();
    sqlx::query!(
        "update indicator_value v set replaced_by = $2
         from unnest($3::smallint[], $4::text[], $5::bigint[], $6::text[], $7::integer[], $8::smallint[], $9::smallint[], $10::smallint[])
           as n (level, place, school_id, indicator, year, grade, sex, part)
         where v.municipality_id = $1 and v.indicator = n.indicator and v.year = n.year and v.level = n.level and v.place = n.place
           and coalesce(v.school_id, 0) = coalesce(n.school_id, 0) and v.grade = n.grade and v.sex = n.sex and v.part = n.part
           and v.replaced_by is null and not v.withdrawn",
        can.municipality().0,
        id.0,
        &places.iter().map(|place| place.0).collect::<Vec<_>>(),
        &places.iter().map(|place| place.1.clone()).collect::<Vec<_>>(),
        &places.iter().map(|place| place.2).collect::<Vec<_>>() as &[Option<i64>],
        &changed.iter().map(|value| value.slot.indicator.to_string()).collect::<Vec<_>>(),
        &changed.iter().map(|value| value.slot.year.0).collect::<Vec<_>>(),
        &changed.iter().map(|value| i16::from(value.slot.breakdown.grade.unwrap_or(0))).collect::<Vec<_>>(),
        &changed.iter().map(|value| sex_number(value.slot.breakdown.sex)).collect::<Vec<_>>(),
        &changed.iter().map(|value| i16::from(value.slot.breakdown.level.unwrap_or(0))).collect::<Vec<_>>(),
    )
    .execute(&mut *connection)
    .await?;
    insert(connection, can, id, &plan.all().collect::<Vec<_>>()).await?;
    Ok(true)
}

async fn insert(connection: &mut PgConnection, can: CanImport, id: ImportId, values: &[&Planned]) -> Result<()> {
    let places: Vec<_> = values.iter().map(|value| place_columns(&value.slot.place)).collect();
    let whole = |cell: Cell| cell.amount().map(|amount| amount.0 / 1000);
    sqlx::query!(
        "insert into indicator_value (municipality_id, import_id, level, place, school_id, indicator, year, grade, sex, part, state, amount, uncertainty,
           deviation, count_state, count, computed, suspect, circle, sheet, row_number, column_name, unit_number, masked)
         select $1, $2, * from unnest($3::smallint[], $4::text[], $5::bigint[], $6::text[], $7::integer[], $8::smallint[], $9::smallint[], $10::smallint[],
           $11::text[], $12::bigint[], $13::bigint[], $14::bigint[], $15::text[], $16::bigint[], $17::boolean[], $18::boolean[], $19::text[], $20::text[],
           $21::integer[], $22::text[], $23::text[], $24::boolean[])",
        can.municipality().0,
        id.0,
        &places.iter().map(|place| place.0).collect::<Vec<_>>(),
        &places.iter().map(|place| place.1.clone()).collect::<Vec<_>>(),
        &places.iter().map(|place| place.2).collect::<Vec<_>>() as &[Option<i64>],
        &values.iter().map(|value| value.slot.indicator.to_string()).collect::<Vec<_>>(),
        &values.iter().map(|value| value.slot.year.0).collect::<Vec<_>>(),
        &values.iter().map(|value| i16::from(value.slot.breakdown.grade.unwrap_or(0))).collect::<Vec<_>>(),
        &values.iter().map(|value| sex_number(value.slot.breakdown.sex)).collect::<Vec<_>>(),
        &values.iter().map(|value| i16::from(value.slot.breakdown.level.unwrap_or(0))).collect::<Vec<_>>(),
        &values.iter().map(|value| stored(value.says.cell).to_owned()).collect::<Vec<_>>(),
        &values.iter().map(|value| value.says.cell.amount().map(|amount| amount.0)).collect::<Vec<_>>() as &[Option<i64>],
        &values.iter().map(|value| value.says.uncertainty.map(|amount| amount.0)).collect::<Vec<_>>() as &[Option<i64>],
        &values.iter().map(|value| value.says.deviation.map(|amount| amount.0)).collect::<Vec<_>>() as &[Option<i64>],
        &values.iter().map(|value| stored(value.says.count).to_owned()).collect::<Vec<_>>(),
        &values.iter().map(|value| whole(value.says.count)).collect::<Vec<_>>() as &[Option<i64>],
        &values.iter().map(|value| value.computed).collect::<Vec<_>>(),
        &values.iter().map(|value| value.suspect).collect::<Vec<_>>(),
        &values.iter().map(|value| circle(catalogue().get(&value.slot.indicator), value.says.cell, &value.slot.place).to_owned()).collect::<Vec<_>>(),
        &values.iter().map(|value| value.sheet.clone()).collect::<Vec<_>>(),
        &values.iter().map(|value| i32::try_from(value.row).unwrap_or(i32::MAX)).collect::<Vec<_>>(),
        &values.iter().map(|value| value.column.to_string()).collect::<Vec<_>>(),
        &values.iter().map(|value| value.unit_number.clone()).collect::<Vec<_>>(),
        // Hidden until it is decided, later in this transaction, what may be shown of them.
        &values.iter().map(|value| catalogue().get(&value.slot.indicator).is_none_or(|indicator| indicator.local)).collect::<Vec<_>>(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Withdraws a committed import with a reason: its values stand no longer, and what they replaced stands again. False when it does not stand.
pub async fn withdraw(
    connection: &mut PgConnection,
    can: CanImport,
    id: ImportId,
    (by_name, reason): (&str, &str),
    at: OffsetDateTime,
) -> Result<bool> {
    let withdrawn = sqlx::query!(
        "update indicator_import set state = 'withdrawn', withdrawn_at = $3, withdrawn_by_name = $4, withdrawn_reason = $5
         where municipality_id = $1 and id = $2 and state = 'committed'",
        can.municipality().0,
        id.0,
        at,
        by_name,
        reason
    )
    .execute(&mut *connection)
    .await?;
    if withdrawn.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!("update indicator_value set withdrawn = true where municipality_id = $1 and import_id = $2", can.municipality().0, id.0)
        .execute(&mut *connection)
        .await?;
    // What this import replaced is now replaced by what replaced this import: by nothing, when its value stood last.
    sqlx::query!(
        "update indicator_value before set replaced_by = own.replaced_by
         from indicator_value own
         where before.municipality_id = $1 and before.replaced_by = $2 and own.municipality_id = $1 and own.import_id = $2
           and own.indicator = before.indicator and own.year = before.year and own.level = before.level and own.place = before.place
           and coalesce(own.school_id, 0) = coalesce(before.school_id, 0) and own.grade = before.grade and own.sex = before.sex
           and own.part = before.part",
        can.municipality().0,
        id.0
    )
    .execute(connection)
    .await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_sees_a_figure_depends_on_what_it_is_and_of_whom() {
        let number = Cell::Published(Amount::from_whole(5));
        let school = Where::School(SchoolId(1));
        let of = |key: &str, cell, place: &Where| circle(catalogue().get(key), cell, place);
        assert_eq!(of("np_lesing_5", number, &school), "public");
        assert_eq!(of("np_lesing_5", Cell::Restricted(Amount::from_whole(12)), &school), "named");
        assert_eq!(of("kompetanse_krav", number, &school), "school");
        assert_eq!(of("kompetanse_krav", number, &Where::Country), "public");
        assert_eq!(of("kartlegging_lesing", number, &school), "school");
        assert_eq!(of("kartlegging_lesing", number, &Where::Municipality("4622".to_owned())), "school");
        assert_eq!(of("sykefravar", number, &Where::Country), "named");
        assert_eq!(of("no_such_key", number, &school), "school");
    }
}
