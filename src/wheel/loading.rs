//! The wheel of a school year as it stands.
use sqlx::PgConnection;
use time::{Date, Duration};

use super::model::{Days, Wheel, proposed};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{ModelPackId, MunicipalityId};
use crate::model_pack;

/// The wheel that is published for the year, else what the newest pack proposes; `None` for a municipality without a pack, or a pack without a wheel.
pub async fn wheel(app: &App, connection: &mut PgConnection, municipality: MunicipalityId, year: i32) -> Result<Option<Wheel>> {
    with_newest(app, connection, municipality, (year, None)).await
}

/// The same for somebody whose sign-in has told which pack is the newest: a statement less on a page that gathers.
pub async fn wheel_for(app: &App, connection: &mut PgConnection, actor: &Actor, year: i32) -> Result<Option<Wheel>> {
    with_newest(app, connection, actor.municipality, (year, actor.newest_pack)).await
}

async fn with_newest(
    app: &App,
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    (year, newest): (i32, Option<ModelPackId>),
) -> Result<Option<Wheel>> {
    let published = queries::versions(connection, municipality, year).await?.into_iter().next();
    let pack_id = match (&published, newest) {
        (Some(published), _) => Some(published.pack),
        (None, Some(newest)) => Some(newest),
        (None, None) => model_pack::newest(connection, municipality).await?,
    };
    let Some(pack_id) = pack_id else { return Ok(None) };
    let pack = app.packs.load(connection, municipality, pack_id).await?;
    if pack.wheel.is_empty() {
        return Ok(None);
    }
    let days = published.as_ref().map_or_else(|| proposed(&pack, year), |published| published.days.clone());
    Ok(Some(Wheel::new(year, pack, pack_id, published, days)))
}

/// The days with school from `from` on, at most `count` days ahead.
pub async fn school_days(connection: &mut PgConnection, municipality: MunicipalityId, from: Date, count: u16) -> Result<Vec<Date>> {
    let to = from.saturating_add(Duration::days(i64::from(count)));
    let calendar = queries::calendar(connection, municipality, Days { from, to }).await?;
    Ok(std::iter::successors(Some(from), |day| day.next_day())
        .take_while(|day| *day <= to)
        .filter(|day| calendar.is_school_day(*day))
        .collect())
}
