//! Files that people lay beside something they have written: which are taken. A file is known by what it holds, never by its name, and nothing of it is
//! unpacked or run here.
use std::io::Cursor;

use axum::body::Bytes;
use image::{ImageFormat, ImageReader};
use zip::ZipArchive;

use crate::error::Result as AppResult;
use crate::text::{Lang, text, text_with};

/// Bytes of a file.
pub const LARGEST: usize = 15 * 1024 * 1024;

/// Bytes at the end of a PDF among which its mark stands.
const PDF_TAIL: usize = 2048;
/// Bytes at the end of a JPEG among which its mark stands: cameras add some.
const JPEG_TAIL: usize = 64;
/// What Office has locked with a password, or wrote before 2007.
const OLD_OFFICE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Kinds of files that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// Text.
    Docx,
    /// Workbook.
    Xlsx,
    /// Picture.
    Png,
    /// Picture.
    Jpeg,
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// None was chosen, or it is empty.
    Missing,
    /// More bytes than [`LARGEST`].
    TooLarge,
    /// Something else.
    OtherKind,
    /// It is not whole.
    Damaged,
    /// It has a password, or is of a kind from before 2007.
    Locked,
    /// It runs when it is opened.
    Runs,
}

impl Refusal {
    /// Key of what people are told.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Missing => "error-attached-missing",
            Self::TooLarge => "error-attached-large",
            Self::OtherKind => "error-attached-kind",
            Self::Damaged => "error-attached-damaged",
            Self::Locked => "error-attached-locked",
            Self::Runs => "error-attached-runs",
        }
    }
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Png, Self::Jpeg];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Png => "png",
            Self::Jpeg => "jpeg",
        }
    }

    /// The one stored so.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// As files are sent.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => crate::web::download::DOCX,
            Self::Xlsx => crate::web::download::XLSX,
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// What a file is by its content.
    pub fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        match bytes {
            [] => Err(Refusal::Missing),
            _ if bytes.len() > LARGEST => Err(Refusal::TooLarge),
            [b'%', b'P', b'D', b'F', b'-', ..] => pdf(bytes),
            [b'P', b'K', 3, 4, ..] => office(bytes),
            _ if bytes.starts_with(OLD_OFFICE) => Err(Refusal::Locked),
            _ => picture(bytes),
        }
    }
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

fn tail(bytes: &[u8], length: usize) -> &[u8] {
    bytes.get(bytes.len().saturating_sub(length)..).unwrap_or(bytes)
}

fn pdf(bytes: &[u8]) -> Result<Kind, Refusal> {
    if !holds(tail(bytes, PDF_TAIL), b"%%EOF") {
        return Err(Refusal::Damaged);
    }
    if holds(bytes, b"/Encrypt") {
        return Err(Refusal::Locked);
    }
    // Only what stands in the open is seen; a reader of PDF asks before it runs anything.
    if [b"/JavaScript".as_slice(), b"/Launch"].iter().any(|mark| holds(bytes, mark)) {
        return Err(Refusal::Runs);
    }
    Ok(Kind::Pdf)
}

/// DOCX and XLSX by the names in the package.
fn office(bytes: &[u8]) -> Result<Kind, Refusal> {
    let package = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Damaged)?;
    let (mut listed, mut kind) = (false, None);
    for name in package.file_names() {
        let name = name.map_err(|_| Refusal::Damaged)?.to_ascii_lowercase();
        if name.ends_with("vbaproject.bin") {
            return Err(Refusal::Runs);
        }
        let is = |folder: &str| name.starts_with(folder) && name.as_bytes().ends_with(b".xml");
        listed |= name == "[content_types].xml";
        if is("word/document") {
            kind = Some(Kind::Docx);
        } else if is("xl/workbook") {
            kind = Some(Kind::Xlsx);
        }
    }
    kind.filter(|_| listed).ok_or(Refusal::OtherKind)
}

/// PNG and JPEG by their beginning, size and end.
fn picture(bytes: &[u8]) -> Result<Kind, Refusal> {
    let (format, kind) = match image::guess_format(bytes) {
        Ok(ImageFormat::Png) => (ImageFormat::Png, Kind::Png),
        Ok(ImageFormat::Jpeg) => (ImageFormat::Jpeg, Kind::Jpeg),
        _ => return Err(Refusal::OtherKind),
    };
    let whole = match kind {
        Kind::Png => bytes.ends_with(b"IEND\xae\x42\x60\x82"),
        _ => holds(tail(bytes, JPEG_TAIL), &[0xff, 0xd9]),
    };
    let sized = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions().is_ok();
    if whole && sized { Ok(kind) } else { Err(Refusal::Damaged) }
}

/// What a file that was sent is, or what is said of it on its field.
///
/// # Errors
///
/// When the work could not be done.
pub async fn judged(bytes: Bytes, too_large: bool, lang: Lang) -> AppResult<Result<Kind, String>> {
    let kind = if too_large {
        Err(Refusal::TooLarge)
    } else {
        tokio::task::spawn_blocking(move || Kind::of(&bytes)).await.map_err(anyhow::Error::from)?
    };
    Ok(kind.map_err(|refusal| match refusal {
        Refusal::TooLarge => text_with(lang, refusal.text_key(), &[("most", &(LARGEST / (1024 * 1024)))]),
        _ => text(lang, refusal.text_key()).into_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use image::DynamicImage;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(names: &[&str]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(b"<x/>").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn drawn(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(30, 20).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_file_is_what_it_holds() {
        let word = zip(&["[Content_Types].xml", "_rels/.rels", "word/document.xml"]);
        let (png, jpeg) = (drawn(ImageFormat::Png), drawn(ImageFormat::Jpeg));
        for (bytes, kind) in [
            (b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n".to_vec(), Ok(Kind::Pdf)),
            (word.clone(), Ok(Kind::Docx)),
            (zip(&["[Content_Types].xml", "xl/workbook.xml"]), Ok(Kind::Xlsx)),
            (png.clone(), Ok(Kind::Png)),
            (jpeg.clone(), Ok(Kind::Jpeg)),
            (Vec::new(), Err(Refusal::Missing)),
            (b"MZ\x90\0".to_vec(), Err(Refusal::OtherKind)),
            (b"<html><script>alert(1)</script>".to_vec(), Err(Refusal::OtherKind)),
            (zip(&["mimetype", "content.xml"]), Err(Refusal::OtherKind)),
            (zip(&["word/document.xml"]), Err(Refusal::OtherKind)),
            (zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]), Err(Refusal::Runs)),
            (b"%PDF-1.7\n<< /S /JavaScript /JS (app.alert(1)) >>\n%%EOF".to_vec(), Err(Refusal::Runs)),
            (b"%PDF-1.7\n<< /Encrypt 3 0 R >>\n%%EOF".to_vec(), Err(Refusal::Locked)),
            (b"%PDF-1.7\n1 0 obj".to_vec(), Err(Refusal::Damaged)),
            (word.get(..word.len() / 2).unwrap().to_vec(), Err(Refusal::Damaged)),
            (png.get(..png.len() - 6).unwrap().to_vec(), Err(Refusal::Damaged)),
            (jpeg.get(..jpeg.len() / 2).unwrap().to_vec(), Err(Refusal::Damaged)),
            ([OLD_OFFICE, &[0; 504]].concat(), Err(Refusal::Locked)),
            (vec![b'a'; LARGEST + 1], Err(Refusal::TooLarge)),
        ] {
            assert_eq!(Kind::of(&bytes), kind, "{:?}", bytes.get(..bytes.len().min(40)));
        }
    }
}
