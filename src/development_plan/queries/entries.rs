//! SQL that reads what was said of actions.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::standing;
use crate::access::Actor;
use crate::development_plan::action::{Effect, Entry};
use crate::development_plan::milestone::Reached;
use crate::development_plan::model::Plan;
use crate::error::Result;
use crate::ids::{PersonId, PlanActionId, PlanMilestoneId};
use crate::indicator::SchoolYear;

struct Row {
    action: PlanActionId,
    state: String,
    words: String,
    effect: Option<String>,
    next_check: Option<Date>,
    said_at: OffsetDateTime,
    by: PersonId,
    said_by_name: String,
    for_owner: bool,
}

impl Row {
    fn entry(self) -> Result<(PlanActionId, Entry)> {
        let entry = Entry {
            standing: standing(&self.state)?,
            words: self.words,
            effect: self.effect.as_deref().and_then(Effect::parse),
            next_check: self.next_check,
            at: self.said_at,
            by: (self.by, self.said_by_name),
            for_owner: self.for_owner,
        };
        Ok((self.action, entry))
    }
}

/// What was said of a plan since it was written.
#[derive(Debug, Default)]
pub struct Said {
    /// Of its actions, the newest first.
    pub entries: Vec<(PlanActionId, Entry)>,
    /// That milestones are reached.
    pub reached: Vec<(PlanMilestoneId, Reached)>,
}

impl Said {
    /// What was said last of an action.
    pub fn last(&self, action: i64) -> Option<&Entry> {
        self.entries.iter().find(|(of, _)| of.0 == action).map(|(_, entry)| entry)
    }
}

/// What was said of a plan (of one action, when it is given).
pub async fn said(connection: &mut PgConnection, plan: &Plan, action: Option<PlanActionId>) -> Result<Said> {
    let entries = entries(&mut *connection, plan, action).await?;
    Ok(Said { entries, reached: super::milestones::reached(connection, plan).await? })
}

/// What was said of a plan's actions (of one, when it is given), the newest first. Those who follow the school up read what is for them.
async fn entries(connection: &mut PgConnection, plan: &Plan, action: Option<PlanActionId>) -> Result<Vec<(PlanActionId, Entry)>> {
    if !plan.rights.hears {
        return Ok(Vec::new());
    }
    let rows = sqlx::query_as!(
        Row,
        r#"select e.action_id as "action: PlanActionId", e.state, e.words, e.effect, e.next_check, e.said_at, e.said_by as "by: PersonId", e.said_by_name,
             e.for_owner
           from plan_action_entry e
           where e.municipality_id = $1 and e.document_id = $2 and ($3::bigint is null or e.action_id = $3) and (e.for_owner or not $4)
           order by e.id desc"#,
        plan.document.municipality.0,
        plan.document.document.0,
        action.map(|id| id.0),
        plan.rights.follows
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::entry).collect()
}

/// What was said last of each action of the plans of a school year, of what is for those who follow schools up.
pub async fn followed_entries(connection: &mut PgConnection, actor: &Actor, year: SchoolYear) -> Result<Vec<(PlanActionId, Entry)>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select distinct on (e.action_id) e.action_id as "action: PlanActionId", e.state, e.words, e.effect, e.next_check, e.said_at,
             e.said_by as "by: PersonId", e.said_by_name, e.for_owner
           from plan_action_entry e
           join development_plan p on p.municipality_id = e.municipality_id and p.document_id = e.document_id
           where e.municipality_id = $1 and e.for_owner and $2 between p.first_year and p.last_year
           order by e.action_id, e.id desc"#,
        actor.municipality.0,
        year.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::entry).collect()
}
