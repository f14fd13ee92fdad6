//! `bin/bench`: how many pages and saves one node gives with a country of made-up schools in its database. Starts a private, durable cluster, fills it
//! (`tests/bench/country.sql`), starts the program as it is shipped, arranges two meetings, and asks it over 127.0.0.1 for a few seconds a case. Then a file is brought in, and a report is
//! made in every format.
//! `docs/performance.md` tells what the figures mean.
mod cases;
mod client;
mod country;
mod import;
mod machine;
mod meetings;
mod report;
mod run;
mod server;
mod words;

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use kvalitetsdialog::database::cluster::{Cluster, ClusterConfig, Durability};

use cases::Case;
use run::Figures;
use server::Server;

/// Measures a release build with a country of made-up schools.
#[derive(Debug, Parser)]
struct Options {
    /// What to measure; everything when none is named
    #[arg(value_enum)]
    cases: Vec<Case>,
    /// Requests at the same time
    #[arg(long, value_delimiter = ',', default_value = "1,8,32")]
    concurrency: Vec<usize>,
    /// Seconds measured for each case and concurrency, after one second of warming up
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=60))]
    seconds: u64,
    /// Keeps the country in this directory, and uses it when it is there already
    #[arg(long)]
    data: Option<PathBuf>,
    /// Brings a national file in, too; done anyhow when no case is named
    #[arg(long)]
    import: bool,
    /// Makes a report of many schools in every format, too; alone when no case is named
    #[arg(long)]
    report: bool,
    /// Schools of that report
    #[arg(long, default_value_t = 95)]
    schools: usize,
    /// Chapters of that report, each with five indicators
    #[arg(long, default_value_t = 8)]
    chapters: usize,
    /// Port on 127.0.0.1
    #[arg(long, default_value_t = 3990)]
    port: u16,
    /// What `cargo bench` says to every benchmark
    #[arg(long, hide = true)]
    bench: bool,
}

/// The directory of the cluster; one that nobody asked to keep goes with it.
struct Directory {
    path: PathBuf,
    kept: bool,
}

impl Drop for Directory {
    fn drop(&mut self) {
        if !self.kept
            && let Err(error) = std::fs::remove_dir_all(&self.path)
        {
            eprintln!("{} is left: {error}", self.path.display());
        }
    }
}

fn main() -> anyhow::Result<()> {
    let mut options = Options::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if options.cases.is_empty() && options.report {
        println!("{}", machine::description());
        return runtime.block_on(report::measure(options.schools, options.chapters));
    }
    if options.cases.is_empty() {
        options.cases = Case::every();
        (options.import, options.report) = (true, true);
    }
    let kept = options.data.is_some();
    let path = options.data.clone().unwrap_or_else(|| std::env::temp_dir().join(format!("kvalitetsdialog-bench-{}", std::process::id())));
    let directory = Directory { path, kept };
    let config = ClusterConfig { directory: directory.path.clone(), durability: Durability::Durable, max_connections: 50 };
    let cluster = Cluster::start(&config)?;
    let measured = runtime.block_on(measure(&options, &cluster));
    cluster.stop();
    measured
}

async fn measure(options: &Options, cluster: &Cluster) -> anyhow::Result<()> {
    country::fill(cluster).await?;
    println!("{}\n", machine::description());
    let cases = present(options, cluster).await?;
    println!("{}", Figures::heading());
    let server = Server::start(cluster, options.port, false).await?;
    for (case, statements) in cases {
        for &concurrency in options.concurrency.iter().filter(|count| !case.is_alone() || **count == 1) {
            let workers = case.workers(cluster, concurrency).await?;
            let figures = run::run(&server, workers, Duration::from_secs(options.seconds)).await?;
            println!("{}", figures.line(case, concurrency, statements));
        }
    }
    println!(
        "\nCPU: milliseconds a request. SQL: statements a request, without the session's, BEGIN with the actor's settings, and COMMIT."
    );
    server.stop().await?;
    if options.import {
        import::measure(cluster)?;
    }
    if options.report { report::measure(options.schools, options.chapters).await } else { Ok(()) }
}

/// The cases whose page is there, with the number of their SQL statements: counted on a server that logs them, which would be too slow to measure.
async fn present(options: &Options, cluster: &Cluster) -> anyhow::Result<Vec<(Case, usize)>> {
    let server = Server::start(cluster, options.port, true).await?;
    if options.cases.iter().any(|case| case.needs_meetings()) {
        meetings::arrange(cluster, options.port).await?;
    }
    if options.cases.iter().any(|case| case.needs_words()) {
        words::arrange(cluster).await?;
    }
    let mut found = Vec::new();
    for &case in &options.cases {
        for worker in case.workers(cluster, 1).await? {
            match server.count_statements(worker).await {
                Ok(statements) => found.push((case, statements)),
                Err(error) => eprintln!("{case} is left out: {error:#}"),
            }
        }
    }
    server.stop().await?;
    Ok(found)
}
