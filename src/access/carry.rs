//! A session may end while somebody writes. A POST with a dead session gets the sign-in page, which carries what was typed; after sign-in the same
//! request is made again inside the server, with its old revisions, so that no text is lost, with or without JavaScript.
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{lock, session, sign_in};
use crate::App;
use crate::error::{AppError, ErrorContent};
use crate::web::extract::LARGEST_FORM;
use crate::web::look::Look;

/// A request that waits for a sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carried {
    /// Where it was going.
    pub path: String,
    /// Its form, urlencoded, as the browser sent it.
    pub body: String,
}

/// Left in the response of a successful sign-in: make this request now.
#[derive(Debug, Clone)]
pub struct Replay(pub Carried);

/// The sign-in page's address with the way back.
pub fn sign_in_address(path: &str) -> String {
    if path == "/" || path.starts_with("/logg-") {
        return "/logg-inn".to_owned();
    }
    match serde_html_form::to_string([("til", path)]) {
        Ok(query) => format!("/logg-inn?{query}"),
        Err(_) => "/logg-inn".to_owned(),
    }
}

fn is_form(request: &Request) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
}

/// A form as it may stand in a page: a password is typed again.
fn without_password(body: &[u8]) -> Result<String, AppError> {
    let text = std::str::from_utf8(body).map_err(|_| AppError::BadRequest("error-bad-encoding"))?;
    let kept: Vec<&str> = text.split('&').filter(|pair| !pair.starts_with("password=")).collect();
    Ok(kept.join("&"))
}

/// Keeps the form of a POST until it is known that somebody was signed in.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let look = request.extensions().get::<Look>().cloned().unwrap_or_default();
    if request.method() != Method::POST || !is_form(&request) || look.visit.wants_json {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, LARGEST_FORM).await else {
        return AppError::TooLarge.into_response();
    };
    let path = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let old_cookies = parts.headers.get_all(header::COOKIE).iter().cloned().collect::<Vec<_>>();
    let response = next.clone().run(Request::from_parts(parts, Body::from(bytes.clone()))).await;
    if response.status() == StatusCode::UNAUTHORIZED && !["/logg-inn", "/opning"].iter().any(|own| path.starts_with(own)) {
        let locked = response.extensions().get::<ErrorContent>().is_some_and(|content| content.locked);
        return match (without_password(&bytes), look.actor().filter(|_| locked)) {
            (Ok(body), Some(actor)) => lock::page_that_carries(&actor, Carried { path, body }),
            (Ok(body), None) => sign_in::page_that_carries(&look.visit, &Carried { path, body }),
            (Err(error), _) => error.into_response(),
        };
    }
    match response.extensions().get::<Replay>().cloned() {
        Some(Replay(carried)) => replay(&app, &look, carried, response, &old_cookies, next).await,
        None => response,
    }
}

/// Makes the carried request as the new session and answers with what it answers, plus the new cookie.
async fn replay(_app: &App, look: &Look, carried: Carried, signed_in: Response, old_cookies: &[HeaderValue], next: Next) -> Response {
    // Whoever only gave the password again goes on in the session they have.
    let session =
        signed_in.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).and_then(|cookie| cookie.split(';').next());
    let mut request = Request::new(Body::from(Bytes::from(carried.body)));
    *request.method_mut() = Method::POST;
    let Ok(uri) = carried.path.parse() else { return signed_in };
    *request.uri_mut() = uri;
    let headers = request.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    if let Some(session) = session {
        let Ok(cookie) = HeaderValue::from_str(session) else { return signed_in };
        headers.insert(header::COOKIE, cookie);
    }
    let is_session = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.contains("__Host-okt"));
    for other in old_cookies.iter().filter(|value| session.is_none() || !is_session(value)) {
        headers.append(header::COOKIE, other.clone());
    }
    let look_of_replay = Look::new(&carried.path, request.headers());
    request.extensions_mut().insert(look_of_replay);
    let mut response = next.run(request).await;
    if response.status().is_client_error() && look.actor().is_none() {
        tracing::info!(status = response.status().as_u16(), "a carried form was answered with an error");
    }
    for value in signed_in.headers().get_all(header::SET_COOKIE) {
        session::set_cookie(response.headers_mut(), value.clone());
    }
    response
}
