//! `/skriftlege-avtalar`: the agreements of the actor's chains. There is no list of anybody else's, and no number of them anywhere.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::Actor;
use crate::access::rules::has_written_agreements;
use crate::error::{AppError, Result};
use crate::text::{dates, text, text_with};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::written_agreement::queries;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skriftlege-avtalar", show)
}

struct Line {
    href: String,
    school: String,
    period: String,
    kind: &'static str,
    icon: &'static str,
    stage: String,
}

#[derive(Template)]
#[template(path = "written_agreement/list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    lines: Vec<Line>,
    purpose: String,
    after: String,
    begins: bool,
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let agreements = queries::agreements(&app, &mut tx, &actor, None).await?;
    tx.commit().await?;
    let begins = has_written_agreements(&actor);
    if agreements.is_empty() && !begins {
        return Err(AppError::NotFound);
    }
    let lines = agreements.iter().map(|agreement| {
        let (kind, icon) = agreement.stage().tag();
        let period = match agreement.period {
            (Some(from), Some(to)) => text_with(lang, "written-period", &[("from", &dates::long(from)), ("to", &dates::long(to))]),
            _ => String::new(),
        };
        Line {
            href: agreement.href(),
            school: agreement.school_name.clone(),
            period,
            kind,
            icon,
            stage: text(lang, agreement.stage().text_key()).into_owned(),
        }
    });
    let template = actor.pack.as_ref().and_then(|pack| pack.written_agreement.as_ref());
    let before = actor.pack.as_ref().and_then(|pack| pack.before_written_agreement());
    let title = text(lang, "written-agreements").into_owned();
    page::html(&ListPage {
        crumbs: vec![("/".to_owned(), text(lang, "nav-start").into_owned()), ("/skriftlege-avtalar".to_owned(), title.clone())],
        lines: lines.collect(),
        purpose: template.map_or_else(String::new, |template| template.purpose.get(lang).to_owned()),
        after: before.map_or_else(String::new, |name| text_with(lang, "written-after", &[("meeting", &name.get(lang))])),
        begins,
        cx: Page::new(&actor, title),
    })
}
