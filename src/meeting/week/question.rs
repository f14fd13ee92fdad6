//! The same question in several meetings: written once, on the agenda of each.
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::model::{InWeek, key_of};
use super::page::{self, Asking, address};
use super::todo::Week;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanBook;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::booking::{Errors, tell};
use crate::meeting::course::{TOPIC_MINUTES, phase_of_topics};
use crate::meeting::pages::course::LONGEST_LINE;
use crate::meeting::queries::{self, NewPoint};
use crate::notification::Notice;
use crate::text::{dates, text};
use crate::web::extract::{Pairs, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().post("/moter/saker", ask)
}

/// Adds the question as a topic of the owner's to each of the meetings that were chosen, in one transaction.
async fn ask(Extract(app): Extract<App>, actor: Actor, sent: Pairs) -> Result<Response> {
    CanBook::any(&actor)?;
    if sent.0.iter().any(|(name, _)| !["veke", "mote", "tittel", "save_id"].contains(&name.as_str())) {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    let form = sent.get("save_id").unwrap_or_default().to_owned();
    let save_id = save_id(&form)?;
    let monday = dates::week_from_form(sent.get("veke").unwrap_or_default()).ok_or(AppError::BadRequest("error-bad-form"))?;
    let typed = sent.get("tittel").unwrap_or_default().to_owned();
    let chosen: Vec<MeetingId> = sent.all("mote").filter_map(|id| id.parse().ok()).map(MeetingId).collect();
    let mut tx = app.database.write(&actor.scope()).await?;
    let week = Week::load(&app, &mut tx, &actor, monday).await?;
    let title = short_text(&typed, LONGEST_LINE, text(actor.lang, "error-meeting-topic"), actor.lang);
    let mut errors = Errors::new();
    if let Err(sentence) = &title {
        errors.push(("tittel".to_owned(), sentence.clone()));
    }
    let meetings: Vec<&InWeek> =
        week.meetings.iter().filter(|one| chosen.contains(&one.id) && one.takes_question(actor.person, actor.now)).collect();
    // Chosen when the page was drawn, and moved, cancelled or held since; or nobody's to choose.
    if chosen.is_empty() || meetings.len() < chosen.len() {
        let key = if chosen.is_empty() { "error-meetings-none-chosen" } else { "error-meetings-chosen-gone" };
        errors.push(("mote".to_owned(), text(actor.lang, key).into_owned()));
    }
    let Some(title) = title.ok().filter(|_| errors.is_empty()) else {
        let asking = Asking { title: typed, chosen: Some(chosen), save_id: Some(form), errors };
        return page::draw(&actor, &week, monday, asking);
    };
    for meeting in meetings {
        add(&mut tx, &actor, &week, meeting, &title, save_id).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&address(monday, None), Flash::QuestionAsked))
}

async fn add(tx: &mut Tx, actor: &Actor, week: &Week, meeting: &InWeek, title: &str, form: Uuid) -> Result<()> {
    let (can, kind) = (meeting.rights.can_add_point()?, week.kind(meeting)?);
    let phase = phase_of_topics(kind, can.side());
    let new = NewPoint { title, phase, minutes: TOPIC_MINUTES, save_id: key_of(form, meeting.id) };
    if queries::add_point(tx, can, &new, &actor.name, actor.now).await? {
        tell(tx, actor, meeting.id, kind, &meeting.with, Notice::MeetingTopic, &week.people(meeting.id)).await?;
    }
    Ok(())
}
