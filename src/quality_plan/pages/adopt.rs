//! `/kvalitetsplan/{plan}/manglar`: what a plan lacks, and the way from one state to another: to hearing and back, adopted, opened again, closed.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::{Side, crumbs, filled, opened_by_owner, opened_to_change, side};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::QualityPlanId;
use crate::quality_plan::check::{Finding, findings};
use crate::quality_plan::differing::{Difference, differences};
use crate::quality_plan::field::parts;
use crate::quality_plan::model::{Plan, State, Structure};
use crate::quality_plan::{making, queries, reading};
use crate::text::{Lang, text};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;
use crate::writing::{self, short_text};

/// The most characters of what is changed, and of a reason.
const LONGEST_CHANGED: usize = 2000;
const LONGEST_REASON: usize = 500;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/kvalitetsplan/{plan}/manglar", show).post("/kvalitetsplan/{plan}/tilstand", turn)
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    steg: String,
    endra: String,
    grunn: String,
}

#[derive(Template)]
#[template(path = "quality_plan/adopt.html")]
struct AdoptPage {
    cx: Page,
    side: Option<Side>,
    crumbs: Vec<(String, String)>,
    title: String,
    plan: Plan,
    name: String,
    blocking: Vec<Finding>,
    other: Vec<Finding>,
    /// What is new since the version before; `None` of the first.
    since: Option<Vec<Difference>>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl AdoptPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    (plan, structure): (&Plan, &Structure),
    typed: Typed,
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let lang = actor.lang;
    let content = reading::live(tx, plan, structure).await?;
    let filled = filled(tx, plan).await?;
    let template = plan.template()?;
    let section = |key: &str| template.section(key).map_or_else(|| key.to_owned(), |section| section.title.get(lang).to_owned());
    let since = if plan.versions > 0 && plan.state.is_open() {
        Some(differences(&reading::newest(tx, plan).await?.content, &content, &section, lang))
    } else {
        None
    };
    let all = if plan.state.is_open() { findings(plan, &content, lang) } else { Vec::new() };
    let (blocking, other) = all.into_iter().partition(|finding| finding.blocks);
    let title = text(lang, if plan.state.is_open() { "quality-to-adopt" } else { "quality-state-page" }).into_owned();
    let page = AdoptPage {
        cx: Page::new(actor, format!("{title} – {}", plan.title(lang)?)).refused_when(!errors.is_empty()),
        side: side(plan, structure, &filled, actor, "manglar")?,
        crumbs: crumbs(plan, actor, Some((format!("{}/manglar", plan.href()), title.clone())))?,
        title: capital(&title),
        name: template.name_definite.get(lang).to_owned(),
        plan: plan.clone(),
        blocking,
        other,
        since,
        typed,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened_by_owner(&app, &mut tx, &actor, id).await?;
    let page = draw(&mut tx, &actor, (&plan, &structure), Typed::default(), Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

/// What is wrong with adopting the plan as it stands, and what is said of what is new.
async fn to_adopt(
    tx: &mut Tx,
    (plan, structure): (&Plan, &Structure),
    typed: &Typed,
    lang: Lang,
) -> Result<std::result::Result<String, Vec<(String, String)>>> {
    let content = reading::live(tx, plan, structure).await?;
    let mut errors = Vec::new();
    if findings(plan, &content, lang).iter().any(|finding| finding.blocks) {
        errors.push(("manglar".to_owned(), text(lang, "error-quality-not-ready").into_owned()));
    }
    let empty = typed.endra.trim().is_empty();
    let changed = match short_text(&typed.endra, LONGEST_CHANGED, text(lang, "error-quality-changed"), lang) {
        Ok(words) => words,
        Err(_) if empty && plan.versions == 0 => String::new(),
        Err(sentence) => {
            errors.push(("endra".to_owned(), sentence));
            String::new()
        }
    };
    Ok(if errors.is_empty() { Ok(changed) } else { Err(errors) })
}

async fn turn(Extract(app): Extract<App>, actor: Actor, Path(id): Path<QualityPlanId>, Form(typed): Form<Typed>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    let unchanged = || Ok(flash::redirect(&plan.href(), Flash::NothingChanged));
    let back = if plan.versions > 0 { State::Reopened } else { State::Draft };
    let flash = match (typed.steg.as_str(), plan.state) {
        // Sent twice, it is done.
        ("hoyring", State::Hearing)
        | ("trekk", State::Draft | State::Reopened)
        | ("vedta", State::Adopted)
        | ("avslutt", State::Closed) => {
            return unchanged();
        }
        ("opne", State::Reopened | State::Draft | State::Hearing) if plan.versions > 0 => return unchanged(),
        ("hoyring", _) => {
            queries::set_state(&mut tx, plan.rights.can_adopt()?, plan.state, State::Hearing).await?;
            Flash::QualityHeard
        }
        ("trekk", _) => {
            queries::set_state(&mut tx, plan.rights.can_adopt()?, plan.state, back).await?;
            Flash::QualityTakenBack
        }
        ("vedta", _) => {
            let can = plan.rights.can_adopt()?;
            match to_adopt(&mut tx, (&plan, &structure), &typed, lang).await? {
                Ok(changed) => making::carry_out(&mut tx, &actor, &plan, can, &changed).await?,
                Err(errors) => return draw(&mut tx, &actor, (&plan, &structure), typed, errors).await,
            }
            Flash::QualityAdopted
        }
        ("opne" | "avslutt", _) => {
            let can = plan.rights.can_turn()?;
            let opens = typed.steg == "opne";
            let key = if opens { "error-quality-why-open" } else { "error-quality-why-close" };
            let reason = match short_text(&typed.grunn, LONGEST_REASON, text(lang, key), lang) {
                Ok(reason) => reason,
                Err(sentence) => {
                    let field = if opens { "grunn" } else { "grunn-slutt" };
                    return draw(&mut tx, &actor, (&plan, &structure), typed, vec![(field.to_owned(), sentence)]).await;
                }
            };
            let into = if opens { State::Reopened } else { State::Closed };
            if queries::turn(&mut tx, &actor, can, into, &reason).await? && opens {
                writing::reopen(&mut tx, plan.document).await?;
            }
            if opens { Flash::QualityReopened } else { Flash::QualityClosed }
        }
        _ => return Err(AppError::BadRequest("error-bad-form")),
    };
    tx.commit().await?;
    for part in parts(plan.template()?) {
        app.live.changed(plan.document.document, &part);
    }
    Ok(flash::redirect(&plan.href(), flash))
}
