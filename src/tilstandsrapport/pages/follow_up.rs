//! What became of what the council decided and asked, through the year after: how far a decision has come, who is responsible for it, and answers.
use axum::extract::State as Extract;
use axum::response::Response;

use super::decided::{self, RefusedProgress, Sent};
use super::proposals::{LONGEST, chosen_person, people};
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{ReportId, ReportProposalId, ReportQuestionId};
use crate::text::text;
use crate::tilstandsrapport::decision::{Outcome, Progress, Proposal};
use crate::tilstandsrapport::model::{Report, text_within};
use crate::tilstandsrapport::queries;
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/tilstandsrapport/{report}/vedtak/{proposal}/status", progress)
        .post("/tilstandsrapport/{report}/vedtak/{proposal}/ansvarleg", name_responsible)
        .post("/tilstandsrapport/{report}/svar/{question}", answer)
}

/// The most characters of an answer to the council.
const LONGEST_ANSWER: usize = 4000;

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgressForm {
    #[serde(default)]
    status: String,
    #[serde(default)]
    ord: String,
    save_id: String,
}

async fn progress(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, proposal)): Path<(ReportId, ReportProposalId)>,
    Form(form): Form<ProgressForm>,
) -> Result<Response> {
    let save_id = save_id(&form.save_id)?;
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let known = decision(&mut tx, &actor, &report, proposal).await?;
    let can = report.rights.can_follow_up(known.id, known.person.as_ref().map(|(id, _)| *id))?;
    if !known.outcome.is_some_and(Outcome::is_a_task) {
        return Err(AppError::Conflict("error-report-no-task"));
    }
    let state = Progress::parse(&form.status);
    let said = match (state, text_within(&form.ord, LONGEST, lang)) {
        (None, _) => Err(text(lang, "error-report-progress").into_owned()),
        (Some(Progress::Stopped), Ok(words)) if words.trim().is_empty() => Err(text(lang, "error-report-stopped").into_owned()),
        (Some(state), words) => words.map(|words| (state, words)),
    };
    match said {
        Ok((state, words)) => {
            queries::progress(&mut tx, &actor, can, (state, &words), save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/vedtak", report.href()), Flash::Saved))
        }
        Err(sentence) => {
            let refused = RefusedProgress { of: proposal, state, words: form.ord, sentence };
            decided::draw(&mut tx, &actor, &report, Sent { progress: Some(refused), ..Sent::default() }).await
        }
    }
}

/// A decision of a report that the actor sees.
async fn decision(tx: &mut Tx, actor: &Actor, report: &Report, id: ReportProposalId) -> Result<Proposal> {
    let proposals = queries::proposals(tx, actor.municipality, report.id).await?;
    proposals.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonForm {
    #[serde(default)]
    person: String,
}

async fn name_responsible(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, proposal)): Path<(ReportId, ReportProposalId)>,
    Form(form): Form<PersonForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    let known = decision(&mut tx, &actor, &report, proposal).await?;
    if !known.outcome.is_some_and(Outcome::is_a_task) {
        return Err(AppError::Conflict("error-report-no-task"));
    }
    let people = people(&mut tx, &actor, &form.person).await?;
    match chosen_person(&people, &form.person, actor.lang) {
        Ok(person) => {
            queries::name_responsible(&mut tx, can, proposal, person).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/vedtak#vedtak-{proposal}", report.href()), Flash::Saved))
        }
        Err(sentence) => decided::draw(&mut tx, &actor, &report, Sent { person: Some((proposal, sentence)), ..Sent::default() }).await,
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerForm {
    #[serde(default)]
    svar: String,
}

async fn answer(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, question)): Path<(ReportId, ReportQuestionId)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    match short_text(&form.svar, LONGEST_ANSWER, text(lang, "error-report-question-answer"), lang) {
        Ok(words) => {
            if !queries::answer_question(&mut tx, &actor, can, question, &words).await? {
                return Err(AppError::NotFound);
            }
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/vedtak#sporsmal-{question}", report.href()), Flash::Saved))
        }
        Err(sentence) => {
            let sent = Sent { answer: Some((question, form.svar, sentence)), ..Sent::default() };
            decided::draw(&mut tx, &actor, &report, sent).await
        }
    }
}
