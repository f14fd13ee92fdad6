//! Writing a part: one field at a time from the script, or all of them from a form, with goals and actions added and taken out on the way; and what those who
//! write hear of each other.
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::part::{self, Refused};
use super::shape::{self, Step};
use super::{opened, opened_to_change};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::development_plan::field::check_text;
use crate::development_plan::model::{INVOLVEMENT, State};
use crate::development_plan::queries;
use crate::error::{AppError, Result};
use crate::ids::PlanId;
use crate::text::dates;
use crate::web::extract::{Form, Pairs, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing;
use crate::writing::autosave::{self, SaveForm};
use crate::writing::stream::{Presence, Readable, Since, Watched};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/planar/{plan}/felt", save_field)
        .post("/planar/{plan}/del/{part}", save_all)
        .get("/planar/{plan}/del/{part}/straum", stream)
        .post("/planar/{plan}/del/{part}/naervaer", present)
}

async fn save_field(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<PlanId>,
    headers: HeaderMap,
    Form(form): Form<SaveForm>,
) -> Result<Response> {
    let sent = form.checked(&actor, &headers)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    let field = structure.field(plan.template()?, &form.field).ok_or(AppError::NotFound)?;
    let can = plan.rights.can_write(&field.part)?;
    let checked = check_text(&form.value, field.kind, actor.lang);
    autosave::save_field(&app, tx, &actor, &can, (form.field, &field.part, sent), checked).await
}

/// What is typed is saved first, whichever button was pressed: nothing is lost by adding a goal.
async fn save_all(Extract(app): Extract<App>, actor: Actor, Path((id, part)): Path<(PlanId, String)>, pairs: Pairs) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let (plan, structure) = opened_to_change(&app, &mut tx, &actor, id).await?;
    plan.rights.check_reads(&part)?;
    let can = plan.rights.can_write(&part)?;
    let shape = plan.rights.can_shape(&part)?;
    let fields = structure.fields(plan.template()?, &part);
    let names: Vec<String> = fields.iter().map(|field| field.key.clone()).collect();
    let days: Vec<String> = structure.involved.iter().map(|one| format!("dag-{}", one.id)).collect();
    let revisions: Vec<String> = names.iter().map(|name| format!("rev:{name}")).collect();
    let own = names.iter().chain(&days).map(String::as_str).chain(["steg", "kven", "om", "neste"]);
    pairs.only(&own.collect::<Vec<_>>(), &revisions.iter().map(String::as_str).collect::<Vec<_>>())?;
    let step = pairs.get("steg").map(|step| Step::parse(step).ok_or(AppError::BadRequest("error-bad-form"))).transpose()?;
    let outcome = autosave::save_form(&mut tx, &can, &actor, &part, &names, &pairs, |name| {
        let kind = fields.iter().find(|field| field.key == name).ok_or(AppError::NotFound)?.kind;
        let typed = pairs.get(name).unwrap_or_default().to_owned();
        let checked = check_text(&typed, kind, actor.lang);
        Ok((typed, checked))
    })
    .await?;
    let mut refused = Refused { fields: outcome.rejected, ..Refused::default() };
    for one in structure.involved.iter().filter(|_| part == INVOLVEMENT) {
        let Some(typed) = pairs.get(&format!("dag-{}", one.id)) else { continue };
        let day = dates::from_form(typed).filter(|day| *day <= actor.today);
        if day.is_none() && !typed.is_empty() {
            refused.days.insert(one.id, typed.to_owned());
        } else if day != one.held_on {
            queries::set_day(&mut tx, shape, one.id, day).await?;
        }
    }
    let mut at = String::new();
    if let Some(step) = &step {
        match shape::take(&mut tx, &actor, &plan, &structure, shape, (&part, step, &pairs)).await? {
            Ok(anchor) => at = anchor,
            Err(sentence) => refused.other.push(("skriving".to_owned(), sentence)),
        }
    }
    tx.commit().await?;
    app.live.changed(plan.document.document, &part);
    if !refused.fields.is_empty() || !refused.days.is_empty() || !refused.other.is_empty() {
        let mut tx = app.database.read(&actor.scope()).await?;
        let page = part::draw(&app, &mut tx, &actor, id, &part, &refused).await?;
        tx.commit().await?;
        return Ok(page);
    }
    let flash = if outcome.saved > 0 || step.is_some() { Flash::Saved } else { Flash::NothingChanged };
    let next = pairs.get("neste").filter(|next| plan.rights.reads.include(next));
    let known = next.filter(|next| plan.template().is_ok_and(|template| structure.parts(template).iter().any(|part| part == next)));
    Ok(flash::redirect(&known.map_or_else(|| format!("{}{at}", plan.part_href(&part)), |next| plan.part_href(next)), flash))
}

/// A part of a plan.
struct PartOf {
    plan: PlanId,
    part: String,
}

impl Watched for PartOf {
    async fn look(&self, app: &App, tx: &mut Tx, actor: &Actor) -> Result<Readable> {
        let plan = queries::load(app, tx, actor, self.plan).await?;
        plan.rights.check_reads(&self.part)?;
        Ok(Readable { document: plan.document, closed: (plan.state == State::Delivered).then_some("error-plan-delivered") })
    }
}

async fn stream(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((plan, part)): Path<(PlanId, String)>,
    Query(since): Query<Since>,
) -> Result<Response> {
    writing::stream::stream(app, actor, PartOf { plan, part: part.clone() }, part, since).await
}

/// «I am here.» Told to the other nodes and kept by none of them for long.
async fn present(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, part)): Path<(PlanId, String)>,
    Form(form): Form<Presence>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (plan, structure) = opened(&app, &mut tx, &actor, id).await?;
    tx.commit().await?;
    let _can = plan.rights.can_write(&part)?;
    let field = structure.fields(plan.template()?, &part).into_iter().find(|field| field.key == form.field);
    app.live.present(plan.document.document, &part, actor.person, field.as_ref().map(|field| field.key.as_str()));
    Ok(StatusCode::NO_CONTENT.into_response())
}
