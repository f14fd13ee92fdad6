//! The asking side: starts the process, tells it what to make, takes the document.
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{ChildStdin, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{LONGEST_ANSWER, LONGEST_ORDER, Meta, Order, Said, Template, child};
use crate::confined::this_program;
use crate::error::AppError;
use crate::text::{dates, text_with};

/// How long making one may take, and how long one may wait for its turn.
const DEADLINE: Duration = Duration::from_secs(20);

/// Why there is no document. The log says more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotMade {
    /// Others' documents took too long.
    #[error("too many documents at once")]
    Busy,
    /// It took more memory or time than a document may.
    #[error("it takes too much memory or time")]
    TooHeavy,
    /// The process did not start or made nothing.
    #[error("the typesetter failed")]
    Failed,
}

impl From<NotMade> for AppError {
    fn from(_: NotMade) -> Self {
        Self::NotNow("error-pdf")
    }
}

/// Makes PDFs in processes of their own, one at a time. Cheap to clone; the clones share their turns.
#[derive(Debug, Clone)]
pub struct PdfMaker {
    program: Arc<Path>,
    turns: Arc<Semaphore>,
    deadline: Duration,
}

impl PdfMaker {
    /// With this program's own command. An error when the system does not say where the program is.
    pub fn of_this_program() -> io::Result<Self> {
        Ok(Self::new(&this_program()?))
    }

    /// With the command of the program at `program`.
    #[must_use]
    pub fn new(program: &Path) -> Self {
        Self { program: program.into(), turns: Arc::new(Semaphore::new(1)), deadline: DEADLINE }
    }

    /// The same, with another deadline.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// The document. Waits for its turn and for the process: call it outside any transaction.
    pub async fn render(&self, template: Template, data: &impl Serialize, meta: &Meta) -> Result<Vec<u8>, NotMade> {
        let order = Order { template, meta: said(meta), data };
        let order = serde_json::to_vec(&order).map_err(|error| failed(template, "is not told what to make", &error))?;
        if order.len() > LONGEST_ORDER {
            tracing::warn!(?template, bytes = order.len(), "a document would be too long");
            return Err(NotMade::TooHeavy);
        }
        let Ok(Ok(_turn)) = timeout(self.deadline, self.turns.acquire()).await else {
            tracing::warn!(?template, "a document waited too long for its turn");
            return Err(NotMade::Busy);
        };
        // Dropping the process kills it.
        timeout(self.deadline, self.ask(template, &order)).await.unwrap_or_else(|_| {
            tracing::warn!(?template, "a document took more time than it may");
            Err(NotMade::TooHeavy)
        })
    }

    async fn ask(&self, template: Template, order: &[u8]) -> Result<Vec<u8>, NotMade> {
        let mut command = Command::new(&*self.program);
        command.arg(child::COMMAND).env_clear().current_dir("/").kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = command.spawn().map_err(|error| failed(template, "did not start", &error))?;
        let (Some(stdin), Some(stdout), Some(stderr)) = (process.stdin.take(), process.stdout.take(), process.stderr.take()) else {
            return Err(NotMade::Failed);
        };
        let (mut document, mut complaint) = (Vec::new(), Vec::new());
        let (mut stdout, mut stderr) = (stdout.take(LONGEST_ANSWER + 1), stderr.take(2000));
        let ((), read, _) = tokio::join!(give(stdin, order), stdout.read_to_end(&mut document), stderr.read_to_end(&mut complaint));
        read.map_err(|error| failed(template, "gave no document", &error))?;
        if document.len() as u64 > LONGEST_ANSWER {
            tracing::warn!(?template, "a document is too long");
            return Err(NotMade::TooHeavy);
        }
        let ended = process.wait().await.map_err(|error| failed(template, "was lost", &error))?;
        if ended.success() && document.starts_with(b"%PDF-") {
            return Ok(document);
        }
        // Out of memory it is aborted, out of time it is killed: both are signals.
        if ended.code().is_none() {
            tracing::warn!(?template, %ended, "a document took more memory or time than it may");
            return Err(NotMade::TooHeavy);
        }
        Err(failed(template, "gave up", &String::from_utf8_lossy(&complaint).trim_end()))
    }
}

fn said(meta: &Meta) -> Said {
    Said {
        title: meta.title.clone(),
        lang: meta.lang.code().to_owned(),
        municipality: meta.municipality.clone(),
        date: dates::long(dates::norwegian_date(meta.made_at)),
        page_of: text_with(meta.lang, "document-page-of", &[("page", &"{page}"), ("pages", &"{pages}")]),
        made_at: meta.made_at.unix_timestamp(),
    }
}

/// Writes what to make. A process that ended has its own reason, and says it.
async fn give(mut stdin: ChildStdin, order: &[u8]) {
    if stdin.write_all(order).await.is_ok() {
        let _ = stdin.shutdown().await;
    }
}

fn failed(template: Template, what: &str, cause: &dyn std::fmt::Display) -> NotMade {
    tracing::error!(?template, %cause, "the process that makes PDFs {what}");
    NotMade::Failed
}
