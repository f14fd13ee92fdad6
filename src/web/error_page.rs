//! Draws errors: in the site's layout with a reference number for people, as JSON for the script. Also where a request gets its id and its log line.
use std::time::Instant;

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use crate::App;
use crate::error::ErrorContent;
use crate::text::text;
use crate::web::flash;
use crate::web::look::Look;
use crate::web::page::Page;

#[derive(Template)]
#[template(path = "error/error.html")]
struct ErrorPage<'a> {
    cx: Page,
    heading: String,
    message: String,
    reference: &'a str,
    signed_in: bool,
}

/// A reference a person can read out on the phone: eight letters and digits.
fn reference() -> String {
    let mut bytes = [0u8; 5];
    if getrandom::fill(&mut bytes).is_err() {
        return "00000000".to_owned();
    }
    // Crockford's alphabet: no I, L, O or U.
    let alphabet = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bits = bytes.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    (0..8).filter_map(|at| alphabet.get(usize::try_from(bits >> (at * 5) & 31).unwrap_or(0))).map(|letter| char::from(*letter)).collect()
}

/// Gives the request its id and look, logs it without its content, and draws its error if it has one.
pub async fn layer(State(_app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let reference = reference();
    let path = request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string);
    let look = Look::new(&path, request.headers());
    request.extensions_mut().insert(look.clone());
    let method = request.method().clone();
    // The query may hold what somebody searched for; the path holds ids, or an address that is a secret.
    let logged_path = without_secrets(request.uri().path());
    let span = tracing::info_span!("request", reference, %method, path = logged_path);
    let mut response = next.run(request).instrument(span.clone()).await;
    if look.visit.flash.is_some() && response.status() == StatusCode::OK {
        response.headers_mut().append(header::SET_COOKIE, flash::clear());
    }
    if let Some(content) = content_of(&response) {
        response = draw(&look, &method, &reference, &content, &response);
    }
    if let Ok(value) = HeaderValue::from_str(&reference) {
        response.headers_mut().insert("x-request-id", value);
    }
    let took = started.elapsed();
    span.in_scope(|| {
        tracing::info!(status = response.status().as_u16(), micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX), "answered");
    });
    response
}

/// The error in a response, ours or a layer's.
fn content_of(response: &Response) -> Option<ErrorContent> {
    if let Some(content) = response.extensions().get::<ErrorContent>() {
        return Some(content.clone());
    }
    if response.extensions().get::<tower_http::csrf::ProtectionError>().is_some() {
        return Some(ErrorContent { message: "error-cross-site", locked: false });
    }
    None
}

fn heading_key(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "error-heading-not-found",
        status if status.is_server_error() => "error-heading-ours",
        _ => "error-heading",
    }
}

fn draw(look: &Look, method: &Method, reference: &str, content: &ErrorContent, bare: &Response) -> Response {
    let status = bare.status();
    let actor = look.actor();
    let lang = actor.as_ref().map_or_else(|| look.visit.lang(), |actor| actor.lang);
    let message = text(lang, content.message).into_owned();
    let mut response = if look.visit.wants_json {
        let body = serde_json::json!({ "message": message, "reference": reference, "sign_in": "/logg-inn" });
        (status, axum::Json(body)).into_response()
    } else if status == StatusCode::UNAUTHORIZED && method == Method::GET {
        let path = &look.visit.path;
        let to = if content.locked { crate::access::lock::address(path) } else { crate::access::carry::sign_in_address(path) };
        axum::response::Redirect::to(&to).into_response()
    } else {
        let heading = text(lang, heading_key(status)).into_owned();
        let mut cx =
            actor.as_ref().map_or_else(|| Page::anonymous(&look.visit, heading.clone()), |actor| Page::new(actor, heading.clone()));
        // A page that was not found is no place to come back to after a change of language.
        "/".clone_into(&mut cx.path);
        cx.flash = None;
        let page = ErrorPage { cx, heading, message: message.clone(), reference, signed_in: actor.is_some() };
        match page.render() {
            Ok(html) => (status, axum::response::Html(html)).into_response(),
            Err(error) => {
                tracing::error!(%error, "the error page could not be drawn");
                (status, message).into_response()
            }
        }
    };
    for name in [header::RETRY_AFTER, header::SET_COOKIE] {
        for value in bare.headers().get_all(&name) {
            response.headers_mut().append(name.clone(), value.clone());
        }
    }
    response
}

/// A path as it may be logged: a calendar's secret address, or a link to choose a password, ends with what is left out.
fn without_secrets(path: &str) -> String {
    let secret = ["/kalender/", "/passord/"].into_iter().find(|before| path.starts_with(before));
    secret.map_or_else(|| path.to_owned(), |before| format!("{before}…"))
}

#[cfg(test)]
mod secrets {
    use super::without_secrets;

    #[test]
    fn a_secret_address_is_not_logged() {
        assert_eq!(without_secrets("/kalender/0123abcd.ics"), "/kalender/…");
        assert_eq!(without_secrets("/passord/0123abcd"), "/passord/…");
        assert_eq!(without_secrets("/moter/7/kalender.ics"), "/moter/7/kalender.ics");
    }
}
