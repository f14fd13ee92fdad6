//! `/kvalitetsplan`: the plans that there are, and a new one.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::name;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanMakeQualityPlan, reads_quality_plans};
use crate::calendar;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::QualityPlanId;
use crate::indicator::SchoolYear;
use crate::quality_plan::making;
use crate::quality_plan::model::{Plan, State};
use crate::quality_plan::queries;
use crate::text::{text, text_with};
use crate::web::extract::Form;
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/kvalitetsplan", show).post("/kvalitetsplan", begin)
}

struct Line {
    href: String,
    title: String,
    about: String,
    tag: (&'static str, &'static str),
    state: &'static str,
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    fra: String,
    til: String,
    etter: String,
}

#[derive(Template)]
#[template(path = "quality_plan/list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    name: String,
    lines: Vec<Line>,
    /// A plan can be begun: the school years, and the plans that it can come after.
    begins: bool,
    years: Vec<(String, String)>,
    before: Vec<(String, String)>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl ListPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

fn line(plan: &Plan, actor: &Actor) -> Result<Line> {
    let lang = actor.lang;
    let mut about = Vec::new();
    if plan.versions > 0 {
        about.push(text_with(lang, "quality-version", &[("number", &plan.versions)]));
    }
    // How it stands is what the actor reads: of a plan that is written in again, others read what was adopted.
    let state = if plan.rights.reads_live || !plan.state.is_open() { plan.state } else { State::Adopted };
    if plan.followed_by.is_some() {
        about.push(text(lang, "quality-has-follower").into_owned());
    }
    Ok(Line { href: plan.href(), title: plan.title(lang)?, about: about.join(" · "), tag: state.tag(), state: state.text_key() })
}

async fn draw(app: &App, tx: &mut Tx, actor: &Actor, typed: Option<Typed>, errors: Vec<(String, String)>) -> Result<Response> {
    if !reads_quality_plans(actor) {
        return Err(AppError::NotFound);
    }
    let lang = actor.lang;
    let plans = queries::plans(app, tx, actor, None).await?;
    let template = actor.pack.as_ref().and_then(|pack| pack.quality_plan());
    let now = calendar::school_year_of(actor.today);
    let lasts = template.map_or(4, |template| i32::from(template.years));
    let name = name(actor);
    let page = ListPage {
        cx: Page::new(actor, capital(&name)).refused_when(!errors.is_empty()),
        crumbs: vec![("/kvalitetsplan".to_owned(), capital(&name))],
        title: capital(&name),
        lines: plans.iter().map(|plan| line(plan, actor)).collect::<Result<_>>()?,
        begins: template.is_some() && CanMakeQualityPlan::of(actor).is_ok(),
        years: (now - 5..now + 12).map(|year| (year.to_string(), SchoolYear(year).to_string())).collect(),
        before: plans.iter().map(|plan| Ok((plan.id.to_string(), plan.title(lang)?))).collect::<Result<_>>()?,
        typed: typed.unwrap_or_else(|| Typed {
            fra: (now + 1).to_string(),
            til: (now + lasts).to_string(),
            etter: plans.first().map_or_else(String::new, |plan| plan.id.to_string()),
        }),
        name,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let page = draw(&app, &mut tx, &actor, None, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn begin(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanMakeQualityPlan::of(&actor)?;
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let plans = queries::plans(&app, &mut tx, &actor, None).await?;
    let year = |typed: &str| typed.parse::<i32>().ok().filter(|year| (2000..=2100).contains(year));
    let (first, last) = (year(&typed.fra), year(&typed.til));
    let mut errors = Vec::new();
    if first.is_none() {
        errors.push(("fra".to_owned(), text(lang, "error-quality-year").into_owned()));
    }
    if last.is_none_or(|last| first.is_some_and(|first| last < first || last - first > 9)) {
        errors.push(("til".to_owned(), text(lang, "error-quality-years").into_owned()));
    }
    let after = typed.etter.parse().ok().map(QualityPlanId).filter(|id| plans.iter().any(|plan| plan.id == *id));
    if after.is_none() && !typed.etter.is_empty() {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    let (Some(first), Some(last), true) = (first, last, errors.is_empty()) else {
        return draw(&app, &mut tx, &actor, Some(typed), errors).await;
    };
    // Sent twice, it is there already.
    let same = plans.iter().find(|plan| plan.first_year.0 == first && plan.state == State::Draft);
    if let Some(plan) = same {
        return Ok(flash::redirect(&plan.href(), Flash::NothingChanged));
    }
    let plan = making::make(&mut tx, &actor, can, (SchoolYear(first), SchoolYear(last)), after).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/kvalitetsplan/{plan}"), Flash::QualityBegun))
}
