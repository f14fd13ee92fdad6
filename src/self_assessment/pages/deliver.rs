//! Delivery: the text is frozen as a numbered version with a hash, the document is closed, and those who follow the school up are told.
use std::collections::{BTreeMap, HashMap};

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::review::{self, Typed};
use super::save::part_of;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanDeliver;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::SelfAssessmentId;
use crate::model_pack::{AppliedTemplate, progress};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::self_assessment::beside;
use crate::self_assessment::frozen::{FORMAT, Frozen, hash_of};
use crate::self_assessment::model::{Assessment, State};
use crate::self_assessment::queries;
use crate::self_assessment::queries::delivery::{self, NewDelivery};
use crate::text::InBoth;
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/egenvurdering/{id}/innsending", deliver)
}

async fn deliver(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SelfAssessmentId>, Form(typed): Form<Typed>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    if assessment.rights.has_been_delivered() {
        return Ok(Redirect::to(&assessment.delivered_href().unwrap_or_else(|| assessment.href())).into_response());
    }
    let can = assessment.rights.can_deliver()?;
    // First the document, then the self-assessment: the order in which a save takes them. Of several deliveries at once one goes on from here.
    writing::hold(&mut tx, assessment.document).await?;
    if delivery::lock(&mut tx, assessment.document, id).await? == State::Delivered {
        let version = delivery::newest_version(&mut tx, assessment.document, id).await?.unwrap_or(1);
        return Ok(Redirect::to(&format!("{}/levert/{version}", assessment.href())).into_response());
    }
    // What stands in the field on the same page is saved first: without a script it has been sent nowhere else.
    if assessment.rights.writes.include("_")
        && let Some(rejected) = review::save_typed(&mut tx, &actor, &assessment, &typed).await?
    {
        return review::draw(&app, &mut tx, &actor, &assessment, Some(rejected), false).await;
    }
    let Some(version) = carry_out(&mut tx, &actor, &assessment, &can).await? else { return refuse(&app, tx, &actor, &assessment).await };
    let applied = assessment.applied()?;
    tx.commit().await?;
    for part in &applied.parts {
        app.live.changed(assessment.document.document, &part.part.key);
    }
    Ok(flash::redirect(&format!("{}/levert/{version}", assessment.href()), Flash::Delivered))
}

/// Closes the document, freezes what stands in it as the next version and tells those who follow the school up. `None`, and nothing is done, when
/// something that must be answered is missing.
pub async fn carry_out(tx: &mut Tx, actor: &Actor, assessment: &Assessment, can: &CanDeliver) -> Result<Option<i32>> {
    let applied = assessment.applied()?;
    let stored = writing::fields(tx, assessment.document, None).await?;
    let values: HashMap<String, String> = stored.into_iter().map(|text| (text.field, text.value)).collect();
    let filled = |field: &str| values.get(field).is_some_and(|value| !value.is_empty());
    if !progress(&applied, filled).is_complete() {
        return Ok(None);
    }
    writing::close(tx, assessment.document).await?;
    let version = freeze(tx, actor, assessment, can, &applied, &values).await?;
    tell(tx, actor, assessment, version).await?;
    Ok(Some(version))
}

/// Something is missing: the page says what. What was typed on it is saved all the same.
async fn refuse(app: &App, mut tx: Tx, actor: &Actor, assessment: &Assessment) -> Result<Response> {
    let page = review::draw(app, &mut tx, actor, assessment, None, true).await?;
    tx.commit().await?;
    app.live.changed(assessment.document.document, "_");
    Ok(page)
}

/// Stores the next version. Only what applies to the school and holds something is part of it, and the figures that stand beside its questions now.
async fn freeze(
    tx: &mut Tx,
    actor: &Actor,
    assessment: &Assessment,
    can: &CanDeliver,
    applied: &AppliedTemplate<'_>,
    values: &HashMap<String, String>,
) -> Result<i32> {
    let mut fields = BTreeMap::new();
    let mut parts: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for name in applied.fields().iter().map(ToString::to_string) {
        let Some(value) = values.get(&name).filter(|value| !value.is_empty()) else { continue };
        let field = applied.field(&name).ok_or(AppError::NotFound)?;
        parts.entry(part_of(&field)).or_default().insert(name.clone(), value.clone());
        fields.insert(name, hash_of(value));
    }
    let version = delivery::newest_version(tx, assessment.document, assessment.id).await?.unwrap_or(0) + 1;
    let (municipality_number, organisation_number) = delivery::numbers(tx, assessment.document).await?;
    let kept = beside::to_keep(tx, actor, assessment, applied).await?;
    let figures: BTreeMap<String, String> = kept.iter().map(|figures| (figures.name(), hash_of(&figures.canonical()))).collect();
    let frozen = Frozen {
        fields: &fields,
        figures: Some(&figures),
        format: FORMAT,
        looks_back_year: assessment.looks_back_year,
        municipality: &municipality_number,
        pack: &assessment.pack.key,
        pack_version: assessment.pack.version,
        school: organisation_number.as_deref(),
        template: &assessment.template_key,
        version,
    };
    let new = NewDelivery {
        version,
        sha256: frozen.sha256()?,
        municipality_number: &municipality_number,
        organisation_number: organisation_number.as_deref(),
        profile: assessment.school.as_ref().map(|school| school.profile),
        parts: &parts,
        figures: &kept,
    };
    delivery::deliver(tx, actor, can, &new).await?;
    queries::set_state(tx, assessment.document, &[State::NotStarted, State::InProgress, State::Reopened], State::Delivered).await?;
    Ok(version)
}

async fn tell(tx: &mut Tx, actor: &Actor, assessment: &Assessment, version: i32) -> Result<()> {
    let school = assessment.school.as_ref().map(|school| school.id);
    let what = InBoth::name(&version.to_string());
    let happening = Happening { kind: Kind::Delivered, audience: Audience::Both, school, object: Some(assessment.id), what: &what };
    event::record(tx, actor, &happening).await?;
    // What a school delivers is read by those who follow it up; what the municipality delivers, by everybody who leads a school or an area.
    let (people, notice): (Vec<_>, _) = match school {
        Some(school) => {
            let followers = municipality::followers_of(tx, actor.municipality, school, actor.today).await?;
            (followers.into_iter().map(|(person, ..)| person).collect(), Notice::Delivered)
        }
        None => (municipality::all_leaders(tx, actor.municipality, actor.today).await?, Notice::OwnerDelivered),
    };
    let what = InBoth::try_each(|lang| assessment.title_with_place(actor, lang))?;
    let href = format!("{}/levert/{version}", assessment.href());
    let message = Message { notice, who: &actor.name, what: &what, href: &href };
    notification::tell(tx, actor.municipality, actor.now, &people, Some(actor.person), &message).await
}
