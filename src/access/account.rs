//! One's own account: change the password, see and end sessions, change place of work.
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use time::OffsetDateTime;

use super::limiter::Attempt;
use super::{Actor, password, sign_in};
use crate::App;
use crate::error::{AppError, Result};
use crate::ids::MunicipalityId;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/konto", show)
        .post("/konto/passord", change_password)
        .post("/konto/okter/{session}/avslutning", end_other)
        .post("/konto/kommune", change_place)
}

struct SessionRow {
    id: i64,
    device: String,
    since: String,
    last_seen: String,
    is_this: bool,
}

struct Place {
    id: MunicipalityId,
    name: String,
}

#[derive(Template)]
#[template(path = "access/account.html")]
struct AccountPage {
    cx: Page,
    sessions: Vec<SessionRow>,
    places: Vec<Place>,
    current_error: Option<String>,
    new_error: Option<String>,
    shortest: usize,
}

async fn draw(app: &App, actor: &Actor, current_error: Option<String>, new_error: Option<String>) -> Result<Response> {
    let pool = app.database.without_actor();
    let rows = sqlx::query!(
        r#"select id as "id!", created_at as "created_at!: OffsetDateTime", last_seen_at as "last_seen_at!: OffsetDateTime", user_agent as "user_agent!",
             is_this as "is_this!" from account_sessions($1)"#,
        actor.session.as_slice()
    )
    .fetch_all(pool)
    .await?;
    let sessions = rows
        .into_iter()
        .map(|row| SessionRow {
            id: row.id,
            device: device(&row.user_agent).unwrap_or_else(|| text(actor.lang, "account-unknown-device").into_owned()),
            since: dates::moment(row.created_at),
            last_seen: dates::moment(row.last_seen_at),
            is_this: row.is_this,
        })
        .collect();
    let places = sqlx::query_as!(
        Place,
        r#"select municipality_id as "id!: MunicipalityId", name as "name!" from session_places($1)"#,
        actor.session.as_slice()
    )
    .fetch_all(pool)
    .await?;
    let failed = current_error.is_some() || new_error.is_some();
    let cx = Page::new(actor, text(actor.lang, "account-title")).refused_when(failed);
    let response = page::html(&AccountPage { cx, sessions, places, current_error, new_error, shortest: password::SHORTEST })?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

/// «Firefox på Windows», as far as a browser tells.
fn device(agent: &str) -> Option<String> {
    let find = |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    let browser = find(&[("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari")])?;
    let system = find(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("CrOS", "Chromebook"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    Some(system.map_or_else(|| browser.to_owned(), |system| format!("{browser}, {system}")))
}

async fn show(State(app): State<App>, actor: Actor) -> Result<Response> {
    draw(&app, &actor, None, None).await
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PasswordForm {
    current: String,
    new: String,
}

async fn change_password(State(app): State<App>, actor: Actor, Form(form): Form<PasswordForm>) -> Result<Response> {
    let pool = app.database.without_actor();
    // A hijacked session must not be a place to guess the password from.
    let attempt = Attempt::new(&format!("change:{}", actor.account), None);
    attempt.allow(pool).await?;
    let stored = sqlx::query_scalar!(r#"select own_password_hash($1) as "hash""#, actor.session.as_slice()).fetch_one(pool).await?;
    if !app.passwords.verify(form.current, stored).await? {
        attempt.failed(pool).await?;
        return draw(&app, &actor, Some(text(actor.lang, "password-current-wrong").into_owned()), None).await;
    }
    if let Err(weakness) = password::check_new(&form.new, &actor.name) {
        let sentence =
            text_with(actor.lang, sign_in::weakness_key(weakness), &[("shortest", &password::SHORTEST), ("longest", &password::LONGEST)]);
        return draw(&app, &actor, None, Some(sentence)).await;
    }
    let hash = app.passwords.hash(form.new).await?;
    sqlx::query!(r#"select change_own_password($1, $2) as "done: ()""#, actor.session.as_slice(), hash).fetch_one(pool).await?;
    attempt.succeeded(pool).await?;
    Ok(flash::redirect("/konto", Flash::PasswordChanged))
}

async fn end_other(State(app): State<App>, actor: Actor, Path(session): Path<i64>) -> Result<Response> {
    let ended = sqlx::query_scalar!(r#"select end_account_session($1, $2) as "ended!""#, actor.session.as_slice(), session)
        .fetch_one(app.database.without_actor())
        .await?;
    if !ended {
        return Err(AppError::NotFound);
    }
    Ok(flash::redirect("/konto", Flash::SessionEnded))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceForm {
    kommune: i64,
}

/// Goes on in another municipality where the account is a person too.
async fn change_place(State(app): State<App>, actor: Actor, headers: HeaderMap, Form(form): Form<PlaceForm>) -> Result<Response> {
    debug_assert!(headers.contains_key(header::COOKIE), "an actor came with a cookie");
    let moved = sqlx::query_scalar!(r#"select move_session($1, $2) as "moved!""#, actor.session.as_slice(), form.kommune)
        .fetch_one(app.database.without_actor())
        .await?;
    if !moved {
        return Err(AppError::NotFound);
    }
    Ok(Redirect::to("/").into_response())
}
