//! «Ta bort noko»: what should not have been written is found wherever it stands, shown, and taken away for good with a reason; or reported by somebody who
//! may read it and not take it away. The passage travels in the body of a request and is kept nowhere.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use super::comments::check_words;
use crate::App;
use crate::access::{Actor, Role};
use crate::error::{AppError, Result};
use crate::event::{self, Audience, Happening, Kind};
use crate::ids::{PersonId, SelfAssessmentId, SlipReportId};
use crate::model_pack::{AppliedTemplate, normalised_text};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::self_assessment::model::Assessment;
use crate::self_assessment::queries;
use crate::self_assessment::redaction_queries::{self, FoundRow};
use crate::text::{InBoth, Lang, dates, text, text_with};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/egenvurdering/{id}/fjerning", show)
        .post("/egenvurdering/{id}/fjerning/sok", search)
        .post("/egenvurdering/{id}/fjerning", remove)
        .post("/egenvurdering/{id}/fjerning/melding", report)
        .post("/fjerningsmeldinger/{report}/lukking", close)
}

/// The fewest characters of a passage: shorter ones stand everywhere.
const SHORTEST: usize = 3;
/// The most, as in a text.
const LONGEST: usize = 4000;

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    passage: String,
    reason: String,
    message: String,
    passage_error: Option<String>,
    reason_error: Option<String>,
    message_error: Option<String>,
}

/// A line of where the passage stands.
struct FoundView {
    place: String,
    count: i64,
}

struct ReportView {
    id: SlipReportId,
    by: String,
    message: String,
}

struct DoneView {
    sentence: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "self_assessment/removal.html")]
struct RemovalPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    href: String,
    redacts: bool,
    drafts: bool,
    typed: Typed,
    errors: Vec<(String, String)>,
    passage_hint: Option<String>,
    reason_hint: Option<String>,
    message_hint: Option<String>,
    /// Where it stands, once it was looked for.
    found: Option<Vec<FoundView>>,
    reports: Vec<ReportView>,
    done: Vec<DoneView>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SelfAssessmentId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let _can = assessment.rights.can_report()?;
    let response = draw(&mut tx, &actor, &assessment, Typed::default(), None).await?;
    tx.commit().await?;
    Ok(response)
}

async fn draw(
    connection: &mut PgConnection,
    actor: &Actor,
    assessment: &Assessment,
    typed: Typed,
    found: Option<Vec<FoundRow>>,
) -> Result<Response> {
    let lang = actor.lang;
    let (redacts, own) = (assessment.rights.redacts, assessment.rights.own_side);
    let (reports, done) = if redacts {
        let reports = redaction_queries::open_reports(&mut *connection, assessment.document, assessment.id, own).await?;
        (reports, redaction_queries::redactions(connection, assessment.document, assessment.id, None, own).await?)
    } else {
        (Vec::new(), Vec::new())
    };
    // The sentence alone («Skriv noko først») does not tell which of two fields it is about.
    let error = |id: &str, label: std::borrow::Cow<'static, str>, error: &Option<String>| {
        error.as_ref().map(|sentence| (id.to_owned(), format!("{label}: {sentence}")))
    };
    let all = [
        error("passage", text(lang, "remove-passage"), &typed.passage_error),
        error("reason", text(lang, "remove-reason").trim_end_matches('?').to_owned().into(), &typed.reason_error),
        error("message", text(lang, "remove-message").trim_end_matches('?').to_owned().into(), &typed.message_error),
    ];
    let errors: Vec<_> = all.into_iter().flatten().collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = text(lang, if redacts { "remove-title" } else { "remove-report-title" }).into_owned();
    let kicker = assessment.title(lang)?;
    let href = format!("{}/fjerning", assessment.href());
    let applied = assessment.applied()?;
    let page = RemovalPage {
        cx: Page::new(actor, format!("{title} – {kicker}")).refused_when(!errors.is_empty()),
        crumbs: vec![(assessment.place_href(), assessment.place(actor)), (assessment.href(), kicker.clone()), (href.clone(), title)],
        kicker,
        href,
        redacts,
        drafts: assessment.rights.redacts_drafts(),
        passage_hint: Some(text_with(lang, "remove-passage-hint", &[("min", &SHORTEST)])),
        reason_hint: Some(text(lang, "remove-reason-hint").into_owned()),
        message_hint: Some(text(lang, "remove-message-hint").into_owned()),
        found: found.map(|mut rows| {
            rows.sort_by_key(|row| (place_order(&row.place), row.version, question_order(&row.field, &applied)));
            rows.iter().map(|row| found_view(row, &applied, lang)).collect()
        }),
        reports: reports
            .into_iter()
            .map(|row| ReportView { id: row.id, by: format!("{}, {}", row.by, dates::recent(row.at, actor.today)), message: row.message })
            .collect(),
        done: done
            .into_iter()
            .map(|row| DoneView {
                sentence: text_with(lang, "remove-done-line", &[("who", &row.by), ("when", &dates::moment(row.at))]),
                reason: row.reason,
            })
            .collect(),
        typed,
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}

/// The text of today first, then what is older, then what was said of it.
fn place_order(place: &str) -> usize {
    ["now", "earlier", "delivered", "comment", "reply", "evidence", "note"].iter().position(|known| *known == place).unwrap_or(7)
}

/// As the questions stand in the self-assessment; what belongs to a part or the whole comes last.
fn question_order(field: &str, applied: &AppliedTemplate<'_>) -> usize {
    let owner = field.split('.').next().unwrap_or_default();
    let mut questions = applied.parts.iter().flat_map(|part| &part.questions);
    questions.position(|question| question.question.key == owner).unwrap_or(usize::MAX)
}

/// «Teksten slik ho står no: 2.3 Kva lykkast de med?»
fn found_view(row: &FoundRow, applied: &AppliedTemplate<'_>, lang: Lang) -> FoundView {
    let kind = match row.place.as_str() {
        "now" => text(lang, "remove-in-text"),
        "earlier" => text(lang, "remove-in-earlier"),
        "delivered" => text_with(lang, "remove-in-delivered", &[("version", &row.version)]).into(),
        "comment" => text(lang, "remove-in-comment"),
        "reply" => text(lang, "remove-in-reply"),
        "evidence" => text(lang, "remove-in-evidence"),
        "note" => text(lang, "remove-in-note"),
        "report" => text(lang, "remove-in-report"),
        _ => text(lang, "remove-in-reopening"),
    };
    let about = about(&row.field, applied, lang);
    FoundView { place: if about.is_empty() { kind.into_owned() } else { format!("{kind}: {about}") }, count: row.count }
}

/// The question or the part that a field, a question's key or a part's key names.
fn about(key: &str, applied: &AppliedTemplate<'_>, lang: Lang) -> String {
    let question =
        |key: &str| applied.question(key).map(|(_, question)| format!("{} {}", question.numbering(), question.question.title.get(lang)));
    let part = |key: &str| applied.part(key).map(|part| part.part.title.get(lang).to_owned());
    let owner = key.split('.').next().unwrap_or_default();
    if owner == "_" {
        return text(lang, "deliver-participation").into_owned();
    }
    question(owner).or_else(|| part(owner)).unwrap_or_default()
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RemovalForm {
    passage: String,
    reason: String,
}

/// The passage and the reason as they may be used, or the form with what is wrong.
fn check(form: RemovalForm, lang: Lang) -> std::result::Result<(String, String), Box<Typed>> {
    let passage = normalised_text(&form.passage).trim().to_owned();
    let length = passage.chars().count();
    let passage_error = if length < SHORTEST {
        Some(text_with(lang, "remove-error-short", &[("min", &SHORTEST)]))
    } else if length > LONGEST {
        Some(text_with(lang, "error-too-long", &[("max", &LONGEST), ("over", &(length - LONGEST))]))
    } else if passage.contains('\0') {
        Some(text(lang, "error-bad-characters").into_owned())
    } else {
        None
    };
    let reason = check_words(&form.reason, lang);
    // A reason that repeats the words would keep what is to go.
    let repeats = length >= SHORTEST && form.reason.to_lowercase().contains(&passage.to_lowercase());
    let reason = if repeats { Err(text(lang, "remove-error-repeats").into_owned()) } else { reason };
    match (passage_error, reason) {
        (None, Ok(reason)) => Ok((passage, reason)),
        (passage_error, reason) => Err(Box::new(Typed {
            passage: form.passage,
            reason: form.reason,
            passage_error,
            reason_error: reason.err(),
            ..Typed::default()
        })),
    }
}

async fn search(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<SelfAssessmentId>,
    Form(form): Form<RemovalForm>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let _can = assessment.rights.can_redact()?;
    let (passage, reason) = match check(form, actor.lang) {
        Ok(checked) => checked,
        Err(typed) => return draw(&mut tx, &actor, &assessment, *typed, None).await,
    };
    let drafts = assessment.rights.redacts_drafts();
    let found = redaction_queries::find(&mut tx, assessment.document, assessment.id, &passage, drafts).await?;
    let passage_error = found.is_empty().then(|| text(actor.lang, "remove-error-not-found").into_owned());
    let typed = Typed { passage, reason, passage_error, ..Typed::default() };
    let found = if found.is_empty() { None } else { Some(found) };
    draw(&mut tx, &actor, &assessment, typed, found).await
}

async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<SelfAssessmentId>,
    Form(form): Form<RemovalForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let can = assessment.rights.can_redact()?;
    let (passage, reason) = match check(form, actor.lang) {
        Ok(checked) => checked,
        Err(typed) => return draw(&mut tx, &actor, &assessment, *typed, None).await,
    };
    let marker = text(actor.lang, "remove-marker");
    // Sent twice, there is nothing left the second time.
    let redacted = redaction_queries::redact(&mut tx, &actor, &can, (&passage, &marker, &reason)).await?;
    if redacted.texts > 0 {
        let school = assessment.document.school();
        // What the school does in its draft is its own to know.
        let audience = if redacted.outward { Audience::Both } else { Audience::School };
        let happening = Happening { kind: Kind::Redacted, audience, school, object: Some(assessment.id), what: &InBoth::default() };
        event::record(&mut tx, &actor, &happening).await?;
        let people = responsible(&mut tx, &actor, &assessment).await?;
        tell(&mut tx, &actor, &assessment, Notice::Redacted, &people).await?;
    }
    let parts: Vec<String> = assessment.applied()?.parts.iter().map(|part| part.part.key.clone()).collect();
    tx.commit().await?;
    for part in parts.iter().map(String::as_str).chain(["_"]) {
        app.live.changed(assessment.document.document, part);
    }
    Ok(flash::redirect(&format!("{}/fjerning", assessment.href()), Flash::Redacted))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportForm {
    message: String,
}

async fn report(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<SelfAssessmentId>,
    Form(form): Form<ReportForm>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    let can = assessment.rights.can_report()?;
    let message = match check_words(&form.message, actor.lang) {
        Ok(message) => message,
        Err(error) => {
            let typed = Typed { message: form.message, message_error: Some(error), ..Typed::default() };
            return draw(&mut tx, &actor, &assessment, typed, None).await;
        }
    };
    redaction_queries::report(&mut tx, &actor, &can, &message).await?;
    let people = responsible(&mut tx, &actor, &assessment).await?;
    tell(&mut tx, &actor, &assessment, Notice::SlipReported, &people).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/fjerning", assessment.href()), Flash::SlipReported))
}

/// Who sees to it that something is taken away: the school's leaders; where there is none, those who read it all: skoleeier of what is delivered, the
/// school's own of a draft.
async fn responsible(connection: &mut PgConnection, actor: &Actor, assessment: &Assessment) -> Result<Vec<PersonId>> {
    let Some(school) = assessment.document.school() else { return Ok(Vec::new()) };
    let leaders = municipality::leaders_of(&mut *connection, actor.municipality, school, actor.today).await?;
    if !leaders.is_empty() {
        return Ok(leaders);
    }
    if assessment.delivered_version.is_some() {
        let followers = municipality::followers_of(connection, actor.municipality, school, actor.today).await?;
        return Ok(followers.into_iter().filter(|(_, _, role)| *role == Role::Skoleeier).map(|(person, ..)| person).collect());
    }
    let members = municipality::members_of(connection, actor.municipality, school, actor.today).await?;
    Ok(members.into_iter().filter(|member| member.reads_drafts).map(|member| member.person).collect())
}

async fn tell(connection: &mut PgConnection, actor: &Actor, assessment: &Assessment, notice: Notice, people: &[PersonId]) -> Result<()> {
    let what = InBoth::try_each(|lang| assessment.title_with_place(actor, lang))?;
    let message = Message { notice, who: &actor.name_and_title(), what: &what, href: &format!("{}/fjerning", assessment.href()) };
    notification::tell(connection, actor.municipality, actor.now, people, Some(actor.person), &message).await
}

async fn close(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<SlipReportId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let assessment = redaction_queries::place_of_report(&mut tx, &actor, id).await?.ok_or(AppError::NotFound)?;
    let assessment = queries::load(&app, &mut tx, &actor, assessment).await?;
    let can = assessment.rights.can_redact()?;
    redaction_queries::close_report(&mut tx, &actor, &can, id).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/fjerning", assessment.href()), Flash::ReportClosed))
}
