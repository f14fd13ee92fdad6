//! The user that the server runs as. PostgreSQL refuses root, so root lends it another's name.

use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use super::ClusterError;

/// Tried in this order for a new cluster: Debian's package makes the first, every system has the
/// second.
const CANDIDATES: [&str; 2] = ["postgres", "nobody"];

/// A user from `/etc/passwd`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
}

impl Account {
    /// Whom to run the server as: `None` for an ordinary user (the user itself), else the owner of
    /// the cluster that is there already, else `postgres` or `nobody`.
    pub fn choose(data: &Path) -> Result<Option<Account>, ClusterError> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let users = read_passwd();
        if let Ok(existing) = fs::metadata(data)
            && existing.uid() != 0
        {
            let name = users.iter().find(|user| user.uid == existing.uid()).map(|user| user.name.clone());
            return Ok(Some(Account {
                name: name.unwrap_or_else(|| existing.uid().to_string()),
                uid: existing.uid(),
                gid: existing.gid(),
            }));
        }
        CANDIDATES.iter().find_map(|name| users.iter().find(|user| user.name == *name)).cloned().map(Some).ok_or(ClusterError::NoAccount)
    }

    /// The first directory on the way to this one that the account may not enter. A checkout
    /// below root's home is the usual case.
    pub fn stopped_by(&self, directory: &Path) -> Option<PathBuf> {
        let closed = |path: &&Path| {
            fs::metadata(path).is_ok_and(|it| {
                let search = match () {
                    () if it.uid() == self.uid => 0o100,
                    () if it.gid() == self.gid => 0o010,
                    () => 0o001,
                };
                it.mode() & search == 0
            })
        };
        directory.ancestors().skip(1).find(closed).map(Path::to_owned)
    }
}

/// A file that cannot be read gives no users, and the caller then says what is missing.
fn read_passwd() -> Vec<Account> {
    let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
    passwd.lines().filter_map(parse_passwd_line).collect()
}

fn parse_passwd_line(line: &str) -> Option<Account> {
    let mut fields = line.split(':');
    let name = fields.next()?.to_owned();
    let uid = fields.nth(1)?.parse().ok()?;
    let gid = fields.next()?.parse().ok()?;
    (uid != 0).then_some(Account { name, uid, gid })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_line_of_passwd() {
        let account = parse_passwd_line("postgres:x:101:104:PostgreSQL,,,:/var/lib/postgresql:/bin/bash");
        assert_eq!(account, Some(Account { name: "postgres".into(), uid: 101, gid: 104 }));
    }

    #[test]
    fn never_offers_root_or_a_line_without_numbers() {
        assert_eq!(parse_passwd_line("root:x:0:0:root:/root:/bin/bash"), None);
        assert_eq!(parse_passwd_line("nobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false"), None);
        assert_eq!(parse_passwd_line("# comment"), None);
    }
}
