//! `/indikatorer/kjelder`: how few people figures of each of the municipality's own sources may be of.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::model::{LocalSource, sources};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanImport, CanLimitGroups};
use crate::error::{AppError, Result};
use crate::indicator::catalogue::catalogue;
use crate::indicator::{Changed, figures_changed, one_change_at_a_time};
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/indikatorer/kjelder", list).post("/indikatorer/kjelder/{source}", raise)
}

/// The most people that can be asked for: more would hide every figure there is.
const MOST: u16 = 1000;

struct SourceView {
    key: &'static str,
    name: &'static str,
    indicators: String,
    value: String,
    hint: Option<String>,
    error: Option<String>,
    history: Vec<String>,
}

#[derive(Template)]
#[template(path = "indicator/sources.html")]
struct SourcesPage {
    cx: Page,
    sources: Vec<SourceView>,
    errors: Vec<(String, String)>,
}

async fn list(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    draw(&app, &actor, None).await
}

/// The page; `refused` is the source, what was typed, and what is wrong with it.
async fn draw(app: &App, actor: &Actor, refused: Option<(&str, String, String)>) -> Result<Response> {
    let can = CanLimitGroups::of(actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let mut history = queries::history(&mut tx, can).await?;
    tx.commit().await?;
    let lang = actor.lang;
    let view = |LocalSource { source, smallest }: LocalSource| {
        let asked = history.remove(&source.key).unwrap_or_default();
        let stands = asked.first().and_then(|asked| u16::try_from(asked.smallest).ok()).map_or(smallest, |asked| asked.max(smallest));
        let (value, error) = match &refused {
            Some((key, typed, error)) if *key == source.key => (typed.clone(), Some(error.clone())),
            _ => (stands.to_string(), None),
        };
        let of_source = catalogue().indicators().iter().filter(|indicator| indicator.source.key == source.key);
        let mut names: Vec<&str> = of_source.map(|indicator| indicator.name.get(lang)).collect();
        let more = names.len().saturating_sub(3);
        names.truncate(3);
        let names = names.join("; ");
        let line = |asked: queries::AskedFor| {
            text_with(lang, "source-asked", &[("smallest", &asked.smallest), ("who", &asked.by), ("when", &dates::moment(asked.at))])
        };
        SourceView {
            key: &source.key,
            name: source.name.get(lang),
            indicators: if more == 0 { names } else { text_with(lang, "source-and-more", &[("names", &names), ("count", &more)]) },
            value,
            hint: Some(text_with(lang, "source-hint", &[("default", &smallest)])),
            error,
            history: asked.into_iter().map(line).collect(),
        }
    };
    let sources: Vec<SourceView> = sources().into_iter().map(view).collect();
    let errors = sources.iter().filter_map(|source| Some((source.key.to_owned(), source.error.clone()?))).collect::<Vec<_>>();
    let failed = !errors.is_empty();
    let cx = Page::new(actor, text(lang, "sources-title")).refused_when(failed);
    let response = page::html(&SourcesPage { cx, sources, errors })?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SmallestForm {
    minst: String,
}

async fn raise(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Form(form): Form<SmallestForm>) -> Result<Response> {
    let can = CanLimitGroups::of(&actor)?;
    let source = sources().into_iter().find(|source| source.source.key == key).ok_or(AppError::NotFound)?;
    let asked = form.minst.trim().parse::<u16>().ok().filter(|asked| (source.smallest..=MOST).contains(asked));
    let Some(asked) = asked else {
        let error = text_with(actor.lang, "source-wrong", &[("default", &source.smallest), ("most", &MOST)]);
        return draw(&app, &actor, Some((&key, form.minst, error))).await;
    };
    let mut tx = app.database.write(&actor.scope()).await?;
    one_change_at_a_time(&mut tx, can.municipality()).await?;
    let stands = queries::smallest_groups(&mut tx, can.municipality()).await?.0.get(&key).copied().unwrap_or(source.smallest);
    if stands == asked {
        return Ok(flash::redirect("/indikatorer/kjelder", Flash::NothingChanged));
    }
    queries::ask_for(&mut tx, can, &key, asked, (&actor.name_and_title(), actor.now)).await?;
    figures_changed(&mut tx, CanImport::of(&actor)?, Changed::Conditions, actor.now).await?;
    tx.commit().await?;
    Ok(flash::redirect("/indikatorer/kjelder", Flash::SmallestGroupSet))
}
