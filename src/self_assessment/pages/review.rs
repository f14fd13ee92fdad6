//! «Se over og lever»: what is missing, who took part, the whole text as it will be read, how long it is in print, who will be able to read it. The button
//! stands here and nowhere else; the page may be seen by everybody who reads the whole draft.
use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sqlx::PgConnection;

use super::field::field_view;
use super::save::{check, note_started};
use super::side::{self, Side};
use super::whole::{self, Beside, Earlier, Whole};
use crate::App;
use crate::access::Actor;
use crate::access::rules::Parts;
use crate::error::{AppError, Result};
use crate::ids::SelfAssessmentId;
use crate::model_pack::{DEFAULT_MAX_CHARACTERS, FieldKey};
use crate::self_assessment::beside;
use crate::self_assessment::model::{Assessment, State};
use crate::self_assessment::queries;
use crate::self_assessment::seers::{self, Seers};
use crate::text::print_length;
use crate::text::{Lang, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::autosave::{FieldView, Rejected};
use crate::writing::{self, Outcome, Save, SaveId};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/egenvurdering/{id}/innsending", show).post("/egenvurdering/{id}/deltaking", save)
}

/// A required question without an answer.
pub struct Missing {
    /// Where it is answered.
    pub href: String,
    /// «2.3 Korleis …».
    pub title: String,
    /// Its part.
    pub part: String,
}

/// How long it is in print, against the budget.
pub struct Length {
    /// Pages, for the meter.
    pub pages: f32,
    /// The budget.
    pub budget: u16,
    /// «Om lag 2,4 av 3 sider».
    pub sentence: String,
    /// It is more than the budget.
    pub over: bool,
}

#[derive(Template)]
#[template(path = "self_assessment/review.html")]
struct ReviewPage {
    cx: Page,
    side: Side,
    crumb: String,
    crumb_href: String,
    href: String,
    missing: Vec<Missing>,
    whole: Whole,
    participation: FieldView,
    writable: bool,
    owner_answers: bool,
    length: Option<Length>,
    seers: Seers,
    delivers: bool,
    delivered_before: Option<String>,
    errors: Vec<(String, String)>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SelfAssessmentId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    assessment.rights.check_reads_draft("_")?;
    if assessment.state == State::Delivered
        && let Some(delivered) = assessment.delivered_href()
    {
        return Ok(Redirect::to(&delivered).into_response());
    }
    let response = draw(&app, &mut tx, &actor, &assessment, None, false).await?;
    tx.commit().await?;
    Ok(response)
}

/// Draws the page: with the participation as it was typed when it was refused, or with the reason why delivery was (`refused`).
pub async fn draw(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    assessment: &Assessment,
    rejected: Option<Rejected>,
    refused: bool,
) -> Result<Response> {
    let lang = actor.lang;
    let applied = assessment.applied()?;
    let stored = writing::fields(&mut *connection, assessment.document, None).await?;
    let name = FieldKey::participation().to_string();
    let participation =
        field_view(actor, assessment, stored.iter().find(|text| text.field == name), rejected.as_ref(), name, DEFAULT_MAX_CHARACTERS);
    let values: HashMap<String, String> = stored.into_iter().map(|text| (text.field, text.value)).collect();
    let filled: HashSet<String> = values.iter().filter(|(_, value)| !value.is_empty()).map(|(field, _)| field.clone()).collect();
    let earlier = Earlier::load(app, &mut *connection, assessment, &applied).await?;
    let standing = beside::live(&mut *connection, actor, assessment, applied.parts.iter().flat_map(|part| &part.questions)).await?;
    let beside = Beside { figures: &standing, frozen: false };
    let whole = whole::whole(assessment, &applied, &Parts::All, &values, beside, &earlier, lang)?;
    let missing = missing(assessment, &whole);
    let mut errors = Vec::new();
    if let Some(rejected) = &rejected {
        let conflict = || text(lang, "conflict-summary").into_owned();
        errors.push((participation.id.clone(), rejected.error.clone().unwrap_or_else(conflict)));
    }
    if refused {
        errors.push(("missing".to_owned(), text(lang, "deliver-refused").into_owned()));
    }
    let failed = !errors.is_empty();
    let title = format!("{} – {}", text(lang, "review-title"), whole.title);
    let page = ReviewPage {
        cx: Page::new(actor, title).refused_when(failed),
        side: side::side(assessment, &applied, actor, &filled, Some(""))?,
        crumb: assessment.place(actor),
        crumb_href: assessment.place_href(),
        href: assessment.href(),
        missing,
        participation,
        writable: assessment.rights.writes.include("_"),
        owner_answers: assessment.school.is_none(),
        length: applied.template.print_pages.map(|budget| length(&whole, budget, lang)),
        seers: seers::seers(connection, actor, assessment).await?,
        delivers: assessment.rights.delivers,
        delivered_before: assessment.delivered_href(),
        errors,
        whole,
    };
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

fn missing(assessment: &Assessment, whole: &Whole) -> Vec<Missing> {
    let unanswered = whole.parts.iter().flat_map(|part| part.questions.iter().filter(|question| question.missing).map(move |q| (part, q)));
    unanswered
        .map(|(part, question)| Missing {
            href: format!("{}#q-{}", assessment.part_href(&part.key), question.key),
            title: format!("{} {}", question.number, question.title),
            part: part.title.clone(),
        })
        .collect()
}

fn length(whole: &Whole, budget: u16, lang: Lang) -> Length {
    let pages = whole::printed_pages(whole);
    let over = pages > f32::from(budget);
    let key = if over { "deliver-pages-over" } else { "deliver-pages" };
    let sentence = text_with(lang, key, &[("pages", &print_length::decimal(pages)), ("budget", &budget)]);
    Length { pages, budget, sentence, over }
}

/// What the page's form sends, to be saved or with the delivery. Nothing at all is a delivery from elsewhere.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    #[serde(rename = "_.participation")]
    value: Option<String>,
    #[serde(rename = "rev:_.participation")]
    rev: Option<String>,
}

/// Saves the participation as it was typed; what is refused comes back.
pub async fn save_typed(connection: &mut PgConnection, actor: &Actor, assessment: &Assessment, typed: &Typed) -> Result<Option<Rejected>> {
    let (Some(value), Some(rev)) = (&typed.value, &typed.rev) else { return Ok(None) };
    let base: i32 = rev.parse().ok().filter(|rev| *rev >= 0).ok_or(AppError::BadRequest("error-unknown-revision"))?;
    let can = assessment.rights.can_write("_")?;
    let name = FieldKey::participation().to_string();
    let applied = assessment.applied()?;
    let field = applied.field(&name).ok_or(AppError::NotFound)?;
    let refuse = |rev, error, conflict| Ok(Some(Rejected { value: value.clone(), rev, error, conflict }));
    let checked = match check(&field, value, actor.lang) {
        Ok(checked) => checked,
        Err(sentence) => return refuse(base, Some(sentence), None),
    };
    // An unchanged field says nothing: it must not bring back what a colleague has changed since.
    if writing::at_revision(&mut *connection, assessment.document, &name, base).await?.as_deref() == Some(checked.as_str()) {
        return Ok(None);
    }
    let save_id = SaveId::of_form(assessment.document.document, actor.person, &name, base, &checked);
    let save = Save { field: name, part: "_".to_owned(), value: checked, base, save_id };
    match writing::save(&mut *connection, &can, actor.person, actor.now, &save).await? {
        Outcome::Saved { .. } => note_started(connection, actor, assessment).await.map(|()| None),
        Outcome::Unchanged(_) => Ok(None),
        Outcome::Conflict(other) => refuse(other.rev, None, Some(other)),
    }
}

async fn save(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SelfAssessmentId>, Form(typed): Form<Typed>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let _can = assessment.rights.can_write("_")?;
    if let Some(rejected) = save_typed(&mut tx, &actor, &assessment, &typed).await? {
        return draw(&app, &mut tx, &actor, &assessment, Some(rejected), false).await;
    }
    tx.commit().await?;
    app.live.changed(assessment.document.document, "_");
    Ok(flash::redirect(&format!("{}/innsending", assessment.href()), Flash::Saved))
}
