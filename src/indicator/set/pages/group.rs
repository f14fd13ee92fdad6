//! A group of a set: a new heading, another one, and taking it away with what stands below it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::super::edit::Edit;
use super::describe::{LONGEST_NAME, both, crumbs};
use super::working::{Refusal, Told, Working, carry_out, told};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanComposeSets;
use crate::error::{AppError, Result};
use crate::text::text;
use crate::web::extract::{Form, Path};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/indikatorsett/{key}/grupper", new)
        .post("/indikatorsett/{key}/grupper", add)
        .get("/indikatorsett/{key}/grupper/{group}", show)
        .post("/indikatorsett/{key}/grupper/{group}", rename)
}

/// The form as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    rev: String,
    namn_nn: String,
    namn_nb: String,
}

#[derive(Template)]
#[template(path = "indicator/set_group.html")]
struct GroupPage<'a> {
    cx: Page,
    crumbs: Vec<(String, String)>,
    href: String,
    back: String,
    typed: &'a Typed,
    /// Of one that is there: how many indicators go with it.
    removes: Option<usize>,
    refusal: &'a Refusal,
    told: Option<&'a Told>,
}

async fn new(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    tx.commit().await?;
    draw(&actor, &working, None, &Typed::default(), &Refusal::default())
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((key, group)): Path<(String, String)>) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    tx.commit().await?;
    let content = working.content();
    let name = content.group(&group).ok_or(AppError::NotFound)?.name.clone();
    let typed = Typed { rev: String::new(), namn_nn: name.nn, namn_nb: name.nb };
    draw(&actor, &working, Some(&group), &typed, &Refusal::default())
}

fn draw(actor: &Actor, working: &Working, group: Option<&str>, typed: &Typed, refusal: &Refusal) -> Result<Response> {
    let content = working.content();
    let (title, below) = match group {
        Some(group) => (text(actor.lang, "set-group-title"), format!("/grupper/{group}")),
        None => (text(actor.lang, "set-group-new-title"), "/grupper".to_owned()),
    };
    let href = format!("/indikatorsett/{}{below}", working.key);
    let page = GroupPage {
        cx: Page::new(actor, title.clone()).refused_when(refusal.is_one()),
        crumbs: crumbs(actor, working, (&href, &title)),
        href,
        back: format!("/indikatorsett/{}", working.key),
        typed: &Typed { rev: working.revision().to_string(), ..typed.clone() },
        removes: group.and_then(|group| content.group(group)).map(|group| group.members.len()),
        refusal,
        told: refusal.told.as_ref(),
    };
    Ok(refusal.answer(page::html(&page)?))
}

async fn add(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Form(typed): Form<Typed>) -> Result<Response> {
    save(&app, &actor, &key, None, typed).await
}

async fn rename(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((key, group)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    save(&app, &actor, &key, Some(group), typed).await
}

async fn save(app: &App, actor: &Actor, key: &str, group: Option<String>, typed: Typed) -> Result<Response> {
    let can = CanComposeSets::of(actor)?;
    let rev: i32 = typed.rev.parse().map_err(|_| AppError::BadRequest("error-bad-form"))?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, actor, can, key).await?;
    let read = both(("namn_nn", &typed.namn_nn), ("namn_nb", &typed.namn_nb), LONGEST_NAME, "set-group-name-missing", actor.lang);
    let told = told(&mut tx, actor, can, &working, rev).await?;
    // Somebody took the group away meanwhile: there is nothing to draw the form for.
    if group.as_ref().is_some_and(|group| working.content().group(group).is_none()) {
        return Err(if told.is_some() { AppError::Conflict("error-set-changed") } else { AppError::NotFound });
    }
    let name = match (read, told) {
        (Ok(name), None) => name,
        (read, told) => {
            let refusal = Refusal { errors: read.err().unwrap_or_default(), told };
            return draw(actor, &working, group.as_deref(), &typed, &refusal);
        }
    };
    match group {
        Some(group) => carry_out(tx, actor, can, &working, &Edit::RenameGroup { group, name }, &format!("/indikatorsett/{key}")).await,
        // A new group is empty: what belongs in it is chosen next.
        None => {
            let next = format!("/indikatorsett/{key}/indikatorer?gruppe=siste");
            carry_out(tx, actor, can, &working, &Edit::AddGroup { name }, &next).await
        }
    }
}
