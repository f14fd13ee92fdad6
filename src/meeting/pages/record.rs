//! `/moter/{meeting}/referat`: approved minutes, to read and to print.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::reading::Readings;
use super::{crumbs, disclosure, withdrawal};
use crate::App;
use crate::access::Actor;
use crate::agreement::{self, Recorded};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::MeetingId;
use crate::meeting::field::Outcome;
use crate::meeting::frozen::{self, Content};
use crate::meeting::model::{Meeting, when_and_where};
use crate::meeting::queries;
use crate::text::{dates, name_and_title, text, text_with};
use crate::web::extract::{Path, Query};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/referat", show)
}

/// Which version: the newest, unless one is named.
#[derive(Debug, Clone, Copy, Default, serde::Deserialize)]
pub struct Wanted {
    versjon: Option<i32>,
}

/// A point with what it ended with in words.
pub struct PointView {
    /// Heading.
    pub title: String,
    /// Text; may be empty.
    pub text: String,
    /// What it ended with.
    pub outcome: Option<String>,
}

/// An approved version in words, as far as the actor reads it.
pub struct Record {
    /// «Referat: Leiardialog 1 med Vik skule».
    pub title: String,
    /// When and where.
    pub when: String,
    /// The day, `2027-03-15`.
    pub day: String,
    /// What was frozen.
    pub content: Content,
    /// Its points.
    pub points: Vec<PointView>,
    /// Its agreements.
    pub agreements: Vec<Recorded>,
    /// Who approved it and when.
    pub approved: String,
    /// Why there is a later version; may be empty.
    pub reason: String,
    /// Notes that were written after it was approved: whose, and what.
    pub later_notes: Vec<(String, String)>,
    /// Its number.
    pub version: i32,
    /// Its checksum, in groups.
    pub sha256: String,
    /// The content is what was approved, without what was taken away since.
    pub intact: bool,
    /// What was taken away since: a sentence and the reason.
    pub removed: Vec<(String, String)>,
}

impl Record {
    /// Loads it with its meeting; what the actor may not read, and what was never approved, is not found.
    pub async fn load(app: &App, tx: &mut Tx, actor: &Actor, id: MeetingId, wanted: Wanted) -> Result<(Meeting, Self)> {
        let meeting = queries::load(app, tx, actor, id).await?;
        if !meeting.rights.reads_minutes {
            return Err(AppError::NotFound);
        }
        let row = queries::minutes(tx, actor.municipality, id, wanted.versjon).await?.ok_or(AppError::NotFound)?;
        let remarks = queries::remarks(tx, actor.municipality, id).await?;
        let lang = actor.lang;
        let intact = frozen::sha256(&row.content).as_slice() == row.remainder.as_ref().unwrap_or(&row.sha256).as_slice();
        let removed = queries::removals(tx, actor.municipality, id).await?;
        let content: Content = serde_json::from_value(row.content).map_err(anyhow::Error::from)?;
        let (agreements, as_agreed) = agreement::recorded(tx, actor, &meeting, &content.agreements).await?;
        let (starts_at, ends_at) = (moment(&content.starts_at)?, moment(&content.ends_at)?);
        let notes = remarks.into_iter().filter(|remark| remark.kind == "protocol_note");
        let notes = notes.map(|note| (name_and_title(&note.author_name, &note.author_title), note.body));
        let approver = name_and_title(&row.approved_by_name, &row.approved_by_title);
        let record = Self {
            title: text_with(lang, "minutes-of", &[("what", &content.title)]),
            when: capital(&when_and_where(starts_at, ends_at, &content.place, lang)),
            day: dates::for_form(dates::norwegian_date(starts_at)),
            points: content
                .points
                .iter()
                .map(|point| PointView {
                    title: point.title.clone(),
                    text: point.text.clone(),
                    outcome: Outcome::parse(&point.outcome).map(|outcome| text(lang, outcome.text_key()).into_owned()),
                })
                .collect(),
            approved: text_with(lang, "minutes-approved-line", &[("when", &dates::moment(row.approved_at)), ("who", &approver)]),
            reason: row.reason,
            later_notes: notes.filter(|(by, text)| !content.notes.iter().any(|note| note.by == *by && note.text == *text)).collect(),
            version: row.version,
            sha256: crate::writing::grouped_hash(&row.sha256),
            intact: intact && as_agreed,
            removed: removed
                .into_iter()
                .map(|one| (text_with(lang, "remove-done-line", &[("who", &one.by), ("when", &dates::moment(one.at))]), one.reason))
                .collect(),
            agreements,
            content,
        };
        Ok((meeting, record))
    }
}

fn moment(text: &str) -> Result<OffsetDateTime> {
    Ok(OffsetDateTime::parse(text, &Rfc3339).map_err(anyhow::Error::from)?)
}

#[derive(Template)]
#[template(path = "meeting/record.html")]
struct RecordPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    record: Record,
    agreements: Vec<Recorded>,
    versions: Vec<(String, i32)>,
    pdf: String,
    /// Where the actor says that they have read it.
    said_href: String,
    /// Where the actor takes something away.
    removes: Option<String>,
    /// Where the actor withdraws all of it.
    withdraws: Option<String>,
    /// How a request to see it is answered, with the public title and the section of the law; for those who may know.
    access: Option<(String, Option<(String, String)>)>,
    /// Where the actor judges that.
    judges: Option<String>,
    /// Who has said that they have read it.
    readings: Readings,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (meeting, mut record) = match Record::load(&app, &mut tx, &actor, id, wanted).await {
        Err(AppError::NotFound) => return gone(&app, &mut tx, &actor, id).await,
        loaded => loaded?,
    };
    let readings = Readings::of(&mut tx, &actor, &meeting, record.version).await?;
    let access = if meeting.rights.reads_judged_access { Some(access(&mut tx, &actor, id).await?) } else { None };
    tx.commit().await?;
    let href = format!("{}/referat", meeting.href());
    let mut steps = crumbs(&actor, &meeting)?;
    steps.push((href.clone(), text(actor.lang, "minutes-title").into_owned()));
    let page = RecordPage {
        cx: Page::new(&actor, record.title.clone()),
        crumbs: steps,
        agreements: std::mem::take(&mut record.agreements),
        versions: (meeting.withdrawn.unwrap_or_default() + 1..=meeting.version.unwrap_or(1))
            .rev()
            .map(|version| (format!("{href}?versjon={version}"), version))
            .collect(),
        withdraws: meeting.rights.withdraws.then(|| format!("{}/tilbaketrekking", meeting.href())),
        judges: meeting.rights.judges_access.then(|| format!("{}/innsyn", meeting.href())),
        access,
        removes: meeting.rights.removes_words.then(|| format!("{}/fjerning", meeting.href())),
        said_href: format!("{href}/lest"),
        pdf: format!("{href}.pdf?versjon={}", record.version),
        record,
        readings,
    };
    page::html(&page)
}

/// Notices and mail lead here also when the minutes are withdrawn: the meeting's page says so, and why.
async fn gone(app: &App, tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<Response> {
    let meeting = queries::load(app, tx, actor, id).await?;
    if withdrawal::is_told(&meeting) { Ok(Redirect::to(&meeting.href()).into_response()) } else { Err(AppError::NotFound) }
}

/// How a request is answered, as it was judged last.
async fn access(tx: &mut Tx, actor: &Actor, id: MeetingId) -> Result<(String, Option<(String, String)>)> {
    Ok(match queries::judged(tx, actor.municipality, id).await? {
        Some(judged) => (disclosure::sentence(&judged, actor.lang), Some((judged.public_title, judged.basis))),
        None => (text(actor.lang, "disclosure-not-judged").into_owned(), None),
    })
}
