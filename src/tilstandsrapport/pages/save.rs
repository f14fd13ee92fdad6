//! Writing a chapter: one field at a time from the script, or all of them from a form; and what those who write hear of each other.
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::chapter;
use super::chapter_fields::{Refused, parse_field};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanFollowChapter;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::ReportId;
use crate::indicator::published::Audience;
use crate::tilstandsrapport::check;
use crate::tilstandsrapport::model::{Report, check_text};
use crate::tilstandsrapport::queries;
use crate::web::extract::{Form, Pairs, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;
use crate::writing::autosave::{self, SaveForm};
use crate::writing::stream::{Presence, Readable, Since, Watched};
use crate::writing::{self, Outcome, Save};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/tilstandsrapport/{report}/felt", save_field)
        .post("/tilstandsrapport/{report}/kapittel/{chapter}", save_all)
        .get("/tilstandsrapport/{report}/kapittel/{chapter}/straum", stream)
        .post("/tilstandsrapport/{report}/kapittel/{chapter}/naervaer", present)
}

async fn save_field(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<ReportId>,
    headers: HeaderMap,
    Form(form): Form<SaveForm>,
) -> Result<Response> {
    let (base, save_id) = form.checked(&actor, &headers)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let part = parse_field(&report, &form.field)?.key.clone();
    let can = report.rights.can_write(&part)?;
    let value = match check_text(&form.value, actor.lang) {
        Ok(value) => value,
        Err(sentence) => return Ok(autosave::refusal(&sentence)),
    };
    let save = Save { field: form.field, part: part.clone(), value, base, save_id };
    let rev = match writing::save(&mut tx, &can, actor.person, actor.now, &save).await? {
        Outcome::Saved { rev, .. } => {
            // Whoever has written in it has gone through it.
            queries::gone_through(&mut tx, &actor, report.rights.can_follow(&part)?, (&part, std::slice::from_ref(&save.field))).await?;
            rev
        }
        Outcome::Unchanged(rev) => rev,
        Outcome::Conflict(other) => return Ok(autosave::conflict(&actor, &other)),
    };
    autosave::commit(&app, tx).await?;
    app.live.changed(report.document.document, &part);
    Ok(axum::Json(autosave::acknowledgement(&actor, rev)).into_response())
}

async fn save_all(Extract(app): Extract<App>, actor: Actor, Path((id, key)): Path<(ReportId, String)>, pairs: Pairs) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let (_, part) = report.chapter(&key)?;
    let can = report.rights.can_write(&key)?;
    let follow = report.rights.can_follow(&key)?;
    let names = part.fields();
    let own: Vec<&str> = names.iter().map(String::as_str).chain(["niva", "neste", "vidare", "star"]).collect();
    let revisions: Vec<String> = names.iter().map(|name| format!("rev:{name}")).collect();
    pairs.only(&own, &revisions.iter().map(String::as_str).collect::<Vec<_>>())?;
    let outcome = autosave::save_form(&mut tx, &can, &actor, &key, &names, &pairs, |name| {
        let typed = pairs.get(name).unwrap_or_default().to_owned();
        let checked = check_text(&typed, actor.lang);
        Ok((typed, checked))
    })
    .await?;
    note_gone_through(&mut tx, &actor, &report, follow, (&key, &pairs)).await?;
    tx.commit().await?;
    app.live.changed(report.document.document, &key);
    if !outcome.rejected.is_empty() {
        let refused = Refused { fields: outcome.rejected, comment: None };
        return chapter::draw(&app, &actor, id, &key, (pairs.get("niva"), None), &refused).await;
    }
    let flash = match pairs.get("vidare") {
        Some("klart") => {
            call_ready(&app, &actor, &report, follow, &key).await?;
            Flash::ChapterReady
        }
        Some("ikkje-klart") => {
            let mut tx = app.database.write(&actor.scope()).await?;
            queries::call_ready(&mut tx, &actor, follow, &key, None).await?;
            tx.commit().await?;
            Flash::ChapterReopened
        }
        _ if outcome.saved > 0 => Flash::Saved,
        _ => Flash::NothingChanged,
    };
    let next = pairs.get("neste").filter(|next| report.chapter(next).is_ok() && report.rights.reads.include(next));
    let to = next.map_or_else(|| report.chapter_href(&key), |next| report.chapter_href(next));
    Ok(flash::redirect(&to, flash))
}

/// A field whose text is another than last year's has been gone through, and so has one that somebody says stands.
async fn note_gone_through(tx: &mut Tx, actor: &Actor, report: &Report, can: CanFollowChapter, (key, pairs): (&str, &Pairs)) -> Result<()> {
    let stands: Vec<&str> = pairs.all("star").collect();
    let texts = writing::fields(tx, report.document, Some(&[key.to_owned()])).await?;
    let carried = queries::carried(tx, report, key).await?;
    let done: Vec<String> = carried
        .into_iter()
        .filter(|one| one.waiting)
        .filter(|one| stands.contains(&one.field.as_str()) || texts.iter().any(|text| text.field == one.field && text.value != one.value))
        .map(|one| one.field)
        .collect();
    if done.is_empty() { Ok(()) } else { queries::gone_through(tx, actor, can, (key, &done)).await }
}

/// Says that the chapter can be read, and keeps which figures it was written about: those everybody will see.
async fn call_ready(app: &App, actor: &Actor, report: &Report, can: CanFollowChapter, key: &str) -> Result<()> {
    let (_, part) = report.chapter(key)?;
    let figures = chapter::figures(app, actor, report, &part.figures, Audience::Public).await?;
    let used = check::kept(&figures.used())?;
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::call_ready(&mut tx, actor, can, key, Some(&used)).await?;
    tx.commit().await
}

/// A chapter of a report.
struct ChapterOf {
    report: ReportId,
    chapter: String,
}

impl Watched for ChapterOf {
    async fn look(&self, app: &App, tx: &mut Tx, actor: &Actor) -> Result<Readable> {
        let report = queries::load(app, tx, actor, self.report).await?;
        report.rights.check_reads(&self.chapter)?;
        report.chapter(&self.chapter)?;
        Ok(Readable { document: report.document, closed: report.decided_on.is_some().then_some("error-report-closed") })
    }
}

async fn stream(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((report, chapter)): Path<(ReportId, String)>,
    Query(since): Query<Since>,
) -> Result<Response> {
    writing::stream::stream(app, actor, ChapterOf { report, chapter: chapter.clone() }, chapter, since).await
}

/// «I am here.» Told to the other nodes and kept by none of them for long.
async fn present(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, key)): Path<(ReportId, String)>,
    Form(form): Form<Presence>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    tx.commit().await?;
    let (_, part) = report.chapter(&key)?;
    let _can = report.rights.can_write(&key)?;
    let field = part.fields().into_iter().find(|name| *name == form.field);
    app.live.present(report.document.document, &key, actor.person, field.as_deref());
    Ok(StatusCode::NO_CONTENT.into_response())
}
