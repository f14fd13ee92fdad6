//! SQL for `contact_card`. The rules say whose card is read; the policies say the same.
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::model::{Card, Line};
use crate::access::Actor;
use crate::access::rules::CanReviseCard;
use crate::error::Result;
use crate::ids::SchoolId;

/// A school's card, or the municipality's; `None`: nobody has written it.
pub async fn card(connection: &mut PgConnection, actor: &Actor, school: Option<SchoolId>) -> Result<Option<Card>> {
    let row = sqlx::query!(
        r#"select lines as "lines: Json<Vec<Line>>", rev, revised_at, revised_by_name from contact_card
           where municipality_id = $1 and school_id is not distinct from $2"#,
        actor.municipality.0,
        school.map(|school| school.0)
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Card { lines: row.lines.0, rev: row.rev, revised: (row.revised_by_name, row.revised_at) }))
}

/// Stores the card as the revision after `base` (0: the first); false when something newer stands there. Sent again it is stored already.
pub async fn save(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanReviseCard,
    (lines, base, save_id): (&[Line], i32, Uuid),
) -> Result<bool> {
    let saved = if base == 0 {
        sqlx::query!(
            "insert into contact_card (municipality_id, school_id, lines, revised_at, revised_by, revised_by_name, save_id) values ($1, $2, $3, $4, $5, $6, $7)
             on conflict on constraint contact_card_one do nothing",
            can.municipality().0,
            can.school().map(|school| school.0),
            Json(lines) as _,
            actor.now,
            can.by().0,
            actor.name_and_title(),
            save_id
        )
        .execute(&mut *connection)
        .await?
    } else {
        sqlx::query!(
            "update contact_card set lines = $3, rev = rev + 1, revised_at = $4, revised_by = $5, revised_by_name = $6, save_id = $7
             where municipality_id = $1 and school_id is not distinct from $2 and rev = $8",
            can.municipality().0,
            can.school().map(|school| school.0),
            Json(lines) as _,
            actor.now,
            can.by().0,
            actor.name_and_title(),
            save_id,
            base
        )
        .execute(&mut *connection)
        .await?
    };
    if saved.rows_affected() > 0 {
        return Ok(true);
    }
    Ok(sqlx::query_scalar!(
        r#"select exists (select from contact_card where municipality_id = $1 and school_id is not distinct from $2 and save_id = $3) as "is!""#,
        can.municipality().0,
        can.school().map(|school| school.0),
        save_id
    )
    .fetch_one(connection)
    .await?)
}
