//! Files of the report: what can be asked for, and the work that makes one (`docs/jobs.md`), first composed with the rights that the one who asked holds by
//! then, and then set, written or packed. What was sent has one file of each kind, the one that was made first.
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::archive::{self, Sealed};
use super::disclosure;
use super::model::Report;
use super::queries::{self, AskedFor, Made, ToMake, VersionRow};
use super::reading;
use crate::App;
use crate::access::rules::CanTakeReportFile;
use crate::access::{Actor, Scope, on_behalf};
use crate::document::content::Document;
use crate::document::docx;
use crate::document::pdf::{self, NotMade};
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, ReportFileId, ReportVersionId, SchoolId};
use crate::indicator::published::Audience;
use crate::jobs::{self, OfReportFile, Order, Progress, Step, Work};
use crate::text::{dates, text};
use crate::writing::sha256_of;

/// Steps of the work: composed, made.
const STEPS: i32 = 2;

/// As what the report is taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// To be read and printed.
    Pdf,
    /// To be written on.
    Docx,
    /// Its tables.
    Xlsx,
    /// What was sent, for the archive.
    Archive,
    /// What is given to somebody who demands to see it.
    Copy,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Archive, Self::Copy];

    /// As stored, and in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Archive => "arkiv",
            Self::Copy => "innsyn",
        }
    }

    /// Skoleeier's alone.
    pub fn is_owners(self) -> bool {
        matches!(self, Self::Archive | Self::Copy)
    }

    /// Kept with what was sent. What is given out depends on what was judged when it was made.
    pub fn is_kept(self) -> bool {
        self != Self::Copy
    }

    /// The one stored so.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.key() == key)
    }

    /// Its kind of content.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => crate::web::download::DOCX,
            Self::Xlsx => crate::web::download::XLSX,
            Self::Archive | Self::Copy => "application/zip",
        }
    }

    /// How the file's name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Archive | Self::Copy => "zip",
            other => other.key(),
        }
    }
}

/// For whom a draft is, as stored.
pub fn audience(key: &str, school: Option<SchoolId>) -> Audience {
    match (key, school) {
        ("owner", _) => Audience::Owner,
        ("school", Some(school)) => Audience::School(school),
        _ => Audience::Public,
    }
}

/// What a file is made of.
enum Source {
    Draft(Document),
    Sent(Box<(Report, VersionRow, Document)>),
}

/// Takes the next step of making a file.
///
/// # Errors
///
/// When the database does not answer, or the typesetter is busy: it is tried again.
pub async fn make_file(
    app: &App,
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    id: ReportFileId,
    progress: Progress,
) -> Result<Step> {
    let Some(file) = queries::file_to_make(&mut *connection, municipality, id).await? else { return Ok(Step::Last) };
    let at = app.clock.now();
    // Read as the one who asked, with what they may read now; written as the municipality.
    let source = match on_behalf::actor(app, &mut *connection, file.asked_by).await? {
        Some(asker) => {
            asker.scope().tell(&mut *connection).await?;
            let source = source(app, &mut *connection, &asker, &file).await;
            Scope::operator(municipality).tell(&mut *connection).await?;
            source
        }
        None => Err(AppError::NotFound),
    };
    let source = match source {
        Err(AppError::NotFound | AppError::Forbidden) => {
            queries::file_failed(&mut *connection, municipality, id, "report-file-not-allowed", at).await?;
            return Ok(Step::Last);
        }
        source => source?,
    };
    if progress.done == 0 {
        if let Source::Draft(document) = &source {
            let content = serde_json::to_value(document).map_err(anyhow::Error::from)?;
            let seal = timeless(&content);
            // The same, made for the same person a while ago, is the file.
            if queries::reuse_file(&mut *connection, municipality, &file, &seal, at).await? {
                return Ok(Step::Last);
            }
            queries::file_composed(&mut *connection, municipality, id, &content, &seal).await?;
        }
        return Ok(Step::Further(Progress { done: 1, total: Some(STEPS) }));
    }
    match made(app, &mut *connection, municipality, &file, source).await {
        Ok(made) => queries::file_made(&mut *connection, municipality, id, &made, at).await?,
        Err(Unmade::Again(error)) => return Err(error),
        Err(Unmade::Never(key)) => queries::file_failed(&mut *connection, municipality, id, key, at).await?,
    }
    Ok(Step::Last)
}

/// What the asker may read of it now: a draft composed before stands as it was composed.
async fn source(app: &App, connection: &mut PgConnection, asker: &Actor, file: &ToMake) -> Result<Source> {
    if let Some(version) = file.version {
        let (report, row, document) = reading::sent(app, connection, asker, (file.report, version)).await?;
        if file.format.is_owners() {
            let _can = report.rights.can_arrange()?;
        }
        return Ok(Source::Sent(Box::new((report, row, document))));
    }
    if let Some(content) = &file.content {
        let report = queries::load(app, connection, asker, file.report).await?;
        let _can = report.rights.can_take_draft()?;
        return Ok(Source::Draft(serde_json::from_value(content.clone()).map_err(anyhow::Error::from)?));
    }
    let audience = audience(file.audience.as_deref().unwrap_or_default(), file.school);
    Ok(Source::Draft(reading::draft(app, connection, asker, file.report, audience).await?.2))
}

/// The seal of a document, whenever on a day it was made.
fn timeless(content: &Value) -> [u8; 32] {
    let mut content = content.clone();
    if let Some(content) = content.as_object_mut() {
        content.remove("made_at");
    }
    sha256_of(&content)
}

/// Why there is no file.
enum Unmade {
    /// It may succeed later.
    Again(AppError),
    /// It never will; the key of why.
    Never(&'static str),
}

impl<E: Into<AppError>> From<E> for Unmade {
    fn from(error: E) -> Self {
        Self::Again(error.into())
    }
}

async fn made(
    app: &App,
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    file: &ToMake,
    source: Source,
) -> std::result::Result<Made, Unmade> {
    match source {
        Source::Draft(document) => {
            let name = document.title.clone();
            let bytes = drawn(app, connection, document, file.format).await?;
            Ok(Made { name, sha256: Sha256::digest(&bytes).into(), size: bytes.len(), bytes: Some(bytes) })
        }
        Source::Sent(sent) => {
            let (report, row, document) = *sent;
            let name = document.title.clone();
            if file.format == Format::Copy {
                let pdf = keep(app, &mut *connection, municipality, &row, document.clone(), Format::Pdf).await?;
                let beside = queries::beside_copy(&mut *connection, municipality, (report.id, row.number), true).await?;
                let today = dates::norwegian_date(app.clock.now());
                let name = format!("{} {name}", text(document.lang, "report-file-access-copy"));
                let packed = tokio::task::spawn_blocking(move || disclosure::copy(&report, &document, &pdf, &beside, today));
                let bytes = jobs::meanwhile(&mut *connection, packed).await?.map_err(anyhow::Error::from)??;
                return Ok(Made { name, sha256: Sha256::digest(&bytes).into(), size: bytes.len(), bytes: Some(bytes) });
            }
            let kept = if let Some(kept) = queries::kept_file(&mut *connection, municipality, row.id, file.format).await? {
                kept
            } else if file.format == Format::Archive {
                let pdf = keep(app, &mut *connection, municipality, &row, document.clone(), Format::Pdf).await?;
                let sealed = Sealed::of(&report, &row, &document)?;
                let mut attached = Vec::new();
                for one in queries::attachments_of_version(&mut *connection, municipality, row.id).await? {
                    let bytes = queries::attached_file(&mut *connection, municipality, report.id, one.id).await?;
                    attached.push((one, bytes.ok_or(AppError::NotFound)?));
                }
                let packed = tokio::task::spawn_blocking(move || archive::package(&sealed, &document, pdf, attached));
                let bytes = jobs::meanwhile(&mut *connection, packed).await?.map_err(anyhow::Error::from)??;
                first(app, &mut *connection, municipality, row.id, Format::Archive, &bytes).await?
            } else {
                keep(app, &mut *connection, municipality, &row, document, file.format).await?
            };
            Ok(Made { name, sha256: Sha256::digest(&kept).into(), size: kept.len(), bytes: None })
        }
    }
}

/// The file of what was sent: made, and kept when it is the first.
async fn keep(
    app: &App,
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    row: &VersionRow,
    document: Document,
    format: Format,
) -> std::result::Result<Vec<u8>, Unmade> {
    if let Some(kept) = queries::kept_file(&mut *connection, municipality, row.id, format).await? {
        return Ok(kept);
    }
    let bytes = drawn(app, &mut *connection, document, format).await?;
    Ok(first(app, connection, municipality, row.id, format, &bytes).await?)
}

/// Keeps a file of what was sent; the one there is, when another node was first.
async fn first(
    app: &App,
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    version: ReportVersionId,
    format: Format,
    bytes: &[u8],
) -> Result<Vec<u8>> {
    queries::keep_file(&mut *connection, municipality, (version, format), bytes, app.clock.now()).await?;
    queries::kept_file(connection, municipality, version, format).await?.ok_or(AppError::NotFound)
}

/// The document in a format, in a process or on a thread that answers nobody.
async fn drawn(app: &App, connection: &mut PgConnection, document: Document, format: Format) -> std::result::Result<Vec<u8>, Unmade> {
    match format {
        Format::Pdf => match jobs::meanwhile(connection, pdf::pdf(&app.pdf, &document)).await? {
            Ok(bytes) => Ok(bytes),
            Err(NotMade::Busy) => Err(Unmade::Again(NotMade::Busy.into())),
            Err(NotMade::TooHeavy) => Err(Unmade::Never("report-file-too-heavy")),
            Err(NotMade::Failed) => Err(Unmade::Never("report-file-not-made")),
        },
        Format::Docx => {
            let written = jobs::meanwhile(connection, tokio::task::spawn_blocking(move || docx::docx(&document))).await?;
            written.map_err(anyhow::Error::from)?.map_err(|error| not_written(&error))
        }
        Format::Xlsx => {
            let written = jobs::meanwhile(connection, tokio::task::spawn_blocking(move || document.workbook())).await?;
            written.map_err(anyhow::Error::from)?.map_err(|error| not_written(&error))
        }
        // A draft is nothing to archive or to give out.
        Format::Archive | Format::Copy => Err(Unmade::Never("report-file-not-made")),
    }
}

fn not_written(error: &dyn std::fmt::Display) -> Unmade {
    tracing::error!(%error, "a file of the report could not be written");
    Unmade::Never("report-file-not-made")
}

/// Asks for a file: it is made, and what is a draft's is deleted when its time is over, whatever became of it. Asked for twice, it is made once.
pub async fn ask(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanTakeReportFile,
    asked: &AskedFor,
) -> Result<ReportFileId> {
    if let Some(file) = queries::awaited_file(&mut *connection, can, asked).await? {
        return Ok(file);
    }
    let file = queries::ask_for_file(&mut *connection, can, asked, actor.now).await?;
    let work = Work::ReportFile(OfReportFile { file });
    let order = Order::new(&work, actor.now).of(Some(actor.person));
    if let Some(job) = jobs::queue(&mut *connection, actor.municipality, order, actor.now).await? {
        queries::file_is_made_by(&mut *connection, can, file, job).await?;
    }
    if asked.version.is_none() || !asked.format.is_kept() {
        let work = Work::ReportFileGone(OfReportFile { file });
        let order = Order::new(&work, deleted_at(app, actor.now)).of(Some(actor.person));
        jobs::queue(connection, actor.municipality, order, actor.now).await?;
    }
    Ok(file)
}

/// When what was asked for at a time is deleted.
pub fn deleted_at(app: &App, asked_at: OffsetDateTime) -> OffsetDateTime {
    asked_at + app.settings.report_files_kept()
}

/// Deletes a file that somebody asked for. What was sent keeps its own.
///
/// # Errors
///
/// When the database does not answer.
pub async fn delete_file(app: &App, connection: &mut PgConnection, municipality: MunicipalityId, id: ReportFileId) -> Result<()> {
    queries::delete_file(connection, municipality, id, app.clock.now()).await
}
