//! `/sok`: one field, what to narrow it by, and what was found.
use std::time::Instant;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::gather::{self, ON_A_PAGE, Results};
use super::words::{FEWEST, LONGEST, Refused, Words};
use super::{Asked, Kind, queries};
use crate::App;
use crate::access::Actor;
use crate::access::rules::searches;
use crate::calendar::school_year_of;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::municipality;
use crate::self_assessment::school_year;
use crate::text::{text, text_with};
use crate::web::extract::Query;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/sok", show)
}

/// So many school years back can be chosen.
const YEARS: i32 = 8;

/// What the address asks for. What is no choice means all.
#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    q: String,
    #[serde(default)]
    slag: String,
    #[serde(default)]
    skule: String,
    #[serde(default)]
    ar: String,
    #[serde(default)]
    side: String,
}

struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "search/search.html")]
struct SearchPage {
    cx: Page,
    typed: String,
    kinds: Vec<Choice>,
    schools: Vec<Choice>,
    years: Vec<Choice>,
    /// Something is chosen to narrow it by.
    narrowed: bool,
    /// Why nothing was looked for.
    error: Option<String>,
    /// What was found; `None` when nothing was looked for.
    results: Option<Results>,
    /// Which hits of them all stand here.
    span: String,
    previous: Option<String>,
    next: Option<String>,
}

/// What is chosen, of what there is to choose.
struct Chosen {
    kind: Option<Kind>,
    school: Option<SchoolId>,
    year: Option<i32>,
    page: usize,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    if !searches(&actor) {
        return Err(AppError::NotFound);
    }
    let lang = actor.lang;
    // Whoever waits holds no connection.
    let _room = if wanted.q.trim().is_empty() { None } else { Some(app.searching.room().await?) };
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = own_choice(&mut tx, &actor).await?;
    let this = school_year_of(actor.today);
    let years = this - YEARS..=this + 1;
    let chosen = Chosen {
        kind: Kind::parse(&wanted.slag),
        school: wanted.skule.parse().ok().map(SchoolId).filter(|id| schools.iter().any(|(known, _)| known == id)),
        year: wanted.ar.parse().ok().filter(|year| years.contains(year)),
        page: wanted.side.parse::<usize>().unwrap_or(1).clamp(1, 1000) - 1,
    };
    let (results, refusal) = match looked_for(&app, &mut tx, &actor, &wanted.q, &chosen).await? {
        Ok(results) => (Some(results), None),
        Err(refusal) => (None, refusal),
    };
    tx.commit().await?;
    let page = |number: usize| address(&wanted.q, &chosen, number);
    let (status, error) = refusal.map_or((StatusCode::OK, None), |(status, sentence)| (status, Some(sentence)));
    let first = chosen.page * ON_A_PAGE + 1;
    let found = results.as_ref().map_or(0, |results| results.hits.len());
    let title = if results.is_some() {
        text_with(lang, "search-title-of", &[("words", &wanted.q.trim())])
    } else {
        text(lang, "search-title").into_owned()
    };
    let page = SearchPage {
        cx: Page::new(&actor, title).refused_when(status.is_client_error()),
        kinds: Kind::ALL
            .iter()
            .map(|kind| Choice {
                value: kind.key().to_owned(),
                name: text(lang, kind.text_key()).into_owned(),
                chosen: chosen.kind == Some(*kind),
            })
            .collect(),
        schools: schools.into_iter().map(|(id, name)| Choice { value: id.to_string(), name, chosen: chosen.school == Some(id) }).collect(),
        years: years
            .rev()
            .map(|year| Choice { value: year.to_string(), name: school_year(year), chosen: chosen.year == Some(year) })
            .collect(),
        narrowed: chosen.kind.is_some() || chosen.school.is_some() || chosen.year.is_some(),
        error,
        span: text_with(lang, "search-span", &[("first", &first), ("last", &(first + found.saturating_sub(1)))]),
        previous: (chosen.page > 0 && results.is_some()).then(|| page(chosen.page)),
        next: results.as_ref().filter(|results| results.more).map(|_| page(chosen.page + 2)),
        results,
        // What is too long is given back as far as it can be looked for.
        typed: wanted.q.chars().take(LONGEST * 2).collect(),
    };
    Ok((status, page::html(&page)?).into_response())
}

/// The schools to choose from: those that the actor follows up or belongs to.
async fn own_choice(tx: &mut Tx, actor: &Actor) -> Result<Vec<(SchoolId, String)>> {
    let own = actor.own_schools();
    let all = municipality::schools(tx, actor.municipality).await?;
    let near = all.into_iter().filter(|school| actor.oversees(school.id) || own.contains(&school.id));
    let near: Vec<_> = near.map(|school| (school.id, school.name)).collect();
    Ok(if near.len() > 1 { near } else { Vec::new() })
}

/// What was found, or why nothing was looked for: a status and a sentence, none of them when nothing was typed.
async fn looked_for(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    typed: &str,
    chosen: &Chosen,
) -> Result<Result<Results, Option<(StatusCode, String)>>> {
    let lang = actor.lang;
    let refused = |sentence: String| Ok(Err(Some((StatusCode::UNPROCESSABLE_ENTITY, sentence))));
    let words = match Words::read(typed) {
        Ok(words) => words,
        Err(Refused::Nothing) => return Ok(Err(None)),
        Err(Refused::Short) => return refused(text_with(lang, "search-short", &[("min", &FEWEST)])),
        Err(Refused::Long) => return refused(text_with(lang, "search-long", &[("max", &LONGEST)])),
    };
    if !app.searching.allows(actor.person, Instant::now()) {
        return Ok(Err(Some((StatusCode::TOO_MANY_REQUESTS, text(lang, "search-often").into_owned()))));
    }
    queries::bound(tx).await?;
    let Some(query) = queries::query(tx, &words).await? else {
        return refused(text(lang, "search-everywhere").into_owned());
    };
    let asked = Asked { query, school: chosen.school, year: chosen.year };
    Ok(Ok(gather::results(app, tx, actor, &asked, chosen.kind, chosen.page).await?))
}

/// The address of a page, from 1.
fn address(typed: &str, chosen: &Chosen, page: usize) -> String {
    let mut pairs = vec![("q", typed.trim().to_owned())];
    pairs.extend(chosen.kind.map(|kind| ("slag", kind.key().to_owned())));
    pairs.extend(chosen.school.map(|school| ("skule", school.to_string())));
    pairs.extend(chosen.year.map(|year| ("ar", year.to_string())));
    if page > 1 {
        pairs.push(("side", page.to_string()));
    }
    format!("/sok?{}", serde_html_form::to_string(pairs).unwrap_or_default())
}
