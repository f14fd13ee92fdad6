//! What plans ask of one person right now, for their start page.
use sqlx::PgConnection;
use time::Duration;

use super::check::short;
use super::model::{Plan, State};
use super::queries::{self, Wanted};
use crate::App;
use crate::access::Actor;
use crate::calendar;
use crate::desk::Item;
use crate::error::Result;
use crate::meeting;
use crate::text::{ToArgument, dates, text, text_with};

/// So long before its day a plan that is not delivered is told of.
const AHEAD: Duration = Duration::days(21);

/// So long after a talk the rektor is asked whether it changed the plan.
const ASKED_FOR: Duration = Duration::days(21);

/// After the talk that the pack names, whether it changed something in the plan that was delivered before it: asked of the rektor for some weeks.
async fn revision(app: &App, connection: &mut PgConnection, actor: &Actor, plans: &[Plan]) -> Result<Option<Item>> {
    let own = actor.rektor_schools();
    let year = calendar::school_year_of(actor.today);
    let current = |plan: &&Plan| {
        own.contains(&plan.school) && (plan.first_year.0..=plan.last_year.0).contains(&year) && plan.state == State::Delivered
    };
    let Some(plan) = plans.iter().find(current) else { return Ok(None) };
    let template = plan.template()?;
    let Some(kind) = &template.revised_after else { return Ok(None) };
    let delivered = queries::newest_version(&mut *connection, plan).await?.at;
    let since = (actor.now - ASKED_FOR).max(delivered);
    let been = meeting::been_with(app, connection, actor, plan.school, since).await?;
    Ok(been.into_iter().find(|been| been.kind == *kind).map(|been| {
        let words = [("meeting", &been.title as &dyn ToArgument), ("name", &template.name_definite.get(actor.lang))];
        Item::by(
            format!("{}/versjon/{}#endring", plan.href(), plan.versions),
            text_with(actor.lang, "plan-revision-waits", &words),
            Some(dates::norwegian_date(been.starts_at)),
        )
    }))
}

/// Plans to deliver soon, and actions whose day has come, of the schools that the actor leads.
///
/// # Errors
///
/// When the database does not answer.
pub async fn waiting(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Item>> {
    let schools = actor.rektor_schools();
    let mut waiting = Vec::new();
    if schools.is_empty() {
        return Ok(waiting);
    }
    let plans = queries::plans(app, &mut *connection, actor, Wanted::default()).await?;
    for plan in &plans {
        let soon = schools.contains(&plan.school) && plan.state == State::Draft && plan.versions == 0 && plan.due - AHEAD <= actor.today;
        if soon {
            let name = plan.template()?.name_definite.get(actor.lang).to_owned();
            let what = text_with(actor.lang, "plan-waits", &[("name", &name)]);
            waiting.push(Item::by(plan.href(), what, Some(plan.due)));
        }
    }
    if let Some(asked) = revision(app, &mut *connection, actor, &plans).await? {
        waiting.push(asked);
    }
    for due in queries::checks_due(connection, actor, &schools, actor.today).await? {
        let name = if due.what.is_empty() { text(actor.lang, "plan-action-without-words").into_owned() } else { short(&due.what) };
        let what = text_with(actor.lang, if due.milestone { "plan-milestone-waits" } else { "plan-check-waits" }, &[("action", &name)]);
        waiting.push(Item::by(format!("/planar/{}/tiltak/{}", due.plan, due.action), what, Some(due.day)));
    }
    Ok(waiting)
}
