//! `/planar`: what the schools have in their plans, section by section, for those who follow them up: who works on the same and could meet, and what was to
//! be looked at. No counting of good and bad.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::Actor;
use crate::access::rules::FollowedSchools;
use crate::calendar;
use crate::development_plan::action::{Entry, Standing};
use crate::development_plan::check::short;
use crate::development_plan::frozen::{self, Content};
use crate::development_plan::model::Plan;
use crate::development_plan::queries::{self, Wanted};
use crate::error::Result;
use crate::ids::{PlanActionId, PlanId, SchoolId};
use crate::indicator::SchoolYear;
use crate::municipality;
use crate::quality_plan;
use crate::text::{dates, text, text_with};
use crate::web::extract::Query;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/planar", show)
}

/// What one school has in a section.
struct Cell {
    school: String,
    href: String,
    /// Its goals, shortened.
    goals: Vec<String>,
}

/// A section, or one of the municipality's actions, with the schools that have something in it.
struct Theme {
    title: String,
    cells: Vec<Cell>,
}

/// A school with actions whose day has passed.
struct LateSchool {
    name: String,
    /// The one that has waited longest first.
    actions: Vec<Late>,
}

/// An action whose day has passed.
struct Late {
    href: String,
    what: String,
    day: String,
}

/// A school and how far its plan has come.
struct SchoolLine {
    name: String,
    href: Option<String>,
    about: String,
    tag: (&'static str, &'static str),
    state: String,
}

#[derive(Template)]
#[template(path = "development_plan/overview.html")]
struct OverviewPage {
    cx: Page,
    title: String,
    years: Vec<(i32, String, bool)>,
    delivered: String,
    themes: Vec<Theme>,
    measures: Vec<Theme>,
    /// The municipality's priorities.
    priorities: Vec<Theme>,
    late: Vec<LateSchool>,
    schools: Vec<SchoolLine>,
    /// Where the municipality's own plan is, and what it is called.
    municipal: Option<(String, String)>,
}

#[derive(serde::Deserialize)]
struct Chosen {
    #[serde(default)]
    skulear: Option<i32>,
}

type Delivered = (SchoolId, PlanId, Content);

fn cell(names: &HashMap<SchoolId, String>, delivered: &Delivered, plan: &Plan, goals: Vec<&frozen::Goal>) -> Option<Cell> {
    if goals.is_empty() {
        return None;
    }
    Some(Cell {
        school: names.get(&delivered.0)?.clone(),
        href: format!("{}/versjon/{}", plan.href(), plan.versions),
        goals: goals.into_iter().map(|goal| short(&goal.goal)).filter(|words| !words.is_empty()).collect(),
    })
}

fn late(
    names: &HashMap<SchoolId, String>,
    (school, plan, content): &Delivered,
    entries: &HashMap<PlanActionId, Entry>,
    actor: &Actor,
) -> Option<LateSchool> {
    let name = names.get(school)?;
    let mut all = Vec::new();
    for (_, action) in content.actions() {
        let entry = entries.get(&PlanActionId(action.id));
        let standing = entry.map_or_else(|| Standing::parse(&action.state).unwrap_or(Standing::Planned), |entry| entry.standing);
        let day = entry.and_then(|entry| entry.next_check).or(action.check_on);
        let Some(day) = day.filter(|day| *day < actor.today && standing.is_active()) else { continue };
        let late =
            Late { href: format!("/planar/{plan}/tiltak/{}", action.id), what: short(&action.what), day: dates::near(day, actor.today) };
        all.push((day, late));
    }
    all.sort_by_key(|(day, _)| *day);
    (!all.is_empty()).then(|| LateSchool { name: name.clone(), actions: all.into_iter().map(|(_, late)| late).collect() })
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(chosen): Query<Chosen>) -> Result<Response> {
    let followed = FollowedSchools::of(&actor)?;
    let lang = actor.lang;
    let now = calendar::school_year_of(actor.today);
    let year = SchoolYear(chosen.skulear.filter(|year| (2000..=2100).contains(year)).unwrap_or(now));
    let mut tx = app.database.read(&actor.scope()).await?;
    let all = municipality::schools(&mut tx, actor.municipality).await?;
    let schools: Vec<_> = all.into_iter().filter(|school| followed.has(school.id) && school.takes_part(actor.today)).collect();
    let plans = queries::plans(&app, &mut tx, &actor, Wanted { year: Some(year), ..Wanted::default() }).await?;
    let delivered = queries::followed(&mut tx, &actor, year).await?;
    let entries: HashMap<PlanActionId, Entry> = queries::followed_entries(&mut tx, &actor, year).await?.into_iter().collect();
    let municipal = quality_plan::link(&app, &mut tx, &actor).await?;
    let in_force = quality_plan::in_force(&mut tx, &actor).await?;
    tx.commit().await?;
    let names: HashMap<SchoolId, String> = schools.iter().map(|school| (school.id, school.name.clone())).collect();
    let of = |id: PlanId| plans.iter().find(|plan| plan.id == id);
    let mut themes = Vec::new();
    let mut measures = Vec::new();
    if let Some(template) = actor.pack.as_ref().and_then(|pack| pack.plan()) {
        for section in template.sections.iter().filter(|section| !section.only_text) {
            let goals = |one: &Delivered| {
                let own = one.2.sections.iter().filter(|known| known.key == section.key).flat_map(|known| &known.goals).collect();
                cell(&names, one, of(one.1)?, own)
            };
            themes.push(Theme { title: section.title.get(lang).to_owned(), cells: delivered.iter().filter_map(goals).collect() });
        }
        for measure in &template.measures {
            let goals = |one: &Delivered| {
                let own =
                    one.2.goals().filter(|goal| goal.actions.iter().any(|action| action.measure.as_ref() == Some(&measure.key))).collect();
                cell(&names, one, of(one.1)?, own)
            };
            measures.push(Theme { title: measure.title.get(lang).to_owned(), cells: delivered.iter().filter_map(goals).collect() });
        }
    }
    let mut priorities = Vec::new();
    for priority in in_force.iter().flat_map(|in_force| &in_force.priorities) {
        let goals = |one: &Delivered| {
            let own = one.2.goals().filter(|goal| goal.priorities.iter().any(|known| known.id == priority.id.0)).collect();
            cell(&names, one, of(one.1)?, own)
        };
        let title = format!("{} {}", priority.number, priority.words);
        priorities.push(Theme { title, cells: delivered.iter().filter_map(goals).collect() });
    }
    for theme in themes.iter_mut().chain(&mut measures).chain(&mut priorities) {
        theme.cells.sort_by(|one, other| one.school.cmp(&other.school));
    }
    let mut overdue: Vec<LateSchool> = delivered.iter().filter_map(|one| late(&names, one, &entries, &actor)).collect();
    // By name: a list by how much is late would be a ranking.
    overdue.sort_by(|one, other| one.name.cmp(&other.name));
    let line = |school: &municipality::School| {
        let plan = plans.iter().find(|plan| plan.school == school.id);
        let Some(plan) = plan else {
            let state = text(lang, "plan-not-begun").into_owned();
            return SchoolLine { name: school.name.clone(), href: None, about: String::new(), tag: ("none", "ring"), state };
        };
        SchoolLine {
            name: school.name.clone(),
            href: plan.rights.reads_delivered.then(|| format!("{}/versjon/{}", plan.href(), plan.versions)),
            about: text_with(lang, "plan-due", &[("day", &dates::near(plan.due, actor.today))]),
            tag: plan.state.tag(),
            state: text(lang, plan.state.text_key()).into_owned(),
        }
    };
    let title = text(lang, "plan-overview-title").into_owned();
    page::html(&OverviewPage {
        cx: Page::new(&actor, format!("{title} {year}")),
        title,
        years: [now - 1, now, now + 1].map(|one| (one, SchoolYear(one).to_string(), one == year.0)).into(),
        delivered: text_with(lang, "plan-overview-delivered", &[("count", &delivered.len()), ("all", &schools.len())]),
        themes,
        measures,
        priorities,
        late: overdue,
        schools: schools.iter().map(line).collect(),
        municipal,
    })
}
