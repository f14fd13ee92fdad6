//! `/kvalitetsplan/{plan}/oppfolging`: how the steps of an adopted plan go, said one by one.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::{Side, crumbs, filled, side};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{QualityPlanId, QualityStepId};
use crate::quality_plan::check::short;
use crate::quality_plan::follow::{Followed, Standing, StepEntry, StepTold};
use crate::quality_plan::frozen::{Content, Step};
use crate::quality_plan::model::{Plan, Structure};
use crate::quality_plan::{queries, reading};
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// The most characters of when it is done instead, and of what is said.
const LONGEST_WHEN: usize = 200;
const LONGEST_WORDS: usize = 2000;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/kvalitetsplan/{plan}/oppfolging", show)
        .get("/kvalitetsplan/{plan}/oppfolging/{step}", one)
        .post("/kvalitetsplan/{plan}/oppfolging/{step}", tell)
}

struct StepView {
    href: String,
    what: String,
    about: String,
    state: String,
    tag: (&'static str, &'static str),
    words: String,
}

#[derive(Template)]
#[template(path = "quality_plan/follow.html")]
struct FollowPage {
    cx: Page,
    side: Option<Side>,
    crumbs: Vec<(String, String)>,
    title: String,
    periods: Vec<(String, Vec<StepView>)>,
    tells: bool,
}

fn about(step: &Step) -> String {
    let all = [step.when.as_str(), &step.who, &step.responsible];
    all.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn state(entry: Option<&StepEntry>, lang: Lang) -> (String, (&'static str, &'static str)) {
    match entry {
        Some(entry) => (entry.state_words(lang), entry.told.standing.tag()),
        None => (text(lang, "quality-step-planned").into_owned(), ("none", "ring")),
    }
}

fn view(plan: &Plan, step: &Step, followed: &Followed, actor: &Actor) -> StepView {
    let entry = followed.step(step.id);
    let (state, tag) = state(entry, actor.lang);
    let words = entry.map_or_else(String::new, |entry| match entry.told.words.as_str() {
        "" => format!("{}, {}", entry.by, dates::recent(entry.at, actor.today)),
        words => format!("{words} – {}, {}", entry.by, dates::recent(entry.at, actor.today)),
    });
    StepView { href: format!("{}/oppfolging/{}", plan.href(), step.id), what: step.what.clone(), about: about(step), state, tag, words }
}

/// What skoleeier sees beside the page.
async fn beside(tx: &mut Tx, plan: &Plan, actor: &Actor, current: &str) -> Result<Option<Side>> {
    if !plan.rights.owns {
        return Ok(None);
    }
    let structure: Structure = queries::structure(tx, plan).await?;
    let filled = filled(tx, plan).await?;
    side(plan, &structure, &filled, actor, current)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let content = reading::newest(&mut tx, &plan).await?.content;
    let followed = reading::followed(&mut tx, &plan).await?;
    let side = beside(&mut tx, &plan, &actor, "oppfolging").await?;
    tx.commit().await?;
    let title = text(lang, "quality-follow").into_owned();
    let periods = content.periods.iter().map(|period| {
        let name = if period.name.is_empty() { text(lang, "quality-period-without-name").into_owned() } else { period.name.clone() };
        (name, period.steps.iter().map(|step| view(&plan, step, &followed, &actor)).collect())
    });
    let page = FollowPage {
        cx: Page::new(&actor, format!("{title} – {}", plan.title(lang)?)),
        side,
        crumbs: crumbs(&plan, &actor, Some((format!("{}/oppfolging", plan.href()), title.clone())))?,
        periods: periods.collect(),
        tells: plan.rights.can_follow().is_ok(),
        title,
    };
    page::html(&page)
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    stand: String,
    flytta: String,
    ord: String,
    save_id: String,
}

impl Typed {
    fn checked(&self, lang: Lang) -> std::result::Result<StepTold, Vec<(String, String)>> {
        let missing = |key: &str| text(lang, key);
        let standing = Standing::parse(&self.stand);
        let moved_to = match standing {
            Some(Standing::Moved) => short_text(&self.flytta, LONGEST_WHEN, missing("error-quality-moved"), lang),
            _ => Ok(String::new()),
        };
        let words = match self.ord.trim() {
            "" => Ok(String::new()),
            _ => short_text(&self.ord, LONGEST_WORDS, missing("error-quality-standing"), lang),
        };
        match (standing, moved_to, words) {
            (Some(standing), Ok(moved_to), Ok(words)) => Ok(StepTold { standing, moved_to, words }),
            (standing, moved_to, words) => {
                let errors = [
                    standing.is_none().then(|| ("stand", missing("error-quality-standing").into_owned())),
                    moved_to.err().map(|sentence| ("flytta", sentence)),
                    words.err().map(|sentence| ("ord", sentence)),
                ];
                Err(errors.into_iter().flatten().map(|(field, sentence)| (field.to_owned(), sentence)).collect())
            }
        }
    }
}

#[derive(Template)]
#[template(path = "quality_plan/step.html")]
struct StepPage {
    cx: Page,
    side: Option<Side>,
    crumbs: Vec<(String, String)>,
    title: String,
    about: String,
    /// What was said: how it stood, words, who and when.
    entries: Vec<(String, String, String)>,
    standings: Vec<(&'static str, &'static str)>,
    tells: bool,
    typed: Typed,
    here: String,
    errors: Vec<(String, String)>,
}

impl StepPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

fn found(content: &Content, id: QualityStepId) -> Result<&Step> {
    content.steps().map(|(_, step)| step).find(|step| step.id == id.0).ok_or(AppError::NotFound)
}

async fn draw(tx: &mut Tx, actor: &Actor, (plan, step): (&Plan, &Step), typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let followed = reading::followed(tx, plan).await?;
    let side = beside(tx, plan, actor, "oppfolging").await?;
    let entries = followed.steps.iter().filter(|entry| entry.step == step.id);
    let entry = |entry: &StepEntry| {
        (entry.state_words(lang), entry.told.words.clone(), format!("{}, {}", entry.by, dates::recent(entry.at, actor.today)))
    };
    let here = format!("{}/oppfolging/{}", plan.href(), step.id);
    let title = short(&step.what);
    let list = (format!("{}/oppfolging", plan.href()), text(lang, "quality-follow").into_owned());
    let mut crumbs = crumbs(plan, actor, Some(list))?;
    crumbs.push((here.clone(), title.clone()));
    let page = StepPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        side,
        crumbs,
        title: if title.is_empty() { text_with(lang, "quality-step-number", &[("number", &step.id)]) } else { step.what.clone() },
        about: about(step),
        entries: entries.map(entry).collect(),
        standings: Standing::ALL.map(|standing| (standing.key(), standing.text_key())).into(),
        tells: plan.rights.can_follow().is_ok(),
        typed,
        here,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn one(Extract(app): Extract<App>, actor: Actor, Path((id, step)): Path<(QualityPlanId, QualityStepId)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let content = reading::newest(&mut tx, &plan).await?.content;
    let typed = Typed { save_id: Uuid::new_v4().to_string(), ..Typed::default() };
    let page = draw(&mut tx, &actor, (&plan, found(&content, step)?), typed, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn tell(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, step)): Path<(QualityPlanId, QualityStepId)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let plan = queries::load(&app, &mut tx, &actor, id).await?;
    let can = plan.rights.can_follow()?;
    let save_id = save_id(&typed.save_id)?;
    let content = reading::newest(&mut tx, &plan).await?.content;
    let known = found(&content, step)?;
    match typed.checked(actor.lang) {
        Ok(told) => {
            queries::tell_of_step(&mut tx, &actor, can, step, &told, save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/oppfolging", plan.href()), Flash::Saved))
        }
        Err(errors) => draw(&mut tx, &actor, (&plan, known), typed, errors).await,
    }
}
