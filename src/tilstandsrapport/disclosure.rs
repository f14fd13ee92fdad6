//! Demands to see what the report consists of: which documents there are, how one was answered, and the copy that is given out.
use time::{Date, OffsetDateTime};

use super::archive::zipped;
use super::attachment::Attachment;
use super::model::Report;
use crate::document::content::Document;
use crate::error::Result;
use crate::ids::{ReportAttachmentId, ReportVersionId};
use crate::text::{Lang, dates, name_and_title, text, text_with};

/// How a demand to see a document is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is given as it is.
    Whole,
    /// It is given without what must not be seen.
    Partly,
    /// It is not given.
    Withheld,
}

impl Answer {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Whole, Self::Partly, Self::Withheld];

    /// As stored.
    pub fn key(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Partly => "partly",
            Self::Withheld => "withheld",
        }
    }

    /// The one stored so.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.key() == key)
    }

    /// Key of what it is called.
    pub fn text_key(self) -> &'static str {
        match self {
            Self::Whole => "report-access-whole",
            Self::Partly => "report-access-partly",
            Self::Withheld => "report-access-withheld",
        }
    }
}

/// A document that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// What was sent.
    Version(ReportVersionId),
    /// Its package for the archive.
    Archive(ReportVersionId),
    /// A file beside the report.
    Attachment(ReportAttachmentId),
}

impl Asked {
    /// As forms name it.
    pub fn key(self) -> String {
        match self {
            Self::Version(id) => format!("versjon-{id}"),
            Self::Archive(id) => format!("arkiv-{id}"),
            Self::Attachment(id) => format!("vedlegg-{id}"),
        }
    }
}

/// How one was answered.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// Of what.
    pub asked: Asked,
    /// How.
    pub answer: Answer,
    /// The section of the law; empty when all is given.
    pub legal: String,
    /// Why.
    pub reason: String,
    /// Which demand.
    pub demand: String,
    /// When.
    pub at: OffsetDateTime,
    /// Who.
    pub by_name: String,
    /// As what.
    pub by_title: String,
}

impl Judgement {
    /// «Blir ikkje gitt ut. Offentleglova § 13. Vurdert av Eva Eide, skulesjef, 3. mars 2027.»
    pub fn sentence(&self, lang: Lang) -> String {
        let (who, when) = (name_and_title(&self.by_name, &self.by_title), dates::long(dates::norwegian_date(self.at)));
        let answer = text(lang, self.answer.text_key()).into_owned();
        let answer = if self.legal.is_empty() {
            answer
        } else {
            text_with(lang, "report-access-with", &[("answer", &answer), ("legal", &self.legal)])
        };
        text_with(lang, "report-access-judged", &[("answer", &answer), ("who", &who), ("when", &when)])
    }
}

/// A file beside the report as it stands in the copy.
#[derive(Debug)]
pub struct Beside {
    /// It.
    pub attachment: Attachment,
    /// Whether it is given: as it was judged last, else as it was marked.
    pub answer: Answer,
    /// Its bytes, when all of it is given.
    pub bytes: Option<Vec<u8>>,
}

/// What the copy says of a file that is not in it, or is: with the section of the law, and without what it is called when it is withheld.
pub fn beside_words(one: &Beside, lang: Lang) -> String {
    let (number, legal) = (one.attachment.number, &one.attachment.legal);
    match one.answer {
        Answer::Whole => text_with(lang, "report-copy-given", &[("file", &one.attachment.path()), ("title", &one.attachment.title)]),
        Answer::Partly => text_with(lang, "report-copy-partly", &[("number", &number), ("legal", legal)]),
        Answer::Withheld => text_with(lang, "report-copy-withheld", &[("number", &number), ("legal", legal)]),
    }
}

/// The copy that is given out, as ZIP: the version for everybody, the files judged open, and what is not given and why.
pub fn copy(report: &Report, document: &Document, pdf: &[u8], beside: &[Beside], today: Date) -> Result<Vec<u8>> {
    let lang = document.lang;
    let title = report.title(lang)?;
    let mut lines = vec![
        text_with(lang, "report-copy-title", &[("title", &title)]),
        format!("{}, {}", document.municipality, dates::long(today)),
        String::new(),
        text(lang, "report-copy-report").into_owned(),
    ];
    lines.extend(beside.iter().map(|one| beside_words(one, lang)));
    if beside.iter().any(|one| one.answer != Answer::Whole) {
        lines.extend([String::new(), text(lang, "report-copy-appeal").into_owned()]);
    }
    let overview = lines.join("\r\n") + "\r\n";
    let given: Vec<(String, &[u8])> = beside.iter().filter_map(|one| Some((one.attachment.path(), one.bytes.as_deref()?))).collect();
    let all = [("innsyn.txt", overview.as_bytes()), ("rapport.pdf", pdf)];
    zipped(all.into_iter().chain(given.iter().map(|(name, bytes)| (name.as_str(), *bytes))))
}
