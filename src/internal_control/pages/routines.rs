//! `/internkontroll/rutinar`: the municipality's routines, for those who work for its schools.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::crumbs;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanKeepRoutines, reads_routines};
use crate::error::{AppError, Result};
use crate::internal_control::queries;
use crate::text::{dates, text, text_with};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/internkontroll/rutinar", show)
}

struct Line {
    href: String,
    name: String,
    about: String,
    own: bool,
    late: bool,
    retired: bool,
}

#[derive(Template)]
#[template(path = "internal_control/routines.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    lines: Vec<Line>,
    keeps: bool,
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    if !reads_routines(&actor) {
        return Err(AppError::NotFound);
    }
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let routines = queries::routines(&mut tx, &actor, None).await?;
    tx.commit().await?;
    let lines = routines.into_iter().map(|routine| {
        let who = routine.owner.words(actor.pack.as_deref(), lang);
        Line {
            about: text_with(lang, "control-routine-about", &[("who", &who), ("day", &dates::long(routine.revise_on))]),
            own: routine.rights.own && !routine.retired,
            late: routine.is_late(actor.today),
            retired: routine.retired,
            href: routine.href(),
            name: routine.name,
        }
    });
    let title = text(lang, "control-routines").into_owned();
    page::html(&ListPage {
        crumbs: crumbs(&actor, &[("/internkontroll/rutinar", title.clone())]),
        lines: lines.collect(),
        keeps: CanKeepRoutines::of(&actor).is_ok(),
        cx: Page::new(&actor, title),
    })
}
