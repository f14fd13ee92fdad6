//! The course of a meeting: answers, topics, that it was held, the draft sent round, approval, a later version.
use std::collections::HashMap;

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use time::{Date, Duration};

use super::one::{self, Refused};
use super::remarks::LONGEST_REMARK;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, MeetingPointId};
use crate::meeting::booking::{Asked, tell};
use crate::meeting::course::{self, Approval};
use crate::meeting::field::PART;
use crate::meeting::model::{Answer, Meeting};
use crate::meeting::queries;
use crate::notification::Notice;
use crate::text::{dates, text};
use crate::web::extract::{Form, Nothing, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::{self, Side, short_text};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/moter/{meeting}/svar", answer)
        .post("/moter/{meeting}/saker", add_point)
        .post("/moter/{meeting}/saker/{point}/tilbaketrekking", withdraw_point)
        .post("/moter/{meeting}/leiing", take_over)
        .post("/moter/{meeting}/gjennomforing", hold)
        .post("/moter/{meeting}/utsending", send)
        .post("/moter/{meeting}/godkjenning", approve)
        .post("/moter/{meeting}/ny-versjon", reopen)
}

/// The most characters of a topic, and of a note with an answer.
pub const LONGEST_LINE: usize = 200;
/// The longest comment window.
const LONGEST_WINDOW: Duration = Duration::days(60);

pub(super) async fn refuse(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    meeting: Meeting,
    field: &'static str,
    value: String,
    sentence: String,
) -> Result<Response> {
    one::draw(app, tx, actor, meeting, "", &HashMap::new(), Refused { field, value, sentence, ..Refused::default() }).await
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerForm {
    #[serde(default)]
    svar: String,
    #[serde(default)]
    merknad: String,
}

async fn answer(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<AnswerForm>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_answer()?;
    let Some(answer) = Answer::parse(&form.svar) else {
        let sentence = text(actor.lang, "error-meeting-answer").into_owned();
        return refuse(&app, &mut tx, &actor, meeting, "svar", form.merknad, sentence).await;
    };
    let note =
        if form.merknad.trim().is_empty() { Ok(String::new()) } else { short_text(&form.merknad, LONGEST_LINE, "".into(), actor.lang) };
    let note = match note {
        Ok(note) => note,
        Err(sentence) => return refuse(&app, &mut tx, &actor, meeting, "svar-merknad", form.merknad, sentence).await,
    };
    queries::answer(&mut tx, can, answer, &note, actor.now).await?;
    if answer != Answer::Coming {
        tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MeetingAnswered, &[meeting.leader]).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MeetingAnswered))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PointForm {
    #[serde(default)]
    tittel: String,
    save_id: String,
}

async fn add_point(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<PointForm>) -> Result<Response> {
    let save_id = save_id(&form.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_add_point()?;
    let title = match short_text(&form.tittel, LONGEST_LINE, text(actor.lang, "error-meeting-topic"), actor.lang) {
        Ok(title) => title,
        Err(sentence) => return refuse(&app, &mut tx, &actor, meeting, "tittel", form.tittel, sentence).await,
    };
    course::add_topic(&mut tx, &actor, &meeting, can, (&title, &actor.name, save_id)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#saker", meeting.href()), Flash::Saved))
}

async fn withdraw_point(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, point)): Path<(MeetingId, MeetingPointId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_add_point()?;
    if !queries::withdraw_point(&mut tx, can, point, actor.now).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}#saker", meeting.href()), Flash::MeetingTopicGone))
}

/// Somebody else who follows the school up leads it from now on, and takes part: the one who did may have left. Everybody who takes part is told.
async fn take_over(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_take_over()?;
    let asked = [Asked { side: Side::Owner, school: None, person: Some(actor.person), words: String::new() }];
    queries::add_participants(&mut tx, actor.municipality, id, &asked, actor.person, actor.now).await?;
    queries::take_over(&mut tx, can).await?;
    let people = course::everybody(&mut tx, &actor, &meeting).await?;
    tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MeetingTakenOver, &people).await?;
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MeetingTakenOver))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct HoldForm {
    #[serde(default)]
    minutt: String,
}

async fn hold(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(form): Form<HoldForm>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_hold()?;
    let typed = form.minutt.trim();
    let minutes = if typed.is_empty() { Ok(None) } else { typed.parse::<i16>().map(Some) };
    let Some(minutes) = minutes.ok().filter(|minutes| minutes.is_none_or(|minutes| (1..=1440).contains(&minutes))) else {
        let sentence = text(actor.lang, "error-meeting-minutes").into_owned();
        return refuse(&app, &mut tx, &actor, meeting, "minutt", form.minutt, sentence).await;
    };
    if dates::norwegian_date(meeting.starts_at) > actor.today {
        return Err(AppError::Conflict("error-meeting-ahead"));
    }
    course::hold(&mut tx, &actor, &meeting, can, minutes).await?;
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MeetingHeld))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SendForm {
    #[serde(default)]
    pub(super) frist: String,
}

pub(super) async fn send(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    Form(form): Form<SendForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_send()?;
    let latest = actor.today + LONGEST_WINDOW;
    let Some(until) = dates::from_form(&form.frist).filter(|day: &Date| (actor.today..=latest).contains(day)) else {
        let sentence = text(actor.lang, "error-meeting-until").into_owned();
        return refuse(&app, &mut tx, &actor, meeting, "frist", form.frist, sentence).await;
    };
    course::send(&mut tx, &actor, &meeting, can, until).await?;
    tx.commit().await?;
    app.live.changed(meeting.minutes.document, PART);
    Ok(flash::redirect(&meeting.href(), Flash::MinutesSent))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ApproveForm {
    #[serde(default)]
    pub(super) grunn: String,
}

pub(super) async fn approve(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<MeetingId>,
    Form(form): Form<ApproveForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_approve()?;
    let reason = match (meeting.version, short_text(&form.grunn, LONGEST_REMARK, text(actor.lang, "error-meeting-reason"), actor.lang)) {
        (None, _) => String::new(),
        (Some(_), Ok(reason)) => reason,
        (Some(_), Err(sentence)) => return refuse(&app, &mut tx, &actor, meeting, "grunn", form.grunn, sentence).await,
    };
    match course::approve(&mut tx, &actor, &meeting, can, &reason).await? {
        Approval::Approved => {}
        Approval::Before => return Err(AppError::Conflict("error-minutes-approved")),
        Approval::Missing(sentence) => return refuse(&app, &mut tx, &actor, meeting, "godkjenning", form.grunn, sentence).await,
    }
    tx.commit().await?;
    app.live.changed(meeting.minutes.document, PART);
    Ok(flash::redirect(&format!("{}/referat", meeting.href()), Flash::MinutesApproved))
}

async fn reopen(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_reopen()?;
    if !queries::reopen(&mut tx, can).await? {
        return Ok(Redirect::to(&meeting.href()).into_response());
    }
    writing::reopen(&mut tx, meeting.minutes).await?;
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MinutesReopened))
}
