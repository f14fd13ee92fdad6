//! A delivered self-assessment is opened again: the school asks, skoleeier does it, both with a reason. What was delivered stays.
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::comments::check_words;
use super::read::{self, Refused};
use crate::App;
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
    let school = assessment.document.school;
    event::record(tx, actor, &Happening { kind, audience: Audience::Both, school, object: Some(assessment.id), what: "" }).await
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
    if delivery::request_reopening(&mut tx, &actor, &can, &reason).await? {
        happened(&mut tx, &actor, &assessment, Kind::ReopeningRequested).await?;
        if let Some(school) = assessment.document.school {
            let followers = municipality::followers_of(&mut tx, actor.municipality, school, actor.today).await?;
            let owners: Vec<_> = followers.into_iter().filter(|(_, _, role)| *role == Role::Skoleeier).map(|(person, ..)| person).collect();
            let what = assessment.title_with_place(&actor)?;
            let message = Message { notice: Notice::ReopeningRequested, who: &actor.name, what: &what, href: &href };
            notification::tell(&mut tx, actor.municipality, actor.now, &owners, Some(actor.person), &message).await?;
        }
    }
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::ReopeningRequested))
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
    // Of several reopenings at once one goes on from here.
    writing::hold(&mut tx, assessment.document).await?;
    if delivery::lock(&mut tx, assessment.document, id).await? != State::Delivered
        || !delivery::reopen(&mut tx, &actor, &can, &reason).await?
    {
        return Ok(Redirect::to(&href).into_response());
    }
    writing::reopen(&mut tx, assessment.document).await?;
    queries::set_state(&mut tx, assessment.document, &[State::Delivered], State::Reopened).await?;
    happened(&mut tx, &actor, &assessment, Kind::Reopened).await?;
    if let Some(school) = assessment.document.school {
        let leaders = municipality::leaders_of(&mut tx, actor.municipality, school, actor.today).await?;
        let what = assessment.title(actor.lang)?;
        let to = assessment.href();
        let message = Message { notice: Notice::Reopened, who: &actor.name_and_title(), what: &what, href: &to };
        notification::tell(&mut tx, actor.municipality, actor.now, &leaders, Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::Reopened))
}
