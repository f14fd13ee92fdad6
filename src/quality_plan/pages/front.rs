//! `/kvalitetsplan/{plan}`: the plan as it is read: as it stands for those who read it so, else what was adopted last.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::{Side, crumbs, filled, side};
use crate::App;
use crate::access::Actor;
use crate::document::content::{Block, Cell, Document};
use crate::error::Result;
use crate::ids::QualityPlanId;
use crate::quality_plan::check::{Finding, findings};
use crate::quality_plan::document::document;
use crate::quality_plan::frozen::Content;
use crate::quality_plan::model::{Plan, State};
use crate::quality_plan::{queries, reading};
use crate::text::{dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/kvalitetsplan/{plan}", show)
}

/// A goal in the strategy map.
pub struct GoalOfMap {
    /// Its number.
    pub number: usize,
    /// What it is.
    pub goal: String,
    /// Its priorities: number, what it is, the actions that serve it.
    pub priorities: Vec<(String, String, String)>,
}

/// The strategy on one page: vision, goals, priorities, actions.
pub struct Map {
    /// The vision.
    pub vision: String,
    /// The goals.
    pub goals: Vec<GoalOfMap>,
    /// The actions: number, title, the priorities that it serves.
    pub actions: Vec<(usize, String, String)>,
}

/// The map of a plan.
pub fn map(content: &Content, actor: &Actor) -> Map {
    let words = |words: &str| if words.is_empty() { text(actor.lang, "quality-without-words").into_owned() } else { words.to_owned() };
    let serving = |priority: i64| {
        let numbers =
            content.actions.iter().enumerate().filter(|(_, action)| action.serves.contains(&priority)).map(|(at, _)| (at + 1).to_string());
        numbers.collect::<Vec<_>>().join(", ")
    };
    let goal = |(at, goal): (usize, &crate::quality_plan::frozen::Goal)| GoalOfMap {
        number: at + 1,
        goal: words(&goal.goal),
        priorities: goal
            .priorities
            .iter()
            .enumerate()
            .map(|(place, priority)| (format!("{}.{}", at + 1, place + 1), words(&priority.text), serving(priority.id)))
            .collect(),
    };
    let action = |(at, action): (usize, &crate::quality_plan::frozen::Action)| {
        let serves: Vec<String> = action.serves.iter().filter_map(|id| content.priority_number(*id)).collect();
        (at + 1, words(&action.title), serves.join(", "))
    };
    Map {
        vision: content.vision.clone(),
        goals: content.goals.iter().enumerate().map(goal).collect(),
        actions: content.actions.iter().enumerate().map(action).collect(),
    }
}

/// Headings of the first level, with their anchors.
pub fn contents(document: &Document) -> Vec<(String, String)> {
    let heading = |(place, block): (usize, &Block)| match block {
        Block::Heading { level: 1, text } => Some((format!("b{}", place + 1), text.clone())),
        _ => None,
    };
    document.blocks.iter().enumerate().filter_map(heading).collect()
}

/// Links to what a plan is built on: address, title.
pub fn links(content: &Content) -> Vec<(String, String)> {
    let sources = content.goals.iter().flat_map(|goal| &goal.sources).filter(|source| !source.link.is_empty());
    sources.map(|source| (source.link.clone(), source.title.clone())).collect()
}

#[derive(Template)]
#[template(path = "quality_plan/front.html")]
struct FrontPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    side: Option<Side>,
    plan: Plan,
    document: Document,
    contents: Vec<(String, String)>,
    links: Vec<(String, String)>,
    map: Map,
    findings: Vec<Finding>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    if !plan.rights.reads_live || !plan.state.is_open() {
        return Ok(Redirect::to(&format!("{}/versjon/{}", plan.href(), plan.versions)).into_response());
    }
    let structure = queries::structure(&mut tx, &plan).await?;
    let content = reading::live(&mut tx, &plan, &structure).await?;
    let followed = reading::followed(&mut tx, &plan).await?;
    let filled = filled(&mut tx, &plan).await?;
    tx.commit().await?;
    let lang = actor.lang;
    let subtitle = match plan.state {
        State::Hearing => text_with(lang, "quality-in-hearing", &[("day", &dates::long(actor.today))]),
        _ => text_with(lang, "quality-as-it-stands", &[("day", &dates::long(actor.today))]),
    };
    let document = document(&plan, (&content, &followed), (subtitle, None), &actor)?;
    let page = FrontPage {
        cx: Page::new(&actor, document.title.clone()),
        crumbs: crumbs(&plan, &actor, None)?,
        side: side(&plan, &structure, &filled, &actor, "")?,
        contents: contents(&document),
        links: links(&content),
        map: map(&content, &actor),
        findings: if plan.rights.owns { findings(&plan, &content, lang) } else { Vec::new() },
        document,
        plan,
    };
    page::html(&page)
}
