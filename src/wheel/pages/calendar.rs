//! `/arshjul/skulerute`: the days without school, and when the council meets. What the deadlines are held against.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use time::Date;

use super::{Wanted, crumbs, year_of_form};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanKeepWheel;
use crate::error::{AppError, Result};
use crate::ids::{CouncilDateId, FreeDayId};
use crate::self_assessment::school_year;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Form, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::wheel::flag::Calendar;
use crate::wheel::model::{Days, LONGEST_NAME, whole_year};
use crate::wheel::queries;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/arshjul/skulerute", show)
        .post("/arshjul/skulerute", add_free)
        .post("/arshjul/skulerute/{free_day}/fjerning", remove_free)
        .post("/arshjul/motedatoar", add_council)
        .post("/arshjul/motedatoar/{council_date}/fjerning", remove_council)
}

/// Both forms as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    ar: String,
    #[serde(default)]
    fra: String,
    #[serde(default)]
    til: String,
    #[serde(default)]
    namn: String,
    #[serde(default)]
    mote: String,
    #[serde(default)]
    papir: String,
    #[serde(default)]
    organ: String,
}

/// The year that a small form comes back to.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OfYear {
    ar: String,
}

#[derive(Template)]
#[template(path = "wheel/calendar.html")]
struct CalendarPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    year: i32,
    /// (id, days, name)
    free: Vec<(FreeDayId, String, String)>,
    /// (id, day, name and papers)
    council: Vec<(CouncilDateId, String, String)>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl CalendarPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    let _ = CanKeepWheel::of(&actor)?;
    let year = wanted.year(actor.today)?;
    page(&app, &actor, year, Typed::default(), Vec::new()).await
}

async fn page(app: &App, actor: &Actor, year: i32, typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let calendar = match whole_year(year) {
        Some(whole) => queries::calendar(&mut tx, actor.municipality, whole).await?,
        None => Calendar::default(),
    };
    tx.commit().await?;
    let lang = actor.lang;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let council_word = actor.pack.as_ref().map_or_else(String::new, |pack| page::capital(pack.terms.council.get(lang)));
    let page = CalendarPage {
        cx: Page::new(actor, text_with(lang, "wheel-calendar-title", &[("year", &school_year(year))])).refused_when(!errors.is_empty()),
        crumbs: crumbs(lang, year, [(format!("/arshjul/skulerute?ar={year}"), text(lang, "wheel-calendar-crumb").into_owned())]),
        year,
        free: calendar.free.into_iter().map(|free| (free.id, free.days.words(), free.name)).collect(),
        council: calendar
            .council
            .into_iter()
            .map(|one| {
                let papers = text_with(lang, "wheel-papers-by", &[("name", &one.name), ("day", &dates::short(one.papers_by))]);
                (one.id, dates::short(one.meets_on), papers)
            })
            .collect(),
        typed: Typed { organ: if typed.organ.is_empty() { council_word } else { typed.organ.clone() }, ..typed },
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}

/// A day of the school year, or what is wrong with the field.
fn day(field: &str, typed: &str, year: i32, lang: Lang, errors: &mut Vec<(String, String)>) -> Option<Date> {
    let whole = whole_year(year)?;
    let found = dates::from_form(typed);
    match found {
        None => errors.push((field.to_owned(), text(lang, "error-wheel-day").into_owned())),
        Some(day) if whole.distance(day) > 0 => {
            errors.push((field.to_owned(), text_with(lang, "error-wheel-outside", &[("year", &school_year(year))])));
        }
        Some(_) => {}
    }
    found
}

fn name(field: &str, typed: &str, lang: Lang, errors: &mut Vec<(String, String)>) -> String {
    match short_text(typed, LONGEST_NAME, text(lang, "error-wheel-name"), lang) {
        Ok(name) => name,
        Err(sentence) => {
            errors.push((field.to_owned(), sentence));
            String::new()
        }
    }
}

async fn add_free(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanKeepWheel::of(&actor)?;
    let year = year_of_form(&typed.ar)?;
    let (lang, mut errors) = (actor.lang, Vec::new());
    let from = day("fra", &typed.fra, year, lang, &mut errors);
    // A single day needs no last one.
    let to = if typed.til.trim().is_empty() { from } else { day("til", &typed.til, year, lang, &mut errors) };
    let name = name("namn", &typed.namn, lang, &mut errors);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        errors.push(("til".to_owned(), text(lang, "error-wheel-order").into_owned()));
    }
    let (Some((from, to)), true) = (from.zip(to), errors.is_empty()) else { return page(&app, &actor, year, typed, errors).await };
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::add_free_days(&mut tx, can, Days { from, to }, &name).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/arshjul/skulerute?ar={year}"), Flash::CalendarAdded))
}

async fn add_council(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanKeepWheel::of(&actor)?;
    let year = year_of_form(&typed.ar)?;
    let (lang, mut errors) = (actor.lang, Vec::new());
    let meets = day("mote", &typed.mote, year, lang, &mut errors);
    let papers = day("papir", &typed.papir, year, lang, &mut errors);
    let name = name("organ", &typed.organ, lang, &mut errors);
    if meets.zip(papers).is_some_and(|(meets, papers)| papers > meets) {
        errors.push(("papir".to_owned(), text(lang, "error-wheel-papers").into_owned()));
    }
    let (Some((meets, papers)), true) = (meets.zip(papers), errors.is_empty()) else {
        return page(&app, &actor, year, typed, errors).await;
    };
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::add_council_date(&mut tx, can, meets, papers, &name).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/arshjul/skulerute?ar={year}"), Flash::CalendarAdded))
}

async fn remove_free(Extract(app): Extract<App>, actor: Actor, Path(id): Path<FreeDayId>, Form(form): Form<OfYear>) -> Result<Response> {
    let can = CanKeepWheel::of(&actor)?;
    let year = year_of_form(&form.ar)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    if !queries::remove_free_days(&mut tx, can, id, actor.now).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("/arshjul/skulerute?ar={year}"), Flash::CalendarRemoved))
}

async fn remove_council(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<CouncilDateId>,
    Form(form): Form<OfYear>,
) -> Result<Response> {
    let can = CanKeepWheel::of(&actor)?;
    let year = year_of_form(&form.ar)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    if !queries::remove_council_date(&mut tx, can, id, actor.now).await? {
        return Err(AppError::NotFound);
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("/arshjul/skulerute?ar={year}"), Flash::CalendarRemoved))
}
