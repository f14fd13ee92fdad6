//! From a file's bytes to what was recognised in it, or why it is not read.
use bytes::Bytes;
use tokio::sync::Semaphore;

use crate::indicator::catalogue::catalogue;
use crate::indicator::reading::{self, Context, Kind, Limit, Range, Reading};
use crate::indicator::workbook::{self, WorkbookReader};
use crate::text::{Lang, text, text_with};

/// A file that is not read.
#[derive(Debug, Clone)]
pub enum Unreadable {
    /// A workbook, and why not.
    Workbook(workbook::Refusal),
    /// Another file, and why not.
    File(reading::Refusal),
    /// Reading it was broken off.
    Failed,
}

impl Unreadable {
    /// What is wrong and what to do about it, for the person with the file.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let key = match self {
            Self::Workbook(refusal) => return refusal.text(lang),
            Self::File(reading::Refusal::TooLarge { limit, most }) => {
                let key = match limit {
                    Limit::Bytes => "import-unread-bytes",
                    Limit::Rows => "import-unread-rows",
                    Limit::Columns => "import-unread-columns",
                    Limit::Cells => "import-unread-cells",
                    Limit::Sheets => "import-unread-sheets",
                };
                let most = if *limit == Limit::Bytes { most / (1024 * 1024) } else { *most };
                return text_with(lang, key, &[("most", &most)]);
            }
            Self::File(reading::Refusal::DamagedJson { line, column }) => {
                return text_with(lang, "import-unread-damaged-json", &[("line", line), ("column", column)]);
            }
            Self::File(reading::Refusal::Empty) => "import-refused-no-bytes",
            Self::File(reading::Refusal::NotText { .. } | reading::Refusal::Workbook) => "import-unread-not-text",
            Self::File(reading::Refusal::TruncatedUtf16) => "import-unread-truncated",
            Self::File(reading::Refusal::UnknownJson) => "import-unread-unknown-json",
            Self::Failed => "import-refused-reader-failed",
        };
        text(lang, key).into_owned()
    }
}

/// A file that can be read and of which no figures can be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoFigures {
    /// Units of Nasjonalt skoleregister: somebody has to choose among them.
    Register,
    /// A list of schools for the command `municipality`.
    SchoolList,
    /// A reply without rows.
    Nothing,
    /// Nothing in it is known.
    Unknown,
}

impl NoFigures {
    /// None when the file holds figures.
    #[must_use]
    pub fn of(reading: &Reading) -> Option<Self> {
        match reading.kind {
            Kind::Indicators => None,
            Kind::SchoolRegister => Some(Self::Register),
            Kind::SchoolList => Some(Self::SchoolList),
            Kind::Nothing => Some(Self::Nothing),
            Kind::Unknown => Some(Self::Unknown),
        }
    }

    /// Why, and what to do with the file.
    #[must_use]
    pub fn text(self, file_name: &str, lang: Lang) -> String {
        let key = match self {
            Self::Register => "import-is-register",
            Self::SchoolList => "import-is-school-list",
            Self::Nothing => "import-holds-nothing",
            Self::Unknown => "import-not-recognised",
        };
        text_with(lang, key, &[("file", &file_name)])
    }
}

/// What the catalogue says an indicator can be.
fn range(key: &str) -> Option<Range> {
    let known = catalogue().get(key);
    known.map(|known| Range { min: known.range.0, max: known.range.1, decimals: known.decimals }).or_else(|| reading::usual_range(key))
}

/// How files are read here: with what the catalogue says.
pub fn context() -> Context<'static> {
    Context { ranges: &range, ..Context::default() }
}

/// Whether the bytes are packed, or the name says that they are a spreadsheet's.
fn is_workbook(file_name: &str, bytes: &[u8]) -> bool {
    let ending = file_name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    bytes.starts_with(b"PK")
        || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
        || matches!(ending.as_str(), "xlsx" | "xlsm" | "xls" | "xlsb" | "ods")
}

/// One file at a time: the largest that is taken costs a second and a few hundred megabytes while it is read, and others' pages must not notice.
static TURN: Semaphore = Semaphore::const_new(1);

/// Reads a file of figures. Workbooks are unpacked in a process of their own; what takes time runs beside other requests.
///
/// # Errors
///
/// See [`Unreadable`].
pub async fn read(workbooks: &WorkbookReader, file_name: &str, bytes: Bytes) -> Result<Reading, Unreadable> {
    let name = file_name.to_owned();
    let grids =
        if is_workbook(file_name, &bytes) { Some(workbooks.read(bytes.clone()).await.map_err(Unreadable::Workbook)?) } else { None };
    let _turn = TURN.acquire().await.map_err(|_| Unreadable::Failed)?;
    let read = tokio::task::spawn_blocking(move || {
        let context = Context { file_name: Some(&name), ..context() };
        match grids {
            Some(grids) => reading::read_sheets(&grids, &context),
            None => reading::read(&bytes, &context),
        }
    });
    read.await.map_err(|_| Unreadable::Failed)?.map_err(Unreadable::File)
}
