//! What plans ask of one person right now, for their start page.
use sqlx::PgConnection;
use time::Duration;

use super::check::short;
use super::model::State;
use super::queries::{self, Wanted};
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::text::{dates, text, text_with};

/// So long before its day a plan that is not delivered is told of.
const AHEAD: Duration = Duration::days(21);

/// Something to do, with its address and its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Where.
    pub href: String,
    /// What, as a sentence.
    pub what: String,
    /// By when; may be empty.
    pub when: String,
}

/// Plans to deliver soon, and actions whose day has come, of the schools that the actor leads.
///
/// # Errors
///
/// When the database does not answer.
pub async fn waiting(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Waiting>> {
    let schools = actor.rektor_schools();
    let mut waiting = Vec::new();
    if schools.is_empty() {
        return Ok(waiting);
    }
    for plan in queries::plans(app, &mut *connection, actor, Wanted::default()).await? {
        let soon = schools.contains(&plan.school) && plan.state == State::Draft && plan.versions == 0 && plan.due - AHEAD <= actor.today;
        if soon {
            let name = plan.template()?.name_definite.get(actor.lang).to_owned();
            let what = text_with(actor.lang, "plan-waits", &[("name", &name)]);
            waiting.push(Waiting { href: plan.href(), what, when: dates::near(plan.due, actor.today) });
        }
    }
    for due in queries::checks_due(connection, actor, &schools, actor.today).await? {
        let name = if due.what.is_empty() { text(actor.lang, "plan-action-without-words").into_owned() } else { short(&due.what) };
        waiting.push(Waiting {
            href: format!("/planar/{}/tiltak/{}", due.plan, due.action),
            what: text_with(actor.lang, "plan-check-waits", &[("action", &name)]),
            when: dates::near(due.day, actor.today),
        });
    }
    Ok(waiting)
}
