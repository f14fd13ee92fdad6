//! The demo: two invented municipalities with two years of history, made through the application's own functions, in one transaction.
use crate::App;

/// Makes the demo when there is no municipality at all.
pub async fn make_when_empty(app: &App) -> anyhow::Result<()> {
    Ok(())
}

/// The sign-ins of the demo, to be printed.
pub async fn sign_ins(app: &App) -> anyhow::Result<String> {
    Ok(String::new())
}
