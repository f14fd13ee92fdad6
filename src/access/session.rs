//! Sessions live in PostgreSQL; the browser holds 32 random bytes in a `__Host-` cookie and the table their hash. Reached through functions only,
//! because no actor is known yet (`migrations/0003_session.sql`).
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::CookieJar;
use sha2::{Digest, Sha256};
use sqlx::types::Json;

use super::found::Found;
use super::{Actor, Grant};
use crate::App;
use crate::error::Result;
use crate::ids::{AccountId, ModelPackId, MunicipalityId, PersonId, SchoolId};
use crate::model_pack;
use crate::text::dates;
use crate::web::look::Visit;

/// Secure by name: only over https (or loopback), for this host alone, on every path.
const COOKIE: &str = "__Host-okt";

/// SHA-256 of a session's token.
pub type TokenHash = [u8; 32];

/// A token the browser keeps: 32 random bytes as hex.
#[derive(Clone)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Hex of `bytes`.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Token {
    /// A new random token.
    pub fn random() -> anyhow::Result<Self> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("the system gives no random bytes: {error}"))?;
        Ok(Self(hex(&bytes)))
    }

    /// The token as it stands in a cookie or an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored.
    pub fn hash(&self) -> TokenHash {
        hash_of(&self.0)
    }
}

/// The hash of a token as text.
pub fn hash_of(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

/// The hash of the request's session token, if it has one.
pub fn token_of(headers: &HeaderMap) -> Option<TokenHash> {
    CookieJar::from_headers(headers).get(COOKIE).map(|cookie| hash_of(cookie.value()))
}

/// The `Set-Cookie` value that starts a session. It ends with the browser or with the session's own limits.
pub fn start_cookie(token: &Token) -> Result<HeaderValue> {
    HeaderValue::from_str(&format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax", token.as_str()))
        .map_err(|error| anyhow::Error::from(error).into())
}

/// The `Set-Cookie` value that removes the session's cookie.
pub fn end_cookie() -> HeaderValue {
    HeaderValue::from_static("__Host-okt=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// Adds a cookie to a response's headers.
pub fn set_cookie(headers: &mut HeaderMap, value: HeaderValue) {
    headers.append(header::SET_COOKIE, value);
}

/// The actor of a living session, with today's roles; `None` when the session is over. `touch` counts the request as activity.
pub async fn actor(app: &App, token: &TokenHash, visit: Visit, touch: bool) -> Result<Option<Actor>> {
    let now = app.clock.now();
    let found = sqlx::query_as!(
        Found,
        r#"select account_id as "account!: AccountId", municipality_id as "municipality!: MunicipalityId", municipality_name as "municipality_name!",
             municipality_language as "municipality_language!", person_id as "person!: PersonId", name as "name!", title as "title!", language,
             welcomed as "welcomed!", roles as "roles!: Json<Vec<Grant>>", overseen as "overseen!: Vec<SchoolId>",
             deputy_for as "deputy_for!: Vec<SchoolId>", advised as "advised!: Vec<SchoolId>", other_places as "other_places!", model_pack_id as "pack: ModelPackId"
           from session_actor($1, $2, $3)"#,
        token.as_slice(),
        dates::norwegian_date(now),
        touch
    )
    .fetch_optional(app.database.without_actor())
    .await?;
    let Some(found) = found else { return Ok(None) };
    let id = found.pack;
    let mut actor = found.actor(now, *token, visit);
    if let Some(id) = id {
        actor.pack = Some(pack(app, &actor, id).await?);
    }
    Ok(Some(actor))
}

async fn pack(app: &App, actor: &Actor, id: ModelPackId) -> Result<Arc<model_pack::Pack>> {
    if let Some(pack) = app.packs.get(id) {
        return Ok(pack);
    }
    let mut tx = app.database.read(&actor.scope()).await?;
    let pack = app.packs.load(&mut tx, actor.municipality, id).await?;
    tx.commit().await?;
    Ok(pack)
}
