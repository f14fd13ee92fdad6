//! `kvalitetsdialog export`: everything of a municipality as one file.
use std::path::PathBuf;

use clap::Args;

use super::{connect, say};
use crate::clock::Clock;
use crate::config::DatabaseSettings;
use crate::portability::{self, Wanted};

/// Arguments of `export`.
#[derive(Debug, Args)]
#[command(after_help = "Example: kvalitetsdialog export --municipality 4622 --out kvam.zip

The file holds what schools have not delivered and what the sides have not shown each other, as a backup does: keep it as one. docs/export.md has the format
and what is left out. With a server of your own set MIGRATION_DATABASE_URL (the database as kd_migrate, which sees every row).")]
pub struct Arguments {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// Municipality number, four digits
    #[arg(long)]
    pub municipality: String,
    /// The file to make; one that is there is not written over
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Take along private notes about meetings, which nobody but the one who wrote them reads: to move people's notes with everything else
    #[arg(long)]
    pub with_private_notes: bool,
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let wanted = Wanted {
        number: &arguments.municipality,
        private_notes: arguments.with_private_notes,
        file: &arguments.out,
        at: Clock::system().now(),
    };
    let exported = connect::with_owner(&arguments.database, async |connection| portability::export(connection, &wanted).await).await?;
    let manifest = exported.manifest;
    let rows: u64 = manifest.tables.iter().map(|table| table.rows).sum();
    say(&format!(
        "{}: {rows} rows of {} tables and {} files are in {}. It holds what is not for everybody: keep it as a backup is kept.",
        manifest.municipality.name,
        manifest.tables.len(),
        manifest.files.len(),
        arguments.out.display()
    ));
    if exported.waiting > 0 {
        say(&format!(
            "Work that waits ({}), such as mails, is in it: stop `serve` here before it goes on there, or try the file without SMTP_URL.",
            exported.waiting
        ));
    }
    Ok(())
}
