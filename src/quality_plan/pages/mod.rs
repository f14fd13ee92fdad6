//! `/kvalitetsplan`: the municipality's quality plans, one of them as it is read and as it is written, what connects its actions and priorities, its budget,
//! what the council decided, and what has come of it.
mod adopt;
mod budget;
mod evaluations;
mod files;
mod follow;
mod front;
mod history;
mod list;
mod matrix;
mod part;
mod resolution;
mod save;
mod unfunded;
mod versions;

use super::field;
use super::model::{Plan, Structure};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::QualityPlanId;
use crate::text::{Lang, kroner, text, text_with};
use crate::web::page::capital;
use crate::web::routes::Routes;
use crate::writing;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(front::routes())
        .merge(part::routes())
        .merge(save::routes())
        .merge(history::routes())
        .merge(matrix::routes())
        .merge(budget::routes())
        .merge(resolution::routes())
        .merge(evaluations::routes())
        .merge(adopt::routes())
        .merge(versions::routes())
        .merge(files::routes())
        .merge(follow::routes())
        .merge(unfunded::routes())
}

/// A plan with what it is made of, through the actor, who reads it as it stands.
async fn opened(app: &App, tx: &mut Tx, actor: &Actor, id: QualityPlanId) -> Result<(Plan, Structure)> {
    let plan = queries::load(app, tx, actor, id).await?;
    let structure = queries::structure(tx, &plan).await?;
    Ok((plan, structure))
}

/// The same for skoleeier, at the pages where it is written.
async fn opened_by_owner(app: &App, tx: &mut Tx, actor: &Actor, id: QualityPlanId) -> Result<(Plan, Structure)> {
    let plan = queries::load(app, tx, actor, id).await?;
    plan.rights.check_owns()?;
    let structure = queries::structure(tx, &plan).await?;
    Ok((plan, structure))
}

/// The same, held for whoever changes it: adoption has to wait until the change is stored, and a change until adoption is over. Whoever may change nothing
/// holds nothing, and is refused.
async fn opened_to_change(app: &App, tx: &mut Tx, actor: &Actor, id: QualityPlanId) -> Result<(Plan, Structure)> {
    let plan = queries::load(app, tx, actor, id).await?;
    plan.rights.check_owns()?;
    writing::hold(tx, plan.document).await?;
    opened_by_owner(app, tx, actor, id).await
}

/// What quality plans are called here.
fn name(actor: &Actor) -> String {
    let template = actor.pack.as_ref().and_then(|pack| pack.quality_plan());
    template.map_or_else(|| text(actor.lang, "quality-name").into_owned(), |template| template.name.get(actor.lang).to_owned())
}

/// The crumbs of a page of a plan: the plans, the plan, and perhaps the page.
fn crumbs(plan: &Plan, actor: &Actor, page: Option<(String, String)>) -> Result<Vec<(String, String)>> {
    let mut crumbs = vec![("/kvalitetsplan".to_owned(), capital(&name(actor))), (plan.href(), plan.title(actor.lang)?)];
    crumbs.extend(page);
    Ok(crumbs)
}

/// A page in the list beside the text.
struct SidePart {
    href: String,
    title: String,
    icon: &'static str,
    current: bool,
}

/// The list beside the text, for skoleeier.
struct Side {
    href: String,
    title: String,
    state: &'static str,
    at: Option<String>,
    /// What is written.
    parts: Vec<SidePart>,
    /// What is done with it.
    pages: Vec<SidePart>,
}

/// The parts and pages of a plan; `None` for those who only read it. `current` is the end of the address.
fn side(plan: &Plan, structure: &Structure, filled: &[String], actor: &Actor, current: &str) -> Result<Option<Side>> {
    if !plan.rights.owns {
        return Ok(None);
    }
    let lang = actor.lang;
    let template = plan.template()?;
    let mut at = None;
    let mut entry = |end: String, title: String, there: bool| {
        let current = end == current;
        if current {
            at = Some(title.clone());
        }
        SidePart {
            href: format!("{}/{end}", plan.href()),
            title,
            icon: if !there {
                "ring"
            } else if plan.state.is_open() {
                "prog"
            } else {
                "check"
            },
            current,
        }
    };
    let mut parts = Vec::new();
    for part in field::parts(template) {
        let begun = structure.fields(template, &part).iter().any(|field| filled.contains(&field.key));
        let title = field::part_title(template, &part, lang).unwrap_or_default();
        parts.push(entry(format!("del/{part}"), title, begun));
        if part == field::ACTIONS {
            parts.push(entry("samanheng".to_owned(), text(lang, "quality-matrix").into_owned(), !structure.serves.is_empty()));
        }
    }
    for (end, key, there) in [
        ("okonomi", "quality-budget", !structure.budget.is_empty()),
        ("evaluering", "quality-evaluations", !structure.evaluations.is_empty()),
        ("vedtak", "quality-resolution", structure.resolution.is_some()),
    ] {
        parts.push(entry(end.to_owned(), text(lang, key).into_owned(), there));
    }
    let mut pages = vec![("manglar", if plan.state.is_open() { "quality-to-adopt" } else { "quality-state-page" })];
    if plan.versions > 0 {
        pages.extend([("oppfolging", "quality-follow"), ("udekt", "quality-unfunded")]);
    }
    let pages = pages.into_iter().map(|(end, key)| entry(end.to_owned(), text(lang, key).into_owned(), true)).collect();
    Ok(Some(Side { href: plan.href(), title: plan.title(lang)?, state: plan.state.text_key(), at, parts, pages }))
}

/// The fields that somebody has written in.
async fn filled(tx: &mut Tx, plan: &Plan) -> Result<Vec<String>> {
    Ok(writing::filled_fields(tx, plan.document).await?.into_iter().collect())
}

/// «200 000 kr».
fn kroner_words(amount: i64, lang: Lang) -> String {
    text_with(lang, "quality-kroner", &[("kroner", &kroner::grouped(amount))])
}
