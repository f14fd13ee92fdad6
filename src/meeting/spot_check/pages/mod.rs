//! The pages of a spot check. Each of them finds the meeting first, then the check, so that it does not exist for those who do not read it.
mod agree;
mod case;
mod draw;
mod show;

use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::MeetingId;
use crate::meeting::model::Participant;
use crate::meeting::pages::crumbs;
use crate::meeting::queries::load;
use crate::meeting::spot_check::model::Check;
use crate::web::routes::Routes;
use crate::writing;

/// The pages of this slice.
pub fn routes() -> Routes {
    Routes::new().merge(show::routes()).merge(draw::routes()).merge(case::routes()).merge(agree::routes())
}

async fn enter(app: &App, tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<Check> {
    Check::of(actor, load(app, tx, actor, id).await?)
}

/// The same when nobody can approve the minutes, draw or write before the transaction is over.
async fn enter_held(app: &App, tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<Check> {
    let check = enter(app, tx, actor, id).await?;
    writing::hold(tx, check.meeting.minutes).await?;
    enter(app, tx, actor, id).await
}

/// Where a page of the check is.
fn steps(actor: &Actor, check: &Check, page: Option<(String, String)>) -> Result<Vec<(String, String)>> {
    let mut steps = crumbs(actor, &check.meeting)?;
    steps.push((check.href(), check.title(actor.lang)));
    steps.extend(page);
    Ok(steps)
}

/// Names that are no secret in a check: those who meet, the school, the municipality.
fn known<'a>(actor: &'a Actor, check: &'a Check, participants: &'a [Participant]) -> Vec<&'a str> {
    let meeting = &check.meeting;
    let mut known: Vec<&str> = participants.iter().map(|one| one.name.as_str()).collect();
    known.extend([meeting.with(), actor.municipality_name.as_str(), meeting.leader_name.as_str()]);
    known
}
