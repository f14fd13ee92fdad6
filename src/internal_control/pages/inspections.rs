//! `/internkontroll/tilsyn`: the inspections that the actor reads.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::crumbs;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanKeepInspections, reads_inspections};
use crate::error::{AppError, Result};
use crate::internal_control::model::FindingState;
use crate::internal_control::queries::{self, Wanted};
use crate::text::{dates, text, text_with};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/internkontroll/tilsyn", show)
}

struct Line {
    href: String,
    theme: String,
    about: String,
    found: String,
    closed: bool,
    late: bool,
}

#[derive(Template)]
#[template(path = "internal_control/inspections.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    lines: Vec<Line>,
    enters: bool,
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    if !reads_inspections(&actor) {
        return Err(AppError::NotFound);
    }
    let lang = actor.lang;
    let mut tx = app.database.read(&actor.scope()).await?;
    let inspections = queries::inspections(&mut tx, &actor, None).await?;
    let findings = queries::findings(&mut tx, &actor, Wanted::default()).await?;
    tx.commit().await?;
    let lines = inspections.into_iter().map(|inspection| {
        let own = || findings.iter().filter(|finding| finding.inspection == inspection.id);
        let open = own().filter(|finding| finding.state() != FindingState::Closed).count();
        let schools = inspection.schools.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
        let whose = if schools.is_empty() { actor.municipality_name.clone() } else { schools };
        Line {
            about: format!("{}, {}, {}. {whose}", text(lang, inspection.kind.text_key()), inspection.by_whom, dates::long(inspection.day)),
            found: text_with(lang, "control-counted", &[("all", &own().count()), ("open", &open)]),
            closed: inspection.closed.is_some(),
            late: own().any(|finding| finding.is_late(actor.today)),
            href: inspection.href(),
            theme: inspection.theme,
        }
    });
    let title = text(lang, "control-inspections").into_owned();
    page::html(&ListPage {
        crumbs: crumbs(&actor, &[("/internkontroll/tilsyn", title.clone())]),
        lines: lines.collect(),
        enters: CanKeepInspections::of(&actor).is_ok(),
        cx: Page::new(&actor, title),
    })
}
