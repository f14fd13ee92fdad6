//! Live updates. After a commit, one notifier a node tells PostgreSQL which parts changed, coalesced and as ids, never text (a NOTIFY inside the save's
//! transaction would make commits wait for each other). One listener a node hears what all nodes tell and fans it out to the streams, which then read
//! what changed as the actor they belong to. A stream holds no database connection.
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;

use crate::ids::{DocumentId, PersonId};

const CHANNEL: &str = "kvalitetsdialog_live";
/// How long changes are gathered before they are told.
const GATHER: Duration = Duration::from_millis(50);
/// PostgreSQL takes 8000 bytes a notification.
const LARGEST_PAYLOAD: usize = 7000;
/// Somebody who has not been heard of for this long is gone.
const GONE: Duration = Duration::from_secs(45);

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The document.
    pub document: DocumentId,
    /// The part's key.
    pub part: String,
}

/// What streams hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signal {
    /// Texts of the place changed.
    Text(Place),
    /// Who is there changed.
    Presence(Place),
    /// Notifications may have been missed: read the present state.
    Resync,
}

/// Somebody in a part right now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// Who.
    pub person: PersonId,
    /// The field they are in, if any.
    pub field: Option<String>,
}

/// The fields people are in at a place, and when each was last heard of.
type PresenceAt = HashMap<PersonId, (Option<String>, Instant)>;

/// The node's live updates. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Live {
    tell: mpsc::UnboundedSender<String>,
    heard: broadcast::Sender<Signal>,
    presence: Arc<Mutex<HashMap<Place, PresenceAt>>>,
    stopped: CancellationToken,
}

impl Live {
    /// Starts notifier and listener on the current runtime.
    pub fn start(pool: PgPool) -> Self {
        let (tell, told) = mpsc::unbounded_channel();
        let (heard, _) = broadcast::channel(1024);
        let live = Self { tell, heard, presence: Arc::default(), stopped: CancellationToken::new() };
        tokio::spawn(notify(pool.clone(), told, live.stopped.clone()));
        tokio::spawn(live.clone().listen(pool));
        live
    }

    /// Tells all nodes that texts of a part changed. Call after COMMIT.
    pub fn changed(&self, document: DocumentId, part: &str) {
        // Nobody is left to tell when the receiver is gone: the node is stopping.
        let _ = self.tell.send(format!("t {document} {part}"));
    }

    /// Tells all nodes that somebody is in a part, perhaps in a field.
    pub fn present(&self, document: DocumentId, part: &str, person: PersonId, field: Option<&str>) {
        let _ = self.tell.send(format!("p {document} {part} {person} {}", field.unwrap_or("-")));
    }

    /// What is heard from now on.
    pub fn listen_in(&self) -> broadcast::Receiver<Signal> {
        self.heard.subscribe()
    }

    /// Ends when streams must end.
    pub fn stopped(&self) -> CancellationToken {
        self.stopped.clone()
    }

    /// Ends every stream and both tasks.
    pub fn stop(&self) {
        self.stopped.cancel();
    }

    /// Who is in a part right now, in no particular order.
    pub fn who(&self, place: &Place) -> Vec<Present> {
        let Ok(mut presence) = self.presence.lock() else { return Vec::new() };
        let Some(people) = presence.get_mut(place) else { return Vec::new() };
        people.retain(|_, (_, heard)| heard.elapsed() < GONE);
        let present = people.iter().map(|(person, (field, _))| Present { person: *person, field: field.clone() }).collect();
        if people.is_empty() {
            presence.remove(place);
        }
        present
    }

    async fn listen(self, pool: PgPool) {
        while !self.stopped.is_cancelled() {
            if let Err(error) = self.hear(&pool).await {
                tracing::warn!(%error, "live updates are interrupted");
            }
            tokio::select! {
                () = self.stopped.cancelled() => return,
                () = tokio::time::sleep(Duration::from_millis(500)) => {}
            }
        }
    }

    async fn hear(&self, pool: &PgPool) -> sqlx::Result<()> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        let _ = self.heard.send(Signal::Resync);
        loop {
            let notification = tokio::select! {
                () = self.stopped.cancelled() => return Ok(()),
                received = listener.try_recv() => received?,
            };
            let Some(notification) = notification else {
                // The connection was lost and made again; what was told meanwhile is unknown.
                let _ = self.heard.send(Signal::Resync);
                continue;
            };
            for line in notification.payload().lines() {
                if let Some(signal) = self.understand(line) {
                    let _ = self.heard.send(signal);
                }
            }
        }
    }

    fn understand(&self, line: &str) -> Option<Signal> {
        let mut words = line.split(' ');
        let kind = words.next()?;
        let place = Place { document: DocumentId(words.next()?.parse().ok()?), part: words.next()?.to_owned() };
        if kind == "t" {
            return Some(Signal::Text(place));
        }
        let person = PersonId(words.next()?.parse().ok()?);
        let field = words.next().filter(|field| *field != "-").map(str::to_owned);
        let mut presence = self.presence.lock().ok()?;
        let before = presence.entry(place.clone()).or_default().insert(person, (field.clone(), Instant::now()));
        (before.map(|(field, _)| field) != Some(field)).then_some(Signal::Presence(place))
    }
}

/// Gathers what was said for a moment and tells it once.
async fn notify(pool: PgPool, mut told: mpsc::UnboundedReceiver<String>, stopped: CancellationToken) {
    loop {
        let first = tokio::select! {
            () = stopped.cancelled() => return,
            first = told.recv() => first,
        };
        let Some(first) = first else { return };
        tokio::time::sleep(GATHER).await;
        let mut lines = BTreeSet::from([first]);
        while let Ok(more) = told.try_recv() {
            lines.insert(more);
        }
        let mut payload = String::new();
        for line in lines {
            if payload.len() + line.len() > LARGEST_PAYLOAD {
                send(&pool, &std::mem::take(&mut payload)).await;
            }
            payload.push_str(&line);
            payload.push('\n');
        }
        send(&pool, &payload).await;
    }
}

async fn send(pool: &PgPool, payload: &str) {
    if payload.is_empty() {
        return;
    }
    // A lost notification is mended by the resync that follows a lost connection, and by the next change.
    if let Err(error) = sqlx::query!("select pg_notify($1, $2)", CHANNEL, payload).fetch_one(pool).await {
        tracing::warn!(%error, "a live update could not be told");
    }
}
