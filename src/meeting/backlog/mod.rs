//! Topics that wait for the next meeting of a kind that gathers many schools: what somebody brings between two meetings, and what was left in one
//! (`docs/meetings.md`). Who brings and reads is in `access/rules/backlog.rs`; onto an agenda they come through the meeting's own rights.
mod model;
mod pages;
mod queries;

pub use pages::{WaitingRow, routes, waiting_for};

use sqlx::PgConnection;
use uuid::Uuid;

use super::field::{Field, Outcome};
use super::model::{Meeting, Point};
use crate::access::Actor;
use crate::access::rules::CanBring;
use crate::error::Result;
use crate::ids::AreaId;
use crate::model_pack::Setting;
use crate::municipality;

/// Brings a topic to meetings of a kind with an area, a network or all schools (`None`), where the actor meets.
pub async fn bring(
    connection: &mut PgConnection,
    actor: &Actor,
    (kind, group): (&str, Option<AreaId>),
    title: &str,
    save_id: Uuid,
) -> Result<()> {
    let schools = municipality::schools(connection, actor.municipality).await?;
    queries::bring(connection, actor, CanBring::to(actor, group, &schools)?, kind, title, save_id).await
}

/// Lets the topics wait that were left in a meeting of many schools, when its minutes are approved. Fixed points come again by themselves.
pub async fn keep_what_was_left(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: &Meeting,
    points: &[Point],
    outcome_of: impl Fn(&str) -> Option<Outcome>,
) -> Result<()> {
    if meeting.kind()?.setting == Setting::Schools {
        for point in points.iter().filter(|point| point.key.is_none()) {
            if outcome_of(&Field::Outcome(point.id).name()) == Some(Outcome::NotNow) {
                queries::leave(connection, actor, meeting, &point.title).await?;
            }
        }
    }
    Ok(())
}
