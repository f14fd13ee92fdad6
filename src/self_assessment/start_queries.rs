//! Readings of self-assessments for the start page and the overview: what waits, and who wrote last.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::access::Actor;
use crate::access::rules::{CanOpenRound, FollowedSchools, Parts};
use crate::error::Result;
use crate::ids::{ModelPackId, PersonId, SelfAssessmentId};
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

/// Comments on a school's delivered answers that nobody has answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenComments {
    /// The self-assessment.
    pub id: SelfAssessmentId,
    /// The newest version that one of them belongs to.
    pub version: i32,
    /// How many.
    pub count: i64,
}

/// Comments that wait for an answer at the schools the actor is rektor of.
pub async fn open_comments(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<OpenComments>> {
    Ok(sqlx::query_as!(
        OpenComments,
        r#"select c.self_assessment_id as "id: SelfAssessmentId", max(d.version) as "version!", count(*) as "count!"
           from comment c join delivery d on d.municipality_id = c.municipality_id and d.id = c.delivery_id
           where c.municipality_id = $1 and c.school_id = any ($2)
             and not exists (select from comment_reply r where r.municipality_id = c.municipality_id and r.comment_id = c.id)
             and not exists (select from comment_closing g where g.municipality_id = c.municipality_id and g.comment_id = c.id)
           group by c.self_assessment_id order by c.self_assessment_id"#,
        actor.municipality.0,
        &actor.rektor_schools().iter().map(|school| school.0).collect::<Vec<_>>()
    )
    .fetch_all(connection)
    .await?)
}

/// A part that a member holds or has handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartHeld {
    /// The self-assessment.
    pub id: SelfAssessmentId,
    /// Key of the template.
    pub template: String,
    /// The pack version.
    pub pack: ModelPackId,
    /// Key of the part.
    pub part: String,
    /// Who holds it.
    pub name: String,
    /// The self-assessment's deadline.
    pub deadline: Date,
    /// When it was handed in; `None` when the member still works on it.
    pub handed_in_at: Option<OffsetDateTime>,
}

/// The parts given to others at the schools the actor is rektor of, in self-assessments that are still written: those handed in first, newest first.
pub async fn parts_held(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<PartHeld>> {
    Ok(sqlx::query_as!(
        PartHeld,
        r#"select a.id as "id: SelfAssessmentId", r.template, r.model_pack_id as "pack: ModelPackId", g.part, p.name, r.deadline, g.handed_in_at
           from part_assignment g
           join self_assessment a on a.municipality_id = g.municipality_id and a.document_id = g.document_id and a.state <> 'delivered'
           join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           join person p on p.municipality_id = g.municipality_id and p.id = g.person_id
           where g.municipality_id = $1 and g.school_id = any ($2) and g.withdrawn_at is null and g.person_id <> $3
           order by g.handed_in_at desc nulls last, r.deadline, g.part limit 40"#,
        actor.municipality.0,
        &actor.rektor_schools().iter().map(|school| school.0).collect::<Vec<_>>(),
        actor.person.0
    )
    .fetch_all(connection)
    .await?)
}

/// Comments of one's own on what a school delivered that nobody has answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentsAsked {
    /// The self-assessment.
    pub id: SelfAssessmentId,
    /// The newest version that one of them belongs to.
    pub version: i32,
    /// The school.
    pub school: String,
    /// How many.
    pub count: i64,
    /// When the oldest was written.
    pub since: OffsetDateTime,
}

/// What the actor asked schools about their delivered answers, as one who follows them up, and waits for an answer to; the oldest first.
pub async fn comments_asked(connection: &mut PgConnection, actor: &Actor, followed: &FollowedSchools) -> Result<Vec<CommentsAsked>> {
    Ok(sqlx::query_as!(
        CommentsAsked,
        r#"select c.self_assessment_id as "id: SelfAssessmentId", max(d.version) as "version!", s.name as "school!", count(*) as "count!",
             min(c.written_at) as "since!"
           from comment c
           join delivery d on d.municipality_id = c.municipality_id and d.id = c.delivery_id
           join school s on s.municipality_id = c.municipality_id and s.id = c.school_id
           where c.municipality_id = $1 and c.author_id = $2 and ($3 or c.school_id = any ($4))
             and not exists (select from comment_reply r where r.municipality_id = c.municipality_id and r.comment_id = c.id)
             and not exists (select from comment_closing g where g.municipality_id = c.municipality_id and g.comment_id = c.id)
           group by c.self_assessment_id, s.name order by min(c.written_at), c.self_assessment_id limit 20"#,
        actor.municipality.0,
        actor.person.0,
        followed.all(),
        &followed.ids()
    )
    .fetch_all(connection)
    .await?)
}

/// How far the schools that somebody follows up have come in the newest round of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedRound {
    /// Key of the template.
    pub template: String,
    /// The pack version.
    pub pack: ModelPackId,
    /// The school year it looks back on.
    pub year: i32,
    /// Its deadline.
    pub deadline: Date,
    /// How many of the followed schools are in it.
    pub count: i64,
    /// How many of them have delivered.
    pub delivered: i64,
}

/// The newest round of each template that schools answer, with how many of the followed schools have delivered.
pub async fn followed_rounds(connection: &mut PgConnection, actor: &Actor, followed: &FollowedSchools) -> Result<Vec<FollowedRound>> {
    Ok(sqlx::query_as!(
        FollowedRound,
        r#"with newest as (
             select distinct on (template) id, template, model_pack_id, looks_back_year, deadline from round
             where municipality_id = $1 and respondent = 'school' order by template, looks_back_year desc)
           select n.template as "template!", n.model_pack_id as "pack!: ModelPackId", n.looks_back_year as "year!", n.deadline as "deadline!",
             count(a.id) as "count!", count(a.id) filter (where a.state = 'delivered') as "delivered!"
           from newest n left join self_assessment a on a.municipality_id = $1 and a.round_id = n.id and ($2 or a.school_id = any ($3))
           group by n.id, n.template, n.model_pack_id, n.looks_back_year, n.deadline order by n.deadline, n.id"#,
        actor.municipality.0,
        followed.all(),
        &followed.ids()
    )
    .fetch_all(connection)
    .await?)
}
