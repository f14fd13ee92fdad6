//! What a newer model pack has changed in a set, taken over one by one or not at all.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};

use super::super::model::Content;
use super::super::take_over::offered;
use super::super::words;
use super::describe::crumbs;
use super::working::{Refusal, Told, Working, save, seen, told};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanComposeSets;
use crate::error::{AppError, Result};
use crate::text::text_with;
use crate::web::extract::{Pairs, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/indikatorsett/{key}/pakke", form).post("/indikatorsett/{key}/pakke", take)
}

struct Choice {
    mark: String,
    sentence: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "indicator/set_pack.html")]
struct PackPage<'a> {
    cx: Page,
    crumbs: Vec<(String, String)>,
    href: String,
    back: String,
    revision: i32,
    changes: Vec<Choice>,
    /// The pack does not have the set any more.
    gone: bool,
    told: Option<&'a Told>,
}

async fn form(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    let packs = working.packs(&app, &mut tx, &actor).await?;
    tx.commit().await?;
    match packs {
        Some(packs) => draw(&actor, &working, &packs, &[], &Refusal::default()),
        None => nothing_newer(&working),
    }
}

/// There is no newer pack: back to the set; `NotFound` for one that is in no pack.
fn nothing_newer(working: &Working) -> Result<Response> {
    let _ = working.beside().ok_or(AppError::NotFound)?;
    Ok(Redirect::to(&format!("/indikatorsett/{}", working.key)).into_response())
}

fn draw(actor: &Actor, working: &Working, packs: &(Content, Option<Content>), chosen: &[&str], refusal: &Refusal) -> Result<Response> {
    let version = actor.pack.as_ref().map_or(0, |pack| pack.version);
    let title = text_with(actor.lang, "set-pack-title", &[("version", &version)]);
    let href = format!("/indikatorsett/{}/pakke", working.key);
    let changes = packs.1.as_ref().map_or_else(Vec::new, |now| offered(&working.content(), &packs.0, now));
    let choice = |change| {
        let mark = super::super::Change::mark(change);
        Choice { chosen: chosen.contains(&mark.as_str()), mark, sentence: words::change(change, actor.lang) }
    };
    let page = PackPage {
        cx: Page::new(actor, title.clone()).refused_when(refusal.is_one()),
        crumbs: crumbs(actor, working, (&href, &title)),
        href,
        back: format!("/indikatorsett/{}", working.key),
        revision: working.revision(),
        changes: changes.iter().map(choice).collect(),
        gone: packs.1.is_none(),
        told: refusal.told.as_ref(),
    };
    Ok(refusal.answer(page::html(&page)?))
}

async fn take(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, pairs: Pairs) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    let chosen: Vec<&str> = pairs.all("endring").collect();
    let meanwhile = told(&mut tx, &actor, can, &working, seen(&pairs, &["endring"])?).await?;
    let Some(packs) = working.packs(&app, &mut tx, &actor).await? else {
        return if meanwhile.is_some() { Err(AppError::Conflict("error-set-changed")) } else { nothing_newer(&working) };
    };
    if let Some(told) = meanwhile {
        return draw(&actor, &working, &packs, &chosen, &Refusal::told(told));
    }
    let mut content = working.content();
    if let Some(now) = &packs.1 {
        for change in offered(&content, &packs.0, now) {
            if chosen.contains(&change.mark().as_str()) {
                content = content.taking(&change, now).unwrap_or(content);
            }
        }
    }
    // Also when nothing is taken: it was set beside this pack, and need not be again.
    save(&mut tx, &actor, can, &working, &content, working.pack).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/indikatorsett/{key}"), Flash::SetBesidePack))
}
