//! Our own Path, Query and Form, so that bad input gets our page too. axum's are banned in `clippy.toml`.
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::App;
use crate::error::{AppError, Result};

/// The most bytes a form may have: many long texts at once, and no more.
pub const LARGEST_FORM: usize = 1024 * 1024;

/// A path's parameters. What does not parse does not exist: 404.
#[derive(Debug, Clone)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        #[expect(clippy::disallowed_types, reason = "the one place that may use it")]
        let inner = axum::extract::Path::<T>::from_request_parts(parts, app).await.map_err(|_| AppError::NotFound)?;
        // A NUL can reach PostgreSQL as text; it can be in no name of ours.
        let raw = RawPathParams::from_request_parts(parts, app).await.map_err(|_| AppError::NotFound)?;
        if raw.iter().any(|(_, value)| value.contains('\0')) {
            return Err(AppError::NotFound);
        }
        Ok(Self(inner.0))
    }
}

/// A query string. Unknown names are ignored; what is known must parse.
#[derive(Debug, Clone)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Query<T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self> {
        let query = parts.uri.query().unwrap_or_default();
        if query.contains("%00") {
            return Err(AppError::BadRequest("error-bad-characters"));
        }
        serde_html_form::from_str(query).map(Self).map_err(|_| AppError::BadRequest("error-bad-query"))
    }
}

/// A form's names and values as sent, valid UTF-8 and without NUL.
#[derive(Debug, Clone, Default)]
pub struct Pairs(pub Vec<(String, String)>);

impl Pairs {
    /// Parses a body of `application/x-www-form-urlencoded`.
    pub fn parse(body: &[u8]) -> Result<Self> {
        // The percent-decoder replaces what is not UTF-8, silently: look before it does.
        if std::str::from_utf8(&percent_decoded(body)).is_err() {
            return Err(AppError::BadRequest("error-bad-encoding"));
        }
        let pairs: Vec<(String, String)> = serde_html_form::from_bytes(body).map_err(|_| AppError::BadRequest("error-bad-form"))?;
        if pairs.iter().any(|(name, value)| name.contains('\0') || value.contains('\0')) {
            return Err(AppError::BadRequest("error-bad-characters"));
        }
        Ok(Self(pairs))
    }

    /// The first value of a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// That nothing else was slipped in: each name is one of these, or begins with one of `beginnings` (fields named after what they belong to).
    pub fn only(&self, names: &[&str], beginnings: &[&str]) -> Result<()> {
        let known = |name: &str| names.contains(&name) || beginnings.iter().any(|beginning| name.starts_with(beginning));
        if self.0.iter().all(|(name, _)| known(name)) { Ok(()) } else { Err(AppError::BadRequest("error-bad-form")) }
    }

    /// All values of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

fn percent_decoded(body: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|b| char::from(*b).to_digit(16)).and_then(|d| u8::try_from(d).ok());
    let mut decoded = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        match (byte, digit(body.get(at + 1)), digit(body.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(high * 16 + low);
                at += 3;
            }
            _ => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    decoded
}

async fn body_of(request: Request, app: &App) -> Result<Bytes> {
    let is_form = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|kind| {
        kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
    });
    if !is_form {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    Bytes::from_request(request, app).await.map_err(|rejection| {
        if rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            AppError::TooLarge
        } else {
            AppError::BadRequest("error-bad-form")
        }
    })
}

impl FromRequest<App> for Pairs {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        Self::parse(&body_of(request, app).await?)
    }
}

/// A form parsed into a type. Forms that people fill in use texts here and parse each into its own type, so that an error can stand on its field;
/// a name the type does not know is refused (`deny_unknown_fields`), so that nothing can be slipped in.
#[derive(Debug, Clone)]
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = AppError;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let body = body_of(request, app).await?;
        Pairs::parse(&body)?;
        serde_html_form::from_bytes(&body).map(Self).map_err(|_| AppError::BadRequest("error-bad-form"))
    }
}

/// What a form was made with, as sent: sent again, it counts once.
pub fn save_id(sent: &str) -> Result<Uuid> {
    Uuid::try_parse(sent).map_err(|_| AppError::BadRequest("error-bad-form"))
}

/// A form without fields: the button says it all.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf8_are_refused_and_not_replaced() {
        assert!(Pairs::parse(b"value=bl%C3%A5").is_ok());
        assert!(matches!(Pairs::parse(b"value=bl%E5"), Err(AppError::BadRequest("error-bad-encoding"))));
        assert!(matches!(Pairs::parse(b"value=a%00b"), Err(AppError::BadRequest("error-bad-characters"))));
    }
}
