//! It is handed over and received; the successor asks, and is answered.
use axum::extract::State as Extract;
use axum::response::Response;

use super::front::{self, Typed};
use super::{answering, enter_held, on, tell};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::handover::model::{LONGEST, LONGEST_ANSWER, THREE};
use crate::handover::{package, queries};
use crate::ids::HandoverId;
use crate::notification::Notice;
use crate::text::text;
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::{sha256_of, short_text};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/overleveringar/{handover}/levering", hand_over)
        .post("/overleveringar/{handover}/mottak", receive)
        .post("/overleveringar/{handover}/sporsmal", ask)
        .post("/overleveringar/{handover}/sporsmal/{number}/svar", answer)
}

/// Why there is nothing to ask.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Sent {
    kvifor: String,
}

async fn hand_over(Extract(app): Extract<App>, actor: Actor, Path(id): Path<HandoverId>, Form(sent): Form<Sent>) -> Result<Response> {
    let (mut tx, handover) = enter_held(&app, &actor, id).await?;
    let can = handover.rights.can_hand_over()?;
    let mut words = queries::words(&mut tx, &actor, &handover).await?;
    if words.asks.iter().all(String::is_empty) {
        match short_text(&sent.kvifor, LONGEST, text(actor.lang, "error-handover-why"), actor.lang) {
            Ok(why) => {
                queries::write_why_none(&mut tx, &actor, can, &why).await?;
                words.none_because = why;
            }
            Err(sentence) => {
                let typed = Typed { why: Some(sent.kvifor), ..Typed::default() };
                return front::draw(&app, tx, &actor, &handover, (typed, vec![("kvifor".to_owned(), sentence)])).await;
            }
        }
    }
    let package = package::gather(&app, &mut tx, &actor, &handover, &words).await?;
    let content = serde_json::to_value(&package).map_err(|error| AppError::Internal(error.into()))?;
    queries::hand_over(&mut tx, &actor, can, (&content, &sha256_of(&content))).await?;
    let facts = handover.rights.facts();
    if let Some(successor) = facts.successor {
        tell(&mut tx, &actor, &handover, &[successor], Notice::HandoverWaits).await?;
    }
    tell(&mut tx, &actor, &handover, &[facts.leaver], Notice::HandoverMoved).await?;
    tx.commit().await?;
    Ok(flash::redirect(&handover.href(), Flash::HandoverDone))
}

async fn receive(Extract(app): Extract<App>, actor: Actor, Path(id): Path<HandoverId>) -> Result<Response> {
    let (mut tx, handover) = enter_held(&app, &actor, id).await?;
    let can = handover.rights.can_receive()?;
    queries::receive(&mut tx, &actor, can).await?;
    tell(&mut tx, &actor, &handover, &[handover.rights.facts().leaver], Notice::HandoverMoved).await?;
    tx.commit().await?;
    Ok(flash::redirect(&handover.href(), Flash::HandoverReceived))
}

/// What the successor asks.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Asked {
    sporsmal: String,
    save_id: String,
}

async fn ask(Extract(app): Extract<App>, actor: Actor, Path(id): Path<HandoverId>, Form(sent): Form<Asked>) -> Result<Response> {
    let save_id = save_id(&sent.save_id)?;
    let (mut tx, handover) = enter_held(&app, &actor, id).await?;
    let can = handover.rights.can_ask()?;
    let errors = match short_text(&sent.sporsmal, LONGEST, text(actor.lang, "error-handover-question"), actor.lang) {
        Ok(question) => {
            let most = i32::try_from(THREE).unwrap_or(i32::MAX);
            if queries::ask(&mut tx, &actor, can, (&question, most, save_id)).await? {
                let people = answering(&mut tx, &actor, &handover).await?;
                tell(&mut tx, &actor, &handover, &people, Notice::HandoverMoved).await?;
                tx.commit().await?;
                return Ok(flash::redirect(&format!("{}#sporsmal-h", handover.href()), Flash::HandoverAsked));
            }
            on(&actor, "sporsmal", "error-handover-questions")
        }
        Err(sentence) => vec![("sporsmal".to_owned(), sentence)],
    };
    let typed = Typed { question: Some(sent.sporsmal), ..Typed::default() };
    front::draw(&app, tx, &actor, &handover, (typed, errors)).await
}

/// An answer.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Answered {
    svar: String,
}

async fn answer(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, number)): Path<(HandoverId, i32)>,
    Form(sent): Form<Answered>,
) -> Result<Response> {
    let (mut tx, handover) = enter_held(&app, &actor, id).await?;
    let can = handover.rights.can_answer()?;
    let questions = queries::questions(&mut tx, &actor, &handover).await?;
    let known = questions.iter().find(|question| question.number == number).ok_or(AppError::NotFound)?;
    let field = format!("svar-{number}");
    let errors = match short_text(&sent.svar, LONGEST_ANSWER, text(actor.lang, "error-handover-answer"), actor.lang) {
        // The very answer once more is there already.
        Ok(words) if known.answer.as_ref().is_some_and(|(stands, ..)| *stands == words) => {
            return Ok(flash::redirect(&format!("{}#sporsmal-h", handover.href()), Flash::HandoverAnswered));
        }
        Ok(words) => {
            if queries::answer(&mut tx, &actor, can, (number, &words)).await? {
                if let Some(successor) = handover.rights.facts().successor {
                    tell(&mut tx, &actor, &handover, &[successor], Notice::HandoverMoved).await?;
                }
                tx.commit().await?;
                return Ok(flash::redirect(&format!("{}#sporsmal-h", handover.href()), Flash::HandoverAnswered));
            }
            on(&actor, &field, "error-handover-answered")
        }
        Err(sentence) => vec![(field, sentence)],
    };
    let typed = Typed { answer: Some((number, sent.svar)), ..Typed::default() };
    front::draw(&app, tx, &actor, &handover, (typed, errors)).await
}
