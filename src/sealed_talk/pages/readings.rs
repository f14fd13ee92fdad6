//! `/samtalar/{talk}/lesing`: who has read, and when. Both see all of it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::{crumbs, enter};
use crate::App;
use crate::access::{Actor, lock};
use crate::error::Result;
use crate::ids::SealedTalkId;
use crate::sealed_talk::queries;
use crate::text::{dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/samtalar/{talk}/lesing", show)
}

#[derive(Template)]
#[template(path = "sealed_talk/readings.html")]
struct ReadingsPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    /// When, who, what.
    readings: Vec<(String, String, String)>,
    lock: String,
    lock_after: u32,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedTalkId>) -> Result<Response> {
    let lang = actor.lang;
    let (mut tx, talk) = enter(&app, &actor, id).await?;
    let readings = queries::readings(&mut tx, &actor, &talk).await?;
    tx.commit().await?;
    let heading = text(lang, "sealed-readings").into_owned();
    let title = talk.title(lang)?;
    page::html(&ReadingsPage {
        cx: Page::new(&actor, format!("{heading} – {title}")),
        crumbs: crumbs(&actor, &talk, Some(("lesing", heading.clone())))?,
        kicker: text_with(lang, "sealed-with", &[("what", &title), ("who", &talk.other())]),
        heading,
        readings: readings
            .into_iter()
            .map(|one| {
                let what = one.what.map_or_else(String::new, |what| text(lang, what.text_key()).into_owned());
                (dates::moment(one.at), one.by, what)
            })
            .collect(),
        lock: lock::address(&format!("{}/lesing", talk.href())),
        lock_after: lock::IDLE_SECONDS,
    })
}
