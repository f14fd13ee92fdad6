//! The page and its file.
use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::super::model::{Grades, Row};
use super::super::queries::{self, Which};
use super::super::view::Table;
use super::beside::{self, Small};
use super::choice::{Choice, Kind, choices};
use crate::App;
use crate::access::Actor;
use crate::access::rules::SchoolFigures;
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::indicator::Cell;
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::indicator::set::{self, StandingSet};
use crate::municipality::{self, School};
use crate::text::{text, text_with};
use crate::web::extract::{Path, Query};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this page.
pub fn routes() -> Routes {
    Routes::new().get("/skoler/{school}/indikatorer/samanlikning", show).get("/skoler/{school}/indikatorer/samanlikning.csv", file)
}

/// What the address asks for. What is no choice is as nothing.
#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    hva: String,
    #[serde(default)]
    trinn: String,
}

struct Opt {
    value: String,
    name: String,
    chosen: bool,
}

struct Shown {
    title: String,
    sentence: String,
    smalls: Vec<Small>,
    notes: Vec<String>,
    source: String,
    nlod: bool,
    table: Table,
    cohorts: Option<Table>,
    csv: String,
}

#[derive(Template)]
#[template(path = "indicator/compare.html")]
struct ComparePage {
    cx: Page,
    id: SchoolId,
    crumbs: Vec<(String, String)>,
    groups: Vec<(String, Vec<Opt>)>,
    grades: Vec<Opt>,
    shown: Option<Shown>,
}

struct Loaded {
    school: School,
    choices: Vec<Choice>,
    rows: Vec<Row>,
}

/// The figures of what the municipality looks at and the actor sees.
async fn load(app: &App, actor: &Actor, id: SchoolId) -> Result<Loaded> {
    let sees = SchoolFigures::of(actor, id)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let school = municipality::school(&mut tx, actor.municipality, id).await?.ok_or(AppError::NotFound)?;
    let grades = Grades { from: school.grade_from, to: school.grade_to };
    let sets = set::standing(&mut tx, actor.municipality, actor.pack.as_deref()).await?;
    let mut seen = BTreeSet::new();
    let members = sets.iter().flat_map(StandingSet::members).filter_map(|member| catalogue().get(&member.indicator));
    // What only named roles see is set beside nothing: it is one figure for a talk.
    let open = members.filter(|indicator| grades.concern(indicator) && sees.sees(indicator) && !indicator.restricted_to_named_roles);
    let indicators: Vec<&'static Indicator> = open.filter(|indicator| seen.insert(indicator.key.as_str())).collect();
    let keys: Vec<String> = indicators.iter().map(|indicator| indicator.key.clone()).collect();
    let mut rows = queries::rows(&mut tx, actor.municipality, id, &keys, sees, Which::BySex).await?;
    tx.commit().await?;
    // Distributions are not set beside each other.
    rows.retain(|row| row.breakdown.level.is_none() && row.breakdown.grade.is_none_or(|grade| grades.has(grade)));
    rows.sort_by_key(|row| row.year);
    Ok(Loaded { choices: choices(&indicators, &rows, actor.lang), school, rows })
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let Loaded { school, choices, rows } = load(&app, &actor, id).await?;
    let lang = actor.lang;
    let chosen = choices.iter().find(|choice| choice.key == wanted.hva).or(choices.first());
    let grade = chosen.and_then(|choice| choice.grade(wanted.trinn.parse().ok()));
    let options = |kind: Kind| {
        let of = choices.iter().filter(|choice| choice.kind == kind);
        let option = |choice: &Choice| Opt {
            value: choice.key.clone(),
            name: choice.name.clone(),
            chosen: chosen.is_some_and(|chosen| chosen.key == choice.key),
        };
        (text(lang, kind.text_key()).into_owned(), of.map(option).collect::<Vec<_>>())
    };
    let of_grade = |of: &Option<u8>| Opt {
        value: of.map_or_else(String::new, |grade| grade.to_string()),
        name: of
            .map_or_else(|| text(lang, "profile-all-grades").into_owned(), |grade| text_with(lang, "profile-grade", &[("grade", &grade)])),
        chosen: *of == grade,
    };
    let page = ComparePage {
        cx: Page::new(&actor, text_with(lang, "compare-title", &[("school", &school.name)])),
        id,
        crumbs: vec![
            (format!("/skoler/{id}"), school.name.clone()),
            (format!("/skoler/{id}/indikatorer"), text(lang, "profile-crumb").into_owned()),
            (actor.visit.path.clone(), text(lang, "compare-crumb").into_owned()),
        ],
        groups: Kind::ALL.map(options).into_iter().filter(|(_, options)| !options.is_empty()).collect(),
        grades: chosen.map(|choice| choice.grades.iter().map(of_grade).collect()).unwrap_or_default(),
        shown: chosen.map(|choice| shown(choice, grade, &rows, id, &actor)),
    };
    page::html(&page)
}

fn shown(choice: &Choice, grade: Option<u8>, rows: &[Row], id: SchoolId, actor: &Actor) -> Shown {
    let lang = actor.lang;
    let series = choice.series(grade, rows, lang);
    let title = match grade {
        Some(grade) => text_with(lang, "profile-name-grade", &[("name", &choice.name), ("grade", &grade)]),
        None => choice.name.clone(),
    };
    let sentence = beside::sentence(choice, &series, lang);
    let (smalls, low) = beside::charts(choice, &series, &title, &sentence, lang);
    let mut notes: Vec<String> = low.map(|low| text_with(lang, "profile-axis", &[("low", &low)])).into_iter().collect();
    let years = beside::years(&series);
    if let Some(series) = series.first() {
        for broken in crate::indicator::sentence::breaks_within(series.indicator, &years) {
            let reason = broken.reason.get(lang);
            notes.push(text_with(lang, "profile-break-before", &[("year", &broken.year.to_string()), ("reason", &reason)]));
        }
    }
    if series.iter().flat_map(|series| series.rows().iter()).any(|row| matches!(row.cell, Cell::Restricted(_))) {
        notes.push(text(lang, "profile-restricted-note").into_owned());
    }
    notes.extend(beside::note(choice, lang));
    let of_grade = grade.map_or_else(String::new, |grade| format!("&trinn={grade}"));
    Shown {
        table: beside::table(&series, format!("{}: {title}", text(lang, "compare-numbers")), lang),
        cohorts: beside::cohorts(choice, &series, lang),
        source: beside::source(&series, lang),
        nlod: choice.indicators.iter().any(|indicator| indicator.source.nlod),
        csv: format!("/skoler/{id}/indikatorer/samanlikning.csv?hva={}{of_grade}", choice.key),
        title,
        sentence,
        smalls,
        notes,
    }
}

async fn file(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let Loaded { school, choices, rows } = load(&app, &actor, id).await?;
    let choice = choices.iter().find(|choice| choice.key == wanted.hva).ok_or(AppError::NotFound)?;
    let series = choice.series(wanted.trinn.parse().ok(), &rows, actor.lang);
    let table = beside::file(choice, &series, &school.name, actor.lang);
    // Keys have only letters, digits and the marks that part them.
    let name = format!("attachment; filename=\"samanlikning-{}.csv\"", choice.key.replace(['.', '_'], "-"));
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)], table.csv()).into_response())
}
