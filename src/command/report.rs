//! `kvalitetsdialog report`: the yearly report to the council as a file.
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, ValueEnum};

use super::{connect, say};
use crate::access::Scope;
use crate::clock::Clock;
use crate::config::DatabaseSettings;
use crate::database::Database;
use crate::document::content::Document;
use crate::document::docx;
use crate::document::pdf::{self, PdfMaker};
use crate::error::AppError;
use crate::ids::MunicipalityId;
use crate::indicator::SchoolYear;
use crate::indicator::published::Audience;
use crate::{municipality, tilstandsrapport};

/// Arguments of `report`.
#[derive(Debug, Args)]
#[command(after_help = "Example: kvalitetsdialog report --municipality 4622 --year 2025 --level public --format pdf --out rapport.pdf

The report is made as it stands now. When nobody has begun one for that year, it holds the figures and says that nothing is written.")]
pub struct Arguments {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// Number of the municipality
    #[arg(long)]
    pub municipality: String,
    /// The school year it is about, by the calendar year in which it starts
    #[arg(long, value_parser = clap::value_parser!(i32).range(2000..=2100))]
    pub year: i32,
    /// For whom
    #[arg(long, value_enum, default_value_t = Level::Public)]
    pub level: Level,
    /// Organisation number of the school, with --level school
    #[arg(long, required_if_eq("level", "school"))]
    pub school: Option<String>,
    /// Kind of file
    #[arg(long, value_enum, default_value_t = Format::Pdf)]
    pub format: Format,
    /// Where it is written
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
}

/// For whom the report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Level {
    /// One school
    School,
    /// The municipality itself
    Owner,
    /// Everybody
    Public,
}

/// Kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// PDF/UA-1 and PDF/A-2a
    Pdf,
    /// To write on
    Docx,
    /// The tables
    Xlsx,
    /// The document as data
    Json,
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let document = connect::with(&arguments.database, async |database| compose(&arguments, database).await).await?;
    let bytes = match arguments.format {
        Format::Pdf => {
            let maker = PdfMaker::of_this_program().context("this system does not say where the program is")?;
            pdf::pdf(&maker, &document).await?
        }
        Format::Docx => docx::docx(&document)?,
        Format::Xlsx => document.workbook()?,
        Format::Json => serde_json::to_vec_pretty(&document)?,
    };
    std::fs::write(&arguments.out, &bytes).with_context(|| format!("{} cannot be written", arguments.out.display()))?;
    say(&format!("{}: {} bytes", arguments.out.display(), bytes.len()));
    Ok(ExitCode::SUCCESS)
}

async fn compose(arguments: &Arguments, database: Database) -> anyhow::Result<Document> {
    let number = &arguments.municipality;
    // No municipality has the number 0: until it is known which one this is, no row is visible.
    let mut lookup = database.read(&Scope::operator(MunicipalityId(0))).await?;
    let id = municipality::by_number(&mut lookup, number).await?.with_context(|| format!("there is no municipality {number}"))?;
    lookup.commit().await?;
    let scope = Scope::operator(id);
    let mut tx = database.read(&scope).await?;
    let audience = match (arguments.level, &arguments.school) {
        (Level::Public, _) => Audience::Public,
        (Level::Owner, _) => Audience::Owner,
        (Level::School, wanted) => {
            let schools = municipality::schools(&mut tx, id).await?;
            let school = schools.into_iter().find(|school| Some(&school.organisation_number) == wanted.as_ref());
            Audience::School(school.context("the municipality has no school with that organisation number")?.id)
        }
    };
    let year = SchoolYear(arguments.year);
    let made = tilstandsrapport::document(&mut tx, &scope, year, audience, Clock::system().now()).await;
    tx.commit().await?;
    match made {
        Ok(document) => Ok(document),
        Err(AppError::Conflict("error-no-report-form" | "error-no-pack")) => {
            bail!("the model pack of {number} has no report: add a version with [report] (docs/model-pack.md)")
        }
        Err(error) => Err(anyhow::anyhow!("the report could not be made: {error}")),
    }
}
