//! The process that reads one workbook and ends: `kvalitetsdialog read-workbook`. The bytes come on standard input, the answer goes to standard output.
//!
//! It is started before there is a runtime, and takes its own limits first. The allocator reserves address space before `main`, and what is reserved
//! escapes a cap that comes later; so the limits are set, and the program then starts itself anew under them.
use std::io::{self, BufWriter, Read as _};
use std::os::unix::process::CommandExt as _;
use std::process::{Command, ExitCode};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use super::{limits, unpack, wire};

/// The command's name.
pub const COMMAND: &str = "read-workbook";

/// Runs the command.
#[must_use]
pub fn run() -> ExitCode {
    if is_capped() {
        // Nothing more is opened from here on.
        cap(Resource::Nofile, 3);
    } else {
        // Returns only when it fails. A system without such a cap (macOS) goes on with the limits of the code alone.
        start_anew_under_limits();
    }
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

/// Whether this process began under the cap on memory.
fn is_capped() -> bool {
    getrlimit(Resource::As).current.is_some_and(|current| current <= limits::MEMORY)
}

fn start_anew_under_limits() {
    cap(Resource::Core, 0);
    cap(Resource::Fsize, 0);
    cap(Resource::Cpu, limits::CPU_SECONDS);
    cap(Resource::Nofile, 16);
    cap(Resource::As, limits::MEMORY);
    if is_capped()
        && let Ok(program) = super::reader::this_program()
    {
        let _ = Command::new(program).arg(COMMAND).env_clear().exec();
    }
}

/// Lowers a limit for good. One that is lower already stays.
fn cap(resource: Resource, most: u64) {
    let now = getrlimit(resource);
    let least = Some(now.maximum.map_or(most, |maximum| maximum.min(most)));
    // Refused only where the system has no such limit.
    let _ = setrlimit(resource, Rlimit { current: least, maximum: least });
}
