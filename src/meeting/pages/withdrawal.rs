//! `/moter/{meeting}/tilbaketrekking`: approved minutes are withdrawn as a whole. Nobody reads them any more; that they were, and why, stays.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::crumbs;
use super::remarks::LONGEST_REMARK;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, PersonId};
use crate::meeting::booking::tell;
use crate::meeting::model::Meeting;
use crate::meeting::queries;
use crate::notification::Notice;
use crate::text::{dates, name_and_title, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/tilbaketrekking", show).post("/moter/{meeting}/tilbaketrekking", withdraw)
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    grunn: String,
}

#[derive(Template)]
#[template(path = "meeting/withdrawal.html")]
struct WithdrawalPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    href: String,
    reason: String,
    error: Option<String>,
    errors: Vec<(String, String)>,
}

fn draw(actor: &Actor, meeting: &Meeting, reason: String, error: Option<String>) -> Result<Response> {
    let title = text(actor.lang, "withdraw-title").into_owned();
    let mut steps = crumbs(actor, meeting)?;
    steps.push((format!("{}/tilbaketrekking", meeting.href()), title.clone()));
    let status = if error.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = WithdrawalPage {
        cx: Page::new(actor, title).refused_when(error.is_some()),
        crumbs: steps,
        heading: meeting.title(actor.lang)?,
        href: meeting.href(),
        reason,
        errors: error.iter().map(|sentence| ("grunn".to_owned(), sentence.clone())).collect(),
        error,
    };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    tx.commit().await?;
    let _ = meeting.rights.can_withdraw()?;
    draw(&actor, &meeting, String::new(), None)
}

async fn withdraw(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Form(typed): Form<Typed>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let can = meeting.rights.can_withdraw()?;
    let reason = match short_text(&typed.grunn, LONGEST_REMARK, text(actor.lang, "error-withdraw-reason"), actor.lang) {
        Ok(reason) => reason,
        Err(sentence) => return draw(&actor, &meeting, typed.grunn, Some(sentence)),
    };
    let version = meeting.version.ok_or(AppError::NotFound)?;
    if queries::withdraw(&mut tx, &actor, can, version, &reason).await? {
        let people = queries::participants(&mut tx, actor.municipality, id).await?;
        let people: Vec<PersonId> = people.into_iter().filter_map(|one| one.person).collect();
        tell(&mut tx, &actor, id, meeting.kind()?, meeting.with(), Notice::MinutesWithdrawn, &people).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&meeting.href(), Flash::MinutesWithdrawn))
}

/// All approved minutes of the meeting are withdrawn, and the actor may know of it.
pub fn is_told(meeting: &Meeting) -> bool {
    let all = meeting.version.is_some_and(|version| meeting.withdrawn.is_some_and(|withdrawn| withdrawn >= version));
    all && (meeting.rights.side.is_some() || meeting.rights.reads_agreements)
}

/// Who withdrew the minutes and when, and why, as long as no later version stands. Nothing for those who only know that the meeting is.
pub async fn told(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<Option<(String, String)>> {
    if !is_told(meeting) {
        return Ok(None);
    }
    let withdrawal = queries::withdrawal(tx, actor.municipality, meeting.id).await?;
    Ok(withdrawal.map(|one| {
        let who = name_and_title(&one.by_name, &one.by_title);
        (text_with(actor.lang, "withdrawn-line", &[("when", &dates::moment(one.at)), ("who", &who)]), one.reason)
    }))
}
