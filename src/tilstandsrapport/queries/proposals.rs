//! SQL for `report_proposal` and `report_progress`.
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::{CanArrangeReport, CanFollowUpDecision};
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, ReportId, ReportProposalId, ReportQuestionId};
use crate::indicator::SchoolYear;
use crate::tilstandsrapport::decision::{Outcome, Progress, Proposal, Question, questions_in};

/// What the council is asked to decide, in order, as far as the actor sees it, with what was said last of each.
pub async fn proposals(connection: &mut PgConnection, municipality: MunicipalityId, report: ReportId) -> Result<Vec<Proposal>> {
    let rows = sqlx::query!(
        r#"select p.id as "id: ReportProposalId", p.body, p.cost, p.responsible, p.responsible_person as "person: PersonId", n.name as "person_name?", p.outcome, p.decided, p.due, g.state as "state?", g.words as "words?", g.said_at as "said_at?"
           from report_proposal p left join person n on n.municipality_id = p.municipality_id and n.id = p.responsible_person
           left join lateral (select state, words, said_at from report_progress g where g.municipality_id = p.municipality_id and g.proposal_id = p.id
             order by g.id desc limit 1) g on true
           where p.municipality_id = $1 and p.report_id = $2 and p.removed_at is null
           order by p.position, p.id"#,
        municipality.0,
        report.0
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().enumerate().map(|(place, row)| Proposal {
        id: row.id,
        number: place + 1,
        body: row.body,
        cost: row.cost,
        responsible: row.responsible,
        person: row.person.zip(row.person_name),
        outcome: row.outcome.as_deref().and_then(Outcome::parse),
        decided: row.decided,
        due: row.due,
        progress: match (row.state.as_deref().and_then(Progress::parse), row.words, row.said_at) {
            (Some(state), Some(words), Some(at)) => Some((state, words, at)),
            _ => None,
        },
    });
    Ok(rows.collect())
}

/// What is proposed.
#[derive(Debug, Clone)]
pub struct NewProposal {
    /// What.
    pub body: String,
    /// In kroner; `None`: within the budget.
    pub cost: Option<i64>,
    /// Who does it, in words.
    pub responsible: String,
    /// And the person.
    pub person: Option<PersonId>,
}

/// Adds a proposal at the end; once for a form.
pub async fn propose(connection: &mut PgConnection, actor: &Actor, can: CanArrangeReport, new: &NewProposal, save_id: Uuid) -> Result<()> {
    sqlx::query!(
        "insert into report_proposal (municipality_id, report_id, position, body, within_budget, cost, responsible, responsible_person, made_at, made_by_name, save_id)
         select $1, $2, (select coalesce(max(position), 0) + 1 from report_proposal where municipality_id = $1 and report_id = $2)::smallint, $3, $4, $5, $6, $10, $7, $8, $9
         on conflict on constraint report_proposal_save_once do nothing",
        can.municipality().0,
        can.report().0,
        new.body,
        new.cost.is_none(),
        new.cost,
        new.responsible,
        actor.now,
        actor.name,
        save_id,
        new.person.map(|id| id.0)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a proposal away before the council has had it; `false` when it is not there.
pub async fn remove_proposal(connection: &mut PgConnection, actor: &Actor, can: CanArrangeReport, id: ReportProposalId) -> Result<bool> {
    let done = sqlx::query!(
        "update report_proposal set removed_at = $4 where municipality_id = $1 and report_id = $2 and id = $3 and removed_at is null and outcome is null",
        can.municipality().0,
        can.report().0,
        id.0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Names who is responsible for a decision, or nobody but those who are named in words.
pub async fn name_responsible(
    connection: &mut PgConnection,
    can: CanArrangeReport,
    id: ReportProposalId,
    person: Option<PersonId>,
) -> Result<()> {
    sqlx::query!(
        "update report_proposal set responsible_person = $4 where municipality_id = $1 and report_id = $2 and id = $3 and removed_at is null",
        can.municipality().0,
        can.report().0,
        id.0,
        person.map(|id| id.0)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the council asked, in order.
pub async fn questions(connection: &mut PgConnection, municipality: MunicipalityId, report: ReportId) -> Result<Vec<Question>> {
    let rows = sqlx::query!(
        r#"select id as "id: ReportQuestionId", body, answer, answered_at, answered_by_name from report_question
           where municipality_id = $1 and report_id = $2 order by position"#,
        municipality.0,
        report.0
    )
    .fetch_all(connection)
    .await?;
    let question =
        |id, body, answer, at: Option<_>, by: Option<_>| Question { id, body, answer: at.zip(by).map(|(at, by)| (answer, at, by)) };
    Ok(rows.into_iter().map(|row| question(row.id, row.body, row.answer, row.answered_at, row.answered_by_name)).collect())
}

/// Answers what the council asked; the last answer stands. `false` when there is no such question.
pub async fn answer_question(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanArrangeReport,
    id: ReportQuestionId,
    answer: &str,
) -> Result<bool> {
    let done = sqlx::query!(
        "update report_question set answer = $4, answered_at = $5, answered_by_name = $6 where municipality_id = $1 and report_id = $2 and id = $3",
        can.municipality().0,
        can.report().0,
        id.0,
        answer,
        actor.now,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Writes down what the council did with each, on which day and in which case, and what it asked: once.
pub async fn decide(
    connection: &mut PgConnection,
    can: CanArrangeReport,
    (decided_on, case_number, questions): (Date, &str, &str),
    outcomes: &[(ReportProposalId, Outcome, String, Option<Date>)],
) -> Result<()> {
    let written = sqlx::query!(
        "update report set decided_on = $3, case_number = $4, questions = $5 where municipality_id = $1 and id = $2 and decided_on is null",
        can.municipality().0,
        can.report().0,
        decided_on,
        case_number,
        questions
    )
    .execute(&mut *connection)
    .await?;
    if written.rows_affected() == 0 {
        return Err(AppError::Conflict("error-report-closed"));
    }
    let questions: Vec<String> = questions_in(questions).map(str::to_owned).collect();
    sqlx::query!(
        "insert into report_question (municipality_id, report_id, position, body)
         select $1, $2, place::smallint, body from unnest($3::text[]) with ordinality as q (body, place) on conflict on constraint report_question_once do nothing",
        can.municipality().0,
        can.report().0,
        &questions
    )
    .execute(&mut *connection)
    .await?;
    for (id, outcome, decided, due) in outcomes {
        sqlx::query!(
            "update report_proposal set outcome = $4, decided = $5, due = $6 where municipality_id = $1 and report_id = $2 and id = $3 and removed_at is null",
            can.municipality().0,
            can.report().0,
            id.0,
            outcome.key(),
            decided,
            *due
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Says what has become of a decision; once for a form.
pub async fn progress(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowUpDecision,
    (state, words): (Progress, &str),
    save_id: Uuid,
) -> Result<()> {
    sqlx::query!(
        "insert into report_progress (municipality_id, proposal_id, state, words, said_at, said_by_name, save_id)
         select $1, p.id, $4, $5, $6, $7, $8 from report_proposal p where p.municipality_id = $1 and p.report_id = $2 and p.id = $3
         on conflict on constraint report_progress_save_once do nothing",
        can.municipality().0,
        can.report().0,
        can.proposal().0,
        state.key(),
        words,
        actor.now,
        actor.name,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the council decided on the report of the year before, in order, and what it asked then, as far as the reader sees it.
pub async fn decided_before(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    year: SchoolYear,
) -> Result<(Vec<Proposal>, Vec<Question>)> {
    let before = sqlx::query_scalar!(
        r#"select id as "id: ReportId" from report where municipality_id = $1 and school_year = $2"#,
        municipality.0,
        year.0.saturating_sub(1)
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(before) = before else { return Ok(<_>::default()) };
    let mut decided = proposals(&mut *connection, municipality, before).await?;
    decided.retain(|proposal| proposal.outcome.is_some());
    Ok((decided, questions(connection, municipality, before).await?))
}
