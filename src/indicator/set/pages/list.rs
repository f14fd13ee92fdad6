//! `/indikatorsett`: the sets that stand, those that are out of use, and a new one.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::super::model::{Content, StandingSet};
use super::super::queries::{self, Draft, DraftState, SetVersion};
use super::describe::{self, Typed};
use super::working::{Errors, Refusal};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanComposeSets, CanReadSets};
use crate::error::{AppError, Result};
use crate::model_pack::Words;
use crate::text::{dates, text, text_with};
use crate::web::extract::Form;
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/indikatorsett", list).get("/indikatorsett/nytt", form).post("/indikatorsett", create)
}

struct Line {
    href: String,
    name: String,
    purpose: String,
    count: usize,
    goals: usize,
    /// Whose it is, and since when.
    origin: String,
    /// Something waits to be taken into use.
    waits: bool,
}

#[derive(Template)]
#[template(path = "indicator/sets.html")]
struct ListPage {
    cx: Page,
    standing: Vec<Line>,
    begun: Vec<Line>,
    retired: Vec<Line>,
    composes: bool,
}

async fn list(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let _ = CanReadSets::of(&actor)?;
    let can = CanComposeSets::of(&actor).ok();
    let mut tx = app.database.read(&actor.scope()).await?;
    let standing = queries::standing(&mut tx, actor.municipality, actor.pack.as_deref()).await?;
    let newest = queries::newest(&mut tx, actor.municipality).await?;
    let drafts = match can {
        Some(can) => queries::drafts(&mut tx, can).await?,
        None => Vec::new(),
    };
    tx.commit().await?;
    let version = |key: &str| newest.iter().find(|version| version.content.set.key == key);
    let draft = |key: &str| drafts.iter().find(|draft| draft.key == key);
    let known = |draft: &&Draft| standing.iter().any(|set| set.key() == draft.key) || version(&draft.key).is_some();
    let begun = drafts.iter().filter(|draft| draft.state == DraftState::Open && !known(draft));
    let begun = begun.filter_map(|draft| Some(line(&draft.content.as_ref()?.0, saved_by(draft, &actor), None, &actor)));
    let retired = newest.iter().filter(|version| version.retired && can.is_some());
    let whose = |key: &str| version(key).map_or_else(|| as_the_pack_has_it(&actor), |version| origin(version, &actor));
    let page = ListPage {
        cx: Page::new(&actor, text(actor.lang, "sets-title")),
        standing: standing.iter().map(|set| line(&set.content, whose(set.key()), draft(set.key()), &actor)).collect(),
        begun: begun.collect(),
        retired: retired.map(|version| line(&version.content, origin(version, &actor), None, &actor)).collect(),
        composes: can.is_some(),
    };
    page::html(&page)
}

fn line(content: &Content, origin: String, draft: Option<&Draft>, actor: &Actor) -> Line {
    let lang = actor.lang;
    Line {
        href: format!("/indikatorsett/{}", content.set.key),
        name: content.set.name.get(lang).to_owned(),
        purpose: content.set.purpose.get(lang).to_owned(),
        count: content.set.members().count(),
        goals: content.goals.len(),
        origin,
        waits: draft.and_then(|draft| draft.content.as_ref()).is_some_and(|open| open.0 != *content),
    }
}

/// «Sist lagra av Eva Eigar, skulesjef, i dag kl. 9.00».
pub fn saved_by(draft: &Draft, actor: &Actor) -> String {
    text_with(actor.lang, "set-saved-by", &[("who", &draft.by), ("when", &dates::lately(draft.at, actor.today, actor.lang))])
}

/// «Versjon 3, Eva Eigar, skulesjef, 1. mars 2027».
pub fn origin(version: &SetVersion, actor: &Actor) -> String {
    let when = dates::long(dates::norwegian_date(version.at));
    text_with(actor.lang, "set-version-by", &[("version", &version.version), ("who", &version.by), ("when", &when)])
}

/// «Slik modellpakka har det, versjon 1».
pub fn as_the_pack_has_it(actor: &Actor) -> String {
    let version = actor.pack.as_ref().map_or(0, |pack| pack.version);
    text_with(actor.lang, "set-as-pack", &[("version", &version)])
}

async fn form(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let _ = CanComposeSets::of(&actor)?;
    let sets = standing(&app, &actor).await?;
    describe::draw_new(&actor, &sets, &Typed::default(), &Refusal::default())
}

async fn standing(app: &App, actor: &Actor) -> Result<Vec<StandingSet>> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let sets = queries::standing(&mut tx, actor.municipality, actor.pack.as_deref()).await?;
    tx.commit().await?;
    Ok(sets)
}

async fn create(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let sets = standing(&app, &actor).await?;
    let model = sets.iter().find(|set| set.key() == typed.fra);
    let described: Result<(Words, Words), Errors> = match typed.read(actor.lang) {
        _ if !typed.fra.is_empty() && model.is_none() => Err(vec![("fra".to_owned(), text(actor.lang, "error-not-a-choice").into_owned())]),
        read => read,
    };
    let (name, purpose) = match described {
        Ok(described) => described,
        Err(errors) => return describe::draw_new(&actor, &sets, &typed, &Refusal { errors, told: None }),
    };
    let mut tx = app.database.write(&actor.scope()).await?;
    let drafts = queries::drafts(&mut tx, can).await?;
    let versions = queries::newest(&mut tx, actor.municipality).await?;
    let taken = drafts.into_iter().map(|draft| draft.key).chain(versions.into_iter().map(|version| version.content.0.set.key));
    let mut content = Content::own(name, purpose, &taken.collect::<Vec<_>>());
    if let Some(model) = model {
        (content.set.groups, content.goals) = (model.content.set.groups.clone(), model.content.goals.clone());
    }
    let by = actor.name_and_title();
    let what = (DraftState::Open, Some(&content));
    if !queries::save_draft(&mut tx, can, (&content.set.key, 0), what, None, (&by, actor.now)).await? {
        return Err(AppError::Conflict("error-set-changed"));
    }
    tx.commit().await?;
    let next = if content.set.groups.is_empty() { "/grupper" } else { "" };
    Ok(flash::redirect(&format!("/indikatorsett/{}{next}", content.set.key), Flash::SetSaved))
}
