//! What is laid beside the report: chosen, named, put in order and taken away by those who make it; and taken away as files by whoever reads what was sent.
use askama::Template;
use axum::extract::{Request, State as Extract};
use axum::response::Response;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::side;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanArrangeReport;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{ReportAttachmentId, ReportId, ReportVersionId};
use crate::text::{Lang, text, text_with};
use crate::tilstandsrapport::attachment::{Attachment, LARGEST_ALL, LONGEST_LEGAL, LONGEST_TITLE, MOST};
use crate::tilstandsrapport::model::Report;
use crate::tilstandsrapport::queries::{self, NewAttachment, Told};
use crate::web::attached::{LARGEST, judged};
use crate::web::download::taken_away;
use crate::web::extract::{Form, Nothing, Pairs, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, bytes_in_words};
use crate::web::routes::Routes;
use crate::web::upload::FileForm;
use crate::writing::{grouped_hash, short_text};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/tilstandsrapport/{report}/vedlegg", show)
        .post_file("/tilstandsrapport/{report}/vedlegg", add)
        .get("/tilstandsrapport/{report}/vedlegg/{attachment}", edit)
        .post("/tilstandsrapport/{report}/vedlegg/{attachment}", tell)
        .post("/tilstandsrapport/{report}/vedlegg/{attachment}/opp", move_up)
        .post("/tilstandsrapport/{report}/vedlegg/{attachment}/fjerning", remove)
        .get("/tilstandsrapport/{report}/vedlegg/{attachment}/fil", take)
        .get("/tilstandsrapport/{report}/versjon/{version}/vedlegg/{number}", take_sent)
}

/// Where the file of one is, for the owner.
pub fn file_href(report: &Report, attachment: &Attachment) -> String {
    format!("{}/vedlegg/{}/fil", report.href(), attachment.id)
}

/// And of one that went with a version.
pub fn sent_href(report: &Report, version: ReportVersionId, attachment: &Attachment) -> String {
    format!("{}/versjon/{version}/vedlegg/{}", report.href(), attachment.number)
}

/// What is typed of a file.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    tittel: String,
    #[serde(default)]
    tilgang: String,
    #[serde(default)]
    heimel: String,
    #[serde(default)]
    save_id: String,
}

/// Names of its fields.
const FIELDS: [&str; 4] = ["tittel", "tilgang", "heimel", "save_id"];

impl Typed {
    fn of(texts: &Pairs) -> Self {
        let get = |name| texts.get(name).unwrap_or_default().to_owned();
        Self { tittel: get("tittel"), tilgang: get("tilgang"), heimel: get("heimel"), save_id: get("save_id") }
    }

    /// What is said, or what is wrong with it by field.
    fn checked(&self, lang: Lang) -> std::result::Result<Told, Vec<(String, String)>> {
        let title = short_text(&self.tittel, LONGEST_TITLE, text(lang, "error-report-attachment-title"), lang);
        let legal = match self.tilgang.as_str() {
            "open" => Ok(String::new()),
            "lukka" => short_text(&self.heimel, LONGEST_LEGAL, text(lang, "error-report-attachment-legal"), lang)
                .map_err(|error| ("heimel", error)),
            _ => Err(("tilgang", text(lang, "error-report-attachment-access").into_owned())),
        };
        match (title, legal) {
            (Ok(title), Ok(legal)) => Ok(Told { title, legal }),
            (title, legal) => {
                let errors = [title.err().map(|error| ("tittel", error)), legal.err()];
                Err(errors.into_iter().flatten().map(|(field, error)| (field.to_owned(), error)).collect())
            }
        }
    }
}

struct RowView {
    id: ReportAttachmentId,
    number: i32,
    title: String,
    file: String,
    href: String,
    access: String,
    seal: String,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/attachments.html")]
struct AttachmentsPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    rows: Vec<RowView>,
    limits: String,
    open: bool,
    /// The one whose name and access are changed; `None`: a new one is added.
    changed: Option<ReportAttachmentId>,
    typed: Typed,
    errors: Vec<(String, String)>,
    front: String,
}

impl AttachmentsPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    report: &Report,
    (changed, typed): (Option<ReportAttachmentId>, Typed),
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let lang = actor.lang;
    let _can = report.rights.can_arrange()?;
    let rows = queries::attachments(tx, actor.municipality, report.id).await?;
    let title = text(lang, "report-attachments-title").into_owned();
    let row = |one: &Attachment| RowView {
        id: one.id,
        number: one.number,
        title: one.title.clone(),
        file: one.file_words(),
        href: file_href(report, one),
        access: one.access_words(lang),
        seal: grouped_hash(&one.sha256),
    };
    let mega = |bytes: usize| bytes / (1024 * 1024);
    let (cx, crumbs) = side::page(report, actor, "vedlegg", &title)?;
    let page = AttachmentsPage {
        cx: cx.refused_when(!errors.is_empty()),
        crumbs,
        title,
        rows: rows.iter().map(row).collect(),
        limits: text_with(lang, "report-attachment-hint", &[("one", &mega(LARGEST)), ("all", &mega(LARGEST_ALL)), ("most", &MOST)]),
        open: report.decided_on.is_none(),
        changed,
        typed,
        errors,
        front: report.href(),
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let typed = Typed { save_id: Uuid::new_v4().to_string(), ..Typed::default() };
    let page = draw(&mut tx, &actor, &report, (None, typed), Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

/// To write with, while the report is open; its row is held.
async fn to_change(tx: &mut Tx, report: &Report) -> Result<CanArrangeReport> {
    let can = report.rights.can_arrange()?;
    report.check_open()?;
    queries::hold(tx, can).await?;
    Ok(can)
}

/// Why there is no room for one more, when there is none.
fn no_room(there: &[Attachment], size: usize, lang: Lang) -> Option<String> {
    let held: i64 = there.iter().map(|one| one.size).sum();
    let left = i64::try_from(LARGEST_ALL).unwrap_or(i64::MAX).saturating_sub(held);
    if there.len() >= MOST {
        return Some(text_with(lang, "error-report-attachment-many", &[("most", &MOST)]));
    }
    (i64::try_from(size).unwrap_or(i64::MAX) > left)
        .then(|| text_with(lang, "error-report-attachment-room", &[("left", &bytes_in_words(left))]))
}

async fn add(Extract(app): Extract<App>, actor: Actor, Path(id): Path<ReportId>, request: Request) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let _can = queries::load(&app, &mut tx, &actor, id).await?.rights.can_arrange()?;
    tx.commit().await?;
    // Who may is asked before the file is read.
    let form = FileForm::read(request, &app, &FIELDS, LARGEST).await?;
    let typed = Typed::of(&form.texts);
    let save_id = save_id(&typed.save_id)?;
    let kind = judged(form.bytes.clone(), form.too_large, lang).await?;
    let sha256 = Sha256::digest(&form.bytes).into();
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = to_change(&mut tx, &report).await?;
    let there = queries::attachments(&mut tx, actor.municipality, report.id).await?;
    let kind = kind.and_then(|kind| no_room(&there, form.bytes.len(), lang).map_or(Ok(kind), Err));
    match (typed.checked(lang), kind) {
        (Ok(told), Ok(kind)) => {
            let new = NewAttachment { told: &told, kind, bytes: &form.bytes, sha256 };
            queries::attach(&mut tx, &actor, can, &new, save_id).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/vedlegg", report.href()), Flash::Saved))
        }
        (told, kind) => {
            let mut errors = told.err().unwrap_or_default();
            errors.extend(kind.err().map(|sentence| ("fil".to_owned(), sentence)));
            draw(&mut tx, &actor, &report, (None, typed), errors).await
        }
    }
}

async fn edit(Extract(app): Extract<App>, actor: Actor, Path((id, attachment)): Path<(ReportId, ReportAttachmentId)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let one = load(&mut tx, &actor, &report, attachment).await?;
    let tilgang = if one.for_all { "open" } else { "lukka" }.to_owned();
    let typed = Typed { tittel: one.title, tilgang, heimel: one.legal, save_id: String::new() };
    let page = draw(&mut tx, &actor, &report, (Some(attachment), typed), Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

/// One of those that are there, through the owner.
async fn load(tx: &mut Tx, actor: &Actor, report: &Report, id: ReportAttachmentId) -> Result<Attachment> {
    let _can = report.rights.can_arrange()?;
    queries::attachments(tx, actor.municipality, report.id).await?.into_iter().find(|one| one.id == id).ok_or(AppError::NotFound)
}

async fn tell(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, attachment)): Path<(ReportId, ReportAttachmentId)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    load(&mut tx, &actor, &report, attachment).await?;
    let can = to_change(&mut tx, &report).await?;
    match typed.checked(actor.lang) {
        Ok(told) => {
            if !queries::tell_of_attachment(&mut tx, can, attachment, &told).await? {
                return Err(AppError::NotFound);
            }
            tx.commit().await?;
            Ok(flash::redirect(&format!("{}/vedlegg", report.href()), Flash::Saved))
        }
        Err(errors) => draw(&mut tx, &actor, &report, (Some(attachment), typed), errors).await,
    }
}

async fn move_up(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, attachment)): Path<(ReportId, ReportAttachmentId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = to_change(&mut tx, &report).await?;
    if !queries::move_attachment_up(&mut tx, can, attachment).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/vedlegg", report.href()), Flash::Saved))
}

async fn remove(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, attachment)): Path<(ReportId, ReportAttachmentId)>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let can = to_change(&mut tx, &report).await?;
    if !queries::remove_attachment(&mut tx, &actor, can, attachment).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("{}/vedlegg", report.href()), Flash::AttachmentRemoved))
}

async fn take(Extract(app): Extract<App>, actor: Actor, Path((id, attachment)): Path<(ReportId, ReportAttachmentId)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    let one = load(&mut tx, &actor, &report, attachment).await?;
    let bytes = queries::attached_file(&mut tx, actor.municipality, id, attachment).await?.ok_or(AppError::NotFound)?;
    tx.commit().await?;
    Ok(taken_away(one.kind.content_type(), &one.title, one.kind.key(), bytes))
}

async fn take_sent(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, version, number)): Path<(ReportId, ReportVersionId, i32)>,
) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    queries::versions(&mut tx, &report).await?.into_iter().find(|row| row.id == version).ok_or(AppError::NotFound)?;
    let all = queries::attachments_of_version(&mut tx, actor.municipality, version).await?;
    let one = all.into_iter().find(|one| one.number == number).ok_or(AppError::NotFound)?;
    let bytes = queries::attached_file(&mut tx, actor.municipality, id, one.id).await?.ok_or(AppError::NotFound)?;
    tx.commit().await?;
    Ok(taken_away(one.kind.content_type(), &one.title, one.kind.key(), bytes))
}
