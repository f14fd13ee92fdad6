//! What is prepared: who comes and when, three things to ask; and that it is given up.
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::begin::change_day;
use super::front::{self, Typed};
use super::{enter_held, on};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::handover::model::{LONGEST, THREE};
use crate::handover::queries;
use crate::ids::HandoverId;
use crate::text::{dates, text_with};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/overleveringar/{handover}/ramme", frame)
        .post("/overleveringar/{handover}/ting", write)
        .post("/overleveringar/{handover}/forkasting", give_up)
}

/// Who comes, and when.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Frame {
    etterfolgjar: String,
    dag: String,
}

async fn frame(Extract(app): Extract<App>, actor: Actor, Path(id): Path<HandoverId>, Form(sent): Form<Frame>) -> Result<Response> {
    let (mut tx, handover) = enter_held(&app, &actor, id).await?;
    let can = handover.rights.can_name_successor()?;
    let facts = handover.rights.facts();
    let known = queries::successors(&mut tx, &actor, &handover).await?;
    let successor = known.iter().map(|(person, _)| *person).find(|person| person.to_string() == sent.etterfolgjar);
    // Somebody who is named stays so, also when the role is no longer theirs.
    let successor = successor.or_else(|| facts.successor.filter(|person| person.to_string() == sent.etterfolgjar));
    let day = change_day(&sent.dag, actor.today).or_else(|| (sent.dag == dates::for_form(handover.day)).then_some(handover.day));
    let mut errors = Vec::new();
    if successor.is_none() && !sent.etterfolgjar.is_empty() {
        errors.extend(on(&actor, "etterfolgjar", "error-handover-successor"));
    }
    if successor.is_some() && successor == facts.mentor {
        errors.extend(on(&actor, "etterfolgjar", "error-handover-mentor"));
    }
    if !facts.handed_over && day.is_none() {
        errors.extend(on(&actor, "dag", "error-handover-day"));
    }
    if !errors.is_empty() {
        let typed = Typed { frame: Some((sent.etterfolgjar, sent.dag)), ..Typed::default() };
        return front::draw(&app, tx, &actor, &handover, (typed, errors)).await;
    }
    queries::name_successor(&mut tx, can, successor).await?;
    if let (false, Some(day)) = (facts.handed_over, day) {
        queries::set_day(&mut tx, handover.rights.can_prepare()?, day).await?;
    }
    if let (true, Some(person)) = (facts.handed_over && successor != facts.successor, successor) {
        super::tell(&mut tx, &actor, &handover, &[person], crate::notification::Notice::HandoverWaits).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&handover.href(), Flash::Saved))
}

/// Three things to ask.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Three {
    ting1: String,
    ting2: String,
    ting3: String,
    rev: String,
    save_id: String,
}

async fn write(Extract(app): Extract<App>, actor: Actor, Path(id): Path<HandoverId>, Form(sent): Form<Three>) -> Result<Response> {
    let save_id = save_id(&sent.save_id)?;
    let base: i32 = sent.rev.parse().ok().filter(|rev| *rev > 0).ok_or(AppError::BadRequest("error-unknown-revision"))?;
    let (mut tx, handover) = enter_held(&app, &actor, id).await?;
    let typed = [sent.ting1, sent.ting2, sent.ting3];
    let can = match handover.rights.can_write() {
        Ok(can) => can,
        // What was written is still there to be copied.
        Err(AppError::Conflict(key)) => {
            let errors = on(&actor, "ting1", key);
            let typed = Typed { asks: Some((typed, sent.rev, sent.save_id)), ..Typed::default() };
            return front::draw(&app, tx, &actor, &handover, (typed, errors)).await;
        }
        Err(error) => return Err(error),
    };
    let mut errors = Vec::new();
    let mut asks: [String; THREE] = Default::default();
    for (index, (ask, typed)) in asks.iter_mut().zip(&typed).enumerate() {
        if typed.trim().is_empty() {
            continue;
        }
        match short_text(typed, LONGEST, "".into(), actor.lang) {
            Ok(words) => *ask = words,
            Err(sentence) => errors.push((format!("ting{}", index + 1), sentence)),
        }
    }
    if !errors.is_empty() {
        let typed = Typed { asks: Some((typed, sent.rev, sent.save_id)), ..Typed::default() };
        return front::draw(&app, tx, &actor, &handover, (typed, errors)).await;
    }
    if !queries::write(&mut tx, &actor, can, (&asks, base, save_id)).await? {
        let stands = queries::words(&mut tx, &actor, &handover).await?;
        let (who, at) = &stands.saved;
        let sentence = text_with(actor.lang, "handover-stands", &[("who", who), ("at", &dates::moment(*at))]);
        // Sent once more, it takes the place of what stands there: that has been read now.
        let again = (typed, stands.rev.to_string(), Uuid::new_v4().to_string());
        let typed = Typed { asks: Some(again), stands: Some((sentence, stands.asks)), ..Typed::default() };
        let errors = on(&actor, "ting1", "error-handover-changed");
        return front::draw(&app, tx, &actor, &handover, (typed, errors)).await;
    }
    tx.commit().await?;
    Ok(flash::redirect(&handover.href(), Flash::Saved))
}

async fn give_up(Extract(app): Extract<App>, actor: Actor, Path(id): Path<HandoverId>) -> Result<Response> {
    let (mut tx, handover) = enter_held(&app, &actor, id).await?;
    let can = handover.rights.can_prepare()?;
    if !queries::drop_it(&mut tx, can).await? {
        return Err(AppError::Conflict("error-handover-done"));
    }
    tx.commit().await?;
    Ok(flash::redirect("/overleveringar", Flash::HandoverDropped))
}
