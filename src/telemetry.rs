//! Structured logs: request id, method, path, status, time. Never a body, a query or a person's text.
use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error; `RUST_LOG` chooses what, else `filter`. Called once, by `main`.
pub fn start(json: bool, filter: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(filter));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json {
        lines.json().init();
    } else {
        lines.with_target(false).with_ansi(std::io::stderr().is_terminal()).init();
    }
}
