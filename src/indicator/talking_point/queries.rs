//! SQL for `talking_point`; `said` has what people say of points.
mod said;

use sqlx::PgConnection;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};

use super::model::{Basis, Found, Rule};
use crate::access::Role;
use crate::access::rules::CanImport;
use crate::error::Result;
use crate::ids::{ImportId, MunicipalityId, PersonId, SchoolId, TalkingPointId};
pub use said::{Saying, note_talk, remove, say, sayings, talks};

/// A point that stands.
#[derive(Debug, Clone)]
pub struct PointRow {
    /// Id.
    pub id: TalkingPointId,
    /// At which school.
    pub school: SchoolId,
    /// Which rule found it.
    pub rule: Rule,
    /// Key of the indicator.
    pub indicator: String,
    /// The grade.
    pub grade: Option<u8>,
    /// What it stands on.
    pub basis: Basis,
    /// `school` or `named`.
    pub circle: String,
    /// Since when.
    pub found_at: OffsetDateTime,
}

macro_rules! point_row {
    ($row:expr) => {
        PointRow {
            id: $row.id,
            school: $row.school,
            rule: Rule::from_key(&$row.rule)?,
            indicator: $row.indicator,
            grade: u8::try_from($row.grade).ok().filter(|grade| *grade > 0),
            basis: $row.basis.0,
            circle: $row.circle,
            found_at: $row.found_at,
        }
    };
}

/// The points that stand of those of these schools (`None`: of every one) that are open on `day`, as far as the reader sees them; in no order of importance,
/// there is none.
pub async fn of_schools(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    only: Option<&[SchoolId]>,
    day: Date,
) -> Result<Vec<PointRow>> {
    let only: Option<Vec<i64>> = only.map(|schools| schools.iter().map(|school| school.0).collect());
    let rows = sqlx::query!(
        r#"select p.id as "id: TalkingPointId", p.school_id as "school: SchoolId", p.rule, p.indicator, p.grade, p.basis as "basis: Json<Basis>", p.circle,
             p.found_at
           from talking_point p join school s on s.municipality_id = p.municipality_id and s.id = p.school_id
           where p.municipality_id = $1 and p.gone_at is null and ($2::bigint[] is null or p.school_id = any ($2))
             and (s.closed_on is null or s.closed_on > $3)
           order by p.school_id, p.indicator, p.grade, p.rule, p.id"#,
        municipality.0,
        only.as_deref(),
        day
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some(point_row!(row))).collect())
}

/// A point that stands, at a school that is open on `day`.
pub async fn point(connection: &mut PgConnection, municipality: MunicipalityId, id: TalkingPointId, day: Date) -> Result<Option<PointRow>> {
    let row = sqlx::query!(
        r#"select p.id as "id: TalkingPointId", p.school_id as "school: SchoolId", p.rule, p.indicator, p.grade, p.basis as "basis: Json<Basis>", p.circle,
             p.found_at
           from talking_point p join school s on s.municipality_id = p.municipality_id and s.id = p.school_id
           where p.municipality_id = $1 and p.id = $2 and p.gone_at is null and (s.closed_on is null or s.closed_on > $3)"#,
        municipality.0,
        id.0,
        day
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.and_then(|row| Some(point_row!(row))))
}

/// Every point that stands in these indicators.
pub async fn standing(connection: &mut PgConnection, can: CanImport, indicators: &[String]) -> Result<Vec<PointRow>> {
    let rows = sqlx::query!(
        r#"select id as "id: TalkingPointId", school_id as "school: SchoolId", rule, indicator, grade, basis as "basis: Json<Basis>", circle, found_at
           from talking_point where municipality_id = $1 and gone_at is null and indicator = any ($2) order by id for update"#,
        can.municipality().0,
        indicators
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some(point_row!(row))).collect())
}

/// A point to be stored.
#[derive(Debug, Clone)]
pub struct NewPoint {
    /// At which school.
    pub school: SchoolId,
    /// Key of the indicator.
    pub indicator: String,
    /// The grade.
    pub grade: Option<u8>,
    /// `school` or `named`.
    pub circle: &'static str,
    /// What was found.
    pub found: Found,
}

impl NewPoint {
    /// What there can be one of.
    pub fn slot(&self) -> (SchoolId, Rule, &str, Option<u8>) {
        (self.school, self.found.rule, &self.indicator, self.grade)
    }
}

fn newest(basis: &Basis) -> i32 {
    basis.own.last().map_or(0, |figure| figure.year.0)
}

/// Stores new points. One that was gone comes back as itself, with what was said of it.
pub async fn add(
    connection: &mut PgConnection,
    can: CanImport,
    points: &[NewPoint],
    import: Option<ImportId>,
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "with found as (
           select * from unnest($2::bigint[], $3::text[], $4::text[], $5::smallint[], $6::integer[], $7::jsonb[], $8::text[])
             as n (school_id, rule, indicator, grade, year, basis, circle)
         ), gone as (
           select distinct on (g.school_id, g.rule, g.indicator, g.grade) g.id, found.*
           from found join talking_point g on g.municipality_id = $1 and g.gone_at is not null
             and (g.school_id, g.rule, g.indicator, g.grade, g.circle) = (found.school_id, found.rule, found.indicator, found.grade, found.circle)
           order by g.school_id, g.rule, g.indicator, g.grade, g.gone_at desc, g.id desc
         ), back as (
           -- Which import let it go last is what that import did, and is kept.
           update talking_point p set gone_at = null, year = gone.year, basis = gone.basis, found_at = $9, found_import = $10
           from gone where p.municipality_id = $1 and p.id = gone.id
         )
         insert into talking_point (municipality_id, school_id, rule, indicator, grade, year, basis, circle, found_at, found_import)
         select $1, found.*, $9, $10 from found where not exists (
           select from gone where (gone.school_id, gone.rule, gone.indicator, gone.grade) = (found.school_id, found.rule, found.indicator, found.grade))",
        can.municipality().0,
        &points.iter().map(|point| point.school.0).collect::<Vec<_>>(),
        &points.iter().map(|point| point.found.rule.key().to_owned()).collect::<Vec<_>>(),
        &points.iter().map(|point| point.indicator.clone()).collect::<Vec<_>>(),
        &points.iter().map(|point| i16::from(point.grade.unwrap_or(0))).collect::<Vec<_>>(),
        &points.iter().map(|point| newest(&point.found.basis)).collect::<Vec<_>>(),
        &points.iter().map(|point| Json(point.found.basis.clone())).collect::<Vec<_>>() as _,
        &points.iter().map(|point| point.circle.to_owned()).collect::<Vec<_>>(),
        at,
        import.map(|id| id.0)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Stores other figures of points that stand.
pub async fn change(
    connection: &mut PgConnection,
    can: CanImport,
    points: &[(TalkingPointId, Basis)],
    import: Option<ImportId>,
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update talking_point p set year = n.year, basis = n.basis, changed_at = $5, changed_import = $6
         from unnest($2::bigint[], $3::integer[], $4::jsonb[]) as n (id, year, basis) where p.municipality_id = $1 and p.id = n.id",
        can.municipality().0,
        &points.iter().map(|(id, _)| id.0).collect::<Vec<_>>(),
        &points.iter().map(|(_, basis)| newest(basis)).collect::<Vec<_>>(),
        &points.iter().map(|(_, basis)| Json(basis.clone())).collect::<Vec<_>>() as _,
        at,
        import.map(|id| id.0)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// These stand no longer.
pub async fn let_go(
    connection: &mut PgConnection,
    can: CanImport,
    points: &[TalkingPointId],
    import: Option<ImportId>,
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update talking_point set gone_at = $3, gone_import = $4 where municipality_id = $1 and id = any ($2)",
        can.municipality().0,
        &points.iter().map(|id| id.0).collect::<Vec<_>>(),
        at,
        import.map(|id| id.0)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Somebody who leads or follows up schools.
#[derive(Debug, Clone)]
pub struct Recipient {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// Of which school; `None`: of all.
    pub school: Option<SchoolId>,
}

/// Rektors of these schools, leaders of their areas, and skoleeier: those who are told of points.
pub async fn recipients(connection: &mut PgConnection, can: CanImport, schools: &[SchoolId], day: Date) -> Result<Vec<Recipient>> {
    let rows = sqlx::query!(
        r#"select distinct r.person_id as "person: PersonId", r.role, s.id as "school?: SchoolId" from role_assignment r
           left join school s on s.municipality_id = r.municipality_id and (s.id = r.school_id or s.area_id = r.area_id) and s.id = any ($2)
           where r.municipality_id = $1 and r.valid_from <= $3 and (r.valid_to is null or r.valid_to >= $3)
             and (r.role = 'skoleeier' or r.role in ('rektor', 'omradeleder') and s.id is not null)
           order by 1, 2, 3"#,
        can.municipality().0,
        &schools.iter().map(|school| school.0).collect::<Vec<_>>(),
        day
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| Some(Recipient { person: row.person, role: Role::from_key(&row.role)?, school: row.school }))
        .collect())
}

/// The name of an import's file, and whether it has been withdrawn.
pub async fn file_of(connection: &mut PgConnection, can: CanImport, import: ImportId) -> Result<Option<(String, bool)>> {
    let row = sqlx::query!(
        r#"select file_name, state = 'withdrawn' as "withdrawn!" from indicator_import where municipality_id = $1 and id = $2"#,
        can.municipality().0,
        import.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.file_name, row.withdrawn)))
}

/// What an import did to the points of a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effects {
    /// The school's name.
    pub school: String,
    /// Points that it found.
    pub new: i64,
    /// Points that it let go.
    pub gone: i64,
    /// Points that stand on other figures because of it.
    pub changed: i64,
}

/// What an import did, school by school, by name.
///
/// # Errors
///
/// When the database does not answer.
pub async fn effects(connection: &mut PgConnection, can: CanImport, import: ImportId) -> Result<Vec<Effects>> {
    Ok(sqlx::query_as!(
        Effects,
        r#"select s.name as school, count(*) filter (where p.found_import = $2) as "new!", count(*) filter (where p.gone_import = $2) as "gone!",
             count(*) filter (where p.changed_import = $2) as "changed!"
           from talking_point p join school s on s.municipality_id = p.municipality_id and s.id = p.school_id
           where p.municipality_id = $1 and $2 in (p.found_import, p.gone_import, p.changed_import)
           group by s.id, s.name order by s.name collate "nb-NO-x-icu", s.id"#,
        can.municipality().0,
        import.0
    )
    .fetch_all(connection)
    .await?)
}
