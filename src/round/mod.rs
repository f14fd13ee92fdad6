//! A round opens the year's self-assessment: from one template of the municipality's pack, for every public school (or for the municipality itself),
//! with a deadline, naming the year it looks back on and the year it plans for. The next year's is rolled from it ([`roll`]).
mod model;
mod pages;
mod queries;
pub mod roll;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

pub use model::{NewRound, Round, proposed_deadline};
pub use pages::router;
pub use queries::{all, find};

use crate::access::rules::CanOpenRound;
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::{RoundId, SchoolId, SelfAssessmentId};
use crate::model_pack::{Pack, Respondent};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::self_assessment;
use crate::text::InBoth;

/// Opens the round, makes the empty self-assessments, and tells every school's rektor. `Conflict` when the year's round of the template is open already.
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
    let mut made: Vec<(Option<SchoolId>, SelfAssessmentId)> = Vec::new();
    match template.respondent {
        Respondent::Owner => made.push((None, self_assessment::create(&mut *connection, can, round, None).await?.0)),
        Respondent::School => {
            let schools = municipality::schools(&mut *connection, can.municipality()).await?;
            for school in schools.iter().filter(|school| school.takes_part(today)) {
                let (id, _) = self_assessment::create(&mut *connection, can, round, Some(school.id)).await?;
                made.push((Some(school.id), id));
            }
        }
    }
    let title = InBoth::each(|lang| format!("{} {}", template.title.get(lang), self_assessment::school_year(new.looks_back_year)));
    announce(connection, can, &title, &made, now, today).await?;
    Ok(round)
}

/// Writes the event at every school and tells its rektor.
async fn announce(
    connection: &mut PgConnection,
    can: CanOpenRound,
    title: &InBoth,
    made: &[(Option<SchoolId>, SelfAssessmentId)],
    now: OffsetDateTime,
    today: Date,
) -> Result<()> {
    let opener = queries::opener(&mut *connection, can).await?;
    let rektors = municipality::leaders_of_all(&mut *connection, can.municipality(), today).await?;
    for (school, id) in made {
        let happening = Happening { kind: Kind::RoundOpened, audience: Audience::Both, school: *school, object: Some(*id), what: title };
        event::record_as(&mut *connection, can.municipality(), can.by(), &opener, now, &happening).await?;
        let Some(people) = school.and_then(|school| rektors.get(&school)) else { continue };
        let href = format!("/egenvurdering/{id}");
        let message = Message { notice: Notice::RoundOpened, who: &opener, what: title, href: &href };
        notification::tell(&mut *connection, can.municipality(), now, people, can.by(), &message).await?;
    }
    Ok(())
}
