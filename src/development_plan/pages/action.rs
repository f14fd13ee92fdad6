//! `/planar/{plan}/tiltak/{action}`: why there is an action, how it goes, and what came of it.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::sources::{self, WhyBlock};
use super::{crumbs, hold, texts_of};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::development_plan::action::{Effect, Entry, Standing, Typed};
use crate::development_plan::check::short;
use crate::development_plan::compose;
use crate::development_plan::frozen::{self, Content};
use crate::development_plan::milestone;
use crate::development_plan::model::{Action, Plan};
use crate::development_plan::queries::{self, Said};
use crate::development_plan::structure::Structure;
use crate::development_plan::view::{self, ActionView};
use crate::error::{AppError, Result};
use crate::ids::{PlanActionId, PlanGoalId, PlanId, PlanMilestoneId};
use crate::model_pack::PlanTemplate;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Nothing, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/planar/{plan}/tiltak/{action}", show)
        .post("/planar/{plan}/tiltak/{action}/stand", tell)
        .post("/planar/{plan}/tiltak/{action}/rammer", set)
        .post("/planar/{plan}/tiltak/{action}/milepaelar", add_milestone)
        .post("/planar/{plan}/tiltak/{action}/milepaelar/{milestone}/fjerning", remove_milestone)
        .post("/planar/{plan}/tiltak/{action}/milepaelar/{milestone}/nadd", reach)
}

struct Choice {
    key: &'static str,
    name: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "development_plan/action.html")]
struct ActionPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    /// The title is shorter than the action's words.
    cut: bool,
    goal: String,
    goal_href: String,
    signs: String,
    view: ActionView,
    why: Vec<WhyBlock>,
    /// The same action in the plan before, and in those after: address and name.
    thread: Vec<(String, String)>,
    entries: Vec<(String, (&'static str, &'static str), String, String)>,
    /// The day it was to be looked at has come: the page asks for more than how it goes.
    checks: bool,
    tells: bool,
    /// The action can be changed.
    shapes: bool,
    edit: Option<String>,
    story: String,
    href: String,
    standings: Vec<Choice>,
    effects: Vec<Choice>,
    typed: Typed,
    frame: Frame,
    milestone: milestone::Typed,
    measures: Vec<(String, String)>,
    errors: Vec<(String, String)>,
}

impl ActionPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn is_measure(&self, key: &str) -> bool {
        self.frame.kommunetiltak == key
    }
}

/// When an action begins and is looked at, and the municipality's action that it is.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Frame {
    byrjar: String,
    sjekk: String,
    kommunetiltak: String,
}

/// The forms of the page, as they are typed.
struct Forms {
    told: Typed,
    /// `None`: as it is stored.
    frame: Option<Frame>,
    milestone: milestone::Typed,
}

impl Forms {
    /// Nothing is typed.
    fn of(found: &Found) -> Self {
        let stand = found.said.last(found.action.id).map_or(Standing::Planned, |entry| entry.standing).key().to_owned();
        Self {
            told: Typed { stand, save_id: uuid::Uuid::new_v4().to_string(), ..Typed::default() },
            frame: None,
            milestone: milestone::Typed::new(),
        }
    }
}

/// An action as the actor reads it: as it stands, or as it was delivered.
struct Found {
    plan: Plan,
    structure: Structure,
    goal: frozen::Goal,
    action: frozen::Action,
    said: Said,
}

impl Found {
    /// The action as it stands; `None` for those who read what was delivered.
    fn live(&self) -> Option<&Action> {
        self.structure.action(PlanActionId(self.action.id))
    }
}

async fn find(app: &App, tx: &mut Tx, actor: &Actor, id: PlanId, action: PlanActionId) -> Result<Found> {
    let plan = queries::load(app, tx, actor, id).await?;
    let (structure, content): (Structure, Content) = if plan.rights.reads.is_empty() {
        (Structure::default(), queries::newest_version(tx, &plan).await?.content)
    } else {
        let structure = queries::structure(tx, &plan).await?;
        let known = structure.action(action).ok_or(AppError::NotFound)?;
        plan.rights.check_reads(&known.part)?;
        let texts = texts_of(tx, &plan).await?;
        let content = compose::content(&plan, &structure, &compose::words(&texts))?;
        (structure, content)
    };
    let (goal, action_found) =
        content.actions().find(|(_, one)| one.id == action.0).map(|(goal, one)| (goal.clone(), one.clone())).ok_or(AppError::NotFound)?;
    let said = queries::said(tx, &plan, Some(action)).await?;
    Ok(Found { plan, structure, goal, action: action_found, said })
}

fn frame_of(found: &Found) -> Frame {
    let live = found.live();
    let day = |day: Option<time::Date>| day.map(dates::for_form).unwrap_or_default();
    Frame {
        byrjar: day(live.and_then(|action| action.starts_on)),
        sjekk: day(live.and_then(|action| action.check_on)),
        kommunetiltak: live.and_then(|action| action.measure.clone()).unwrap_or_default(),
    }
}

/// The action in the plan before and in those after, as far as the actor reads them.
async fn thread(app: &App, tx: &mut Tx, actor: &Actor, found: &Found) -> Result<Vec<(String, String)>> {
    let Some(live) = found.live() else { return Ok(Vec::new()) };
    let mut links = Vec::new();
    let after = queries::continued(tx, &found.plan, live.id).await?;
    let both = live.carried_from.iter().map(|of| ("plan-thread-before", *of)).chain(after.into_iter().map(|of| ("plan-thread-after", of)));
    for (key, (plan, action)) in both.collect::<Vec<_>>() {
        let plan = match queries::load(app, tx, actor, plan).await {
            Ok(plan) => plan,
            Err(AppError::NotFound) => continue,
            Err(error) => return Err(error),
        };
        links.push((plan.action_href(action), text_with(actor.lang, key, &[("plan", &plan.title(actor.lang)?)])));
    }
    Ok(links)
}

async fn draw(app: &App, tx: &mut Tx, actor: &Actor, found: Found, forms: Forms, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let chosen: Vec<_> = found.structure.whys_of(PlanActionId(found.action.id)).collect();
    let why = sources::blocks(tx, actor, &found.plan, (&found.action.why, &chosen)).await?;
    let thread = thread(app, tx, actor, &found).await?;
    let Forms { told: typed, frame, milestone } = forms;
    let frame = frame.unwrap_or_else(|| frame_of(&found));
    let plan = &found.plan;
    let template: &PlanTemplate = plan.template()?;
    let shown = view::action(plan, template, &found.action, &found.said, actor);
    let live = found.live();
    let title = if found.action.what.is_empty() { text(lang, "plan-action-without-words").into_owned() } else { short(&found.action.what) };
    let href = plan.action_href(PlanActionId(found.action.id));
    let standing = Standing::parse(&typed.stand);
    let effect = Effect::parse(&typed.verknad);
    let entry = |entry: &Entry| {
        let (words, by) = view::said(entry, actor);
        (text(lang, entry.standing.text_key()).into_owned(), entry.standing.tag(), words, by)
    };
    let due = live.and_then(Action::next_check).is_some_and(|day| day <= actor.today);
    let page = ActionPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        crumbs: crumbs(plan, actor, Some((href.clone(), title.clone())))?,
        goal: found.goal.goal.clone(),
        goal_href: plan.goal_href(PlanGoalId(found.goal.id)),
        signs: found.goal.signs.clone(),
        entries: found.said.entries.iter().map(|(_, one)| entry(one)).collect(),
        checks: due || live.is_some_and(|action| !action.standing().is_active()),
        tells: live.is_some_and(|action| plan.rights.tells.include(&action.part)),
        shapes: live.is_some_and(|action| plan.rights.writes.include(&action.part)),
        edit: live
            .filter(|action| plan.rights.writes.include(&action.part))
            .map(|action| format!("{}#t{}", plan.part_href(&action.part), action.id)),
        story: format!("/skoler/{}/forteljingar/ny", plan.school),
        standings: Standing::ALL.map(|one| Choice { key: one.key(), name: one.text_key(), chosen: standing == Some(one) }).into(),
        effects: Effect::ALL.map(|one| Choice { key: one.key(), name: one.text_key(), chosen: effect == Some(one) }).into(),
        measures: template.measures.iter().map(|measure| (measure.key.clone(), measure.title.get(lang).to_owned())).collect(),
        cut: !found.action.what.is_empty() && title != found.action.what,
        title: capital(&title),
        view: shown,
        why,
        thread,
        href,
        typed,
        frame,
        milestone,
        errors,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, action)): Path<(PlanId, PlanActionId)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let found = find(&app, &mut tx, &actor, id, action).await?;
    let forms = Forms::of(&found);
    let page = draw(&app, &mut tx, &actor, found, forms, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn tell(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, action)): Path<(PlanId, PlanActionId)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let found = find(&app, &mut tx, &actor, id, action).await?;
    let Some(live) = found.live() else { return Err(AppError::Forbidden) };
    let can = found.plan.rights.can_tell(&live.part)?;
    let told = match typed.check(actor.today, actor.lang) {
        Ok(told) => told,
        Err(errors) => {
            let forms = Forms { told: typed, ..Forms::of(&found) };
            return draw(&app, &mut tx, &actor, found, forms, errors).await;
        }
    };
    let mut figures = Vec::new();
    for why in found.action.why.iter().filter(|why| why.figure.is_some()) {
        if let Some(figure) = sources::figure_now(&mut tx, &actor, &found.plan, why).await? {
            figures.push(serde_json::json!({ "indicator": why.indicator, "grade": why.grade, "figure": figure }));
        }
    }
    let figures = if figures.is_empty() { None } else { Some(serde_json::Value::Array(figures)) };
    queries::tell(&mut tx, &actor, can, live, &told, figures.as_ref(), save_id).await?;
    tx.commit().await?;
    Ok(flash::redirect(&found.plan.action_href(action), Flash::PlanActionTold))
}

async fn set(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, action)): Path<(PlanId, PlanActionId)>,
    Form(frame): Form<Frame>,
) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    hold(&app, &mut tx, &actor, id).await?;
    let found = find(&app, &mut tx, &actor, id, action).await?;
    let Some(live) = found.live() else { return Err(AppError::Forbidden) };
    let can = found.plan.rights.can_shape(&live.part)?;
    let (starts, check) = (dates::from_form(&frame.byrjar), dates::from_form(&frame.sjekk));
    let mut errors = Vec::new();
    for (field, typed, day) in [("byrjar", &frame.byrjar, starts), ("sjekk", &frame.sjekk, check)] {
        if day.is_none() && !typed.is_empty() {
            errors.push((field.to_owned(), text(lang, "error-plan-date").into_owned()));
        }
    }
    if starts.zip(check).is_some_and(|(starts, check)| check < starts) {
        errors.push((
            "sjekk".to_owned(),
            text_with(lang, "error-plan-check-before", &[("day", &starts.map(dates::long).unwrap_or_default())]),
        ));
    }
    let measure = (!frame.kommunetiltak.is_empty()).then_some(frame.kommunetiltak.as_str());
    if measure.is_some_and(|key| found.plan.template().is_ok_and(|template| template.measure(key).is_none())) {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    if !errors.is_empty() {
        let forms = Forms { frame: Some(frame), ..Forms::of(&found) };
        return draw(&app, &mut tx, &actor, found, forms, errors).await;
    }
    queries::set_action(&mut tx, can, action, (starts, check, measure)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&found.plan.action_href(action), Flash::Saved))
}

async fn add_milestone(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, action)): Path<(PlanId, PlanActionId)>,
    Form(typed): Form<milestone::Typed>,
) -> Result<Response> {
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    hold(&app, &mut tx, &actor, id).await?;
    let found = find(&app, &mut tx, &actor, id, action).await?;
    let Some(live) = found.live() else { return Err(AppError::Forbidden) };
    let can = found.plan.rights.can_shape(&live.part)?;
    let (words, day) = match typed.check(actor.lang) {
        Ok(checked) => checked,
        Err(errors) => {
            let forms = Forms { milestone: typed, ..Forms::of(&found) };
            return draw(&app, &mut tx, &actor, found, forms, errors).await;
        }
    };
    queries::add_milestone(&mut tx, &actor, can, live, (&words, day), save_id).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#milepaelar-h", found.plan.action_href(action)), Flash::Saved))
}

async fn remove_milestone(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, action, milestone)): Path<(PlanId, PlanActionId, PlanMilestoneId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    hold(&app, &mut tx, &actor, id).await?;
    let found = find(&app, &mut tx, &actor, id, action).await?;
    let Some(live) = found.live() else { return Err(AppError::Forbidden) };
    let can = found.plan.rights.can_shape(&live.part)?;
    if !queries::remove_milestone(&mut tx, can, action, milestone, actor.now).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#milepaelar-h", found.plan.action_href(action)), Flash::Saved))
}

async fn reach(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, action, milestone)): Path<(PlanId, PlanActionId, PlanMilestoneId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let found = find(&app, &mut tx, &actor, id, action).await?;
    let Some(live) = found.live() else { return Err(AppError::Forbidden) };
    let can = found.plan.rights.can_tell(&live.part)?;
    if !found.structure.milestones_of(action).any(|one| one.id == milestone) {
        return Err(AppError::NotFound);
    }
    queries::reach(&mut tx, &actor, can, live, milestone).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#milepaelar-h", found.plan.action_href(action)), Flash::PlanActionTold))
}
