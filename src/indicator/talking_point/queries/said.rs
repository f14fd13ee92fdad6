//! SQL for `talking_point_view` and `talking_point_talk`: what the school says of a point, and when either side talked about it.
use std::collections::BTreeMap;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::PointRow;
use crate::access::rules::{CanNoteTalk, CanRemoveWords, CanSayHowWeSee};
use crate::error::Result;
use crate::ids::{MunicipalityId, PersonId, SchoolId, TalkingPointId};

/// What somebody said about a point, and when; or that it was taken away, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// Words, for «slik ser vi det»; `None` where they were taken away.
    pub body: Option<String>,
    /// When.
    pub at: OffsetDateTime,
    /// By name and title.
    pub by: String,
}

/// What was said of each point of a school, newest first. Versions whose words were taken away together are one.
pub async fn sayings(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    school: SchoolId,
) -> Result<BTreeMap<TalkingPointId, Vec<Saying>>> {
    let rows = sqlx::query!(
        r#"select point_id as "point: TalkingPointId", nullif(body, '') as body, coalesce(removed_at, written_at) as "at!",
             coalesce(removed_by_name, written_by_name) as "by!" from talking_point_view
           where municipality_id = $1 and school_id = $2 order by id desc"#,
        municipality.0,
        school.0
    )
    .fetch_all(connection)
    .await?;
    let mut all: BTreeMap<TalkingPointId, Vec<Saying>> = BTreeMap::new();
    for row in rows {
        let saying = Saying { body: row.body, at: row.at, by: row.by };
        let sayings = all.entry(row.point).or_default();
        if saying.body.is_some() || sayings.last() != Some(&saying) {
            sayings.push(saying);
        }
    }
    Ok(all)
}

/// When each point of a school was talked about and who said so, newest first.
pub async fn talks(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    school: SchoolId,
) -> Result<BTreeMap<TalkingPointId, Vec<(Date, String)>>> {
    let rows = sqlx::query!(
        r#"select point_id as "point: TalkingPointId", talked_on, said_by_name from talking_point_talk
           where municipality_id = $1 and school_id = $2 order by talked_on desc, id desc"#,
        municipality.0,
        school.0
    )
    .fetch_all(connection)
    .await?;
    let mut all: BTreeMap<TalkingPointId, Vec<(Date, String)>> = BTreeMap::new();
    for row in rows {
        all.entry(row.point).or_default().push((row.talked_on, row.said_by_name));
    }
    Ok(all)
}

/// The school says how it sees a point; the same words as last time are not said twice.
pub async fn say(
    connection: &mut PgConnection,
    can: CanSayHowWeSee,
    point: &PointRow,
    body: &str,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<()> {
    sqlx::query!(
        "insert into talking_point_view (municipality_id, point_id, school_id, circle, body, written_at, written_by, written_by_name)
         select $1, $2, $3, $4, $5, $6, $7, $8
         where $5 is distinct from (select body from talking_point_view where municipality_id = $1 and point_id = $2 order by id desc limit 1)",
        can.municipality().0,
        point.id.0,
        can.school().0,
        point.circle,
        body,
        at,
        can.person().0,
        by_name
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the words of every version away; those who wrote them, and nobody when there are none.
pub async fn remove(
    connection: &mut PgConnection,
    can: CanRemoveWords,
    point: &PointRow,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<Vec<PersonId>> {
    let writers = sqlx::query_scalar!(
        r#"select distinct written_by as "id: PersonId" from talking_point_view where municipality_id = $1 and point_id = $2 and removed_at is null"#,
        can.municipality().0,
        point.id.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let removed = sqlx::query_scalar!(r#"select remove_point_words($1, $2, $3) as "removed!""#, point.id.0, by_name, at);
    Ok(if removed.fetch_one(connection).await? { writers } else { Vec::new() })
}

/// Somebody says that a point was talked about; one date stands once.
pub async fn note_talk(
    connection: &mut PgConnection,
    can: CanNoteTalk,
    point: &PointRow,
    day: Date,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<()> {
    sqlx::query!(
        "insert into talking_point_talk (municipality_id, point_id, school_id, circle, talked_on, said_at, said_by, said_by_name)
         select $1, $2, $3, $4, $5, $6, $7, $8
         where not exists (select from talking_point_talk where municipality_id = $1 and point_id = $2 and talked_on = $5)",
        can.municipality().0,
        point.id.0,
        can.school().0,
        point.circle,
        day,
        at,
        can.person().0,
        by_name
    )
    .execute(connection)
    .await?;
    Ok(())
}
