//! SQL for `meeting_minutes` and `meeting_remark`: what is only ever added.
use serde_json::Value;
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::super::model::access_key;
use crate::access::Actor;
use crate::access::rules::{CanApprove, CanRemark};
use crate::error::Result;
use crate::ids::{MeetingId, MeetingMinutesId, MunicipalityId, PersonId, SchoolId};
use crate::indicator::SchoolYear;
use crate::meeting::frozen::Content;

/// An approved version.
#[derive(Debug, Clone)]
pub struct MinutesRow {
    /// Its number.
    pub version: i32,
    /// `frozen::Content`.
    pub content: Value,
    /// SHA-256 of what was approved.
    pub sha256: Vec<u8>,
    /// SHA-256 of what is left of it, when something was taken away.
    pub remainder: Option<Vec<u8>>,
    /// Why there is a later version.
    pub reason: String,
    /// When.
    pub approved_at: OffsetDateTime,
    /// By whom.
    pub approved_by_name: String,
    /// Their title then.
    pub approved_by_title: String,
}

/// An approved version: the newest, or the one with this number.
pub async fn minutes(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    meeting: MeetingId,
    version: Option<i32>,
) -> Result<Option<MinutesRow>> {
    Ok(sqlx::query_as!(
        MinutesRow,
        r#"select version, content, sha256, reason, approved_at, approved_by_name, approved_by_title,
             (select r.sha256 from minutes_remainder r where r.municipality_id = v.municipality_id and r.meeting_id = v.meeting_id and r.version = v.version
              order by r.id desc limit 1) as remainder
           from meeting_minutes v
           where municipality_id = $1 and meeting_id = $2 and ($3::integer is null or version = $3) and not minutes_withdrawn(v.meeting_id, v.version)
           order by version desc limit 1"#,
        municipality.0,
        meeting.0,
        version
    )
    .fetch_optional(connection)
    .await?)
}

/// Freezes a version and says that the meeting is approved. `None` when somebody approved meanwhile.
pub async fn approve(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanApprove,
    content: &Value,
    sha256: &[u8; 32],
    reason: &str,
) -> Result<Option<i32>> {
    let moved = sqlx::query!(
        "update meeting set state = 'approved' where municipality_id = $1 and id = $2 and state = 'commenting'",
        can.municipality().0,
        can.meeting().0
    )
    .execute(&mut *connection)
    .await?;
    if moved.rows_affected() == 0 {
        return Ok(None);
    }
    Ok(Some(
        sqlx::query_scalar!(
            "insert into meeting_minutes (municipality_id, meeting_id, school_id, audience, version, content, sha256, reason, approved_at, approved_by,
               approved_by_name, approved_by_title)
             select $1, $2, $3, $4, coalesce(newest_minutes($2), 0) + 1, $5, $6, $7, $8, $9, $10, $11
             returning version",
            can.municipality().0,
            can.meeting().0,
            can.school().map(|id| id.0),
            access_key(can.access()),
            content,
            sha256.as_slice(),
            reason,
            actor.now,
            actor.person.0,
            actor.name,
            actor.title
        )
        .fetch_one(connection)
        .await?,
    ))
}

/// Something said of the minutes.
#[derive(Debug, Clone)]
pub struct Remark {
    /// `comment` or `protocol_note`.
    pub kind: String,
    /// The field it is about; empty for all of it.
    pub place: String,
    /// What.
    pub body: String,
    /// Whose.
    pub author_name: String,
    /// Their title then.
    pub author_title: String,
    /// When.
    pub written_at: OffsetDateTime,
}

/// What was said of the minutes, oldest first: what the actor may read of it.
pub async fn remarks(connection: &mut PgConnection, municipality: MunicipalityId, meeting: MeetingId) -> Result<Vec<Remark>> {
    Ok(sqlx::query_as!(
        Remark,
        "select kind, place, body, author_name, author_title, written_at from meeting_remark
         where municipality_id = $1 and meeting_id = $2 order by id",
        municipality.0,
        meeting.0
    )
    .fetch_all(connection)
    .await?)
}

/// Something to say.
#[derive(Debug, Clone)]
pub struct NewRemark<'a> {
    /// The field it is about; empty for all of it.
    pub place: &'a str,
    /// What.
    pub body: &'a str,
    /// Made with the form.
    pub save_id: Uuid,
}

/// Stores it. False when the very form was sent before.
pub async fn remark(connection: &mut PgConnection, actor: &Actor, can: CanRemark, new: &NewRemark<'_>) -> Result<bool> {
    let by: PersonId = can.by();
    let added = sqlx::query!(
        "insert into meeting_remark (municipality_id, meeting_id, school_id, audience, kind, place, body, author_id, author_name, author_title, written_at,
           save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict on constraint meeting_remark_save_once do nothing",
        can.municipality().0,
        can.meeting().0,
        can.school().map(|id| id.0),
        access_key(can.access()),
        if can.note() { "protocol_note" } else { "comment" },
        new.place,
        new.body,
        by.0,
        actor.name,
        actor.title,
        actor.now,
        new.save_id
    )
    .execute(connection)
    .await?;
    Ok(added.rows_affected() == 1)
}

/// Approved minutes with a school, as they stand: what was said of each point and concluded.
#[derive(Debug, Clone)]
pub struct ApprovedMinutes {
    /// Id of the version.
    pub id: MeetingMinutesId,
    /// The meeting.
    pub meeting: MeetingId,
    /// «Leiardialog 1 med Vik skule».
    pub title: String,
    /// When it began.
    pub starts_at: OffsetDateTime,
    /// Headings with what stands below them; none is empty.
    pub said: Vec<(String, String)>,
}

/// The newest approved minutes of each meeting with a school in a school year, by time, as far as the transaction reads them.
///
/// # Errors
///
/// When the database does not answer, or holds minutes that are none.
pub async fn approved_of(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    school: SchoolId,
    year: SchoolYear,
) -> Result<Vec<ApprovedMinutes>> {
    let rows = sqlx::query!(
        r#"select distinct on (m.starts_at, m.id) v.id as "id: MeetingMinutesId", m.id as "meeting: MeetingId", m.starts_at, v.content
           from meeting m join meeting_minutes v on v.municipality_id = m.municipality_id and v.meeting_id = m.id
           where m.municipality_id = $1 and m.school_id = $2 and m.school_year = $3 and not minutes_withdrawn(m.id, v.version)
           order by m.starts_at, m.id, v.version desc"#,
        municipality.0,
        school.0,
        year.0
    )
    .fetch_all(connection)
    .await?;
    let mut approved = Vec::new();
    for row in rows {
        let content: Content = serde_json::from_value(row.content).map_err(anyhow::Error::from)?;
        let entries = content.points.into_iter().chain(content.conclusions);
        approved.push(ApprovedMinutes {
            id: row.id,
            meeting: row.meeting,
            title: content.title,
            starts_at: row.starts_at,
            said: entries.filter(|entry| !entry.text.trim().is_empty()).map(|entry| (entry.title, entry.text)).collect(),
        });
    }
    Ok(approved)
}

/// The newest approved minutes of a kind of meeting with a school.
#[derive(Debug, Clone)]
pub struct LatestMinutes {
    /// The school.
    pub school: SchoolId,
    /// The meeting.
    pub meeting: MeetingId,
    /// «Leiardialog 1 med Vik skule», as it was approved.
    pub title: String,
    /// When it began.
    pub starts_at: OffsetDateTime,
}

/// The newest approved minutes of each kind of meeting with some schools, the latest meeting first. Only of schools that the actor leads or follows up, who
/// read all that is approved.
///
/// # Errors
///
/// When the database does not answer.
pub async fn latest_minutes(connection: &mut PgConnection, actor: &Actor, schools: &[SchoolId]) -> Result<Vec<LatestMinutes>> {
    let read = schools.iter().filter(|school| actor.is_rektor_of(**school) || actor.oversees(**school));
    let rows = sqlx::query!(
        r#"select m.school_id as "school!: SchoolId", m.id as "meeting!: MeetingId", v.content ->> 'title' as "title!", m.starts_at as "starts_at!"
           from (select distinct on (school_id, kind) * from meeting n
                  where n.municipality_id = $1 and n.school_id = any ($2) and n.state <> 'cancelled'
                    and exists (select from meeting_minutes x where x.municipality_id = n.municipality_id and x.meeting_id = n.id
                                  and not minutes_withdrawn(x.meeting_id, x.version))
                  order by school_id, kind, starts_at desc, id desc) m
           join lateral (select content from meeting_minutes x where x.municipality_id = m.municipality_id and x.meeting_id = m.id
                           and not minutes_withdrawn(x.meeting_id, x.version) order by x.version desc limit 1) v on true
           order by m.starts_at desc, m.id"#,
        actor.municipality.0,
        &read.map(|school| school.0).collect::<Vec<_>>()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| LatestMinutes { school: row.school, meeting: row.meeting, title: row.title, starts_at: row.starts_at })
        .collect())
}
