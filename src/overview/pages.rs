//! `/oversikt`: the schools as a table, with what waits for skoleeier beside it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use time::Date;

use super::queries::{self, RoundHead, SchoolRow};
use crate::App;
use crate::access::Actor;
use crate::access::rules::FollowedSchools;
use crate::error::Result;
use crate::ids::{AreaId, SchoolId};
use crate::indicator::talking_point;
use crate::municipality::{self, SchoolKind};
use crate::self_assessment::{self, State, school_year};
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Query;
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new().get("/oversikt", overview)
}

/// What the address asks for. What is no choice means all.
#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    sok: String,
    #[serde(default)]
    slag: String,
    #[serde(default)]
    tilstand: String,
    #[serde(default)]
    omrade: String,
    #[serde(default)]
    ar: String,
    #[serde(default)]
    mal: String,
}

/// So many of a school's talking points are told in its row.
const POINTS_AT_ONCE: usize = 2;

const STATES: [State; 4] = [State::NotStarted, State::InProgress, State::Delivered, State::Reopened];

struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

struct Line {
    id: SchoolId,
    name: String,
    facts: String,
    state: Option<(State, usize)>,
    delivered: Option<(String, String)>,
    points: Vec<String>,
    more_points: usize,
}

struct YearLink {
    href: String,
    label: String,
    current: bool,
}

struct Stats {
    delivered: usize,
    count: usize,
    in_progress: usize,
    not_started: usize,
    deadline: String,
    deadline_distance: String,
}

struct Request {
    href: String,
    school: String,
    when: String,
}

#[derive(Template)]
#[template(path = "overview/overview.html")]
struct OverviewPage {
    cx: Page,
    kicker: String,
    word: String,
    stats: Option<Stats>,
    years: Vec<YearLink>,
    templates: Vec<YearLink>,
    year: String,
    template: String,
    search: String,
    kinds: Vec<Choice>,
    states: Vec<Choice>,
    state_names: Vec<String>,
    areas: Vec<Choice>,
    area_word: String,
    filtered: bool,
    shown: usize,
    all: usize,
    lines: Vec<Line>,
    unfilled: Vec<(SchoolId, String)>,
    requests: Vec<Request>,
}

async fn overview(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    let followed = FollowedSchools::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let rounds = queries::rounds(&mut tx, actor.municipality).await?;
    let round = chosen_round(&rounds, &wanted);
    let rows = queries::schools(&mut tx, actor.municipality, &followed, round.map(|round| round.id), actor.today).await?;
    let unfilled =
        if followed.all() { municipality::unfilled_schools(&mut tx, actor.municipality, actor.today).await? } else { Vec::new() };
    let requests = self_assessment::requests_to_reopen(&mut tx, &actor).await?;
    let points = talking_point::lines_of(&mut tx, &actor, followed.only()).await?;
    let mut titles = Vec::new();
    for other in rounds.iter().filter(|other| round.is_some_and(|round| round.year == other.year)) {
        let pack = app.packs.load(&mut tx, actor.municipality, other.pack).await?;
        let title = pack.template(&other.template).map_or_else(String::new, |template| template.title.get(actor.lang).to_owned());
        titles.push((other, title));
    }
    tx.commit().await?;
    let lang = actor.lang;
    let has_areas = actor.pack.as_ref().is_some_and(|pack| pack.terms.area.is_some());
    let mut cx = Page::new(&actor, "");
    cx.title = text_with(lang, "overview-title", &[("place", &place(&actor, &followed, &rows, has_areas))]);
    let lines: Vec<Line> = rows
        .iter()
        .filter(|row| fits(row, &wanted, has_areas && followed.all()))
        .map(|row| line(row, &points, lang, has_areas && followed.all()))
        .collect();
    let page = OverviewPage {
        kicker: round.map_or_else(String::new, |round| text_with(lang, "overview-year", &[("year", &school_year(round.year))])),
        word: cx.self_assessment_capital(),
        stats: round.map(|round| stats(&rows, round, lang, actor.today)),
        years: year_links(&rounds, round),
        templates: template_links(&titles, round),
        year: round.map_or_else(String::new, |round| round.year.to_string()),
        template: if titles.len() > 1 { round.map_or_else(String::new, |round| round.template.clone()) } else { String::new() },
        kinds: SchoolKind::ALL.map(|kind| choice(kind.key().to_owned(), text(lang, kind.text_key()).into_owned(), &wanted.slag)).into(),
        states: STATES.map(|state| choice(state.key().to_owned(), text(lang, state.text_key()).into_owned(), &wanted.tilstand)).into(),
        state_names: STATES.map(|state| text(lang, state.text_key()).into_owned()).into(),
        areas: if has_areas && followed.all() { areas(&rows, &wanted) } else { Vec::new() },
        area_word: actor.pack.as_ref().and_then(|pack| pack.terms.area.as_ref()).map_or_else(String::new, |word| capital(word.get(lang))),
        filtered: [&wanted.sok, &wanted.slag, &wanted.tilstand, &wanted.omrade].iter().any(|value| !value.trim().is_empty()),
        shown: lines.len(),
        all: rows.len(),
        search: wanted.sok,
        lines,
        unfilled,
        requests: requests
            .into_iter()
            .map(|request| Request {
                href: format!("/egenvurdering/{}", request.id),
                school: request.school,
                when: dates::recent(request.at, actor.today),
            })
            .collect(),
        cx,
    };
    page::html(&page)
}

/// The round of the year and template asked for, else the newest.
fn chosen_round<'a>(rounds: &'a [RoundHead], wanted: &Wanted) -> Option<&'a RoundHead> {
    let year = wanted.ar.parse().ok().filter(|year| rounds.iter().any(|round| round.year == *year));
    let year = year.or_else(|| rounds.first().map(|round| round.year))?;
    let of_year = || rounds.iter().filter(|round| round.year == year);
    of_year().find(|round| round.template == wanted.mal).or_else(|| of_year().next())
}

/// «Fjordvik kommune», or the names of the areas.
fn place(actor: &Actor, followed: &FollowedSchools, rows: &[SchoolRow], has_areas: bool) -> String {
    if followed.all() || !has_areas {
        return actor.municipality_name.clone();
    }
    let mut names: Vec<&str> = rows.iter().filter_map(|row| row.area.as_ref().map(|(_, name)| name.as_str())).collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() { actor.municipality_name.clone() } else { names.join(", ") }
}

fn fits(row: &SchoolRow, wanted: &Wanted, by_area: bool) -> bool {
    let search = wanted.sok.trim().to_lowercase();
    let is_kind = SchoolKind::ALL
        .iter()
        .find(|kind| kind.key() == wanted.slag)
        .is_none_or(|kind| SchoolKind::of(row.grade_from, row.grade_to) == *kind);
    let state = STATES.iter().find(|state| state.key() == wanted.tilstand);
    let is_state = state.is_none_or(|state| row.assessment.is_some_and(|(_, of_row)| of_row == *state));
    let area = wanted.omrade.parse().ok().filter(|_| by_area).map(AreaId);
    let is_area = area.is_none_or(|area| row.area.as_ref().is_some_and(|(of_row, _)| *of_row == area));
    is_kind && is_state && is_area && (search.is_empty() || row.name.to_lowercase().contains(&search))
}

fn line(row: &SchoolRow, points: &[talking_point::Line], lang: Lang, with_area: bool) -> Line {
    let grades = if row.grade_from == row.grade_to { row.grade_from.to_string() } else { format!("{}–{}", row.grade_from, row.grade_to) };
    let grades = text_with(lang, "overview-grades", &[("grades", &grades)]);
    let mut facts = match &row.area {
        Some((_, area)) if with_area => format!("{grades}, {area}"),
        _ => grades,
    };
    if let Some(last) = row.closed_on.and_then(Date::previous_day) {
        facts = format!("{facts}, {}", text_with(lang, "overview-closed", &[("date", &dates::long(last))]));
    }
    let delivered = row.assessment.zip(row.delivered).map(|((id, _), (version, at))| {
        let date = dates::short(dates::norwegian_date(at));
        (format!("/egenvurdering/{id}/levert/{version}"), text_with(lang, "overview-read", &[("date", &date), ("version", &version)]))
    });
    let of_school = || points.iter().filter(|point| point.school == row.id);
    Line {
        points: of_school().take(POINTS_AT_ONCE).map(|point| point.short.clone()).collect(),
        more_points: of_school().count().saturating_sub(POINTS_AT_ONCE),
        id: row.id,
        name: row.name.clone(),
        facts,
        state: row.assessment.map(|(_, state)| (state, STATES.iter().position(|known| *known == state).unwrap_or_default())),
        delivered,
    }
}

fn stats(rows: &[SchoolRow], round: &RoundHead, lang: Lang, today: Date) -> Stats {
    let count = |wanted: &[State]| rows.iter().filter(|row| row.assessment.is_some_and(|(_, state)| wanted.contains(&state))).count();
    let days = (round.deadline - today).whole_days();
    Stats {
        delivered: count(&[State::Delivered]),
        count: count(&STATES),
        in_progress: count(&[State::InProgress, State::Reopened]),
        not_started: count(&[State::NotStarted]),
        deadline: dates::short(round.deadline),
        deadline_distance: dates::days_away(days, lang),
    }
}

fn year_links(rounds: &[RoundHead], round: Option<&RoundHead>) -> Vec<YearLink> {
    let mut years: Vec<i32> = rounds.iter().map(|round| round.year).collect();
    years.dedup();
    let current = round.map(|round| round.year);
    years
        .into_iter()
        .map(|year| YearLink { href: format!("/oversikt?ar={year}"), label: school_year(year), current: current == Some(year) })
        .collect()
}

fn template_links(titles: &[(&RoundHead, String)], round: Option<&RoundHead>) -> Vec<YearLink> {
    titles
        .iter()
        .map(|(other, title)| YearLink {
            href: format!("/oversikt?ar={}&mal={}", other.year, other.template),
            label: title.clone(),
            current: round.is_some_and(|round| round.id == other.id),
        })
        .collect()
}

fn choice(value: String, name: String, wanted: &str) -> Choice {
    Choice { chosen: value == wanted, value, name }
}

fn areas(rows: &[SchoolRow], wanted: &Wanted) -> Vec<Choice> {
    let mut areas: Vec<(String, AreaId)> = rows.iter().filter_map(|row| row.area.clone().map(|(id, name)| (name, id))).collect();
    areas.sort_unstable();
    areas.dedup();
    areas.into_iter().map(|(name, id)| choice(id.to_string(), name, &wanted.omrade)).collect()
}
