//! `kvalitetsdialog import`: reads files of figures, says what was recognised and what would change, and takes them in unless it is a dry run.
mod report;

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};
use bytes::Bytes;
use clap::Args;
use sha2::{Digest, Sha256};

use super::{connect, say};
use crate::access::rules::CanImport;
use crate::access::{Scope, session};
use crate::clock::Clock;
use crate::config::DatabaseSettings;
use crate::database::Database;
use crate::ids::MunicipalityId;
use crate::indicator::import::{self, ImportKind, NewImport, NoFigures, PlanSummary, Summary};
use crate::indicator::reading::{MAX_BYTES, Reading};
use crate::indicator::workbook::WorkbookReader;
use crate::municipality;
use crate::text::Lang;

pub use report::{Report, SheetReport, ValueReport};

/// Arguments of `import`.
#[derive(Debug, Args)]
#[command(after_help = "Example: kvalitetsdialog import np5.csv --municipality 4622 --dry-run

Encoding, delimiter and layout are found out; measures are known by the words of their headers (docs/indicator-files.md). A value that looks wrong is held
out; in the browser it can be looked at and chosen. A dry run without --municipality only tells what the files hold, and needs no database.

Nasjonalt skoleregister and lists of schools are no figures: the register is uploaded in the browser, where somebody chooses among its schools.

Exit code: 0 when every file was read, 1 when one was not, nothing in it is known or it holds no figures, 2 for a wrong option.")]
pub struct Arguments {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// Files (CSV, XLSX or JSON), folders of such files, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Number of the municipality that the figures are taken into
    #[arg(long, required_unless_present = "dry_run")]
    pub municipality: Option<String>,
    /// Say what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON array with an object for each file
    #[arg(long)]
    pub json: bool,
    /// With --json, print every value; restricted numbers are left out
    #[arg(long, requires = "json")]
    pub values: bool,
}

/// Runs the command. Exit code 1 when a file is not read, nothing in it is known, or it has to be brought in another way.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let workbooks = WorkbookReader::of_this_program().context("this system does not say where the program is")?;
    let files = files_of(&arguments.files)?;
    let reports = match &arguments.municipality {
        Some(number) => {
            connect::with(&arguments.database, async |database| {
                let destination = Destination::find(database, number, arguments.dry_run).await?;
                each(&arguments, &workbooks, &files, Some(&destination)).await
            })
            .await?
        }
        None => each(&arguments, &workbooks, &files, None).await?,
    };
    if arguments.json {
        say(&serde_json::to_string_pretty(&reports)?);
    }
    let wanted = arguments.municipality.is_some();
    Ok(if reports.iter().any(|report| report.failed(wanted)) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Reads and takes in file by file, so that no more than one is held at a time, and tells of each when it is done.
async fn each(
    arguments: &Arguments,
    workbooks: &WorkbookReader,
    files: &[PathBuf],
    destination: Option<&Destination>,
) -> anyhow::Result<Vec<Report>> {
    let mut reports = Vec::new();
    for path in files {
        let mut file = read_file(workbooks, path, arguments.values).await;
        if let Some(destination) = destination {
            destination.bring_in(&mut file).await?;
        }
        if !arguments.json {
            say(&format!("{}{}", if reports.is_empty() { "" } else { "\n" }, told(&file.report)));
        }
        reports.push(file.report);
    }
    Ok(reports)
}

/// The files that were named, and those that lie in the folders that were named, by name; what is hidden and what lies deeper is left alone.
fn files_of(named: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in named {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut inside = Vec::new();
        for entry in std::fs::read_dir(path).with_context(|| format!("{} cannot be listed", path.display()))? {
            let entry = entry?;
            if !entry.file_name().to_string_lossy().starts_with('.') && entry.path().is_file() {
                inside.push(entry.path());
            }
        }
        ensure!(!inside.is_empty(), "there is no file in {}", path.display());
        inside.sort();
        files.extend(inside);
    }
    Ok(files)
}

/// The bytes of a file, or of standard input for `-`; no more of them than can be a file of figures.
fn bytes_of(path: &Path) -> std::io::Result<Vec<u8>> {
    let most = MAX_BYTES as u64 + 1;
    let mut content = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut content)?;
    } else {
        std::fs::File::open(path)?.take(most).read_to_end(&mut content)?;
    }
    Ok(content)
}

/// A file that was opened, and what was made of it.
struct FileRead {
    name: String,
    content: Bytes,
    reading: Option<Reading>,
    report: Report,
}

async fn read_file(workbooks: &WorkbookReader, path: &Path, with_values: bool) -> FileRead {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let mut report = Report { file: path.display().to_string(), ..Report::default() };
    let content: Bytes = match bytes_of(path) {
        Ok(content) => content.into(),
        Err(error) => {
            report.refused = Some(format!("cannot be opened: {error}"));
            return FileRead { name, content: Bytes::new(), reading: None, report };
        }
    };
    report.sha256 = Some(session::hex(&Sha256::digest(&content)));
    let reading = match import::read(workbooks, &name, content.clone()).await {
        Ok(reading) => reading,
        Err(unreadable) => {
            report.refused = Some(unreadable.text(Lang::Nb));
            return FileRead { name, content, reading: None, report };
        }
    };
    report.tell(&reading, with_values);
    report.not_taken_in = NoFigures::of(&reading).map(|why| why.text(&name, Lang::Nb));
    FileRead { name, content, reading: Some(reading), report }
}

/// The municipality that figures are taken into.
struct Destination {
    database: Database,
    scope: Scope,
    can: CanImport,
    dry_run: bool,
}

impl Destination {
    async fn find(database: Database, number: &str, dry_run: bool) -> anyhow::Result<Self> {
        // No municipality has the number 0: until it is known which one this is, no row is visible.
        let mut tx = database.read(&Scope::operator(MunicipalityId(0))).await?;
        let known = municipality::by_number(&mut tx, number).await?;
        tx.commit().await?;
        let known = known.with_context(|| format!("there is no municipality with number {number}: create it with `municipality`"))?;
        let scope = Scope::operator(known);
        let can = CanImport::of_operator(&scope)?;
        Ok(Self { database, scope, can, dry_run })
    }

    /// Sets a file against what stands, and takes it in unless it is a dry run or nothing would change.
    async fn bring_in(&self, file: &mut FileRead) -> anyhow::Result<()> {
        let Some(reading) = file.reading.as_ref().filter(|_| file.report.not_taken_in.is_none()) else { return Ok(()) };
        if self.dry_run {
            let mut tx = self.database.read(&self.scope).await?;
            let (_, plan) = import::plan_of(&mut tx, self.can, reading).await?;
            tx.commit().await?;
            file.report.plan = Some(PlanSummary::from(&plan));
            return Ok(());
        }
        let new = NewImport {
            file_name: &file.name,
            sha256: Sha256::digest(&file.content).into(),
            content: &file.content,
            summary: serde_json::to_value(Summary::of(reading))?,
            by_name: "kvalitetsdialog import",
            kind: ImportKind::File,
        };
        let mut tx = self.database.write(&self.scope).await?;
        let (id, plan) = import::bring_in(&mut tx, self.can, &new, reading, Clock::system().now()).await?;
        tx.commit().await?;
        file.report.taken_in = id.is_some();
        file.report.plan = Some(PlanSummary::from(&plan));
        Ok(())
    }
}

fn told(report: &Report) -> String {
    let mut text = format!("{}\n", report.file);
    if let Some(why) = &report.refused {
        let _ = writeln!(text, "  not read: {why}");
        return text;
    }
    if let Some(summary) = &report.summary {
        let list = |counts: &std::collections::BTreeMap<String, usize>| {
            counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
        };
        let delimiter = summary.delimiter.map_or_else(String::new, |delimiter| format!(", delimiter {delimiter:?}"));
        let encoding = summary.encoding.as_deref().unwrap_or("workbook");
        let _ = writeln!(text, "  {}: {} {encoding}{delimiter}", summary.kind, summary.shapes.join("+"));
        let _ =
            writeln!(text, "  {} rows ({}), {} values ({})", summary.rows, list(&summary.levels), summary.values, list(&summary.states));
        let _ = writeln!(text, "  years {}; indicators {}", summary.years.join(", "), list(&summary.indicators));
        if !summary.outside_catalogue.is_empty() {
            let _ = writeln!(text, "  not in the catalogue, so never taken in: {}", summary.outside_catalogue.join(", "));
        }
        if !summary.unknown_words.is_empty() {
            let _ = writeln!(text, "  words that nobody knows: {}", summary.unknown_words.join(" | "));
        }
        if !summary.skipped.is_empty() {
            let _ = writeln!(text, "  passed over: {}", list(&summary.skipped));
        }
        let counts = (summary.unrecognised, summary.problems, summary.suspicions);
        let _ = writeln!(text, "  {} columns not recognised, {} problems, {} values hard to believe", counts.0, counts.1, counts.2);
    }
    if let Some(why) = &report.not_taken_in {
        let _ = writeln!(text, "  not taken in: {why}");
    }
    if let Some(plan) = &report.plan {
        let done = match (report.taken_in, plan.new + plan.changed) {
            (true, _) => "taken in",
            (false, 0) => "nothing to take in",
            (false, _) => "would be taken in",
        };
        let _ = writeln!(
            text,
            "  {done}: {} new, {} changed; {} as before, {} held out, {} of other places",
            plan.new, plan.changed, plan.same, plan.held, plan.elsewhere
        );
        for (number, name, values) in &plan.unknown_schools {
            let _ = writeln!(text, "  no such school here: {name} {number} ({values} values)");
        }
    }
    text
}
