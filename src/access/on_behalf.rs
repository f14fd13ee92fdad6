//! The one for whom work is done after their request (`docs/jobs.md`): with the roles they hold then, not those they held when they asked.
use sqlx::PgConnection;
use sqlx::types::Json;

use super::found::Found;
use super::{Actor, Grant};
use crate::App;
use crate::error::Result;
use crate::ids::{AccountId, ModelPackId, MunicipalityId, PersonId, SchoolId};
use crate::text::dates;
use crate::web::look::Visit;

/// The person with today's roles, and as the deputy they are today; `None` when the account is closed. Asked as the municipality's operator.
pub async fn actor(app: &App, connection: &mut PgConnection, person: PersonId) -> Result<Option<Actor>> {
    let now = app.clock.now();
    let found = sqlx::query_as!(
        Found,
        r#"select a.account_id as "account!: AccountId", a.municipality_id as "municipality!: MunicipalityId", a.municipality_name as "municipality_name!",
             a.municipality_language as "municipality_language!", a.person_id as "person!: PersonId", a.name as "name!", a.title as "title!", a.language,
             a.roles as "roles!: Json<Vec<Grant>>", a.overseen as "overseen!: Vec<SchoolId>",
             array(select d.school_id from deputy d where d.municipality_id = a.municipality_id and d.person_id = a.person_id and d.revoked_at is null)
               as "deputy_for!: Vec<SchoolId>", '{}'::bigint[] as "advised!: Vec<SchoolId>",
             true as "welcomed!", false as "other_places!", null::bigint as "pack: ModelPackId"
           from person_actor($1, $2) a"#,
        person.0,
        dates::norwegian_date(now)
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.map(|found| found.actor(now, [0; 32], Visit::default())))
}
