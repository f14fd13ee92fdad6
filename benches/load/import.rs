//! Bringing a national file in: nasjonale prøver of three subjects, a row for the country, each county, municipality and school, as one command that is run
//! until it has ended.
use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use kvalitetsdialog::database::cluster::Cluster;

use crate::country::DATABASE;

/// Subjects, each with points, uncertainty and pupils, in two school years: 18 columns.
const SUBJECTS: [&str; 3] = ["Engelsk", "Lesing", "Regning"];
const YEARS: [&str; 2] = ["2017-18", "2018-19"];
const MEASURES: [&str; 3] = ["Skalapoeng", "Usikkerhet", "Antall elever deltatt"];

/// Writes the file, reads it without a database, takes it in, and takes it in again.
pub fn measure(cluster: &Cluster) -> anyhow::Result<()> {
    let path = cluster.directory().join("Nasjonale_proever_5._trinn.csv");
    let text = national_file();
    let rows = text.lines().count() - 2;
    std::fs::write(&path, &text)?;
    println!("\nImport of a national file: {rows} rows, 18 columns of figures, {} kB. Milliseconds, the whole command.", text.len() / 1000);
    let file = path.to_str().context("a path in UTF-8")?;
    for (what, arguments) in [
        ("read, without a database", vec!["import", file, "--dry-run", "--json"]),
        ("taken in, 100 schools", vec!["import", file, "--municipality", "9001"]),
        ("the same once more", vec!["import", file, "--municipality", "9001"]),
    ] {
        println!("{what:<28} {:>7.0}", run(cluster, &arguments)?.as_secs_f64() * 1000.0);
    }
    Ok(())
}

fn run(cluster: &Cluster, arguments: &[&str]) -> anyhow::Result<Duration> {
    let begun = Instant::now();
    let ended = Command::new(env!("CARGO_BIN_EXE_kvalitetsdialog"))
        .args(arguments)
        .env("DATABASE_URL", cluster.url("kd_app", DATABASE))
        .stdout(Stdio::null())
        .status()?;
    ensure!(ended.success(), "{arguments:?} failed");
    Ok(begun.elapsed())
}

fn national_file() -> String {
    let mut text =
        "sep=\t\nEnhetNivaa\tNasjonaltkode\tFylkekode\tKommunekode\tOrganisasjonsnummer\tNasjonalt\tFylke\tKommune\tEnhetNavn".to_owned();
    for (year, subject) in YEARS.iter().flat_map(|year| SUBJECTS.iter().map(move |subject| (year, subject))) {
        for measure in MEASURES {
            let _ = write!(text, "\t{year}.{subject}.5. årstrinn.Alle eierformer.Alle kjønn.{measure}");
        }
    }
    text.push('\n');
    let mut row = |place: String, seed: usize, pupils: usize| {
        text.push_str(&place);
        for column in 0..YEARS.len() * SUBJECTS.len() {
            let at = (seed * 31 + column * 7) % 97;
            // A third of the schools' cells are hidden in the real files.
            if pupils < 100 && at < 29 {
                text.push_str("\t*\t*\t*");
            } else {
                let _ = write!(text, "\t{}\t{},{}\t{}", 44 + at % 12, 1 + at % 4, at % 10, pupils + at % 20);
            }
        }
        text.push('\n');
    };
    row("1\tI\t00\t0000\tI\tHele landet\tAlle fylker\tAlle kommuner\tAlle skoler".to_owned(), 50, 50_000);
    for municipality in 1..=357 {
        let number = 9000 + municipality;
        row(format!("3\tI\t90\t{number}\t{number}\tHele landet\tDikta\tDikta kommune {municipality}\tAlle skoler"), municipality, 500);
    }
    for school in 1..=2087 {
        let municipality = if school <= 100 { 1 } else { 2 + (school - 101) % 356 };
        let (number, unit) = (9000 + municipality, 100_000_000 + school);
        row(
            format!("4\tI\t90\t{number}\t{unit}\tHele landet\tDikta\tDikta kommune {municipality}\tSkule {school}"),
            school,
            14 + school % 60,
        );
    }
    text
}
