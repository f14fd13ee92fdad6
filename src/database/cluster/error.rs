//! What can keep the private cluster from running, and what the operator does about it.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Why the private cluster does not run. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No server programs anywhere we look.
    #[error(
        "found no PostgreSQL server (version {minimum} or newer). Install one (Debian and Ubuntu: \
         apt-get install postgresql), or name the directory of `postgres` and `initdb` in PG_BIN, \
         or use a server of your own with DATABASE_URL"
    )]
    NoBinaries {
        /// The oldest version that works.
        minimum: u32,
    },
    /// Only server programs that are too old.
    #[error(
        "PostgreSQL {found} in {} is too old: version {minimum} or newer is needed. Install a newer \
         one beside it, or name its directory in PG_BIN",
        path.display()
    )]
    TooOld {
        /// The version found.
        found: u32,
        /// The oldest version that works.
        minimum: u32,
        /// The directory of the programs.
        path: PathBuf,
    },
    /// The data was made by another major version.
    #[error(
        "{} was made by PostgreSQL {data}, and the server found is PostgreSQL {binaries} ({}). \
         Install PostgreSQL {data} or name its directory in PG_BIN; to move to {binaries}, dump the \
         database with the old one and restore it with the new one",
        directory.display(), path.display()
    )]
    OtherVersion {
        /// The data directory.
        directory: PathBuf,
        /// The major version that made the data.
        data: u32,
        /// The major version of the programs.
        binaries: u32,
        /// The directory of the programs.
        path: PathBuf,
    },
    /// Running as root, and nobody to run the server as.
    #[error(
        "PostgreSQL refuses to run as root, and this machine has neither a user `postgres` nor \
         `nobody`. Make one (useradd --system postgres), or start this as an ordinary user"
    )]
    NoAccount,
    /// The directory already holds something else.
    #[error(
        "{} is not empty and holds no cluster of ours. Name an empty directory, or one that does \
         not exist yet, in KVALITETSDIALOG_DATA",
        directory.display()
    )]
    NotOurs {
        /// The directory.
        directory: PathBuf,
    },
    /// The server's account cannot get to the directory.
    #[error(
        "the server runs as user {account}, who may not enter {}, on the way to {}. Name a directory \
         elsewhere in KVALITETSDIALOG_DATA (/var/lib/kvalitetsdialog is the usual one)",
        obstacle.display(), directory.display()
    )]
    Unreachable {
        /// The user that the server would run as.
        account: String,
        /// The directory that stops it.
        obstacle: PathBuf,
        /// The directory of the cluster.
        directory: PathBuf,
    },
    /// Another application runs the server in this directory.
    #[error(
        "kvalitetsdialog already runs on {} (process {process}). Stop that one first, or name another \
         directory in KVALITETSDIALOG_DATA. Commands such as `person` need no stop: they attach to \
         the running one",
        directory.display()
    )]
    InUse {
        /// The directory.
        directory: PathBuf,
        /// The process that holds it.
        process: String,
    },
    /// A server without an application runs on the data and does not end.
    #[error(
        "a PostgreSQL server (process {process}) runs on {} without kvalitetsdialog. Stop it first: \
         kill -INT {process}",
        directory.display()
    )]
    StrayServer {
        /// The data directory.
        directory: PathBuf,
        /// The server's process.
        process: i32,
    },
    /// The socket's directory is not safe to use.
    #[error(
        "{} should be a directory of the server's user alone, and is not. Remove it, or name a \
         directory with a shorter path in KVALITETSDIALOG_DATA",
        directory.display()
    )]
    UnsafeSocketDirectory {
        /// The directory.
        directory: PathBuf,
    },
    /// `initdb` failed.
    #[error("PostgreSQL's initdb could not make a cluster in {}: {output}", directory.display())]
    Initialise {
        /// The directory.
        directory: PathBuf,
        /// What initdb said.
        output: String,
    },
    /// The server ended, or did not get ready, at its first start.
    #[error("PostgreSQL did not start: {reason}. Its log is {}; it ends with: {tail}", log.display())]
    Start {
        /// What was seen.
        reason: String,
        /// The server's log.
        log: PathBuf,
        /// The last lines of the log.
        tail: String,
    },
    /// Neither a setting nor a home directory says where the data goes.
    #[error("cannot tell where the data should be: set KVALITETSDIALOG_DATA to a directory")]
    NoDirectory,
    /// The operating system refused something.
    #[error("cannot {action} {}: {source}", path.display())]
    Io {
        /// What was tried: `create`, `read`, …
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

impl ClusterError {
    /// For `map_err`: says what was tried on which path.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> ClusterError {
        let path = path.to_owned();
        move |source| ClusterError::Io { action, path, source }
    }
}
