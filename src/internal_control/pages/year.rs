//! `/internkontroll`: what was checked through a school year, for those who follow schools up, and the same as a file for the report to the council.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::crumbs;
use crate::App;
use crate::access::Actor;
use crate::access::rules::reads_trace;
use crate::calendar;
use crate::error::{AppError, Result};
use crate::internal_control::document::document;
use crate::internal_control::trace::gather;
use crate::text::{dates, text_with};
use crate::web::download;
use crate::web::extract::{Path, Query};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/internkontroll", show).get("/internkontroll/{year}/fil/{format}", file)
}

#[derive(Debug, Default, serde::Deserialize)]
struct Asked {
    ar: Option<i32>,
}

/// Something that was checked.
struct Line {
    day: String,
    what: String,
    href: String,
    school: String,
    found: String,
    mended: String,
}

#[derive(Template)]
#[template(path = "internal_control/year.html")]
struct YearPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    scope: &'static str,
    year: i32,
    before: (String, String),
    after: Option<(String, String)>,
    lines: Vec<Line>,
    today: String,
}

/// The school year that is asked for, when it is one that the product can know of.
fn year_of(actor: &Actor, asked: Option<i32>) -> Result<i32> {
    let current = calendar::school_year_of(actor.today);
    asked.map_or(Ok(current), |year| Some(year).filter(|year| (2000..=current).contains(year)).ok_or(AppError::NotFound))
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(asked): Query<Asked>) -> Result<Response> {
    if !reads_trace(&actor) {
        return Err(AppError::NotFound);
    }
    let lang = actor.lang;
    let year = year_of(&actor, asked.ar)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let gathered = gather(&app, &mut tx, &actor, year).await?;
    tx.commit().await?;
    let link = |year: i32| {
        let words = format!("{year}–{}", year + 1);
        (format!("/internkontroll?ar={year}"), text_with(lang, "control-year", &[("year", &words)]))
    };
    let lines = gathered.lines.into_iter().map(|line| Line {
        day: dates::long(line.day),
        what: line.what,
        href: line.href,
        school: if line.school.is_empty() { actor.municipality_name.clone() } else { line.school },
        found: line.found,
        mended: line.mended,
    });
    let title = text_with(lang, "control-title-year", &[("year", &format!("{year}–{}", year + 1))]);
    page::html(&YearPage {
        crumbs: crumbs(&actor, &[]),
        scope: if actor.is_owner() { "control-all-schools" } else { "control-own-schools" },
        year,
        before: link(year - 1),
        after: (year < calendar::school_year_of(actor.today)).then(|| link(year + 1)),
        lines: lines.collect(),
        today: dates::long(actor.today),
        cx: Page::new(&actor, title.clone()),
        title,
    })
}

async fn file(Extract(app): Extract<App>, actor: Actor, Path((year, format)): Path<(i32, String)>) -> Result<Response> {
    if !reads_trace(&actor) {
        return Err(AppError::NotFound);
    }
    let year = year_of(&actor, Some(year))?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let gathered = gather(&app, &mut tx, &actor, year).await?;
    tx.commit().await?;
    download::document(&app, document(&actor, &gathered), &format).await
}
