//! SQL for `comment`, `comment_reply` and `comment_closing`.
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::delivery::DeliveryRow;
use crate::access::Actor;
use crate::access::rules::{CanAnswer, CanComment};
use crate::error::{AppError, Result};
use crate::ids::{CommentId, PersonId, SchoolId, SelfAssessmentId};
use crate::writing::DocumentRef;

/// A comment on one delivered answer.
#[derive(Debug, Clone)]
pub struct CommentRow {
    /// Id.
    pub id: CommentId,
    /// The version it was made on.
    pub version: i32,
    /// The question.
    pub question: String,
    /// Who, as named then.
    pub author_name: String,
    /// Their title then.
    pub author_title: String,
    /// When.
    pub written_at: OffsetDateTime,
    /// What.
    pub body: String,
    /// When the school closed it.
    pub closed_at: Option<OffsetDateTime>,
    /// Who closed it.
    pub closed_by: Option<String>,
}

/// Every comment on a school's self-assessment, oldest first.
pub async fn comments(connection: &mut PgConnection, document: DocumentRef, id: SelfAssessmentId) -> Result<Vec<CommentRow>> {
    Ok(sqlx::query_as!(
        CommentRow,
        r#"select c.id as "id: CommentId", d.version, c.question, c.author_name, c.author_title, c.written_at, c.body,
             x.closed_at as "closed_at?", x.closed_by_name as "closed_by?"
           from comment c
           join delivery d on d.municipality_id = c.municipality_id and d.id = c.delivery_id
           left join comment_closing x on x.municipality_id = c.municipality_id and x.comment_id = c.id
           where c.municipality_id = $1 and c.self_assessment_id = $2 and c.school_id = $3 order by c.id"#,
        document.municipality.0,
        id.0,
        document.school().map(|id| id.0)
    )
    .fetch_all(connection)
    .await?)
}

/// The school's answer to a comment.
#[derive(Debug, Clone)]
pub struct ReplyRow {
    /// The comment.
    pub comment: CommentId,
    /// Who, as named then.
    pub author_name: String,
    /// Their title then.
    pub author_title: String,
    /// When.
    pub written_at: OffsetDateTime,
    /// What.
    pub body: String,
}

/// Every answer to comments on a school's self-assessment, oldest first.
pub async fn replies(connection: &mut PgConnection, document: DocumentRef, id: SelfAssessmentId) -> Result<Vec<ReplyRow>> {
    Ok(sqlx::query_as!(
        ReplyRow,
        r#"select r.comment_id as "comment: CommentId", r.author_name, r.author_title, r.written_at, r.body
           from comment_reply r join comment c on c.municipality_id = r.municipality_id and c.id = r.comment_id
           where r.municipality_id = $1 and c.self_assessment_id = $2 and c.school_id = $3 order by r.id"#,
        document.municipality.0,
        id.0,
        document.school().map(|id| id.0)
    )
    .fetch_all(connection)
    .await?)
}

/// Stores a comment; `None` when the same form was sent before.
pub async fn add(
    connection: &mut PgConnection,
    actor: &Actor,
    can: &CanComment,
    on: &DeliveryRow,
    (part, question): (&str, &str),
    body: &str,
    save_id: Uuid,
) -> Result<Option<CommentId>> {
    let document = can.document();
    let school = document.school().ok_or(AppError::NotFound)?;
    Ok(sqlx::query_scalar!(
        r#"insert into comment (municipality_id, self_assessment_id, delivery_id, school_id, part, question, author_id, author_name, author_title, written_at, body, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
           on conflict (municipality_id, save_id) do nothing returning id as "id: CommentId""#,
        document.municipality.0,
        can.id().0,
        on.id.0,
        school.0,
        part,
        question,
        actor.person.0,
        actor.name,
        actor.title,
        actor.now,
        body,
        save_id
    )
    .fetch_optional(connection)
    .await?)
}

/// Where a comment stands, and whose it is.
#[derive(Debug, Clone)]
pub struct CommentPlace {
    /// The comment.
    pub id: CommentId,
    /// On which self-assessment.
    pub assessment: SelfAssessmentId,
    /// On which version.
    pub version: i32,
    /// Who wrote it.
    pub author: PersonId,
    /// At which school.
    pub school: SchoolId,
    /// The school closed it.
    pub closed: bool,
}

/// Finds a comment in the actor's municipality. The caller asks the rules of its self-assessment before anything of it is used.
pub async fn place(connection: &mut PgConnection, actor: &Actor, id: CommentId) -> Result<CommentPlace> {
    sqlx::query_as!(
        CommentPlace,
        r#"select c.id as "id: CommentId", c.self_assessment_id as "assessment: SelfAssessmentId", d.version, c.author_id as "author: PersonId",
             c.school_id as "school: SchoolId",
             exists (select from comment_closing x where x.municipality_id = c.municipality_id and x.comment_id = c.id) as "closed!"
           from comment c join delivery d on d.municipality_id = c.municipality_id and d.id = c.delivery_id
           where c.municipality_id = $1 and c.id = $2"#,
        actor.municipality.0,
        id.0
    )
    .fetch_optional(connection)
    .await?
    .ok_or(AppError::NotFound)
}

/// Stores an answer; false when the same form was sent before.
pub async fn answer(
    connection: &mut PgConnection,
    actor: &Actor,
    can: &CanAnswer,
    comment: &CommentPlace,
    body: &str,
    save_id: Uuid,
) -> Result<bool> {
    let stored = sqlx::query!(
        "insert into comment_reply (municipality_id, comment_id, school_id, author_id, author_name, author_title, written_at, body, save_id)
         select $1, c.id, c.school_id, $4, $5, $6, $7, $8, $9 from comment c where c.municipality_id = $1 and c.id = $2 and c.school_id = $3
         on conflict (municipality_id, save_id) do nothing",
        can.document().municipality.0,
        comment.id.0,
        can.document().school().map(|id| id.0),
        actor.person.0,
        actor.name,
        actor.title,
        actor.now,
        body,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(stored.rows_affected() > 0)
}

/// Stores that the school closed a comment; false when it is closed already.
pub async fn close(connection: &mut PgConnection, actor: &Actor, can: &CanAnswer, comment: &CommentPlace) -> Result<bool> {
    let stored = sqlx::query!(
        "insert into comment_closing (municipality_id, comment_id, school_id, closed_at, closed_by, closed_by_name)
         select $1, c.id, c.school_id, $4, $5, $6 from comment c where c.municipality_id = $1 and c.id = $2 and c.school_id = $3
         on conflict (municipality_id, comment_id) do nothing",
        can.document().municipality.0,
        comment.id.0,
        can.document().school().map(|id| id.0),
        actor.now,
        actor.person.0,
        actor.name_and_title()
    )
    .execute(connection)
    .await?;
    Ok(stored.rows_affected() > 0)
}
