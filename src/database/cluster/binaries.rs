//! Finding an installed PostgreSQL server.

use std::{
    cmp::Reverse,
    env, fs, iter,
    path::{Path, PathBuf},
    process::Command,
};

use super::ClusterError;

/// The oldest major version that works: views with `security_invoker` came with it.
pub(super) const OLDEST: u32 = 15;

/// Where packages keep one directory per major version: the folder and what stands before the
/// number in it. `bin/lib/postgres.sh` looks in the same places.
const VERSIONED: [(&str, &str); 6] = [
    ("/usr/lib/postgresql", ""),          // Debian, Ubuntu
    ("/usr", "pgsql-"),                   // PostgreSQL's own RPMs
    ("/usr/lib", "postgresql"),           // openSUSE
    ("/usr/libexec", "postgresql"),       // Alpine
    ("/opt/homebrew/opt", "postgresql@"), // Homebrew on Apple silicon
    ("/usr/local/opt", "postgresql@"),    // Homebrew on Intel
];

/// Where a single version may be.
const UNVERSIONED: [&str; 4] = ["/opt/homebrew/opt/postgresql/bin", "/usr/local/opt/postgresql/bin", "/usr/local/pgsql/bin", "/usr/bin"];

/// A directory with `postgres` and `initdb`, and their major version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Binaries {
    pub directory: PathBuf,
    pub major: u32,
}

impl Binaries {
    /// `PG_BIN` when it is set, and nothing else then. Otherwise the version that made the data;
    /// for a new cluster the newest of a package's own places, then the usual ones, then `PATH`.
    pub fn find(wanted: Option<u32>) -> Result<Binaries, ClusterError> {
        let candidates: Vec<PathBuf> = match env::var_os("PG_BIN") {
            Some(named) => vec![named.into()],
            None => installed(),
        };
        let mut fallback = None;
        for found in candidates.iter().filter_map(|directory| Binaries::in_directory(directory)) {
            let fits = found.major >= OLDEST;
            if fits && wanted.is_none_or(|wanted| wanted == found.major) {
                return Ok(found);
            }
            if fallback.as_ref().is_none_or(|it: &Binaries| it.major < found.major) {
                fallback = Some(found);
            }
        }
        match fallback {
            // the caller compares it with the data and says so
            Some(found) if found.major >= OLDEST => Ok(found),
            Some(old) => Err(ClusterError::TooOld { found: old.major, minimum: OLDEST, path: old.directory }),
            None => Err(ClusterError::NoBinaries { minimum: OLDEST }),
        }
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    fn in_directory(directory: &Path) -> Option<Binaries> {
        let postgres = directory.join("postgres");
        if !postgres.is_file() || !directory.join("initdb").is_file() {
            return None;
        }
        let output = Command::new(postgres).arg("--version").output().ok()?;
        let major = parse_version(&String::from_utf8_lossy(&output.stdout))?;
        Some(Binaries { directory: directory.to_owned(), major })
    }
}

/// Every directory worth looking in, best first.
fn installed() -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = VERSIONED
        .iter()
        .flat_map(|(folder, prefix)| {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            entries.filter_map(move |entry| {
                let number = entry.file_name().to_str()?.strip_prefix(prefix)?.parse().ok()?;
                Some((number, entry.path()))
            })
        })
        .collect();
    versions.sort_by_key(|(number, _)| Reverse(*number));
    let versioned = versions.into_iter().flat_map(|(_, path)| [path.join("bin"), path]);
    let usual = UNVERSIONED.iter().map(PathBuf::from);
    let on_path = env::var_os("PATH").into_iter().flat_map(|path| env::split_paths(&path).collect::<Vec<_>>());
    iter::empty().chain(versioned).chain(usual).chain(on_path).collect()
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` → 15; `18beta1` → 18.
fn parse_version(output: &str) -> Option<u32> {
    let version = output.split_once("(PostgreSQL)")?.1.trim_start();
    let digits = version.find(|c: char| !c.is_ascii_digit()).map_or(version, |end| &version[..end]);
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_major_version() {
        assert_eq!(parse_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_version("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_version("something else 15.1"), None);
    }
}
