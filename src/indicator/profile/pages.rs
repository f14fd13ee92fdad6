//! `/skoler/{school}/indikatorer`: the groups of the municipality's sets, one at a time, and each indicator as a file.
use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State as Extract;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::download;
use super::model::{Figures, Grades, Row};
use super::queries::{self, Which};
use super::view::{Around, Card, card};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanReadSets, PointRights, SchoolFigures, SchoolStories};
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{Dimension, Indicator, catalogue};
use crate::indicator::set::{self, StandingSet};
use crate::indicator::talking_point;
use crate::inquiry::{self, Started};
use crate::model_pack::{IndicatorGroup, IndicatorMember};
use crate::municipality::{self, School};
use crate::story::{self, Beside};
use crate::text::{dates, text, text_with};
use crate::web::extract::{Path, Query};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// The pages of a school's figures.
pub fn router() -> Routes {
    Routes::new().get("/skoler/{school}/indikatorer", show).get("/skoler/{school}/indikatorer/{file}", file)
}

/// What the address asks for. What is no choice is as nothing.
#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    gruppe: String,
    #[serde(default)]
    trinn: String,
}

struct Choice {
    href: String,
    label: String,
    current: bool,
}

struct SetView {
    name: String,
    groups: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "indicator/profile.html")]
struct ProfilePage {
    cx: Page,
    id: SchoolId,
    crumbs: Vec<(String, String)>,
    /// The last day of a school that is closed, as written.
    closed: Option<String>,
    sets: Vec<SetView>,
    /// Heading and purpose of what is shown.
    group: Option<(String, String)>,
    grades: Vec<Choice>,
    cards: Vec<Card>,
    /// Stories about what is shown, beside the figures.
    stories: Vec<Beside>,
    /// Writes stories of the school.
    tells: bool,
    /// Where the actor starts a chain.
    inquires: Option<String>,
    without: Vec<&'static str>,
    any: bool,
    imports: bool,
    reads_sets: bool,
    /// The set and group shown, as the address names it: the file has the goals of the same set.
    set: String,
    nlod: bool,
    /// Talking points, for those who see them.
    points: Option<Vec<talking_point::Line>>,
}

/// The members of a group that the actor may see and that concern the school.
fn members(group: &IndicatorGroup, school: Grades, sees: SchoolFigures) -> Vec<(&IndicatorMember, &'static Indicator)> {
    let known = group.members.iter().filter_map(|member| Some((member, catalogue().get(&member.indicator)?)));
    known.filter(|(_, indicator)| school.concern(indicator) && sees.sees(indicator)).collect()
}

/// Every set with its groups.
fn groups(sets: &[StandingSet]) -> impl Iterator<Item = (&StandingSet, &IndicatorGroup)> {
    sets.iter().flat_map(|set| set.groups().iter().map(move |group| (set, group)))
}

/// What a page of the school's figures is made of.
struct Loaded {
    school: School,
    grades: Grades,
    sets: Vec<StandingSet>,
    /// What stands of the indicators, as the view shows it.
    rows: Vec<Row>,
    stories: Vec<Beside>,
    inquiries: Vec<Started>,
    points: Option<Vec<talking_point::Line>>,
}

async fn load(app: &App, actor: &Actor, id: SchoolId, sees: SchoolFigures, only: Option<&str>) -> Result<Loaded> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let school = municipality::school(&mut tx, actor.municipality, id).await?.ok_or(AppError::NotFound)?;
    let grades = Grades { from: school.grade_from, to: school.grade_to };
    let sets = set::standing(&mut tx, actor.municipality, actor.pack.as_deref()).await?;
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for (_, group) in groups(&sets) {
        for (_, indicator) in members(group, grades, sees) {
            keys.insert(&indicator.key);
            keys.extend(indicator.cohort.iter().map(|step| step.indicator.as_str()));
        }
    }
    keys.retain(|key| only.is_none_or(|only| only == *key) && catalogue().get(key).is_some_and(|indicator| sees.sees(indicator)));
    let keys: Vec<String> = keys.into_iter().map(str::to_owned).collect();
    let mut rows = queries::rows(&mut tx, actor.municipality, id, &keys, sees, Which::WithOthers).await?;
    // A file has figures only.
    let (stories, inquiries) = match only {
        Some(_) => (Vec::new(), Vec::new()),
        None => (story::beside(&mut tx, actor, id, &keys).await?, inquiry::started_from(&mut tx, actor, id, &keys).await?),
    };
    let points = match only {
        None if PointRights::of(actor, id).is_ok() => Some(talking_point::lines_of(&mut tx, actor, Some(&[id])).await?),
        _ => None,
    };
    tx.commit().await?;
    // A closed school's years end with it; after that nothing is missing.
    let last = school.closed_on.map(SchoolYear::last_before);
    rows.retain(|row| last.is_none_or(|last| row.year <= last));
    Ok(Loaded { school, grades, sets, rows, stories, inquiries, points })
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let sees = SchoolFigures::of(&actor, id)?;
    let Loaded { school, grades, sets: standing, rows, mut stories, inquiries, points } = load(&app, &actor, id, sees, None).await?;
    let lang = actor.lang;
    let figures_of = |set: &StandingSet, group: &IndicatorGroup| -> Vec<Figures<'_>> {
        let figures = |(member, indicator): (_, &'static Indicator)| {
            Figures::of(indicator, member, grades, &rows).aiming(set.content.aims(&indicator.key))
        };
        members(group, grades, sees).into_iter().map(figures).collect()
    };
    let all: Vec<(&StandingSet, &IndicatorGroup, Vec<Figures<'_>>)> =
        groups(&standing).map(|(set, group)| (set, group, figures_of(set, group))).collect();
    let all: Vec<_> = all.into_iter().filter(|(_, _, figures)| !figures.is_empty()).collect();
    let any = all.iter().any(|(_, _, figures)| figures.iter().any(|figures| !figures.is_empty()));
    let key = |set: &StandingSet, group: &IndicatorGroup| format!("{}.{}", set.key(), group.key);
    let chosen = all.iter().find(|(set, group, _)| key(set, group) == wanted.gruppe);
    let chosen = chosen.or_else(|| all.iter().find(|(_, _, figures)| figures.iter().any(|figures| !figures.is_empty()))).or(all.first());
    let chosen_key = chosen.map(|(set, group, _)| key(set, group)).unwrap_or_default();
    let wanted_grade = wanted.trinn.parse::<u8>().ok();
    let around = Around { rows: &rows, school: grades, sees, grade: wanted_grade, inquiries: &inquiries, lang };
    let address = |group: &str, grade: Option<u8>| {
        let grade = grade.map_or_else(String::new, |grade| format!("&trinn={grade}"));
        format!("/skoler/{id}/indikatorer?gruppe={group}{grade}")
    };
    let mut sets: Vec<SetView> = Vec::new();
    let mut last = None;
    for (set, group, _) in &all {
        if last != Some(set.key()) {
            sets.push(SetView { name: set.content.set.name.get(lang).to_owned(), groups: Vec::new() });
        }
        last = Some(set.key());
        let of = key(set, group);
        if let Some(view) = sets.last_mut() {
            view.groups.push(Choice {
                href: address(&of, wanted_grade),
                label: group.name.get(lang).to_owned(),
                current: of == chosen_key,
            });
        }
    }
    let figures: &[Figures<'_>] = chosen.map_or(&[], |(_, _, figures)| figures);
    let cards: Vec<Card> = figures.iter().filter(|figures| !figures.is_empty()).map(|figures| card(figures, &around)).collect();
    stories.retain(|story| story.is_about(figures.iter().map(|figures| figures.indicator.key.as_str())));
    let page = ProfilePage {
        cx: Page::new(&actor, text_with(lang, "profile-title", &[("school", &school.name)])),
        crumbs: vec![
            (format!("/skoler/{id}"), school.name),
            (format!("/skoler/{id}/indikatorer"), text(lang, "profile-crumb").into_owned()),
        ],
        id,
        closed: school.closed_on.filter(|day| *day <= actor.today).and_then(time::Date::previous_day).map(dates::long),
        group: chosen.map(|(set, group, _)| (group.name.get(lang).to_owned(), set.content.set.purpose.get(lang).to_owned())),
        grades: grade_choices(figures, wanted_grade, &|grade| address(&chosen_key, grade), lang),
        without: without(figures, &all, any, lang),
        any,
        imports: actor.is_owner(),
        points,
        reads_sets: CanReadSets::of(&actor).is_ok(),
        set: chosen_key.clone(),
        nlod: cards.iter().any(|card| card.nlod),
        sets,
        cards,
        stories,
        tells: SchoolStories::of(&actor, id).is_ok_and(|rights| rights.writes),
        inquires: inquiry::starts(&actor, id),
    };
    page::html(&page)
}

/// Names of the group's indicators that have no figures; before there are any at all, those of every group.
fn without(
    figures: &[Figures<'_>],
    all: &[(&StandingSet, &IndicatorGroup, Vec<Figures<'_>>)],
    any: bool,
    lang: crate::text::Lang,
) -> Vec<&'static str> {
    let every: Vec<&Figures<'_>> = if any { figures.iter().collect() } else { all.iter().flat_map(|(_, _, figures)| figures).collect() };
    let mut seen = BTreeSet::new();
    let empty = every.into_iter().filter(|figures| figures.is_empty() && seen.insert(figures.indicator.key.as_str()));
    empty.map(|figures| figures.indicator.name.get(lang)).collect()
}

/// The grades that some indicator of the group can be shown for; none when there is no choice.
fn grade_choices(
    figures: &[Figures<'_>],
    wanted: Option<u8>,
    address: &dyn Fn(Option<u8>) -> String,
    lang: crate::text::Lang,
) -> Vec<Choice> {
    let broken = figures.iter().filter(|figures| figures.indicator.breakdowns.contains(&Dimension::Grade));
    let grades: BTreeSet<Option<u8>> = broken.flat_map(|figures| figures.grades.iter().copied()).collect();
    if grades.len() < 2 {
        return Vec::new();
    }
    let current = wanted.filter(|wanted| grades.contains(&Some(*wanted)));
    let current = if current.is_some() || grades.contains(&None) { current } else { grades.last().copied().flatten() };
    let label = |grade: Option<u8>| match grade {
        Some(grade) => text_with(lang, "profile-grade", &[("grade", &grade)]),
        None => text(lang, "profile-all-grades").into_owned(),
    };
    grades.into_iter().map(|grade| Choice { href: address(grade), label: label(grade), current: grade == current }).collect()
}

async fn file(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, file)): Path<(SchoolId, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let sees = SchoolFigures::of(&actor, id)?;
    let key = file.strip_suffix(".csv").ok_or(AppError::NotFound)?;
    let Loaded { school, grades, sets, rows, .. } = load(&app, &actor, id, sees, Some(key)).await?;
    let all = || groups(&sets).flat_map(|(set, group)| members(group, grades, sees).into_iter().map(move |member| (set, group, member)));
    let mut found = all().filter(|(_, _, (_, indicator))| indicator.key == key);
    let asked = all().find(|(set, group, (_, indicator))| indicator.key == key && format!("{}.{}", set.key(), group.key) == wanted.gruppe);
    let (set, _, (member, indicator)) = asked.or_else(|| found.next()).ok_or(AppError::NotFound)?;
    let figures = Figures::of(indicator, member, grades, &rows).aiming(set.content.aims(key));
    let table = download::table(&figures, &school.name, actor.lang);
    let name = format!("attachment; filename=\"{key}.csv\"");
    Ok(([(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)], table.csv()).into_response())
}
