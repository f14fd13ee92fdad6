//! The meeting an agreement was made in, in words.
use sqlx::PgConnection;

use super::model::Agreement;
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::meeting;
use crate::text::{InBoth, Lang};

/// «Leiardialog 1 med Vik skule».
pub async fn meeting_of(app: &App, connection: &mut PgConnection, actor: &Actor, agreement: &Agreement) -> Result<InBoth> {
    let pack = app.packs.load(connection, actor.municipality, agreement.pack).await?;
    let kind = pack.dialogue(&agreement.kind);
    let kind = kind.ok_or_else(|| AppError::Internal(anyhow::anyhow!("the pack {} has no dialogue {}", pack.key, agreement.kind)))?;
    Ok(InBoth::each(|lang: Lang| meeting::title(kind, &agreement.with, lang)))
}

/// The promises of a school's meetings and of the school that the actor reads, the newest meeting first, each with the meeting's title.
pub async fn of_school(app: &App, connection: &mut PgConnection, actor: &Actor, school: SchoolId) -> Result<Vec<(Agreement, InBoth)>> {
    let mut all = queries::agreements(connection, actor, queries::Wanted { school: Some(school), ..queries::Wanted::default() }).await?;
    all.retain(|agreement| !agreement.what.is_empty());
    all.sort_by_key(|agreement| (std::cmp::Reverse(agreement.met_at), agreement.id));
    let mut with_meeting = Vec::new();
    for agreement in all {
        let meeting = meeting_of(app, connection, actor, &agreement).await?;
        with_meeting.push((agreement, meeting));
    }
    Ok(with_meeting)
}
