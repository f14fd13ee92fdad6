//! `/arshjul`: a school year in order, what it asks of whom, and how far it has come.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use sqlx::PgConnection;
use time::Date;

use super::Wanted;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanKeepWheel, reads_wheel};
use crate::calendar::school_year_of;
use crate::error::Result;
use crate::model_pack::{Lane, Setting};
use crate::municipality::{self, School};
use crate::self_assessment::school_year;
use crate::text::{Lang, dates, text, text_with};
use crate::tilstandsrapport::{self, TaskLine};
use crate::web::charts::{Arc, Svg, Wheel as Drawing};
use crate::web::extract::Query;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::wheel::loading;
use crate::wheel::model::{Days, Exception, Placed, Wheel, lane_keys};
use crate::wheel::queries;
use crate::wheel::standing::{Asks, Happened, Standing, asks};

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/arshjul", show)
}

/// A step of one's own school.
struct OwnStep {
    href: String,
    name: String,
    when: String,
    tag: Tag,
}

/// A state: class, icon, words.
struct Tag {
    class: &'static str,
    icon: &'static str,
    words: String,
}

/// One's own school and its steps.
struct OwnSchool {
    name: String,
    steps: Vec<OwnStep>,
}

/// Schools that have come as far as each other, by name.
struct Group {
    heading: String,
    schools: Vec<(String, String)>,
}

/// A segment.
struct SegmentView {
    number: usize,
    key: String,
    lane: &'static str,
    lane_name: String,
    name: String,
    days: String,
    why: String,
    now: bool,
    changed: bool,
    /// What skoleeier has moved or skipped for all, and why.
    for_all: Option<(String, String)>,
    /// «5 av 12 skular har avtalt», and who.
    progress: Option<(String, Vec<Group>)>,
    /// Booking many at once, or one with several schools.
    book: Option<(String, String)>,
    /// The segment's page at one's own schools.
    own: Vec<(String, String)>,
    /// Moving or skipping it for all.
    for_all_href: Option<String>,
}

#[derive(Template)]
#[template(path = "wheel/year.html")]
struct YearPage {
    cx: Page,
    year: i32,
    years: Vec<(String, String, bool)>,
    periods: Vec<(String, String)>,
    /// Which version it is, or that it is a proposal.
    standing: String,
    keeps: bool,
    own: Vec<OwnSchool>,
    segments: Vec<SegmentView>,
    drawing: Option<Svg>,
    lanes: Vec<(&'static str, String)>,
    free: Vec<(String, String)>,
    council: Vec<(String, String)>,
    /// What the council decided and asked that is not done.
    tasks: Vec<TaskLine>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(wanted): Query<Wanted>) -> Result<Response> {
    reads_wheel(&actor)?;
    let year = wanted.year(actor.today)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let page = page(&app, &mut tx, &actor, year).await?;
    tx.commit().await?;
    page::html(&page)
}

async fn page(app: &App, connection: &mut PgConnection, actor: &Actor, year: i32) -> Result<YearPage> {
    let lang = actor.lang;
    let wheel = loading::wheel(app, connection, actor.municipality, year).await?;
    let tasks = tilstandsrapport::tasks_in(connection, actor, year).await?;
    let mut page = YearPage {
        cx: Page::new(actor, text_with(lang, "wheel-title-year", &[("year", &school_year(year))])),
        year,
        years: years(actor, year),
        periods: Vec::new(),
        standing: text(lang, "wheel-none").into_owned(),
        keeps: CanKeepWheel::of(actor).is_ok(),
        own: Vec::new(),
        segments: Vec::new(),
        drawing: None,
        lanes: Vec::new(),
        free: Vec::new(),
        council: Vec::new(),
        tasks,
    };
    let Some(wheel) = wheel else { return Ok(page) };
    let happened = Happened::load(connection, actor.municipality, &wheel).await?;
    let exceptions = queries::exceptions(connection, actor.municipality, year).await?;
    let all = municipality::schools(connection, actor.municipality).await?;
    let taking_part: Vec<School> = all.into_iter().filter(|school| school.takes_part(actor.today)).collect();
    if let Some(whole) = wheel.whole() {
        let calendar = queries::calendar(connection, actor.municipality, whole).await?;
        page.free = calendar.free.into_iter().map(|free| (free.days.words(), free.name)).collect();
        page.council = calendar
            .council
            .into_iter()
            .map(|one| {
                let papers = text_with(lang, "wheel-papers-by", &[("name", &one.name), ("day", &dates::short(one.papers_by))]);
                (dates::short(one.meets_on), papers)
            })
            .collect();
    }
    page.standing = standing(&wheel, lang);
    let periods = wheel.pack.periods.iter().filter(|period| period.has(year));
    page.periods = periods.map(|period| (period.name.get(lang).to_owned(), period.text.get(lang).to_owned())).collect();
    page.own = own(actor, &wheel, &happened, &taking_part);
    let placed = wheel.placed();
    page.segments = placed
        .iter()
        .enumerate()
        .map(|(index, placed)| segment(actor, &wheel, &happened, &exceptions, &taking_part, index + 1, *placed))
        .collect();
    page.drawing = Some(drawing(&wheel, &happened, &placed, actor));
    for lane in [Lane::Dialogue, Lane::Families, Lane::Council] {
        if placed.iter().any(|placed| placed.segment.lane == lane) {
            let (class, name) = lane_keys(lane);
            page.lanes.push((class, text(lang, name).into_owned()));
        }
    }
    Ok(page)
}

/// Last year, this year, next year, and the one that is shown: (address, words, shown).
fn years(actor: &Actor, shown: i32) -> Vec<(String, String, bool)> {
    let now = school_year_of(actor.today);
    let mut years = vec![now - 1, now, now + 1, shown];
    years.sort_unstable();
    years.dedup();
    years.into_iter().map(|year| (format!("/arshjul?ar={year}"), school_year(year), year == shown)).collect()
}

/// «Versjon 2, publisert 3. juni 2026 av …», with what was changed; or that it is the pack's proposal.
fn standing(wheel: &Wheel, lang: Lang) -> String {
    let Some(published) = &wheel.published else { return text(lang, "wheel-proposal").into_owned() };
    let day = dates::long(dates::norwegian_date(published.at));
    let said = text_with(lang, "wheel-version", &[("version", &published.version), ("day", &day), ("who", &published.by)]);
    if published.version == 1 || published.changed.is_empty() {
        return said;
    }
    let names: Vec<&str> = published
        .changed
        .iter()
        .filter_map(|key| wheel.pack.wheel.iter().find(|segment| segment.key == *key))
        .map(|segment| segment.name.get(lang))
        .collect();
    format!("{said} {}", text_with(lang, "wheel-version-changed", &[("what", &names.join("; "))]))
}

/// What concerns the schools that the actor leads, and when.
fn own(actor: &Actor, wheel: &Wheel, happened: &Happened, schools: &[School]) -> Vec<OwnSchool> {
    let led = schools.iter().filter(|school| actor.is_rektor_of(school.id));
    let steps = |school: &School| {
        let placed = wheel.placed().into_iter();
        placed.filter_map(|placed| own_step(actor, wheel, happened, school, placed)).collect()
    };
    led.map(|school| OwnSchool { name: school.name.clone(), steps: steps(school) }).collect()
}

fn own_step(actor: &Actor, wheel: &Wheel, happened: &Happened, school: &School, placed: Placed<'_>) -> Option<OwnStep> {
    let standing = happened.of(wheel, placed, school)?;
    let lang = actor.lang;
    let days = happened.days(placed, school.id);
    let page = format!("/skoler/{}/arshjul/{}?ar={}", school.id, placed.segment.key, wheel.year);
    let met = |id| happened.meeting(id).map(|met| crate::meeting::when_and_where(met.starts_at, met.ends_at, &met.place, lang));
    let (href, when) = match &standing {
        Standing::Booked(id) | Standing::Held(id) => (happened.page_of(*id).unwrap_or(page), met(*id).unwrap_or_default()),
        Standing::Delivered(id) | Standing::Open(Some(id)) => (format!("/egenvurdering/{id}"), days.words()),
        Standing::Open(None) | Standing::Skipped => (page, days.words()),
    };
    let over = days.to < actor.today;
    let delivery = matches!(asks(wheel, placed), Some(Asks::Delivery(_)));
    Some(OwnStep { href, name: placed.segment.name.get(lang).to_owned(), when, tag: tag(&standing, delivery, over, lang) })
}

/// `delivery`: what is asked for is delivered, and not arranged.
fn tag(standing: &Standing, delivery: bool, over: bool, lang: Lang) -> Tag {
    let (class, icon, key) = match standing {
        Standing::Skipped => ("shut", "ring", "wheel-state-skipped"),
        Standing::Open(_) if over && delivery => ("none", "ring", "wheel-state-over-not-delivered"),
        Standing::Open(_) if over => ("none", "ring", "wheel-state-over"),
        Standing::Open(_) if delivery => ("none", "ring", "wheel-state-not-delivered"),
        Standing::Open(_) => ("none", "ring", "wheel-state-open"),
        Standing::Booked(_) => ("part", "prog", "wheel-state-booked"),
        Standing::Held(_) => ("ok", "check", "wheel-state-held"),
        Standing::Delivered(_) => ("ok", "check", "wheel-state-delivered"),
    };
    Tag { class, icon, words: text(lang, key).into_owned() }
}

fn segment(
    actor: &Actor,
    wheel: &Wheel,
    happened: &Happened,
    exceptions: &[Exception],
    schools: &[School],
    number: usize,
    placed: Placed<'_>,
) -> SegmentView {
    let (lang, year, key) = (actor.lang, wheel.year, placed.segment.key.as_str());
    let (lane, lane_name) = lane_keys(placed.segment.lane);
    let (for_all, days) = (happened.for_all(placed), happened.days_for_all(placed));
    let reason = |id| exceptions.iter().find(|one| one.id == id).map_or_else(String::new, |one| one.reason.clone());
    let followed: Vec<&School> = schools.iter().filter(|school| actor.oversees(school.id)).collect();
    let asked = asks(wheel, placed);
    let own = schools.iter().filter(|school| actor.own_schools().contains(&school.id));
    SegmentView {
        number,
        key: key.to_owned(),
        lane,
        lane_name: text(lang, lane_name).into_owned(),
        name: placed.segment.name.get(lang).to_owned(),
        days: days.words(),
        why: placed.segment.why.get(lang).to_owned(),
        now: days.distance(actor.today) == 0,
        changed: wheel.published.as_ref().is_some_and(|published| published.version > 1 && published.changed.iter().any(|one| one == key)),
        for_all: for_all.map(|one| (one.wish.words(lang), reason(one.id))),
        progress: asked.filter(|_| !followed.is_empty()).map(|asks| progress(wheel, happened, &followed, placed, asks, lang)),
        book: asked.filter(|_| !followed.is_empty()).and_then(|asks| book(asks, key, year, days, actor)),
        own: own
            .map(|school| (format!("/skoler/{}/arshjul/{key}?ar={year}", school.id), at_school(happened, placed, school, lang)))
            .collect(),
        for_all_href: actor.is_owner().then(|| format!("/arshjul/{key}/unntak?ar={year}")),
    }
}

/// «Vik skule», with its own days where it has some, or that it is left out there.
fn at_school(happened: &Happened, placed: Placed<'_>, school: &School, lang: Lang) -> String {
    let days = happened.days(placed, school.id);
    if happened.is_skipped(placed, Some(school.id)) {
        format!("{} ({})", school.name, text(lang, "wheel-skipped"))
    } else if days == happened.days_for_all(placed) {
        school.name.clone()
    } else {
        format!("{} ({})", school.name, days.words())
    }
}

/// Where meetings of it are booked, as long as it is not long over.
fn book(asks: Asks<'_>, key: &str, year: i32, days: Days, actor: &Actor) -> Option<(String, String)> {
    if (actor.today - days.to).whole_days() > 60 {
        return None;
    }
    match asks {
        Asks::Meeting(_, Setting::School) => {
            Some((format!("/arshjul/{key}/avtaling?ar={year}"), text(actor.lang, "wheel-book-many").into_owned()))
        }
        Asks::Meeting(kind, Setting::Schools) => {
            Some((format!("/moter/ny?samtale={kind}"), text(actor.lang, "wheel-book-one").into_owned()))
        }
        Asks::Delivery(_) => None,
    }
}

/// How many have come how far, and who: by name, never by how far.
fn progress(
    wheel: &Wheel,
    happened: &Happened,
    followed: &[&School],
    placed: Placed<'_>,
    asks: Asks<'_>,
    lang: Lang,
) -> (String, Vec<Group>) {
    let mut groups: Vec<(&str, Vec<(String, String)>)> = match asks {
        Asks::Meeting(..) => vec![("wheel-state-held", vec![]), ("wheel-state-booked", vec![]), ("wheel-state-open", vec![])],
        Asks::Delivery(_) => vec![("wheel-state-delivered", vec![]), ("wheel-state-not-delivered", vec![])],
    };
    groups.push(("wheel-state-skipped", vec![]));
    let (mut done, mut counted) = (0_usize, 0_usize);
    for school in followed {
        let Some(standing) = happened.of(wheel, placed, school) else { continue };
        let delivery = matches!(asks, Asks::Delivery(_));
        let key = match standing {
            Standing::Skipped => "wheel-state-skipped",
            Standing::Booked(_) => "wheel-state-booked",
            Standing::Held(_) => "wheel-state-held",
            Standing::Delivered(_) => "wheel-state-delivered",
            Standing::Open(_) if delivery => "wheel-state-not-delivered",
            Standing::Open(_) => "wheel-state-open",
        };
        counted += usize::from(standing != Standing::Skipped);
        done += usize::from(!matches!(standing, Standing::Skipped | Standing::Open(_)));
        let href = match standing {
            Standing::Booked(id) | Standing::Held(id) => happened.page_of(id),
            _ => None,
        };
        let href = href.unwrap_or_else(|| format!("/skoler/{}/arshjul/{}?ar={}", school.id, placed.segment.key, wheel.year));
        let days = happened.days(placed, school.id);
        let name = if days == happened.days_for_all(placed) { school.name.clone() } else { format!("{} ({})", school.name, days.words()) };
        if let Some((_, schools)) = groups.iter_mut().find(|(known, _)| *known == key) {
            schools.push((href, name));
        }
    }
    let key = if matches!(asks, Asks::Delivery(_)) { "wheel-delivered-of" } else { "wheel-arranged-of" };
    let summary = text_with(lang, key, &[("done", &done), ("count", &counted)]);
    let groups = groups.into_iter().filter(|(_, schools)| !schools.is_empty());
    (summary, groups.map(|(key, schools)| Group { heading: text(lang, key).into_owned(), schools }).collect())
}

/// The days as they hold for all; what is skipped for all is not drawn.
fn drawing(wheel: &Wheel, happened: &Happened, placed: &[Placed<'_>], actor: &Actor) -> Svg {
    let lang = actor.lang;
    let first = wheel.whole().map(|whole| whole.from);
    let day = |date: Date| first.map_or(0, |first| u16::try_from((date - first).whole_days().clamp(0, 364)).unwrap_or(0));
    let arcs: Vec<Arc> = placed
        .iter()
        .enumerate()
        .filter(|(_, placed)| !happened.is_skipped(**placed, None))
        .map(|(index, placed)| {
            let days = happened.days_for_all(*placed);
            Arc { label: (index + 1).to_string(), lane: lane_keys(placed.segment.lane).0, from: day(days.from), to: day(days.to) }
        })
        .collect();
    let months: Vec<String> = text(lang, "wheel-months").split(' ').map(str::to_owned).collect();
    let word = text(lang, "wheel-today");
    let in_year = wheel.whole().is_some_and(|whole| whole.distance(actor.today) == 0);
    let drawing = Drawing {
        id: "arshjul",
        title: &text_with(lang, "wheel-title-year", &[("year", &school_year(wheel.year))]),
        description: &text(lang, "wheel-drawing-description"),
        months: &months,
        arcs: &arcs,
        today: in_year.then(|| (day(actor.today), word.as_ref())),
    };
    drawing.svg()
}
