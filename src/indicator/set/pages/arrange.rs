//! The order of a set: a button for each step, and taking something out.
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::super::edit::{Edit, Way};
use super::show;
use super::working::{Refusal, Working, carry_out, save, seen, told};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanComposeSets;
use crate::error::{AppError, Result};
use crate::web::extract::{Pairs, Path};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/indikatorsett/{key}/flytting", shift)
        .post("/indikatorsett/{key}/grupper/{group}/fjerning", remove_group)
        .post("/indikatorsett/{key}/indikatorer/{indicator}/fjerning", remove)
}

/// The step that the pressed button names, and where on the page it was.
fn step(pairs: &Pairs) -> Result<(Edit, String)> {
    let mut said = pairs.0.iter().filter(|(name, _)| name != "rev");
    let (Some(pressed), None) = (said.next(), said.next()) else { return Err(AppError::BadRequest("error-bad-form")) };
    let (name, key) = (pressed.0.as_str(), pressed.1.clone());
    let way = if name.starts_with("opp") { Way::Up } else { Way::Down };
    match name {
        "opp" | "ned" => Ok((Edit::Move { indicator: key.clone(), way }, format!("#i-{key}"))),
        "opp-gruppe" | "ned-gruppe" => Ok((Edit::MoveGroup { group: key.clone(), way }, format!("#g-{key}"))),
        _ => Err(AppError::BadRequest("error-bad-form")),
    }
}

async fn shift(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, pairs: Pairs) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let (edit, place) = step(&pairs)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    if let Some(told) = told(&mut tx, &actor, can, &working, seen(&pairs, &["opp", "ned", "opp-gruppe", "ned-gruppe"])?).await? {
        return show::draw_working(&app, tx, &actor, &working, &Refusal::told(told)).await;
    }
    let next = working.content().with(&edit).ok_or(AppError::NotFound)?;
    save(&mut tx, &actor, can, &working, &next, working.beside()).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/indikatorsett/{key}{place}")).into_response())
}

async fn remove_group(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((key, group)): Path<(String, String)>,
    pairs: Pairs,
) -> Result<Response> {
    take_out(&app, &actor, &key, &pairs, Edit::RemoveGroup { group }).await
}

async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((key, indicator)): Path<(String, String)>,
    pairs: Pairs,
) -> Result<Response> {
    take_out(&app, &actor, &key, &pairs, Edit::Remove { indicator }).await
}

async fn take_out(app: &App, actor: &Actor, key: &str, pairs: &Pairs, edit: Edit) -> Result<Response> {
    let can = CanComposeSets::of(actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, actor, can, key).await?;
    if let Some(told) = told(&mut tx, actor, can, &working, seen(pairs, &[])?).await? {
        return show::draw_working(app, tx, actor, &working, &Refusal::told(told)).await;
    }
    carry_out(tx, actor, can, &working, &edit, &format!("/indikatorsett/{key}")).await
}
