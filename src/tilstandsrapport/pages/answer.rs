//! What a school is asked: whether it may be quoted, and whether what is said about it is right. For those who answer for it: its rektor, and the deputy.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::quotes::place_name;
use super::side;
use crate::App;
use crate::access::{Actor, Role};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{PersonId, ReportId, ReportQuoteId, ReportVersionId, SchoolId};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::text::{InBoth, dates, text, text_with};
use crate::tilstandsrapport::model::{Quote, QuoteState, Report};
use crate::tilstandsrapport::queries::{self, QuotesWanted};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tilstandsrapport/{report}/sporsmal", show)
        .post("/tilstandsrapport/{report}/sporsmal/{quote}", answer)
        .post("/tilstandsrapport/{report}/lest/{version}", say)
}

/// The most characters of what a school says.
const LONGEST: usize = 4000;

struct QuoteView {
    id: ReportQuoteId,
    school: String,
    body: String,
    source: String,
    href: String,
    chapter: String,
    /// The figure beside which it is to stand.
    place: String,
    state: String,
    answered: Option<bool>,
    may_answer: bool,
}

struct VersionView {
    id: ReportVersionId,
    school: String,
    href: String,
    sent: String,
    /// What was answered, when, by whom.
    answers: Vec<(String, String)>,
    newest: bool,
    typed: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/answer.html")]
struct AnswerPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    lead: String,
    quotes: Vec<QuoteView>,
    versions: Vec<VersionView>,
    front: String,
    errors: Vec<(String, String)>,
}

/// What was refused: the version, what was typed, and why.
type Refused<'a> = Option<(ReportVersionId, &'a str, String)>;

async fn draw(tx: &mut Tx, actor: &Actor, report: &Report, refused: Refused<'_>) -> Result<Response> {
    let lang = actor.lang;
    if report.rights.answers_for.is_empty() {
        return Err(AppError::NotFound);
    }
    let mine: HashMap<SchoolId, String> = municipality::school_names(tx, actor.municipality, &report.rights.answers_for).await?;
    let quotes = queries::quotes(tx, actor.municipality, QuotesWanted::Of(report.id)).await?;
    let open = report.decided_on.is_none();
    let view = |quote: Quote| {
        let state = quote.state(actor.today);
        let key = match state {
            QuoteState::Agreed => "report-answer-agreed",
            QuoteState::Refused => "report-answer-refused",
            QuoteState::Waiting => "report-answer-waiting",
            QuoteState::Late => "report-answer-late",
            QuoteState::Gone => "report-quote-gone",
        };
        let day = dates::near(quote.answer_by, actor.today);
        QuoteView {
            id: quote.id,
            chapter: report
                .pack
                .report()
                .and_then(|form| form.chapter(&quote.chapter))
                .map_or_else(String::new, |chapter| place_name(chapter, &quote, lang)),
            place: quote.indicator.clone().unwrap_or_default(),
            state: text_with(lang, key, &[("day", &day)]),
            answered: quote.answer.as_ref().map(|(agrees, ..)| *agrees),
            may_answer: open && state != QuoteState::Gone,
            school: quote.school_name,
            source: quote.source_words,
            href: quote.source_href,
            body: quote.body,
        }
    };
    let quotes: Vec<QuoteView> = quotes.into_iter().filter(|quote| mine.contains_key(&quote.school)).map(view).collect();
    let said = queries::school_answers(tx, actor.municipality, report.id).await?;
    let versions = queries::versions(tx, report).await?;
    let mut seen: Vec<SchoolId> = Vec::new();
    let mut shown = Vec::new();
    for version in versions.into_iter().filter(|version| version.school.is_some_and(|school| mine.contains_key(&school))) {
        let newest = version.school.is_some_and(|school| !seen.contains(&school));
        seen.extend(version.school);
        let typed = refused.as_ref().filter(|(id, ..)| *id == version.id);
        shown.push(VersionView {
            id: version.id,
            school: version.school_name.clone().unwrap_or_default(),
            href: format!("{}/versjon/{}", report.href(), version.id),
            sent: text_with(
                lang,
                "report-version-sent",
                &[("number", &version.number), ("when", &dates::recent(version.sent_at, actor.today)), ("who", &version.sent_by)],
            ),
            answers: said
                .iter()
                .filter(|answer| answer.version == version.id)
                .map(|answer| {
                    let words =
                        if answer.words.is_empty() { text(lang, "report-nothing-to-mend").into_owned() } else { answer.words.clone() };
                    (words, format!("{}, {}", answer.by, dates::recent(answer.at, actor.today)))
                })
                .collect(),
            newest: newest && open,
            typed: typed.map_or_else(String::new, |(_, words, _)| (*words).to_owned()),
            error: typed.map(|(.., sentence)| sentence.clone()),
        });
    }
    if quotes.is_empty() && shown.is_empty() {
        return Err(AppError::NotFound);
    }
    let errors: Vec<(String, String)> =
        shown.iter().filter_map(|version| Some((format!("ord-{}", version.id), version.error.clone()?))).collect();
    let title = text(lang, "report-answer-title").into_owned();
    let council = report.pack.terms.council.get(lang);
    let page = AnswerPage {
        cx: Page::new(actor, format!("{title} – {}", report.title(lang)?)).refused_when(!errors.is_empty()),
        crumbs: side::crumbs(report, actor, Some((format!("{}/sporsmal", report.href()), report.title(lang)?)))?,
        lead: text_with(
            lang,
            "report-answer-lead",
            &[("title", &report.title(lang)?), ("council", &council), ("day", &dates::long(report.council_on))],
        ),
        title,
        quotes,
        versions: shown,
        front: report.href(),
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let page = draw(&mut tx, &actor, &report, None).await?;
    tx.commit().await?;
    Ok(page)
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerForm {
    svar: String,
    /// Where the quote was to stand when it was shown: it may have been moved meanwhile.
    #[serde(default)]
    ved: String,
}

async fn answer(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, quote)): Path<(ReportId, ReportQuoteId)>,
    Form(form): Form<AnswerForm>,
) -> Result<Response> {
    let agrees = match form.svar.as_str() {
        "ja" => true,
        "nei" => false,
        _ => return Err(AppError::BadRequest("error-bad-form")),
    };
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let quotes = queries::quotes(&mut tx, actor.municipality, QuotesWanted::Of(report.id)).await?;
    let quote = quotes.into_iter().find(|one| one.id == quote).ok_or(AppError::NotFound)?;
    let can = report.rights.can_answer_for(quote.school)?;
    report.check_open()?;
    if form.ved != quote.indicator.as_deref().unwrap_or_default() {
        return Err(AppError::Conflict("error-report-quote-moved"));
    }
    let flash = if quote.answer.as_ref().is_some_and(|(before, ..)| *before == agrees) {
        Flash::NothingChanged
    } else {
        queries::answer(&mut tx, &actor, can, quote.id, agrees).await?;
        if agrees { Flash::QuoteAgreed } else { Flash::QuoteRefused }
    };
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/sporsmal", report.href()), flash))
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SayForm {
    #[serde(default)]
    ord: String,
    #[serde(default)]
    greitt: String,
    save_id: String,
}

async fn say(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, version)): Path<(ReportId, ReportVersionId)>,
    Form(form): Form<SayForm>,
) -> Result<Response> {
    let save_id = save_id(&form.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let versions = queries::versions(&mut tx, &report).await?;
    let row = versions.into_iter().find(|row| row.id == version).ok_or(AppError::NotFound)?;
    let can = report.rights.can_answer_for(row.school.ok_or(AppError::NotFound)?)?;
    let words = if form.greitt == "ja" {
        String::new()
    } else {
        match short_text(&form.ord, LONGEST, text(actor.lang, "error-report-answer"), actor.lang) {
            Ok(words) => words,
            Err(sentence) => return draw(&mut tx, &actor, &report, Some((version, &form.ord, sentence))).await,
        }
    };
    queries::say_of_version(&mut tx, &actor, can, (version, &words), save_id).await?;
    let followers = municipality::followers_of(&mut tx, actor.municipality, can.school(), actor.today).await?;
    let owners: Vec<PersonId> = followers.into_iter().filter(|(.., role)| *role == Role::Skoleeier).map(|(id, ..)| id).collect();
    let what = InBoth::each(|_| row.school_name.clone().unwrap_or_default());
    let href = format!("{}/sendt", report.href());
    let message = Message { notice: Notice::ReportAnswered, who: &actor.name, what: &what, href: &href };
    notification::tell(&mut tx, actor.municipality, actor.now, &owners, Some(actor.person), &message).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/sporsmal", report.href()), Flash::ReportAnswered))
}
