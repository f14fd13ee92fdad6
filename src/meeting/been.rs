//! Meetings that have been held with a school, for what came of them elsewhere.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::model::{State, title};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{MeetingId, ModelPackId, SchoolId};

/// A meeting that has been.
#[derive(Debug, Clone)]
pub struct Been {
    /// Which.
    pub id: MeetingId,
    /// Key of its kind in the pack.
    pub kind: String,
    /// «Leiardialog 1 med Vik skule».
    pub title: String,
    /// When it began.
    pub starts_at: OffsetDateTime,
}

/// The meetings with a school that have been held since a moment and that the actor may know of, the newest first.
pub async fn been_with(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    school: SchoolId,
    since: OffsetDateTime,
) -> Result<Vec<Been>> {
    let mut been = Vec::new();
    for row in queries::list(&mut *connection, actor, Some(school), since, actor.now).await? {
        if !matches!(State::parse(&row.state)?, State::Held | State::Commenting | State::Approved) {
            continue;
        }
        let pack = app.packs.load(&mut *connection, actor.municipality, row.pack).await?;
        let Some(kind) = pack.dialogue(&row.kind) else { continue };
        let title = title(kind, row.with.as_deref().unwrap_or_default(), actor.lang);
        been.push(Been { id: row.id, kind: row.kind, title, starts_at: row.starts_at });
    }
    been.reverse();
    Ok(been)
}

/// A meeting that was held with one school.
#[derive(Debug, Clone)]
pub struct Held {
    /// Which.
    pub id: MeetingId,
    /// «Leiardialog 1 med Vik skule».
    pub title: String,
    /// Name of the school.
    pub school: String,
    /// When it began.
    pub at: OffsetDateTime,
}

/// The meetings with one school that were held from a moment until another, the first first, of the schools that the actor follows up: that they were, and nothing
/// of what was said. One statement.
///
/// # Errors
///
/// When the database does not answer.
pub async fn held_between(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    (from, to): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<Held>> {
    let schools: Vec<i64> = actor.overseen.iter().map(|school| school.0).collect();
    let rows = sqlx::query!(
        r#"select m.id as "id: MeetingId", m.kind, m.model_pack_id as "pack: ModelPackId", s.name as school, m.starts_at from meeting m
           join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           where m.municipality_id = $1 and ($2 or m.school_id = any ($3)) and m.starts_at >= $4 and m.starts_at < $5
             and m.state in ('held', 'commenting', 'approved')
           order by m.starts_at, m.id"#,
        actor.municipality.0,
        actor.is_owner(),
        &schools,
        from,
        to
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut held = Vec::with_capacity(rows.len());
    for row in rows {
        let pack = app.packs.load(&mut *connection, actor.municipality, row.pack).await?;
        let Some(kind) = pack.dialogue(&row.kind) else { continue };
        held.push(Held { id: row.id, title: title(kind, &row.school, actor.lang), school: row.school, at: row.starts_at });
    }
    Ok(held)
}
