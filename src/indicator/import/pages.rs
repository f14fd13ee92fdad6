//! `/indikatorer/import`: the files that were brought in, a form for the next one, the look before it is taken in, and its withdrawal.
use askama::Template;
use axum::extract::{FromRequest, Request, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::plan::{Choice, Choices};
use super::queries::{self, ImportKind, ImportRow, NewImport};
use super::view::{AT_ONCE, EffectsView, brought_facts, change_line, fill, frame, planned_facts};
use super::{Summary, Unreadable, plan_of};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanImport;
use crate::error::{AppError, Result};
use crate::ids::ImportId;
use crate::indicator::local::hand::Written;
use crate::indicator::reading::{Kind, Reading};
use crate::indicator::talking_point;
use crate::jobs;
use crate::municipality::register;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Nothing, Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::web::upload::Upload;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/indikatorer/import", list)
        .post_file("/indikatorer/import", upload)
        .get("/indikatorer/import/{import}", show)
        .post("/indikatorer/import/{import}/inntak", take_in)
        .post("/indikatorer/import/{import}/forkasting", give_up)
        .post("/indikatorer/import/{import}/tilbaketrekking", withdraw)
        .post("/indikatorer/import/{import}/omrekning", try_again)
}

/// The most characters of a reason.
const LONGEST_REASON: usize = 500;

struct ImportLine {
    href: String,
    name: String,
    by: String,
    by_hand: bool,
    state: &'static str,
    state_text: String,
    values: i64,
    years: String,
}

#[derive(Template)]
#[template(path = "indicator/imports.html")]
struct ListPage {
    cx: Page,
    imports: Vec<ImportLine>,
    megabytes: usize,
    error: Option<String>,
}

async fn list(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    draw_list(&app, &actor, None).await
}

async fn draw_list(app: &App, actor: &Actor, error: Option<String>) -> Result<Response> {
    let can = CanImport::of(actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let rows = queries::imports(&mut tx, can).await?;
    tx.commit().await?;
    let failed = error.is_some();
    let page = ListPage {
        cx: Page::new(actor, text(actor.lang, "imports-title")).refused_when(failed),
        imports: rows.into_iter().map(|row| line(row, actor)).collect(),
        megabytes: app.settings.largest_upload() / (1024 * 1024),
        error,
    };
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

fn line(row: ImportRow, actor: &Actor) -> ImportLine {
    let summary: Summary = serde_json::from_value(row.summary).unwrap_or_default();
    let (state, key) = match row.state.as_str() {
        "waiting" => ("part", "import-state-waiting"),
        "withdrawn" => ("shut", "import-state-withdrawn"),
        _ => ("ok", "import-state-committed"),
    };
    ImportLine {
        href: format!("/indikatorer/import/{}", row.id),
        name: row.file_name,
        by_hand: row.kind == ImportKind::ByHand,
        by: text_with(actor.lang, "import-by", &[("who", &row.uploaded_by), ("when", &dates::recent(row.uploaded_at, actor.today))]),
        state,
        state_text: text(actor.lang, key).into_owned(),
        values: row.values,
        years: summary.years.join(", "),
    }
}

async fn upload(Extract(app): Extract<App>, actor: Actor, request: Request) -> Result<Response> {
    // Whoever may not is told so before a byte of the file is read.
    let can = CanImport::of(&actor)?;
    let file = Upload::from_request(request, &app).await?;
    if file.bytes.is_empty() {
        return draw_list(&app, &actor, Some(text(actor.lang, "import-no-file").into_owned())).await;
    }
    let reading = match super::read(&app.workbooks, &file.name, file.bytes.clone()).await {
        Ok(reading) => reading,
        Err(unreadable) => return draw_list(&app, &actor, Some(unreadable.text(actor.lang))).await,
    };
    let sha256 = Sha256::digest(&file.bytes).into();
    let by_name = actor.name_and_title();
    if reading.kind == Kind::SchoolRegister {
        if let Some(kept) = register::receive(&app, &actor, &file.name, sha256, reading.schools).await? {
            return Ok(kept);
        }
        let error = text_with(actor.lang, "import-list-not-here", &[("file", &file.name)]);
        return draw_list(&app, &actor, Some(error)).await;
    }
    if let Some(key) = nothing_to_take_in(&reading) {
        let error = text_with(actor.lang, key, &[("file", &file.name)]);
        return draw_list(&app, &actor, Some(error)).await;
    }
    let summary = serde_json::to_value(Summary::of(&reading)).map_err(|error| AppError::Internal(error.into()))?;
    let new = NewImport { file_name: &file.name, sha256, content: &file.bytes, summary, by_name: &by_name, kind: ImportKind::File };
    let mut tx = app.database.write(&actor.scope()).await?;
    let id = queries::add(&mut tx, can, &new, actor.now).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/indikatorer/import/{id}")).into_response())
}

/// Why a file that can be read is of no use here; none when it holds figures.
fn nothing_to_take_in(reading: &Reading) -> Option<&'static str> {
    match reading.kind {
        Kind::Indicators | Kind::SchoolRegister => None,
        Kind::SchoolList => Some("import-is-school-list"),
        Kind::Nothing => Some("import-holds-nothing"),
        Kind::Unknown => Some("import-not-recognised"),
    }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ImportId>) -> Result<Response> {
    draw(&app, &actor, id, None).await
}

/// Reads the file that waits anew: nodes keep nothing, and what stands here may have changed since.
async fn reading_of(app: &App, actor: &Actor, can: CanImport, row: &ImportRow) -> Result<std::result::Result<Reading, Unreadable>> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let content = queries::content(&mut tx, can, row.id).await?.ok_or(AppError::Conflict("import-error-decided"))?;
    tx.commit().await?;
    if row.kind == ImportKind::ByHand {
        let written = Written::parse(&content).map_err(|error| AppError::Internal(error.into()))?;
        return Ok(Ok(written.reading(&super::context())));
    }
    Ok(super::read(&app.workbooks, &row.file_name, content.into()).await)
}

/// What was refused on the page of one import.
pub(super) enum Refused {
    /// The reason of a withdrawal as it was typed, and what is wrong with it.
    Reason(String, String),
    /// Taking in: where to look, and why.
    TakingIn((&'static str, String)),
}

async fn draw(app: &App, actor: &Actor, id: ImportId, refused: Option<Refused>) -> Result<Response> {
    let can = CanImport::of(actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.filter(|row| row.state != "discarded").ok_or(AppError::NotFound)?;
    let same_file = queries::same_file(&mut tx, can, &row.sha256, id).await?;
    let here = queries::here(&mut tx, can.municipality()).await?;
    let by_hand = row.kind == ImportKind::ByHand;
    let changes = if row.state == "waiting" { Vec::new() } else { queries::changes(&mut tx, can, id).await? };
    let brought = if by_hand { queries::first_brought(&mut tx, can, id).await? } else { None };
    let effects = if row.state == "waiting" { None } else { Some(effects(app, &mut tx, can, id).await?) };
    tx.commit().await?;
    let lang = actor.lang;
    let summary: Summary = serde_json::from_value(row.summary.clone()).unwrap_or_default();
    let mut page = frame(actor, &row, &summary, refused);
    page.effects = effects;
    if row.state == "waiting" {
        let reading = match reading_of(app, actor, can, &row).await? {
            Ok(reading) => reading,
            Err(unreadable) => return draw_list(app, actor, Some(unreadable.text(lang))).await,
        };
        let mut tx = app.database.read(&actor.scope()).await?;
        let (here, plan) = plan_of(&mut tx, can, &reading, &Choices::default()).await?;
        tx.commit().await?;
        page.same_file = same_file.map(|at| text_with(lang, "import-same-file", &[("when", &dates::moment(at))]));
        fill(&mut page, &plan, &here, &reading, &summary, lang);
        if by_hand {
            page.facts = planned_facts(&plan, &here, lang);
        }
    } else {
        page.changed_in_all = changes.len();
        page.changed = changes.iter().take(AT_ONCE).map(|change| change_line(change, &here, lang)).collect();
        if let Some(brought) = brought {
            page.facts = brought_facts(&brought, &here, lang);
        }
    }
    let failed = !page.errors.is_empty();
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

/// What taking the figures in, or withdrawing them, has led to.
async fn effects(app: &App, connection: &mut PgConnection, can: CanImport, id: ImportId) -> Result<EffectsView> {
    let touched = queries::touched(&mut *connection, can, id).await?;
    let mut drafts = 0;
    for (pack, template, count) in queries::open_at_schools(&mut *connection, can, id).await? {
        let pack = app.packs.load(&mut *connection, can.municipality(), pack).await?;
        let questions = pack.template(&template).into_iter().flat_map(|template| &template.parts).flat_map(|part| &part.questions);
        if questions.flat_map(|question| &question.indicators).any(|key| touched.indicators.contains(key)) {
            drafts += count;
        }
    }
    let standing = jobs::after_import(&mut *connection, can.municipality(), id).await?;
    Ok(EffectsView { standing, points: talking_point::effects(connection, can, id).await?, drafts })
}

async fn take_in(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ImportId>, pairs: Pairs) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.filter(|row| row.state != "discarded").ok_or(AppError::NotFound)?;
    tx.commit().await?;
    let href = format!("/indikatorer/import/{id}");
    // Sent twice, it is taken in once.
    if row.state != "waiting" {
        return Ok(Redirect::to(&href).into_response());
    }
    let choices = choices(&pairs)?;
    let reading = match reading_of(&app, &actor, can, &row).await? {
        Ok(reading) => reading,
        Err(unreadable) => return draw_list(&app, &actor, Some(unreadable.text(actor.lang))).await,
    };
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::one_at_a_time(&mut tx, can).await?;
    let (_, plan) = plan_of(&mut tx, can, &reading, &choices).await?;
    if row.kind == ImportKind::ByHand && plan.is_empty() {
        drop(tx);
        let error = ("held-h", text(actor.lang, "import-error-held").into_owned());
        return draw(&app, &actor, id, Some(Refused::TakingIn(error))).await;
    }
    let taken = super::carry_out(&mut tx, can, id, &plan, (&actor.name_and_title(), actor.now)).await?;
    tx.commit().await?;
    Ok(if taken { flash::redirect(&href, Flash::FiguresTakenIn) } else { Redirect::to(&href).into_response() })
}

/// What was chosen of doubtful values: `valg:` and the cell's mark, to `ut`, `inn` or `rett`.
fn choices(pairs: &Pairs) -> Result<Choices> {
    let mut choices = Choices::default();
    for (name, value) in &pairs.0 {
        let mark = name.strip_prefix("valg:").ok_or(AppError::BadRequest("error-bad-form"))?;
        let choice = match value.as_str() {
            "ut" => Choice::Hold,
            "inn" => Choice::Take,
            "rett" => Choice::Correct,
            _ => return Err(AppError::BadRequest("error-bad-form")),
        };
        choices.0.insert(mark.to_owned(), choice);
    }
    Ok(choices)
}

async fn give_up(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ImportId>, Form(Nothing {}): Form<Nothing>) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.ok_or(AppError::NotFound)?;
    if row.state == "waiting" {
        queries::discard(&mut tx, can, id, (&actor.name_and_title(), actor.now)).await?;
    } else if row.state != "discarded" {
        return Err(AppError::Conflict("import-error-decided"));
    }
    tx.commit().await?;
    Ok(flash::redirect("/indikatorer/import", Flash::ImportGivenUp))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ReasonForm {
    reason: String,
}

async fn withdraw(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ImportId>, Form(form): Form<ReasonForm>) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let reason = match short_text(&form.reason, LONGEST_REASON, text(actor.lang, "import-reason-missing"), actor.lang) {
        Ok(reason) => reason,
        Err(error) => return draw(&app, &actor, id, Some(Refused::Reason(form.reason, error))).await,
    };
    let mut tx = app.database.write(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.ok_or(AppError::NotFound)?;
    match row.state.as_str() {
        "waiting" | "discarded" => return Err(AppError::Conflict("import-error-not-taken-in")),
        _ => {}
    }
    queries::one_at_a_time(&mut tx, can).await?;
    let withdrawn = super::withdraw(&mut tx, can, id, (&actor.name_and_title(), &reason), actor.now).await?;
    tx.commit().await?;
    let href = format!("/indikatorer/import/{id}");
    Ok(if withdrawn { flash::redirect(&href, Flash::ImportWithdrawn) } else { Redirect::to(&href).into_response() })
}

async fn try_again(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<ImportId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.ok_or(AppError::NotFound)?;
    let taken_up = jobs::try_again_after_import(&mut tx, can.municipality(), row.id, actor.now).await?;
    tx.commit().await?;
    let href = format!("/indikatorer/import/{id}");
    Ok(if taken_up { flash::redirect(&href, Flash::PointsTriedAgain) } else { Redirect::to(&href).into_response() })
}
