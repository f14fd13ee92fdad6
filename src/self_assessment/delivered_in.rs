//! That self-assessments were delivered, for the trace of internal control.
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::access::Actor;
use crate::error::Result;
use crate::ids::SelfAssessmentId;

/// A delivery of a school.
#[derive(Debug, Clone)]
pub struct DeliveredIn {
    /// The self-assessment.
    pub id: SelfAssessmentId,
    /// Name of the school.
    pub school: String,
    /// The school year that it looks back on, by the year it starts.
    pub looks_back_year: i32,
    /// Number of the version.
    pub version: i32,
    /// When.
    pub at: OffsetDateTime,
}

/// What schools delivered from a moment until another, the first first, of those that the actor follows up: that they did, and nothing of what is in it. One
/// statement.
///
/// # Errors
///
/// When the database does not answer.
pub async fn delivered_in(
    connection: &mut PgConnection,
    actor: &Actor,
    (from, to): (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<DeliveredIn>> {
    let schools: Vec<i64> = actor.overseen.iter().map(|school| school.0).collect();
    let rows = sqlx::query_as!(
        DeliveredIn,
        r#"select a.id as "id: SelfAssessmentId", s.name as school, r.looks_back_year, d.version, d.delivered_at as at from delivery d
           join self_assessment a on a.municipality_id = d.municipality_id and a.id = d.self_assessment_id
           join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           join school s on s.municipality_id = a.municipality_id and s.id = a.school_id
           where d.municipality_id = $1 and ($2 or a.school_id = any ($3)) and d.delivered_at >= $4 and d.delivered_at < $5
           order by d.delivered_at, d.id"#,
        actor.municipality.0,
        actor.is_owner(),
        &schools,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
