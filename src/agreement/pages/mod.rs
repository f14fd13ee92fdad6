//! The pages of agreements: making them in a meeting, the ledgers, one agreement and moving it on.
mod ledger;
mod make;
mod one;
mod step;

use sqlx::PgConnection;

use super::model::{Agreement, Giver};
use super::origin::meeting_of;
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::PersonId;
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::web::routes::Routes;

pub use make::{make_carried, make_typed};

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new().merge(ledger::routes()).merge(make::routes()).merge(one::routes()).merge(step::routes())
}

/// The people of a side whom an agreement concerns: who takes part in its meeting, and of a meeting about one school its rektor. Who leads one of several
/// schools and was not there does not see what was agreed.
async fn people_of(connection: &mut PgConnection, actor: &Actor, agreement: &Agreement, giver: Giver) -> Result<Vec<PersonId>> {
    let candidates = queries::candidates(&mut *connection, actor, agreement.meeting).await?;
    let school = agreement.of_school.as_ref().map(|(school, _)| *school).or(agreement.school);
    let of_side = candidates.into_iter().filter(|one| {
        one.giver == giver && (agreement.school.is_some() || school.is_none() || one.school.is_none() || one.school == school)
    });
    let mut people: Vec<PersonId> = of_side.map(|one| one.person).collect();
    if let (Giver::School, Some(school)) = (giver, agreement.school) {
        people.extend(municipality::leaders_of(connection, actor.municipality, school, actor.today).await?);
    }
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Tells people something about an agreement: that it is, in which meeting, and never what was written.
async fn tell(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    agreement: &Agreement,
    notice: Notice,
    people: &[PersonId],
) -> Result<()> {
    let what = meeting_of(app, connection, actor, agreement).await?;
    let message = Message { notice, who: &actor.name_and_title(), what: &what, href: &agreement.href() };
    notification::tell(connection, actor.municipality, actor.now, people, Some(actor.person), &message).await
}
