//! SQL for `municipality_look`.
use sqlx::PgConnection;

use crate::access::Actor;
use crate::access::rules::CanMakeReport;
use crate::document::content::{Logo, Look};
use crate::error::Result;
use crate::ids::MunicipalityId;

/// How the municipality's documents look.
pub async fn look(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Look> {
    let row = sqlx::query!("select colour, logo from municipality_look where municipality_id = $1", municipality.0)
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(Look::default()) };
    let logo: Option<Logo> = row.logo.map(serde_json::from_value).transpose().map_err(anyhow::Error::from)?;
    Ok(Look { colour: row.colour, logo })
}

/// Sets the colour; `None` is the house's own.
pub async fn set_colour(connection: &mut PgConnection, actor: &Actor, can: CanMakeReport, colour: Option<&str>) -> Result<()> {
    sqlx::query!(
        "insert into municipality_look (municipality_id, colour, changed_at, changed_by_name) values ($1, $2, $3, $4)
         on conflict (municipality_id) do update set colour = excluded.colour, changed_at = excluded.changed_at, changed_by_name = excluded.changed_by_name",
        can.municipality().0,
        colour,
        actor.now,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets the mark; `None` takes it away.
pub async fn set_logo(connection: &mut PgConnection, actor: &Actor, can: CanMakeReport, logo: Option<&Logo>) -> Result<()> {
    let logo = logo.map(serde_json::to_value).transpose().map_err(anyhow::Error::from)?;
    sqlx::query!(
        "insert into municipality_look (municipality_id, logo, changed_at, changed_by_name) values ($1, $2, $3, $4)
         on conflict (municipality_id) do update set logo = excluded.logo, changed_at = excluded.changed_at, changed_by_name = excluded.changed_by_name",
        can.municipality().0,
        logo,
        actor.now,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(())
}
