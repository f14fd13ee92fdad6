//! Pages that ask for the password again when nothing was asked of them for a quarter of an hour. The time stands with the session, by the application's
//! clock; what somebody sent meanwhile is carried through the page that asks, as over a sign-in ([`super::carry`]).
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sqlx::PgConnection;

use super::Actor;
use super::carry::{Carried, Replay};
use super::limiter::Attempt;
use crate::App;
use crate::error::{AppError, Result};
use crate::text::text;
use crate::web::extract::{Form, Query};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::web::{ReturnTo, local_path};

/// So many seconds without a request, and the password is asked for again. (The function in the database says the same.)
pub const IDLE_SECONDS: u32 = 15 * 60;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/opning", show).post("/opning", unlock)
}

/// The address of the page that asks, with the way back.
pub fn address(path: &str) -> String {
    serde_html_form::to_string([("til", path)]).map_or_else(|_| "/opning".to_owned(), |query| format!("/opning?{query}"))
}

/// Whether the password was given lately; `touch` counts the request as activity.
async fn is_open(connection: &mut PgConnection, actor: &Actor, touch: bool) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select sealed_is_unlocked($1, $2, $3) as "open!""#, actor.session.as_slice(), actor.now, touch)
        .fetch_one(connection)
        .await?)
}

/// Goes on only where the password was given lately; the request counts as activity.
///
/// # Errors
///
/// [`AppError::Locked`], which becomes the page that asks.
pub async fn check(connection: &mut PgConnection, actor: &Actor) -> Result<()> {
    if is_open(connection, actor, true).await? { Ok(()) } else { Err(AppError::Locked) }
}

/// The same for what a page does by itself: it is no activity until something has changed ([`touch`]).
///
/// # Errors
///
/// [`AppError::Locked`].
pub async fn check_quietly(connection: &mut PgConnection, actor: &Actor) -> Result<()> {
    if is_open(connection, actor, false).await? { Ok(()) } else { Err(AppError::Locked) }
}

/// Something has changed.
///
/// # Errors
///
/// When the database does not answer.
pub async fn touch(connection: &mut PgConnection, actor: &Actor) -> Result<()> {
    is_open(connection, actor, true).await.map(|_| ())
}

/// Whether this is the actor's password. Tries are counted, so that a session that somebody took over is no place to guess from.
///
/// # Errors
///
/// [`AppError::TooManyAttempts`].
pub async fn is_password_of(app: &App, actor: &Actor, password: String) -> Result<bool> {
    let pool = app.database.without_actor();
    let attempt = Attempt::new(&format!("unlock:{}", actor.account), None);
    attempt.allow(pool).await?;
    let stored = sqlx::query_scalar!(r#"select own_password_hash($1) as "hash""#, actor.session.as_slice()).fetch_one(pool).await?;
    let fits = app.passwords.verify(password, stored).await?;
    if fits {
        attempt.succeeded(pool).await?;
    } else {
        attempt.failed(pool).await?;
    }
    Ok(fits)
}

#[derive(Template)]
#[template(path = "access/lock.html")]
struct LockPage {
    cx: Page,
    to: String,
    carried: Option<Carried>,
    error: Option<String>,
    errors: Vec<(String, String)>,
}

fn draw(actor: &Actor, to: &str, carried: Option<Carried>, error: Option<&'static str>) -> Result<Response> {
    let error = error.map(|key| text(actor.lang, key).into_owned());
    let mut cx = Page::new(actor, text(actor.lang, "lock-title")).refused_when(error.is_some());
    cx.path = address(to);
    let errors = error.iter().map(|sentence| ("password".to_owned(), sentence.clone())).collect();
    let page = LockPage { cx, to: to.to_owned(), carried, error, errors };
    page::answered(&page, &page.errors)
}

async fn show(actor: Actor, query: Query<ReturnTo>) -> Result<Response> {
    draw(&actor, &local_path(&query.0.til), None, None)
}

/// The page for somebody who sent a form too late: it holds what was typed.
pub fn page_that_carries(actor: &Actor, carried: Carried) -> Response {
    match draw(actor, "/", Some(carried), None) {
        Ok(response) => (StatusCode::UNAUTHORIZED, response).into_response(),
        Err(error) => error.into_response(),
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct LockForm {
    password: String,
    #[serde(default)]
    til: String,
    #[serde(default)]
    carried_path: String,
    #[serde(default)]
    carried_body: String,
}

async fn unlock(State(app): State<App>, actor: Actor, Form(form): Form<LockForm>) -> Result<Response> {
    let to = local_path(&form.til);
    let carried = (!form.carried_path.is_empty()).then(|| Carried { path: local_path(&form.carried_path), body: form.carried_body });
    if !is_password_of(&app, &actor, form.password).await? {
        return draw(&actor, &to, carried, Some("password-current-wrong"));
    }
    sqlx::query!(r#"select unlock_sealed($1, $2) as "done: ()""#, actor.session.as_slice(), actor.now)
        .fetch_one(app.database.without_actor())
        .await?;
    let mut response = Redirect::to(&to).into_response();
    if let Some(carried) = carried {
        response.extensions_mut().insert(Replay(carried));
    }
    Ok(response)
}
