//! The one for whom work is done after their request (`docs/jobs.md`): with the roles they hold then, not those they held when they asked.
use sqlx::PgConnection;

use super::{Actor, Grant};
use crate::App;
use crate::error::Result;
use crate::ids::{AccountId, MunicipalityId, PersonId, SchoolId};
use crate::text::{Lang, dates};
use crate::web::look::Visit;

/// The person with today's roles; `None` when the account is closed. Asked as the municipality's operator.
pub async fn actor(app: &App, connection: &mut PgConnection, person: PersonId) -> Result<Option<Actor>> {
    let now = app.clock.now();
    let today = dates::norwegian_date(now);
    let row = sqlx::query!(
        r#"select account_id as "account!: AccountId", municipality_id as "municipality!: MunicipalityId", municipality_name as "municipality_name!",
             municipality_language as "municipality_language!", person_id as "person!: PersonId", name as "name!", title as "title!", language,
             roles as "roles!: sqlx::types::Json<Vec<Grant>>", overseen as "overseen!: Vec<SchoolId>"
           from person_actor($1, $2)"#,
        person.0,
        today
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let lang = row.language.as_deref().and_then(Lang::parse).or_else(|| Lang::parse(&row.municipality_language)).unwrap_or(Lang::Nb);
    Ok(Some(Actor {
        session: [0; 32],
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
    }))
}
