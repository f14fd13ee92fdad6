//! `/indikatorer/import`: the files that were brought in, a form for the next one, the look before it is taken in, and its withdrawal.
mod file;
mod list;
mod take_in;

use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sqlx::PgConnection;

use super::plan::Choices;
use super::queries::{self, ImportKind, ImportRow};
use super::view::{AT_ONCE, EffectsView, brought_facts, change_line, fill, frame, planned_facts};
use super::{Summary, Unreadable, plan_of};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanImport;
use crate::error::{AppError, Result};
use crate::ids::ImportId;
use crate::indicator::local::hand::Written;
use crate::indicator::reading::Reading;
use crate::indicator::talking_point;
use crate::jobs;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Nothing, Path};
use crate::web::flash::{self, Flash};
use crate::web::page;
use crate::web::routes::Routes;
use crate::writing::short_text;
use list::draw_list;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/indikatorer/import", list::list)
        .post_file("/indikatorer/import", list::upload)
        .get("/indikatorer/import/{import}", show)
        .get("/indikatorer/import/{import}/verdier.csv", file::values)
        .post("/indikatorer/import/{import}/inntak", take_in::take_in)
        .post("/indikatorer/import/{import}/forkasting", give_up)
        .post("/indikatorer/import/{import}/tilbaketrekking", withdraw)
        .post("/indikatorer/import/{import}/omrekning", try_again)
}

/// The most characters of a reason.
const LONGEST_REASON: usize = 500;

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
    /// Taking in: what was chosen, where to look, and why.
    TakingIn(Choices, (&'static str, String)),
}

async fn draw(app: &App, actor: &Actor, id: ImportId, refused: Option<Refused>) -> Result<Response> {
    let can = CanImport::of(actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let row = queries::import(&mut tx, can, id).await?.filter(|row| row.state != "discarded").ok_or(AppError::NotFound)?;
    let same_file = queries::same_file(&mut tx, can, &row.sha256, id).await?;
    let here = queries::here(&mut tx, can.municipality()).await?;
    let by_hand = row.kind == ImportKind::ByHand;
    let changes = if row.state == "waiting" { Vec::new() } else { queries::changes(&mut tx, can, id, Some(AT_ONCE)).await? };
    let changed_in_all = if row.state == "waiting" { 0 } else { queries::changed_in_all(&mut tx, can, id).await? };
    let brought = if by_hand { queries::first_brought(&mut tx, can, id).await? } else { None };
    let effects = if row.state == "waiting" { None } else { Some(effects(app, &mut tx, can, id).await?) };
    tx.commit().await?;
    let lang = actor.lang;
    let summary: Summary = serde_json::from_value(row.summary.clone()).unwrap_or_default();
    let choices = match &refused {
        Some(Refused::TakingIn(choices, _)) => choices.clone(),
        _ => Choices::default(),
    };
    let mut page = frame(actor, &row, &summary, refused);
    page.effects = effects;
    if row.state == "waiting" {
        let reading = match reading_of(app, actor, can, &row).await? {
            Ok(reading) => reading,
            Err(unreadable) => return draw_list(app, actor, Some(unreadable.text(lang))).await,
        };
        let mut tx = app.database.read(&actor.scope()).await?;
        let (here, plan) = plan_of(&mut tx, can, &reading).await?;
        tx.commit().await?;
        page.same_file = same_file.map(|at| text_with(lang, "import-same-file", &[("when", &dates::moment(at))]));
        fill(&mut page, (&plan, &choices), &here, &reading, &summary, lang);
        if by_hand {
            page.facts = planned_facts(&plan, &here, lang);
        }
    } else {
        page.changed_in_all = changed_in_all;
        page.changed = changes.iter().map(|change| change_line(change, &here, lang)).collect();
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
