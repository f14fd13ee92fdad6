//! `/moter/{meeting}/referat.pdf`: approved minutes on paper, by the same words as the page and for the same readers. It is made when it is asked for and kept
//! nowhere, so what is taken away from the minutes is gone from it too.
use std::borrow::Cow;

use axum::extract::State as Extract;
use axum::response::Response;
use serde::Serialize;

use super::record::{Record, Wanted};
use crate::App;
use crate::access::Actor;
use crate::document::pdf::{Meta, Template};
use crate::error::Result;
use crate::ids::MeetingId;
use crate::text::{Lang, text, text_with};
use crate::web::extract::{Path, Query};
use crate::web::pdf;
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/{meeting}/referat.pdf", show)
}

/// What `minutes.typ` draws.
#[derive(Debug, Serialize)]
struct Minutes {
    when: String,
    /// Which version, when it was approved, and by whom.
    approved: String,
    /// Why there is a later version.
    reason: String,
    /// What was taken away since, and why.
    removed: Vec<String>,
    /// A warning: the content is not what was approved.
    changed: Option<Cow<'static, str>>,
    present: Vec<String>,
    used: String,
    points: Vec<PointLine>,
    conclusions: Vec<Conclusion>,
    agreements: Vec<Agreed>,
    notes: Vec<Note>,
    /// The checksum, for the foot of every page.
    seal: String,
    words: Words,
}

#[derive(Debug, Serialize)]
struct PointLine {
    title: String,
    text: String,
    outcome: String,
}

#[derive(Debug, Serialize)]
struct Conclusion {
    title: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct Agreed {
    what: String,
    who: String,
    day: String,
    about: String,
}

#[derive(Debug, Serialize)]
struct Note {
    by: String,
    text: String,
}

/// Headings.
#[derive(Debug, Serialize)]
struct Words {
    present: Cow<'static, str>,
    nothing: Cow<'static, str>,
    conclusions: Cow<'static, str>,
    agreements: Cow<'static, str>,
    what: Cow<'static, str>,
    who: Cow<'static, str>,
    day: Cow<'static, str>,
    notes: Cow<'static, str>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<MeetingId>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (_, record) = Record::load(&app, &mut tx, &actor, id, wanted).await?;
    tx.commit().await?;
    let name = format!("{} {}", record.title, record.day);
    let meta =
        Meta { title: record.title.clone(), lang: actor.lang, municipality: record.content.municipality.clone(), made_at: actor.now };
    let minutes = minutes(record, actor.lang);
    Ok(pdf::shown(&name, app.pdf.render(Template::Minutes, &minutes, &meta).await?))
}

fn minutes(record: Record, lang: Lang) -> Minutes {
    let content = record.content;
    let later = |by: String| format!("{by}, {}", text(lang, "minutes-note-later"));
    let later_notes = record.later_notes.into_iter().map(|(by, text)| Note { by: later(by), text });
    Minutes {
        when: record.when,
        approved: format!("{}. {}", text_with(lang, "read-version", &[("version", &record.version)]), record.approved),
        reason: if record.reason.is_empty() { String::new() } else { format!("{} «{}»", text(lang, "minutes-reason"), record.reason) },
        removed: record.removed.into_iter().map(|(sentence, reason)| format!("{sentence} «{reason}»")).collect(),
        changed: (!record.intact).then(|| text(lang, "minutes-not-intact")),
        present: content.participants,
        used: content.minutes_used.map_or_else(String::new, |minutes| text_with(lang, "minutes-used", &[("minutes", &minutes)])),
        points: record
            .points
            .into_iter()
            .map(|point| PointLine { title: point.title, text: point.text, outcome: point.outcome.unwrap_or_default() })
            .collect(),
        conclusions: content.conclusions.into_iter().map(|entry| Conclusion { title: entry.title, text: entry.text }).collect(),
        agreements: record
            .agreements
            .into_iter()
            .map(|one| {
                let asked = one.asked.then(|| text(lang, "agreement-was-asked").into_owned());
                let point = Some(one.point).filter(|point| !point.is_empty());
                let about: Vec<String> = asked.into_iter().chain(point).collect();
                Agreed { what: one.what, who: one.who, day: one.day, about: about.join(" · ") }
            })
            .collect(),
        notes: content.notes.into_iter().map(|note| Note { by: note.by, text: note.text }).chain(later_notes).collect(),
        seal: format!("{} {}", text(lang, "read-hash"), record.sha256),
        words: Words {
            present: text(lang, "minutes-present"),
            nothing: text(lang, "minutes-nothing"),
            conclusions: text(lang, "meeting-conclusions"),
            agreements: text(lang, "agreement-in-meeting"),
            what: text(lang, "agreement-what"),
            who: text(lang, "agreement-who"),
            day: text(lang, "agreement-day"),
            notes: text(lang, "minutes-notes"),
        },
    }
}
