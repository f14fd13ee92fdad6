//! `/skoler/{school}/trad/{section}`: the red thread of a theme: where each action came from, what became of it from plan to plan, and what was learnt.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::texts_of;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::development_plan::compose;
use crate::development_plan::frozen::{Action, Content, Goal};
use crate::development_plan::model::Plan;
use crate::development_plan::queries::{self, Said, Wanted};
use crate::development_plan::thread::{Place, threads};
use crate::development_plan::view::{self, ActionView};
use crate::error::{AppError, Result};
use crate::ids::{PlanGoalId, SchoolId};
use crate::text::{text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skoler/{school}/trad/{section}", show)
}

/// What the actor reads of a plan.
struct Read {
    plan: Plan,
    content: Content,
    said: Said,
}

impl Read {
    /// The goals of a theme with their actions: the school's, and what departments have beside.
    fn goals<'a>(&'a self, section: &'a str) -> impl Iterator<Item = &'a Goal> {
        let beside = self.content.departments.iter().flat_map(|department| &department.sections);
        self.content.sections.iter().chain(beside).filter(move |one| one.key == section).flat_map(|one| &one.goals)
    }
}

/// An action in one plan.
struct Link {
    years: String,
    goal: String,
    goal_href: String,
    view: ActionView,
}

/// An action from where it came to what became of it.
struct Thread {
    title: String,
    /// What it came from, each thing once: kind, words, address, what is expected.
    why: Vec<(String, String, String, String)>,
    links: Vec<Link>,
}

#[derive(Template)]
#[template(path = "development_plan/thread.html")]
struct ThreadPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    threads: Vec<Thread>,
    /// The other themes: address, name, whether it is this one.
    themes: Vec<(String, String, bool)>,
}

/// All that the actor reads of the school's plans, the oldest first.
async fn read(app: &App, tx: &mut Tx, actor: &Actor, school: SchoolId) -> Result<Vec<Read>> {
    let mut all = Vec::new();
    let wanted = Wanted { school: Some(school), ..Wanted::default() };
    for plan in queries::plans(app, tx, actor, wanted).await?.into_iter().rev() {
        let content = if !plan.rights.reads.is_empty() {
            let structure = queries::structure(tx, &plan).await?;
            let texts = texts_of(tx, &plan).await?;
            compose::content(&plan, &structure, &compose::words(&texts))?
        } else if plan.rights.reads_delivered {
            queries::newest_version(tx, &plan).await?.content
        } else {
            continue;
        };
        let said = queries::said(tx, &plan, None).await?;
        all.push(Read { plan, content, said });
    }
    Ok(all)
}

fn thread(all: &[(Place, &Read, &Goal, &Action)], places: &[Place], actor: &Actor) -> Result<Thread> {
    let mut links = Vec::new();
    let mut why: Vec<(String, String, String, String)> = Vec::new();
    for (_, read, goal, action) in places.iter().filter_map(|place| all.iter().find(|(one, ..)| one == place)) {
        let template = read.plan.template()?;
        let view = view::action(&read.plan, template, action, &read.said, actor);
        for one in &view.why {
            if why.iter().all(|known| (&known.0, &known.1) != (&one.0, &one.1)) {
                why.push(one.clone());
            }
        }
        links.push(Link {
            years: read.plan.years(),
            goal: if goal.goal.is_empty() { text(actor.lang, "plan-goal-without-words").into_owned() } else { goal.goal.clone() },
            goal_href: read.plan.goal_href(PlanGoalId(goal.id)),
            view,
        });
    }
    let words = links.last().map_or("", |link| link.view.what.as_str());
    let title = if words.is_empty() { text(actor.lang, "plan-action-without-words").into_owned() } else { words.to_owned() };
    Ok(Thread { title, why, links })
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((school, section)): Path<(SchoolId, String)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plans = read(&app, &mut tx, &actor, school).await?;
    tx.commit().await?;
    let newest = plans.last().ok_or(AppError::NotFound)?;
    let lang = actor.lang;
    // A theme that an earlier plan had keeps its page.
    let name = |key: &str| plans.iter().rev().find_map(|read| Some(read.plan.template().ok()?.section(key)?.title.get(lang).to_owned()));
    let theme = name(&section).ok_or(AppError::NotFound)?;
    let mut all: Vec<(Place, &Read, &Goal, &Action)> = Vec::new();
    for read in &plans {
        for goal in read.goals(&section) {
            all.extend(goal.actions.iter().map(|action| ((read.plan.id.0, action.id), read, goal, action)));
        }
    }
    let order: Vec<(Place, Option<Place>)> = all.iter().map(|(place, .., action)| (*place, action.carried_from)).collect();
    let threads = threads(&order).iter().map(|places| thread(&all, places, &actor)).collect::<Result<Vec<_>>>()?;
    let title = text_with(lang, "plan-thread-title", &[("theme", &theme)]);
    let href = |key: &str| format!("/skoler/{school}/trad/{key}");
    let school_name = newest.plan.school_name.clone();
    let themes = newest.plan.template()?.sections.iter().filter(|one| !one.only_text);
    page::html(&ThreadPage {
        cx: Page::new(&actor, format!("{title} – {school_name}")),
        crumbs: vec![
            (format!("/skoler/{school}"), school_name),
            (format!("/skoler/{school}/planar"), text(lang, "plan-list-crumb").into_owned()),
            (href(&section), theme),
        ],
        themes: themes.map(|one| (href(&one.key), one.title.get(lang).to_owned(), one.key == section)).collect(),
        title,
        threads,
    })
}
