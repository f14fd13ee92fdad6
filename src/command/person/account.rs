//! Accounts from the command line: links to choose a password, closing and opening.
use std::fmt;

use anyhow::{Context, ensure};
use time::OffsetDateTime;

use crate::access::session::Token;
use crate::database::Database;
use crate::ids::AccountId;
use crate::text::dates;

/// A single-use link to choose a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordLink {
    /// The whole address.
    pub address: String,
    /// When it stops working.
    pub expires_at: OffsetDateTime,
    /// The operator did not say which address people use.
    pub address_is_assumed: bool,
}

impl fmt::Display for PasswordLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Link to choose a password; it works once, until {}:", dates::moment(self.expires_at))?;
        write!(f, "  {}", self.address)?;
        if self.address_is_assumed {
            write!(f, "\n  (when people use another address, say it with --public-url)")?;
        }
        Ok(())
    }
}

/// An account as sign-in knows it.
pub(super) struct Account {
    pub(super) id: AccountId,
    pub(super) has_password: bool,
}

/// The account of a login; `None` when there is none, or a disabled one.
pub(super) async fn account(database: &Database, login: &str) -> anyhow::Result<Option<Account>> {
    let row = sqlx::query!(r#"select account_id as "id!: AccountId", password_hash from sign_in_account($1)"#, login.trim())
        .fetch_optional(database.without_actor())
        .await?;
    Ok(row.map(|row| Account { id: row.id, has_password: row.password_hash.is_some() }))
}

/// Makes a new link for a login.
pub async fn password_link(database: &Database, login: &str, public_url: Option<&str>) -> anyhow::Result<PasswordLink> {
    let account = account(database, login).await?;
    let account = account
        .with_context(|| format!("there is no open account «{login}»: add it with `person add`, or open it with `person enable`"))?;
    link_for(database, account.id, public_url).await
}

pub(super) async fn link_for(database: &Database, account: AccountId, public_url: Option<&str>) -> anyhow::Result<PasswordLink> {
    let base = public_url.unwrap_or("http://127.0.0.1:3000").trim_end_matches('/');
    ensure!(base.starts_with("http://") || base.starts_with("https://"), "--public-url {base}: must begin with https://");
    let token = Token::random()?;
    let hash = token.hash();
    let expires_at =
        sqlx::query_scalar!(r#"select make_password_link($1, $2, interval '24 hours') as "expires_at!""#, account.0, hash.as_slice())
            .fetch_one(database.without_actor())
            .await?;
    Ok(PasswordLink { address: format!("{base}/passord/{}", token.as_str()), expires_at, address_is_assumed: public_url.is_none() })
}

/// Closes or opens an account; says what was done.
pub async fn set_disabled(database: &Database, login: &str, disabled: bool) -> anyhow::Result<String> {
    let done = sqlx::query_scalar!(r#"select set_account_disabled($1, $2) as "done!""#, login.trim(), disabled)
        .fetch_one(database.without_actor())
        .await?;
    ensure!(done, "there is no account «{login}»");
    Ok(if disabled {
        format!("«{login}» is disabled in every municipality, and its sessions have ended. What the person wrote stays.")
    } else {
        format!("«{login}» can sign in again.")
    })
}
