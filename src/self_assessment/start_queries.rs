//! Readings of self-assessments for the start page and the overview: what waits, and who wrote last.
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::access::rules::{CanOpenRound, Parts};
use crate::error::Result;
use crate::ids::{PersonId, SelfAssessmentId};
use crate::writing::DocumentRef;

/// A school's request for reopening that nobody has answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingRequest {
    /// The self-assessment.
    pub id: SelfAssessmentId,
    /// The school.
    pub school: String,
    /// When it was asked for.
    pub at: OffsetDateTime,
}

/// Requests for reopening that wait for skoleeier, oldest first.
pub async fn requests_to_reopen(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<WaitingRequest>> {
    if CanOpenRound::of(actor).is_err() {
        return Ok(Vec::new());
    }
    Ok(sqlx::query_as!(
        WaitingRequest,
        r#"select q.self_assessment_id as "id: SelfAssessmentId", s.name as school, q.requested_at as at
           from reopening_request q
           join self_assessment a on a.municipality_id = q.municipality_id and a.id = q.self_assessment_id and a.state = 'delivered'
           join school s on s.municipality_id = a.municipality_id and s.id = a.school_id
           where q.municipality_id = $1
             and not exists (select from reopening r where r.municipality_id = q.municipality_id and r.delivery_id = q.delivery_id)
           order by q.requested_at, q.id"#,
        actor.municipality.0
    )
    .fetch_all(connection)
    .await?)
}

/// A person's newest save in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// Key of the part; `_` for what belongs to the whole.
    pub part: String,
    /// When.
    pub at: OffsetDateTime,
    /// Who.
    pub by: PersonId,
    /// Their name.
    pub name: String,
}

/// Each person's newest save in the parts that are read, newest first, at most six people.
pub async fn latest_saves(connection: &mut PgConnection, document: DocumentRef, reads: &Parts) -> Result<Vec<Save>> {
    let parts = match reads {
        Parts::All => None,
        Parts::Only(parts) => Some(parts.as_slice()),
    };
    Ok(sqlx::query_as!(
        Save,
        r#"with newest as (
             select distinct on (f.saved_by) f.saved_by, f.part, f.saved_at from text_field f
             where f.municipality_id = $1 and f.document_id = $2 and ($3::text[] is null or f.part = any ($3))
             order by f.saved_by, f.saved_at desc)
           select n.part as "part!", n.saved_at as "at!", n.saved_by as "by!: PersonId", p.name
           from newest n join person p on p.municipality_id = $1 and p.id = n.saved_by
           order by n.saved_at desc limit 6"#,
        document.municipality.0,
        document.document.0,
        parts
    )
    .fetch_all(connection)
    .await?)
}
