//! `/indikatorer`: the followed schools and the indicators of a group, as lines or as a table of numbers, and the same as a file.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::download;
use super::model::{self, Column};
use super::view::{Drawn, Head, Line, facts, href};
use crate::App;
use crate::access::Actor;
use crate::access::rules::FiguresOfSchools;
use crate::error::{AppError, Result};
use crate::indicator::SchoolYear;
use crate::indicator::across::{self, Across, Of};
use crate::indicator::set::{self, StandingSet};
use crate::municipality::{self, School, SchoolKind};
use crate::text::{Lang, text, text_with};
use crate::web::extract::Query;
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .get("/indikatorer", show)
        .get("/indikatorer/oversikt.csv", csv)
        .get("/indikatorer/oversikt.xlsx", xlsx)
        .merge(super::running::routes())
}

/// No figure is older than this many years and still in the newest five of its column: some come every third year.
const LOOKED_BACK: i32 = 12;

/// What the address asks for. What is no choice means all.
#[derive(Debug, Clone, Default, serde::Deserialize, serde::Serialize)]
pub(super) struct Wanted {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    gruppe: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    del: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    visning: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    trinn: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    sok: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    slag: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    omrade: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    rekkefolge: String,
}

impl Wanted {
    /// The address of the same with something else.
    fn with(&self, path: &str, change: impl FnOnce(&mut Self)) -> String {
        let mut wanted = self.clone();
        change(&mut wanted);
        let query = serde_html_form::to_string(&wanted).unwrap_or_default();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    fn grade(&self) -> Option<u8> {
        self.trinn.parse().ok().filter(|grade| (1..=10).contains(grade))
    }

    /// By name from the last letter.
    fn is_descending(&self) -> bool {
        self.rekkefolge == "synkende"
    }
}

/// A link among which one is chosen.
pub(super) struct Choice {
    pub(super) href: String,
    pub(super) label: String,
    pub(super) current: bool,
}

/// A choice of a form.
pub(super) struct Selectable {
    pub(super) value: String,
    pub(super) name: String,
    pub(super) chosen: bool,
}

struct SetView {
    name: String,
    groups: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "indicator/overview.html")]
struct OverviewPage {
    cx: Page,
    sets: Vec<SetView>,
    group: Option<(String, String)>,
    chosen: String,
    is_table: bool,
    views: [Choice; 2],
    parts: Vec<Choice>,
    part: String,
    search: String,
    kinds: Vec<Selectable>,
    areas: Vec<Selectable>,
    area_word: String,
    grades: Vec<Selectable>,
    clear: Option<String>,
    order: String,
    descending: bool,
    heads: Vec<Head>,
    lines: Vec<Line>,
    references: Vec<Line>,
    shown: usize,
    all: usize,
    without: Vec<&'static str>,
    source: String,
    nlod: bool,
    files: [String; 2],
}

/// What the page and its files are made of.
struct Loaded {
    sets: Vec<StandingSet>,
    schools: Vec<School>,
    across: Across,
    /// Address of the group that is shown.
    chosen: String,
}

/// The followed schools that take part, by name.
pub(super) async fn followed(app: &App, actor: &Actor, can: &FiguresOfSchools) -> Result<(crate::database::Tx, Vec<School>)> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = municipality::schools(&mut tx, actor.municipality).await?;
    let schools = schools.into_iter().filter(|school| school.takes_part(actor.today) && can.followed.has(school.id)).collect();
    Ok((tx, schools))
}

async fn load(app: &App, actor: &Actor, wanted: &Wanted) -> Result<Loaded> {
    let can = FiguresOfSchools::of(actor)?;
    let (mut tx, schools) = followed(app, actor, &can).await?;
    let sets = set::standing(&mut tx, actor.municipality, actor.pack.as_deref()).await?;
    let group = model::groups(&sets).find(|(key, ..)| *key == wanted.gruppe).or_else(|| model::groups(&sets).next());
    let (chosen, indicators) = group.map_or_else(Default::default, |(key, _, group)| {
        (key, model::columns(group).iter().map(|column| column.indicator).collect::<Vec<_>>())
    });
    let ids: Vec<i64> = schools.iter().map(|school| school.id.0).collect();
    let since = SchoolYear(actor.today.year() - LOOKED_BACK);
    let across = Across::load(&mut tx, actor.municipality, &across::Wanted { schools: Some(&ids), indicators: &indicators, since }).await?;
    tx.commit().await?;
    Ok(Loaded { sets, schools, across, chosen })
}

/// The schools that the address asks for, in its order.
fn asked<'a>(schools: &'a [School], wanted: &Wanted) -> Vec<&'a School> {
    let search = wanted.sok.trim().to_lowercase();
    let kind = SchoolKind::ALL.into_iter().find(|kind| kind.key() == wanted.slag);
    let area = wanted.omrade.parse().ok().map(crate::ids::AreaId);
    let fits = |school: &&School| {
        kind.is_none_or(|kind| SchoolKind::of(school.grade_from, school.grade_to) == kind)
            && area.is_none_or(|area| school.area == Some(area))
            && (search.is_empty() || school.name.to_lowercase().contains(&search))
    };
    let mut asked: Vec<&School> = schools.iter().filter(fits).collect();
    if wanted.is_descending() {
        asked.reverse();
    }
    asked
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    let loaded = load(&app, &actor, &wanted).await?;
    let lang = actor.lang;
    let group = model::groups(&loaded.sets).find(|(key, ..)| *key == loaded.chosen);
    let columns = group.as_ref().map_or_else(Vec::new, |(_, _, group)| model::columns(group));
    let (with, without): (Vec<Column<'_>>, Vec<Column<'_>>) =
        columns.into_iter().partition(|column| loaded.across.has_schools(column.indicator));
    let parts = model::parts(&with);
    let at = wanted.del.parse::<usize>().ok().and_then(|part| part.checked_sub(1)).filter(|part| *part < parts.len()).unwrap_or(0);
    let part = parts.get(at).copied().unwrap_or_default();
    let schools = asked(&loaded.schools, &wanted);
    let drawn: Vec<Drawn<'_>> = part.iter().map(|column| Drawn::new(*column, &loaded.across)).collect();
    let has_areas = actor.pack.as_ref().is_some_and(|pack| pack.terms.area.is_some());
    let lines = lines(&loaded, &drawn, &schools, &wanted, has_areas && actor.is_owner(), lang);
    let is_table = wanted.visning == "tabell";
    let path = "/indikatorer";
    let filtered = [&wanted.sok, &wanted.slag, &wanted.omrade, &wanted.trinn].iter().any(|value| !value.trim().is_empty());
    let clear = |wanted: &mut Wanted| {
        for field in [&mut wanted.sok, &mut wanted.slag, &mut wanted.omrade, &mut wanted.trinn] {
            field.clear();
        }
    };
    let page = OverviewPage {
        cx: Page::new(&actor, text_with(lang, "figures-title", &[("place", &place(&actor, &loaded.schools, has_areas))])),
        sets: set_views(&loaded, &wanted, lang),
        group: group.map(|(_, set, group)| (group.name.get(lang).to_owned(), set.content.set.purpose.get(lang).to_owned())),
        is_table,
        views: [("", "figures-view-lines"), ("tabell", "figures-view-table")].map(|(view, key)| Choice {
            href: wanted.with(path, |wanted| view.clone_into(&mut wanted.visning)),
            label: text(lang, key).into_owned(),
            current: (view == "tabell") == is_table,
        }),
        parts: part_links(&parts, at, &wanted, lang),
        part: if at == 0 { String::new() } else { (at + 1).to_string() },
        search: wanted.sok.clone(),
        kinds: SchoolKind::ALL.map(|kind| option(kind.key().to_owned(), text(lang, kind.text_key()).into_owned(), &wanted.slag)).into(),
        areas: if has_areas && actor.is_owner() { areas(&loaded.schools, &wanted) } else { Vec::new() },
        area_word: actor.pack.as_ref().and_then(|pack| pack.terms.area.as_ref()).map_or_else(String::new, |word| capital(word.get(lang))),
        grades: grades(part, &loaded.across, &wanted, lang),
        clear: filtered.then(|| wanted.with(path, clear)),
        order: wanted.with(path, |wanted| {
            if wanted.is_descending() { wanted.rekkefolge.clear() } else { "synkende".clone_into(&mut wanted.rekkefolge) }
        }),
        descending: wanted.is_descending(),
        heads: drawn.iter().map(|drawn| drawn.head(lang)).collect(),
        references: references(&actor, &loaded, &drawn, &schools, &wanted, lang),
        shown: schools.len(),
        all: loaded.schools.len(),
        without: without.iter().map(|column| column.indicator.name.get(lang)).collect(),
        source: download::sources(part, lang).join(" "),
        nlod: part.iter().any(|column| column.indicator.source.nlod),
        files: ["/indikatorer/oversikt.xlsx", "/indikatorer/oversikt.csv"].map(|path| wanted.with(path, |_| {})),
        lines,
        chosen: loaded.chosen,
    };
    page::html(&page)
}

fn lines(loaded: &Loaded, drawn: &[Drawn<'_>], schools: &[&School], wanted: &Wanted, with_area: bool, lang: Lang) -> Vec<Line> {
    let line = |school: &&School| Line {
        href: Some(href(school.id, &loaded.chosen)),
        name: school.name.clone(),
        facts: facts(school, with_area, lang),
        cells: drawn.iter().map(|column| column.school(&loaded.across, school, wanted.grade(), lang)).collect(),
    };
    schools.iter().map(line).collect()
}

/// What the schools are set beside.
fn references(actor: &Actor, loaded: &Loaded, drawn: &[Drawn<'_>], schools: &[&School], wanted: &Wanted, lang: Lang) -> Vec<Line> {
    let line = |of: Of, name: String| {
        let cell = |column: &Drawn<'_>| {
            let grades = column.grades_shown(&loaded.across, schools, wanted.grade());
            column.reference(of, &loaded.across, &grades, lang)
        };
        Line { href: None, name, facts: String::new(), cells: drawn.iter().map(cell).collect() }
    };
    if drawn.is_empty() || schools.is_empty() {
        return Vec::new();
    }
    vec![line(Of::Municipality, actor.municipality_name.clone()), line(Of::Country, text(lang, "profile-country").into_owned())]
}

/// The municipality, or the names of the areas that are led.
pub(super) fn place(actor: &Actor, schools: &[School], has_areas: bool) -> String {
    let mut names: Vec<&str> = schools.iter().filter_map(|school| school.area_name.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    if actor.is_owner() || !has_areas || names.is_empty() { actor.municipality_name.clone() } else { names.join(", ") }
}

fn set_views(loaded: &Loaded, wanted: &Wanted, lang: Lang) -> Vec<SetView> {
    let mut views: Vec<(&str, SetView)> = Vec::new();
    for (key, set, group) in model::groups(&loaded.sets) {
        let href = wanted.with("/indikatorer", |wanted| {
            wanted.gruppe.clone_from(&key);
            wanted.del.clear();
        });
        let choice = Choice { href, label: group.name.get(lang).to_owned(), current: key == loaded.chosen };
        match views.last_mut().filter(|(last, _)| *last == set.key()) {
            Some((_, view)) => view.groups.push(choice),
            None => views.push((set.key(), SetView { name: set.content.set.name.get(lang).to_owned(), groups: vec![choice] })),
        }
    }
    views.into_iter().map(|(_, view)| view).collect()
}

/// Links to the parts of a group that is too wide for one table; none when it is not.
fn part_links(parts: &[&[Column<'_>]], at: usize, wanted: &Wanted, lang: Lang) -> Vec<Choice> {
    if parts.len() < 2 {
        return Vec::new();
    }
    let mut first = 1;
    let mut links = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let last = first + part.len() - 1;
        let href = wanted.with("/indikatorer", |wanted| wanted.del = if index == 0 { String::new() } else { (index + 1).to_string() });
        links.push(Choice { href, label: text_with(lang, "figures-part", &[("from", &first), ("to", &last)]), current: index == at });
        first = last + 1;
    }
    links
}

fn option(value: String, name: String, wanted: &str) -> Selectable {
    Selectable { chosen: value == wanted, value, name }
}

fn areas(schools: &[School], wanted: &Wanted) -> Vec<Selectable> {
    let mut areas: Vec<(String, i64)> = schools.iter().filter_map(|school| Some((school.area_name.clone()?, school.area?.0))).collect();
    areas.sort_unstable();
    areas.dedup();
    areas.into_iter().map(|(name, id)| option(id.to_string(), name, &wanted.omrade)).collect()
}

/// The grades among which can be chosen; none when there is no choice.
fn grades(part: &[Column<'_>], across: &Across, wanted: &Wanted, lang: Lang) -> Vec<Selectable> {
    let all = part.iter().flat_map(|column| across.of_indicator(column.indicator));
    let mut grades: Vec<u8> = all.filter(|(of, ..)| matches!(of, Of::School(_))).filter_map(|(_, grade, _)| grade).collect();
    grades.sort_unstable();
    grades.dedup();
    if grades.len() < 2 {
        return Vec::new();
    }
    grades
        .into_iter()
        .map(|grade| option(grade.to_string(), text_with(lang, "profile-grade", &[("grade", &grade)]), &wanted.trinn))
        .collect()
}

/// The table of the address as a file.
async fn file(app: &App, actor: &Actor, wanted: &Wanted) -> Result<crate::document::table::Table> {
    let loaded = load(app, actor, wanted).await?;
    let (_, _, group) = model::groups(&loaded.sets).find(|(key, ..)| *key == loaded.chosen).ok_or(AppError::NotFound)?;
    let columns = model::columns(group);
    let schools = asked(&loaded.schools, wanted);
    let wanted = download::Wanted {
        title: group.name.get(actor.lang),
        columns: &columns,
        schools: &schools,
        grade: wanted.grade(),
        municipality: &actor.municipality_name,
    };
    Ok(download::table(&wanted, &loaded.across, actor.lang))
}

async fn csv(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    let table = file(&app, &actor, &wanted).await?;
    Ok(attached("text/csv; charset=utf-8", "indikatorer.csv", table.csv()))
}

async fn xlsx(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    let table = file(&app, &actor, &wanted).await?;
    let bytes = table.xlsx().map_err(|error| AppError::Internal(error.into()))?;
    Ok(attached(crate::web::download::XLSX, "indikatorer.xlsx", bytes))
}

fn attached(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let name = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes).into_response()
}
