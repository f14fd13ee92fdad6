//! The commands of `kvalitetsdialog`. Each parses its arguments, connects ([`connect`]), does its work through the slices' own functions and prints
//! what it did to standard output; an error says what to do.
pub mod connect;
pub mod demo;
pub mod export;
pub mod import;
pub mod migrate;
pub mod municipality;
pub mod person;
pub mod report;
pub mod restore;
pub mod serve;

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::ServeSettings;
use crate::document::{docx, pdf};
use crate::indicator::workbook;
use crate::telemetry;

/// School quality dialogues for Norwegian municipalities
#[derive(Debug, Parser)]
#[command(name = "kvalitetsdialog", version, after_help = "Every setting is a flag and an environment variable: docs/operations.md.")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the application; starts a private PostgreSQL unless `DATABASE_URL` names one
    Serve(Box<ServeSettings>),
    /// Bring the database up to date, or print the SQL that makes the server's roles
    Migrate(migrate::Arguments),
    /// Create a municipality from a model pack and a list of schools, or bring it up to date with them
    Municipality(municipality::Arguments),
    /// Take in files of figures, or tell what they hold
    Import(import::Arguments),
    /// Make the yearly report to the council as a file
    Report(report::Arguments),
    /// Add people, give and end roles, make links to choose a password
    Person(person::Arguments),
    /// Write everything of a municipality to one file, to be read in by another installation
    Export(export::Arguments),
    /// Read a municipality in from a file that `export` wrote
    Restore(restore::Arguments),
    /// Make the two invented municipalities of the demo, with two years of history
    Demo(demo::Arguments),
    /// Read one workbook from standard input, under limits of its own; started by `serve` for each file
    #[command(hide = true, name = workbook::child::COMMAND)]
    ReadWorkbook,
    /// Make one PDF of what comes on standard input, under limits of its own; started by `serve` for each document
    #[command(hide = true, name = pdf::child::COMMAND)]
    MakePdf,
    /// Read the words of one DOCX from standard input, under limits of its own; started by `serve` for each file
    #[command(hide = true, name = docx::read::child::COMMAND)]
    ReadDocx,
}

impl Cli {
    /// Runs a command that needs no runtime and no log, and may not have them: it caps its own memory. None for every other command.
    pub fn run_alone(&self) -> Option<ExitCode> {
        match self.command {
            Command::ReadWorkbook => Some(workbook::child::run()),
            Command::MakePdf => Some(pdf::child::run()),
            Command::ReadDocx => Some(docx::read::child::run()),
            _ => None,
        }
    }

    /// Starts logging as the command wants it.
    pub fn start_logging(&self) {
        match &self.command {
            Command::Serve(settings) => telemetry::start(settings.log_json, "info,sqlx::postgres::notice=warn"),
            _ => telemetry::start(false, "warn"),
        }
    }
}

/// Runs the command.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve(settings) => serve::run(*settings).await.map(|()| ExitCode::SUCCESS),
        Command::Migrate(arguments) => migrate::run(arguments).await.map(|()| ExitCode::SUCCESS),
        Command::Municipality(arguments) => municipality::run(arguments).await,
        Command::Import(arguments) => import::run(arguments).await,
        Command::Report(arguments) => report::run(arguments).await,
        Command::Person(arguments) => person::run(arguments).await.map(|()| ExitCode::SUCCESS),
        Command::Export(arguments) => export::run(arguments).await.map(|()| ExitCode::SUCCESS),
        Command::Restore(arguments) => restore::run(arguments).await.map(|()| ExitCode::SUCCESS),
        Command::Demo(arguments) => demo::run(arguments).await.map(|()| ExitCode::SUCCESS),
        Command::ReadWorkbook => Ok(workbook::child::run()),
        Command::MakePdf => Ok(pdf::child::run()),
        Command::ReadDocx => Ok(docx::read::child::run()),
    }
}

/// Prints to standard output. A reader that has gone (`| head`) is no error.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{}", text.trim_end());
}
