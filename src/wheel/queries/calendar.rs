//! SQL for `school_free_day` and `council_date`.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::access::rules::CanKeepWheel;
use crate::error::Result;
use crate::ids::{CouncilDateId, FreeDayId, MunicipalityId};
use crate::wheel::flag::{Calendar, CouncilDate, FreeDays};
use crate::wheel::model::Days;

/// What touches the days from `first` to `last`, by day.
pub async fn calendar(connection: &mut PgConnection, municipality: MunicipalityId, days: Days) -> Result<Calendar> {
    let free = sqlx::query!(
        r#"select id as "id: FreeDayId", from_day, to_day, name from school_free_day
           where municipality_id = $1 and removed_at is null and from_day <= $3 and to_day >= $2 order by from_day, to_day"#,
        municipality.0,
        days.from,
        days.to
    )
    .fetch_all(&mut *connection)
    .await?;
    let council = sqlx::query!(
        r#"select id as "id: CouncilDateId", meets_on, papers_by, name from council_date
           where municipality_id = $1 and removed_at is null and papers_by <= $3 and meets_on >= $2 order by meets_on, name"#,
        municipality.0,
        days.from,
        days.to
    )
    .fetch_all(connection)
    .await?;
    Ok(Calendar {
        free: free
            .into_iter()
            .map(|row| FreeDays { id: row.id, days: Days { from: row.from_day, to: row.to_day }, name: row.name })
            .collect(),
        council: council
            .into_iter()
            .map(|row| CouncilDate { id: row.id, meets_on: row.meets_on, papers_by: row.papers_by, name: row.name })
            .collect(),
    })
}

/// Adds days without school; the same days again are those that are there.
pub async fn add_free_days(connection: &mut PgConnection, can: CanKeepWheel, days: Days, name: &str) -> Result<()> {
    sqlx::query!(
        "insert into school_free_day (municipality_id, from_day, to_day, name) values ($1, $2, $3, $4) on conflict do nothing",
        can.municipality().0,
        days.from,
        days.to,
        name
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes days without school away; false when they are gone already.
pub async fn remove_free_days(connection: &mut PgConnection, can: CanKeepWheel, id: FreeDayId, at: OffsetDateTime) -> Result<bool> {
    let removed = sqlx::query!(
        "update school_free_day set removed_at = $3 where municipality_id = $1 and id = $2 and removed_at is null",
        can.municipality().0,
        id.0,
        at
    );
    Ok(removed.execute(connection).await?.rows_affected() == 1)
}

/// Adds a meeting of the council; the same again is the one that is there.
pub async fn add_council_date(connection: &mut PgConnection, can: CanKeepWheel, meets_on: Date, papers_by: Date, name: &str) -> Result<()> {
    sqlx::query!(
        "insert into council_date (municipality_id, meets_on, papers_by, name) values ($1, $2, $3, $4) on conflict do nothing",
        can.municipality().0,
        meets_on,
        papers_by,
        name
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a meeting of the council away; false when it is gone already.
pub async fn remove_council_date(connection: &mut PgConnection, can: CanKeepWheel, id: CouncilDateId, at: OffsetDateTime) -> Result<bool> {
    let removed = sqlx::query!(
        "update council_date set removed_at = $3 where municipality_id = $1 and id = $2 and removed_at is null",
        can.municipality().0,
        id.0,
        at
    );
    Ok(removed.execute(connection).await?.rows_affected() == 1)
}
