//! `/planar/{plan}`: the plan as it is read by those who read it as it stands; sharing it; and what it lacks.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::{Side, crumbs, opened, side, texts_of};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::development_plan::check::{self, Finding};
use crate::development_plan::compose;
use crate::development_plan::coverage::{Coverage, coverage};
use crate::development_plan::frozen::Content;
use crate::development_plan::model::Plan;
use crate::development_plan::queries;
use crate::development_plan::structure::Structure;
use crate::development_plan::view::{self, Reading};
use crate::error::Result;
use crate::ids::PlanId;
use crate::quality_plan;
use crate::text::{dates, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/planar/{plan}", show).post("/planar/{plan}/deling", share)
}

#[derive(Template)]
#[template(path = "development_plan/front.html")]
struct FrontPage {
    cx: Page,
    side: Side,
    crumbs: Vec<(String, String)>,
    title: String,
    lead: String,
    plan: Plan,
    reading: Reading,
    /// What it does with the municipality's priorities.
    coverage: Option<Coverage>,
    /// What the plan lacks; for those who can do something about it.
    findings: Vec<Finding>,
    /// Goals of departments that can stand in the school's plan.
    shared: Option<String>,
    writes: bool,
    name: String,
}

#[derive(Template)]
#[template(path = "development_plan/unread.html")]
struct UnreadPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    words: String,
}

/// What the plan lacks, with what the school's earlier plans had.
pub async fn findings(tx: &mut Tx, actor: &Actor, plan: &Plan, structure: &Structure, content: &Content) -> Result<Vec<Finding>> {
    let before: Vec<String> = queries::before(tx, plan)
        .await?
        .iter()
        .flat_map(|(_, content)| check::measures(content).into_iter().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let known = [plan.school_name.as_str(), actor.municipality_name.as_str()];
    check::findings(plan, structure, content, &before, &known, actor.lang)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<PlanId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let lang = actor.lang;
    if plan.rights.reads.is_empty() {
        // Those who follow the school up read what was delivered.
        if plan.rights.reads_delivered {
            return Ok(Redirect::to(&format!("{}/versjon/{}", plan.href(), plan.versions)).into_response());
        }
        let words = text_with(lang, "plan-not-delivered", &[("school", &plan.school_name), ("day", &dates::long(plan.due))]);
        let title = plan.title(lang)?;
        let page = UnreadPage { cx: Page::new(&actor, title.clone()), crumbs: crumbs(&plan, &actor, None)?, title, words };
        return page::html(&page);
    }
    let structure = queries::structure(&mut tx, &plan).await?;
    let texts = texts_of(&mut tx, &plan).await?;
    let words = compose::words(&texts);
    let content = compose::content(&plan, &structure, &words)?;
    let in_force = quality_plan::in_force(&mut tx, &actor).await?;
    let said = queries::said(&mut tx, &plan, None).await?;
    let writes = plan.rights.reads_all() && !plan.rights.writes.is_empty();
    let findings = if writes { findings(&mut tx, &actor, &plan, &structure, &content).await? } else { Vec::new() };
    tx.commit().await?;
    let filled: Vec<String> = texts.iter().filter(|text| !text.value.is_empty()).map(|text| text.field.clone()).collect();
    let title = plan.title(lang)?;
    let page = FrontPage {
        cx: Page::new(&actor, format!("{title} – {}", plan.school_name)),
        side: side(&plan, &structure, &filled, &actor, None)?,
        crumbs: crumbs(&plan, &actor, None)?,
        lead: text_with(lang, "plan-lead", &[("school", &plan.school_name), ("day", &dates::with_weekday(plan.due, lang))]),
        coverage: coverage(in_force.as_ref(), &content, &plan),
        reading: view::reading(&plan, &content, &said, &actor, true)?,
        findings,
        shared: plan.shared_at.map(|at| text_with(lang, "plan-shared-since", &[("day", &dates::lately(at, actor.today, lang))])),
        writes,
        name: plan.template()?.name_definite.get(lang).to_owned(),
        title,
        plan,
    };
    page::html(&page)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sharing {
    #[serde(default)]
    vis: String,
}

async fn share(Extract(app): Extract<App>, actor: Actor, Path(id): Path<PlanId>, Form(form): Form<Sharing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, _) = opened(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_lead()?;
    let on = form.vis == "ja";
    queries::share(&mut tx, can, on.then_some(actor.now)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&plan.href(), if on { Flash::PlanShared } else { Flash::PlanUnshared }))
}
