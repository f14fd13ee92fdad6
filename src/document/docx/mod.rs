//! DOCX for those who write on: real headings, lists, captions and tables that Word, `LibreOffice` and screen readers know as what they are; charts as pictures
//! with words; the language of the text. `WordprocessingML` is written here, one file for each part of the package: [`body`] says what the document says,
//! [`styles`] how it looks, [`pictures`] draws. What people have written is escaped in one place ([`xml`]).
//!
//! What comes back is read ([`read`]) and set beside the document it came from ([`compare`]).
mod body;
mod compare;
mod numbers;
mod pictures;
pub mod read;
mod styles;
mod xml;

use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;

use super::content::Document;
use body::Body;
pub use compare::{Change, Comparison, What, compare};
pub use numbers::{NumberChange, Place};
pub use read::{DocxReader, Line, Refusal};

/// The document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten {
    /// A chart is no drawing.
    #[error("a chart cannot be drawn: {0}")]
    Chart(#[from] resvg::usvg::Error),
    /// A picture has no size or cannot be packed.
    #[error("a picture cannot be made")]
    Picture,
    /// The package is larger than the format allows.
    #[error("the package cannot be written: {0}")]
    Package(#[from] ZipError),
}

/// The document as DOCX. Draws its charts, which takes some milliseconds each: not on a thread that answers others.
pub fn docx(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let body = Body::of(document)?;
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default();
    let parts = [
        ("[Content_Types].xml", styles::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", styles::PACKAGE.to_owned()),
        ("docProps/core.xml", styles::core(document)),
        ("word/document.xml", body.document()),
        ("word/_rels/document.xml.rels", body.relations()),
        ("word/styles.xml", styles::styles(document)),
        ("word/numbering.xml", styles::numbering(body.lists)),
        ("word/settings.xml", styles::settings(document)),
        ("word/header1.xml", styles::header(document, false)),
        ("word/header2.xml", styles::header(document, true)),
        ("word/footer1.xml", styles::footer(document)),
    ];
    for (name, part) in parts {
        package.start_file(name, packed)?;
        package.write_all(part.as_bytes()).map_err(ZipError::from)?;
    }
    for file in &body.files {
        // Pictures are packed already.
        let options = if file.packed { packed.compression_method(zip::CompressionMethod::Stored) } else { packed };
        package.start_file(format!("word/media/{}", file.name), options)?;
        package.write_all(&file.bytes).map_err(ZipError::from)?;
    }
    Ok(package.finish()?.into_inner())
}
