//! SQL for the lines of the budget.
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::unknown;
use crate::access::rules::CanShapeQualityPlan;
use crate::error::Result;
use crate::ids::QualityBudgetLineId;
use crate::quality_plan::budget::{Line, Money};
use crate::quality_plan::model::Plan;

/// Adds a line at the end; sent twice, it is one.
pub async fn add_line(
    connection: &mut PgConnection,
    can: CanShapeQualityPlan,
    (school_year, theme, money): (i32, &str, Money),
    save_id: Uuid,
) -> Result<()> {
    let (kind, kroner) = money.columns();
    sqlx::query!(
        "insert into quality_budget_line (municipality_id, plan_id, position, school_year, theme, money, amount, save_id)
         select $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6, $7 from quality_budget_line where municipality_id = $1 and plan_id = $2
         on conflict on constraint quality_budget_line_save_once do nothing",
        can.municipality().0,
        can.id().0,
        school_year,
        theme,
        kind,
        kroner,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Changes a line that is as it was shown; false when somebody else was first.
pub async fn change_line(
    connection: &mut PgConnection,
    can: CanShapeQualityPlan,
    (line, rev): (QualityBudgetLineId, i32),
    (school_year, theme, money): (i32, &str, Money),
) -> Result<bool> {
    let (kind, kroner) = money.columns();
    let done = sqlx::query!(
        "update quality_budget_line set school_year = $5, theme = $6, money = $7, amount = $8, rev = rev + 1
         where municipality_id = $1 and plan_id = $2 and id = $3 and rev = $4 and removed_at is null",
        can.municipality().0,
        can.id().0,
        line.0,
        rev,
        school_year,
        theme,
        kind,
        kroner
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a line out, or brings it back.
pub async fn line_removed(
    connection: &mut PgConnection,
    can: CanShapeQualityPlan,
    line: QualityBudgetLineId,
    out: bool,
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update quality_budget_line set removed_at = case when $4 then coalesce(removed_at, $5) end, rev = rev + 1
         where municipality_id = $1 and plan_id = $2 and id = $3",
        can.municipality().0,
        can.id().0,
        line.0,
        out,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A line changes place with another one.
pub async fn move_line_up(connection: &mut PgConnection, can: CanShapeQualityPlan, line: i64, before: i64) -> Result<()> {
    sqlx::query!(
        "update quality_budget_line one set position = other.position from quality_budget_line other
         where one.municipality_id = $1 and one.plan_id = $2 and one.id = any ($3) and other.municipality_id = $1 and other.id = any ($3)
           and other.id <> one.id",
        can.municipality().0,
        can.id().0,
        &[line, before]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Every line of a plan with its revision: those that stand, and those that were taken out.
pub async fn all_lines(connection: &mut PgConnection, plan: &Plan) -> Result<Vec<(Line, i32, bool)>> {
    let rows = sqlx::query!(
        r#"select id, school_year, theme, money, amount, rev, removed_at is not null as "removed!" from quality_budget_line
           where municipality_id = $1 and plan_id = $2 order by school_year, position, id"#,
        plan.document.municipality.0,
        plan.id.0
    )
    .fetch_all(connection)
    .await?;
    let mut lines = Vec::new();
    for row in rows {
        let money = Money::of_columns(&row.money, row.amount).ok_or_else(|| unknown("money"))?;
        lines.push((Line { id: row.id, school_year: row.school_year, theme: row.theme, money }, row.rev, row.removed));
    }
    Ok(lines)
}
