//! A round opens the year's self-assessment: from one template of the municipality's pack, for every public school (or for the municipality itself),
//! with a deadline, naming the year it looks back on and the year it plans for.
mod queries;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::access::rules::CanOpenRound;
use crate::error::{AppError, Result};
use crate::ids::{ModelPackId, RoundId};
use crate::model_pack::{Pack, Respondent};
use crate::municipality;
use crate::self_assessment;
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
}

/// A round to open.
#[derive(Debug, Clone)]
pub struct NewRound<'a> {
    /// Key of the template.
    pub template: &'a str,
    /// The pack version it is opened with.
    pub pack: ModelPackId,
    /// The school year it looks back on (the year it starts).
    pub looks_back_year: i32,
    /// To be delivered by this day.
    pub deadline: Date,
    /// The round it is rolled from.
    pub rolled_from: Option<RoundId>,
}

/// Opens the round and makes the empty self-assessments. `Conflict` when the year's round of the template is open already.
pub async fn open(
    connection: &mut PgConnection,
    can: CanOpenRound,
    pack: &Pack,
    new: &NewRound<'_>,
    now: OffsetDateTime,
    today: Date,
) -> Result<RoundId> {
    let template = pack.template(new.template).ok_or(AppError::NotFound)?;
    let round = queries::insert(&mut *connection, can, template.respondent, new, now).await?;
    match template.respondent {
        Respondent::Owner => {
            self_assessment::create(connection, can, round, None).await?;
        }
        Respondent::School => {
            for school in
                municipality::schools(&mut *connection, can.municipality()).await?.iter().filter(|school| school.takes_part(today))
            {
                self_assessment::create(&mut *connection, can, round, Some(school.id)).await?;
            }
        }
    }
    Ok(round)
}
