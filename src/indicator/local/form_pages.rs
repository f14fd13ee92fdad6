//! `/indikatorer/skjema`: the form for figures of the municipality's own, with its schools filled in, as a workbook.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Choice, due_year, unit_word};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanImport;
use crate::error::{AppError, Result};
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{Dimension, Indicator, catalogue};
use crate::indicator::reading::grade_belongs;
use crate::indicator::workbook::{FormInput, FormUnit, local_form};
use crate::municipality::{self, School};
use crate::text::{text, text_with};
use crate::web::extract::{Path, Query};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/indikatorer/skjema", list)
        .get("/indikatorer/skjema/{indicator}", choose)
        .get("/indikatorer/skjema/{indicator}/fil", file)
}

/// How many years back a form can be for.
const YEARS: i32 = 8;

struct SourceView {
    name: &'static str,
    /// Address and name.
    indicators: Vec<(String, &'static str)>,
}

#[derive(Template)]
#[template(path = "indicator/forms.html")]
struct ListPage {
    cx: Page,
    sources: Vec<SourceView>,
}

async fn list(actor: Actor) -> Result<Response> {
    let _ = CanImport::of(&actor)?;
    let mut sources: Vec<SourceView> = Vec::new();
    for indicator in catalogue().indicators().iter().filter(|indicator| indicator.local) {
        let name = indicator.source.name.get(actor.lang);
        if sources.last().is_none_or(|source| source.name != name) {
            sources.push(SourceView { name, indicators: Vec::new() });
        }
        if let Some(source) = sources.last_mut() {
            source.indicators.push((format!("/indikatorer/skjema/{}", indicator.key), indicator.name.get(actor.lang)));
        }
    }
    page::html(&ListPage { cx: Page::new(&actor, text(actor.lang, "forms-title")), sources })
}

/// What the address asks for; what is not there is as the page proposes.
#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    ar: String,
    /// Single grades, and `alle`.
    #[serde(default)]
    trinn: Vec<String>,
    #[serde(default)]
    kjonn: String,
}

#[derive(Template)]
#[template(path = "indicator/form.html")]
struct FormPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    href: String,
    explanation: &'static str,
    facts: Vec<String>,
    years: Vec<Choice>,
    grades: Vec<Choice>,
    sexes: bool,
    sexes_chosen: bool,
    error: Option<String>,
    errors: Vec<(String, String)>,
}

fn known(key: &str) -> Result<&'static Indicator> {
    catalogue().get(key).filter(|indicator| indicator.local).ok_or(AppError::NotFound)
}

async fn choose(actor: Actor, Path(key): Path<String>) -> Result<Response> {
    let _ = CanImport::of(&actor)?;
    draw(&actor, known(&key)?, None)
}

/// The page; `refused` is what was asked for, and what is wrong with it.
fn draw(actor: &Actor, indicator: &'static Indicator, refused: Option<(&Wanted, String)>) -> Result<Response> {
    let lang = actor.lang;
    let due = due_year(indicator, actor.today);
    let wanted = refused.as_ref().map(|(wanted, _)| *wanted);
    let chosen_year = wanted.and_then(|wanted| SchoolYear::parse(&wanted.ar)).unwrap_or(due);
    let newest = SchoolYear::of(actor.today).max(due);
    let years = (newest.0 - YEARS + 1..=newest.0).rev().map(SchoolYear);
    let by_grade = indicator.breakdowns.contains(&Dimension::Grade);
    let is_chosen = |value: &str, otherwise: bool| wanted.map_or(otherwise, |wanted| wanted.trinn.iter().any(|chosen| chosen == value));
    let mut grades: Vec<Choice> = Vec::new();
    for grade in indicator.grades.iter().filter(|grade| grade_belongs(indicator, **grade)) {
        let value = grade.to_string();
        grades.push(Choice { name: text_with(lang, "import-grade", &[("grade", grade)]), chosen: is_chosen(&value, true), value });
    }
    if by_grade {
        grades.push(Choice {
            value: "alle".to_owned(),
            name: text(lang, "form-all-grades").into_owned(),
            chosen: is_chosen("alle", false),
        });
    }
    let error = refused.map(|(_, error)| error);
    let failed = error.is_some();
    let (low, high) = indicator.range;
    let range = [("low", indicator.format(low)), ("high", indicator.format(high))];
    let href = format!("/indikatorer/skjema/{}", indicator.key);
    let name = indicator.name.get(lang);
    let page = FormPage {
        cx: Page::new(actor, text_with(lang, "form-title", &[("name", &name)])).refused_when(failed),
        crumbs: vec![
            ("/indikatorer/import".to_owned(), text(lang, "imports-title").into_owned()),
            ("/indikatorer/skjema".to_owned(), text(lang, "forms-title").into_owned()),
            (href.clone(), name.to_owned()),
        ],
        href,
        explanation: indicator.explanation.get(lang),
        facts: vec![text_with(lang, "form-range", &[(range[0].0, &range[0].1), (range[1].0, &range[1].1)])],
        years: years.map(|year| Choice { value: year.to_string(), name: year.to_string(), chosen: year == chosen_year }).collect(),
        grades,
        sexes: indicator.breakdowns.contains(&Dimension::Sex),
        sexes_chosen: wanted.is_some_and(|wanted| wanted.kjonn == "ja"),
        errors: error.iter().map(|error| ("trinn".to_owned(), error.clone())).collect(),
        error,
    };
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

async fn file(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let indicator = known(&key)?;
    let year = SchoolYear::parse(&wanted.ar).unwrap_or_else(|| due_year(indicator, actor.today));
    let grades = wanted_grades(indicator, &wanted);
    if grades.is_empty() && indicator.breakdowns.contains(&Dimension::Grade) {
        let error = text(actor.lang, "form-no-grade").into_owned();
        return draw(&actor, indicator, Some((&wanted, error)));
    }
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = municipality::schools(&mut tx, can.municipality()).await?;
    let own = municipality::known_as(&mut tx, can.municipality()).await?;
    tx.commit().await?;
    let input = FormInput {
        lang: actor.lang,
        indicator_key: indicator.key.clone(),
        indicator_name: indicator.name.get(actor.lang).to_owned(),
        unit: unit_word(indicator.unit, actor.lang),
        range: (whole(indicator.range.0.0), whole(indicator.range.1.0)),
        year,
        sexes: wanted.kjonn == "ja" && indicator.breakdowns.contains(&Dimension::Sex),
        schools: units(schools, year, &grades, own),
        grades,
    };
    let workbook = local_form(&input).map_err(|error| AppError::Internal(error.into()))?;
    let name = format!("attachment; filename=\"skjema-{}-{year}.xlsx\"", indicator.key);
    let kind = crate::web::download::XLSX.to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], workbook).into_response())
}

/// The grades that are asked for and that the indicator is about; `None` is all of them together.
fn wanted_grades(indicator: &Indicator, wanted: &Wanted) -> Vec<Option<u8>> {
    if !indicator.breakdowns.contains(&Dimension::Grade) {
        return Vec::new();
    }
    let asked = |value: &str| wanted.trinn.iter().any(|chosen| chosen == value);
    let single = indicator.grades.iter().copied().filter(|grade| asked(&grade.to_string())).map(Some);
    single.chain(asked("alle").then_some(None)).collect()
}

/// The public schools that were open in the year and have any of the grades, and the municipality itself last.
fn units(schools: Vec<School>, year: SchoolYear, grades: &[Option<u8>], (number, name): (String, String)) -> Vec<FormUnit> {
    let grade = |grade: i16| u8::try_from(grade).unwrap_or(1);
    let open = |school: &School| school.closed_on.is_none_or(|closed| SchoolYear::last_before(closed) >= year);
    let has = |school: &School| {
        let of_school = grade(school.grade_from)..=grade(school.grade_to);
        grades.is_empty() || grades.iter().any(|grade| grade.is_none_or(|grade| of_school.contains(&grade)))
    };
    let taking_part = schools.into_iter().filter(|school| school.ownership == "public" && open(school) && has(school));
    let schools = taking_part.map(|school| FormUnit {
        grades: (grade(school.grade_from), grade(school.grade_to)),
        number: school.organisation_number,
        name: school.name,
    });
    schools.chain([FormUnit { number, name, grades: (1, 10) }]).collect()
}

/// Thousandths as a spreadsheet's number. Ranges are far below what an `f64` holds exactly.
fn whole(thousandths: i64) -> f64 {
    f64::from(i32::try_from(thousandths).unwrap_or(i32::MAX)) / 1000.0
}
