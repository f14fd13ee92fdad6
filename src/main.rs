//! The program: parses the command line and starts the command.
use std::process::ExitCode;

use clap::Parser;
use kvalitetsdialog::command::{self, Cli};
use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Some(ended) = cli.run_alone() {
        return ended;
    }
    cli.start_logging();
    let ended = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(command::run(cli)));
    match ended {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kvalitetsdialog: {error:#}");
            ExitCode::FAILURE
        }
    }
}
