//! `/overleveringar/{handover}`: what is handed over, live while it is prepared and frozen afterwards; what the successor asks; the mentor's plan; and what the
//! leaver has left to do. For a mentor the plan alone.
use std::borrow::Cow;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::lists::{ExitView, PlanView, exit, plan};
use super::{crumbs, enter};
use crate::App;
use crate::access::Actor;
use crate::access::rules::HandoverRights;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::handover::model::{Handover, Question, Stage, THREE, Words};
use crate::handover::package::{self, Package};
use crate::handover::queries::{self, Frozen};
use crate::handover::view::{self, Shown};
use crate::ids::HandoverId;
use crate::text::{dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::{grouped_hash, sha256_of};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/overleveringar/{handover}", show)
}

/// What each of the three things can be about.
const HINTS: [&str; THREE] = ["handover-ask-hint-1", "handover-ask-hint-2", "handover-ask-hint-3"];

/// What was typed in one of the page's forms and not taken.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// Who comes, and when.
    pub frame: Option<(String, String)>,
    /// Three things to ask, the revision, what the form was made with.
    pub asks: Option<([String; THREE], String, String)>,
    /// What somebody else has saved meanwhile: who and when, and what stands there.
    pub stands: Option<(String, [String; THREE])>,
    /// Why there is nothing to ask.
    pub why: Option<String>,
    /// What the successor asks.
    pub question: Option<String>,
    /// An answer: to which question, the words.
    pub answer: Option<(i32, String)>,
    /// A talk: its key, when it is, when it was held.
    pub talk: Option<(String, String, String)>,
}

/// What was handed over, or would be.
pub struct Passed {
    /// In words; `None`: the actor cannot gather it any more.
    pub shown: Option<Shown>,
    /// «Levert 1. juni 2027 av …»; empty: it is prepared.
    pub sealed: String,
    /// The sum; empty: it is prepared.
    pub sum: String,
    /// It is what was handed over, as far as the sum can tell.
    pub intact: bool,
}

/// Something the successor asked.
struct QuestionView {
    number: i32,
    question: String,
    asked: String,
    answer: Option<(String, String)>,
    /// What was typed; `None`: no form.
    form: Option<String>,
}

/// What the actor may do, as buttons.
struct Buttons {
    names: bool,
    sets_day: bool,
    writes: bool,
    prepares: bool,
    hands_over: bool,
    receives: bool,
    asks: bool,
}

impl Buttons {
    fn of(rights: &HandoverRights, asked: usize) -> Self {
        Self {
            names: rights.can_name_successor().is_ok(),
            sets_day: rights.can_prepare().is_ok(),
            writes: rights.can_write().is_ok(),
            prepares: rights.can_prepare().is_ok(),
            hands_over: rights.can_hand_over().is_ok(),
            receives: rights.can_receive().is_ok(),
            asks: rights.can_ask().is_ok() && asked < THREE,
        }
    }
}

#[derive(Template)]
#[template(path = "handover/front.html")]
struct FrontPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    href: String,
    stage: Stage,
    facts: Vec<(String, String)>,
    passed: Passed,
    buttons: Buttons,
    successors: Vec<(String, String, bool)>,
    day: String,
    /// Each with its number and what it can be about.
    asks: Vec<(usize, String, Cow<'static, str>)>,
    asks_rev: String,
    asks_save_id: String,
    /// The form of three things stands there, to be written in or copied.
    asks_form: bool,
    stands: Option<(String, [String; THREE])>,
    has_asks: bool,
    why: String,
    questions: Vec<QuestionView>,
    question: String,
    plan: PlanView,
    exit: Option<ExitView>,
    today: String,
    errors: Vec<(String, String)>,
}

impl FrontPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

#[derive(Template)]
#[template(path = "handover/mentor.html")]
struct MentorPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    href: String,
    facts: Vec<(String, String)>,
    plan: PlanView,
    errors: Vec<(String, String)>,
}

impl MentorPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

fn facts(actor: &Actor, handover: &Handover) -> Vec<(String, String)> {
    let t = |key: &str| text(actor.lang, key).into_owned();
    let named = |name: &String, nobody: &str| if name.is_empty() { t(nobody) } else { name.clone() };
    vec![
        (t("handover-leaver"), handover.leaver.clone()),
        (t("handover-successor"), named(&handover.successor, "handover-successor-unknown")),
        (t("handover-day"), dates::long(handover.day)),
    ]
}

/// What was handed over, or would be today.
pub async fn passed(app: &App, tx: &mut Tx, actor: &Actor, handover: &Handover, words: &Words) -> Result<Passed> {
    let Some(frozen) = queries::frozen(&mut *tx, actor, handover).await? else {
        let shown = if handover.rights.gathers {
            let package = package::gather(app, &mut *tx, actor, handover, words).await?;
            Some(view::shown(actor, &package, &view::Today::new()))
        } else {
            None
        };
        return Ok(Passed { shown, sealed: String::new(), sum: String::new(), intact: true });
    };
    let now = view::today(app, tx, actor, handover).await?;
    let intact = sha256_of(&frozen.content).as_slice() == frozen.sha256.as_slice();
    let Frozen { content, sha256, at, by } = frozen;
    let package: Package = serde_json::from_value(content).map_err(|error| AppError::Internal(error.into()))?;
    Ok(Passed {
        shown: Some(view::shown(actor, &package, &now)),
        sealed: text_with(actor.lang, "handover-done-by", &[("at", &dates::moment(at)), ("who", &by)]),
        sum: grouped_hash(&sha256),
        intact,
    })
}

fn question_view(actor: &Actor, question: Question, answers: bool, typed: Option<&(i32, String)>) -> QuestionView {
    let lang = actor.lang;
    let typed = typed.filter(|(number, _)| *number == question.number).map(|(_, words)| words.clone());
    let open = answers && question.answer.is_none();
    QuestionView {
        number: question.number,
        asked: text_with(lang, "handover-asked-by", &[("who", &question.asked.0), ("at", &dates::moment(question.asked.1))]),
        question: question.words,
        answer: question
            .answer
            .map(|(words, who, at)| (words, text_with(lang, "handover-answered-by", &[("who", &who), ("at", &dates::moment(at))]))),
        form: typed.or_else(|| open.then(String::new)),
    }
}

/// Those who can take over, with the one who is chosen.
async fn successors(tx: &mut Tx, actor: &Actor, handover: &Handover, typed: Option<&String>) -> Result<Vec<(String, String, bool)>> {
    if handover.rights.can_name_successor().is_err() {
        return Ok(Vec::new());
    }
    let stands = handover.rights.facts().successor;
    let mut people = queries::successors(tx, actor, handover).await?;
    if let Some(successor) = stands.filter(|successor| !people.iter().any(|(person, _)| person == successor)) {
        people.push((successor, handover.successor.clone()));
    }
    let chosen = typed.cloned().unwrap_or_else(|| stands.map_or_else(String::new, |person| person.to_string()));
    Ok(people.into_iter().map(|(person, name)| (person.to_string(), name, person.to_string() == chosen)).collect())
}

/// The page; `errors` are of one of its forms.
pub async fn draw(
    app: &App,
    mut tx: Tx,
    actor: &Actor,
    handover: &Handover,
    (typed, errors): (Typed, Vec<(String, String)>),
) -> Result<Response> {
    let (lang, rights) = (actor.lang, handover.rights);
    let title = handover.title(lang);
    let plan = plan(&mut tx, actor, handover, typed.talk.as_ref()).await?;
    let cx = Page::new(actor, title.clone()).refused_when(!errors.is_empty());
    let crumbs = crumbs(actor, (handover.href(), title.clone()));
    if !rights.reads() {
        tx.commit().await?;
        let page = MentorPage { cx, crumbs, title, href: handover.href(), facts: facts(actor, handover), plan, errors };
        return page::answered(&page, &page.errors);
    }
    let words = queries::words(&mut tx, actor, handover).await?;
    let passed = passed(app, &mut tx, actor, handover, &words).await?;
    let questions = queries::questions(&mut tx, actor, handover).await?;
    let successors = successors(&mut tx, actor, handover, typed.frame.as_ref().map(|(person, _)| person)).await?;
    let exit = exit(&mut tx, actor, handover).await?;
    tx.commit().await?;
    let answers = rights.can_answer().is_ok();
    let conflict = typed.stands.is_some();
    let buttons = Buttons::of(&rights, questions.len());
    let asks_form = buttons.writes || typed.asks.is_some();
    let has_asks = words.asks.iter().any(|ask| !ask.is_empty());
    let (asks, asks_rev, asks_save_id) =
        typed.asks.unwrap_or_else(|| (words.asks.clone(), words.rev.to_string(), Uuid::new_v4().to_string()));
    let page = FrontPage {
        cx,
        crumbs,
        title,
        href: handover.href(),
        stage: handover.stage(),
        facts: facts(actor, handover),
        passed,
        buttons,
        successors,
        day: typed.frame.map_or_else(|| dates::for_form(handover.day), |(_, day)| day),
        asks: (1..).zip(asks).zip(HINTS).map(|((number, ask), hint)| (number, ask, text(lang, hint))).collect(),
        asks_rev,
        asks_save_id,
        asks_form,
        stands: typed.stands,
        has_asks,
        why: typed.why.unwrap_or(words.none_because),
        questions: questions.into_iter().map(|one| question_view(actor, one, answers, typed.answer.as_ref())).collect(),
        question: typed.question.unwrap_or_default(),
        plan,
        exit,
        today: dates::long(actor.today),
        errors,
    };
    if conflict {
        return Ok((StatusCode::CONFLICT, page::html(&page)?).into_response());
    }
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<HandoverId>) -> Result<Response> {
    let (tx, handover) = enter(&app, &actor, id).await?;
    draw(&app, tx, &actor, &handover, (Typed::default(), Vec::new())).await
}
