//! What pages share and nothing of the domain: extractors, the page's context, flash, errors, headers, static files and the accept loop.
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;

use crate::App;
use crate::error::{AppError, Result};
use crate::web::routes::Routes;

pub mod assets;
pub mod attached;
pub mod charts;
pub mod download;
mod error_page;
pub mod extract;
pub mod flash;
mod footer;
pub use footer::{ReturnTo, Visitor, local_path};
mod headers;
pub mod look;
mod navigation;
pub mod page;
pub mod pdf;
pub mod routes;
pub mod serve;
pub mod upload;

/// Health, static files, the pages behind the footer's links.
pub fn router() -> Routes {
    Routes::new().get("/helse", alive).get("/klar", ready).get("/static/{file}", static_file).merge(footer::routes())
}

/// The process answers.
async fn alive() -> &'static str {
    "ok\n"
}

/// The process takes requests and its database answers.
async fn ready(State(app): State<App>) -> Response {
    if app.is_stopping() || !app.database.is_alive().await {
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "2")], "not ready\n").into_response();
    }
    "ready\n".into_response()
}

async fn static_file(request: Request) -> Result<Response> {
    assets::serve(request.method(), request.uri(), request.headers()).ok_or(AppError::NotFound)
}

/// The layers that every answer passes, outermost last.
pub fn layers(router: axum::Router<App>, app: &App) -> axum::Router<App> {
    let routed = router
        .fallback(async || AppError::NotFound)
        .method_not_allowed_fallback(async || AppError::NotFound)
        .layer(axum::extract::DefaultBodyLimit::max(extract::LARGEST_FORM))
        .with_state(app.clone());
    // A router's layers stand behind its routing: a form that was carried over a sign-in must be routed anew, so these stand before it.
    axum::Router::new()
        .fallback_service(routed)
        .layer(axum::middleware::from_fn_with_state(app.clone(), crate::access::carry::layer))
        .layer(CsrfLayer::new())
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            AppError::Internal(anyhow::anyhow!("a handler panicked")).into_response()
        }))
        .layer(axum::middleware::from_fn_with_state(app.clone(), error_page::layer))
        .layer(axum::middleware::from_fn(headers::layer))
        // Static files come compressed already, and streams stay as they are. No page holds a secret beside what a stranger can put on it: there are no
        // tokens in forms.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
}
