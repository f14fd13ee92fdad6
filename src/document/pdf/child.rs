//! The process that makes one PDF and ends: `kvalitetsdialog make-pdf`. What to make comes on standard input, the document goes to standard output, and
//! what went wrong to standard error, without a word of what people have written.
use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use super::{LONGEST_ORDER, PROCESS, typeset};

/// The command's name.
pub const COMMAND: &str = "make-pdf";

/// Runs the command.
#[must_use]
pub fn run() -> ExitCode {
    PROCESS.enter(COMMAND);
    // What a panic says may hold what people have written; where it was does not.
    std::panic::set_hook(Box::new(|panic| {
        let _ = writeln!(io::stderr(), "panicked at {}", panic.location().map_or_else(String::new, ToString::to_string));
    }));
    match answer() {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            let _ = writeln!(io::stderr(), "{cause}");
            ExitCode::FAILURE
        }
    }
}

fn answer() -> Result<(), String> {
    let mut bytes = Vec::new();
    io::stdin().lock().take(LONGEST_ORDER as u64 + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    let order = serde_json::from_slice(&bytes).map_err(|error| format!("no order of ours: {:?}", error.classify()))?;
    let document = typeset::typeset(order)?;
    let mut out = io::stdout().lock();
    out.write_all(&document).and_then(|()| out.flush()).map_err(|error| error.to_string())
}
