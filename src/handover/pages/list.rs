//! `/overleveringar`: the handovers that are the actor's to know of, and the way to begin one.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::Actor;
use crate::access::rules::begins_handovers;
use crate::error::{AppError, Result};
use crate::handover::queries;
use crate::text::{dates, text, text_with};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/overleveringar", show)
}

struct Line {
    href: String,
    title: String,
    about: String,
    kind: &'static str,
    icon: &'static str,
    stage: String,
}

#[derive(Template)]
#[template(path = "handover/list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    lines: Vec<Line>,
    purpose: String,
    begins: bool,
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let handovers = queries::handovers(&app, &mut tx, &actor, None).await?;
    tx.commit().await?;
    let begins = begins_handovers(&actor);
    if handovers.is_empty() && !begins {
        return Err(AppError::NotFound);
    }
    let lines = handovers.iter().map(|handover| {
        let (kind, icon) = handover.stage().tag();
        let who = if handover.successor.is_empty() {
            text_with(lang, "handover-from", &[("leaver", &handover.leaver)])
        } else {
            text_with(lang, "handover-from-to", &[("leaver", &handover.leaver), ("successor", &handover.successor)])
        };
        Line {
            href: handover.href(),
            title: handover.title(lang),
            about: format!("{who} {}", text_with(lang, "handover-first-day", &[("day", &dates::long(handover.day))])),
            kind,
            icon,
            stage: text(lang, handover.stage().text_key()).into_owned(),
        }
    });
    let template = actor.pack.as_ref().and_then(|pack| pack.handover.as_ref());
    let title = text(lang, "handovers").into_owned();
    page::html(&ListPage {
        crumbs: vec![("/".to_owned(), text(lang, "nav-start").into_owned()), ("/overleveringar".to_owned(), title.clone())],
        lines: lines.collect(),
        purpose: template.map_or_else(String::new, |template| template.purpose.get(lang).to_owned()),
        begins,
        cx: Page::new(&actor, title),
    })
}
