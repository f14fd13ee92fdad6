//! Meetings that have been held with a school, for what came of them elsewhere.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::model::{State, title};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{MeetingId, SchoolId};

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
