//! The asking side: starts the reading process, gives it the bytes, takes its answer.
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{ChildStdin, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{Line, Refusal, child, limits};
use crate::confined::this_program;

/// How long reading one may take, and how long one may wait for its turn.
const DEADLINE: Duration = Duration::from_secs(12);

/// Reads DOCX files in processes of their own, one at a time. Cheap to clone; the clones share their turns.
#[derive(Debug, Clone)]
pub struct DocxReader {
    program: Arc<Path>,
    turns: Arc<Semaphore>,
    deadline: Duration,
}

impl DocxReader {
    /// Reads with this program's own command. An error when the system does not say where the program is.
    pub fn of_this_program() -> io::Result<Self> {
        Ok(Self::new(&this_program()?))
    }

    /// Reads with the command of the program at `program`.
    #[must_use]
    pub fn new(program: &Path) -> Self {
        Self { program: program.into(), turns: Arc::new(Semaphore::new(1)), deadline: DEADLINE }
    }

    /// The same, with another deadline.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// The lines of a file's text, without contents, headers, feet and what is marked as taken away. Waits for its turn.
    pub async fn read(&self, bytes: Bytes) -> Result<Vec<Line>, Refusal> {
        if bytes.len() > limits::FILE {
            return Err(Refusal::TooLarge);
        }
        if !bytes.starts_with(b"PK\x03\x04") {
            return Err(Refusal::NotADocx);
        }
        let Ok(Ok(_turn)) = timeout(self.deadline, self.turns.acquire()).await else { return Err(Refusal::Busy) };
        // Dropping the process kills it.
        timeout(self.deadline, self.ask(bytes)).await.unwrap_or(Err(Refusal::TooHeavy))
    }

    async fn ask(&self, bytes: Bytes) -> Result<Vec<Line>, Refusal> {
        let mut command = Command::new(&*self.program);
        command.arg(child::COMMAND).env_clear().current_dir("/").kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().map_err(|error| failed("did not start", &error))?;
        let (Some(stdin), Some(stdout)) = (process.stdin.take(), process.stdout.take()) else { return Err(Refusal::Failed) };
        let mut answer = Vec::new();
        let mut stdout = stdout.take(limits::ANSWER + 1);
        let ((), read) = tokio::join!(give(stdin, bytes), stdout.read_to_end(&mut answer));
        read.map_err(|error| failed("gave no answer", &error))?;
        if answer.len() as u64 > limits::ANSWER {
            return Err(Refusal::TooHeavy);
        }
        let ended = process.wait().await.map_err(|error| failed("was lost", &error))?;
        // Out of memory it is aborted, out of time it is killed: both are signals.
        if ended.code().is_none() {
            tracing::warn!(%ended, "a DOCX took more memory or time than it may");
            return Err(Refusal::TooHeavy);
        }
        if !ended.success() {
            return Err(failed("gave up", &ended));
        }
        serde_json::from_slice(&answer).unwrap_or_else(|error| Err(failed("gave no answer of its own", &format!("{:?}", error.classify()))))
    }
}

/// Writes the file to the process. One that has seen enough reads no further, which is no error.
async fn give(mut stdin: ChildStdin, bytes: Bytes) {
    if stdin.write_all(&bytes).await.is_ok() {
        let _ = stdin.shutdown().await;
    }
}

fn failed(what: &str, cause: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%cause, "the process that reads DOCX {what}");
    Refusal::Failed
}
