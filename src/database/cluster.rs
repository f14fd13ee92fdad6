//! The private PostgreSQL cluster: a server of our own beside the application, so that
//! «clone and run» needs no database administrator.
//!
//! `initdb` once, then `postgres` as a child process that listens on a Unix socket only: no TCP
//! port, no password, nothing downloaded. The wall around it is the directory's mode 0700; whoever
//! passes that is trusted. A supervisor starts the server again when it is killed, and the server
//! stops when the application does, also after `kill -9` (Linux; elsewhere the next start stops
//! the server that was left behind).
//!
//! What lies in the directory:
//!
//! | name | what |
//! |---|---|
//! | `data/` | the cluster (`data.new/` while it is being made) |
//! | `.s.PGSQL.5432` | the socket, unless the path would be too long for one |
//! | `postgresql.log` | the server's log; texts that people wrote never reach it |
//! | `lock` | held by the one application that runs the server |
//!
//! Everything here blocks: call it before the runtime starts, or from `spawn_blocking`.

mod account;
mod binaries;
mod error;
mod home;
mod postmaster;
mod server;
mod supervisor;

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

pub use error::ClusterError;
pub use home::default_directory;

use home::Home;
use server::Server;
use supervisor::Supervisor;

/// The superuser of a private cluster. The application's own roles are made with it and the
/// application never serves a request as it.
pub const SUPERUSER: &str = "postgres";

/// What a private cluster is started with.
#[derive(Clone, Debug)]
pub struct ClusterConfig {
    /// Holds everything; made when it is missing, refused when it holds something else.
    pub directory: PathBuf,
    /// What a loss of power may cost.
    pub durability: Durability,
    /// The server's `max_connections`.
    pub max_connections: u32,
}

/// What a loss of power may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing: what was acknowledged is on the disk.
    Durable,
    /// Everything: for tests, which make their data anew. Never for people's texts.
    Throwaway,
}

/// A running private cluster. Dropping it stops the server.
#[derive(Debug)]
pub struct Cluster {
    directory: PathBuf,
    address: Address,
    supervisor: Supervisor,
}

impl Cluster {
    /// Starts the cluster in the directory, making it first when there is none, and returns when
    /// it takes connections.
    pub fn start(config: &ClusterConfig) -> Result<Cluster, ClusterError> {
        let home = Home::claim(&config.directory)?;
        postmaster::wait_for_predecessor(&home)?;
        let server = Server::prepare(&home, config)?;
        let directory = home.directory().to_owned();
        let address = Address::new(server.socket_directory());
        let supervisor = Supervisor::start(server, home)?;
        Ok(Cluster { directory, address, supervisor })
    }

    /// The address of the server that another process runs in this directory, for commands that
    /// work beside it. `None` when no server answers there.
    pub fn attach(directory: &Path) -> Result<Option<Address>, ClusterError> {
        let data = directory.join(home::DATA);
        let running = postmaster::read(&data).map_err(ClusterError::io("read the state of", &data))?;
        Ok(running.filter(postmaster::Postmaster::answers).map(|it| Address::new(&it.socket_directory)))
    }

    /// Where the server listens.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The URL of a database, as that role; see [`Address::url`].
    pub fn url(&self, role: &str, database: &str) -> String {
        self.address.url(role, database)
    }

    /// The directory with its real path.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The server's process right now; `None` while it is being started again.
    pub fn process(&self) -> Option<u32> {
        let running = postmaster::read(&self.directory.join(home::DATA)).ok().flatten()?;
        running.is_alive().then(|| running.process.as_raw_nonzero().get().unsigned_abs())
    }

    /// Stops the server in order (open transactions are rolled back, everything committed is
    /// kept) and returns when it is gone.
    pub fn stop(mut self) {
        self.supervisor.stop();
    }
}

/// Where a private cluster listens: the directory of its socket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    socket_directory: PathBuf,
}

impl Address {
    fn new(socket_directory: &Path) -> Address {
        Address { socket_directory: socket_directory.to_owned() }
    }

    /// The directory that holds the socket: `psql -h` takes it.
    pub fn socket_directory(&self) -> &Path {
        &self.socket_directory
    }

    /// The URL of a database, as that role, in the form that sqlx and libpq take for a socket:
    /// `postgres://role@%2Fsome%2Fdirectory/database`.
    pub fn url(&self, role: &str, database: &str) -> String {
        let host = self.socket_directory.as_os_str().as_encoded_bytes();
        format!("postgres://{}@{}/{}", percent_encode(role.as_bytes()), percent_encode(host), percent_encode(database.as_bytes()))
    }
}

fn percent_encode(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    for &byte in bytes {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // writing to a String cannot fail
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn url_encodes_every_part() {
        let address = Address::new(Path::new("/var/lib/my data/%å"));
        assert_eq!(address.url("kd_app", "kvalitet/1"), "postgres://kd_app@%2Fvar%2Flib%2Fmy%20data%2F%25%C3%A5/kvalitet%2F1");
    }
}
