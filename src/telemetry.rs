//! Structured logs: request id, method, path, status, time. Never a body, a query or a person's text.
use tracing_subscriber::EnvFilter;

/// Starts logging to standard error; `RUST_LOG` chooses what. Called once, by `main`.
pub fn start(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx::postgres::notice=warn"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json {
        lines.json().init();
    } else {
        lines.with_target(false).init();
    }
}
