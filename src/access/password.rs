//! Passwords: argon2id, on a blocking thread, behind a semaphore of one permit a core but one, so that a burst of sign-ins cannot starve those who write.
use std::sync::{Arc, LazyLock};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::error::Result;

/// The fewest characters a password may have.
pub const SHORTEST: usize = 12;
/// The most characters it may have: longer ones are refused rather than cut.
pub const LONGEST: usize = 200;

/// A hash of a password nobody has, made with today's parameters, so that an unknown login takes as long as a wrong password.
static NOBODYS: LazyLock<String> = LazyLock::new(|| hash_now("no account has this password").unwrap_or_default());

/// How many hashes run at once, and how many were computed: the tests read the count.
#[derive(Debug, Clone)]
pub struct PasswordKeeper {
    permits: Arc<Semaphore>,
    verified: Arc<std::sync::atomic::AtomicU64>,
}

fn hash_now(password: &str) -> anyhow::Result<String> {
    Ok(Argon2::default().hash_password(password.as_bytes()).map_err(|error| anyhow::anyhow!("argon2: {error}"))?.to_string())
}

impl Default for PasswordKeeper {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self { permits: Arc::new(Semaphore::new(cores.saturating_sub(1).max(1))), verified: Arc::default() }
    }
}

impl PasswordKeeper {
    /// A hash to store.
    pub async fn hash(&self, password: String) -> Result<String> {
        let _permit = self.permits.acquire().await.map_err(anyhow::Error::from)?;
        Ok(tokio::task::spawn_blocking(move || hash_now(&password)).await.map_err(anyhow::Error::from)??)
    }

    /// Whether `password` fits `stored`. Without a stored hash the same work is done and the answer is no.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<bool> {
        let _permit = self.permits.acquire().await.map_err(anyhow::Error::from)?;
        self.verified.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let fits = tokio::task::spawn_blocking(move || {
            let known = stored.is_some();
            let stored = stored.unwrap_or_else(|| NOBODYS.clone());
            PasswordHash::new(&stored).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()) && known
        });
        Ok(fits.await.map_err(anyhow::Error::from)?)
    }

    /// How many verifications have been done, known logins or not.
    pub fn verified(&self) -> u64 {
        self.verified.load(std::sync::atomic::Ordering::Relaxed)
    }
}

/// Why a new password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than [`SHORTEST`] characters.
    TooShort,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// Among the first that anybody tries, or hardly more than the login.
    Common,
}

/// Words that passwords are built around when people must reach a length: matched against the start, ends of digits and signs cut.
const COMMON: &[&str] = &[
    "passord",
    "password",
    "kvalitetsdialog",
    "kvalitet",
    "sommer",
    "vinter",
    "haust",
    "hausten",
    "qwerty",
    "qwertyuiop",
    "skole",
    "skule",
    "rektor",
    "velkommen",
    "velkomen",
    "abcdefghijkl",
    "bergen",
    "haugesund",
    "kvam",
    "norge",
    "noreg",
    "letmein",
    "iloveyou",
    "administrator",
    "admin",
];

/// Length, and not one of the usual.
pub fn check_new(password: &str, login: &str) -> Result<(), Weakness> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Weakness::TooShort);
    }
    if length > LONGEST {
        return Err(Weakness::TooLong);
    }
    let plain = password.to_lowercase();
    let core = plain.trim_matches(|c: char| !c.is_alphabetic());
    let name = login.split('@').next().unwrap_or(login);
    let one_character = plain.chars().all(|c| plain.starts_with(c));
    let only_digits = plain.chars().all(|c| c.is_ascii_digit());
    if one_character || only_digits || COMMON.contains(&core) || core == name || repeats(core) {
        return Err(Weakness::Common);
    }
    Ok(())
}

/// `passordpassord`: a common word said twice or more.
fn repeats(core: &str) -> bool {
    COMMON.iter().any(|word| !core.is_empty() && core.len() > word.len() && core.replace(word, "").is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_passwords_are_refused_and_a_sentence_is_taken() {
        assert_eq!(check_new("kort", "kari@x.no"), Err(Weakness::TooShort));
        assert_eq!(check_new("passord123456", "kari@x.no"), Err(Weakness::Common));
        assert_eq!(check_new("PassordPassord1!", "kari@x.no"), Err(Weakness::Common));
        assert_eq!(check_new("111111111111", "kari@x.no"), Err(Weakness::Common));
        assert_eq!(check_new("kari.nordaas1234", "kari.nordaas@x.no"), Err(Weakness::Common));
        assert_eq!(check_new(&"x y".repeat(100), "kari@x.no"), Err(Weakness::TooLong));
        assert_eq!(check_new("ein blå båt på fjorden", "kari@x.no"), Ok(()));
    }
}
