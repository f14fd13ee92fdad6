//! `kvalitetsdialog migrate`.
use clap::Args;

use super::{connect, say};
use crate::config::DatabaseSettings;
use crate::database;

/// Arguments of `migrate`.
#[derive(Debug, Args)]
#[command(after_help = "With a server of your own: run --print-roles as its superuser once, create the database with owner kd_migrate,
then run this with MIGRATION_DATABASE_URL. Without DATABASE_URL the private PostgreSQL is brought up to date.")]
pub struct Arguments {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
    /// Only print the SQL that makes the roles; run it as superuser, once a server: kvalitetsdialog migrate --print-roles | psql …
    #[arg(long)]
    pub print_roles: bool,
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    if arguments.print_roles {
        say(database::ROLES_SQL);
        return Ok(());
    }
    connect::migrate(&arguments.database).await?;
    say("The database is up to date.");
    Ok(())
}
