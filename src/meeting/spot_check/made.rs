//! That checks were made, for the trace of internal control: on which day, with which school, and which steps of the routine were seen as not in place. Nothing of
//! cases: neither their numbers nor how many there are, and no note.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::super::model::title;
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{AgreementId, MeetingId};
use crate::text::text_with;

/// A check that was made.
#[derive(Debug, Clone)]
pub struct CheckMade {
    /// In which meeting.
    pub meeting: MeetingId,
    /// «Leiardialog 1 med Vik skule».
    pub title: String,
    /// «Stikkprøve, kap. 12 (tidl. 9 A)».
    pub name: String,
    /// Name of the school.
    pub school: String,
    /// When the meeting began.
    pub at: OffsetDateTime,
    /// Somebody of the school said that there was no case to draw, and none was drawn.
    pub nothing: bool,
    /// The steps of the routine that were seen as not in place, by name, in the routine's order.
    pub lacking: Vec<String>,
    /// The agreements that came of it.
    pub agreements: Vec<AgreementId>,
}

/// The checks in meetings from a moment until another, the first first, of the schools that the actor follows up. One statement.
///
/// # Errors
///
/// When the database does not answer.
pub async fn checks_made(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    (from, to): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<CheckMade>> {
    let mut made = Vec::new();
    for row in queries::made(&mut *connection, actor, from, to).await? {
        let pack = app.packs.load(&mut *connection, actor.municipality, row.pack).await?;
        let Some(kind) = pack.dialogue(&row.kind) else { continue };
        let Some(check) = kind.spot_check.as_ref().and_then(|of| pack.spot_check(&of.check)) else { continue };
        let law = check.law(crate::text::dates::norwegian_date(row.starts_at)).map_or("", |law| law.short.get(actor.lang));
        let lacking = check.steps.iter().filter(|step| row.lacking.contains(&format!("s.{}", step.key)));
        made.push(CheckMade {
            meeting: row.meeting,
            title: title(kind, &row.school, actor.lang),
            name: text_with(actor.lang, "check-title", &[("name", &check.name.get(actor.lang)), ("law", &law)]),
            at: row.starts_at,
            nothing: row.nothing,
            lacking: lacking.map(|step| step.name.get(actor.lang).to_owned()).collect(),
            agreements: row.agreements.into_iter().map(AgreementId).collect(),
            school: row.school,
        });
    }
    Ok(made)
}
