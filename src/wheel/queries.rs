//! SQL of the wheel, and what it reads of meetings and self-assessments.
mod calendar;
mod exception;
mod note;

pub(super) use calendar::{add_council_date, add_free_days, calendar, remove_council_date, remove_free_days};
pub(super) use exception::{answer, ask, ask_for_all, exceptions, moves};
pub(super) use note::{NewNote, Note, note, notes, remove_note, write_note};

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{DaysBySegment, Met, Published, read_days, stored};
use crate::access::rules::CanKeepWheel;
use crate::error::Result;
use crate::ids::{AreaId, MeetingId, ModelPackId, MunicipalityId, SchoolId, SelfAssessmentId};
use crate::meeting::State;

/// Skoleeier's working copy of a year, and which it is.
#[derive(Debug, Clone)]
pub struct WorkingCopy {
    /// Higher each time it is saved, published or given up.
    pub rev: i32,
    /// The days; `None` when it was published or given up.
    pub days: Option<DaysBySegment>,
}

/// The working copy; `None` when there is none.
pub(super) async fn working_copy(connection: &mut PgConnection, municipality: MunicipalityId, year: i32) -> Result<Option<WorkingCopy>> {
    let row = sqlx::query!("select rev, days from wheel_draft where municipality_id = $1 and school_year = $2", municipality.0, year)
        .fetch_optional(connection)
        .await?;
    row.map(|row| Ok(WorkingCopy { rev: row.rev, days: row.days.map(read_days).transpose()? })).transpose()
}

/// Saves it on top of `rev` (0: there was none). False when somebody has saved another meanwhile.
pub(super) async fn save_working_copy(
    connection: &mut PgConnection,
    can: CanKeepWheel,
    year: i32,
    rev: i32,
    days: &DaysBySegment,
    at: OffsetDateTime,
) -> Result<bool> {
    let days = stored(days)?;
    let (municipality, by) = (can.municipality().0, can.by().map(|id| id.0));
    let saved = if rev == 0 {
        sqlx::query!(
            "insert into wheel_draft (municipality_id, school_year, rev, days, changed_at, changed_by) values ($1, $2, 1, $3, $4, $5) on conflict do nothing",
            municipality,
            year,
            days,
            at,
            by
        )
        .execute(connection)
        .await?
    } else {
        sqlx::query!(
            "update wheel_draft set rev = rev + 1, days = $4, changed_at = $5, changed_by = $6 where municipality_id = $1 and school_year = $2 and rev = $3",
            municipality,
            year,
            rev,
            days,
            at,
            by
        )
        .execute(connection)
        .await?
    };
    Ok(saved.rows_affected() == 1)
}

/// The working copy is published or given up. False when it is not `rev` any more, or there is none.
pub(super) async fn drop_working_copy(
    connection: &mut PgConnection,
    can: CanKeepWheel,
    year: i32,
    rev: i32,
    at: OffsetDateTime,
) -> Result<bool> {
    let dropped = sqlx::query!(
        "update wheel_draft set days = null, rev = rev + 1, changed_at = $4, changed_by = $5
         where municipality_id = $1 and school_year = $2 and rev = $3 and days is not null",
        can.municipality().0,
        year,
        rev,
        at,
        can.by().map(|id| id.0)
    )
    .execute(connection)
    .await?;
    Ok(dropped.rows_affected() == 1)
}

/// Every version of a year, the newest first.
pub(super) async fn versions(connection: &mut PgConnection, municipality: MunicipalityId, year: i32) -> Result<Vec<Published>> {
    let rows = sqlx::query!(
        r#"select version, model_pack_id as "pack: ModelPackId", days, changed, published_at, published_by_name from wheel_version
           where municipality_id = $1 and school_year = $2 order by version desc"#,
        municipality.0,
        year
    )
    .fetch_all(connection)
    .await?;
    let published = rows.into_iter().map(|row| {
        Ok(Published {
            version: row.version,
            pack: row.pack,
            days: read_days(row.days)?,
            changed: row.changed,
            at: row.published_at,
            by: row.published_by_name,
        })
    });
    published.collect()
}

/// The school years that have a published wheel, with when the first was published.
pub(super) async fn published_years(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Vec<(i32, OffsetDateTime)>> {
    let rows = sqlx::query!(
        r#"select school_year, min(published_at) as "since!" from wheel_version where municipality_id = $1 group by school_year order by school_year"#,
        municipality.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.school_year, row.since)).collect())
}

/// A version to publish.
#[derive(Debug)]
pub struct NewVersion<'a> {
    /// The school year.
    pub year: i32,
    /// From 1.
    pub version: i32,
    /// The pack whose segments these are.
    pub pack: ModelPackId,
    /// The days.
    pub days: &'a DaysBySegment,
    /// Keys of the segments that are not as in the version before.
    pub changed: &'a [String],
    /// Name and title of whoever publishes it.
    pub by: &'a str,
}

/// Publishes it. False when somebody has published that version meanwhile.
pub(super) async fn publish(connection: &mut PgConnection, can: CanKeepWheel, new: &NewVersion<'_>, at: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "insert into wheel_version (municipality_id, school_year, version, model_pack_id, days, changed, published_at, published_by, published_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint wheel_version_once do nothing",
        can.municipality().0,
        new.year,
        new.version,
        new.pack.0,
        stored(new.days)?,
        new.changed,
        at,
        can.by().map(|id| id.0),
        new.by
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The meetings of a school year that are not cancelled, by time: those that the actor may open, and those of several schools that concern one of theirs.
pub(super) async fn meetings(connection: &mut PgConnection, municipality: MunicipalityId, year: i32) -> Result<Vec<Met>> {
    let rows = sqlx::query!(
        r#"with theirs as (
             select id, kind, school_id, area_id, starts_at, ends_at, place, state from meeting
             where municipality_id = $1 and school_year = $2 and state <> 'cancelled')
           select id as "id!: MeetingId", kind as "kind!", school_id as "school?: SchoolId", area_id as "area?: AreaId", starts_at as "starts_at!",
             ends_at as "ends_at!", place as "place!", state as "state!", true as "opens!" from theirs
           union all
           select id, kind, null, area_id, starts_at, ends_at, '', state, false from wheel_gatherings($2) where id not in (select id from theirs)
           order by 5, 1"#,
        municipality.0,
        year
    )
    .fetch_all(connection)
    .await?;
    let met = rows.into_iter().map(|row| {
        Ok(Met {
            id: row.id,
            kind: row.kind,
            school: row.school,
            area: row.area,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            place: row.place,
            state: State::parse(&row.state)?,
            opens: row.opens,
        })
    });
    met.collect()
}

/// A self-assessment whose deadline is in the year.
#[derive(Debug, Clone)]
pub struct Assessed {
    /// Which.
    pub id: SelfAssessmentId,
    /// The school; `None`: the municipality's own.
    pub school: Option<SchoolId>,
    /// Key of its template.
    pub template: String,
    /// It was delivered, perhaps reopened since.
    pub delivered: bool,
}

/// The self-assessments with a deadline from `from` to `to` that the actor may know of.
pub(super) async fn assessed(connection: &mut PgConnection, municipality: MunicipalityId, from: Date, to: Date) -> Result<Vec<Assessed>> {
    Ok(sqlx::query_as!(
        Assessed,
        r#"select a.id as "id: SelfAssessmentId", a.school_id as "school: SchoolId", r.template, a.state in ('delivered', 'reopened') as "delivered!"
           from self_assessment a join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           where a.municipality_id = $1 and r.deadline between $2 and $3 order by a.id"#,
        municipality.0,
        from,
        to
    )
    .fetch_all(connection)
    .await?)
}

/// Whether a form of this id has booked a meeting already.
pub(super) async fn was_booked(connection: &mut PgConnection, municipality: MunicipalityId, save_id: Uuid) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from meeting where municipality_id = $1 and save_id = $2) as "there!""#,
        municipality.0,
        save_id
    )
    .fetch_one(connection)
    .await?)
}

/// Holds these schools until the transaction ends, so that two who book for the same one do it after each other.
pub(super) async fn hold_schools(connection: &mut PgConnection, municipality: MunicipalityId, schools: &[SchoolId]) -> Result<()> {
    let ids: Vec<i64> = schools.iter().map(|school| school.0).collect();
    sqlx::query!("select id from school where municipality_id = $1 and id = any ($2) order by id for no key update", municipality.0, &ids)
        .fetch_all(connection)
        .await?;
    Ok(())
}

/// Notes that both sides are told of a segment that went by; false when they were before.
pub(super) async fn told_once(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    year: i32,
    segment: &str,
    school: SchoolId,
    at: OffsetDateTime,
) -> Result<bool> {
    let noted = sqlx::query!(
        "insert into wheel_told (municipality_id, school_year, segment, school_id, told_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
        municipality.0,
        year,
        segment,
        school.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(noted.rows_affected() == 1)
}
