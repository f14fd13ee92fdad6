//! What the council decided and asked: the page, and the form that writes it down.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use time::Date;

use super::proposals::{LONGEST, people};
use super::side;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{PersonId, ReportId, ReportProposalId, ReportQuestionId};
use crate::text::{dates, text, text_with};
use crate::tilstandsrapport::compose::became;
use crate::tilstandsrapport::decision::{Outcome, Progress, Proposal, Question, questions_in};
use crate::tilstandsrapport::model::{Report, text_within};
use crate::tilstandsrapport::queries;
use crate::web::extract::{Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/tilstandsrapport/{report}/vedtak", decided).post("/tilstandsrapport/{report}/vedtak", decide)
}

/// The most characters of all that it asked.
const LONGEST_QUESTIONS: usize = 8000;
/// The most questions of one meeting.
const MOST_QUESTIONS: usize = 200;

/// A choice of a form.
struct Choice {
    value: &'static str,
    name: String,
    chosen: bool,
}

/// Something that the council asked.
struct QuestionRow {
    id: ReportQuestionId,
    body: String,
    answer: String,
    answered: Option<String>,
    /// The answer as it was typed, and what is wrong with it.
    typed: String,
    error: Option<String>,
}

/// A decision, with its forms.
struct DecidedRow {
    id: ReportProposalId,
    number: usize,
    proposed: String,
    about: String,
    outcome: Option<String>,
    decided: String,
    decided_error: Option<String>,
    due: String,
    due_words: String,
    due_error: Option<String>,
    outcome_error: Option<String>,
    outcomes: Vec<Choice>,
    became: String,
    states: Vec<Choice>,
    follows: bool,
    /// The actor says what became of it.
    says: bool,
    late: bool,
    /// Those who can be responsible, and whether one is.
    people: Vec<(PersonId, String, bool)>,
    /// Somebody was named who cannot be.
    person_error: Option<String>,
    /// What was typed of what became of it, and what is wrong with it.
    typed: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/decided.html")]
struct DecidedPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    lead: String,
    rows: Vec<DecidedRow>,
    arranges: bool,
    /// The form for what the council did is shown.
    editing: bool,
    date: String,
    case: String,
    questions: String,
    asked: Vec<QuestionRow>,
    errors: Vec<(String, String)>,
    front: String,
}

impl DecidedPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// What was typed when something was refused.
#[derive(Default)]
pub struct Sent<'a> {
    /// The form that writes it down.
    pub pairs: Option<&'a Pairs>,
    /// What is wrong with that one.
    pub errors: Vec<(String, String)>,
    /// What became of a decision.
    pub progress: Option<RefusedProgress>,
    /// Who is responsible for it, and what is wrong with that.
    pub person: Option<(ReportProposalId, String)>,
    /// An answer as it was typed, and what is wrong with it.
    pub answer: Option<(ReportQuestionId, String, String)>,
}

/// What was said of a decision, as it was typed, and what is wrong with it.
pub struct RefusedProgress {
    pub of: ReportProposalId,
    pub state: Option<Progress>,
    pub words: String,
    pub sentence: String,
}

fn question_row(question: Question, actor: &Actor, sent: &Sent<'_>) -> QuestionRow {
    let wrong = sent.answer.as_ref().filter(|(of, ..)| *of == question.id);
    let (answer, answered) = match question.answer {
        Some((answer, at, by)) => (answer, Some(format!("{by}, {}", dates::recent(at, actor.today)))),
        None => (String::new(), None),
    };
    QuestionRow {
        id: question.id,
        body: question.body,
        typed: wrong.map_or_else(|| answer.clone(), |(_, words, _)| words.clone()),
        answer,
        answered,
        error: wrong.map(|(.., sentence)| sentence.clone()),
    }
}

fn row(proposal: &Proposal, actor: &Actor, report: &Report, people: &[(PersonId, String, bool)], sent: &Sent<'_>) -> DecidedRow {
    let lang = actor.lang;
    let id = proposal.id;
    let typed =
        |name: &str, stored: String| sent.pairs.map_or(stored, |pairs| pairs.get(&format!("{name}-{id}")).unwrap_or_default().to_owned());
    let outcome = typed("utfall", proposal.outcome.map_or_else(String::new, |outcome| outcome.key().to_owned()));
    let state = proposal.progress.as_ref().map(|(state, ..)| *state);
    let wrong = sent.progress.as_ref().filter(|refused| refused.of == id);
    let chosen = wrong.map_or(state, |refused| refused.state);
    let person = proposal.person.as_ref().map(|(id, _)| *id);
    let follows = proposal.outcome.is_some_and(Outcome::is_a_task);
    let done = matches!(state, Some(Progress::Done | Progress::Stopped));
    DecidedRow {
        id,
        number: proposal.number,
        proposed: proposal.body.clone(),
        about: text_with(lang, "report-proposal-about", &[("cost", &page::capital(&proposal.cost_words(lang))), ("who", &proposal.who())]),
        outcome: proposal.outcome.map(|outcome| text(lang, outcome.text_key()).into_owned()),
        decided: typed("vedteke", proposal.decided.clone()),
        decided_error: page::error_on(&sent.errors, &format!("vedteke-{id}")),
        due: typed("frist", proposal.due.map(dates::for_form).unwrap_or_default()),
        due_words: proposal.due.map(|day| dates::near(day, actor.today)).unwrap_or_default(),
        due_error: page::error_on(&sent.errors, &format!("frist-{id}")),
        outcome_error: page::error_on(&sent.errors, &format!("utfall-{id}")),
        outcomes: Outcome::ALL
            .iter()
            .map(|one| Choice { value: one.key(), name: text(lang, one.text_key()).into_owned(), chosen: outcome == one.key() })
            .collect(),
        became: became(proposal, lang),
        states: Progress::ALL
            .iter()
            .map(|one| Choice { value: one.key(), name: text(lang, one.text_key()).into_owned(), chosen: chosen == Some(*one) })
            .collect(),
        follows,
        says: follows && report.rights.follows_up(person),
        people: people.iter().map(|(id, name, _)| (*id, name.clone(), Some(*id) == person)).collect(),
        person_error: sent.person.as_ref().filter(|(of, _)| *of == id).map(|(_, sentence)| sentence.clone()),
        late: !done && proposal.due.is_some_and(|day| day < actor.today),
        typed: wrong.map_or_else(String::new, |refused| refused.words.clone()),
        error: wrong.map(|refused| refused.sentence.clone()),
    }
}

/// The page, with what was refused if something was.
pub async fn draw(tx: &mut Tx, actor: &Actor, report: &Report, sent: Sent<'_>) -> Result<Response> {
    let lang = actor.lang;
    let arranges = report.rights.arranges;
    if !arranges && report.decided_on.is_none() {
        return Err(AppError::NotFound);
    }
    let proposals = queries::proposals(tx, actor.municipality, report.id).await?;
    let title = text(lang, "report-decided-title").into_owned();
    let council = report.pack.terms.council.get(lang);
    let day = dates::long(report.decided_on.unwrap_or(report.council_on));
    let mut errors = sent.errors.clone();
    errors.extend(sent.progress.as_ref().map(|refused| (format!("ord-{}", refused.of), refused.sentence.clone())));
    errors.extend(sent.person.as_ref().map(|(id, sentence)| (format!("person-{id}"), sentence.clone())));
    errors.extend(sent.answer.as_ref().map(|(id, _, sentence)| (format!("svar-{id}"), sentence.clone())));
    let people = if arranges { people(tx, actor, "").await? } else { Vec::new() };
    let asked = queries::questions(tx, actor.municipality, report.id).await?;
    let typed = |name: &str, stored: String| sent.pairs.map_or(stored, |pairs| pairs.get(name).unwrap_or_default().to_owned());
    let (cx, crumbs) = side::page(report, actor, "vedtak", &title)?;
    let page = DecidedPage {
        cx: cx.refused_when(!errors.is_empty()),
        crumbs,
        title,
        lead: match report.decided_on {
            Some(_) => text_with(lang, "report-decided-lead", &[("council", &council), ("day", &day), ("case", &report.case_number)]),
            None => text_with(lang, "report-not-decided-lead", &[("council", &page::capital(council)), ("day", &day)]),
        },
        rows: proposals.iter().map(|proposal| row(proposal, actor, report, &people, &sent)).collect(),
        arranges,
        editing: arranges && (report.decided_on.is_none() || sent.pairs.is_some()),
        date: typed("dato", dates::for_form(report.decided_on.unwrap_or(report.council_on))),
        case: typed("saksnummer", report.case_number.clone()),
        questions: typed("sporsmal", report.questions.clone()),
        asked: asked.into_iter().map(|question| question_row(question, actor, &sent)).collect(),
        errors,
        front: report.href(),
    };
    page::answered(&page, &page.errors)
}

async fn decided(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let page = draw(&mut tx, &actor, &report, Sent::default()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn decide(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>, pairs: Pairs) -> Result<Response> {
    pairs.only(&["dato", "saksnummer", "sporsmal"], &["utfall-", "vedteke-", "frist-"])?;
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = report.rights.can_arrange()?;
    report.check_open()?;
    let mut errors: Vec<(String, String)> = Vec::new();
    let day = pairs.get("dato").and_then(dates::from_form).filter(|day| *day <= actor.today);
    if day.is_none() {
        errors.push(("dato".to_owned(), text(lang, "error-report-decided-day").into_owned()));
    }
    let case = pairs.get("saksnummer").unwrap_or_default().trim().to_owned();
    if case.is_empty() || case.chars().count() > 60 {
        errors.push(("saksnummer".to_owned(), text(lang, "error-report-case").into_owned()));
    }
    let questions = text_within(pairs.get("sporsmal").unwrap_or_default(), LONGEST_QUESTIONS, lang).and_then(|words| {
        let count = questions_in(&words).count();
        if count > MOST_QUESTIONS {
            Err(text_with(lang, "error-report-questions", &[("max", &MOST_QUESTIONS), ("count", &count)]))
        } else {
            Ok(words)
        }
    });
    if let Err(sentence) = &questions {
        errors.push(("sporsmal".to_owned(), sentence.clone()));
    }
    let proposals = queries::proposals(&mut tx, actor.municipality, report.id).await?;
    let mut outcomes: Vec<(ReportProposalId, Outcome, String, Option<Date>)> = Vec::new();
    for proposal in &proposals {
        let of = |name: &str| pairs.get(&format!("{name}-{}", proposal.id)).unwrap_or_default().trim();
        let outcome = Outcome::parse(of("utfall"));
        let decided = match text_within(of("vedteke"), LONGEST, lang) {
            Ok(words) if words.is_empty() && outcome == Some(Outcome::Changed) => {
                Err(text(lang, "error-report-decided-words").into_owned())
            }
            decided => decided,
        };
        let due = dates::from_form(of("frist"));
        if outcome.is_none() {
            errors.push((format!("utfall-{}", proposal.id), text(lang, "error-report-outcome").into_owned()));
        }
        if let Err(sentence) = &decided {
            errors.push((format!("vedteke-{}", proposal.id), sentence.clone()));
        }
        if due.is_none() && !of("frist").is_empty() {
            errors.push((format!("frist-{}", proposal.id), text(lang, "error-report-day").into_owned()));
        }
        outcomes.extend(outcome.zip(decided.ok()).map(|(outcome, decided)| (proposal.id, outcome, decided, due)));
    }
    match (day, questions) {
        (Some(day), Ok(questions)) if errors.is_empty() => {
            queries::decide(&mut tx, can, (day, &case, &questions), &outcomes).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/vedtak", report.href()), Flash::ReportDecided))
        }
        _ => draw(&mut tx, &actor, &report, Sent { pairs: Some(&pairs), errors, ..Sent::default() }).await,
    }
}
