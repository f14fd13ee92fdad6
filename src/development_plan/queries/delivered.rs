//! SQL for what was delivered, and for opening a plan again.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::{CanDeliverPlan, CanReopenPlan};
use crate::development_plan::frozen::Content;
use crate::development_plan::model::Plan;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, PlanId, SchoolId};
use crate::indicator::SchoolYear;

/// A delivered version.
#[derive(Debug, Clone)]
pub struct DeliveredRow {
    /// Its number.
    pub version: i32,
    /// The plan with its words.
    pub content: Content,
    /// SHA-256 of the JSON.
    pub sha256: Vec<u8>,
    /// What is new in it, and why.
    pub changed: String,
    /// The talk that changed it: kind of meeting, when.
    pub meeting: Option<(MeetingId, String, OffsetDateTime)>,
    /// When it was delivered.
    pub at: OffsetDateTime,
    /// By whom, as named then.
    pub by: (String, String),
}

/// Freezes the plan as its next version; false when somebody delivered it meanwhile.
pub async fn deliver(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanDeliverPlan,
    (content, sha256): (&serde_json::Value, [u8; 32]),
    (changed, meeting): (&str, Option<MeetingId>),
) -> Result<bool> {
    let municipality = can.document().municipality.0;
    let done = sqlx::query!(
        "update development_plan set state = 'delivered' where municipality_id = $1 and id = $2 and state <> 'delivered'",
        municipality,
        can.id().0
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "insert into plan_delivery (municipality_id, plan_id, school_id, version, content, sha256, changed, meeting_id, delivered_at, delivered_by,
           delivered_by_name, delivered_by_title)
         select $1, $2, $3, coalesce(max(version), 0) + 1, $4, $5, $6, $7, $8, $9, $10, $11 from plan_delivery where municipality_id = $1 and plan_id = $2",
        municipality,
        can.id().0,
        can.school().0,
        content,
        &sha256,
        changed,
        meeting.map(|id| id.0),
        actor.now,
        can.by().0,
        actor.name,
        actor.title
    )
    .execute(connection)
    .await?;
    Ok(true)
}

/// Opens a delivered plan again; false when it is open.
pub async fn reopen(connection: &mut PgConnection, actor: &Actor, can: CanReopenPlan, reason: &str) -> Result<bool> {
    let municipality = can.document().municipality.0;
    let done = sqlx::query!(
        "update development_plan set state = 'reopened' where municipality_id = $1 and id = $2 and state = 'delivered'",
        municipality,
        can.id().0
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "insert into plan_reopening (municipality_id, plan_id, school_id, version, reason, reopened_at, reopened_by, reopened_by_name)
         select $1, $2, $3, max(version), $4, $5, $6, $7 from plan_delivery where municipality_id = $1 and plan_id = $2",
        municipality,
        can.id().0,
        can.school().0,
        reason,
        actor.now,
        can.by().0,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(true)
}

/// The versions of a plan, the newest first; one, when its number is given.
pub async fn delivered(connection: &mut PgConnection, plan: &Plan, version: Option<i32>) -> Result<Vec<DeliveredRow>> {
    plan.rights.check_reads_delivered()?;
    let rows = sqlx::query!(
        r#"select d.version, d.content as "content: Json<Content>", d.sha256, d.changed, m.id as "meeting?: MeetingId", m.kind as "kind?",
             m.starts_at as "starts_at?", d.delivered_at, d.delivered_by_name, d.delivered_by_title
           from plan_delivery d left join meeting m on m.municipality_id = d.municipality_id and m.id = d.meeting_id
           where d.municipality_id = $1 and d.plan_id = $2 and ($3::integer is null or d.version = $3) order by d.version desc"#,
        plan.document.municipality.0,
        plan.id.0,
        version
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| DeliveredRow {
            version: row.version,
            content: row.content.0,
            sha256: row.sha256,
            changed: row.changed,
            meeting: row.meeting.zip(row.kind).zip(row.starts_at).map(|((id, kind), at)| (id, kind, at)),
            at: row.delivered_at,
            by: (row.delivered_by_name, row.delivered_by_title),
        })
        .collect())
}

/// The newest version of a plan.
pub async fn newest_version(connection: &mut PgConnection, plan: &Plan) -> Result<DeliveredRow> {
    delivered(connection, plan, Some(plan.versions)).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// The newest versions of plans of the school that began before this one, the nearest first.
pub async fn before(connection: &mut PgConnection, plan: &Plan) -> Result<Vec<(PlanId, Content)>> {
    let rows = sqlx::query!(
        r#"select distinct on (p.first_year) p.id as "id: PlanId", d.content as "content: Json<Content>"
           from development_plan p join plan_delivery d on d.municipality_id = p.municipality_id and d.plan_id = p.id
           where p.municipality_id = $1 and p.school_id = $2 and p.first_year < $3 order by p.first_year desc, d.version desc"#,
        plan.document.municipality.0,
        plan.school.0,
        plan.first_year.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.content.0)).collect())
}

/// What the schools delivered for a school year that the actor follows up: school, its plan, the newest version. A school without one is left out.
pub async fn followed(connection: &mut PgConnection, actor: &Actor, year: SchoolYear) -> Result<Vec<(SchoolId, PlanId, Content)>> {
    let rows = sqlx::query!(
        r#"select distinct on (p.school_id) p.school_id as "school: SchoolId", p.id as "id: PlanId", d.content as "content: Json<Content>"
           from development_plan p join plan_delivery d on d.municipality_id = p.municipality_id and d.plan_id = p.id
           where p.municipality_id = $1 and $2 between p.first_year and p.last_year order by p.school_id, p.first_year desc, d.version desc"#,
        actor.municipality.0,
        year.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().filter(|row| actor.oversees(row.school)).map(|row| (row.school, row.id, row.content.0)).collect())
}
