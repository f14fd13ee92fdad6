//! The document that somebody may read: a draft at one of three levels, or what was sent.
use sqlx::PgConnection;

use super::compose::{self, Edition};
use super::model::Report;
use super::queries::{self, VersionRow};
use crate::App;
use crate::access::Actor;
use crate::document::content::Document;
use crate::error::{AppError, Result};
use crate::ids::{ReportId, ReportVersionId};
use crate::indicator::published::Audience;
use crate::municipality;

/// The document of a draft, through the actor: skoleeier's.
pub async fn draft(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    id: ReportId,
    audience: Audience,
) -> Result<(Report, Edition, Document)> {
    let report = queries::load(app, &mut *connection, actor, id).await?;
    let _can = report.rights.can_arrange()?;
    let school = match audience {
        Audience::School(school) => {
            Some(municipality::school(&mut *connection, actor.municipality, school).await?.ok_or(AppError::NotFound)?.name)
        }
        Audience::Owner | Audience::Public => None,
    };
    let sources = compose::gather(connection, &report, audience, actor.today).await?;
    let edition = Edition { audience, school, number: None, at: actor.now, today: actor.today };
    let document = compose::document(&report, &sources, &edition, &actor.municipality_name)?;
    Ok((report, edition, document))
}

/// What was sent, through the actor.
pub async fn sent(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    (id, version): (ReportId, ReportVersionId),
) -> Result<(Report, VersionRow, Document)> {
    let report = queries::load(app, &mut *connection, actor, id).await?;
    let row = queries::versions(&mut *connection, &report).await?.into_iter().find(|row| row.id == version).ok_or(AppError::NotFound)?;
    let content = queries::content_of(connection, actor.municipality, version).await?.ok_or(AppError::NotFound)?;
    let document = serde_json::from_value(content).map_err(anyhow::Error::from)?;
    Ok((report, row, document))
}
