//! The report as a file, for an operator's command.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::compose::{self, Edition};
use super::queries;
use crate::access::Scope;
use crate::document::content::Document;
use crate::error::Result;
use crate::indicator::SchoolYear;
use crate::indicator::published::Audience;
use crate::model_pack::Packs;
use crate::municipality;
use crate::text::dates;

/// The document of a year's report for somebody, as it stands now. A report that nobody has begun holds figures and no text.
///
/// # Errors
///
/// `NotFound` for a school that the municipality does not have; when it has no pack, or one without a report; when the database does not answer.
pub async fn document(
    connection: &mut PgConnection,
    scope: &Scope,
    year: SchoolYear,
    audience: Audience,
    now: OffsetDateTime,
) -> Result<Document> {
    let report = queries::for_command(&Packs::default(), &mut *connection, scope, year).await?;
    let school = match audience {
        Audience::School(id) => municipality::school(&mut *connection, scope.municipality, id).await?.map(|school| school.name),
        Audience::Owner | Audience::Public => None,
    };
    let (_, name) = municipality::known_as(&mut *connection, scope.municipality).await?;
    let today = dates::norwegian_date(now);
    let sources = compose::gather(connection, &report, audience, today).await?;
    let edition = Edition { audience, school, number: None, at: now, today };
    compose::document(&report, &sources, &edition, &name)
}
