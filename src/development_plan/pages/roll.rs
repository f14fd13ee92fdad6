//! `/planar/{plan}/vidare`: the next plan made from this one, with a look first at what goes on, what is over and what is dropped.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{crumbs, opened, texts_of};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::development_plan::check::short;
use crate::development_plan::compose;
use crate::development_plan::making;
use crate::development_plan::model::{self, Plan};
use crate::development_plan::queries::{self, Wanted};
use crate::development_plan::structure::Structure;
use crate::error::{AppError, Result};
use crate::ids::{PlanActionId, PlanGoalId, PlanId};
use crate::indicator::SchoolYear;
use crate::text::{text, text_with};
use crate::web::extract::{Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/planar/{plan}/vidare", show).post("/planar/{plan}/vidare", go_on)
}

struct Line {
    id: PlanActionId,
    words: String,
    state: &'static str,
    tag: (&'static str, &'static str),
    goes_on: bool,
}

struct Group {
    id: PlanGoalId,
    words: String,
    department: String,
    goes_on: bool,
    actions: Vec<Line>,
}

#[derive(Template)]
#[template(path = "development_plan/roll.html")]
struct RollPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    lead: String,
    here: String,
    groups: Vec<Group>,
    errors: Vec<(String, String)>,
}

/// The first school year of the plan after this one, by the pack that the municipality has now.
fn next(actor: &Actor, plan: &Plan) -> Result<(SchoolYear, SchoolYear)> {
    let template = actor.pack.as_ref().and_then(|pack| pack.plan()).ok_or(AppError::Conflict("error-no-plan-form"))?;
    let first = template.begins(plan.last_year.0 + i32::from(template.years));
    Ok((SchoolYear(first), SchoolYear(first + i32::from(template.years) - 1)))
}

async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    (plan, structure): (&Plan, &Structure),
    chosen: Option<(&[PlanGoalId], &[PlanActionId])>,
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let lang = actor.lang;
    let texts = texts_of(tx, plan).await?;
    let words = compose::words(&texts);
    let word =
        |field: String| words.get(field.as_str()).map_or_else(|| text(lang, "plan-without-words").into_owned(), |words| short(words));
    let mut groups = Vec::new();
    for goal in &structure.goals {
        let line = |action: &model::Action| Line {
            id: action.id,
            words: word(action.what()),
            state: action.standing().text_key(),
            tag: action.standing().tag(),
            goes_on: chosen.map_or_else(|| action.standing().is_active(), |(_, actions)| actions.contains(&action.id)),
        };
        let actions: Vec<Line> = structure.actions_of(goal.id).map(line).collect();
        let department = goal.department.and_then(|id| structure.department(id));
        groups.push(Group {
            id: goal.id,
            words: word(goal.field()),
            department: department.map_or_else(String::new, |department| department.name.clone()),
            goes_on: chosen
                .map_or_else(|| actions.is_empty() || actions.iter().any(|one| one.goes_on), |(goals, _)| goals.contains(&goal.id)),
            actions,
        });
    }
    let (first, last) = next(actor, plan)?;
    let title = text(lang, "plan-roll").into_owned();
    let here = format!("{}/vidare", plan.href());
    let page = RollPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        crumbs: crumbs(plan, actor, Some((here.clone(), title.clone())))?,
        title,
        lead: text_with(lang, "plan-roll-lead", &[("years", &model::years(first, last))]),
        here,
        groups,
        errors,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<PlanId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    let _can = plan.rights.can_lead()?;
    let page = draw(&mut tx, &actor, (&plan, &structure), None, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn go_on(Extract(app): Extract<App>, actor: Actor, Path(id): Path<PlanId>, pairs: Pairs) -> Result<Response> {
    pairs.only(&["mal", "tiltak"], &[])?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    let _can = plan.rights.can_lead()?;
    let (first, _) = next(&actor, &plan)?;
    // Sent twice, it is there already.
    let wanted = Wanted { school: Some(plan.school), year: Some(first), ..Wanted::default() };
    if let Some(made) = queries::plans(&app, &mut tx, &actor, wanted).await?.into_iter().find(|made| made.first_year == first) {
        return Ok(flash::redirect(&made.href(), Flash::NothingChanged));
    }
    let goals: Vec<PlanGoalId> = pairs.all("mal").filter_map(|id| id.parse().ok()).map(PlanGoalId).collect();
    let actions: Vec<PlanActionId> = pairs.all("tiltak").filter_map(|id| id.parse().ok()).map(PlanActionId).collect();
    let without_goal = actions.iter().any(|id| structure.action(*id).is_some_and(|action| !goals.contains(&action.goal)));
    if without_goal {
        let errors = vec![("mal".to_owned(), text(actor.lang, "error-plan-roll-goal").into_owned())];
        return draw(&mut tx, &actor, (&plan, &structure), Some((&goals, &actions)), errors).await;
    }
    let most = usize::from(actor.pack.as_ref().and_then(|pack| pack.plan()).map_or(0, |plan| plan.most_goals));
    let own = structure.goals.iter().filter(|goal| goal.is_the_schools() && goals.contains(&goal.id)).count();
    if own > most {
        let sentence = text_with(actor.lang, "plan-too-many-goals", &[("count", &own), ("most", &most)]);
        return draw(&mut tx, &actor, (&plan, &structure), Some((&goals, &actions)), vec![("mal".to_owned(), sentence)]).await;
    }
    let made = making::roll(&app, &mut tx, &actor, (&plan, &structure), first, (&goals, &actions)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/planar/{made}"), Flash::PlanBegun))
}
