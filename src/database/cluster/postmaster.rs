//! The server's own note of itself, `postmaster.pid`, and what it tells about a server that is
//! running.

use std::{
    fs, io,
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    io::Errno,
    process::{Pid, Signal, kill_process, test_kill_process},
};

use super::{ClusterError, home::Home};

/// How long a server whose application is gone may take to shut down.
const PREDECESSOR_LIMIT: Duration = Duration::from_secs(30);
/// How long a server that no application of ours noted may go on: it may be one whose application
/// was killed before it could note it.
const STRANGER_LIMIT: Duration = Duration::from_secs(5);

/// The server that a data directory names.
#[derive(Debug)]
pub(super) struct Postmaster {
    pub process: Pid,
    pub socket_directory: PathBuf,
    /// It takes connections (or says that it does).
    pub is_ready: bool,
}

/// Reads `postmaster.pid`: line 1 is the process, 5 the socket's directory, 8 the state. `None`
/// when there is no such file or it is only half written.
pub(super) fn read(data: &Path) -> io::Result<Option<Postmaster>> {
    match fs::read_to_string(data.join("postmaster.pid")) {
        Ok(text) => Ok(parse(&text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn parse(text: &str) -> Option<Postmaster> {
    let lines: Vec<&str> = text.lines().collect();
    let process = lines.first()?.trim().parse().ok().filter(|process| *process > 0).and_then(Pid::from_raw)?;
    let socket_directory = lines.get(4).copied().unwrap_or_default().into();
    let is_ready = lines.get(7).is_some_and(|state| state.trim() == "ready");
    Some(Postmaster { process, socket_directory, is_ready })
}

impl Postmaster {
    /// The process is there and is a PostgreSQL server: after a power cut its number may be
    /// another program's.
    pub fn is_alive(&self) -> bool {
        if test_kill_process(self.process) == Err(Errno::SRCH) {
            return false;
        }
        // where there is no /proc the number is taken at its word
        let name = fs::read_to_string(format!("/proc/{}/comm", self.process.as_raw_nonzero()));
        !cfg!(target_os = "linux") || name.is_ok_and(|name| name.trim() == "postgres")
    }

    /// It is alive, ready, and something listens on its socket.
    pub fn answers(&self) -> bool {
        let socket = self.socket_directory.join(".s.PGSQL.5432");
        self.is_ready && self.is_alive() && UnixStream::connect(socket).is_ok()
    }
}

/// We hold the lock, so a server that still runs on the data has lost its application: it is
/// shutting down, or (where the system sends no signal at a parent's death) was left behind, and
/// is then told to. One that we never started is somebody's work in progress and is left alone.
pub(super) fn wait_for_predecessor(home: &Home) -> Result<(), ClusterError> {
    let started = Instant::now();
    let mut was_told = false;
    loop {
        let data = home.data();
        let running = read(&data).map_err(ClusterError::io("read the state of", &data))?;
        let Some(running) = running.filter(Postmaster::is_alive) else {
            return Ok(());
        };
        let process = running.process.as_raw_nonzero().get();
        let is_ours = home.earlier_server() == Some(process);
        if started.elapsed() > if is_ours { PREDECESSOR_LIMIT } else { STRANGER_LIMIT } {
            return Err(ClusterError::StrayServer { directory: data, process });
        }
        if is_ours && !was_told {
            tracing::info!(process, "waiting for the server of an application that is gone");
            // SIGINT is the server's fast shutdown; a second one changes nothing
            let _ = kill_process(running.process, Signal::INT);
            was_told = true;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "4711\n/d/data\n1790000000\n5432\n/d\n\n  1234 5\nready   \n";

    #[test]
    fn reads_process_socket_and_state() {
        let parsed = parse(FILE).unwrap();
        assert_eq!(parsed.process.as_raw_nonzero().get(), 4711);
        assert_eq!(parsed.socket_directory, Path::new("/d"));
        assert!(parsed.is_ready);
    }

    #[test]
    fn a_file_in_the_making_is_not_ready() {
        assert!(!parse(&FILE.replace("ready   ", "starting")).unwrap().is_ready);
        assert!(!parse("4711\n/d/data\n").unwrap().is_ready);
        assert!(parse("").is_none());
        assert!(parse("-4711\n").is_none(), "a single-user server");
    }
}
