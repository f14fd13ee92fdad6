//! `/tilstandsrapport`: the reports of the years, and beginning a new one.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::name;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanMakeReport, knows_of_reports};
use crate::calendar;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::ReportId;
use crate::indicator::SchoolYear;
use crate::text::{dates, text, text_with};
use crate::tilstandsrapport::making;
use crate::tilstandsrapport::model::{Report, href, proposed_council_day};
use crate::tilstandsrapport::queries;
use crate::web::extract::Form;
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/tilstandsrapport", show).post("/tilstandsrapport", begin)
}

/// A report in the list.
struct Line {
    title: String,
    when: String,
    /// Where to, and what is there.
    links: Vec<(String, String)>,
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    /// The calendar year in which the school year starts.
    #[serde(default)]
    skulear: String,
    #[serde(default)]
    dato: String,
}

#[derive(Template)]
#[template(path = "tilstandsrapport/list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    name: String,
    makes: bool,
    lead: String,
    lines: Vec<Line>,
    /// The school years that there can be a report on, when the actor can make one.
    years: Vec<(i32, String)>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl ListPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

fn line(report: &Report, actor: &Actor, asked: &[ReportId]) -> Result<Line> {
    let lang = actor.lang;
    let council = report.pack.terms.council.get(lang);
    let mut links = Vec::new();
    if report.rights.works_on_it() {
        links.push((report.href(), text(lang, "report-open").into_owned()));
    }
    if asked.contains(&report.id) {
        links.push((format!("{}/sporsmal", report.href()), text(lang, "report-open-questions").into_owned()));
    }
    links.push((format!("{}/sendt", report.href()), text(lang, "report-open-sent").into_owned()));
    if report.decided_on.is_some() {
        links.push((format!("{}/vedtak", report.href()), text(lang, "report-open-decided").into_owned()));
    }
    Ok(Line {
        title: report.title(lang)?,
        when: text_with(lang, "report-to-council", &[("council", &council), ("day", &dates::long(report.council_on))]),
        links,
    })
}

async fn draw(app: &App, tx: &mut Tx, actor: &Actor, typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    if !knows_of_reports(actor) {
        return Err(AppError::NotFound);
    }
    let reports = queries::all(app, tx, actor).await?;
    let led = actor.schools_answered_for();
    let asked = if led.is_empty() { Vec::new() } else { queries::asked(tx, actor.municipality, &led).await? };
    let has_form = actor.pack.as_ref().is_some_and(|pack| pack.report().is_some());
    let years = if CanMakeReport::of(actor).is_ok() && has_form {
        let now = calendar::school_year_of(actor.today);
        let free = |year: &i32| reports.iter().all(|report| report.year.0 != *year);
        (now - 1..=now).rev().filter(free).map(|year| (year, SchoolYear(year).to_string())).collect()
    } else {
        Vec::new()
    };
    let council = actor.pack.as_ref().map_or_else(String::new, |pack| pack.terms.council.get(actor.lang).to_owned());
    let page = ListPage {
        cx: Page::new(actor, name(actor)).refused_when(!errors.is_empty()),
        crumbs: vec![("/tilstandsrapport".to_owned(), name(actor))],
        name: name(actor),
        makes: CanMakeReport::of(actor).is_ok(),
        lead: text_with(actor.lang, "report-list-lead", &[("council", &council)]),
        lines: reports.iter().map(|report| line(report, actor, &asked)).collect::<Result<_>>()?,
        years,
        typed,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let year = SchoolYear(calendar::school_year_of(actor.today));
    let day = actor.pack.as_ref().and_then(|pack| proposed_council_day(pack.report()?, year));
    let typed = Typed { skulear: year.0.to_string(), dato: day.map(dates::for_form).unwrap_or_default() };
    let page = draw(&app, &mut tx, &actor, typed, Vec::new()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn begin(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let _can = CanMakeReport::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let now = calendar::school_year_of(actor.today);
    let year = typed.skulear.parse::<i32>().ok().filter(|year| (now - 1..=now).contains(year)).map(SchoolYear);
    let day = dates::from_form(&typed.dato)
        .filter(|day| year.is_some_and(|year| calendar::first_of_school_year(year.0).is_some_and(|first| *day > first)));
    let (Some(year), Some(day)) = (year, day) else {
        let mut errors = Vec::new();
        if year.is_none() {
            errors.push(("skulear".to_owned(), text(actor.lang, "error-report-year").into_owned()));
        }
        if day.is_none() {
            errors.push(("dato".to_owned(), text(actor.lang, "error-report-council-day").into_owned()));
        }
        return draw(&app, &mut tx, &actor, typed, errors).await;
    };
    let (id, begun) = making::begin(&app, &mut tx, &actor, year, day).await?;
    tx.commit().await?;
    Ok(flash::redirect(&href(id), if begun { Flash::ReportBegun } else { Flash::NothingChanged }))
}
