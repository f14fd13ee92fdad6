//! The report of a municipality in every format, beside the same content printed by a browser in the same run. Needs no database.
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use kvalitetsdialog::document::content::{Block, Document};
use kvalitetsdialog::document::docx::docx;
use kvalitetsdialog::document::pdf::{PdfMaker, pdf};

use crate::machine::Watch;

mod browser;
mod made_up;

/// How often each is made, after once that does not count.
const TIMES: usize = 7;

/// What making a document took.
struct Figures {
    times: Vec<Duration>,
    /// Memory of the processes that it started, at the most, in MB; none when it started none.
    peak: Option<f64>,
    bytes: usize,
}

impl Figures {
    fn median(&self) -> f64 {
        let mut times = self.times.clone();
        times.sort_unstable();
        times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }

    fn line(&self, what: &str, aim: Option<(f64, f64)>) -> String {
        let peak = self.peak.map_or_else(|| "–".to_owned(), |peak| format!("{peak:.0}"));
        let reached = aim.map_or_else(String::new, |(milliseconds, memory)| {
            let is_reached = self.median() < milliseconds && self.peak.is_none_or(|peak| peak < memory);
            format!("p50 < {milliseconds} and < {memory} MB: {}", if is_reached { "reached" } else { "NOT reached" })
        });
        format!("| {what:<34} | {:>8.0} | {peak:>7} | {:>6} | {reached} |", self.median(), self.bytes / 1000)
    }
}

/// Makes the report of so many schools and chapters in every format, and says what it took.
pub async fn measure(schools: usize, chapters: usize) -> anyhow::Result<()> {
    let document = made_up::report(schools, chapters);
    let maker = PdfMaker::new(Path::new(env!("CARGO_BIN_EXE_kvalitetsdialog")));
    let printed = pdf(&maker, &document).await.context("PDF")?;
    let count = |is: fn(&Block) -> bool| document.blocks.iter().filter(|block| is(block)).count();
    println!(
        "\nReport of {schools} schools: {} pages, {} charts, {} tables. Milliseconds, the middle of {TIMES}; memory of what was started for it.",
        pages(&printed),
        count(|block| matches!(block, Block::Chart(_))),
        count(|block| matches!(block, Block::Table(_))),
    );
    println!("| as                                 |   p50 ms | peak MB |     kB | |\n|---|---:|---:|---:|---|");
    println!("{}", in_a_process(&maker, &document).await?.line("PDF (Typst, a process each)", Some((1000.0, 300.0))));
    println!("{}", here(|| Ok(docx(&document)?))?.line("DOCX", Some((500.0, 300.0))));
    println!("{}", here(|| Ok(document.workbook()?))?.line("XLSX", None));
    match browser::program() {
        Some(browser) => println!("{}", by_browser(&browser, &document)?.line("the same HTML printed by Chromium", None)),
        None => println!("Chromium is not there: nothing to compare with."),
    }
    Ok(())
}

async fn in_a_process(maker: &PdfMaker, document: &Document) -> anyhow::Result<Figures> {
    let watch = Watch::start();
    let (mut times, mut bytes) = (Vec::new(), 0);
    for _ in 0..TIMES {
        let begun = Instant::now();
        bytes = pdf(maker, document).await.context("PDF")?.len();
        times.push(begun.elapsed());
    }
    Ok(Figures { times, peak: Some(watch.peak()), bytes })
}

fn here(make: impl Fn() -> anyhow::Result<Vec<u8>>) -> anyhow::Result<Figures> {
    make()?;
    let (mut times, mut bytes) = (Vec::new(), 0);
    for _ in 0..TIMES {
        let begun = Instant::now();
        bytes = make()?.len();
        times.push(begun.elapsed());
    }
    Ok(Figures { times, peak: None, bytes })
}

/// A process for each document, as ours.
fn by_browser(browser: &Path, document: &Document) -> anyhow::Result<Figures> {
    let directory = std::env::temp_dir().join(format!("kvalitetsdialog-report-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let (page, paper) = (directory.join("report.html"), directory.join("report.pdf"));
    std::fs::write(&page, browser::html(document))?;
    let print = || -> anyhow::Result<Duration> {
        let begun = Instant::now();
        let ended = Command::new(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
            .arg(format!("--user-data-dir={}", directory.join("profile").display()))
            .arg(format!("--print-to-pdf={}", paper.display()))
            .arg(format!("file://{}", page.display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()?;
        ensure!(ended.success() && paper.exists(), "{} printed nothing", browser.display());
        Ok(begun.elapsed())
    };
    print()?;
    let watch = Watch::start();
    let times = (0..TIMES).map(|_| print()).collect::<anyhow::Result<Vec<_>>>()?;
    let bytes = usize::try_from(std::fs::metadata(&paper)?.len())?;
    let figures = Figures { times, peak: Some(watch.peak()), bytes };
    std::fs::remove_dir_all(&directory)?;
    Ok(figures)
}

/// Pages of a PDF of ours, from the count in its tree of pages.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let counts = text.split("/Count ").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok());
    counts.max().unwrap_or(0)
}

/// The programs that may be there.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|directory| directory.join(name)).find(|file| file.is_file())
}
