//! `/prioritering`: the schools of the actor's chains by name, with what waits there. There is no order by level, and no number of anything.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::{crumbs, queries};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{ChainSide, has_follow_up};
use crate::error::{AppError, Result};
use crate::municipality;
use crate::support::typed::period;
use crate::text::{text, text_with};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/prioritering", show)
}

struct Line {
    href: String,
    school: String,
    about: String,
    waits: bool,
    over: bool,
}

#[derive(Template)]
#[template(path = "support/priority_list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    purpose: String,
    lines: Vec<Line>,
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    if !has_follow_up(&actor) {
        return Err(AppError::NotFound);
    }
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = municipality::schools(&mut tx, actor.municipality).await?;
    let judgements = queries::judgements(&app, &mut tx, &actor, None).await?;
    tx.commit().await?;
    let mut lines = Vec::new();
    for school in schools {
        let newest = judgements.iter().find(|(of, _)| *of == school.id).map(|(_, judgement)| judgement);
        let own = ChainSide::of(&actor, school.id);
        if own.is_none() || !(school.takes_part(actor.today) || newest.is_some()) {
            continue;
        }
        let stands = newest.filter(|judgement| !judgement.facts.closed);
        lines.push(Line {
            href: format!("/prioritering/skole/{}", school.id),
            about: stands.map_or_else(String::new, |judgement| {
                let (from, to) = judgement.period;
                text_with(lang, "priority-line", &[("level", &judgement.level_words(lang).0), ("period", &period(&actor, from, to))])
            }),
            waits: stands.is_some_and(super::model::Judgement::waits_for_answer),
            over: stands.is_some_and(|judgement| judgement.period.1 < actor.today),
            school: school.name,
        });
    }
    let follow_up = actor.pack.as_ref().and_then(|pack| pack.follow_up.as_ref());
    page::html(&ListPage {
        crumbs: crumbs(&actor, []),
        purpose: follow_up.map_or_else(String::new, |follow_up| follow_up.purpose.get(lang).to_owned()),
        lines,
        cx: Page::new(&actor, text(lang, "priority-title")),
    })
}
