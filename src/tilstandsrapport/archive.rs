//! The package for the archive: the report as PDF/A, as data and as workbook, with a description that an archivist reads. Not an archive: what is put into
//! one by hand.
//!
//! | file | what |
//! |---|---|
//! | `rapport.pdf` | the report, PDF/A-2a and PDF/UA-1 |
//! | `rapport.json` | the same as data (`document::content::Document`): the seal is over its bytes |
//! | `tal.xlsx` | its tables |
//! | `kjelder.json` | the figures in it: indicator, year, place, value, import |
//! | `vedlegg.json` | what was laid beside it: number, title, file, access and legal basis, SHA-256 |
//! | `vedlegg/…` | those files, as they were when it was sent |
//! | `metadata.xml` | title, public title, access and legal basis, when, by whom, case, seal, and SHA-256 of each file |
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use serde_json::Value;
use sha2::{Digest, Sha256};
use time::format_description::well_known::Rfc3339;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::attachment::Attachment;
use super::model::Report;
use super::queries::VersionRow;
use crate::document::content::Document;
use crate::error::Result;
use crate::text::text;

/// What is to be known of a version.
#[derive(Debug, Clone)]
pub struct Sealed {
    facts: Vec<(&'static str, String)>,
    content: Value,
    figures: Value,
}

impl Sealed {
    /// Of a version that was sent.
    pub fn of(report: &Report, row: &VersionRow, document: &Document) -> Result<Self> {
        let access = if row.legal.is_empty() {
            text(report.lang, "report-access-public").into_owned()
        } else {
            text(report.lang, "report-access-closed").into_owned()
        };
        let sent_at = row.sent_at.format(&Rfc3339).map_err(anyhow::Error::from)?;
        let facts = vec![
            ("tittel", document.title.clone()),
            ("offentlegTittel", row.public_title.clone()),
            ("arkivskapar", document.municipality.clone()),
            ("skulear", report.year.to_string()),
            ("versjon", row.number.to_string()),
            ("utgave", row.audience.clone()),
            ("sprak", document.lang.code().to_owned()),
            ("tilgang", access),
            ("heimel", row.legal.clone()),
            ("saksnummer", report.case_number.clone()),
            ("sendt", sent_at),
            ("sendtAv", row.sent_by.clone()),
            ("kontrollsum", hex(&row.sha256)),
        ];
        let content = serde_json::to_value(document).map_err(anyhow::Error::from)?;
        Ok(Self { facts, content, figures: row.figures.clone() })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A text as XML may hold it: escaped, without the characters that XML 1.0 does not know.
fn escaped(words: &str) -> String {
    let known = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    words.chars().filter(known).fold(String::with_capacity(words.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
        out
    })
}

/// What is to be known of a file beside the report.
fn listed(one: &Attachment) -> Value {
    serde_json::json!({
        "nummer": one.number,
        "tittel": one.title,
        "fil": one.path(),
        "type": one.kind.content_type(),
        "byte": one.size,
        "offentleg": one.for_all,
        "heimel": one.legal,
        "sha256": hex(&one.sha256),
    })
}

/// The package, as ZIP.
pub fn package(sealed: &Sealed, document: &Document, pdf: Vec<u8>, attached: Vec<(Attachment, Vec<u8>)>) -> Result<Vec<u8>> {
    let of = |name: &str, kind, bytes| (name.to_owned(), kind, String::new(), bytes);
    let mut files: Vec<(String, &str, String, Vec<u8>)> = vec![
        of("rapport.pdf", "application/pdf", pdf),
        of("rapport.json", "application/json", sealed.content.to_string().into_bytes()),
        of("tal.xlsx", crate::web::download::XLSX, document.workbook().map_err(anyhow::Error::from)?),
        of("kjelder.json", "application/json", sealed.figures.to_string().into_bytes()),
    ];
    if !attached.is_empty() {
        let listed: Vec<Value> = attached.iter().map(|(one, _)| listed(one)).collect();
        files.push(of("vedlegg.json", "application/json", Value::from(listed).to_string().into_bytes()));
    }
    files.extend(attached.into_iter().map(|(one, bytes)| (one.path(), one.kind.content_type(), one.title, bytes)));
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<arkivpakke format=\"1\">\n");
    for (name, words) in &sealed.facts {
        let _ = writeln!(xml, "  <{name}>{}</{name}>", escaped(words));
    }
    for (name, kind, title, bytes) in &files {
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        let title = if title.is_empty() { String::new() } else { format!(" tittel=\"{}\"", escaped(title)) };
        let _ = writeln!(xml, "  <fil namn=\"{name}\"{title} type=\"{kind}\" byte=\"{}\" sha256=\"{}\"/>", bytes.len(), hex(&digest));
    }
    xml.push_str("</arkivpakke>\n");
    let all = files.iter().map(|(name, _, _, bytes)| (name.as_str(), &bytes[..]));
    zipped([("metadata.xml", xml.as_bytes())].into_iter().chain(all))
}

/// Files with their names, as ZIP.
pub fn zipped<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default()).map_err(anyhow::Error::from)?;
        zip.write_all(bytes).map_err(anyhow::Error::from)?;
    }
    Ok(zip.finish().map_err(anyhow::Error::from)?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_can_leave_its_element() {
        assert_eq!(escaped("a < b & \"c\" > d \u{0}\u{8}\u{202e}𝔘"), "a &lt; b &amp; &quot;c&quot; &gt; d \u{202e}𝔘");
        assert_eq!(hex(&[0, 171, 255]), "00abff");
    }
}
