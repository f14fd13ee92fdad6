//! Live updates of a part: colleagues' texts, progress, who is here. The stream holds no database connection; for each thing it hears it looks the
//! session and the rights up again, so that somebody who lost them a moment ago hears nothing more.
use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use time::OffsetDateTime;
use tokio::sync::{broadcast, mpsc};

use super::field::saved_status;
use super::side;
use crate::App;
use crate::access::{Actor, session};
use crate::error::{AppError, Result};
use crate::ids::{PersonId, SelfAssessmentId};
use crate::model_pack::progress;
use crate::municipality;
use crate::self_assessment::model::State;
use crate::self_assessment::queries;
use crate::text::{text, text_with};
use crate::web::extract::{Form, Path, Query};
use crate::web::routes::Routes;
use crate::writing::live::{Place, Signal};
use crate::writing::{self};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/egenvurdering/{id}/del/{part}/straum", stream).post("/egenvurdering/{id}/del/{part}/naervaer", present)
}

/// Gathers signals that come close together.
const GATHER: Duration = Duration::from_millis(30);

#[derive(serde::Deserialize)]
struct Since {
    /// Unix seconds of the page that listens: what was saved since then is sent first.
    #[serde(default)]
    siden: i64,
}

struct Listener {
    app: App,
    actor: Actor,
    id: SelfAssessmentId,
    part: String,
    since: OffsetDateTime,
    revs: HashMap<String, i32>,
    people: Vec<(PersonId, Option<String>)>,
    out: mpsc::Sender<Event>,
}

async fn stream(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, part)): Path<(SelfAssessmentId, String)>,
    Query(since): Query<Since>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    assessment.rights.check_reads_draft(&part)?;
    assessment.applied()?.part(&part).ok_or(AppError::NotFound)?;
    tx.commit().await?;
    let place = Place { document: assessment.document.document, part: part.clone() };
    let signals = app.live.listen_in();
    let (out, events) = mpsc::channel(16);
    let since = OffsetDateTime::from_unix_timestamp(since.siden).unwrap_or(actor.now);
    let listener = Listener { app, actor, id, part, since, revs: HashMap::new(), people: Vec::new(), out };
    tokio::spawn(listener.run(signals, place));
    let events = tokio_stream::wrappers::ReceiverStream::new(events);
    let events = tokio_stream::StreamExt::map(events, Ok::<_, Infallible>);
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(25))).into_response();
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    // axum says no-cache, which lets a copy be kept.
    response.headers_mut().insert(axum::http::header::CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
    Ok(response)
}

impl Listener {
    async fn run(mut self, mut signals: broadcast::Receiver<Signal>, place: Place) {
        let stopped = self.app.live.stopped();
        let mut tick = tokio::time::interval(Duration::from_secs(20));
        let (mut texts, mut presence) = (true, true);
        loop {
            if (texts || presence) && self.tell(&place, texts, presence).await.is_err() {
                return;
            }
            let signal = tokio::select! {
                () = stopped.cancelled() => return,
                () = self.out.closed() => return,
                _ = tick.tick() => Ok(Signal::Presence(place.clone())),
                signal = signals.recv() => signal,
            };
            (texts, presence) = wanted(signal, &place);
            if texts || presence {
                tokio::time::sleep(GATHER).await;
                while let Ok(more) = signals.try_recv() {
                    let (also_texts, also_presence) = wanted(Ok(more), &place);
                    texts |= also_texts;
                    presence |= also_presence;
                }
            }
        }
    }

    /// Reads what is new as the actor it belongs to now, and sends it. An error ends the stream; the browser comes back and meets it as a request.
    async fn tell(&mut self, place: &Place, texts: bool, presence: bool) -> Result<()> {
        let here = self.app.live.who(place);
        let people: Vec<_> =
            here.into_iter().filter(|present| present.person != self.actor.person).map(|present| (present.person, present.field)).collect();
        let people_changed = presence && !same(&people, &self.people);
        if !texts && !people_changed {
            return Ok(());
        }
        let visit = self.actor.visit.clone();
        self.actor = session::actor(&self.app, &self.actor.session, visit, false).await?.ok_or(AppError::SignedOut)?;
        let mut tx = self.app.database.read(&self.actor.scope()).await?;
        let assessment = queries::load(&self.app, &mut tx, &self.actor, self.id).await?;
        assessment.rights.check_reads_draft(&self.part)?;
        let mut events = Vec::new();
        if texts {
            let fields = writing::fields_since(&mut tx, assessment.document, &self.part, self.since).await?;
            let fresh: Vec<_> = fields.into_iter().filter(|field| self.revs.get(&field.field).is_none_or(|rev| *rev < field.rev)).collect();
            if !fresh.is_empty() {
                let filled = writing::filled_fields(&mut tx, assessment.document).await?;
                let progress = progress(&assessment.applied()?, |field| filled.contains(field));
                let mut texts =
                    serde_json::Map::from_iter([("overall-progress".to_owned(), json!(side::overall_status(self.actor.lang, &progress)))]);
                texts.extend(
                    progress
                        .parts
                        .iter()
                        .map(|part| (format!("part-status-{}", part.key), json!(side::part_status(self.actor.lang, part)))),
                );
                events.push(event("texts", &serde_json::Value::Object(texts)));
                events.push(event("progress", &json!({ "value": progress.answered, "max": progress.total })));
            }
            for field in fresh {
                let body = json!({ "field": field.field, "rev": field.rev, "value": field.value, "status": saved_status(&self.actor, &field), "by": field.saved_by_name });
                events.push(event("field", &body));
                self.revs.insert(field.field, field.rev);
            }
            if assessment.state == State::Delivered {
                events.push(event("state", &json!({ "message": text(self.actor.lang, "error-delivered-meanwhile") })));
            }
        }
        if people_changed {
            events.push(self.presence_event(&mut tx, &people).await?);
            self.people = people;
        }
        tx.commit().await?;
        for event in events {
            self.out.send(event).await.map_err(|_| AppError::SignedOut)?;
        }
        Ok(())
    }

    async fn presence_event(&self, tx: &mut crate::database::Tx, people: &[(PersonId, Option<String>)]) -> Result<Event> {
        let ids: Vec<PersonId> = people.iter().map(|(person, _)| *person).collect();
        let names = municipality::names(tx, self.actor.municipality, &ids).await?;
        let lang = self.actor.lang;
        let mut present = Vec::new();
        let mut fields = serde_json::Map::new();
        for (person, field) in people {
            let Some(name) = names.get(person) else { continue };
            present.push(json!({ "name": name, "initials": initials(name), "field": field }));
            if let Some(field) = field {
                fields.insert(field.clone(), json!(text_with(lang, "cowriter", &[("who", name)])));
            }
        }
        let listed: Vec<&str> = people.iter().filter_map(|(person, _)| names.get(person)).map(String::as_str).collect();
        let sentence = match listed.as_slice() {
            [] => String::new(),
            [one] => text_with(lang, "presence-one", &[("who", one)]),
            [many @ .., last] => text_with(lang, "presence-many", &[("who", &many.join(", ")), ("last", last)]),
        };
        Ok(event("presence", &json!({ "people": present, "text": sentence, "fields": fields })))
    }
}

fn same(a: &[(PersonId, Option<String>)], b: &[(PersonId, Option<String>)]) -> bool {
    a.len() == b.len() && a.iter().all(|one| b.contains(one))
}

/// Which of texts and presence a signal asks to read again.
fn wanted(signal: Result<Signal, broadcast::error::RecvError>, place: &Place) -> (bool, bool) {
    match signal {
        Ok(Signal::Text(changed)) => (changed == *place, false),
        Ok(Signal::Presence(changed)) => (false, changed == *place),
        // What was missed is unknown: read all.
        Ok(Signal::Resync) | Err(broadcast::error::RecvError::Lagged(_)) => (true, true),
        Err(broadcast::error::RecvError::Closed) => (false, false),
    }
}

fn event(name: &str, body: &serde_json::Value) -> Event {
    Event::default().event(name).data(body.to_string())
}

/// `KN` for Kari Nordås.
pub(super) fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = words.first().and_then(|word| word.chars().next());
    let last = if words.len() > 1 { words.last().and_then(|word| word.chars().next()) } else { None };
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PresenceForm {
    #[serde(default)]
    field: String,
}

/// «I am here.» Told to the other nodes and kept by none of them for long.
async fn present(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, part)): Path<(SelfAssessmentId, String)>,
    Form(form): Form<PresenceForm>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    tx.commit().await?;
    let applied = assessment.applied()?;
    applied.part(&part).ok_or(AppError::NotFound)?;
    let _can = assessment.rights.can_write(&part)?;
    let field = applied.field(&form.field).map(|field| field.key.to_string());
    app.live.present(assessment.document.document, &part, actor.person, field.as_deref());
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_first_and_the_last_names() {
        assert_eq!(initials("Kari Anne Nordås"), "KN");
        assert_eq!(initials("Åse"), "Å");
    }
}
