//! The one whose calendar a secret address is. There is no session: whoever knows the address reads it, as a calendar program must.
use super::session::TokenHash;
use super::{Actor, Grant};
use crate::App;
use crate::error::{AppError, Result};
use crate::ids::{AccountId, MunicipalityId, PersonId, SchoolId};
use crate::text::{Lang, dates};
use crate::web::look::Visit;

/// The person with today's roles, for reading their calendar alone; `NotFound` for an address that nobody has (any more). Nobody guesses 256 random bits, and
/// calendars ask for years after an address is gone, many from one place: so misses are not counted, and lock nobody out.
pub async fn actor(app: &App, token: &TokenHash) -> Result<Actor> {
    let now = app.clock.now();
    let today = dates::norwegian_date(now);
    let row = sqlx::query!(
        r#"select account_id as "account!: AccountId", municipality_id as "municipality!: MunicipalityId", municipality_name as "municipality_name!",
             municipality_language as "municipality_language!", person_id as "person!: PersonId", name as "name!", title as "title!", language,
             roles as "roles!: sqlx::types::Json<Vec<Grant>>", overseen as "overseen!: Vec<SchoolId>"
           from calendar_feed_actor($1, $2)"#,
        token.as_slice(),
        today
    )
    .fetch_optional(app.database.without_actor())
    .await?
    .ok_or(AppError::NotFound)?;
    let lang = row.language.as_deref().and_then(Lang::parse).or_else(|| Lang::parse(&row.municipality_language)).unwrap_or(Lang::Nb);
    Ok(Actor {
        session: *token,
        account: row.account,
        municipality: row.municipality,
        municipality_name: row.municipality_name,
        person: row.person,
        name: row.name,
        title: row.title,
        lang,
        roles: row.roles.0,
        overseen: row.overseen,
        deputy_for: Vec::new(),
        welcomed: true,
        other_places: false,
        pack: None,
        now,
        today,
        visit: Visit::default(),
    })
}
