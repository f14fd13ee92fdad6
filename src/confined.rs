//! A process of this very program under limits of its own: for work on what may ask for more than it should get (`read-workbook`, `read-docx`, `make-pdf`).
//!
//! It is started before there is a runtime, and takes its limits first. The allocator reserves address space before `main`, and what is reserved escapes a
//! cap that comes later; so the limits are set, and the program then starts itself anew under them.
use std::io;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What such a process may use.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of memory, its program included.
    pub memory: u64,
    /// Seconds of computing.
    pub cpu_seconds: u64,
}

impl Limits {
    /// Puts this process under the limits: the first time it starts itself anew as `command`, and comes back as that, with nothing more to open.
    ///
    /// A system without a cap on memory (macOS) goes on with the limits of the code alone.
    pub fn enter(self, command: &str) {
        if self.hold() {
            cap(Resource::Nofile, 3);
            return;
        }
        cap(Resource::Core, 0);
        cap(Resource::Fsize, 0);
        cap(Resource::Cpu, self.cpu_seconds);
        cap(Resource::Nofile, 16);
        cap(Resource::As, self.memory);
        if self.hold()
            && let Ok(program) = this_program()
        {
            // Returns only when it fails. One thread is enough, and each more would take its share of the memory.
            let _ = Command::new(program).arg(command).env_clear().env("RAYON_NUM_THREADS", "1").exec();
        }
    }

    /// Whether this process began under the cap on memory.
    fn hold(self) -> bool {
        getrlimit(Resource::As).current.is_some_and(|current| current <= self.memory)
    }
}

/// The program that runs, also when its file was replaced since.
pub fn this_program() -> io::Result<PathBuf> {
    let running = Path::new("/proc/self/exe");
    if cfg!(target_os = "linux") && running.exists() { Ok(running.to_owned()) } else { std::env::current_exe() }
}

/// Lowers a limit for good. One that is lower already stays.
fn cap(resource: Resource, most: u64) {
    let now = getrlimit(resource);
    let least = Some(now.maximum.map_or(most, |maximum| maximum.min(most)));
    // Refused only where the system has no such limit.
    let _ = setrlimit(resource, Rlimit { current: least, maximum: least });
}
