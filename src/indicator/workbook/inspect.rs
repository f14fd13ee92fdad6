//! What can be told of a file without unpacking anything: its kind, and what its list of parts claims.
use std::io::Cursor;

use zip::{CompressionMethod, ZipArchive};

use super::{Refusal, limits};

/// A file's parts, listed but not unpacked.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Ends of the names of packed files, and of files that are packed files.
const ARCHIVES: [&str; 16] =
    [".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".docm", ".pptx", ".pptm", ".ods", ".odt", ".jar", ".7z", ".rar", ".gz", ".bz2", ".tar"];

/// Refuses a file that cannot be a plain workbook. Cheap: it reads the list of parts and unpacks nothing.
pub fn inspect(bytes: &[u8]) -> Result<(), Refusal> {
    open(bytes).map(|_| ())
}

/// As [`inspect`]; answers the list.
pub(super) fn open(bytes: &[u8]) -> Result<Archive<'_>, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::NoBytes);
    }
    if bytes.len() > limits::FILE {
        return Err(Refusal::TooLarge);
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(kind_of(bytes));
    }
    let declared = declared_parts(bytes)?;
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    // Two parts of one name, or a list that ends early: programs would disagree on what the file holds.
    if archive.len() != declared || archive.has_duplicate_names() {
        return Err(Refusal::Damaged);
    }
    parts(&archive)?;
    Ok(archive)
}

/// How many parts the end of the file declares, read before anything makes room for them.
fn declared_parts(bytes: &[u8]) -> Result<usize, Refusal> {
    const RECORD: usize = 22;
    let tail = &bytes[bytes.len().saturating_sub(RECORD + usize::from(u16::MAX))..];
    let start = tail.windows(4).rposition(|window| window == b"PK\x05\x06").ok_or(Refusal::Damaged)?;
    let record = tail.get(start..start + RECORD).ok_or(Refusal::Damaged)?;
    // The comment must reach the end, so that every program finds this record and no other.
    if start + RECORD + number(record, 20) != tail.len() {
        return Err(Refusal::Damaged);
    }
    // 65 535 says «see the large form», which no workbook of this size needs.
    let [here, all] = [number(record, 8), number(record, 10)];
    if here > limits::PARTS || all > limits::PARTS {
        return Err(Refusal::TooManyParts);
    }
    let list = bytes.len() - tail.len() + start;
    if here == all && ends_at(bytes, long_number(record, 16), all) == Some(list) { Ok(all) } else { Err(Refusal::Damaged) }
}

/// Where a list of so many parts ends, when each takes the room it says.
fn ends_at(bytes: &[u8], start: usize, parts: usize) -> Option<usize> {
    const ENTRY: usize = 46;
    (0..parts).try_fold(start, |at, _| {
        let entry = bytes.get(at..at.checked_add(ENTRY)?).filter(|entry| entry.starts_with(b"PK\x01\x02"))?;
        Some(at + ENTRY + number(entry, 28) + number(entry, 30) + number(entry, 32))
    })
}

fn number(record: &[u8], at: usize) -> usize {
    usize::from(u16::from_le_bytes([record[at], record[at + 1]]))
}

fn long_number(record: &[u8], at: usize) -> usize {
    number(record, at) | number(record, at + 2) << 16
}

/// What the list says of each part, and which parts there must be.
fn parts(archive: &Archive<'_>) -> Result<(), Refusal> {
    let mut unpacked: u64 = 0;
    let mut names = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let part = archive.by_index_data(index).map_err(|_| Refusal::Damaged)?;
        let name = part.name().map_err(|_| Refusal::UnsafePart)?.to_ascii_lowercase();
        let leads_out = name.starts_with('/') || name.contains(['\\', ':']) || name.split('/').any(|step| step == "..");
        let is_packed_strangely = !matches!(part.compression(), CompressionMethod::Stored | CompressionMethod::Deflated);
        if part.encrypted() {
            return Err(Refusal::Protected);
        }
        if part.is_symlink() || leads_out || name.contains(char::is_control) || is_packed_strangely {
            return Err(Refusal::UnsafePart);
        }
        if name.ends_with("vbaproject.bin") {
            return Err(Refusal::Macros);
        }
        if ARCHIVES.iter().any(|end| name.ends_with(end)) {
            return Err(Refusal::NestedArchive);
        }
        unpacked = unpacked.saturating_add(part.size());
        let is_bomb = part.size() > limits::RATIO_FROM && part.size() / part.compressed_size().max(1) > limits::RATIO;
        if unpacked > limits::UNPACKED || is_bomb {
            return Err(Refusal::UnpacksTooLarge);
        }
        names.push(name);
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    match () {
        () if has("[content_types].xml") && has("xl/workbook.xml") => Ok(()),
        () if has("xl/workbook.bin") => Err(Refusal::BinaryWorkbook),
        () if has("mimetype") && has("content.xml") => Err(Refusal::OpenDocument),
        () => Err(Refusal::NotAWorkbook),
    }
}

/// The kind of a file that is no archive.
fn kind_of(bytes: &[u8]) -> Refusal {
    let begins = |start: &[u8]| bytes.starts_with(start);
    if begins(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        // A workbook with a password is an encrypted stream of this name in the old format's container.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_protected = bytes.windows(name.len()).any(|window| window == name);
        return if is_protected { Refusal::Protected } else { Refusal::OldFormat };
    }
    if begins(b"%PDF") {
        return Refusal::Pdf;
    }
    if begins(b"\x89PNG") || begins(b"\xFF\xD8\xFF") || begins(b"GIF8") || begins(b"BM") && bytes.contains(&0) {
        return Refusal::Picture;
    }
    let start = &bytes[..bytes.len().min(4096)];
    let is_utf16 = begins(b"\xFF\xFE") || begins(b"\xFE\xFF") || start.len() > 3 && start.iter().skip(1).step_by(2).all(|byte| *byte == 0);
    let is_text = is_utf16 || !start.iter().any(|byte| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r'));
    if is_text { Refusal::PlainText } else { Refusal::NotAWorkbook }
}
