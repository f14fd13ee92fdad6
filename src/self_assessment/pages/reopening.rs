//! A delivered self-assessment is opened again: the school asks, skoleeier does it, both with a reason. What was delivered stays.
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::comments::check_words;
use super::read::{self, Refused};
use crate::App;
use crate::access::rules::{CanReopen, CanRequestReopening};
use crate::access::{Actor, Role};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::SelfAssessmentId;
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::self_assessment::model::{Assessment, State};
use crate::self_assessment::queries;
use crate::self_assessment::queries::delivery;
use crate::text::InBoth;
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/egenvurdering/{id}/gjenapningsonske", request).post("/egenvurdering/{id}/gjenapning", reopen)
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonForm {
    reason: String,
}

fn delivered_href(assessment: &Assessment) -> String {
    assessment.delivered_href().unwrap_or_else(|| assessment.href())
}

/// The delivered page again, with the reason as it was typed.
async fn refuse(app: &App, tx: &mut Tx, actor: &Actor, assessment: &Assessment, refused: Refused) -> Result<Response> {
    let version = assessment.delivered_version.ok_or(AppError::NotFound)?;
    let row = delivery::delivery(tx, assessment.document, assessment.id, version).await?.ok_or(AppError::NotFound)?;
    read::draw(app, tx, actor, assessment, &row, Some(&refused)).await
}

async fn happened(tx: &mut Tx, actor: &Actor, assessment: &Assessment, kind: Kind) -> Result<()> {
    let school = assessment.document.school();
    event::record(tx, actor, &Happening { kind, audience: Audience::Both, school, object: Some(assessment.id), what: &InBoth::default() })
        .await
}

async fn request(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<SelfAssessmentId>,
    Form(form): Form<ReasonForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let can = assessment.rights.can_request_reopening()?;
    let reason = match check_words(&form.reason, actor.lang) {
        Ok(reason) => reason,
        Err(error) => {
            let refused = Refused { id: "onske".to_owned(), body: form.reason, error };
            return refuse(&app, &mut tx, &actor, &assessment, refused).await;
        }
    };
    let href = delivered_href(&assessment);
    ask(&mut tx, &actor, &assessment, &can, &reason).await?;
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::ReopeningRequested))
}

/// Stores the school's wish to write again, and tells skoleeier; a second wish for the same version changes nothing.
pub async fn ask(tx: &mut Tx, actor: &Actor, assessment: &Assessment, can: &CanRequestReopening, reason: &str) -> Result<()> {
    if !delivery::request_reopening(tx, actor, can, reason).await? {
        return Ok(());
    }
    happened(tx, actor, assessment, Kind::ReopeningRequested).await?;
    let Some(school) = assessment.document.school() else { return Ok(()) };
    let followers = municipality::followers_of(tx, actor.municipality, school, actor.today).await?;
    let owners: Vec<_> = followers.into_iter().filter(|(_, _, role)| *role == Role::Skoleeier).map(|(person, ..)| person).collect();
    let (what, href) = (InBoth::try_each(|lang| assessment.title_with_place(actor, lang))?, delivered_href(assessment));
    let message = Message { notice: Notice::ReopeningRequested, who: &actor.name, what: &what, href: &href };
    notification::tell(tx, actor.municipality, actor.now, &owners, Some(actor.person), &message).await
}

/// Opens the document again and tells the school's leaders. Of several reopenings at once one does it; false for the others.
pub async fn carry_out(tx: &mut Tx, actor: &Actor, assessment: &Assessment, can: &CanReopen, reason: &str) -> Result<bool> {
    writing::hold(tx, assessment.document).await?;
    if delivery::lock(tx, assessment.document, assessment.id).await? != State::Delivered
        || !delivery::reopen(tx, actor, can, reason).await?
    {
        return Ok(false);
    }
    writing::reopen(tx, assessment.document).await?;
    queries::set_state(tx, assessment.document, &[State::Delivered], State::Reopened).await?;
    happened(tx, actor, assessment, Kind::Reopened).await?;
    if let Some(school) = assessment.document.school() {
        let leaders = municipality::leaders_of(tx, actor.municipality, school, actor.today).await?;
        let (what, to) = (InBoth::try_each(|lang| assessment.title(lang))?, assessment.href());
        let message = Message { notice: Notice::Reopened, who: &actor.name_and_title(), what: &what, href: &to };
        notification::tell(tx, actor.municipality, actor.now, &leaders, Some(actor.person), &message).await?;
    }
    Ok(true)
}

async fn reopen(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<SelfAssessmentId>,
    Form(form): Form<ReasonForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let href = delivered_href(&assessment);
    if assessment.rights.has_been_reopened() {
        return Ok(Redirect::to(&href).into_response());
    }
    let can = assessment.rights.can_reopen()?;
    let reason = match check_words(&form.reason, actor.lang) {
        Ok(reason) => reason,
        Err(error) => {
            let refused = Refused { id: "gjenapning".to_owned(), body: form.reason, error };
            return refuse(&app, &mut tx, &actor, &assessment, refused).await;
        }
    };
    if !carry_out(&mut tx, &actor, &assessment, &can, &reason).await? {
        return Ok(Redirect::to(&href).into_response());
    }
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::Reopened))
}
