//! SQL for the lists of what had no money, and what came of their lines.
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::unknown;
use crate::access::Actor;
use crate::access::rules::CanFollowQualityPlan;
use crate::error::Result;
use crate::ids::{MunicipalityId, QualityPlanId, QualityUnfundedId, QualityUnfundedLineId};
use crate::quality_plan::budget::Line;
use crate::quality_plan::follow::{Came, Outcome};
use crate::quality_plan::model::Plan;

/// A list, as it was made.
#[derive(Debug, Clone)]
pub struct UnfundedList {
    /// Which.
    pub id: QualityUnfundedId,
    /// The version of the plan that it is from.
    pub version: i32,
    /// The first calendar year of the budget that it is for.
    pub budget_year: i32,
    /// When it was made.
    pub at: OffsetDateTime,
    /// By whom.
    pub by: String,
    /// Its lines.
    pub lines: Vec<UnfundedLine>,
}

/// A line of it.
#[derive(Debug, Clone)]
pub struct UnfundedLine {
    /// Which.
    pub id: QualityUnfundedLineId,
    /// The school year.
    pub school_year: i32,
    /// What for.
    pub theme: String,
    /// Kroner.
    pub amount: i64,
    /// What came of it, as was said last; who said so, and when.
    pub came: Option<(Came, String, OffsetDateTime)>,
}

/// Makes a list of lines that have no money; sent twice, it is one. Its id.
pub async fn list_unfunded(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowQualityPlan,
    (budget_year, lines): (i32, &[(&Line, i64)]),
    save_id: Uuid,
) -> Result<QualityUnfundedId> {
    let made = sqlx::query_scalar!(
        r#"insert into quality_unfunded (municipality_id, plan_id, version, budget_year, made_at, made_by, made_by_name, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict on constraint quality_unfunded_save_once do nothing returning id as "id: QualityUnfundedId""#,
        can.municipality().0,
        can.id().0,
        can.version(),
        budget_year,
        actor.now,
        can.by().0,
        actor.name,
        save_id
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(list) = made else {
        return Ok(sqlx::query_scalar!(
            r#"select id as "id: QualityUnfundedId" from quality_unfunded where municipality_id = $1 and save_id = $2"#,
            can.municipality().0,
            save_id
        )
        .fetch_one(connection)
        .await?);
    };
    for (position, (line, amount)) in (1_i32..).zip(lines) {
        sqlx::query!(
            "insert into quality_unfunded_line (municipality_id, list_id, position, line_id, school_year, theme, amount) values ($1, $2, $3, $4, $5, $6, $7)",
            can.municipality().0,
            list.0,
            position,
            line.id,
            line.school_year,
            line.theme,
            amount
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(list)
}

/// Says what came of a line; sent twice, it is said once.
pub async fn tell_of_unfunded(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowQualityPlan,
    line: QualityUnfundedLineId,
    came: &Came,
    save_id: Uuid,
) -> Result<()> {
    let (outcome, amount) = came.outcome.columns();
    sqlx::query!(
        "insert into quality_unfunded_outcome (municipality_id, line_id, outcome, amount, decided_on, words, said_at, said_by, said_by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict on constraint quality_unfunded_outcome_save_once do nothing",
        can.municipality().0,
        line.0,
        outcome,
        amount,
        came.decided_on,
        came.words,
        actor.now,
        can.by().0,
        actor.name,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the plan in force says of a year's budget.
#[derive(Debug, Clone, Copy)]
pub struct MoneyOfTheYear {
    /// The plan.
    pub plan: QualityPlanId,
    /// Something in it has no money.
    pub lacking: bool,
    /// The newest list for that budget.
    pub list: Option<QualityUnfundedId>,
    /// Something on that list has no outcome.
    pub open: bool,
}

/// What the plan in force says of the budget that begins with a year; `None` when no plan is in force.
pub async fn money_of_the_year(connection: &mut PgConnection, municipality: MunicipalityId, year: i32) -> Result<Option<MoneyOfTheYear>> {
    Ok(sqlx::query_as!(
        MoneyOfTheYear,
        r#"select p.id as "plan: QualityPlanId", v.lacking as "lacking!", u.id as "list?: QualityUnfundedId", coalesce(u.open, false) as "open!"
           from quality_plan p
           join lateral (select n.adopted_at, n.content @> '{"budget": [{"money": "unfunded"}]}' as lacking from quality_version n
                         where n.municipality_id = p.municipality_id and n.plan_id = p.id order by n.version desc limit 1) v on true
           left join lateral (
             select l.id, exists (select from quality_unfunded_line i where i.municipality_id = l.municipality_id and i.list_id = l.id
                                    and not exists (select from quality_unfunded_outcome o where o.municipality_id = i.municipality_id and o.line_id = i.id)) as open
             from quality_unfunded l where l.municipality_id = p.municipality_id and l.plan_id = p.id and l.budget_year = $2
             order by l.id desc limit 1) u on true
           where p.municipality_id = $1 and p.state <> 'closed' order by p.first_year desc, v.adopted_at desc limit 1"#,
        municipality.0,
        year
    )
    .fetch_optional(connection)
    .await?)
}

/// The lists of a plan with what came of them, the newest first.
pub async fn unfunded_lists(connection: &mut PgConnection, plan: &Plan) -> Result<Vec<UnfundedList>> {
    plan.rights.check_reads_adopted()?;
    let rows = sqlx::query!(
        r#"select u.id as "list: QualityUnfundedId", u.version, u.budget_year, u.made_at, u.made_by_name, l.id as "id?: QualityUnfundedLineId",
             l.school_year as "school_year?", l.theme as "theme?", l.amount as "amount?", o.outcome as "outcome?", o.amount as "partly?",
             o.decided_on as "decided_on?", o.words as "words?", o.said_by_name as "said_by_name?", o.said_at as "said_at?"
           from quality_unfunded u
           left join quality_unfunded_line l on l.municipality_id = u.municipality_id and l.list_id = u.id
           left join lateral (select * from quality_unfunded_outcome n where n.municipality_id = l.municipality_id and n.line_id = l.id
                              order by n.id desc limit 1) o on true
           where u.municipality_id = $1 and u.plan_id = $2 order by u.id desc, l.position"#,
        plan.document.municipality.0,
        plan.id.0
    )
    .fetch_all(connection)
    .await?;
    let mut lists: Vec<UnfundedList> = Vec::new();
    for row in rows {
        if lists.last().is_none_or(|list| list.id != row.list) {
            let (version, budget_year) = (row.version, row.budget_year);
            lists.push(UnfundedList {
                id: row.list,
                version,
                budget_year,
                at: row.made_at,
                by: row.made_by_name.clone(),
                lines: Vec::new(),
            });
        }
        let (Some(list), Some(id), Some(school_year), Some(theme), Some(amount)) =
            (lists.last_mut(), row.id, row.school_year, row.theme, row.amount)
        else {
            continue;
        };
        let came = match (row.outcome, row.decided_on, row.said_by_name, row.said_at) {
            (Some(outcome), Some(decided_on), Some(by), Some(at)) => {
                let outcome = Outcome::of_columns(&outcome, row.partly).ok_or_else(|| unknown("outcome"))?;
                Some((Came { outcome, decided_on, words: row.words.unwrap_or_default() }, by, at))
            }
            _ => None,
        };
        list.lines.push(UnfundedLine { id, school_year, theme, amount, came });
    }
    Ok(lists)
}
