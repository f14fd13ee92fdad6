//! SQL for the tables of `migrations/0039_quality_plan.sql`.
mod budget;
mod evaluations;
mod followed;
mod resolution;
pub mod searched;
mod shaping;
mod unfunded;
mod versions;

pub use budget::{add_line, all_lines, change_line, line_removed, move_line_up};
pub use evaluations::{NewFile, add_evaluation, evaluation_entries, evaluation_file, remove_evaluation, remove_file, tell_of_evaluation};
pub use followed::{step_entries, tell_of_step};
pub use resolution::{add_remark, remove_remark, resolve};
pub use shaping::{add, move_up, remove, serve, set_days, set_source, set_step};
pub use unfunded::{UnfundedLine, UnfundedList, list_unfunded, money_of_the_year, tell_of_unfunded, unfunded_lists};
pub use versions::{TurnRow, VersionRow, adopt, in_force, turn, turns, versions};

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::budget::{Line, Money};
use super::frozen::{Evaluation, Remark};
use super::model::{Item, Kind, Piece, Plan, Resolution, SourceKind, State, Structure};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanMakeQualityPlan, CanTurnQualityPlan, QualityFacts, QualityRights};
use crate::error::{AppError, Result};
use crate::ids::{DocumentId, ModelPackId, QualityPlanId};
use crate::indicator::SchoolYear;
use crate::writing::DocumentRef;

/// Something in the database that this program has not put there.
fn unknown(what: &'static str) -> AppError {
    AppError::Internal(anyhow::anyhow!("unknown {what} of a quality plan"))
}

/// The plans that the actor reads something of, the newest first; one, when it is given.
pub async fn plans(app: &App, connection: &mut PgConnection, actor: &Actor, id: Option<QualityPlanId>) -> Result<Vec<Plan>> {
    let rows = sqlx::query!(
        r#"select p.id as "id: QualityPlanId", p.document_id as "document: DocumentId", p.model_pack_id as "pack: ModelPackId", p.first_year, p.last_year,
             p.state,
             (select max(n.id) from quality_plan n where n.municipality_id = p.municipality_id and n.follows = p.id) as "followed_by: QualityPlanId",
             (select coalesce(max(v.version), 0) from quality_version v where v.municipality_id = p.municipality_id and v.plan_id = p.id) as "versions!"
           from quality_plan p where p.municipality_id = $1 and ($2::bigint is null or p.id = $2) order by p.first_year desc, p.id desc"#,
        actor.municipality.0,
        id.map(|id| id.0)
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut plans = Vec::new();
    for row in rows {
        let state = State::parse(&row.state).ok_or_else(|| unknown("state"))?;
        let document = DocumentRef::draft(actor.municipality, row.document, None);
        let facts = QualityFacts { id: row.id, document, state, versions: row.versions };
        // What is not for the actor does not exist.
        let Ok(rights) = QualityRights::of(actor, facts) else { continue };
        plans.push(Plan {
            id: row.id,
            pack: app.packs.load(&mut *connection, actor.municipality, row.pack).await?,
            document,
            first_year: SchoolYear(row.first_year),
            last_year: SchoolYear(row.last_year),
            state,
            followed_by: row.followed_by,
            versions: row.versions,
            rights,
        });
    }
    Ok(plans)
}

/// The plan, through the actor.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, id: QualityPlanId) -> Result<Plan> {
    plans(app, connection, actor, Some(id)).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// Makes a plan, after another one perhaps.
pub async fn make(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanMakeQualityPlan,
    (pack, document): (ModelPackId, DocumentRef),
    (first, last): (SchoolYear, SchoolYear),
    follows: Option<QualityPlanId>,
) -> Result<QualityPlanId> {
    Ok(sqlx::query_scalar!(
        r#"insert into quality_plan (municipality_id, document_id, model_pack_id, first_year, last_year, follows, made_at, made_by_name)
           values ($1, $2, $3, $4, $5, $6, $7, $8) returning id as "id: QualityPlanId""#,
        can.municipality().0,
        document.document.0,
        pack.0,
        first.0,
        last.0,
        follows.map(|id| id.0),
        actor.now,
        actor.name
    )
    .fetch_one(connection)
    .await?)
}

/// Brings a plan that is written in from one state to another; false when it is in another state by now.
pub async fn set_state(connection: &mut PgConnection, can: CanTurnQualityPlan, from: State, to: State) -> Result<bool> {
    let done = sqlx::query!(
        "update quality_plan set state = $4 where municipality_id = $1 and id = $2 and state = $3",
        can.municipality().0,
        can.id().0,
        from.key(),
        to.key()
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// What a plan is made of.
pub async fn structure(connection: &mut PgConnection, plan: &Plan) -> Result<Structure> {
    plan.rights.check_reads_live()?;
    let municipality = plan.document.municipality.0;
    let mut structure = Structure::default();
    let mut removed: Vec<(OffsetDateTime, Item)> = Vec::new();
    for row in items(&mut *connection, plan).await? {
        match row.removed_at {
            None => structure.items.push(row.item()?),
            Some(at) => removed.push((at, row.item()?)),
        }
    }
    removed.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    structure.removed = removed.into_iter().map(|(_, item)| item).collect();
    // What stands below something that was taken out is not there either.
    let standing: Vec<Piece> = structure.items.iter().map(|item| item.piece).collect();
    let stands = |item: &Item| match (item.piece.kind.parent(), item.parent) {
        (Some(kind), Some(id)) => standing.contains(&Piece { kind, id }),
        _ => true,
    };
    structure.items.retain(stands);
    structure.removed.retain(stands);
    let serves = sqlx::query!(
        "select action_id, priority_id from quality_serves where municipality_id = $1 and plan_id = $2 and removed_at is null",
        municipality,
        plan.id.0
    )
    .fetch_all(&mut *connection)
    .await?;
    structure.serves = serves
        .into_iter()
        .map(|row| (row.action_id, row.priority_id))
        .filter(|(action, priority)| structure.has(Kind::Action, *action) && structure.has(Kind::Priority, *priority))
        .collect();
    let budget = sqlx::query!(
        "select id, school_year, theme, money, amount from quality_budget_line
         where municipality_id = $1 and plan_id = $2 and removed_at is null order by school_year, position, id",
        municipality,
        plan.id.0
    )
    .fetch_all(&mut *connection)
    .await?;
    for row in budget {
        let money = Money::of_columns(&row.money, row.amount).ok_or_else(|| unknown("money"))?;
        structure.budget.push(Line { id: row.id, school_year: row.school_year, theme: row.theme, money });
    }
    let next = plan.versions + i32::from(plan.state.is_open());
    structure.resolution = sqlx::query_as!(
        Resolution,
        "select body, decided_on, case_number, words from quality_resolution where municipality_id = $1 and plan_id = $2 and version = $3",
        municipality,
        plan.id.0,
        next
    )
    .fetch_optional(&mut *connection)
    .await?;
    structure.remarks = sqlx::query_as!(
        Remark,
        "select id, goal_id as goal, action_id as action, words from quality_remark
         where municipality_id = $1 and plan_id = $2 and version = $3 and removed_at is null order by id",
        municipality,
        plan.id.0,
        next
    )
    .fetch_all(&mut *connection)
    .await?;
    structure.evaluations = sqlx::query_as!(
        Evaluation,
        "select id, kind, responsible, planned_on from quality_evaluation
         where municipality_id = $1 and plan_id = $2 and removed_at is null order by planned_on, id",
        municipality,
        plan.id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(structure)
}

/// A piece as it is stored.
struct Row {
    kind: String,
    id: i64,
    parent: Option<i64>,
    source: Option<String>,
    link: Option<String>,
    of: Option<i64>,
    starts_on: Option<Date>,
    ends_on: Option<Date>,
    removed_at: Option<OffsetDateTime>,
}

impl Row {
    fn item(self) -> Result<Item> {
        let kind = Kind::ALL.into_iter().find(|kind| kind.key() == self.kind).ok_or_else(|| unknown("piece"))?;
        Ok(Item {
            piece: Piece { kind, id: self.id },
            parent: self.parent,
            source: self.source.as_deref().and_then(SourceKind::parse).unwrap_or_default(),
            link: self.link.unwrap_or_default(),
            of: self.of,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
        })
    }
}

async fn items(connection: &mut PgConnection, plan: &Plan) -> Result<Vec<Row>> {
    Ok(sqlx::query_as!(
        Row,
        r#"select kind as "kind!", id as "id!", parent, source, link, "of", starts_on, ends_on, removed_at from (
           select 'goal' as kind, id, null::bigint as parent, null::text as source, null::text as link, null::bigint as "of",
             null::date as starts_on, null::date as ends_on, removed_at, position
             from quality_goal where municipality_id = $1 and plan_id = $2
           union all select 'priority', id, goal_id, null, null, null, null, null, removed_at, position
             from quality_priority where municipality_id = $1 and plan_id = $2
           union all select 'source', id, goal_id, kind, link, priority_id, null, null, removed_at, position
             from quality_source where municipality_id = $1 and plan_id = $2
           union all select 'action', id, null, null, null, null, null, null, removed_at, position
             from quality_action where municipality_id = $1 and plan_id = $2
           union all select 'point', id, action_id, null, null, null, null, null, removed_at, position
             from quality_point where municipality_id = $1 and plan_id = $2
           union all select 'period', id, null, null, null, null, starts_on, ends_on, removed_at, position
             from quality_period where municipality_id = $1 and plan_id = $2
           union all select 'step', id, period_id, null, null, action_id, null, null, removed_at, position
             from quality_step where municipality_id = $1 and plan_id = $2
           ) piece order by position, id"#,
        plan.document.municipality.0,
        plan.id.0
    )
    .fetch_all(connection)
    .await?)
}
