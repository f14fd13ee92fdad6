//! What has happened with a self-assessment, in plain words: all of it for those who work on the draft, what both sides see for the others.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::Actor;
use crate::access::rules::Parts;
use crate::error::Result;
use crate::event::{self, Line};
use crate::ids::SelfAssessmentId;
use crate::self_assessment::queries;
use crate::text::text;
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/egenvurdering/{id}/hendelser", show)
}

#[derive(Template)]
#[template(path = "self_assessment/events.html")]
struct EventsPage {
    cx: Page,
    href: String,
    title: String,
    place: String,
    lines: Vec<Line>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SelfAssessmentId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let assessment = queries::load(&app, &mut tx, &actor, id).await?;
    // What happens to the draft is for those who read all of it; a member who is shown single parts sees what both sides see.
    let own = assessment.rights.own_side && assessment.rights.reads_draft == Parts::All;
    let lines = event::of_self_assessment(&mut tx, &actor, id, own).await?;
    tx.commit().await?;
    let title = assessment.title(actor.lang)?;
    let cx = Page::new(&actor, format!("{} – {title}", text(actor.lang, "events-title")));
    let place = assessment.place(&actor);
    page::html(&EventsPage { cx, href: assessment.href(), title, place, lines })
}
