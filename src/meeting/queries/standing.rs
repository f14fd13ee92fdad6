//! SQL for `minutes_withdrawal` and `minutes_access`: what holds for approved minutes beside their content.
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::{CanJudgeAccess, CanWithdrawMinutes};
use crate::error::Result;
use crate::ids::{MeetingId, MunicipalityId};

/// A withdrawal.
#[derive(Debug, Clone)]
pub struct Withdrawal {
    /// Why.
    pub reason: String,
    /// When.
    pub at: OffsetDateTime,
    /// By whom.
    pub by_name: String,
    /// Their title then.
    pub by_title: String,
}

/// The newest withdrawal of a meeting's minutes.
pub async fn withdrawal(connection: &mut PgConnection, municipality: MunicipalityId, meeting: MeetingId) -> Result<Option<Withdrawal>> {
    Ok(sqlx::query_as!(
        Withdrawal,
        "select reason, at, by_name, by_title from minutes_withdrawal where municipality_id = $1 and meeting_id = $2 order by version desc limit 1",
        municipality.0,
        meeting.0
    )
    .fetch_optional(connection)
    .await?)
}

/// Withdraws a version and those before it. False when they are withdrawn.
pub async fn withdraw(connection: &mut PgConnection, actor: &Actor, can: CanWithdrawMinutes, version: i32, reason: &str) -> Result<bool> {
    let done = sqlx::query!(
        "insert into minutes_withdrawal (municipality_id, meeting_id, school_id, version, reason, at, by_id, by_name, by_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint minutes_withdrawal_once do nothing",
        can.municipality().0,
        can.meeting().0,
        can.school().map(|id| id.0),
        version,
        reason,
        actor.now,
        can.by().0,
        actor.name,
        actor.title
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// How a request is answered, as it was judged last.
#[derive(Debug, Clone)]
pub struct Judged {
    /// What the meeting is called to everybody.
    pub public_title: String,
    /// `whole`, `partly` or `withheld`.
    pub answer: String,
    /// The section of the law, and why.
    pub basis: String,
    /// When it was judged.
    pub at: OffsetDateTime,
    /// By whom.
    pub by_name: String,
    /// Their title then.
    pub by_title: String,
}

/// What was judged last of the meeting's minutes.
pub async fn judged(connection: &mut PgConnection, municipality: MunicipalityId, meeting: MeetingId) -> Result<Option<Judged>> {
    Ok(sqlx::query_as!(
        Judged,
        "select public_title, answer, basis, at, by_name, by_title from minutes_access where municipality_id = $1 and meeting_id = $2 order by id desc limit 1",
        municipality.0,
        meeting.0
    )
    .fetch_optional(connection)
    .await?)
}

/// Notes how a request is answered.
pub async fn judge(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanJudgeAccess,
    (public_title, answer, basis): (&str, &str, &str),
) -> Result<()> {
    sqlx::query!(
        "insert into minutes_access (municipality_id, meeting_id, school_id, public_title, answer, basis, at, by_id, by_name, by_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        can.municipality().0,
        can.meeting().0,
        can.school().map(|id| id.0),
        public_title,
        answer,
        basis,
        actor.now,
        can.by().0,
        actor.name,
        actor.title
    )
    .execute(connection)
    .await?;
    Ok(())
}
