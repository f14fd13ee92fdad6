//! The process that reads one workbook and ends: `kvalitetsdialog read-workbook`. The bytes come on standard input, the answer goes to standard output.
use std::io::{self, BufWriter, Read as _};
use std::process::ExitCode;

use super::{limits, unpack, wire};

/// The command's name.
pub const COMMAND: &str = "read-workbook";

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
    wire::send(unpack::grids(&bytes), BufWriter::new(io::stdout().lock()))
}
