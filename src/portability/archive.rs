//! The file: a ZIP with one file of JSON lines a table, larger contents as files of their own, and a manifest that says what is in it.
use std::fmt::Write as _;
use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

/// Name of the format.
pub const FORMAT: &str = "kvalitetsdialog-kommune";
/// Its version: raised when a reader of the one before would misunderstand it.
pub const VERSION: u32 = 1;
/// Where the manifest is.
pub(super) const MANIFEST: &str = "manifest.json";
/// Bytes of a column beyond this are a file of their own.
pub(super) const OWN_FILE: usize = 1024;
/// What stands in a row before the name of such a file.
pub(super) const REFERENCE: &str = "file:";

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `kvalitetsdialog-kommune`.
    pub format: String,
    /// Of the format.
    pub version: u32,
    /// Version of the program that wrote it.
    pub program: String,
    /// The newest migration of its database. A file is read in by a database of the same one.
    pub schema: i64,
    /// When it was written: everything in it is as it was at that moment.
    #[serde(with = "time::serde::rfc3339")]
    pub exported_at: OffsetDateTime,
    /// Of which municipality.
    pub municipality: Identity,
    /// Tables, in the order they are read in.
    pub tables: Vec<TableEntry>,
    /// Contents that are files of their own.
    pub files: Vec<FileEntry>,
    /// Tables that are not in it.
    pub left_out: Vec<LeftOut>,
}

/// A municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// As rows name it.
    pub id: i64,
    /// Four digits.
    pub number: String,
    /// Its name.
    pub name: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableEntry {
    /// Its name.
    pub table: String,
    /// Its file in the ZIP: a row a line.
    pub file: String,
    /// Columns of each row.
    pub columns: Vec<String>,
    /// How many rows.
    pub rows: u64,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
}

/// A content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its file in the ZIP.
    pub file: String,
    /// How large.
    pub bytes: u64,
    /// SHA-256 of it, in hexadecimal.
    pub sha256: String,
}

/// A table that is not in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Its name.
    pub table: String,
    /// Why.
    pub why: String,
}

/// Counts and hashes what passes.
pub(super) struct Hashing<T> {
    inner: T,
    hash: Sha256,
}

impl<T> Hashing<T> {
    pub(super) fn new(inner: T) -> Self {
        Self { inner, hash: Sha256::new() }
    }

    pub(super) fn finish(self) -> String {
        hex(&self.hash.finalize())
    }
}

impl<T: Write> Write for Hashing<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<T: Read> Read for Hashing<T> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.hash.update(bytes.get(..read).unwrap_or_default());
        Ok(read)
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
