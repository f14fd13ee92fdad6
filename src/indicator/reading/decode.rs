//! Bytes to text. Nobody who downloads a file knows its encoding, so it is found out, and what is no text is refused by its name.
use encoding_rs::{Encoding as Coding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::Serialize;

use super::{Limit, Refusal};

/// The largest text that is read. A national file of one report and ten years has 5 MB in UTF-16.
pub const MAX_BYTES: usize = 48 * 1024 * 1024;

/// How a file's text was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// UTF-8 without a byte order mark. Also pure ASCII.
    Utf8,
    /// UTF-8 with a byte order mark, as Excel's «CSV UTF-8» and Skoleporten write.
    Utf8Bom,
    /// UTF-16, little end first, without a byte order mark, as Statistikkbanken has written since 2026.
    Utf16Le,
    /// UTF-16, little end first, with a byte order mark, as Statistikkbanken wrote in 2023 and Excel's «Unicode-tekst».
    Utf16LeBom,
    /// UTF-16, big end first, without a byte order mark.
    Utf16Be,
    /// UTF-16, big end first, with a byte order mark.
    Utf16BeBom,
    /// Windows-1252, as Excel's plain CSV in Norway.
    Windows1252,
    /// UTF-8 that a program took for Windows-1252 and wrote as UTF-8 again (`Ã¥` for å); it was put right.
    Utf8Twice,
}

/// Text of a file, without its byte order mark.
///
/// # Errors
///
/// [`Refusal::Empty`], [`Refusal::TooLarge`], [`Refusal::NotText`] for pictures, PDF, workbooks of before 2007 and other files with zero bytes,
/// [`Refusal::Workbook`] for XLSX, and [`Refusal::TruncatedUtf16`].
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding), Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge { limit: Limit::Bytes, most: MAX_BYTES });
    }
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    known_binary(bytes)?;
    let (text, encoding) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (utf8(rest).ok_or(Refusal::NotText { what: "damaged UTF-8" })?, Encoding::Utf8Bom),
        [0xFF, 0xFE, rest @ ..] => (utf16(rest, UTF_16LE)?, Encoding::Utf16LeBom),
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, UTF_16BE)?, Encoding::Utf16BeBom),
        _ => without_mark(bytes)?,
    };
    // Control characters that no table holds: a binary file without a known beginning.
    if text.chars().any(|c| matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{19}')) {
        return Err(Refusal::NotText { what: "binary" });
    }
    if text.chars().all(char::is_whitespace) {
        return Err(Refusal::Empty);
    }
    Ok(match read_wrongly_once(&text) {
        Some(right) => (right, Encoding::Utf8Twice),
        None => (text, encoding),
    })
}

/// Files that people send by mistake, by their first bytes.
fn known_binary(bytes: &[u8]) -> Result<(), Refusal> {
    let what = match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => return Err(Refusal::Workbook),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "old Excel",
        [b'%', b'P', b'D', b'F', ..] => "PDF",
        [0x89, b'P', b'N', b'G', ..] | [0xFF, 0xD8, 0xFF, ..] | [b'G', b'I', b'F', b'8', ..] => "picture",
        [0x1F, 0x8B, ..] => "compressed",
        _ => return Ok(()),
    };
    Err(Refusal::NotText { what })
}

fn without_mark(bytes: &[u8]) -> Result<(String, Encoding), Refusal> {
    if let Some(coding) = utf16_without_mark(bytes) {
        let encoding = if coding == UTF_16LE { Encoding::Utf16Le } else { Encoding::Utf16Be };
        return Ok((utf16(bytes, coding)?, encoding));
    }
    if bytes.contains(&0) {
        return Err(Refusal::NotText { what: "binary" });
    }
    Ok(match utf8(bytes) {
        Some(text) => (text, Encoding::Utf8),
        None => (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), Encoding::Windows1252),
    })
}

/// Tables are mostly ASCII, and each such character of UTF-16 has a zero byte, always on the same side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Coding> {
    let head = bytes.get(..bytes.len().min(4096))?;
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second, pairs) = (zeros(0), zeros(1), head.len() / 2);
    let mostly = |many: usize, few: usize| pairs > 0 && many * 10 >= pairs * 6 && few * 20 <= pairs;
    if mostly(second, first) {
        Some(UTF_16LE)
    } else if mostly(first, second) {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn utf16(bytes: &[u8], coding: &'static Coding) -> Result<String, Refusal> {
    if bytes.len() % 2 == 1 {
        return Err(Refusal::TruncatedUtf16);
    }
    let text = coding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Refusal::NotText { what: "damaged UTF-16" })?;
    Ok(text.into_owned())
}

fn utf8(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

/// `Ã¥rstrinn` is «årstrinn» read as Windows-1252. Only a text that is wholly so is put right.
fn read_wrongly_once(text: &str) -> Option<String> {
    if !["\u{c3}\u{a5}", "\u{c3}\u{b8}", "\u{c3}\u{a6}"].iter().any(|broken| text.contains(broken)) {
        return None;
    }
    let (bytes, _, lossy) = WINDOWS_1252.encode(text);
    if lossy { None } else { utf8(&bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "EnhetNavn;\u{c5}rstrinn\r\n\u{d8}ys\u{e6} skole;5";

    fn utf16_bytes(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let windows = WINDOWS_1252.encode(TEXT).0.into_owned();
        let twice = WINDOWS_1252.decode_without_bom_handling(TEXT.as_bytes()).0.into_owned();
        let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        let cases = [
            (TEXT.as_bytes().to_vec(), Encoding::Utf8),
            (marked(&[0xEF, 0xBB, 0xBF], TEXT.as_bytes().to_vec()), Encoding::Utf8Bom),
            (utf16_bytes(TEXT, true), Encoding::Utf16Le),
            (marked(&[0xFF, 0xFE], utf16_bytes(TEXT, true)), Encoding::Utf16LeBom),
            (utf16_bytes(TEXT, false), Encoding::Utf16Be),
            (marked(&[0xFE, 0xFF], utf16_bytes(TEXT, false)), Encoding::Utf16BeBom),
            (windows, Encoding::Windows1252),
            (twice.into_bytes(), Encoding::Utf8Twice),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(decode(&bytes), Ok((TEXT.to_owned(), encoding)));
        }
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        assert_eq!(decode(b""), Err(Refusal::Empty));
        assert_eq!(decode(b" \r\n\t"), Err(Refusal::Empty));
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0"), Err(Refusal::NotText { what: "picture" }));
        assert_eq!(decode(b"%PDF-1.7\n"), Err(Refusal::NotText { what: "PDF" }));
        assert_eq!(decode(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1]), Err(Refusal::NotText { what: "old Excel" }));
        assert_eq!(decode(b"PK\x03\x04\x14\0"), Err(Refusal::Workbook));
        assert_eq!(decode(b"navn;verdi\0\nA;1"), Err(Refusal::NotText { what: "binary" }));
        assert_eq!(decode(b"navn;verdi\x01\nA;1"), Err(Refusal::NotText { what: "binary" }));
        let mut cut = utf16_bytes(TEXT, true);
        cut.pop();
        assert_eq!(decode(&cut), Err(Refusal::TruncatedUtf16));
        assert_eq!(decode(&[0xFF, 0xFE, 0x41]), Err(Refusal::TruncatedUtf16));
        assert_eq!(decode(&[0xEF, 0xBB, 0xBF, 0xFF]), Err(Refusal::NotText { what: "damaged UTF-8" }));
    }
}
