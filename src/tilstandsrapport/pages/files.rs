//! The report as files: asked for, made by work that waits while this page says how far it has come, and taken away.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::disclosure::is_held_back;
use super::read::Chosen;
use super::side;
use crate::App;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{ReportFileId, ReportId, ReportVersionId, SchoolId};
use crate::jobs::{self, Standing};
use crate::text::{dates, text, text_with};
use crate::tilstandsrapport::compose::Edition;
use crate::tilstandsrapport::file::{self, Format, audience, deleted_at};
use crate::tilstandsrapport::model::Report;
use crate::tilstandsrapport::queries::{self, AskedFor, FileRow, VersionRow};
use crate::web::download::taken_away;
use crate::web::extract::{Form, Path, Query};
use crate::web::page::{self, Page, bytes_in_words};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .post("/tilstandsrapport/{report}/filer", ask)
        .get("/tilstandsrapport/{report}/filer/{file}", show)
        .get("/tilstandsrapport/{report}/filer/{file}/ned", take)
        .get("/tilstandsrapport/{report}/versjon/{version}/fil/{format}", kept)
}

/// Seconds until the page looks again by itself.
const LOOK: u32 = 2;

/// What a format is called on buttons.
pub fn format_name(format: Format, actor: &Actor) -> String {
    match format {
        Format::Archive => text(actor.lang, "report-file-archive").into_owned(),
        Format::Copy => text(actor.lang, "report-file-access-copy").into_owned(),
        other => other.key().to_uppercase(),
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    format: String,
    versjon: Option<ReportVersionId>,
    #[serde(default)]
    niva: String,
    skule: Option<SchoolId>,
}

async fn ask(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>, Form(form): Form<Asked>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let format = Format::from_key(&form.format);
    let (can, asked) = if let Some(version) = form.versjon {
        let row = queries::versions(&mut tx, &report).await?.into_iter().find(|row| row.id == version).ok_or(AppError::NotFound)?;
        let can = report.rights.can_take_version(row.school, row.audience == "public")?;
        let format = format.ok_or(AppError::BadRequest("error-bad-form"))?;
        if format.is_owners() {
            let _can = report.rights.can_arrange()?;
        }
        if format == Format::Copy {
            may_be_copied(&mut tx, &report, &row).await?;
        }
        if queries::kept_formats(&mut tx, actor.municipality, version).await?.contains(&format) {
            return Ok(Redirect::to(&kept_href(&report, version, format)).into_response());
        }
        (can, AskedFor { version: Some(version), audience: None, school: None, format })
    } else {
        let can = report.rights.can_take_draft()?;
        let format = format.filter(|format| !format.is_owners()).ok_or(AppError::BadRequest("error-bad-form"))?;
        let audience = Chosen { niva: form.niva, skule: form.skule }.audience();
        let edition = Edition { audience, school: None, number: None, at: actor.now, today: actor.today };
        if let Some(school) = edition.school_id() {
            crate::municipality::school(&mut tx, actor.municipality, school).await?.ok_or(AppError::NotFound)?;
        }
        (can, AskedFor { version: None, audience: Some(edition.key()), school: edition.school_id(), format })
    };
    let file = file::ask(&app, &mut tx, &actor, can, &asked).await?;
    tx.commit().await?;
    Ok(Redirect::to(&file_href(&report, file)).into_response())
}

/// That what was sent is for everybody, and was not judged to be held back, in whole or in part, after all.
async fn may_be_copied(tx: &mut Tx, report: &Report, row: &VersionRow) -> Result<()> {
    if row.audience != "public" {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    let judgements = queries::judgements(tx, report.document.municipality, report.id).await?;
    if is_held_back(&judgements, row.id) {
        return Err(AppError::Conflict("error-report-access-withheld"));
    }
    Ok(())
}

fn file_href(report: &Report, file: ReportFileId) -> String {
    format!("{}/filer/{file}", report.href())
}

/// Where the file of what was sent is.
pub fn kept_href(report: &Report, version: ReportVersionId, format: Format) -> String {
    format!("{}/versjon/{version}/fil/{}", report.href(), format.key())
}

/// The file that the actor asked for, while they may still have it.
async fn load(app: &App, tx: &mut Tx, actor: &Actor, (id, file): (ReportId, ReportFileId)) -> Result<(Report, FileRow)> {
    let report = queries::load(app, tx, actor, id).await?;
    let row = queries::file(tx, actor, id, file).await?;
    match row.version {
        Some(version) => {
            // What is not read any more is not among them.
            queries::versions(tx, &report).await?.into_iter().find(|known| known.id == version).ok_or(AppError::NotFound)?;
            if row.format.is_owners() {
                let _can = report.rights.can_arrange()?;
            }
        }
        None => {
            let _can = report.rights.can_take_draft()?;
        }
    }
    Ok((report, row))
}

#[derive(Template)]
#[template(path = "tilstandsrapport/file.html")]
struct FilePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    what: String,
    /// How far it has come: done and in all, and what is done now.
    waits: Option<(i32, i32, String)>,
    /// Where the file is, and what it is.
    ready: Option<(String, String)>,
    facts: Vec<(String, String)>,
    /// Why there is none.
    failed: Option<String>,
    here: String,
    back: String,
    /// Asking once more.
    again: Vec<(&'static str, String)>,
    front: String,
}

/// That the page is looked at by itself until there is a file.
#[derive(Debug, Default, serde::Deserialize)]
struct Waiting {
    ventar: Option<String>,
}

async fn show(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(ids): Path<(ReportId, ReportFileId)>,
    Query(waiting): Query<Waiting>,
) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let (report, row) = load(&app, &mut tx, &actor, ids).await?;
    let standing = match row.job {
        Some(job) if row.done_at.is_none() => jobs::standing(&mut tx, actor.municipality, actor.person, job).await?,
        _ => None,
    };
    tx.commit().await?;
    let here = file_href(&report, row.id);
    let name = format_name(row.format, &actor);
    // Inside a sentence.
    let name = if row.format.is_owners() { name.to_lowercase() } else { name };
    let title = text_with(lang, "report-file-title", &[("format", &name)]);
    let back = match row.version {
        Some(_) if !row.format.is_kept() => format!("{}/innsyn", report.href()),
        Some(version) => format!("{}/versjon/{version}", report.href()),
        None => Chosen::href(&report, audience(row.audience.as_deref().unwrap_or_default(), row.school)),
    };
    let mut page = FilePage {
        cx: Page::new(&actor, format!("{title} – {}", report.title(lang)?)),
        crumbs: side::crumbs(&report, &actor, Some((here.clone(), title.clone())))?,
        title,
        what: what(&report, &row, &actor)?,
        waits: None,
        ready: None,
        facts: Vec::new(),
        failed: None,
        here: here.clone(),
        back,
        again: again(&row),
        front: report.href(),
    };
    let mut look_again = None;
    match (row.done_at, &row.error) {
        _ if row.deleted => page.failed = Some(text(lang, "report-file-deleted").into_owned()),
        (Some(_), Some(key)) => page.failed = Some(text(lang, error_key(key)).into_owned()),
        (Some(done), None) => {
            let href = format!("{here}/ned");
            let size = bytes_in_words(row.size.unwrap_or_default());
            page.ready = Some((href.clone(), text_with(lang, "report-file-fetch", &[("format", &name), ("size", &size)])));
            let fact = |key: &str, value: String| (text(lang, key).into_owned(), value);
            page.facts.push(fact("report-file-made", dates::moment(done)));
            page.facts.push(fact("report-fact-seal", crate::writing::grouped_hash(&row.sha256.unwrap_or_default())));
            page.facts.push(match row.version {
                Some(_) if row.format.is_kept() => fact("report-file-kept", text(lang, "report-file-kept-with-version").into_owned()),
                _ => fact("report-file-kept", {
                    let day = dates::long(dates::norwegian_date(deleted_at(&app, row.asked_at)));
                    text_with(lang, "report-file-until", &[("day", &day)])
                }),
            });
            // To somebody who waits it comes by itself, once.
            look_again = waiting.ventar.is_some().then(|| format!("0; url={href}"));
        }
        (None, _) => match standing {
            Some(Standing::Waits(progress) | Standing::Fails(progress)) => {
                let key = match standing {
                    Some(Standing::Fails(_)) => "report-file-fails",
                    _ if progress.done == 0 => "report-file-composing",
                    _ => "report-file-making",
                };
                page.waits = Some((progress.done + 1, 3, text(lang, key).into_owned()));
                look_again = Some(format!("{LOOK}; url={here}?ventar=ja"));
            }
            _ => page.failed = Some(text(lang, "report-file-not-made").into_owned()),
        },
    }
    let mut response = page::html(&page)?;
    if let Some(refresh) = look_again {
        response.headers_mut().insert("refresh", refresh.parse().map_err(anyhow::Error::from)?);
    }
    Ok(response)
}

/// The keys there are.
fn error_key(key: &str) -> &'static str {
    match key {
        "report-file-not-allowed" => "report-file-not-allowed",
        "report-file-too-heavy" => "report-file-too-heavy",
        _ => "report-file-not-made",
    }
}

/// «Tilstandsrapport 2027, utkast: Offentleg versjon».
fn what(report: &Report, row: &FileRow, actor: &Actor) -> Result<String> {
    let title = report.title(actor.lang)?;
    let Some(key) = &row.audience else { return Ok(text_with(actor.lang, "report-file-of-version", &[("title", &title)])) };
    let (audience, school) = (audience(key, row.school), row.school_name.clone());
    let edition = Edition { audience, school, number: None, at: actor.now, today: actor.today };
    Ok(text_with(actor.lang, "report-file-of-draft", &[("title", &title), ("edition", &edition.name(actor.lang))]))
}

fn again(row: &FileRow) -> Vec<(&'static str, String)> {
    let mut fields = vec![("format", row.format.key().to_owned())];
    match row.version {
        Some(version) => fields.push(("versjon", version.to_string())),
        None => fields.extend(Chosen::fields(audience(row.audience.as_deref().unwrap_or_default(), row.school))),
    }
    fields
}

async fn take(Extract(app): Extract<App>, actor: Actor, Path(ids): Path<(ReportId, ReportFileId)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (_, row) = load(&app, &mut tx, &actor, ids).await?;
    let bytes = match row.version {
        Some(version) if row.format.is_kept() => queries::kept_file(&mut tx, actor.municipality, version, row.format).await?,
        _ => queries::file_bytes(&mut tx, &actor, row.id).await?,
    };
    tx.commit().await?;
    Ok(taken_away(row.format.content_type(), &row.name, row.format.ending(), bytes.ok_or(AppError::NotFound)?))
}

/// The file of what was sent; the page that asks for it, when nobody has before.
async fn kept(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, version, format)): Path<(ReportId, ReportVersionId, String)>,
) -> Result<Response> {
    let format = Format::from_key(&format).filter(|format| format.is_kept()).ok_or(AppError::NotFound)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    queries::versions(&mut tx, &report).await?.into_iter().find(|row| row.id == version).ok_or(AppError::NotFound)?;
    if format.is_owners() {
        let _can = report.rights.can_arrange()?;
    }
    let bytes = queries::kept_file(&mut tx, actor.municipality, version, format).await?;
    tx.commit().await?;
    Ok(match bytes {
        Some(bytes) => taken_away(format.content_type(), &report.title(report.lang)?, format.ending(), bytes),
        None => Redirect::to(&format!("{}/versjon/{version}", report.href())).into_response(),
    })
}
