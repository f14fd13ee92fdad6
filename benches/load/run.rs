//! Asking: each worker has a connection of its own and asks again as soon as it is answered.
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::cases::Case;
use crate::client::Client;
use crate::country::Writable;
use crate::machine;
use crate::server::Server;

/// Addresses, each with the session's token to open it with.
pub type Pages = Arc<[(String, String)]>;

/// One who asks.
pub enum Worker {
    /// Opens pages in turn.
    Reader {
        /// All of them.
        pages: Pages,
        /// Which is next.
        next: usize,
    },
    /// Saves in one field, each time building on the save before.
    Writer(Writable),
}

impl Worker {
    /// Asks once. Anything but what a browser should get is an error.
    pub async fn once(&mut self, client: &mut Client) -> anyhow::Result<()> {
        match self {
            Self::Reader { pages, next } => {
                let (path, token) = &pages[*next % pages.len()];
                *next += 1;
                let answer = client.ask(path, token, None).await?;
                ensure!(answer.status == 200, "{path} answers {}", answer.status);
                ensure!(is_whole(&answer.body), "{path} is not a whole page");
            }
            Self::Writer(place) => {
                let words = "Vi+har+arbeidd+systematisk+med+dette+i+heile+kollegiet.+".repeat(6);
                let form = format!("field={}&value={words}{rev}&rev={rev}&save_id={}", place.field, Uuid::new_v4(), rev = place.rev);
                let path = format!("/egenvurdering/{}/felt", place.assessment);
                let answer = client.ask(&path, &place.token, Some(&form)).await?;
                ensure!(answer.status == 200, "{path} answers {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
                let saved: serde_json::Value = serde_json::from_slice(&answer.body)?;
                let now =
                    saved.get("rev").and_then(serde_json::Value::as_i64).and_then(|rev| i32::try_from(rev).ok()).context("a revision")?;
                ensure!(now == place.rev + 1, "revision {now} after {}", place.rev);
                place.rev = now;
            }
        }
        Ok(())
    }

    /// Asks until `end`; answers how long each request took that began after `from`.
    async fn work(mut self, port: u16, from: Instant, end: Instant) -> anyhow::Result<Vec<Duration>> {
        let mut client = Client::connect(port).await?;
        let mut took = Vec::new();
        loop {
            let begun = Instant::now();
            if begun >= end {
                return Ok(took);
            }
            self.once(&mut client).await?;
            if begun >= from {
                took.push(begun.elapsed());
            }
        }
    }
}

/// A page, or a PDF, that ends as it must.
fn is_whole(body: &[u8]) -> bool {
    let end = if body.starts_with(b"%PDF-") { "%%EOF" } else { "</html>" };
    body.trim_ascii_end().ends_with(end.as_bytes())
}

/// What a run showed.
pub struct Figures {
    took: Vec<Duration>,
    seconds: f64,
    application_cpu: f64,
    postgres_cpu: f64,
    rss: f64,
}

/// Lets the workers ask for a second that is not counted and then for as long as is measured.
pub async fn run(server: &Server, workers: Vec<Worker>, measured: Duration) -> anyhow::Result<Figures> {
    let from = Instant::now() + Duration::from_secs(1);
    let mut working = JoinSet::new();
    for worker in workers {
        working.spawn(worker.work(server.port, from, from + measured));
    }
    let cpu = || (machine::cpu(server.process()), machine::cpu_with_children(server.postgres));
    tokio::time::sleep_until(from.into()).await;
    let before = cpu();
    tokio::time::sleep_until((from + measured).into()).await;
    let (after, seconds, rss) = (cpu(), from.elapsed().as_secs_f64(), machine::rss(server.process()));
    let mut took = Vec::new();
    while let Some(worked) = working.join_next().await {
        took.extend(worked??);
    }
    ensure!(!took.is_empty(), "nothing was answered");
    took.sort_unstable();
    Ok(Figures { took, seconds, application_cpu: after.0 - before.0, postgres_cpu: after.1 - before.1, rss })
}

impl Figures {
    fn percentile(&self, percent: usize) -> f64 {
        let at = (self.took.len() * percent / 100).min(self.took.len() - 1);
        self.took[at].as_secs_f64() * 1000.0
    }

    /// The table's head.
    pub fn heading() -> String {
        format!(
            "{:<24} {:>3} {:>8} {:>8} {:>7} {:>8} {:>8} {:>7} {:>4}  aim",
            "", "c", "p50 ms", "p99 ms", "req/s", "app CPU", "PG CPU", "RSS MB", "SQL"
        )
    }

    /// The table's line of a case.
    pub fn line(&self, case: Case, concurrency: usize, statements: usize) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand requests")]
        let count = self.took.len() as f64;
        let per_second = count / self.seconds;
        let milliseconds = |cpu: f64| cpu / count * 1000.0;
        let aim = case.aim().map_or_else(String::new, |aim| {
            let said = |reached: bool| if reached { "reached" } else { "MISSED" };
            match concurrency {
                1 => format!("p99 ≤ {} ms {}", aim.p99, said(self.percentile(99) <= aim.p99)),
                32 => format!("≥ {}/s {}", aim.per_second, said(per_second >= aim.per_second)),
                _ => String::new(),
            }
        });
        format!(
            "{case:<24} {concurrency:>3} {:>8.2} {:>8.2} {per_second:>7.0} {:>8.2} {:>8.2} {:>7.0} {statements:>4}  {aim}",
            self.percentile(50),
            self.percentile(99),
            milliseconds(self.application_cpu),
            milliseconds(self.postgres_cpu),
            self.rss,
        )
    }
}
