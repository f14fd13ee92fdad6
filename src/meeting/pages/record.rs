//! `/moter/{meeting}/referat`: approved minutes, to read and to print.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::crumbs;
use crate::App;
use crate::access::Actor;
use crate::agreement::{self, Recorded};
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

#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    versjon: Option<i32>,
}

/// A point with what it ended with in words.
struct PointView {
    title: String,
    text: String,
    outcome: Option<String>,
}

#[derive(Template)]
#[template(path = "meeting/record.html")]
struct RecordPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    when: String,
    content: Content,
    points: Vec<PointView>,
    agreements: Vec<Recorded>,
    approved: String,
    reason: String,
    /// Notes that were written after it was approved.
    later_notes: Vec<(String, String)>,
    version: i32,
    versions: Vec<(String, i32)>,
    sha256: String,
    intact: bool,
    /// What was taken away since: a sentence and the reason.
    removed: Vec<(String, String)>,
    /// Where the actor takes something away.
    removes: Option<String>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let meeting: Meeting = queries::load(&app, &mut tx, &actor, id).await?;
    if !meeting.rights.reads_minutes {
        return Err(AppError::NotFound);
    }
    let row = queries::minutes(&mut tx, actor.municipality, id, wanted.versjon).await?.ok_or(AppError::NotFound)?;
    let remarks = queries::remarks(&mut tx, actor.municipality, id).await?;
    let lang = actor.lang;
    let intact = frozen::sha256(&row.content).as_slice() == row.remainder.as_ref().unwrap_or(&row.sha256).as_slice();
    let removed = queries::removals(&mut tx, actor.municipality, id).await?;
    let content: Content = serde_json::from_value(row.content).map_err(anyhow::Error::from)?;
    let (agreements, as_agreed) = agreement::recorded(&mut tx, &actor, &meeting, &content.agreements).await?;
    tx.commit().await?;
    let moment =
        |text: &str| time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).map_err(anyhow::Error::from);
    let mut steps = crumbs(&actor, &meeting)?;
    steps.push((format!("{}/referat", meeting.href()), text(lang, "minutes-title").into_owned()));
    let notes = remarks.into_iter().filter(|remark| remark.kind == "protocol_note");
    let notes = notes.map(|note| (name_and_title(&note.author_name, &note.author_title), note.body));
    let title = text_with(lang, "minutes-of", &[("what", &content.title)]);
    let page = RecordPage {
        cx: Page::new(&actor, title),
        crumbs: steps,
        when: capital(&when_and_where(moment(&content.starts_at)?, moment(&content.ends_at)?, &content.place, lang)),
        points: content
            .points
            .iter()
            .map(|point| PointView {
                title: point.title.clone(),
                text: point.text.clone(),
                outcome: Outcome::parse(&point.outcome).map(|outcome| text(lang, outcome.text_key()).into_owned()),
            })
            .collect(),
        approved: text_with(
            lang,
            "minutes-approved-line",
            &[("when", &dates::moment(row.approved_at)), ("who", &name_and_title(&row.approved_by_name, &row.approved_by_title))],
        ),
        reason: row.reason,
        later_notes: notes.filter(|(by, text)| !content.notes.iter().any(|note| note.by == *by && note.text == *text)).collect(),
        version: row.version,
        versions: (1..=meeting.version.unwrap_or(1))
            .rev()
            .map(|version| (format!("{}/referat?versjon={version}", meeting.href()), version))
            .collect(),
        sha256: crate::writing::grouped_hash(&row.sha256),
        intact: intact && as_agreed,
        removed: removed
            .into_iter()
            .map(|one| (text_with(lang, "remove-done-line", &[("who", &one.by), ("when", &dates::moment(one.at))]), one.reason))
            .collect(),
        removes: meeting.rights.removes_words.then(|| format!("{}/fjerning", meeting.href())),
        agreements,
        content,
    };
    page::html(&page)
}
