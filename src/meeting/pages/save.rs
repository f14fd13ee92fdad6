//! Writing the minutes: one field at a time from the script, or all of them from a form; and what those who are there hear of each other.
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::course::{self, ApproveForm, SendForm};
use super::one::{self, Refused};
use crate::App;
use crate::access::Actor;
use crate::agreement;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, MeetingPointId};
use crate::meeting::field::{self, Field, PART};
use crate::meeting::model::State;
use crate::meeting::queries;
use crate::web::extract::{Form, Pairs, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing;
use crate::writing::autosave::{self, SaveForm};
use crate::writing::stream::{Presence, Readable, Since, Watched};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/moter/{meeting}/felt", save_field)
        .post("/moter/{meeting}/referat", save_all)
        .get("/moter/{meeting}/straum", stream)
        .post("/moter/{meeting}/naervaer", present)
}

async fn point_ids(tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<Vec<MeetingPointId>> {
    Ok(queries::points(tx, actor.municipality, id).await?.into_iter().map(|point| point.id).collect())
}

async fn save_field(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    headers: HeaderMap,
    Form(form): Form<SaveForm>,
) -> Result<Response> {
    let sent = form.checked(&actor, &headers)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let points = point_ids(&mut tx, &actor, id).await?;
    let field = Field::parse(&form.field, meeting.kind()?, &points).ok_or(AppError::NotFound)?;
    if meeting.rights.reads_draft && !meeting.rights.writes && matches!(meeting.state, State::Commenting | State::Approved) {
        return Err(AppError::Conflict("error-minutes-closed"));
    }
    let can = meeting.rights.can_write()?;
    let checked = field.check(&form.value, actor.lang);
    autosave::save_field(&app, tx, &actor, &can, (form.field, PART, sent), checked).await
}

async fn save_all(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, pairs: Pairs) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_write()?;
    let points = point_ids(&mut tx, &actor, id).await?;
    let kind = meeting.kind()?;
    let names: Vec<String> = field::all(kind, &points).iter().map(Field::name).collect();
    let outcome = autosave::save_form(&mut tx, &can, &actor, PART, &names, &pairs, |name| {
        let field = Field::parse(name, kind, &points).ok_or(AppError::NotFound)?;
        let typed = pairs.get(name).unwrap_or_default().to_owned();
        let checked = field.check(&typed, actor.lang);
        Ok((typed, checked))
    })
    .await?;
    let (document, href) = (meeting.minutes.document, meeting.href());
    let agreement = agreement::Typed::carried(&pairs);
    if outcome.rejected.is_empty() {
        tx.commit().await?;
        app.live.changed(document, PART);
        let sent = |name: &str| pairs.get(name).unwrap_or_default().to_owned();
        // Without the script everything on the page is one form: what else is to be done is done now that the minutes are stored. An agreement that
        // somebody has begun goes first, so that it is not lost.
        match pairs.get("vidare") {
            next if next == Some("avtale") || !agreement.kva.trim().is_empty() => {
                return agreement::make_carried(&app, actor, id, agreement).await;
            }
            Some("utsending") => {
                return course::send(Extract(app), actor, Path(id), Form(SendForm { frist: sent("frist") })).await;
            }
            Some("godkjenning") => {
                return course::approve(Extract(app), actor, Path(id), Form(ApproveForm { grunn: sent("grunn") })).await;
            }
            _ => {}
        }
        let flash = if outcome.saved > 0 { Flash::Saved } else { Flash::NothingChanged };
        return Ok(flash::redirect(&href, flash));
    }
    let refused = Refused { agreement, ..Refused::default() };
    let page = one::draw(&app, &mut tx, &actor, meeting, "", &outcome.rejected, refused).await?;
    tx.commit().await?;
    app.live.changed(document, PART);
    Ok(page)
}

/// The minutes of a meeting.
struct MinutesOf(MeetingId);

impl Watched for MinutesOf {
    async fn look(&self, app: &App, tx: &mut Tx, actor: &Actor) -> Result<Readable> {
        let meeting = queries::load(app, tx, actor, self.0).await?;
        if !meeting.rights.reads_draft {
            return Err(AppError::NotFound);
        }
        let closed =
            (!meeting.rights.writes && meeting.state != State::Booked && meeting.state != State::Held).then_some("error-minutes-closed");
        Ok(Readable { document: meeting.minutes, closed })
    }
}

async fn stream(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Query(since): Query<Since>) -> Result<Response> {
    writing::stream::stream(app, actor, MinutesOf(id), PART.to_owned(), since).await
}

/// «I am here.» Told to the other nodes and kept by none of them for long.
async fn present(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<Presence>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let points = point_ids(&mut tx, &actor, id).await?;
    tx.commit().await?;
    let _can = meeting.rights.can_write()?;
    let field = Field::parse(&form.field, meeting.kind()?, &points).map(|field| field.name());
    app.live.present(meeting.minutes.document, PART, actor.person, field.as_deref());
    Ok(StatusCode::NO_CONTENT.into_response())
}
