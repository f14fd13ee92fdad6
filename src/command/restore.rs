//! `kvalitetsdialog restore`: a municipality from a file that `export` wrote.
use std::path::PathBuf;

use clap::Args;

use super::{connect, say};
use crate::config::DatabaseSettings;
use crate::portability::{self, Limits};

/// Arguments of `restore`.
#[derive(Debug, Args)]
#[command(
    after_help = "The database must have the same migrations as the one the file is from, and not have the municipality. All of it is read in or nothing.
Nobody has a password afterwards: make links with `kvalitetsdialog person link`. With a server of your own set MIGRATION_DATABASE_URL (the database as kd_migrate)."
)]
pub struct Arguments {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// The file
    pub file: PathBuf,
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let restored = connect::with_owner(&arguments.database, async |connection| {
        portability::restore(connection, &arguments.file, Limits::default()).await
    })
    .await?;
    let of = restored.manifest.municipality;
    say(&format!(
        "{} ({}): {} rows are read in, as they were on {}.",
        of.name,
        of.number,
        restored.rows,
        restored.manifest.exported_at.date()
    ));
    Ok(())
}
