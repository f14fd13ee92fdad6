//! `/skoler/{school}/planar`: the plans of a school, and a new one.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanMakePlan, knows_of_plans};
use crate::calendar;
use crate::database::Tx;
use crate::development_plan::making;
use crate::development_plan::model::{self, Plan};
use crate::development_plan::queries::{self, Wanted};
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::indicator::SchoolYear;
use crate::municipality;
use crate::quality_plan;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skoler/{school}/planar", show).post("/skoler/{school}/planar", begin)
}

struct Line {
    href: Option<String>,
    title: String,
    about: String,
    tag: (&'static str, &'static str),
    state: &'static str,
}

#[derive(Template)]
#[template(path = "development_plan/list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    school: SchoolId,
    lines: Vec<Line>,
    /// Where the municipality's own plan is, and what it is called.
    municipal: Option<(String, String)>,
    /// What a plan is called here.
    name: String,
    /// The years that a plan can begin in: first year and what it is called.
    years: Vec<(i32, String)>,
    errors: Vec<(String, String)>,
}

impl ListPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

fn line(plan: &Plan, goals: i64, actor: &Actor) -> Result<Line> {
    let lang = actor.lang;
    let mut about = vec![text_with(lang, "plan-due", &[("day", &dates::near(plan.due, actor.today))])];
    if !plan.rights.reads.is_empty() {
        about.push(text_with(lang, "plan-goal-count", &[("count", &goals)]));
        if plan.shared_at.is_some() {
            about.push(text(lang, "plan-is-shared").into_owned());
        }
    }
    if plan.versions > 0 {
        about.push(text_with(lang, "plan-version", &[("number", &plan.versions)]));
    }
    let readable = !plan.rights.reads.is_empty() || plan.rights.reads_delivered;
    Ok(Line {
        href: readable.then(|| plan.href()),
        title: plan.title(lang)?,
        about: about.join(" · "),
        tag: plan.state.tag(),
        state: plan.state.text_key(),
    })
}

/// The years a plan can begin in: this school year's and the next one's.
fn years(actor: &Actor, plans: &[Plan]) -> Vec<(i32, String)> {
    let Some(template) = actor.pack.as_ref().and_then(|pack| pack.plan()) else { return Vec::new() };
    let now = calendar::school_year_of(actor.today);
    let mut firsts = vec![template.begins(now), template.begins(now) + i32::from(template.years)];
    firsts.retain(|first| plans.iter().all(|plan| plan.first_year.0 != *first));
    firsts.into_iter().map(|first| (first, model::years(SchoolYear(first), SchoolYear(first + i32::from(template.years) - 1)))).collect()
}

async fn draw(app: &App, tx: &mut Tx, actor: &Actor, id: SchoolId, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    if !knows_of_plans(actor, id) {
        return Err(AppError::NotFound);
    }
    let school = municipality::school(tx, actor.municipality, id).await?.ok_or(AppError::NotFound)?;
    let plans = queries::plans(app, tx, actor, Wanted { school: Some(id), ..Wanted::default() }).await?;
    let goals = queries::sizes(tx, actor, id).await?;
    let name = actor.pack.as_ref().and_then(|pack| pack.plan()).map(|plan| plan.name.get(lang).to_owned());
    let municipal = quality_plan::link(app, tx, actor).await?;
    let page = ListPage {
        cx: Page::new(actor, text_with(lang, "plan-list-title", &[("school", &school.name)])).refused_when(!errors.is_empty()),
        crumbs: vec![(format!("/skoler/{id}"), school.name), (format!("/skoler/{id}/planar"), text(lang, "plan-list-crumb").into_owned())],
        school: id,
        municipal,
        lines: plans.iter().map(|plan| line(plan, goals.get(&plan.id).copied().unwrap_or_default(), actor)).collect::<Result<_>>()?,
        name: name.unwrap_or_else(|| text(lang, "plan-name").into_owned()),
        years: if CanMakePlan::of(actor, id).is_ok() { years(actor, &plans) } else { Vec::new() },
        errors,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let page = draw(&app, &mut tx, &actor, id, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    skulear: String,
}

async fn begin(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanMakePlan::of(&actor, id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let made = queries::plans(&app, &mut tx, &actor, Wanted { school: Some(id), ..Wanted::default() }).await?;
    let year = typed.skulear.parse::<i32>().ok();
    // Sent twice, it is there already.
    if let Some(plan) = made.iter().find(|plan| Some(plan.first_year.0) == year) {
        return Ok(flash::redirect(&plan.href(), Flash::NothingChanged));
    }
    let Some(first) = year.filter(|year| years(&actor, &made).iter().any(|(first, _)| first == year)) else {
        let errors = vec![("skulear".to_owned(), text(actor.lang, "error-plan-year").into_owned())];
        return draw(&app, &mut tx, &actor, id, errors).await;
    };
    let plan = making::make(&mut tx, &actor, can, SchoolYear(first), None).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/planar/{plan}"), Flash::PlanBegun))
}
