//! Tries at a credential are counted in PostgreSQL, so that the count survives a restart and holds over nodes. Per account first; per address only
//! generously, because a whole municipality sits behind one.
use std::net::IpAddr;

use sha2::{Digest, Sha256};
use sqlx::PgPool;

use crate::error::{AppError, Result};

/// Failures within half an hour after which an account must wait.
const PER_ACCOUNT: i32 = 8;
/// Failures within half an hour after which an address must wait: five hundred honest people mistype too.
const PER_ADDRESS: i32 = 400;

/// One attempt: which account, from where.
#[derive(Debug, Clone)]
pub struct Attempt {
    account: Vec<u8>,
    address: Option<Vec<u8>>,
}

fn key(kind: &str, value: &str) -> Vec<u8> {
    Sha256::digest(format!("{kind}:{value}").as_bytes()).to_vec()
}

impl Attempt {
    /// An attempt at `login` from `address`.
    pub fn new(login: &str, address: Option<IpAddr>) -> Self {
        Self { account: key("account", &login.trim().to_lowercase()), address: address.map(|ip| key("address", &ip.to_string())) }
    }

    /// Refuses when there were too many failures lately. Asked before the password is looked at.
    pub async fn allow(&self, pool: &PgPool) -> Result<()> {
        let over = async |key: &[u8], most: i32| -> Result<bool> {
            Ok(sqlx::query_scalar!(r#"select failed_attempts($1) as "n!""#, key).fetch_one(pool).await? >= most)
        };
        if over(&self.account, PER_ACCOUNT).await? {
            return Err(AppError::TooManyAttempts);
        }
        if let Some(address) = &self.address
            && over(address, PER_ADDRESS).await?
        {
            return Err(AppError::TooManyAttempts);
        }
        Ok(())
    }

    /// Counts a failure.
    pub async fn failed(&self, pool: &PgPool) -> Result<()> {
        sqlx::query_scalar!("select count_failed_attempt($1)", &self.account).fetch_one(pool).await?;
        if let Some(address) = &self.address {
            sqlx::query_scalar!("select count_failed_attempt($1)", address).fetch_one(pool).await?;
        }
        Ok(())
    }

    /// Forgets the account's failures.
    pub async fn succeeded(&self, pool: &PgPool) -> Result<()> {
        sqlx::query!(r#"select clear_failed_attempts($1) as "done: ()""#, &self.account).fetch_one(pool).await?;
        Ok(())
    }
}
