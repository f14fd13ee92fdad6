//! `/planar/{plan}/tiltak/{action}/kvifor`: what an action comes from is picked among what the school has, never typed. What stands in a plan is meant to be
//! read by everybody at the school: a figure is one that they all see; of a promise and of an answer stands where it is, not what it says.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::sources::{Candidate, cut, expected, figures};
use super::{crumbs, opened, opened_to_change};
use crate::App;
use crate::access::Actor;
use crate::agreement;
use crate::database::Tx;
use crate::development_plan::check::short;
use crate::development_plan::compose;
use crate::development_plan::model::{Action, Plan};
use crate::development_plan::queries::{self, Of};
use crate::development_plan::structure::Structure;
use crate::development_plan::why::Kind;
use crate::error::{AppError, Result};
use crate::ids::{PlanActionId, PlanId, PlanWhyId};
use crate::inquiry;
use crate::self_assessment;
use crate::story;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Nothing, Path, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/planar/{plan}/tiltak/{action}/kvifor", show)
        .post("/planar/{plan}/tiltak/{action}/kvifor", add)
        .post("/planar/{plan}/tiltak/{action}/kvifor/{why}/fjerning", remove)
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    slag: String,
    kjelde: String,
    ventar: String,
    save_id: String,
}

#[derive(Template)]
#[template(path = "development_plan/reasons.html")]
struct ReasonsPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    what: String,
    here: String,
    cancel: String,
    /// Key, name, whether it is the one shown.
    kinds: Vec<(&'static str, String, bool)>,
    kind: &'static str,
    candidates: Vec<Candidate>,
    none: &'static str,
    expects: bool,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl ReasonsPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn chosen(&self, candidate: &Candidate) -> bool {
        candidate.sent == self.typed.kjelde
    }
}

async fn answers(app: &App, tx: &mut Tx, actor: &Actor, plan: &Plan) -> Result<Vec<Candidate>> {
    let Some(excerpt) = self_assessment::newest_delivered(app, tx, actor, plan.school).await? else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for (number, part) in excerpt.parts.iter().enumerate() {
        for (place, answer) in part.answers.iter().enumerate() {
            all.push(Candidate {
                sent: format!("{}:{number}:{place}", excerpt.delivery),
                words: cut(&format!("{}: {}", excerpt.title, answer.question)),
                more: short(&answer.text),
                target: Some(excerpt.delivery.0),
                key: part.href.clone(),
                grade: None,
                figure: None,
            });
        }
    }
    Ok(all)
}

async fn others(app: &App, tx: &mut Tx, actor: &Actor, plan: &Plan, kind: Kind) -> Result<Vec<Candidate>> {
    let one = |id: i64, words: String, more: String| Candidate {
        sent: id.to_string(),
        words: cut(&words),
        more,
        target: Some(id),
        key: String::new(),
        grade: None,
        figure: None,
    };
    Ok(match kind {
        Kind::Story => {
            let open = |story: &story::Story| matches!(story.state, story::State::Shared | story::State::Delivered);
            let stories = story::of_school(tx, actor, plan.school).await?;
            stories
                .into_iter()
                .filter(|(story, _)| open(story))
                .map(|(story, _)| one(story.id.0, story.words.title, String::new()))
                .collect()
        }
        Kind::Agreement => agreement::of_school(app, tx, actor, plan.school)
            .await?
            .into_iter()
            .map(|(agreement, meeting)| {
                let day = dates::long(dates::norwegian_date(agreement.met_at));
                let words = text_with(actor.lang, "plan-why-agreement-words", &[("meeting", &meeting.get(actor.lang)), ("day", &day)]);
                one(agreement.id.0, words, agreement.words(actor.lang))
            })
            .collect(),
        Kind::Chain => inquiry::of_school(tx, actor, plan.school)
            .await?
            .into_iter()
            .filter(|inquiry| !inquiry.named)
            .map(|inquiry| one(inquiry.id.0, inquiry.title(None, actor.lang), String::new()))
            .collect(),
        Kind::Figure | Kind::Answer => Vec::new(),
    })
}

async fn candidates(app: &App, tx: &mut Tx, actor: &Actor, plan: &Plan, kind: Kind) -> Result<Vec<Candidate>> {
    match kind {
        Kind::Figure => figures(tx, actor, plan).await,
        Kind::Answer => answers(app, tx, actor, plan).await,
        Kind::Story | Kind::Agreement | Kind::Chain => others(app, tx, actor, plan, kind).await,
    }
}

async fn draw(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    (plan, action): (&Plan, &Action),
    (kind, typed): (Kind, Typed),
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let lang = actor.lang;
    let texts = writing::fields(tx, plan.document, Some(std::slice::from_ref(&action.part))).await?;
    let what = compose::words(&texts).get(action.what().as_str()).map(|words| short(words)).unwrap_or_default();
    let title = text(lang, "plan-why-title").into_owned();
    let here = format!("{}/kvifor", plan.action_href(action.id));
    let page = ReasonsPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        crumbs: crumbs(plan, actor, Some((here.clone(), title.clone())))?,
        title,
        what,
        here,
        cancel: plan.action_href(action.id),
        kinds: Kind::ALL.iter().map(|one| (one.key(), text(lang, one.text_key()).into_owned(), *one == kind)).collect(),
        kind: kind.key(),
        candidates: candidates(app, tx, actor, plan, kind).await?,
        none: match kind {
            Kind::Figure => "plan-why-no-figures",
            Kind::Answer => "plan-why-no-answers",
            Kind::Story => "plan-why-no-stories",
            Kind::Agreement => "plan-why-no-agreements",
            Kind::Chain => "plan-why-no-chains",
        },
        expects: kind == Kind::Figure,
        typed,
        errors,
    };
    let status = if page.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page::html(&page)?).into_response())
}

fn shaped<'a>(plan: &Plan, structure: &'a Structure, action: PlanActionId) -> Result<(&'a Action, crate::access::rules::CanShapePlan)> {
    let action = structure.action(action).ok_or(AppError::NotFound)?;
    Ok((action, plan.rights.can_shape(&action.part)?))
}

#[derive(serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    slag: String,
}

async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, action)): Path<(PlanId, PlanActionId)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    let (action, _can) = shaped(&plan, &structure, action)?;
    let kind = Kind::parse(&wanted.slag).unwrap_or(Kind::Figure);
    let typed = Typed { save_id: uuid::Uuid::new_v4().to_string(), ..Typed::default() };
    let page = draw(&app, &mut tx, &actor, (&plan, action), (kind, typed), Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn add(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, action)): Path<(PlanId, PlanActionId)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let lang = actor.lang;
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let (action, can) = shaped(&plan, &structure, action)?;
    let kind = Kind::parse(&typed.slag).ok_or(AppError::BadRequest("error-bad-form"))?;
    let all = candidates(&app, &mut tx, &actor, &plan, kind).await?;
    let picked = all.iter().find(|candidate| candidate.sent == typed.kjelde);
    let mut errors = Vec::new();
    let expected = if kind == Kind::Figure { expected(&typed.ventar, &mut errors, lang) } else { String::new() };
    let (Some(picked), true) = (picked, errors.is_empty()) else {
        if picked.is_none() {
            errors.insert(0, ("kjelder".to_owned(), text(lang, "error-plan-why").into_owned()));
        }
        return draw(&app, &mut tx, &actor, (&plan, action), (kind, typed), errors).await;
    };
    queries::add_why(&mut tx, &actor, can, Of::Action(action), &picked.link(kind, &expected), save_id).await?;
    tx.commit().await?;
    app.live.changed(plan.document.document, &action.part);
    Ok(flash::redirect(&plan.action_href(action.id), Flash::Saved))
}

async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, action, why)): Path<(PlanId, PlanActionId, PlanWhyId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let (action, can) = shaped(&plan, &structure, action)?;
    if !queries::remove_why(&mut tx, can, Of::Action(action), why, actor.now).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&plan.action_href(action.id), Flash::Saved))
}
