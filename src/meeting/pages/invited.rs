//! What the meeting's page says of its invitation: a text to copy, whom a mail did not reach, who is busy then. And the meeting as a calendar file.
use axum::extract::State as Extract;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::invitation;
use crate::meeting::booking::Times;
use crate::meeting::collision;
use crate::meeting::model::{Meeting, Participant, State, title};
use crate::meeting::queries;
use crate::text::{Lang, text, text_with};
use crate::web::extract::Path;
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/kalender.ics", calendar)
}

/// An invitation to copy.
pub struct Copied {
    /// Language code.
    pub lang: &'static str,
    /// Name of the language.
    pub name: String,
    /// The text.
    pub text: String,
    /// How many lines it has.
    pub rows: usize,
}

/// What the meeting's page says of its invitation.
#[derive(Default)]
pub struct Invitation {
    /// For those who arrange it: the invitation in both forms, the actor's first. Empty when nobody needs it.
    pub texts: Vec<Copied>,
    /// Mail is set up: the text is for those who do not sign in.
    pub by_mail: bool,
    /// Names of those whom a mail did not reach.
    pub not_reached: Vec<String>,
    /// Who else is busy at that time, a sentence each.
    pub busy: Vec<String>,
    /// The actor may send somebody instead.
    pub sends_deputy: bool,
    /// The actor can put it into a calendar.
    pub in_calendar: bool,
}

impl Invitation {
    /// Of this meeting, for this actor.
    pub async fn of(tx: &mut Tx, actor: &Actor, meeting: &Meeting, participants: &[Participant]) -> Result<Self> {
        let rights = &meeting.rights;
        let in_calendar = meeting.state == State::Booked && rights.side.is_some();
        let mut page = Self { by_mail: meeting.by_mail, sends_deputy: rights.sends_deputy, in_calendar, ..Self::default() };
        if rights.arranges || rights.sends || rights.approves {
            page.not_reached = invitation::not_reached(tx, actor.municipality, meeting.id, actor.now).await?;
        }
        if rights.arranges {
            let times = Times { starts_at: meeting.starts_at, ends_at: meeting.ends_at, place: String::new() };
            let school = meeting.school.as_ref().map(|(school, _)| *school);
            page.busy = collision::sentences(tx, actor, meeting.leader, school, &times, Some(meeting.id)).await?;
            if !meeting.by_mail || participants.iter().any(|one| one.person.is_none()) {
                page.texts = vec![copied(meeting, actor.lang)?, copied(meeting, actor.lang.other())?];
            }
        }
        Ok(page)
    }
}

fn copied(meeting: &Meeting, lang: Lang) -> Result<Copied> {
    let what = title(meeting.kind()?, meeting.with(), lang);
    let lines = [
        text_with(lang, "invitation-copy-what", &[("what", &what)]),
        crate::web::page::capital(&meeting.when_and_where(lang)),
        text_with(lang, "invitation-copy-link", &[("link", &meeting.link)]),
    ];
    Ok(Copied {
        lang: lang.code(),
        name: text(lang, "invitation-copy-language").into_owned(),
        rows: lines.len() + 3,
        text: lines.join("\n"),
    })
}

async fn calendar(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting = queries::load(&app, &mut tx, &actor, id).await?;
    let calendar = invitation::calendar_of(&app, &mut tx, &actor, meeting.id).await?.ok_or(AppError::NotFound)?;
    tx.commit().await?;
    let mut response = calendar.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"kalender.ics\""));
    Ok(response)
}
