//! The meeting an agreement was made in, in words.
use sqlx::PgConnection;

use super::model::Agreement;
use super::queries::{self, Wanted};
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
    let mut all = queries::agreements(connection, actor, Wanted { school: Some(school), ..Wanted::default() }).await?;
    all.retain(|agreement| !agreement.what.is_empty());
    all.sort_by_key(|agreement| (std::cmp::Reverse(agreement.met_at), agreement.id));
    let mut with_meeting = Vec::new();
    for agreement in all {
        let meeting = meeting_of(app, connection, actor, &agreement).await?;
        with_meeting.push((agreement, meeting));
    }
    Ok(with_meeting)
}

/// What both sides have promised each other in the meetings with some schools alone, done or not, those due first; each with the meeting's title; only
/// what somebody still waits for when `open`. Only of schools that the actor leads or follows up; what was taken away has no words.
pub async fn with_schools(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    (schools, open): (&[SchoolId], bool),
) -> Result<Vec<(SchoolId, Agreement, InBoth)>> {
    let only = if let [school] = schools { Some(*school) } else { None };
    let all = queries::agreements(connection, actor, Wanted { school: only, open, ..Wanted::default() }).await?;
    let mut found = Vec::new();
    for agreement in all {
        let Some(school) = agreement.school.filter(|school| schools.contains(school)) else { continue };
        if actor.is_rektor_of(school) || actor.oversees(school) {
            let meeting = meeting_of(app, connection, actor, &agreement).await?;
            found.push((school, agreement, meeting));
        }
    }
    Ok(found)
}
