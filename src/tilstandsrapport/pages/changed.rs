//! What has changed in a chapter since the actor read it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::chapter_fields::field_name;
use super::side;
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::ReportId;
use crate::text::{dates, text, text_with};
use crate::tilstandsrapport::queries;
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing;
use crate::writing::history_page::{PieceView, pieces};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/tilstandsrapport/{report}/kapittel/{chapter}/endra", show)
}

/// A field that is another than it was.
struct FieldView {
    name: String,
    by: String,
    pieces: Vec<PieceView>,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/changed.html")]
struct ChangedPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    lead: String,
    fields: Vec<FieldView>,
    href: String,
    back: String,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, key)): Path<(ReportId, String)>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let report = queries::load(&app, &mut tx, &actor, id).await?;
    report.rights.check_reads(&key)?;
    let (_, chapter) = report.chapter(&key)?;
    let since = queries::readings_of(&mut tx, &actor, &report).await?.into_iter().find(|(of, _)| *of == key).map(|(_, at)| at);
    let mut fields = Vec::new();
    for name in chapter.fields() {
        let revisions = writing::revisions(&mut tx, report.document, &name).await?;
        let then = revisions.iter().rev().find(|revision| since.is_some_and(|since| revision.saved_at <= since));
        let Some(now) = revisions.last() else { continue };
        let before = then.map_or("", |then| then.value.as_str());
        if before == now.value {
            continue;
        }
        let when = dates::recent(now.saved_at, actor.today);
        fields.push(FieldView {
            name: field_name(chapter, &name, lang),
            by: text_with(lang, "saved-status", &[("when", &when), ("who", &now.saved_by_name)]),
            pieces: pieces(before, &now.value),
        });
    }
    tx.commit().await?;
    let title = text(lang, "report-changed-title").into_owned();
    let back = chapter.title.get(lang).to_owned();
    let here = format!("{}/endra", report.chapter_href(&key));
    let mut crumbs = side::crumbs(&report, &actor, Some((report.chapter_href(&key), back.clone())))?;
    crumbs.push((here, title.clone()));
    page::html(&ChangedPage {
        cx: Page::new(&actor, format!("{title} – {back}")),
        crumbs,
        lead: match since {
            Some(since) => text_with(lang, "report-changed-since", &[("when", &dates::recent(since, actor.today))]),
            None => text(lang, "report-changed-never-read").into_owned(),
        },
        href: report.chapter_href(&key),
        title,
        fields,
        back,
    })
}
