//! The demo: two invented municipalities with two years of history, made by the application's own functions, as the people in it would have done it
//! through the pages. All of it is one transaction: a demo that was interrupted is none. Nobody real is in it.
mod advisers;
mod between;
mod chance;
mod figures;
mod meetings;
mod people;
mod plans;
mod quality_plans;
mod reports;
mod setting;
mod texts;
mod town;
mod travel;
mod voices;
mod year;

use crate::App;
use crate::access::Scope;
use crate::database::Tx;
use crate::ids::MunicipalityId;
use crate::municipality;
use setting::{LARGE, SMALL, Setting};

pub use travel::routes as router;

/// Everybody's password.
pub const PASSWORD: &str = "gode samtaler hver dag";

/// Makes the demo when there is no municipality at all.
pub async fn make_when_empty(app: &App) -> anyhow::Result<()> {
    let any = sqlx::query_scalar!(r#"select any_municipality() as "any!""#).fetch_one(app.database.without_actor()).await?;
    if any { Ok(()) } else { make(app).await }
}

/// Makes the municipalities of the demo that are not there.
pub async fn make(app: &App) -> anyhow::Result<()> {
    make_only(app, &[&SMALL, &LARGE]).await
}

/// Makes the small municipality alone: enough for most tests, in a part of the time.
pub async fn make_small(app: &App) -> anyhow::Result<()> {
    make_only(app, &[&SMALL]).await
}

async fn make_only(app: &App, settings: &[&Setting]) -> anyhow::Result<()> {
    let hash = app.passwords.hash(PASSWORD.to_owned()).await?;
    let mut tx: Tx = app.database.write(&Scope::operator(MunicipalityId(0))).await?;
    for setting in settings {
        if municipality::by_number(&mut tx, setting.number).await?.is_none() {
            tracing::info!(municipality = setting.name, "making the demo");
            town::make(app, &mut tx, setting, &hash).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// The sign-ins of the demo, to be printed.
pub async fn sign_ins(app: &App) -> anyhow::Result<String> {
    let mut lines = Vec::new();
    for setting in [&SMALL, &LARGE] {
        let there =
            sqlx::query_scalar!("select municipality_by_number($1)", setting.number).fetch_one(app.database.without_actor()).await?;
        if there.is_some() {
            lines.extend(town::sign_ins(setting));
        }
    }
    if lines.is_empty() {
        return Ok("The demo's municipalities are not in this database: `kvalitetsdialog demo` makes them.".to_owned());
    }
    Ok(format!("Demo sign-ins; everybody's password is «{PASSWORD}»:\n{}\nAnother day of the school year: /demo/tid", lines.join("\n")))
}
