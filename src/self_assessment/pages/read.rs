//! A delivered version, read as one page by both sides and printed on A4; with comments beside the answers, and the checksum that can be computed again.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use super::comments::{self, Threads};
use super::whole::{self, Beside, Earlier, PartText, QuestionText, Whole};
use crate::App;
use crate::access::rules::Parts;
use crate::access::{Actor, session};
use crate::error::{AppError, Result};
use crate::ids::SelfAssessmentId;
use crate::model_pack::AppliedTemplate;
use crate::self_assessment::beside;
use crate::self_assessment::frozen::{Frozen, hash_of};
use crate::self_assessment::model::{Assessment, State};
use crate::self_assessment::queries;
use crate::self_assessment::queries::delivery::{self, DeliveryRow};
use crate::self_assessment::queries::figures;
use crate::self_assessment::redaction_queries;
use crate::self_assessment::seers::{self, Seers};
use crate::text::{dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/egenvurdering/{id}/levert/{version}", show).get("/egenvurdering/{id}/levert/{version}/kontroll", check)
}

/// A form on the page that was not taken: which field, what was typed, what is wrong.
#[derive(Debug, Clone)]
pub struct Refused {
    /// Id of the field.
    pub id: String,
    /// What was typed.
    pub body: String,
    /// What is wrong with it.
    pub error: String,
}

impl Refused {
    /// Whether it is the form with this field that was refused.
    pub fn is(refused: Option<&Self>, id: &str) -> bool {
        refused.is_some_and(|refused| refused.id == id)
    }
}

/// A field for words, in a form of its own on the page.
#[derive(Debug, Clone)]
pub struct WordsForm {
    /// Id of the field.
    pub id: String,
    /// What was typed and not taken.
    pub body: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Made anew for every page: a form sent twice counts once.
    pub save_id: String,
}

impl WordsForm {
    /// The form with this field, with what was refused if it was this one.
    pub fn new(id: String, refused: Option<&Refused>) -> Self {
        let refused = refused.filter(|refused| refused.id == id);
        Self {
            id,
            body: refused.map_or_else(String::new, |refused| refused.body.clone()),
            error: refused.map(|refused| refused.error.clone()),
            save_id: uuid::Uuid::new_v4().to_string(),
        }
    }
}

/// A line about a wish for reopening, a reopening, or something taken away.
struct LaterLine {
    sentence: String,
    reason: String,
}

/// A part in the list beside the text.
struct Contents {
    href: String,
    number: usize,
    title: String,
    status: String,
}

#[derive(Template)]
#[template(path = "self_assessment/read.html")]
struct ReadPage {
    cx: Page,
    place: String,
    place_href: String,
    href: String,
    version: i32,
    delivered: String,
    version_line: String,
    newer: Option<(i32, String)>,
    being_rewritten: bool,
    whole: Whole,
    contents: Vec<Contents>,
    threads: Threads,
    seers: Option<Seers>,
    reopenings: Vec<LaterLine>,
    redactions: Vec<LaterLine>,
    request_form: Option<WordsForm>,
    reopen_form: Option<WordsForm>,
    hash: String,
    reads_all: bool,
    errors: Vec<(String, String)>,
}

impl ReadPage {
    fn thread<'a>(&'a self, question: &QuestionText) -> Option<&'a comments::Thread> {
        self.threads.of(&question.key)
    }
}

/// Loads a version for somebody who reads it, or parts of it.
pub async fn load(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    id: SelfAssessmentId,
    version: i32,
) -> Result<(Assessment, DeliveryRow)> {
    let assessment = queries::load(app, &mut *connection, actor, id).await?;
    if assessment.rights.reads_delivered.is_empty() {
        return Err(AppError::NotFound);
    }
    let row = delivery::delivery(connection, assessment.document, id, version).await?.ok_or(AppError::NotFound)?;
    Ok((assessment, row))
}

/// What applied to the school when the version was delivered.
pub fn applied_then<'a>(assessment: &'a Assessment, row: &DeliveryRow) -> Result<AppliedTemplate<'a>> {
    let template = assessment.template()?;
    Ok(row.profile.as_ref().map_or_else(|| template.for_owner(), |profile| template.for_school(profile)))
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, version)): Path<(SelfAssessmentId, i32)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (assessment, row) = load(&app, &mut tx, &actor, id, version).await?;
    let response = draw(&app, &mut tx, &actor, &assessment, &row, None).await?;
    tx.commit().await?;
    Ok(response)
}

/// Draws the page, with the form that was refused if one was.
pub async fn draw(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    assessment: &Assessment,
    row: &DeliveryRow,
    refused: Option<&Refused>,
) -> Result<Response> {
    let lang = actor.lang;
    let reads = &assessment.rights.reads_delivered;
    let reads_all = *reads == Parts::All;
    let applied = applied_then(assessment, row)?;
    let only = match reads {
        Parts::All => None,
        Parts::Only(parts) => Some(parts.as_slice()),
    };
    let values: HashMap<String, String> =
        delivery::frozen_fields(&mut *connection, assessment.document, row.id, only).await?.into_iter().collect();
    // Another year's parts may not have been shown to somebody who reads single parts of this one.
    let earlier = if reads_all { Earlier::load(app, &mut *connection, assessment, &applied).await? } else { Earlier::default() };
    let kept = beside::then(&figures::kept(&mut *connection, assessment.document, row.id, only).await?)?;
    let beside = Beside { figures: &kept, frozen: true };
    let whole = whole::whole(assessment, &applied, reads, &values, beside, &earlier, lang)?;
    let threads = Threads::load(&mut *connection, actor, assessment, row, &whole, refused).await?;
    let (seers, reopenings, redactions) = if reads_all && assessment.rights.in_dialogue {
        let seers = seers::seers(&mut *connection, actor, assessment).await?;
        let reopenings = delivery::reopenings_of(&mut *connection, assessment.document, row.id).await?;
        let redactions =
            redaction_queries::redactions(connection, assessment.document, assessment.id, Some(row.id), assessment.rights.own_side).await?;
        (Some(seers), reopenings, redactions)
    } else {
        (None, Vec::new(), Vec::new())
    };
    let newest = assessment.delivered_version.is_none_or(|newest| newest == row.version);
    let rights = &assessment.rights;
    let asks = newest && rights.asks_for_reopening && (reopenings.is_empty() || Refused::is(refused, "onske"));
    let who = if row.by_title.is_empty() { row.by_name.clone() } else { format!("{}, {}", row.by_name, row.by_title) };
    let day = dates::norwegian_date(row.delivered_at);
    let when = format!("{} kl. {}", dates::with_weekday(day, lang), dates::time_of_day(row.delivered_at));
    let title = format!("{} – {}", whole.title, assessment.place(actor));
    let page = ReadPage {
        cx: Page::new(actor, title).refused_when(refused.is_some()),
        place: assessment.place(actor),
        place_href: assessment.place_href(),
        href: assessment.href(),
        version: row.version,
        delivered: text_with(lang, "read-delivered", &[("when", &when), ("who", &who)]),
        version_line: text_with(lang, "read-seal", &[("when", &dates::moment(row.delivered_at))]),
        newer: assessment.delivered_version.filter(|_| !newest).zip(assessment.delivered_href()),
        being_rewritten: newest && assessment.state == State::Reopened,
        contents: whole.parts.iter().map(|part| contents(part, &threads, actor)).collect(),
        reopenings: reopenings
            .into_iter()
            .map(|line| {
                let key = if line.granted { "reopen-granted" } else { "reopen-wished" };
                let sentence = text_with(lang, key, &[("who", &line.by), ("when", &dates::moment(line.at))]);
                LaterLine { sentence, reason: line.reason }
            })
            .collect(),
        redactions: redactions
            .into_iter()
            .map(|line| {
                let sentence = text_with(lang, "read-redacted", &[("who", &line.by), ("when", &dates::moment(line.at))]);
                LaterLine { sentence, reason: line.reason }
            })
            .collect(),
        request_form: asks.then(|| WordsForm::new("onske".to_owned(), refused)),
        reopen_form: (newest && rights.reopens).then(|| WordsForm::new("gjenapning".to_owned(), refused)),
        hash: crate::writing::grouped_hash(&row.sha256),
        errors: refused.map(|refused| (refused.id.clone(), refused.error.clone())).into_iter().collect(),
        reads_all,
        whole,
        threads,
        seers,
    };
    let response = page::html(&page)?;
    Ok(if refused.is_some() { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

fn contents(part: &PartText, threads: &Threads, actor: &Actor) -> Contents {
    let questions = text_with(actor.lang, "read-questions", &[("count", &part.questions.len())]);
    let comments: usize = part.questions.iter().filter_map(|question| threads.of(&question.key)).map(comments::Thread::count).sum();
    let status =
        if comments == 0 { questions } else { format!("{questions}, {}", text_with(actor.lang, "read-comments", &[("count", &comments)])) };
    Contents { href: format!("#del-{}", part.key), number: part.number, title: part.title.clone(), status }
}

#[derive(Template)]
#[template(path = "self_assessment/checksum.html")]
struct ChecksumPage {
    cx: Page,
    back: (String, String),
    version: i32,
    delivered: String,
    matches: bool,
    redacted: bool,
    stored: String,
    computed: String,
}

async fn check(Extract(app): Extract<App>, actor: Actor, Path((id, version)): Path<(SelfAssessmentId, i32)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (assessment, row) = load(&app, &mut tx, &actor, id, version).await?;
    // The hash covers the whole text: who reads single parts has nothing to compute it from.
    if assessment.rights.reads_delivered != Parts::All {
        return Err(AppError::Forbidden);
    }
    let values = delivery::frozen_fields(&mut tx, assessment.document, row.id, None).await?;
    let figures = figures::kept(&mut tx, assessment.document, row.id, None).await?;
    let before = redaction_queries::hashes_before(&mut tx, assessment.document, row.id).await?;
    tx.commit().await?;
    let redacted = !before.is_empty();
    let hash = |field: &String, value: &String| before.get(field).map_or_else(|| hash_of(value), |hash| session::hex(hash));
    let fields = values.iter().map(|(field, value)| (field.clone(), hash(field, value))).collect();
    let figures = figures.iter().map(|figures| (figures.name(), hash_of(&figures.canonical()))).collect();
    let frozen = Frozen {
        fields: &fields,
        figures: (row.format > 1).then_some(&figures),
        format: row.format,
        looks_back_year: assessment.looks_back_year,
        municipality: &row.municipality_number,
        pack: &assessment.pack.key,
        pack_version: assessment.pack.version,
        school: row.organisation_number.as_deref(),
        template: &assessment.template_key,
        version: row.version,
    };
    let computed = frozen.sha256()?;
    let title = assessment.title_with_place(&actor, actor.lang)?;
    page::html(&ChecksumPage {
        cx: Page::new(&actor, format!("{} – {title}", text(actor.lang, "read-check-title"))),
        back: (format!("{}/levert/{version}", assessment.href()), title),
        version,
        delivered: dates::moment(row.delivered_at),
        matches: row.sha256 == computed,
        redacted,
        stored: crate::writing::grouped_hash(&row.sha256),
        computed: crate::writing::grouped_hash(&computed),
    })
}
