//! SQL for `mail_choice` and `calendar_feed`.
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::session::TokenHash;
use crate::error::Result;
use crate::ids::{MunicipalityId, PersonId};
use crate::invitation::model::Choice;

/// How the person wants to hear; at once where they have not said.
pub async fn choice(connection: &mut PgConnection, municipality: MunicipalityId, person: PersonId) -> Result<Choice> {
    let stored =
        sqlx::query_scalar!("select choice from mail_choice where municipality_id = $1 and person_id = $2", municipality.0, person.0);
    Ok(stored.fetch_optional(connection).await?.as_deref().and_then(Choice::parse).unwrap_or(Choice::AtOnce))
}

/// The person wants to hear so.
pub async fn choose(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    person: PersonId,
    choice: Choice,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into mail_choice (municipality_id, person_id, choice, chosen_at) values ($1, $2, $3, $4)
         on conflict (municipality_id, person_id) do update set choice = excluded.choice, chosen_at = excluded.chosen_at",
        municipality.0,
        person.0,
        choice.key(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// When the person's secret address was made.
pub async fn feed_made_at(connection: &mut PgConnection, municipality: MunicipalityId, person: PersonId) -> Result<Option<OffsetDateTime>> {
    let made = sqlx::query_scalar!(
        "select made_at from calendar_feed where municipality_id = $1 and person_id = $2 and token_hash is not null",
        municipality.0,
        person.0
    );
    Ok(made.fetch_optional(connection).await?)
}

/// The person's secret address is this one; an earlier one is gone.
pub async fn make_feed(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    person: PersonId,
    token: TokenHash,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into calendar_feed (municipality_id, person_id, token_hash, made_at) values ($1, $2, $3, $4)
         on conflict (municipality_id, person_id) do update set token_hash = excluded.token_hash, made_at = excluded.made_at",
        municipality.0,
        person.0,
        token.as_slice(),
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The person has no secret address any more.
pub async fn remove_feed(connection: &mut PgConnection, municipality: MunicipalityId, person: PersonId) -> Result<()> {
    sqlx::query!("update calendar_feed set token_hash = null where municipality_id = $1 and person_id = $2", municipality.0, person.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// The sign-in name of the one whose session this is.
pub async fn own_login(connection: &mut PgConnection, session: &TokenHash) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(r#"select own_login($1) as "login""#, session.as_slice()).fetch_one(connection).await?)
}
