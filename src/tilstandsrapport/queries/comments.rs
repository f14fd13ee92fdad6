//! SQL for `report_comment` and `report_reading`.
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::CanFollowChapter;
use crate::error::Result;
use crate::ids::ReportCommentId;
use crate::tilstandsrapport::model::Report;

/// What somebody says of a field.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Id.
    pub id: ReportCommentId,
    /// Which field.
    pub field: String,
    /// The passage of the field it is about; empty when it is about all of it.
    pub passage: String,
    /// What.
    pub body: String,
    /// Who.
    pub author: String,
    /// When.
    pub at: OffsetDateTime,
}

/// Those of a chapter that nobody has settled, oldest first.
pub async fn comments(connection: &mut PgConnection, report: &Report, chapter: &str) -> Result<Vec<Comment>> {
    Ok(sqlx::query_as!(
        Comment,
        r#"select id as "id: ReportCommentId", field, passage, body, author_name as author, written_at as at from report_comment
           where municipality_id = $1 and report_id = $2 and chapter = $3 and settled_at is null order by id"#,
        report.document.municipality.0,
        report.id.0,
        chapter
    )
    .fetch_all(connection)
    .await?)
}

/// Comments on a field; once for a form.
pub async fn comment(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowChapter,
    (chapter, field): (&str, &str),
    (passage, body): (&str, &str),
    save_id: Uuid,
) -> Result<()> {
    sqlx::query!(
        "insert into report_comment (municipality_id, report_id, chapter, field, body, author_id, author_name, written_at, save_id, passage)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict on constraint report_comment_save_once do nothing",
        can.municipality().0,
        can.report().0,
        chapter,
        field,
        body,
        can.by().0,
        actor.name,
        actor.now,
        save_id,
        passage
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Settles a comment; `false` when there is none that is open.
pub async fn settle(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowChapter,
    chapter: &str,
    id: ReportCommentId,
) -> Result<bool> {
    let done = sqlx::query!(
        "update report_comment set settled_at = $5, settled_by_name = $6 where municipality_id = $1 and report_id = $2 and chapter = $3 and id = $4 and settled_at is null",
        can.municipality().0,
        can.report().0,
        chapter,
        id.0,
        actor.now,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Up to when the actor has read the chapters: key and time.
pub async fn readings_of(connection: &mut PgConnection, actor: &Actor, report: &Report) -> Result<Vec<(String, OffsetDateTime)>> {
    let rows = sqlx::query!(
        "select chapter, read_at from report_reading where municipality_id = $1 and report_id = $2 and person_id = $3",
        actor.municipality.0,
        report.id.0,
        actor.person.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.chapter, row.read_at)).collect())
}

/// Notes that the actor has read a chapter up to now.
pub async fn say_read(connection: &mut PgConnection, can: CanFollowChapter, chapter: &str, at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "insert into report_reading (municipality_id, report_id, chapter, person_id, read_at) values ($1, $2, $3, $4, $5)
         on conflict (municipality_id, report_id, chapter, person_id) do update set read_at = excluded.read_at",
        can.municipality().0,
        can.report().0,
        chapter,
        can.by().0,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}
