//! `/samtalar`: the actor's talks. There is no list of anybody else's.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::rules::{CanArrangeTalk, has_talks};
use crate::access::{Actor, lock};
use crate::error::{AppError, Result};
use crate::sealed_talk::queries;
use crate::text::{dates, text};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/samtalar", show)
}

struct Line {
    href: String,
    title: String,
    other: String,
    day: String,
    kind: &'static str,
    icon: &'static str,
    stage: String,
}

#[derive(Template)]
#[template(path = "sealed_talk/list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    lines: Vec<Line>,
    arranges: bool,
    lock: String,
    lock_after: u32,
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.write(&actor.scope()).await?;
    let talks = queries::talks(&app, &mut tx, &actor, None).await?;
    if talks.is_empty() && !has_talks(&actor) {
        return Err(AppError::NotFound);
    }
    lock::check(&mut tx, &actor).await?;
    tx.commit().await?;
    let mut lines = Vec::with_capacity(talks.len());
    for talk in &talks {
        let stage = talk.stage();
        let (kind, icon) = stage.tag();
        lines.push(Line {
            href: talk.href(),
            title: talk.title(lang)?,
            other: talk.other().to_owned(),
            day: dates::long(talk.day),
            kind,
            icon,
            stage: text(lang, stage.text_key()).into_owned(),
        });
    }
    let title = text(lang, "sealed-talks").into_owned();
    page::html(&ListPage {
        crumbs: vec![("/".to_owned(), text(lang, "nav-start").into_owned()), ("/samtalar".to_owned(), title.clone())],
        lines,
        arranges: CanArrangeTalk::of(&actor).is_ok(),
        lock: lock::address("/samtalar"),
        lock_after: lock::IDLE_SECONDS,
        cx: Page::new(&actor, title),
    })
}
