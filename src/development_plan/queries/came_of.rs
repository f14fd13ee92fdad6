//! SQL for the way forward from a source: the actions that came of it.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::{PlanFacts, PlanRights};
use crate::development_plan::frozen::Content;
use crate::development_plan::model::State;
use crate::development_plan::why::Kind;
use crate::error::{AppError, Result};
use crate::ids::{DocumentId, PlanActionId, PlanId, SchoolId};
use crate::writing::DocumentRef;

/// The actions that came of a source: address and what is done. Of plans that the actor reads as they stand, as it stands; of those of the source's school
/// that the actor follows up, as it was delivered.
pub async fn came_of(
    connection: &mut PgConnection,
    actor: &Actor,
    (kind, target): (Kind, i64),
    school: Option<SchoolId>,
) -> Result<Vec<(String, String)>> {
    let followed = school.filter(|school| actor.oversees(*school) && !actor.draft_schools().contains(school));
    match followed {
        Some(school) => delivered(connection, actor, (kind, target), school).await,
        None => live(connection, actor, kind, target).await,
    }
}

/// As it stands.
async fn live(connection: &mut PgConnection, actor: &Actor, kind: Kind, target: i64) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"select distinct on (a.id) p.id as "plan: PlanId", a.id as "action: PlanActionId", a.part, coalesce(f.value, '') as "what!",
             p.school_id as "school: SchoolId", p.document_id as "document: DocumentId", p.state, p.shared_at as "shared_at: OffsetDateTime",
             array(select g.part from part_assignment g where g.municipality_id = p.municipality_id and g.document_id = p.document_id
                    and g.person_id = $2 and g.withdrawn_at is null) as "assigned!"
           from plan_why w
           join plan_action a on a.municipality_id = w.municipality_id and a.id = w.action_id and a.removed_at is null
           join plan_goal m on m.municipality_id = a.municipality_id and m.id = a.goal_id and m.removed_at is null
           join development_plan p on p.municipality_id = a.municipality_id and p.id = a.plan_id
           left join text_field f on f.municipality_id = a.municipality_id and f.document_id = a.document_id and f.field = 't' || a.id || '.kva'
           where w.municipality_id = $1 and w.kind = $3 and w.target_id = $4 and w.removed_at is null order by a.id"#,
        actor.municipality.0,
        actor.person.0,
        kind.key(),
        target
    )
    .fetch_all(connection)
    .await?;
    let mut came = Vec::new();
    for row in rows {
        let state = State::parse(&row.state).ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown state of a plan")))?;
        let facts = PlanFacts {
            id: row.plan,
            school: row.school,
            document: DocumentRef::draft(actor.municipality, row.document, Some(row.school)),
            state,
            shared: row.shared_at.is_some(),
            has_delivery: false,
            assigned: row.assigned,
        };
        if PlanRights::of(actor, facts).is_ok_and(|rights| rights.reads.include(&row.part)) && !row.what.is_empty() {
            came.push((format!("/planar/{}/tiltak/{}", row.plan, row.action), row.what));
        }
    }
    Ok(came)
}

/// As it was delivered by a school that the actor follows up.
async fn delivered(
    connection: &mut PgConnection,
    actor: &Actor,
    (kind, target): (Kind, i64),
    school: SchoolId,
) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"select distinct on (d.plan_id) d.plan_id as "plan: PlanId", d.content as "content: Json<Content>"
           from plan_delivery d where d.municipality_id = $1 and d.school_id = $2 order by d.plan_id, d.version desc"#,
        actor.municipality.0,
        school.0
    )
    .fetch_all(connection)
    .await?;
    let mut came = Vec::new();
    for row in &rows {
        let of_it = |action: &crate::development_plan::frozen::Action| {
            action.why.iter().any(|why| why.kind == kind.key() && why.href == kind.href(target))
        };
        let actions = row.content.actions().map(|(_, action)| action).filter(|action| of_it(action) && !action.what.is_empty());
        came.extend(actions.map(|action| (format!("/planar/{}/tiltak/{}", row.plan, action.id), action.what.clone())));
    }
    Ok(came)
}
