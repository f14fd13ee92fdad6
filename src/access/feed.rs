//! The one whose calendar a secret address is. There is no session: whoever knows the address reads it, as a calendar program must.
use sqlx::types::Json;

use super::found::Found;
use super::session::TokenHash;
use super::{Actor, Grant};
use crate::App;
use crate::error::{AppError, Result};
use crate::ids::{AccountId, ModelPackId, MunicipalityId, PersonId, SchoolId};
use crate::text::dates;
use crate::web::look::Visit;

/// The person with today's roles, for reading their calendar alone; `NotFound` for an address that nobody has (any more). Nobody guesses 256 random bits, and
/// calendars ask for years after an address is gone, many from one place: so misses are not counted, and lock nobody out.
pub async fn actor(app: &App, token: &TokenHash) -> Result<Actor> {
    let now = app.clock.now();
    let found = sqlx::query_as!(
        Found,
        r#"select account_id as "account!: AccountId", municipality_id as "municipality!: MunicipalityId", municipality_name as "municipality_name!",
             municipality_language as "municipality_language!", person_id as "person!: PersonId", name as "name!", title as "title!", language,
             roles as "roles!: Json<Vec<Grant>>", overseen as "overseen!: Vec<SchoolId>", '{}'::bigint[] as "deputy_for!: Vec<SchoolId>", '{}'::bigint[] as "advised!: Vec<SchoolId>",
             true as "welcomed!", false as "other_places!", null::bigint as "pack: ModelPackId"
           from calendar_feed_actor($1, $2)"#,
        token.as_slice(),
        dates::norwegian_date(now)
    )
    .fetch_optional(app.database.without_actor())
    .await?;
    Ok(found.ok_or(AppError::NotFound)?.actor(now, *token, Visit::default()))
}
