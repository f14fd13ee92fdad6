//! `kvalitetsdialog demo`.
use clap::Args;

use super::{connect, say};
use crate::App;
use crate::clock::Clock;
use crate::config::{DatabaseSettings, Settings};
use crate::demo;

/// Arguments of `demo`.
#[derive(Debug, Args)]
#[command(
    after_help = "Everything in it is invented: municipalities, schools, people and texts. Everybody has the same password, so make it only where \
nobody's real texts are."
)]
pub struct Arguments {
    /// Where the database is
    #[command(flatten)]
    pub database: DatabaseSettings,
}

/// Runs the command.
pub async fn run(arguments: Arguments) -> anyhow::Result<()> {
    connect::with(&arguments.database, async |database| {
        let app = App::new(database, Clock::system(), Settings { demo: true, ..Settings::default() });
        let made = demo::make(&app).await;
        let sign_ins = demo::sign_ins(&app).await;
        app.stop();
        made?;
        say(&sign_ins?);
        Ok(())
    })
    .await
}
