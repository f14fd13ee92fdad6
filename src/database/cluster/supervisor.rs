//! Keeps the server running: one thread that starts it, waits for its end, starts it again, and at
//! last stops it.

use std::{
    io,
    process::{Child, ExitStatus},
    sync::mpsc::{self, Receiver, RecvTimeoutError, Sender},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use super::{ClusterError, home::Home, postmaster, server::Server};

/// How long the server may take to shut down in order before it is told to drop everything (and
/// to recover at its next start).
const STOP_LIMIT: Duration = Duration::from_secs(20);
/// Recovery after a crash reads the log of what happened since the last checkpoint; this is ample.
const START_LIMIT: Duration = Duration::from_mins(5);
/// How long the processes of a killed server may hold on to its memory at the first start.
const REMAINS_LIMIT: Duration = Duration::from_secs(30);
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// A supervised server. Dropping it stops the server.
#[derive(Debug)]
pub(super) struct Supervisor {
    stop: Sender<()>,
    thread: Option<JoinHandle<()>>,
}

impl Supervisor {
    /// Starts the thread and the server, and returns when the server takes connections.
    pub fn start(server: Server, home: Home) -> Result<Supervisor, ClusterError> {
        let (stop, asked_to_stop) = mpsc::channel();
        let (report, reported) = mpsc::channel();
        let log = server.log().to_owned();
        let watch = Watch { server, home, asked_to_stop };
        // The server dies with this thread (see `Server::spawn`), which ends only after it.
        let thread = thread::Builder::new()
            .name("postgresql".to_owned())
            .spawn(move || watch.run(&report))
            .map_err(ClusterError::io("start a thread for", &log))?;
        let supervisor = Supervisor { stop, thread: Some(thread) };
        reported.recv().unwrap_or_else(|_| {
            let reason = "its supervisor ended".to_owned();
            Err(ClusterError::Start { reason, log, tail: String::new() })
        })?;
        Ok(supervisor)
    }

    /// Stops the server and returns when it is gone. A second call does nothing.
    pub fn stop(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = self.stop.send(());
            let _ = thread.join();
        }
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What the thread owns. The lock on the directory is released with it, after the server.
struct Watch {
    server: Server,
    home: Home,
    asked_to_stop: Receiver<()>,
}

/// How waiting for a server ended.
enum Seen {
    Ready,
    Ended(ExitStatus),
    TooSlow,
    AskedToStop,
}

impl Watch {
    fn run(self, report: &Sender<Result<(), ClusterError>>) {
        let begun = Instant::now();
        let mut has_run = false;
        let mut pause = FIRST_PAUSE;
        loop {
            let reason = match self.server.spawn() {
                Err(error) => format!("its process could not be started ({error})"),
                Ok(mut child) => {
                    if let Err(error) = self.home.note_server(child.id().try_into().ok()) {
                        tracing::warn!(%error, "could not note the server's process in the lock file");
                    }
                    match self.until_ready(&mut child) {
                        Seen::Ready => {
                            tracing::info!(process = child.id(), "PostgreSQL is ready");
                            let _ = report.send(Ok(()));
                            (has_run, pause) = (true, FIRST_PAUSE);
                            match self.until_ended(&mut child) {
                                Seen::Ended(status) => format!("it ended by itself ({status})"),
                                _ => return shut_down(&mut child, &self.home),
                            }
                        }
                        Seen::Ended(status) => format!("it ended at once ({status})"),
                        Seen::TooSlow => {
                            shut_down(&mut child, &self.home);
                            format!("it was not ready within {} s", START_LIMIT.as_secs())
                        }
                        Seen::AskedToStop => return shut_down(&mut child, &self.home),
                    }
                }
            };
            let tail = self.server.log_tail();
            let may_pass = left_remains(&tail) && begun.elapsed() < REMAINS_LIMIT;
            if !has_run && !may_pass {
                let log = self.server.log().to_owned();
                let _ = report.send(Err(ClusterError::Start { reason, log, tail }));
                return;
            }
            tracing::warn!(reason, log = tail, "PostgreSQL is down: starting it again");
            if self.is_asked_to_stop(pause) {
                return;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Waits until the server takes connections. Its own note is asked, not its socket: that costs
    /// it no connection, and names the process.
    fn until_ready(&self, child: &mut Child) -> Seen {
        let begun = Instant::now();
        let mut is_first_look = true;
        loop {
            if let Ok(Some(status)) = child.try_wait() {
                return Seen::Ended(status);
            }
            let noted = postmaster::read(self.server.data()).ok().flatten();
            if noted.is_some_and(|it| it.is_ready && Some(it.process) == pid_of(child)) {
                return Seen::Ready;
            }
            if begun.elapsed() > START_LIMIT {
                return Seen::TooSlow;
            }
            if begun.elapsed() > Duration::from_secs(5) && is_first_look {
                tracing::info!("PostgreSQL is still starting; after a crash it recovers first");
                is_first_look = false;
            }
            if self.is_asked_to_stop(Duration::from_millis(5)) {
                return Seen::AskedToStop;
            }
        }
    }

    /// Waits for the server's end, and reaps it: a dead server that nobody reaps would look alive
    /// to the next one.
    fn until_ended(&self, child: &mut Child) -> Seen {
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return Seen::Ended(status),
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "could not ask for the server's state"),
            }
            if self.is_asked_to_stop(Duration::from_millis(50)) {
                return Seen::AskedToStop;
            }
        }
    }

    fn is_asked_to_stop(&self, within: Duration) -> bool {
        self.asked_to_stop.recv_timeout(within) != Err(RecvTimeoutError::Timeout)
    }
}

/// A killed server's own processes may outlive it for a moment, and a new server waits for them by
/// refusing to start.
fn left_remains(log_tail: &str) -> bool {
    log_tail.contains("shared memory block") || log_tail.contains("lock file \"postmaster.pid\" already exists")
}

fn pid_of(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// SIGINT is the server's fast shutdown; SIGQUIT, when that takes too long, its immediate one.
fn shut_down(child: &mut Child, home: &Home) {
    let begun = Instant::now();
    signal(child, Signal::INT);
    let mut is_patient = true;
    loop {
        match child.try_wait() {
            Ok(Some(_)) => break,
            Ok(None) => thread::sleep(Duration::from_millis(5)),
            Err(error) => {
                tracing::warn!(%error, "could not wait for PostgreSQL to stop");
                break;
            }
        }
        if is_patient && begun.elapsed() > STOP_LIMIT {
            tracing::warn!("PostgreSQL takes too long to stop: told to stop at once");
            signal(child, Signal::QUIT);
            is_patient = false;
        }
    }
    let _ = home.note_server(None);
    tracing::info!("PostgreSQL has stopped");
}

/// The child is not reaped yet, so its number cannot be another process's.
fn signal(child: &Child, signal: Signal) {
    let sent = pid_of(child).map_or(Err(io::ErrorKind::NotFound.into()), |pid| kill_process(pid, signal).map_err(io::Error::from));
    if let Err(error) = sent {
        tracing::warn!(%error, ?signal, "could not signal PostgreSQL");
    }
}
