//! The process that reads one DOCX and ends: `kvalitetsdialog read-docx`. The bytes come on standard input, the answer goes to standard output.
use std::io::{self, BufWriter, Read as _, Write as _};
use std::process::ExitCode;

use super::{limits, text};

/// The command's name.
pub const COMMAND: &str = "read-docx";

/// Runs the command.
#[must_use]
pub fn run() -> ExitCode {
    limits::PROCESS.enter(COMMAND);
    match answer() {
        Ok(()) => ExitCode::SUCCESS,
        // As wherever else memory is missing: the one that asked tells the two ends apart.
        Err(error) if error.kind() == io::ErrorKind::OutOfMemory => std::process::abort(),
        Err(_) => ExitCode::FAILURE,
    }
}

fn answer() -> io::Result<()> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(limits::FILE as u64 + 1).read_to_end(&mut bytes)?;
    let mut out = BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut out, &text::of_file(&bytes))?;
    out.flush()
}
