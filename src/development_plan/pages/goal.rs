//! `/planar/{plan}/mal/{goal}`: what a goal is watched by, then and now, and what is done for it.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::sources::{self, Candidate, WhyBlock};
use super::{crumbs, opened_to_change, texts_of};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanShapePlan;
use crate::database::Tx;
use crate::development_plan::check::short;
use crate::development_plan::compose;
use crate::development_plan::frozen;
use crate::development_plan::model::{Goal, Plan};
use crate::development_plan::queries::{self, Of};
use crate::development_plan::structure::Structure;
use crate::development_plan::view::{self, ActionView};
use crate::development_plan::why::Kind;
use crate::error::{AppError, Result};
use crate::ids::{PlanGoalId, PlanId, PlanWhyId, QualityPriorityId};
use crate::quality_plan;
use crate::text::text;
use crate::web::extract::{Form, Nothing, Pairs, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/planar/{plan}/mal/{goal}", show)
        .post("/planar/{plan}/mal/{goal}/indikatorar", watch)
        .post("/planar/{plan}/mal/{goal}/indikatorar/{why}/fjerning", unwatch)
        .post("/planar/{plan}/mal/{goal}/satsingar", choose)
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    kjelde: String,
    ventar: String,
    save_id: String,
}

#[derive(Template)]
#[template(path = "development_plan/goal.html")]
struct GoalPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    /// The title is shorter than the goal's words.
    cut: bool,
    goal: frozen::Goal,
    watched: Vec<WhyBlock>,
    actions: Vec<ActionView>,
    href: String,
    shapes: bool,
    candidates: Vec<Candidate>,
    /// Those that can be chosen: id, words, whether it is.
    priorities: Vec<(i64, String, bool)>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl GoalPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// A goal as the actor reads it: as it stands, or as it was delivered.
async fn find(app: &App, tx: &mut Tx, actor: &Actor, id: PlanId, goal: PlanGoalId) -> Result<(Plan, Structure, frozen::Goal)> {
    let plan = queries::load(app, tx, actor, id).await?;
    let (structure, content) = if plan.rights.reads.is_empty() {
        (Structure::default(), queries::newest_version(tx, &plan).await?.content)
    } else {
        let structure = queries::structure(tx, &plan).await?;
        let texts = texts_of(tx, &plan).await?;
        let content = compose::content(&plan, &structure, &compose::words(&texts))?;
        (structure, content)
    };
    let found = content.goals().find(|one| one.id == goal.0).cloned().ok_or(AppError::NotFound)?;
    Ok((plan, structure, found))
}

async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    (plan, structure, goal): (&Plan, &Structure, frozen::Goal),
    typed: Typed,
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let id = PlanGoalId(goal.id);
    let stored: Vec<_> = structure.watched_by(id).collect();
    let watched = sources::blocks(tx, actor, plan, (&goal.watched, &stored)).await?;
    let shapes = structure.goal(id).is_some_and(|live| plan.rights.writes.include(&live.part));
    let mut candidates = if shapes { sources::figures(tx, actor, plan).await? } else { Vec::new() };
    candidates.retain(|one| goal.watched.iter().all(|why| why.indicator != one.key || why.grade != one.grade));
    let in_force = quality_plan::in_force(tx, actor).await?;
    let offered = in_force.iter().filter(|_| shapes).flat_map(|in_force| &in_force.priorities);
    let chosen = |id: QualityPriorityId| goal.priorities.iter().any(|known| known.id == id.0);
    let priorities = offered.map(|one| (one.id.0, format!("{} {}", one.number, one.words), chosen(one.id))).collect();
    let said = queries::said(tx, plan, None).await?;
    let template = plan.template()?;
    let without = text(actor.lang, "plan-goal-without-words").into_owned();
    let title = if goal.goal.is_empty() { without } else { short(&goal.goal) };
    let href = plan.goal_href(id);
    let page = GoalPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(actor.lang)?)).refused_when(!errors.is_empty()),
        crumbs: crumbs(plan, actor, Some((href.clone(), title.clone())))?,
        cut: !goal.goal.is_empty() && title != goal.goal,
        actions: goal.actions.iter().map(|one| view::action(plan, template, one, &said, actor)).collect(),
        title,
        goal,
        watched,
        href,
        shapes,
        candidates,
        priorities,
        typed,
        errors,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, goal)): Path<(PlanId, PlanGoalId)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure, goal) = find(&app, &mut tx, &actor, id, goal).await?;
    let typed = Typed { save_id: uuid::Uuid::new_v4().to_string(), ..Typed::default() };
    let page = draw(&mut tx, &actor, (&plan, &structure, goal), typed, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

/// The goal that the actor changes.
fn shaped<'a>(plan: &Plan, structure: &'a Structure, goal: PlanGoalId) -> Result<(&'a Goal, CanShapePlan)> {
    let goal = structure.goal(goal).ok_or(AppError::NotFound)?;
    Ok((goal, plan.rights.can_shape(&goal.part)?))
}

async fn watch(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, goal)): Path<(PlanId, PlanGoalId)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let lang = actor.lang;
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let (goal, can) = shaped(&plan, &structure, goal)?;
    let all = sources::figures(&mut tx, &actor, &plan).await?;
    let picked = all.iter().find(|candidate| candidate.sent == typed.kjelde);
    // Sent twice, or picked by two at once, it is watched once.
    let there = |one: &Candidate| structure.watched_by(goal.id).any(|why| why.key == one.key && why.grade == one.grade);
    if picked.is_some_and(there) {
        return Ok(flash::redirect(&plan.goal_href(goal.id), Flash::NothingChanged));
    }
    let mut errors = Vec::new();
    if picked.is_none() {
        errors.push(("kjelde".to_owned(), text(lang, "error-plan-figure").into_owned()));
    }
    let expected = sources::expected(&typed.ventar, &mut errors, lang);
    let (Some(picked), true) = (picked, errors.is_empty()) else {
        let (plan, structure, found) = find(&app, &mut tx, &actor, id, goal.id).await?;
        return draw(&mut tx, &actor, (&plan, &structure, found), typed, errors).await;
    };
    queries::add_why(&mut tx, &actor, can, Of::Goal(goal), &picked.link(Kind::Figure, &expected), save_id).await?;
    tx.commit().await?;
    app.live.changed(plan.document.document, &goal.part);
    Ok(flash::redirect(&plan.goal_href(goal.id), Flash::Saved))
}

async fn unwatch(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, goal, why)): Path<(PlanId, PlanGoalId, PlanWhyId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let (goal, can) = shaped(&plan, &structure, goal)?;
    if !queries::remove_why(&mut tx, can, Of::Goal(goal), why, actor.now).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&plan.goal_href(goal.id), Flash::Saved))
}

async fn choose(Extract(app): Extract<App>, actor: Actor, Path((id, goal)): Path<(PlanId, PlanGoalId)>, pairs: Pairs) -> Result<Response> {
    pairs.only(&["satsing"], &[])?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let (goal, can) = shaped(&plan, &structure, goal)?;
    let in_force = quality_plan::in_force(&mut tx, &actor).await?.ok_or(AppError::NotFound)?;
    let sent: Vec<QualityPriorityId> = pairs.all("satsing").filter_map(|id| id.parse().ok()).map(QualityPriorityId).collect();
    let offered: Vec<QualityPriorityId> = in_force.priorities.iter().map(|one| one.id).collect();
    let chosen: Vec<_> = in_force.priorities.iter().filter(|one| sent.contains(&one.id)).map(|one| (one.id, one.words.as_str())).collect();
    queries::choose(&mut tx, &actor, can, goal, (&offered, &chosen)).await?;
    tx.commit().await?;
    app.live.changed(plan.document.document, &goal.part);
    Ok(flash::redirect(&plan.goal_href(goal.id), Flash::Saved))
}
