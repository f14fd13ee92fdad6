//! The one error type. What the user gets is a sentence and a reference; the cause is logged beside the same reference and never leaves the server.
//! An error becomes a bare response that carries its [`ErrorContent`]; `web::error_page` draws it in the site's layout, or as JSON for the script.
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Everything a handler can fail with.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// It does not exist, or the actor may not know that it does.
    #[error("not found")]
    NotFound,
    /// The actor may see it, but not do this with it.
    #[error("forbidden")]
    Forbidden,
    /// Somebody else is signed in than the one who wrote.
    #[error("written by another person")]
    OtherPerson,
    /// Nobody is signed in, or the session is over.
    #[error("signed out")]
    SignedOut,
    /// The password is asked for again before this is shown.
    #[error("locked")]
    Locked,
    /// The request makes no sense; `0` is the key of the sentence that says why.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// The object is in another state than the action needs; `0` is the key of the sentence.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// More was sent than is taken.
    #[error("too large")]
    TooLarge,
    /// Too many tries; come back later.
    #[error("too many attempts")]
    TooManyAttempts,
    /// The database does not answer right now; the same request may succeed in a moment.
    #[error("busy: {0}")]
    Busy(sqlx::Error),
    /// It cannot be done right now, and nothing is changed; the key of the sentence that says what to do instead.
    #[error("not now: {0}")]
    NotNow(&'static str),
    /// A fault of ours.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

/// What the error page needs to know.
#[derive(Debug, Clone)]
pub struct ErrorContent {
    /// Key of the sentence in `error.ftl`.
    pub message: &'static str,
    /// Somebody is signed in, and is asked for the password.
    pub locked: bool,
}

impl AppError {
    /// The response's status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::OtherPerson => StatusCode::FORBIDDEN,
            Self::SignedOut | Self::Locked => StatusCode::UNAUTHORIZED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooManyAttempts => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy(_) | Self::NotNow(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn message(&self) -> &'static str {
        match self {
            Self::NotFound => "error-not-found",
            Self::Forbidden => "error-forbidden",
            Self::OtherPerson => "error-other-person",
            Self::SignedOut => "error-signed-out",
            Self::Locked => "error-locked",
            Self::BadRequest(key) | Self::Conflict(key) | Self::NotNow(key) => key,
            Self::TooLarge => "error-too-large",
            Self::TooManyAttempts => "error-too-many-attempts",
            Self::Busy(_) => "error-busy",
            Self::Internal(_) => "error-internal",
        }
    }

    /// The name of the database constraint that refused the change, if that is what happened.
    pub fn constraint(error: &sqlx::Error) -> Option<&str> {
        error.as_database_error().and_then(sqlx::error::DatabaseError::constraint)
    }
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        let passing = match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => true,
            sqlx::Error::Database(database) => match database.code().as_deref() {
                // lock_timeout, statement_timeout, deadlock, serialisation, disk full, too many connections
                Some("55P03" | "57014" | "40P01" | "40001" | "53100" | "53300") => true,
                // shutting down, starting up, connection lost
                Some(code) => code.starts_with("57P") || code.starts_with("08"),
                None => false,
            },
            _ => false,
        };
        if passing { Self::Busy(error) } else { Self::Internal(error.into()) }
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> Self {
        Self::Internal(error.into())
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        match &self {
            Self::Internal(cause) => tracing::error!(error = format!("{cause:#}"), "request failed"),
            Self::Busy(cause) => tracing::warn!(error = %cause, "the database did not answer"),
            other => tracing::debug!(error = %other, "request refused"),
        }
        let mut response = self.status().into_response();
        if matches!(self, Self::Busy(_) | Self::NotNow(_)) {
            response.headers_mut().insert(axum::http::header::RETRY_AFTER, axum::http::HeaderValue::from_static("2"));
        }
        response.extensions_mut().insert(ErrorContent { message: self.message(), locked: matches!(self, Self::Locked) });
        response
    }
}

/// What handlers return.
pub type Result<T, E = AppError> = std::result::Result<T, E>;
