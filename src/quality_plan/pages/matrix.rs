//! `/kvalitetsplan/{plan}/samanheng`: which actions serve which priorities, as a table of boxes.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::{Side, crumbs, filled, opened_by_owner, opened_to_change, side};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::QualityPlanId;
use crate::quality_plan::{queries, reading};
use crate::text::{text, text_with};
use crate::web::extract::{Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/kvalitetsplan/{plan}/samanheng", show).post("/kvalitetsplan/{plan}/samanheng", save)
}

/// A box: its value, the action it is for, and whether it is ticked.
struct Tick {
    value: String,
    action: String,
    title: String,
    on: bool,
}

/// A priority with its boxes.
struct Row {
    number: String,
    words: String,
    boxes: Vec<Tick>,
    /// No action serves it.
    bare: bool,
}

/// A goal with its priorities.
struct Group {
    title: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "quality_plan/matrix.html")]
struct MatrixPage {
    cx: Page,
    side: Option<Side>,
    crumbs: Vec<(String, String)>,
    title: String,
    /// «Tiltak 1», and what it is.
    actions: Vec<(String, String)>,
    groups: Vec<Group>,
    /// What was ticked when the page was drawn.
    before: String,
    writable: bool,
    href: String,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened_by_owner(&app, &mut tx, &actor, id).await?;
    let content = reading::live(&mut tx, &plan, &structure).await?;
    let filled = filled(&mut tx, &plan).await?;
    tx.commit().await?;
    let words = |words: &str| if words.is_empty() { text(lang, "quality-without-words").into_owned() } else { words.to_owned() };
    let named = |at: usize| text_with(lang, "quality-action-number", &[("number", &(at + 1))]);
    let groups = content.goals.iter().enumerate().map(|(at, goal)| Group {
        title: text_with(lang, "quality-goal-line", &[("number", &(at + 1)), ("goal", &words(&goal.goal))]),
        rows: goal
            .priorities
            .iter()
            .enumerate()
            .map(|(place, priority)| Row {
                number: format!("{}.{}", at + 1, place + 1),
                words: words(&priority.text),
                bare: content.actions.iter().all(|action| !action.serves.contains(&priority.id)),
                boxes: content
                    .actions
                    .iter()
                    .enumerate()
                    .map(|(at, action)| Tick {
                        value: format!("{}-{}", action.id, priority.id),
                        action: named(at),
                        title: words(&action.title),
                        on: action.serves.contains(&priority.id),
                    })
                    .collect(),
            })
            .collect(),
    });
    let title = text(lang, "quality-matrix").into_owned();
    let href = format!("{}/samanheng", plan.href());
    let page = MatrixPage {
        cx: Page::new(&actor, format!("{title} – {}", plan.title(lang)?)),
        side: side(&plan, &structure, &filled, &actor, "samanheng")?,
        crumbs: crumbs(&plan, &actor, Some((href.clone(), title.clone())))?,
        title,
        actions: content.actions.iter().enumerate().map(|(at, action)| (named(at), words(&action.title))).collect(),
        groups: groups.collect(),
        before: structure.serves.iter().map(|(action, priority)| format!("{action}-{priority}")).collect::<Vec<_>>().join(" "),
        writable: plan.rights.writes,
        href,
    };
    page::html(&page)
}

fn pair(sent: &str) -> Result<(i64, i64)> {
    let parsed = sent.split_once('-').and_then(|(action, priority)| Some((action.parse().ok()?, priority.parse().ok()?)));
    parsed.ok_or(AppError::BadRequest("error-bad-form"))
}

/// What was ticked and unticked since the page was drawn is changed, and nothing else: what somebody else has done meanwhile stands.
async fn save(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>, pairs: Pairs) -> Result<Response> {
    use crate::quality_plan::model::Kind;
    pairs.only(&["tener", "for"], &[])?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_shape()?;
    let now = pairs.all("tener").map(pair).collect::<Result<Vec<_>>>()?;
    let before = pairs.get("for").unwrap_or_default().split_whitespace().map(pair).collect::<Result<Vec<_>>>()?;
    let on = now.iter().filter(|one| !before.contains(one)).map(|one| (*one, true));
    let off = before.iter().filter(|one| !now.contains(one)).map(|one| (*one, false));
    let changes: Vec<_> = on.chain(off).collect();
    for ((action, priority), on) in &changes {
        if !structure.has(Kind::Action, *action) || !structure.has(Kind::Priority, *priority) {
            return Err(AppError::NotFound);
        }
        queries::serve(&mut tx, can, (*action, *priority), *on, actor.now).await?;
    }
    tx.commit().await?;
    let flash = if changes.is_empty() { Flash::NothingChanged } else { Flash::Saved };
    Ok(flash::redirect(&format!("{}/samanheng", plan.href()), flash))
}
