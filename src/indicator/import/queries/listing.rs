//! Readings of what was brought in: the list of files, one of them, and what it changed.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{ImportKind, breakdown, count_cell, value_cell};
use crate::access::rules::CanImport;
use crate::error::Result;
use crate::ids::{ImportId, ModelPackId, SchoolId};
use crate::indicator::import::{Standing, Where};
use crate::indicator::{Amount, Breakdown, Cell, SchoolYear};

/// An import in the list.
#[derive(Debug, Clone)]
pub struct ImportRow {
    /// Id.
    pub id: ImportId,
    /// A file, or a figure that somebody wrote.
    pub kind: ImportKind,
    /// Name of the file; of a figure written by hand, where it is from in somebody's words.
    pub file_name: String,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// When.
    pub uploaded_at: OffsetDateTime,
    /// Who, by name and title as they were.
    pub uploaded_by: String,
    /// Who took it in or gave it up, and when; none while it waits.
    pub decided: Option<(String, OffsetDateTime)>,
    /// `waiting`, `committed`, `discarded` or `withdrawn`.
    pub state: String,
    /// What was recognised.
    pub summary: serde_json::Value,
    /// Values it brought.
    pub values: i64,
    /// Why it was withdrawn, by whom and when.
    pub withdrawn: Option<(String, String, OffsetDateTime)>,
}

macro_rules! import_row {
    ($row:expr) => {
        ImportRow {
            id: $row.id,
            kind: ImportKind::of(&$row.kind),
            file_name: $row.file_name,
            sha256: $row.sha256,
            uploaded_at: $row.uploaded_at,
            uploaded_by: $row.uploaded_by_name,
            decided: $row.decided_by_name.zip($row.decided_at),
            state: $row.state,
            summary: $row.summary,
            values: $row.values,
            withdrawn: $row.withdrawn_reason.zip($row.withdrawn_by_name).zip($row.withdrawn_at).map(|((reason, by), at)| (reason, by, at)),
        }
    };
}

/// How many imports stand on a page.
const ON_A_PAGE: usize = 100;

/// Imports, newest first, a page of them, and whether there are more; those that were given up are left out. `before` is the last one of the page before.
pub async fn imports(connection: &mut PgConnection, can: CanImport, before: Option<ImportId>) -> Result<(Vec<ImportRow>, bool)> {
    let rows = sqlx::query!(
        r#"select i.id as "id: ImportId", kind, file_name, sha256, uploaded_at, uploaded_by_name, decided_at, decided_by_name, state, summary, withdrawn_at, withdrawn_by_name, withdrawn_reason,
             (select count(*) from indicator_value v where v.municipality_id = i.municipality_id and v.import_id = i.id) as "values!"
           from indicator_import i where municipality_id = $1 and state <> 'discarded' and ($2::bigint is null or i.id < $2)
           order by i.id desc limit $3"#,
        can.municipality().0,
        before.map(|import| import.0),
        stored_count(ON_A_PAGE + 1)
    )
    .fetch_all(connection)
    .await?;
    let more = rows.len() > ON_A_PAGE;
    Ok((rows.into_iter().take(ON_A_PAGE).map(|row| import_row!(row)).collect(), more))
}

/// One import.
pub async fn import(connection: &mut PgConnection, can: CanImport, id: ImportId) -> Result<Option<ImportRow>> {
    let row = sqlx::query!(
        r#"select i.id as "id: ImportId", kind, file_name, sha256, uploaded_at, uploaded_by_name, decided_at, decided_by_name, state, summary, withdrawn_at, withdrawn_by_name, withdrawn_reason,
             (select count(*) from indicator_value v where v.municipality_id = i.municipality_id and v.import_id = i.id) as "values!"
           from indicator_import i where municipality_id = $1 and i.id = $2"#,
        can.municipality().0,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| import_row!(row)))
}

/// An earlier import of the very same bytes that still stands: its id and when.
pub async fn same_file(connection: &mut PgConnection, can: CanImport, sha256: &[u8], but: ImportId) -> Result<Option<OffsetDateTime>> {
    Ok(sqlx::query_scalar!(
        "select uploaded_at from indicator_import
         where municipality_id = $1 and sha256 = $2 and state = 'committed' and id <> $3 order by id desc limit 1",
        can.municipality().0,
        sha256,
        but.0
    )
    .fetch_optional(connection)
    .await?)
}

/// How many self-assessments are open at schools that an import has values of, by the pack version and template they are written in.
pub async fn open_at_schools(connection: &mut PgConnection, can: CanImport, id: ImportId) -> Result<Vec<(ModelPackId, String, i64)>> {
    let rows = sqlx::query!(
        r#"select r.model_pack_id as "pack: ModelPackId", r.template, count(*) as "count!" from self_assessment a
           join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           where a.municipality_id = $1 and a.state <> 'delivered'
             and a.school_id in (select school_id from indicator_value where municipality_id = $1 and import_id = $2)
           group by 1, 2"#,
        can.municipality().0,
        id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.pack, row.template, row.count)).collect())
}

/// A value that an import brought in place of another.
#[derive(Debug, Clone)]
pub struct ChangeRow {
    /// Key of the indicator.
    pub indicator: String,
    /// School year.
    pub year: SchoolYear,
    /// Of whom.
    pub breakdown: Breakdown,
    /// The school; none for the municipality and what is above it.
    pub school: Option<SchoolId>,
    /// 1 country, 2 county, 3 municipality, 4 school.
    pub level: i16,
    /// What stood before.
    pub before: Cell,
    /// What the import says.
    pub after: Cell,
    /// The file it was from before.
    pub before_file: String,
    /// When that was brought in.
    pub before_at: OffsetDateTime,
    /// By whom.
    pub before_by: String,
}

impl ChangeRow {
    /// Where it belongs, as far as a page says it.
    #[must_use]
    pub fn place(&self) -> Where {
        match (self.level, self.school) {
            (1, _) => Where::Country,
            (2, _) => Where::County(String::new()),
            (_, Some(school)) => Where::School(school),
            _ => Where::Municipality(String::new()),
        }
    }
}

fn stored_count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// How many values a committed import changed.
pub async fn changed_in_all(connection: &mut PgConnection, can: CanImport, id: ImportId) -> Result<usize> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from indicator_value where municipality_id = $1 and replaced_by = $2"#,
        can.municipality().0,
        id.0
    )
    .fetch_one(connection)
    .await?;
    Ok(usize::try_from(count).unwrap_or(0))
}

/// What a committed import changed; all of it when no limit is said.
pub async fn changes(connection: &mut PgConnection, can: CanImport, id: ImportId, at_most: Option<usize>) -> Result<Vec<ChangeRow>> {
    let rows = sqlx::query!(
        r#"select b.indicator, b.year, b.grade, b.sex, b.part, b.school_id as "school: SchoolId", b.level, b.state as before_state, b.amount as before_amount,
             a.state, a.amount, i.file_name, coalesce(i.decided_at, i.uploaded_at) as "taken_at!", coalesce(i.decided_by_name, i.uploaded_by_name) as "taken_by!"
           from indicator_value b
           join indicator_value a on a.municipality_id = b.municipality_id and a.import_id = $2 and a.indicator = b.indicator and a.year = b.year
             and a.level = b.level and a.place = b.place and coalesce(a.school_id, 0) = coalesce(b.school_id, 0) and a.grade = b.grade and a.sex = b.sex
             and a.part = b.part
           join indicator_import i on i.municipality_id = b.municipality_id and i.id = b.import_id
           where b.municipality_id = $1 and b.replaced_by = $2
           order by b.indicator, b.year, b.level, b.school_id, b.grade, b.sex, b.part limit $3"#,
        can.municipality().0,
        id.0,
        at_most.map(stored_count)
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ChangeRow {
            indicator: row.indicator,
            year: SchoolYear(row.year),
            breakdown: breakdown(row.grade, row.sex, row.part),
            school: row.school,
            level: row.level,
            before: value_cell(&row.before_state, row.before_amount),
            after: value_cell(&row.state, row.amount),
            before_file: row.file_name,
            before_at: row.taken_at,
            before_by: row.taken_by,
        })
        .collect())
}

/// A value that an import brought.
#[derive(Debug, Clone)]
pub struct BroughtRow {
    /// Key of the indicator.
    pub indicator: String,
    /// School year.
    pub year: SchoolYear,
    /// Of whom.
    pub breakdown: Breakdown,
    /// The school; none for the municipality.
    pub school: Option<SchoolId>,
    /// What it says.
    pub says: Standing,
}

/// The first value that an import brought: of a figure written by hand there is one.
pub async fn first_brought(connection: &mut PgConnection, can: CanImport, id: ImportId) -> Result<Option<BroughtRow>> {
    let row = sqlx::query!(
        r#"select indicator, year, grade, sex, part, school_id as "school: SchoolId", state, amount, uncertainty, deviation, count_state, count
           from indicator_value where municipality_id = $1 and import_id = $2 order by id limit 1"#,
        can.municipality().0,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| BroughtRow {
        indicator: row.indicator,
        year: SchoolYear(row.year),
        breakdown: breakdown(row.grade, row.sex, row.part),
        school: row.school,
        says: Standing {
            cell: value_cell(&row.state, row.amount),
            uncertainty: row.uncertainty.map(Amount),
            deviation: row.deviation.map(Amount),
            count: count_cell(&row.count_state, row.count),
        },
    }))
}
