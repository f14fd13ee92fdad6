//! `/skoler/{school}/planar` and `/planar`: a school's plans, one of them as it is read and as it is written, its actions, its delivery; and all that the
//! schools have delivered.
mod action;
mod delivery;
mod departments;
mod files;
mod front;
mod goal;
mod history;
mod list;
mod overview;
mod part;
mod reasons;
mod roll;
mod save;
mod shape;
mod sources;
mod thread;

use super::model::Plan;
use super::structure::Structure;
use crate::App;
use crate::access::Actor;
use crate::access::rules::Parts;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::PlanId;
use crate::text::text;
use crate::web::routes::Routes;
use crate::writing::{self, FieldText};

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(overview::routes())
        .merge(front::routes())
        .merge(part::routes())
        .merge(save::routes())
        .merge(shape::routes())
        .merge(history::routes())
        .merge(departments::routes())
        .merge(goal::routes())
        .merge(action::routes())
        .merge(reasons::routes())
        .merge(delivery::routes())
        .merge(files::routes())
        .merge(roll::routes())
        .merge(thread::routes())
}

/// A plan with what it is made of, through the actor.
async fn opened(app: &App, tx: &mut Tx, actor: &Actor, id: PlanId) -> Result<(Plan, Structure)> {
    let plan = super::queries::load(app, tx, actor, id).await?;
    let structure = super::queries::structure(tx, &plan).await?;
    Ok((plan, structure))
}

/// Holds a plan for whoever changes it: delivery has to wait until the change is stored, and a change until delivery is over, so that nothing is added to a
/// plan that was delivered meanwhile. Whoever may change nothing holds nothing, and is refused by the rules.
async fn hold(app: &App, tx: &mut Tx, actor: &Actor, id: PlanId) -> Result<()> {
    let plan = super::queries::load(app, tx, actor, id).await?;
    if plan.rights.changes() { writing::hold(tx, plan.document).await } else { Ok(()) }
}

/// A plan with what it is made of, held.
async fn opened_to_change(app: &App, tx: &mut Tx, actor: &Actor, id: PlanId) -> Result<(Plan, Structure)> {
    hold(app, tx, actor, id).await?;
    opened(app, tx, actor, id).await
}

/// The texts of a plan, of the parts that the actor reads.
async fn texts_of(tx: &mut Tx, plan: &Plan) -> Result<Vec<FieldText>> {
    match &plan.rights.reads {
        Parts::All => writing::fields(tx, plan.document, None).await,
        Parts::Only(parts) => writing::fields(tx, plan.document, Some(parts)).await,
    }
}

/// The crumbs of a page of a plan: the school, its plans, the plan, and perhaps the page.
fn crumbs(plan: &Plan, actor: &Actor, page: Option<(String, String)>) -> Result<Vec<(String, String)>> {
    let mut crumbs = vec![
        (format!("/skoler/{}", plan.school), plan.school_name.clone()),
        (format!("/skoler/{}/planar", plan.school), text(actor.lang, "plan-list-crumb").into_owned()),
        (plan.href(), plan.title(actor.lang)?),
    ];
    crumbs.extend(page);
    Ok(crumbs)
}

/// A part in the list beside the text.
struct SidePart {
    href: String,
    title: String,
    about: String,
    icon: &'static str,
    current: bool,
}

/// The list beside the text.
struct Side {
    href: String,
    title: String,
    when: String,
    at: Option<String>,
    parts: Vec<SidePart>,
}

/// The parts that the actor reads.
fn side(plan: &Plan, structure: &Structure, filled: &[String], actor: &Actor, current: Option<&str>) -> Result<Side> {
    let lang = actor.lang;
    let template = plan.template()?;
    let part = |key: &String| {
        let title = structure.part_title(template, key, lang)?;
        let holder = structure.department_of_part(key).and_then(|department| department.holder.as_ref().map(|(_, name)| name.clone()));
        let begun = structure.fields(template, key).iter().any(|field| filled.contains(&field.key));
        Some(SidePart {
            href: plan.part_href(key),
            about: holder.unwrap_or_default(),
            icon: if begun { "prog" } else { "ring" },
            current: current == Some(key.as_str()),
            title,
        })
    };
    let parts: Vec<SidePart> = structure.parts(template).iter().filter(|key| plan.rights.reads.include(key)).filter_map(part).collect();
    Ok(Side {
        href: plan.href(),
        title: plan.title(lang)?,
        when: crate::text::text_with(lang, "plan-due", &[("day", &crate::text::dates::long(plan.due))]),
        at: current.and_then(|key| structure.part_title(template, key, lang)),
        parts,
    })
}
