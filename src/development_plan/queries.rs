//! SQL for the tables of `migrations/0034_development_plan.sql`, `0043_plan_watched_and_milestones.sql` and
//! `0044_plan_goal_priority.sql`.
mod came_of;
mod delivered;
mod departments;
mod entries;
mod milestones;
mod priorities;
pub mod searched;
mod shaping;
mod waiting;

pub use came_of::came_of;
pub use delivered::{DeliveredRow, before, deliver, delivered, followed, newest_version, reopen};
pub use departments::{add_department, close_department, give_department};
pub use entries::{Said, followed_entries, said};
pub use milestones::{add_milestone, reach, remove_milestone};
pub use priorities::choose;
pub use shaping::{
    NewWhy, Of, Removed, add_action, add_goal, add_involved, add_why, continued, move_up, remove_action, remove_goal, remove_involved,
    remove_why, removed, roll_up, set_action, set_day, tell,
};
pub use waiting::checks_due;

use std::collections::BTreeMap;

use sqlx::PgConnection;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};

use super::action::{Effect, Entry, Standing};
use super::model::{Action, Department, Goal, Involved, Plan, State};
use super::structure::Structure;
use super::why::{Kind, Why};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanLeadPlan, CanMakePlan, PlanFacts, PlanRights};
use crate::error::{AppError, Result};
use crate::ids::{
    DepartmentId, DocumentId, ModelPackId, PersonId, PlanActionId, PlanGoalId, PlanId, PlanInvolvementId, PlanWhyId, SchoolId,
};
use crate::indicator::SchoolYear;
use crate::indicator::copied::CopiedFigure;
use crate::writing::DocumentRef;

/// A row of `development_plan`, with what the rules ask.
struct Row {
    id: PlanId,
    school: SchoolId,
    school_name: String,
    document: DocumentId,
    pack: ModelPackId,
    first_year: i32,
    last_year: i32,
    due: Date,
    state: String,
    shared_at: Option<OffsetDateTime>,
    versions: i32,
    assigned: Vec<String>,
}

/// Which plans are wanted; nothing said: all that the actor knows of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// This one.
    pub id: Option<PlanId>,
    /// Of this school.
    pub school: Option<SchoolId>,
    /// Of this school year.
    pub year: Option<SchoolYear>,
}

/// The plans that the actor knows of, the newest first.
pub async fn plans(app: &App, connection: &mut PgConnection, actor: &Actor, wanted: Wanted) -> Result<Vec<Plan>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select p.id as "id: PlanId", p.school_id as "school: SchoolId", s.name as school_name, p.document_id as "document: DocumentId",
             p.model_pack_id as "pack: ModelPackId", p.first_year, p.last_year, p.due, p.state, p.shared_at,
             (select coalesce(max(d.version), 0) from plan_delivery d where d.municipality_id = p.municipality_id and d.plan_id = p.id) as "versions!",
             array(select a.part from part_assignment a where a.municipality_id = p.municipality_id and a.document_id = p.document_id
                    and a.person_id = $2 and a.withdrawn_at is null) as "assigned!"
           from development_plan p join school s on s.municipality_id = p.municipality_id and s.id = p.school_id
           where p.municipality_id = $1 and ($3::bigint is null or p.id = $3) and ($4::bigint is null or p.school_id = $4)
             and ($5::integer is null or $5 between p.first_year and p.last_year)
           order by p.first_year desc, s.name, p.id"#,
        actor.municipality.0,
        actor.person.0,
        wanted.id.map(|id| id.0),
        wanted.school.map(|id| id.0),
        wanted.year.map(|year| year.0)
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut plans = Vec::new();
    for row in rows {
        let state = State::parse(&row.state).ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown state of a plan")))?;
        let document = DocumentRef::draft(actor.municipality, row.document, Some(row.school));
        let facts = PlanFacts {
            id: row.id,
            school: row.school,
            document,
            state,
            shared: row.shared_at.is_some(),
            has_delivery: row.versions > 0,
            assigned: row.assigned,
        };
        // What is not for the actor does not exist.
        let Ok(rights) = PlanRights::of(actor, facts) else { continue };
        plans.push(Plan {
            id: row.id,
            school: row.school,
            school_name: row.school_name,
            pack: app.packs.load(&mut *connection, actor.municipality, row.pack).await?,
            document,
            first_year: SchoolYear(row.first_year),
            last_year: SchoolYear(row.last_year),
            due: row.due,
            state,
            shared_at: row.shared_at,
            versions: row.versions,
            rights,
        });
    }
    Ok(plans)
}

/// The plan, through the actor.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, id: PlanId) -> Result<Plan> {
    let wanted = Wanted { id: Some(id), ..Wanted::default() };
    plans(app, connection, actor, wanted).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// What a new plan is.
pub struct NewPlan {
    /// The pack.
    pub pack: ModelPackId,
    /// Its text.
    pub document: DocumentRef,
    /// The first school year and the last.
    pub years: (SchoolYear, SchoolYear),
    /// When it is delivered.
    pub due: Date,
    /// The plan it goes on from.
    pub rolled_from: Option<PlanId>,
}

/// Makes a plan; `None` when the school has one of that year.
pub async fn make(connection: &mut PgConnection, actor: &Actor, can: CanMakePlan, new: &NewPlan) -> Result<Option<PlanId>> {
    Ok(sqlx::query_scalar!(
        r#"insert into development_plan (municipality_id, school_id, document_id, model_pack_id, first_year, last_year, due, rolled_from, made_at, made_by_name)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict on constraint development_plan_once do nothing returning id as "id: PlanId""#,
        can.municipality().0,
        can.school().0,
        new.document.document.0,
        new.pack.0,
        new.years.0.0,
        new.years.1.0,
        new.due,
        new.rolled_from.map(|id| id.0),
        actor.now,
        actor.name
    )
    .fetch_optional(connection)
    .await?)
}

/// Shows the plan to the whole school, or no longer.
pub async fn share(connection: &mut PgConnection, can: CanLeadPlan, at: Option<OffsetDateTime>) -> Result<()> {
    sqlx::query!(
        "update development_plan set shared_at = case when $3::timestamptz is null then null else coalesce(shared_at, $3) end
         where municipality_id = $1 and id = $2",
        can.document().municipality.0,
        can.id().0,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The departments of a plan's school, with who writes their parts of this plan.
async fn departments(connection: &mut PgConnection, plan: &Plan) -> Result<Vec<Department>> {
    let rows = sqlx::query!(
        r#"select d.id as "id: DepartmentId", d.name, d.closed_at is not null as "closed!", p.id as "holder?: PersonId", p.name as "holder_name?"
           from department d
           left join part_assignment a on a.municipality_id = d.municipality_id and a.document_id = $3 and a.part = 'avd-' || d.id and a.withdrawn_at is null
           left join person p on p.municipality_id = a.municipality_id and p.id = a.person_id
           where d.municipality_id = $1 and d.school_id = $2 order by lower(d.name), d.id"#,
        plan.document.municipality.0,
        plan.school.0,
        plan.document.document.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Department { id: row.id, name: row.name, closed: row.closed, holder: row.holder.zip(row.holder_name) })
        .collect())
}

/// What a plan is made of, as far as the actor reads it.
pub async fn structure(connection: &mut PgConnection, plan: &Plan) -> Result<Structure> {
    let municipality = plan.document.municipality.0;
    let departments = departments(&mut *connection, plan).await?;
    let goals = sqlx::query!(
        r#"select id as "id: PlanGoalId", section, part, department_id as "department: DepartmentId", rolled_up_at is not null as "rolled_up!"
           from plan_goal where municipality_id = $1 and plan_id = $2 and removed_at is null order by position, id"#,
        municipality,
        plan.id.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let actions = sqlx::query!(
        r#"select a.id as "id: PlanActionId", a.goal_id as "goal: PlanGoalId", a.part, a.starts_on, a.check_on, a.measure,
             c.plan_id as "from_plan?: PlanId", c.id as "from_action?: PlanActionId", e.state as "state?", e.words as "words?", e.effect, e.next_check, e.said_at as "said_at?", e.said_by as "said_by?: PersonId",
             e.said_by_name as "said_by_name?", e.for_owner as "for_owner?"
           from plan_action a
           join plan_goal g on g.municipality_id = a.municipality_id and g.id = a.goal_id and g.removed_at is null
           left join plan_action c on c.municipality_id = a.municipality_id and c.id = a.carried_from
           left join lateral (select * from plan_action_entry n where n.municipality_id = a.municipality_id and n.action_id = a.id
                              order by n.id desc limit 1) e on true
           where a.municipality_id = $1 and a.plan_id = $2 and a.removed_at is null order by a.position, a.id"#,
        municipality,
        plan.id.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let (whys, watched) = whys(&mut *connection, plan).await?;
    let milestones = milestones::of_plan(&mut *connection, plan).await?;
    let priorities = priorities::of_plan(&mut *connection, plan).await?;
    let involved = sqlx::query!(
        r#"select id as "id: PlanInvolvementId", who, goal_id as "goal: PlanGoalId", held_on
           from plan_involvement where municipality_id = $1 and plan_id = $2 and removed_at is null order by id"#,
        municipality,
        plan.id.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let known: Vec<&str> = plan.template()?.sections.iter().map(|section| section.key.as_str()).collect();
    let mut structure = Structure {
        departments,
        goals: goals
            .into_iter()
            .map(|row| Goal { id: row.id, section: row.section, part: row.part, department: row.department, rolled_up: row.rolled_up })
            .filter(|goal| known.contains(&goal.section.as_str()))
            .collect(),
        involved: involved.into_iter().map(|row| Involved { id: row.id, who: row.who, goal: row.goal, held_on: row.held_on }).collect(),
        whys,
        watched,
        milestones,
        priorities,
        ..Structure::default()
    };
    for row in actions {
        let last = match (row.state, row.said_at, row.said_by, row.said_by_name) {
            (Some(state), Some(at), Some(by), Some(name)) => Some(Entry {
                standing: standing(&state)?,
                words: row.words.unwrap_or_default(),
                effect: row.effect.as_deref().and_then(Effect::parse),
                next_check: row.next_check,
                at,
                by: (by, name),
                for_owner: row.for_owner.unwrap_or_default(),
            }),
            _ => None,
        };
        structure.actions.push(Action {
            id: row.id,
            goal: row.goal,
            part: row.part,
            starts_on: row.starts_on,
            check_on: row.check_on,
            measure: row.measure,
            carried_from: row.from_plan.zip(row.from_action),
            last,
        });
    }
    Ok(structure.readable(&plan.rights.reads))
}

fn standing(state: &str) -> Result<Standing> {
    Standing::parse(state).ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown state of an action")))
}

/// What the actions of a plan came from, and the figures its goals are watched by.
async fn whys(connection: &mut PgConnection, plan: &Plan) -> Result<(Vec<(PlanActionId, Why)>, Vec<(PlanGoalId, Why)>)> {
    let rows = sqlx::query!(
        r#"select id as "id: PlanWhyId", action_id as "action: PlanActionId", goal_id as "goal: PlanGoalId", kind, target_id, target_key, grade, figure as "figure: Json<CopiedFigure>",
             words, expected, added_at, added_by_name
           from plan_why where municipality_id = $1 and plan_id = $2 and removed_at is null order by id"#,
        plan.document.municipality.0,
        plan.id.0
    )
    .fetch_all(connection)
    .await?;
    let (mut whys, mut watched) = (Vec::new(), Vec::new());
    for row in rows {
        let kind = Kind::parse(&row.kind).ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown kind of a reason")))?;
        let why = Why {
            id: row.id,
            kind,
            target: row.target_id,
            key: row.target_key,
            grade: row.grade.and_then(|grade| u8::try_from(grade).ok()),
            figure: row.figure.map(|figure| figure.0),
            words: row.words,
            expected: row.expected,
            added: (row.added_at, row.added_by_name),
        };
        match (row.action, row.goal) {
            (Some(action), _) => whys.push((action, why)),
            (None, Some(goal)) => watched.push((goal, why)),
            (None, None) => {}
        }
    }
    Ok((whys, watched))
}

/// How many goals and actions each plan of a school has, by plan: for the list.
pub async fn sizes(connection: &mut PgConnection, actor: &Actor, school: SchoolId) -> Result<BTreeMap<PlanId, i64>> {
    let rows = sqlx::query!(
        r#"select plan_id as "plan: PlanId", count(*) as "goals!" from plan_goal
           where municipality_id = $1 and school_id = $2 and removed_at is null and (department_id is null or rolled_up_at is not null) group by plan_id"#,
        actor.municipality.0,
        school.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.plan, row.goals)).collect())
}
