//! `/stotte`: the requests that the actor reads; first what waits for them, the oldest day first, and never by anything that a school has done.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::super::model::Request;
use super::{crumbs, queries};
use crate::App;
use crate::access::Actor;
use crate::access::rules::has_support;
use crate::error::{AppError, Result};
use crate::text::text;
use crate::web::extract::Query;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/stotte", show)
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    slag: String,
    vis: String,
}

struct Line {
    href: String,
    what: String,
    school: String,
    words: String,
    about: String,
    kind: &'static str,
    icon: &'static str,
    state: String,
    waits: bool,
    late: bool,
}

#[derive(Template)]
#[template(path = "support/list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    lines: Vec<Line>,
    purpose: String,
    /// Kinds to choose between: key and name.
    kinds: Vec<(String, String)>,
    asked: Asked,
    asks: bool,
    offers: bool,
}

impl ListPage {
    fn shows(&self, which: &str) -> bool {
        self.asked.vis == which || (which.is_empty() && !["avslutta", "alle"].contains(&self.asked.vis.as_str()))
    }
}

fn line(actor: &Actor, request: &Request) -> Line {
    let (kind, icon) = request.state().tag();
    Line {
        href: request.href(),
        what: request.kind_name(actor.lang),
        school: request.school_name.clone(),
        words: request.words.clone(),
        about: request.line(actor),
        kind,
        icon,
        state: text(actor.lang, request.state().text_key()).into_owned(),
        waits: request.waits(actor.today),
        late: request.is_late(actor.today),
    }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(asked): Query<Asked>) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let mut requests = queries::requests(&app, &mut tx, &actor, None).await?;
    tx.commit().await?;
    let has = has_support(&actor);
    if requests.is_empty() && !has {
        return Err(AppError::NotFound);
    }
    let support = actor.pack.as_ref().and_then(|pack| pack.support.as_ref());
    let kinds = support
        .map_or_else(Vec::new, |support| support.kinds.iter().map(|kind| (kind.key.clone(), kind.name.get(lang).to_owned())).collect());
    requests.retain(|request| {
        let state = match asked.vis.as_str() {
            "alle" => true,
            "avslutta" => !request.state().is_open(),
            _ => request.state().is_open(),
        };
        state && (asked.slag.is_empty() || request.kind == asked.slag)
    });
    // What has no day any more comes last, the newest first, as it was read.
    requests.sort_by_key(|request| (!request.waits(actor.today), request.next_day().is_none(), request.next_day()));
    let title = text(lang, "support-title-page").into_owned();
    page::html(&ListPage {
        crumbs: crumbs(&actor, None),
        lines: requests.iter().map(|request| line(&actor, request)).collect(),
        purpose: support.map_or_else(String::new, |support| support.purpose.get(lang).to_owned()),
        kinds,
        asked,
        asks: has && !actor.rektor_schools().is_empty(),
        offers: has && (actor.is_owner() || !actor.overseen.is_empty()),
        cx: Page::new(&actor, title),
    })
}
