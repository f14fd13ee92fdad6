//! A set: to read, with what the municipality aims at; for skoleeier to work in; its versions, and one of them.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::super::difference::difference;
use super::super::model::Content;
use super::super::queries::{self, SetVersion};
use super::list::{as_the_pack_has_it, origin, saved_by};
use super::view::{self, GroupView};
use super::working::{Refusal, Told, Working, of_pack, sentences};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanComposeSets, CanReadSets};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::text::{dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/indikatorsett/{key}", show)
        .get("/indikatorsett/{key}/historikk", history)
        .get("/indikatorsett/{key}/versjon/{version}", version)
}

/// What skoleeier needs beside the set.
struct Workshop<'a> {
    revision: i32,
    version: i32,
    /// How much waits, and who saved last.
    waits: Option<(usize, String)>,
    new: bool,
    retired: bool,
    /// The newest pack says something else than the one that this was set beside.
    pack: Option<String>,
    note: &'a str,
    note_error: Option<String>,
}

#[derive(Template)]
#[template(path = "indicator/set.html")]
struct SetPage<'a> {
    cx: Page,
    crumbs: Vec<(String, String)>,
    key: String,
    /// Whose it is, and since when.
    origin: String,
    note: String,
    purpose: String,
    groups: Vec<GroupView>,
    versions: bool,
    workshop: Option<Workshop<'a>>,
    /// It can be changed here.
    works: bool,
    told: Option<&'a Told>,
    errors: &'a [(String, String)],
    /// What this version changed; of a version that is read.
    changed: Option<Vec<String>>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>) -> Result<Response> {
    let _ = CanReadSets::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    if let Ok(can) = CanComposeSets::of(&actor) {
        let working = Working::load(&mut tx, &actor, can, &key).await?;
        return draw_working(&app, tx, &actor, &working, &Refusal::default()).await;
    }
    let sets = queries::standing(&mut tx, actor.municipality, actor.pack.as_deref()).await?;
    let newest = queries::versions(&mut tx, actor.municipality, &key, 1).await?.pop();
    tx.commit().await?;
    let set = sets.into_iter().find(|set| set.key() == key).ok_or(AppError::NotFound)?;
    page::html(&SetPage { versions: newest.is_some(), ..plain(&actor, &set.content, newest.as_ref()) })
}

/// A set to read.
fn plain<'a>(actor: &Actor, content: &Content, version: Option<&SetVersion>) -> SetPage<'a> {
    let lang = actor.lang;
    let name = content.set.name.get(lang).to_owned();
    let href = format!("/indikatorsett/{}", content.set.key);
    SetPage {
        cx: Page::new(actor, name.clone()),
        crumbs: vec![("/indikatorsett".to_owned(), text(lang, "sets-title").into_owned()), (href, name)],
        key: content.set.key.clone(),
        origin: version.map_or_else(|| as_the_pack_has_it(actor), |version| origin(version, actor)),
        note: version.map_or_else(String::new, |version| version.note.clone()),
        purpose: content.set.purpose.get(lang).to_owned(),
        groups: view::groups(content, lang),
        versions: false,
        workshop: None,
        works: false,
        told: None,
        errors: &[],
        changed: None,
    }
}

/// A set to work in.
pub async fn draw_working(app: &App, tx: Tx, actor: &Actor, working: &Working, refusal: &Refusal) -> Result<Response> {
    draw_noted(app, tx, actor, working, refusal, "").await
}

/// The same, with the note that was typed for taking it out of use.
pub async fn draw_noted(app: &App, mut tx: Tx, actor: &Actor, working: &Working, refusal: &Refusal, note: &str) -> Result<Response> {
    let packs = working.packs(app, &mut tx, actor).await?;
    tx.commit().await?;
    let lang = actor.lang;
    let content = if working.retired() { working.standing() } else { working.content() };
    let changes = working.changes();
    let last = working.draft.as_ref().filter(|draft| draft.content.is_some() && (working.is_new() || !changes.is_empty()));
    let newer = packs.filter(|(then, now)| now.as_ref().is_none_or(|now| !difference(then, now).is_empty()));
    let number = actor.pack.as_ref().map_or(0, |pack| pack.version);
    let workshop = Workshop {
        revision: working.revision(),
        version: working.version(),
        waits: last.map(|draft| (changes.len(), saved_by(draft, actor))),
        new: working.is_new(),
        retired: working.retired(),
        pack: newer.map(|_| text_with(lang, "set-pack-newer", &[("version", &number)])),
        note,
        note_error: refusal.of("note"),
    };
    let origin = match &working.newest {
        None if working.is_new() => text(lang, "set-never-stood").into_owned(),
        version => version.as_ref().map_or_else(|| as_the_pack_has_it(actor), |version| origin(version, actor)),
    };
    let page = plain(actor, &content, working.newest.as_ref());
    let page = SetPage {
        cx: page.cx.refused_when(refusal.is_one()),
        origin,
        versions: working.newest.is_some(),
        workshop: Some(workshop),
        works: !working.retired(),
        told: refusal.told.as_ref(),
        errors: &refusal.errors,
        crumbs: page.crumbs,
        key: page.key,
        note: page.note,
        purpose: page.purpose,
        groups: page.groups,
        changed: None,
    };
    Ok(refusal.answer(page::html(&page)?))
}

struct VersionView {
    number: i32,
    who: String,
    when: String,
    note: String,
    retired: bool,
    changes: Vec<String>,
}

#[derive(Template)]
#[template(path = "indicator/set_history.html")]
struct HistoryPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    key: String,
    versions: Vec<VersionView>,
    /// What the first of them was made from.
    begun: String,
}

/// All versions with what each changed, the newest first.
async fn all(app: &App, actor: &Actor, key: &str) -> Result<Vec<(SetVersion, Vec<String>)>> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let versions = queries::versions(&mut tx, actor.municipality, key, i64::MAX).await?;
    let Some(first) = versions.last() else { return Err(AppError::NotFound) };
    let nothing = || {
        let mut content = first.content.0.clone();
        (content.set.groups, content.goals) = (Vec::new(), Vec::new());
        content
    };
    let begun = match first.pack {
        Some(pack) => of_pack(Some(&*app.packs.load(&mut tx, actor.municipality, pack).await?), key).unwrap_or_else(nothing),
        None => nothing(),
    };
    tx.commit().await?;
    let before = versions.iter().skip(1).map(|version| &version.content.0).chain(std::iter::once(&begun));
    let changes: Vec<_> = versions.iter().zip(before).map(|(now, then)| sentences(&difference(then, &now.content), actor.lang)).collect();
    Ok(versions.into_iter().zip(changes).collect())
}

async fn history(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>) -> Result<Response> {
    let _ = CanReadSets::of(&actor)?;
    let versions = all(&app, &actor, &key).await?;
    let lang = actor.lang;
    let name = versions.first().map_or_else(String::new, |(newest, _)| newest.content.set.name.get(lang).to_owned());
    let begun =
        if versions.last().is_some_and(|(first, _)| first.pack.is_some()) { "set-history-from-pack" } else { "set-history-from-nothing" };
    let view = |(version, changes): (SetVersion, Vec<String>)| VersionView {
        number: version.version,
        when: dates::moment(version.at),
        who: version.by,
        note: version.note,
        retired: version.retired,
        changes,
    };
    let page = HistoryPage {
        cx: Page::new(&actor, text_with(lang, "set-history-title", &[("set", &name)])),
        crumbs: below(&actor, &key, name, (format!("/indikatorsett/{key}/historikk"), text(lang, "set-history").into_owned())),
        versions: versions.into_iter().map(view).collect(),
        begun: text(lang, begun).into_owned(),
        key,
    };
    page::html(&page)
}

fn below(actor: &Actor, key: &str, name: String, last: (String, String)) -> Vec<(String, String)> {
    let sets = ("/indikatorsett".to_owned(), text(actor.lang, "sets-title").into_owned());
    vec![sets, (format!("/indikatorsett/{key}"), name), last]
}

async fn version(Extract(app): Extract<App>, actor: Actor, Path((key, number)): Path<(String, i32)>) -> Result<Response> {
    let _ = CanReadSets::of(&actor)?;
    let versions = all(&app, &actor, &key).await?;
    let (version, changed) = versions.into_iter().find(|(version, _)| version.version == number).ok_or(AppError::NotFound)?;
    let title = text_with(actor.lang, "set-version", &[("version", &number)]);
    let page = plain(&actor, &version.content, Some(&version));
    let name = version.content.set.name.get(actor.lang).to_owned();
    page::html(&SetPage {
        crumbs: below(&actor, &key, name, (format!("/indikatorsett/{key}/versjon/{number}"), title)),
        changed: Some(changed),
        versions: true,
        ..page
    })
}
