//! Live updates of a part of a text: colleagues' texts, what follows from them, who is here. The stream holds no database connection; for each thing it
//! hears it looks the session and the rights up again, so that somebody who lost them a moment ago hears nothing more.
use std::collections::HashMap;
use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use time::OffsetDateTime;
use tokio::sync::{broadcast, mpsc};

use super::DocumentRef;
use super::autosave::saved_status;
use super::live::{Place, Signal};
use crate::App;
use crate::access::{Actor, session};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::PersonId;
use crate::municipality;
use crate::text::{text, text_with};
use crate::web::page::initials;
use crate::writing;

/// Gathers signals that come close together.
const GATHER: Duration = Duration::from_millis(30);

/// What a page says of the moment it was made: unix seconds. What was saved since then is sent first.
#[derive(Debug, Clone, Copy, serde::Deserialize)]
pub struct Since {
    #[serde(default)]
    siden: i64,
}

/// «I am here», as the script says it: the field somebody is in, or none.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// The field's key.
    #[serde(default)]
    pub field: String,
}

/// A text as the actor may read it now.
#[derive(Debug, Clone, Copy)]
pub struct Readable {
    /// The text.
    pub document: DocumentRef,
    /// Nobody writes in it any more: key of the sentence that says so.
    pub closed: Option<&'static str>,
}

/// Something that is written together and listened to.
pub trait Watched: Send + Sync + 'static {
    /// Looks it up anew; an error when the actor may not read the part (any more).
    fn look(&self, app: &App, tx: &mut Tx, actor: &Actor) -> impl Future<Output = Result<Readable>> + Send;

    /// What else to tell when texts have changed: names and bodies of events; nothing, when nothing else is said.
    fn beside(&self, _: &App, _: &mut Tx, _: &Actor) -> impl Future<Output = Result<Vec<(&'static str, Value)>>> + Send {
        async { Ok(Vec::new()) }
    }
}

struct Listener<W> {
    app: App,
    actor: Actor,
    watched: W,
    part: String,
    since: OffsetDateTime,
    revs: HashMap<String, i32>,
    people: Vec<(PersonId, Option<String>)>,
    out: mpsc::Sender<Event>,
}

/// The stream of a part, as an answer that goes on.
pub async fn stream<W: Watched>(app: App, actor: Actor, watched: W, part: String, since: Since) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let document = watched.look(&app, &mut tx, &actor).await?.document;
    tx.commit().await?;
    let place = Place { document: document.document, part: part.clone() };
    let signals = app.live.listen_in();
    let (out, events) = mpsc::channel(16);
    let since = OffsetDateTime::from_unix_timestamp(since.siden).unwrap_or(actor.now);
    let listener = Listener { app, actor, watched, part, since, revs: HashMap::new(), people: Vec::new(), out };
    tokio::spawn(listener.run(signals, place));
    let events = tokio_stream::wrappers::ReceiverStream::new(events);
    let events = tokio_stream::StreamExt::map(events, Ok::<_, Infallible>);
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(25))).into_response();
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    // axum says no-cache, which lets a copy be kept.
    response.headers_mut().insert(axum::http::header::CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
    Ok(response)
}

impl<W: Watched> Listener<W> {
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
        let readable = self.watched.look(&self.app, &mut tx, &self.actor).await?;
        let mut events = Vec::new();
        if texts {
            let fields = writing::fields_since(&mut tx, readable.document, &self.part, self.since).await?;
            let fresh: Vec<_> = fields.into_iter().filter(|field| self.revs.get(&field.field).is_none_or(|rev| *rev < field.rev)).collect();
            if !fresh.is_empty() {
                let beside = self.watched.beside(&self.app, &mut tx, &self.actor).await?;
                events.extend(beside.iter().map(|(name, body)| event(name, body)));
            }
            for field in fresh {
                let body = json!({ "field": field.field, "rev": field.rev, "value": field.value, "status": saved_status(&self.actor, &field), "by": field.saved_by_name });
                events.push(event("field", &body));
                self.revs.insert(field.field, field.rev);
            }
            if let Some(sentence) = readable.closed {
                events.push(event("state", &json!({ "message": text(self.actor.lang, sentence) })));
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

    async fn presence_event(&self, tx: &mut Tx, people: &[(PersonId, Option<String>)]) -> Result<Event> {
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

fn event(name: &str, body: &Value) -> Event {
    Event::default().event(name).data(body.to_string())
}
