//! Sign-in, sign-out and the single-use link to choose a password. Unknown login and wrong password get the same answer after the same work.
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::carry::{Carried, Replay};
use super::limiter::Attempt;
use super::password::{self, Weakness};
use super::session::{self, Token};
use crate::App;
use crate::error::{AppError, Result};
use crate::ids::AccountId;
use crate::text::text;
use crate::web::extract::{Form, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::look::{Look, Visit};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::web::serve::PeerAddress;
use crate::web::{ReturnTo, Visitor, local_path};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/logg-inn", show)
        .post("/logg-inn", sign_in)
        .post("/logg-ut", sign_out)
        .get("/passord/{token}", show_link)
        .post("/passord/{token}", use_link)
}

#[derive(Template)]
#[template(path = "access/sign_in.html")]
struct SignInPage {
    cx: Page,
    login: String,
    error: Option<String>,
    to: String,
    carried: Option<Carried>,
}

fn draw(visit: &Visit, login: &str, error: Option<&'static str>, to: &str, carried: Option<Carried>) -> Result<Response> {
    let lang = visit.lang();
    let failed = error.is_some();
    let mut cx = Page::anonymous(visit, text(lang, "sign-in-title")).refused_when(failed);
    cx.path = super::carry::sign_in_address(to);
    let page = SignInPage { cx, login: login.to_owned(), error: error.map(|key| text(lang, key).into_owned()), to: to.to_owned(), carried };
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

async fn show(visitor: Visitor, query: Query<ReturnTo>) -> Result<Response> {
    let to = local_path(&query.0.til);
    if visitor.actor.is_some() {
        return Ok(Redirect::to(&to).into_response());
    }
    draw(&visitor.visit, "", None, &to, None)
}

/// The sign-in page for somebody whose session died while writing: it holds the text and says so.
pub fn page_that_carries(visit: &Visit, carried: &Carried) -> Response {
    match draw(visit, "", None, "/", Some(carried.clone())) {
        Ok(response) => (StatusCode::UNAUTHORIZED, response).into_response(),
        Err(error) => error.into_response(),
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SignInForm {
    login: String,
    password: String,
    #[serde(default)]
    til: String,
    #[serde(default)]
    carried_path: String,
    #[serde(default)]
    carried_body: String,
}

async fn sign_in(
    State(app): State<App>,
    look: Extension<Look>,
    peer: Option<Extension<PeerAddress>>,
    headers: HeaderMap,
    Form(form): Form<SignInForm>,
) -> Result<Response> {
    let pool = app.database.without_actor();
    let to = local_path(&form.til);
    let carried = (!form.carried_path.is_empty()).then(|| Carried { path: local_path(&form.carried_path), body: form.carried_body });
    let attempt = Attempt::new(&form.login, app.settings.client_address(&headers, peer.map(|Extension(PeerAddress(address))| address)));
    attempt.allow(pool).await?;
    let known = sqlx::query!(r#"select account_id as "account!: AccountId", password_hash from sign_in_account($1)"#, form.login.trim())
        .fetch_optional(pool)
        .await?;
    let (account, stored) = known.map_or((None, None), |row| (Some(row.account), row.password_hash));
    let fits = app.passwords.verify(form.password, stored).await?;
    let Some(account) = account.filter(|_| fits) else {
        attempt.failed(pool).await?;
        tracing::info!("a sign-in failed");
        return draw(&look.visit, form.login.trim(), Some("sign-in-wrong"), &to, carried);
    };
    attempt.succeeded(pool).await?;
    let token = Token::random()?;
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let hash = token.hash();
    let person = sqlx::query_scalar!("select open_session($1, $2, $3)", account.0, hash.as_slice(), agent).fetch_one(pool).await?;
    if person.is_none() {
        return draw(&look.visit, form.login.trim(), Some("sign-in-no-place"), &to, carried);
    }
    let replay = match carried {
        Some(carried) if wrote_it(&app, &headers, account).await? => Some(carried),
        Some(carried) => {
            end_session_of(&app, &headers).await?;
            return somebody_else(&look.visit, &token, &carried);
        }
        None => None,
    };
    end_session_of(&app, &headers).await?;
    let mut response = Redirect::to(&to).into_response();
    session::set_cookie(response.headers_mut(), session::start_cookie(&token)?);
    if let Some(carried) = replay {
        response.extensions_mut().insert(Replay(carried));
    }
    Ok(response)
}

/// Whether the dead session in the browser was this account's. Without any trace of one, the person who signs in is taken at their word.
async fn wrote_it(app: &App, headers: &HeaderMap, account: AccountId) -> Result<bool> {
    let Some(token) = session::token_of(headers) else { return Ok(true) };
    let writer = sqlx::query_scalar!(r#"select session_account($1) as "account: AccountId""#, token.as_slice())
        .fetch_one(app.database.without_actor())
        .await?;
    Ok(writer.is_none_or(|writer| writer == account))
}

/// Another person signed in than the one who wrote: nothing is saved in the wrong name, and the text is shown so that it can be copied.
fn somebody_else(visit: &Visit, token: &Token, carried: &Carried) -> Result<Response> {
    let texts = crate::web::extract::Pairs::parse(carried.body.as_bytes())?.0;
    let texts =
        texts.into_iter().filter(|(name, value)| !name.starts_with("rev:") && value.chars().count() > 20).map(|(_, value)| value).collect();
    let page = SomebodyElsePage { cx: Page::anonymous(visit, text(visit.lang(), "sign-in-somebody-else-title")), texts };
    let mut response = page::html(&page)?;
    session::set_cookie(response.headers_mut(), session::start_cookie(token)?);
    Ok(response)
}

#[derive(Template)]
#[template(path = "access/somebody_else.html")]
struct SomebodyElsePage {
    cx: Page,
    texts: Vec<String>,
}

/// Ends the session that the browser had, if any: nobody goes on in it, neither after sign-out nor beside a new one.
async fn end_session_of(app: &App, headers: &HeaderMap) -> Result<()> {
    if let Some(token) = session::token_of(headers) {
        sqlx::query!(r#"select end_session($1) as "done: ()""#, token.as_slice()).fetch_one(app.database.without_actor()).await?;
    }
    Ok(())
}

async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    end_session_of(&app, &headers).await?;
    let mut response = Redirect::to("/logg-inn").into_response();
    session::set_cookie(response.headers_mut(), session::end_cookie());
    // The page asked about unsent text before it sent this.
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}

#[derive(Template)]
#[template(path = "access/choose_password.html")]
struct ChoosePasswordPage {
    cx: Page,
    login: String,
    token: String,
    error: Option<String>,
    shortest: usize,
}

async fn login_of(app: &App, token: &str) -> Result<String> {
    let hash = session::hash_of(token);
    sqlx::query_scalar!(r#"select password_link_login($1) as "login""#, hash.as_slice())
        .fetch_one(app.database.without_actor())
        .await?
        .ok_or(AppError::BadRequest("error-link-used-or-old"))
}

async fn show_link(State(app): State<App>, look: Extension<Look>, Path(token): Path<String>) -> Result<Response> {
    let login = login_of(&app, &token).await?;
    let mut cx = Page::anonymous(&look.visit, text(look.visit.lang(), "choose-password-title"));
    cx.path = format!("/passord/{token}");
    page::html(&ChoosePasswordPage { cx, login, token, error: None, shortest: password::SHORTEST })
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct NewPasswordForm {
    password: String,
}

/// The key of the sentence that says what is wrong with a new password.
pub(super) fn weakness_key(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::TooShort => "password-too-short",
        Weakness::TooLong => "password-too-long",
        Weakness::Common => "password-common",
    }
}

async fn use_link(
    State(app): State<App>,
    look: Extension<Look>,
    Path(token): Path<String>,
    Form(form): Form<NewPasswordForm>,
) -> Result<Response> {
    let login = login_of(&app, &token).await?;
    if let Err(weakness) = password::check_new(&form.password, &login) {
        let lang = look.visit.lang();
        let error = Some(crate::text::text_with(
            lang,
            weakness_key(weakness),
            &[("shortest", &password::SHORTEST), ("longest", &password::LONGEST)],
        ));
        let cx = Page::anonymous(&look.visit, text(lang, "choose-password-title")).refused_when(true);
        let page = ChoosePasswordPage { cx, login, token, error, shortest: password::SHORTEST };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page::html(&page)?).into_response());
    }
    let hash = app.passwords.hash(form.password).await?;
    let token_hash = session::hash_of(&token);
    let used = sqlx::query_scalar!(r#"select use_password_link($1, $2) as "used!""#, token_hash.as_slice(), hash)
        .fetch_one(app.database.without_actor())
        .await?;
    if !used {
        return Err(AppError::BadRequest("error-link-used-or-old"));
    }
    Ok(flash::redirect("/logg-inn", Flash::PasswordChanged))
}
