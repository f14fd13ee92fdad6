//! SQL for what was adopted, and for opening and closing a plan.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::CanTurnQualityPlan;
use crate::error::Result;
use crate::ids::{MunicipalityId, QualityPlanId};
use crate::quality_plan::frozen::Content;
use crate::quality_plan::model::{Plan, State};

/// An adopted version.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// Its number.
    pub version: i32,
    /// The plan with its words.
    pub content: Content,
    /// SHA-256 of the JSON.
    pub sha256: Vec<u8>,
    /// What is new in it, and why.
    pub changed: String,
    /// When it was adopted here.
    pub at: OffsetDateTime,
    /// By whom, as named then.
    pub by: (String, String),
}

/// Freezes the plan as its next version; false when somebody did that meanwhile.
pub async fn adopt(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanTurnQualityPlan,
    (content, sha256): (&serde_json::Value, [u8; 32]),
    changed: &str,
) -> Result<bool> {
    let done = sqlx::query!(
        "update quality_plan set state = 'adopted' where municipality_id = $1 and id = $2 and state in ('draft', 'hearing', 'reopened')",
        can.municipality().0,
        can.id().0
    )
    .execute(&mut *connection)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "insert into quality_version (municipality_id, plan_id, version, content, sha256, changed, adopted_at, adopted_by, adopted_by_name, adopted_by_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        can.municipality().0,
        can.id().0,
        can.version() + 1,
        content,
        &sha256,
        changed,
        actor.now,
        can.by().0,
        actor.name,
        actor.title
    )
    .execute(connection)
    .await?;
    Ok(true)
}

/// Opens an adopted plan again, or closes it; false when it is not adopted any more.
pub async fn turn(connection: &mut PgConnection, actor: &Actor, can: CanTurnQualityPlan, into: State, reason: &str) -> Result<bool> {
    if !super::set_state(&mut *connection, can, State::Adopted, into).await? {
        return Ok(false);
    }
    sqlx::query!(
        "insert into quality_turn (municipality_id, plan_id, version, turned_into, reason, turned_at, turned_by, turned_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        can.municipality().0,
        can.id().0,
        can.version(),
        into.key(),
        reason,
        actor.now,
        can.by().0,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(true)
}

/// Why a plan was opened or closed.
#[derive(Debug, Clone)]
pub struct TurnRow {
    /// The version that stood.
    pub version: i32,
    /// What it was turned into.
    pub into: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
}

/// The turns of a plan, the newest first.
pub async fn turns(connection: &mut PgConnection, plan: &Plan) -> Result<Vec<TurnRow>> {
    plan.rights.check_reads_adopted()?;
    Ok(sqlx::query_as!(
        TurnRow,
        r#"select version, turned_into as "into", reason, turned_at as at, turned_by_name as by from quality_turn
           where municipality_id = $1 and plan_id = $2 order by id desc"#,
        plan.document.municipality.0,
        plan.id.0
    )
    .fetch_all(connection)
    .await?)
}

/// The versions of a plan, the newest first; one, when its number is given.
pub async fn versions(connection: &mut PgConnection, plan: &Plan, version: Option<i32>) -> Result<Vec<VersionRow>> {
    plan.rights.check_reads_adopted()?;
    let rows = sqlx::query!(
        r#"select version, content as "content: Json<Content>", sha256, changed, adopted_at, adopted_by_name, adopted_by_title
           from quality_version where municipality_id = $1 and plan_id = $2 and ($3::integer is null or version = $3) order by version desc"#,
        plan.document.municipality.0,
        plan.id.0,
        version
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| VersionRow {
            version: row.version,
            content: row.content.0,
            sha256: row.sha256,
            changed: row.changed,
            at: row.adopted_at,
            by: (row.adopted_by_name, row.adopted_by_title),
        })
        .collect())
}

/// The version that was adopted last, of plans that are not closed: plan, its school years, version, content.
pub async fn in_force(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
) -> Result<Option<(QualityPlanId, (i32, i32), i32, Content)>> {
    let row = sqlx::query!(
        r#"select p.id as "id: QualityPlanId", p.first_year, p.last_year, v.version, v.content as "content: Json<Content>"
           from quality_version v join quality_plan p on p.municipality_id = v.municipality_id and p.id = v.plan_id
           where v.municipality_id = $1 and p.state <> 'closed' order by p.first_year desc, v.adopted_at desc, v.id desc limit 1"#,
        municipality.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.id, (row.first_year, row.last_year), row.version, row.content.0)))
}
