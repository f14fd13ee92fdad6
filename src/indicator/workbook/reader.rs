//! The asking side: starts the reading process, gives it the bytes, takes its answer.
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{ChildStdin, ChildStdout, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{Refusal, child, inspect, limits, wire};
use crate::confined::this_program;
use crate::indicator::reading::Grid;

/// How many workbooks are read at once; each may take a core and the memory of [`limits::PROCESS`].
const AT_ONCE: usize = 2;
/// How long reading one may take, and how long one may wait for its turn.
const DEADLINE: Duration = Duration::from_secs(12);

/// Reads workbooks in processes of their own. Cheap to clone; the clones share their turns.
#[derive(Debug, Clone)]
pub struct WorkbookReader {
    program: Arc<Path>,
    turns: Arc<Semaphore>,
    deadline: Duration,
}

impl WorkbookReader {
    /// Reads with this program's own command. An error when the system does not say where the program is.
    pub fn of_this_program() -> io::Result<Self> {
        Ok(Self::new(&this_program()?))
    }

    /// Reads with the command of the program at `program`.
    #[must_use]
    pub fn new(program: &Path) -> Self {
        Self { program: program.into(), turns: Arc::new(Semaphore::new(AT_ONCE)), deadline: DEADLINE }
    }

    /// The same, with another deadline.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// Every sheet of a workbook. Waits for its turn; holds no more than the file, the answer and one line of it.
    pub async fn read(&self, bytes: Bytes) -> Result<Vec<Grid>, Refusal> {
        inspect(&bytes)?;
        let Ok(Ok(_turn)) = timeout(self.deadline, self.turns.acquire()).await else { return Err(Refusal::Busy) };
        // Dropping the process kills it.
        timeout(self.deadline, self.ask(bytes)).await.unwrap_or(Err(Refusal::TooHeavy))
    }

    async fn ask(&self, bytes: Bytes) -> Result<Vec<Grid>, Refusal> {
        let mut command = Command::new(&*self.program);
        command.arg(child::COMMAND).env_clear().current_dir("/").kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().map_err(|error| failed("did not start", &error))?;
        let (Some(stdin), Some(stdout)) = (process.stdin.take(), process.stdout.take()) else { return Err(Refusal::ReaderFailed) };
        let ((), received) = tokio::join!(give(stdin, bytes), receive(stdout));
        let received = match received {
            Ok(received) => received,
            Err(error) => {
                let _ = process.kill().await;
                return Err(failed("gave no answer of its own", &error));
            }
        };
        let ended = process.wait().await.map_err(|error| failed("was lost", &error))?;
        match received.finish() {
            Some(answer) if ended.success() => answer,
            // Out of memory it is aborted, out of time it is killed: both are signals.
            _ if ended.code().is_none() => {
                tracing::warn!(%ended, "a workbook took more memory or time than it may");
                Err(Refusal::TooHeavy)
            }
            _ => Err(failed("gave up", &ended)),
        }
    }
}

/// Writes the file to the process. One that has seen enough reads no further, which is no error.
async fn give(mut stdin: ChildStdin, bytes: Bytes) {
    if stdin.write_all(&bytes).await.is_ok() {
        let _ = stdin.shutdown().await;
    }
}

async fn receive(stdout: ChildStdout) -> io::Result<wire::Received> {
    let mut received = wire::Received::default();
    let mut lines = BufReader::new(stdout.take(limits::ANSWER));
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).await? > 0 {
        // Cut short: the process ended in the middle, or it says more than it may.
        let Some(whole) = line.strip_suffix(b"\n") else { break };
        received.take(whole)?;
        line.clear();
    }
    Ok(received)
}

fn failed(what: &str, cause: &dyn std::fmt::Display) -> Refusal {
    tracing::error!(%cause, "the process that reads workbooks {what}");
    Refusal::ReaderFailed
}
