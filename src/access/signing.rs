//! Signing: with the password, and only what was read. The form carries the sum of what it showed, and what has changed since is not signed.
use super::{Actor, lock};
use crate::App;
use crate::error::Result;
use crate::writing::grouped_hash;

/// As it is sent.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SigningForm {
    /// The actor's password.
    #[serde(default)]
    pub password: String,
    /// The sum of what was read.
    pub sum: String,
}

/// Whether this is the actor's password; the key of the sentence that says what is wrong with it. It takes its time, so nothing is to be held meanwhile.
///
/// # Errors
///
/// [`crate::error::AppError::TooManyAttempts`].
pub async fn identified(app: &App, actor: &Actor, password: String) -> Result<std::result::Result<(), &'static str>> {
    if password.is_empty() {
        return Ok(Err("error-sign-password"));
    }
    Ok(if lock::is_password_of(app, actor, password).await? { Ok(()) } else { Err("password-current-wrong") })
}

/// Whether what stands now is what was read; otherwise the key of the sentence.
pub fn as_read(hash: &[u8; 32], sum: &str) -> std::result::Result<(), &'static str> {
    if grouped_hash(hash) == sum { Ok(()) } else { Err("error-sign-changed") }
}
