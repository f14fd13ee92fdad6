//! Making agreements in a meeting, and asking the owner for support. The forms stand on the meeting's page; what is refused comes back on a page of its own with
//! the same table and the same forms.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use time::Date;

use super::{people_of, tell};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanAgree;
use crate::agreement::in_meeting::{Agreed, Refused, with_form};
use crate::agreement::model::{By, Errors, Giver, Typed};
use crate::agreement::queries;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{AgreementId, MeetingId, MeetingPointId};
use crate::meeting::{self, Meeting, Point};
use crate::notification::Notice;
use crate::text::{dates, text};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/avtalar", show).post("/moter/{meeting}/avtalar", make).post("/moter/{meeting}/stotte", ask)
}

#[derive(Template)]
#[template(path = "agreement/make.html")]
struct MakePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    agreed: Agreed,
    /// (id of the field, sentence)
    errors: Vec<(String, String)>,
}

async fn draw(tx: &mut Tx, actor: &Actor, meeting: &Meeting, points: &[Point], refused: Refused) -> Result<Response> {
    let title = text(actor.lang, "agreement-in-meeting").into_owned();
    let prefix = if refused.asking { "stotte" } else { "avtale" };
    let errors: Vec<(String, String)> =
        refused.errors.iter().map(|(field, sentence)| (format!("{prefix}-{field}"), sentence.clone())).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let heading = meeting.title(actor.lang)?;
    let page = MakePage {
        cx: Page::new(actor, title.clone()).refused_when(!errors.is_empty()),
        crumbs: vec![
            ("/moter".to_owned(), text(actor.lang, "meetings-title").into_owned()),
            (meeting.href(), heading.clone()),
            (format!("{}/avtalar", meeting.href()), title),
        ],
        heading,
        agreed: with_form(tx, actor, meeting, points, refused).await?,
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = meeting::load(&app, &mut tx, &actor, id).await?;
    if !meeting.rights.reads_agreements {
        return Err(AppError::NotFound);
    }
    let points = meeting::agenda(&mut tx, &meeting).await?;
    let page = draw(&mut tx, &actor, &meeting, &points, Refused::default()).await?;
    tx.commit().await?;
    Ok(page)
}

/// The meeting as it stands when nobody can approve its minutes in between.
async fn held(app: &App, tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<Meeting> {
    let meeting = meeting::load(app, tx, actor, id).await?;
    writing::hold(tx, meeting.minutes).await?;
    meeting::load(app, tx, actor, id).await
}

/// The first day that can be chosen: a meeting that was held on paper is entered afterwards.
fn first_day(actor: &Actor, meeting: &Meeting) -> Date {
    actor.today.min(dates::norwegian_date(meeting.starts_at))
}

fn point_of(sent: &str, points: &[Point]) -> Option<MeetingPointId> {
    points.iter().map(|point| point.id).find(|id| id.to_string() == sent)
}

/// Makes what is typed of an agreement beside the minutes.
pub async fn make_carried(app: &App, actor: Actor, meeting: MeetingId, typed: Typed) -> Result<Response> {
    make(Extract(app.clone()), actor, Path(meeting), Form(typed)).await
}

/// Makes what is typed of an agreement in a meeting that is held, about a point of it, and tells whoever promised; or says what is wrong with each field. `None`
/// when the very form was sent before.
pub async fn make_typed(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    meeting: &Meeting,
    (typed, point): (&Typed, Option<MeetingPointId>),
) -> Result<Result<Option<AgreementId>, Errors>> {
    let can = CanAgree::make(actor, &meeting.rights)?;
    let save_id = save_id(&typed.save_id)?;
    let candidates = queries::candidates(tx, actor, meeting.id).await?;
    let by = By::parse(&typed.kven, &candidates, can.school());
    let checked = match typed.check(by, first_day(actor, meeting), actor.lang) {
        Ok(checked) => checked,
        Err(errors) => return Ok(Err(errors)),
    };
    let made = queries::make(tx, actor, can, &checked, point, save_id).await?;
    if let Some(made) = made
        && let Some((person, _)) = &checked.by.person
    {
        let agreement = queries::load(tx, actor, made).await?;
        tell(app, tx, actor, &agreement, Notice::AgreementGiven, &[*person]).await?;
    }
    Ok(Ok(made))
}

async fn make(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(typed): Form<Typed>) -> Result<Response> {
    save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = held(&app, &mut tx, &actor, id).await?;
    let _ = CanAgree::make(&actor, &meeting.rights)?;
    let points = meeting::agenda(&mut tx, &meeting).await?;
    let point = point_of(&typed.punkt, &points);
    if let Err(errors) = make_typed(&app, &mut tx, &actor, &meeting, (&typed, point)).await? {
        return draw(&mut tx, &actor, &meeting, &points, Refused { typed, errors, asking: false }).await;
    }
    tx.commit().await?;
    // The browser moves on to the first field, ready for the next.
    Ok(flash::redirect(&format!("{}#avtale-kva", meeting.href()), Flash::AgreementMade))
}

async fn ask(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(typed): Form<Typed>) -> Result<Response> {
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = held(&app, &mut tx, &actor, id).await?;
    let can = CanAgree::ask(&actor, &meeting.rights)?;
    let points = meeting::agenda(&mut tx, &meeting).await?;
    let of_owner = By { giver: Giver::Owner, school: None, person: None };
    let checked = match typed.check(Some(of_owner), actor.today, actor.lang) {
        Ok(checked) => checked,
        Err(errors) => return draw(&mut tx, &actor, &meeting, &points, Refused { typed, errors, asking: true }).await,
    };
    if let Some(made) = queries::make(&mut tx, &actor, can, &checked, point_of(&typed.punkt, &points), save_id).await? {
        let agreement = queries::load(&mut tx, &actor, made).await?;
        let people = people_of(&mut tx, &actor, &agreement, Giver::Owner).await?;
        tell(&app, &mut tx, &actor, &agreement, Notice::SupportAsked, &people).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#avtalt", meeting.href()), Flash::SupportAsked))
}
