//! What is laid beside the report, and how it stands in the report. Which files are taken is said in `web::attached`.
use super::compose::Edition;
use crate::document::content::{Block, Cell, Table, TableRow};
use crate::ids::ReportAttachmentId;
use crate::indicator::published::Audience;
use crate::text::{Lang, text, text_with};
use crate::web::attached::Kind;
use crate::web::page::bytes_in_words;
use crate::web::pdf::file_name;
use crate::writing::grouped_hash;

/// Bytes of all files of a report: the package for the archive holds them all, and is one content of the municipality's export.
pub const LARGEST_ALL: usize = 40 * 1024 * 1024;
/// Files of a report.
pub const MOST: usize = 30;
/// The most characters of a title.
pub const LONGEST_TITLE: usize = 200;
/// And of why it is not for everybody.
pub const LONGEST_LEGAL: usize = 300;

/// A file that is laid beside the report.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Id.
    pub id: ReportAttachmentId,
    /// Its number, from 1.
    pub number: i32,
    /// What it is called.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// Everybody may have it.
    pub for_all: bool,
    /// Why not.
    pub legal: String,
    /// How many bytes.
    pub size: i64,
    /// SHA-256 of them.
    pub sha256: Vec<u8>,
}

impl Attachment {
    /// «PDF, 1,2 MB».
    pub fn file_words(&self) -> String {
        format!("{}, {}", self.kind.key().to_uppercase(), bytes_in_words(self.size))
    }

    /// What it is called in a package: `vedlegg/02-skolemiljo.pdf`.
    pub fn path(&self) -> String {
        format!("vedlegg/{:02}-{}.{}", self.number, file_name(&self.title), self.kind.key())
    }

    /// «Offentleg», or why not.
    pub fn access_words(&self, lang: Lang) -> String {
        if self.for_all { text(lang, "report-access-public").into_owned() } else { self.legal.clone() }
    }
}

/// Those that go with a version: to the owner all, to others what is for everybody.
pub fn goes_with(attachment: &Attachment, audience: Audience) -> bool {
    attachment.for_all || audience == Audience::Owner
}

/// How they stand in the report. Of one that does not go with the version, that it is there and why it is not for everybody.
pub fn blocks(attachments: &[Attachment], edition: &Edition, lang: Lang) -> Vec<Block> {
    if attachments.is_empty() {
        return Vec::new();
    }
    let t = |key: &str| text(lang, key).into_owned();
    let cell = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text { text } };
    let row = |one: &Attachment| {
        let words = if goes_with(one, edition.audience) {
            [format!("{}. {}", one.number, one.title), one.file_words(), one.access_words(lang), grouped_hash(&one.sha256)]
        } else {
            let closed = text_with(lang, "report-attachment-closed", &[("number", &one.number)]);
            [closed, String::new(), one.access_words(lang), String::new()]
        };
        TableRow { total: false, cells: words.into_iter().map(cell).collect() }
    };
    vec![
        Block::Heading { level: 1, text: t("report-attachments-title") },
        Block::Table(Table {
            caption: t("report-attachments-caption"),
            header: ["report-attachment", "report-attachment-file", "report-fact-access", "report-fact-seal"].map(t).to_vec(),
            rows: attachments.iter().map(row).collect(),
            notes: vec![t("report-attachments-note")],
        }),
    ]
}
