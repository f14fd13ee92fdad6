//! `/skoler/{school}/forventningar`: what can be expected now, what is expected, and what came.
use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use time::Date;

use super::view::{Loaded, load, lock_words, wanted_year};
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::expectation::model::{MOST, Side, Topic, Words, groups};
use crate::ids::SchoolId;
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::{Indicator, catalogue};
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Path, Query};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skoler/{school}/forventningar", show)
}

/// The year asked for.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Wanted {
    /// As typed.
    #[serde(default)]
    pub ar: String,
}

/// What was refused of the words afterwards.
pub struct Refused {
    /// The figure's place on the page.
    pub anchor: String,
    /// As typed.
    pub body: String,
    /// Why; `None` when somebody else has written meanwhile, and that is shown beside it.
    pub error: Option<String>,
}

struct SideView {
    name: String,
    /// The actor's own.
    own: bool,
    /// Somebody noted something.
    noted: bool,
    /// What is expected and why, and in place of words that are taken away when and by whom; `None` when nothing is, or the actor may not read it yet.
    content: Option<(String, String, Option<String>)>,
    /// Who and when.
    by: String,
    /// The sentence beside the figure.
    met: Option<String>,
    /// What they say afterwards, and who; or that the words are taken away.
    afterword: Option<(String, String)>,
}

/// Words of the own side that can be taken away.
struct Clearable {
    key: String,
    grade: String,
    words: &'static str,
    name: String,
}

struct AfterwordForm {
    id: String,
    version: i32,
    body: String,
    error: Option<String>,
    /// What somebody else has written meanwhile: who and when, and what.
    newer: Option<(String, String)>,
}

struct TopicView {
    anchor: String,
    name: String,
    key: &'static str,
    grade: String,
    locked: bool,
    lock: String,
    last: Option<String>,
    outcome: Option<String>,
    sides: Vec<SideView>,
    /// Where the own side writes, and whether it has before.
    write: Option<(String, bool)>,
    /// The own side's version, when it can be taken back.
    withdraws: Option<i32>,
    afterword: Option<AfterwordForm>,
    figure: String,
}

struct Window {
    until: String,
    said: String,
    names: String,
}

#[derive(Template)]
#[template(path = "expectation/show.html")]
struct ShowPage {
    cx: Page,
    heading: String,
    id: SchoolId,
    year: SchoolYear,
    crumbs: Vec<(String, String)>,
    errors: Vec<(String, String)>,
    years: Vec<(String, String, bool)>,
    topics: Vec<TopicView>,
    windows: Vec<Window>,
    add: Option<String>,
    full: bool,
    /// The actor follows schools up, and can go to the list of them.
    follows: bool,
    clearable: Vec<Clearable>,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let _ = crate::access::rules::ExpectationRights::of(&actor, id)?;
    let year = wanted_year(&wanted.ar, &actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let loaded = load(&mut tx, &actor, id, year, None).await?;
    tx.commit().await?;
    draw(&actor, &loaded, None)
}

/// The page's address.
pub fn address(school: SchoolId, year: SchoolYear) -> String {
    format!("/skoler/{school}/forventningar?ar={}", year.0)
}

/// The page, perhaps with what was refused.
pub fn draw(actor: &Actor, loaded: &Loaded, refused: Option<&Refused>) -> Result<Response> {
    let (lang, id, year) = (actor.lang, loaded.school.id, loaded.year);
    let topics: Vec<TopicView> = loaded.topics().iter().map(|topic| topic_view(actor, loaded, topic, refused)).collect();
    let open = open_windows(actor, loaded);
    let takes_part = loaded.rights.writes && loaded.school.takes_part(actor.today);
    let full = topics.len() >= MOST;
    let now = SchoolYear::of(actor.today);
    let years: BTreeSet<SchoolYear> = loaded.years.iter().copied().chain([now, SchoolYear(now.0 + 1), year]).collect();
    let heading = text_with(lang, "expectation-title", &[("school", &loaded.school.name)]);
    let page = ShowPage {
        cx: Page::new(actor, heading.clone()).refused_when(refused.is_some()),
        heading,
        id,
        year,
        crumbs: vec![
            (format!("/skoler/{id}"), loaded.school.name.clone()),
            (address(id, year), text(lang, "expectation-crumb").into_owned()),
        ],
        errors: refused.and_then(|refused| Some((format!("etterord-{}", refused.anchor), refused.error.clone()?))).into_iter().collect(),
        years: years.into_iter().map(|of| (address(id, of), of.to_string(), of == year)).collect(),
        add: (takes_part && !full && !open.is_empty()).then(|| format!("/skoler/{id}/forventningar/ny?ar={}", year.0)),
        windows: open.into_iter().map(|((day, said), names)| window(day, said, &names)).collect(),
        full,
        topics,
        follows: loaded.rights.side == Side::Owner,
        clearable: loaded.written.iter().filter_map(|(key, grade, words)| clearable(key, *grade, *words, loaded.year, lang)).collect(),
    };
    let status = match refused {
        Some(Refused { error: Some(_), .. }) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(Refused { error: None, .. }) => StatusCode::CONFLICT,
        None => StatusCode::OK,
    };
    Ok((status, page::html(&page)?).into_response())
}

/// What can be expected of today: by the day it locks and what is said of the measurement, the names.
fn open_windows(actor: &Actor, loaded: &Loaded) -> BTreeMap<(Date, String), Vec<&'static str>> {
    let mut open: BTreeMap<(Date, String), Vec<&'static str>> = BTreeMap::new();
    let all = groups(&loaded.sets, loaded.grades, actor.lang).into_iter().flat_map(|(_, indicators)| indicators);
    for indicator in all {
        if let Some(day) = indicator.known_from(loaded.year).filter(|day| *day > actor.today) {
            open.entry((day, said(indicator, actor))).or_default().push(indicator.name.get(actor.lang));
        }
    }
    open
}

/// When it is measured, or that only the month of publication is known.
fn said(indicator: &Indicator, actor: &Actor) -> String {
    match &indicator.window {
        Some(window) => window.said.get(actor.lang).to_owned(),
        None => text(actor.lang, "expectation-published-then").into_owned(),
    }
}

fn window(day: Date, said: String, names: &[&str]) -> Window {
    let last = day.previous_day().unwrap_or(day);
    Window { until: dates::long(last), said, names: names.join(" · ") }
}

fn clearable(key: &str, grade: Option<u8>, words: Words, year: SchoolYear, lang: Lang) -> Option<Clearable> {
    let topic = Topic { indicator: catalogue().get(key)?, grade, year };
    Some(Clearable {
        key: key.to_owned(),
        grade: grade.map_or_else(String::new, |grade| grade.to_string()),
        words: words.key(),
        name: text_with(lang, words.text_key(), &[("name", &topic.name(lang))]),
    })
}

fn topic_view(actor: &Actor, loaded: &Loaded, topic: &Topic, refused: Option<&Refused>) -> TopicView {
    let (lang, id) = (actor.lang, loaded.school.id);
    let own = loaded.noted_by(topic, loaded.rights.side);
    let stands = own.is_some_and(|noted| !noted.withdrawn);
    let locked = loaded.is_locked(topic, actor);
    let shut = loaded.is_shut(topic, actor);
    let writes = loaded.rights.writes && shut.is_none() && loaded.school.takes_part(actor.today);
    let anchor = topic.anchor();
    let grade = topic.grade.map_or_else(String::new, |grade| grade.to_string());
    let come = locked && loaded.has_come(topic);
    let afterword = (come && loaded.rights.writes).then(|| afterword_form(actor, loaded, topic, &anchor, refused));
    TopicView {
        name: topic.name(lang),
        key: &topic.indicator.key,
        lock: match (shut, loaded.locks_on(topic)) {
            (Some(key), _) if !locked => text(lang, key).into_owned(),
            (_, day) => day.map_or_else(String::new, |day| lock_words(day, locked, lang)),
        },
        last: loaded.last(topic, lang),
        outcome: loaded.outcome(topic, lang).filter(|_| locked),
        sides: Side::BOTH.into_iter().map(|side| side_view(actor, loaded, topic, side, locked)).collect(),
        write: writes.then(|| {
            (format!("/skoler/{id}/forventningar/ny?ar={}&indikator={}&trinn={grade}", topic.year.0, topic.indicator.key), stands)
        }),
        withdraws: own.filter(|noted| writes && !noted.withdrawn).map(|noted| noted.version),
        figure: loaded.figure_href(topic),
        afterword,
        locked,
        grade,
        anchor,
    }
}

fn side_view(actor: &Actor, loaded: &Loaded, topic: &Topic, side: Side, locked: bool) -> SideView {
    let own = side == loaded.rights.side;
    let noted = loaded.noted_by(topic, side).filter(|noted| !noted.withdrawn);
    // Row-level security gives no more than this either.
    let content = noted.and_then(|noted| loaded.content(noted)).filter(|_| own || locked);
    let met = content.filter(|_| locked).map(|content| loaded.met(topic, content).words(actor.lang));
    let signed = |by: &str, at| format!("{by}, {}", dates::long(dates::norwegian_date(at)));
    let cleared = |(at, who): &(time::OffsetDateTime, String)| {
        text_with(actor.lang, "expectation-cleared", &[("when", &dates::long(dates::norwegian_date(*at))), ("who", who)])
    };
    let afterword = loaded.afterword(topic, side).filter(|_| locked).and_then(|word| match &word.cleared {
        Some(gone) => Some((String::new(), cleared(gone))),
        None => (!word.body.is_empty()).then(|| (word.body.clone(), signed(&word.by, word.at))),
    });
    SideView {
        name: text(actor.lang, side.text_key()).into_owned(),
        own,
        noted: noted.is_some(),
        by: noted.map_or_else(String::new, |noted| signed(&noted.by, noted.at)),
        content: content.map(|content| {
            (content.expected.words(topic.indicator, actor.lang), content.why.clone(), content.cleared.as_ref().map(cleared))
        }),
        met,
        afterword,
    }
}

fn afterword_form(actor: &Actor, loaded: &Loaded, topic: &Topic, anchor: &str, refused: Option<&Refused>) -> AfterwordForm {
    let before = loaded.afterword(topic, loaded.rights.side);
    let refused = refused.filter(|refused| refused.anchor == anchor);
    let stored = before.map(|word| word.body.clone()).unwrap_or_default();
    AfterwordForm {
        id: format!("etterord-{anchor}"),
        version: before.map_or(0, |word| word.version),
        body: refused.map_or(stored, |refused| refused.body.clone()),
        error: refused.and_then(|refused| refused.error.clone()),
        newer: refused.filter(|refused| refused.error.is_none()).and(before).map(|word| {
            let when = dates::recent(word.at, actor.today);
            (text_with(actor.lang, "conflict-by", &[("who", &word.by), ("when", &when)]), word.body.clone())
        }),
    }
}
