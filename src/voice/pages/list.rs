//! `/roystar`: the rounds of the schools that the actor works at.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanAskVoices, has_voices};
use crate::error::{AppError, Result};
use crate::text::{dates, text, text_with};
use crate::voice::queries;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/roystar", show)
}

struct Line {
    href: String,
    title: String,
    about: String,
    kind: &'static str,
    icon: &'static str,
    state: String,
}

#[derive(Template)]
#[template(path = "voice/list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    lines: Vec<Line>,
    asks: bool,
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let lang = actor.lang;
    if !has_voices(&actor) {
        return Err(AppError::NotFound);
    }
    let mut tx = app.database.read(&actor.scope()).await?;
    let rounds = queries::rounds(&mut tx, &actor, None).await?;
    tx.commit().await?;
    let lines = rounds.iter().map(|round| {
        let day = dates::long(dates::norwegian_date(round.expires_at));
        let (kind, icon, state) = match (round.published_at.is_some(), round.rights.is_over()) {
            (true, _) => ("ok", "check", "voices-state-published"),
            (false, true) => ("shut", "lock", "voices-state-over"),
            (false, false) => ("part", "prog", "voices-state-open"),
        };
        Line {
            href: round.href(),
            title: round.words.name.get(lang).to_owned(),
            about: text_with(lang, "voices-line", &[("school", &round.school.1), ("who", &round.made_by), ("day", &day)]),
            kind,
            icon,
            state: text(lang, state).into_owned(),
        }
    });
    let title = text(lang, "voices").into_owned();
    page::html(&ListPage {
        crumbs: vec![("/".to_owned(), text(lang, "nav-start").into_owned()), ("/roystar".to_owned(), title.clone())],
        lines: lines.collect(),
        asks: actor.draft_schools().iter().any(|school| CanAskVoices::of(&actor, *school).is_ok()),
        cx: Page::new(&actor, title),
    })
}
