//! The directory of a private cluster: whose it is, who may enter it, and the lock on it.

use std::{
    env, fs,
    fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError},
    hash::{DefaultHasher, Hash, Hasher},
    io::{self, Read, Seek, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, chown},
    path::{Path, PathBuf},
    process,
};

use rustix::fs::OFlags;

use super::{ClusterError, account::Account};

/// The cluster itself, below the directory.
pub(super) const DATA: &str = "data";
const NEW_DATA: &str = "data.new";
const LOG: &str = "postgresql.log";
const LOCK: &str = "lock";

/// A socket's path ends at 103 bytes on macOS and 107 on Linux; the socket's name takes 14.
const LONGEST_SOCKET_DIRECTORY: usize = 89;

/// Where the data goes unless told otherwise: `$KVALITETSDIALOG_DATA`, as root
/// `/var/lib/kvalitetsdialog`, else `$XDG_DATA_HOME/kvalitetsdialog`, else
/// `~/.local/share/kvalitetsdialog`.
pub fn default_directory() -> Result<PathBuf, ClusterError> {
    let is_root = rustix::process::geteuid().is_root();
    directory_from(|name| env::var_os(name).map(PathBuf::from), is_root).ok_or(ClusterError::NoDirectory)
}

fn directory_from(variable: impl Fn(&str) -> Option<PathBuf>, is_root: bool) -> Option<PathBuf> {
    let named = variable("KVALITETSDIALOG_DATA").filter(|it| !it.as_os_str().is_empty());
    if named.is_some() {
        return named;
    }
    if is_root {
        return Some("/var/lib/kvalitetsdialog".into());
    }
    // a relative XDG_DATA_HOME is invalid by its specification
    let shared = variable("XDG_DATA_HOME").filter(|it| it.is_absolute());
    let base = shared.or_else(|| Some(variable("HOME").filter(|it| it.is_absolute())?.join(".local/share")))?;
    Some(base.join("kvalitetsdialog"))
}

/// A directory that this process alone runs a server in, until it is dropped.
#[derive(Debug)]
pub(super) struct Home {
    directory: PathBuf,
    account: Option<Account>,
    lock: File,
    /// The server that an earlier application left written in the lock.
    earlier_server: Option<i32>,
}

impl Home {
    /// Makes the directory when it is missing, closes it to others, and takes the lock.
    pub fn claim(directory: &Path) -> Result<Home, ClusterError> {
        let directory = create(directory)?;
        let account = Account::choose(&directory.join(DATA))?;
        if let Some(account) = &account
            && let Some(obstacle) = account.stopped_by(&directory)
        {
            return Err(ClusterError::Unreachable { account: account.name.clone(), obstacle, directory });
        }
        close_to_others(&directory, account.as_ref())?;
        let (lock, earlier_server) = take_lock(&directory)?;
        let home = Home { directory, account, lock, earlier_server };
        home.note_server(earlier_server).map_err(ClusterError::io("write", &home.directory.join(LOCK)))?;
        Ok(home)
    }

    pub fn directory(&self) -> &Path {
        &self.directory
    }

    pub fn account(&self) -> Option<&Account> {
        self.account.as_ref()
    }

    pub fn earlier_server(&self) -> Option<i32> {
        self.earlier_server
    }

    pub fn data(&self) -> PathBuf {
        self.directory.join(DATA)
    }

    pub fn new_data(&self) -> PathBuf {
        self.directory.join(NEW_DATA)
    }

    pub fn log(&self) -> PathBuf {
        self.directory.join(LOG)
    }

    /// Writes who holds the lock and which server it runs, for messages and for the next start.
    pub fn note_server(&self, server: Option<i32>) -> io::Result<()> {
        let mut lock = &self.lock;
        lock.set_len(0)?;
        lock.rewind()?;
        writeln!(lock, "application {}", process::id())?;
        server.map_or(Ok(()), |server| writeln!(lock, "server {server}"))
    }

    /// The directory for the socket: this one, or a private one with a short path when this one's
    /// is too long for a socket.
    pub fn socket_directory(&self) -> Result<PathBuf, ClusterError> {
        if self.directory.as_os_str().len() <= LONGEST_SOCKET_DIRECTORY {
            return Ok(self.directory.clone());
        }
        let mut hasher = DefaultHasher::new();
        self.directory.hash(&mut hasher);
        let name = format!("kvalitetsdialog-{:016x}", hasher.finish());
        // root's own runtime directory is closed to the server's account
        let runtime = env::var_os("XDG_RUNTIME_DIR")
            .map(PathBuf::from)
            .filter(|it| self.account.is_none() && it.is_dir() && it.as_os_str().len() + name.len() < LONGEST_SOCKET_DIRECTORY);
        let socket = runtime.unwrap_or_else(|| "/tmp".into()).join(name);
        match DirBuilder::new().mode(0o700).create(&socket) {
            Ok(()) => close_to_others(&socket, self.account.as_ref())?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(ClusterError::io("create", &socket)(error)),
        }
        // /tmp is everybody's: another user may have made it first, or put a link there
        let uid = self.account.as_ref().map_or(rustix::process::geteuid().as_raw(), |it| it.uid);
        let is_private = fs::symlink_metadata(&socket).is_ok_and(|it| it.is_dir() && it.uid() == uid && it.mode() & 0o777 == 0o700);
        if !is_private {
            return Err(ClusterError::UnsafeSocketDirectory { directory: socket });
        }
        tracing::info!(
            directory = %self.directory.display(), socket = %socket.display(),
            "the path of the data directory is too long for a socket: the socket is elsewhere"
        );
        Ok(socket)
    }
}

/// Makes the directory; one that is there must be empty or a cluster's, because its owner and mode
/// are about to change.
fn create(directory: &Path) -> Result<PathBuf, ClusterError> {
    let failed = |error| ClusterError::io("create", directory)(error);
    if let Some(parent) = directory.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    match DirBuilder::new().mode(0o700).create(directory) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(failed(error)),
        _ => {}
    }
    let directory = directory.canonicalize().map_err(failed)?;
    let entries = fs::read_dir(&directory).map_err(ClusterError::io("read", &directory))?;
    let mut names = entries.flatten().map(|it| it.file_name());
    let is_cluster = directory.join(DATA).join("PG_VERSION").exists();
    if !is_cluster && names.any(|name| !may_precede_data(&name.to_string_lossy())) {
        return Err(ClusterError::NotOurs { directory });
    }
    Ok(directory)
}

/// What a first start that was killed leaves behind, and what a freshly mounted disk holds.
fn may_precede_data(name: &str) -> bool {
    [NEW_DATA, LOG, LOCK, "lost+found"].contains(&name) || name.starts_with(".s.PGSQL.")
}

/// Mode 0700 is the trust boundary: the server asks nobody for a password.
fn close_to_others(directory: &Path, account: Option<&Account>) -> Result<(), ClusterError> {
    if let Some(account) = account {
        chown(directory, Some(account.uid), Some(account.gid)).map_err(ClusterError::io("change the owner of", directory))?;
    }
    let closed = Permissions::from_mode(0o700);
    fs::set_permissions(directory, closed).map_err(ClusterError::io("close to other users", directory))
}

/// Takes the lock, which the system releases when this process ends in whatever way.
fn take_lock(directory: &Path) -> Result<(File, Option<i32>), ClusterError> {
    let path = directory.join(LOCK);
    let mut lock = open_without_links(OpenOptions::new().read(true).write(true).create(true).truncate(false), &path)
        .map_err(ClusterError::io("open", &path))?;
    let mut noted = String::new();
    lock.read_to_string(&mut noted).map_err(ClusterError::io("read", &path))?;
    let entry = |name: &str| noted.lines().find_map(|line| line.strip_prefix(name)).map(|it| it.trim().to_owned());
    match lock.try_lock() {
        Ok(()) => Ok((lock, entry("server ").and_then(|it| it.parse().ok()))),
        Err(TryLockError::WouldBlock) => Err(ClusterError::InUse {
            directory: directory.to_owned(),
            process: entry("application ").unwrap_or_else(|| "unknown".to_owned()),
        }),
        Err(TryLockError::Error(error)) => Err(ClusterError::io("lock", &path)(error)),
    }
}

/// The directory belongs to the server's account, and root must not follow a link that it may have
/// put there.
pub(super) fn open_without_links(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.mode(0o600).custom_flags(OFlags::NOFOLLOW.bits().cast_signed()).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(variables: &[(&str, &str)], is_root: bool) -> Option<PathBuf> {
        let find = |name: &str| variables.iter().find(|(it, _)| *it == name).map(|(_, value)| PathBuf::from(value));
        directory_from(find, is_root)
    }

    #[test]
    fn default_directory_follows_the_setting_then_the_user() {
        let home = ("HOME", "/home/kari");
        let all = [("KVALITETSDIALOG_DATA", "/srv/kd"), ("XDG_DATA_HOME", "/x"), home];
        assert_eq!(chosen(&all, true), Some("/srv/kd".into()));
        assert_eq!(chosen(&all[1..], true), Some("/var/lib/kvalitetsdialog".into()));
        assert_eq!(chosen(&all[1..], false), Some("/x/kvalitetsdialog".into()));
        assert_eq!(chosen(&[("XDG_DATA_HOME", "relative"), home], false), Some("/home/kari/.local/share/kvalitetsdialog".into()));
        assert_eq!(chosen(&[], false), None);
    }
}
