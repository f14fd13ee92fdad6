//! Noting what one side expects, rewriting it, taking it back: until the lock.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::show::address;
use super::view::{Loaded, load, lock_words, wanted_year};
use crate::App;
use crate::access::Actor;
use crate::access::rules::ExpectationRights;
use crate::error::{AppError, Result};
use crate::expectation::model::{Expected, LONGEST, MOST, Topic, groups, parse_expected};
use crate::expectation::queries::{self, Noted};
use crate::ids::SchoolId;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/skoler/{school}/forventningar/ny", form)
        .post("/skoler/{school}/forventningar", note)
        .post("/skoler/{school}/forventningar/tilbaketrekking", withdraw)
}

/// What the form is about.
#[derive(Debug, Default, serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    ar: String,
    #[serde(default)]
    indikator: String,
    #[serde(default)]
    trinn: String,
}

/// The form as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    ar: String,
    indikator: String,
    #[serde(default)]
    trinn: String,
    #[serde(default)]
    slag: String,
    #[serde(default)]
    fra: String,
    #[serde(default)]
    til: String,
    #[serde(default)]
    grunn: String,
    /// The own side's version that it was written from.
    versjon: i32,
    /// The figure was chosen before, and is not chosen here.
    #[serde(default)]
    fast: String,
}

type Errors = Vec<(&'static str, String)>;

struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "expectation/write.html")]
struct WritePage {
    cx: Page,
    heading: String,
    id: SchoolId,
    crumbs: Vec<(String, String)>,
    back: String,
    errors: Errors,
    /// The figure, when it is not chosen here: its name, the lock, the last value.
    fixed: Option<(String, String, Option<String>)>,
    groups: Vec<(String, Vec<Choice>)>,
    grades: Vec<Choice>,
    kinds: Vec<Choice>,
    typed: Typed,
    newer: Option<Newer>,
}

/// What stands now, beside what was typed on top of something older.
struct Newer {
    by: String,
    expected: String,
    why: String,
}

impl WritePage {
    fn error(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|(known, _)| *known == field).map(|(_, sentence)| sentence.clone())
    }
}

async fn form(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let _ = ExpectationRights::of(&actor, id)?.can_expect()?;
    let year = wanted_year(&wanted.ar, &actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let loaded = load(&mut tx, &actor, id, year, Some(&wanted.indikator)).await?;
    tx.commit().await?;
    let mut typed = Typed { ar: year.0.to_string(), indikator: wanted.indikator, trinn: wanted.trinn, ..Typed::default() };
    let known = loaded.topics().into_iter().find(|topic| is(topic, &typed));
    if let Some(topic) = known {
        "ja".clone_into(&mut typed.fast);
        let own = loaded.noted_by(&topic, loaded.rights.side);
        typed.versjon = own.map_or(0, |noted| noted.version);
        if let Some(content) = own.and_then(|noted| loaded.content(noted)) {
            (typed.slag, typed.grunn) = (content.expected.stored().0.to_owned(), content.why.clone());
            if let Expected::Between(low, high) = content.expected {
                typed.fra = low.for_form();
                typed.til = if low == high { String::new() } else { high.for_form() };
            }
        }
    }
    draw(&actor, &loaded, typed, Errors::new(), None)
}

/// The form is about this figure.
fn is(topic: &Topic, typed: &Typed) -> bool {
    topic.indicator.key == typed.indikator && topic.grade == typed.trinn.parse().ok()
}

/// The form: as it is, refused (422), or beside what somebody else on the own side has noted meanwhile (409).
fn draw(actor: &Actor, loaded: &Loaded, typed: Typed, errors: Errors, newer: Option<Newer>) -> Result<Response> {
    let (lang, id) = (actor.lang, loaded.school.id);
    let fixed = loaded.topics().into_iter().find(|topic| typed.fast == "ja" && is(topic, &typed)).map(|topic| {
        let lock = loaded.locks_on(&topic).map_or_else(String::new, |day| lock_words(day, loaded.is_locked(&topic, actor), lang));
        (topic.name(lang), lock, loaded.last(&topic, lang))
    });
    let open = |key: &str| Topic::of(key, None, loaded.year, loaded.grades).is_some_and(|topic| loaded.is_shut(&topic, actor).is_none());
    let choice = |value: String, name: String, typed: &str| Choice { chosen: value == typed, value, name };
    let groups = groups(&loaded.sets, loaded.grades, lang).into_iter().map(|(name, indicators)| {
        let open = indicators.into_iter().filter(|indicator| open(&indicator.key));
        let choices = open.map(|indicator| choice(indicator.key.clone(), indicator.name.get(lang).to_owned(), &typed.indikator));
        (name, choices.collect::<Vec<Choice>>())
    });
    let grades = (1..=10_u8).filter(|grade| loaded.grades.has(*grade));
    let grade = |grade: u8| choice(grade.to_string(), text_with(lang, "profile-grade", &[("grade", &grade)]), &typed.trinn);
    let kind = |value: &str, name| Choice { value: value.to_owned(), name, chosen: typed.slag == value };
    let heading = text(lang, "expectation-write-title").into_owned();
    let page = WritePage {
        cx: Page::new(actor, heading.clone()).refused_when(!errors.is_empty() || newer.is_some()),
        id,
        crumbs: vec![
            (format!("/skoler/{id}"), loaded.school.name.clone()),
            (address(id, loaded.year), text(lang, "expectation-crumb").into_owned()),
            (actor.visit.path.clone(), heading.clone()),
        ],
        heading,
        back: address(id, loaded.year),
        groups: groups.filter(|(_, choices)| !choices.is_empty()).collect(),
        grades: grades.map(grade).collect(),
        kinds: vec![
            kind("as_last", text(lang, "expectation-as-last").into_owned()),
            kind("higher", text(lang, "expectation-higher").into_owned()),
            kind("lower", text(lang, "expectation-lower").into_owned()),
            kind("between", text(lang, "expectation-figure").into_owned()),
        ],
        fixed,
        typed,
        errors,
        newer,
    };
    let status = match (&page.newer, page.errors.is_empty()) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (None, true) => StatusCode::OK,
    };
    Ok((status, page::html(&page)?).into_response())
}

async fn note(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Form(typed): Form<Typed>) -> Result<Response> {
    let can = ExpectationRights::of(&actor, id)?.can_expect()?;
    let year = wanted_year(&typed.ar, &actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::one_at_a_time(&mut tx, can).await?;
    let loaded = load(&mut tx, &actor, id, year, Some(&typed.indikator)).await?;
    let (topic, expected, why) = match check(&actor, &loaded, &typed) {
        Ok(checked) => checked,
        Err(errors) => return draw(&actor, &loaded, typed, errors, None),
    };
    let newest = loaded.noted_by(&topic, can.side());
    let done = flash::redirect(&format!("{}#{}", address(id, year), topic.anchor()), Flash::ExpectationNoted);
    // What was taken back meanwhile is noted anew; what stands is shown beside what was typed on top of something older.
    if let Some(noted) = newest.filter(|noted| !noted.withdrawn && noted.version != typed.versjon) {
        let content = loaded.content(noted);
        if content.is_some_and(|content| content.expected == expected && content.why == why) {
            return Ok(done);
        }
        let newer = Newer {
            by: text_with(actor.lang, "conflict-by", &[("who", &noted.by), ("when", &dates::recent(noted.at, actor.today))]),
            expected: content.map_or_else(String::new, |content| content.expected.words(topic.indicator, actor.lang)),
            why: content.map_or_else(String::new, |content| content.why.clone()),
        };
        let typed = Typed { versjon: noted.version, fast: "ja".to_owned(), ..typed };
        return draw(&actor, &loaded, typed, Errors::new(), Some(newer));
    }
    let locks_on = loaded.locks_on(&topic).ok_or(AppError::NotFound)?;
    let before = newest.map_or(0, |noted| noted.version);
    queries::note(&mut tx, &actor, can, &topic, (before, locks_on), (expected, &why)).await?;
    tx.commit().await?;
    Ok(done)
}

/// What the form says; else what is wrong, by field.
fn check(actor: &Actor, loaded: &Loaded, typed: &Typed) -> Result<(Topic, Expected, String), Errors> {
    let lang = actor.lang;
    let sentence = |key: &str| text(lang, key).into_owned();
    let mut errors = Errors::new();
    let grade = typed.trinn.parse::<u8>().ok();
    let looked_at = groups(&loaded.sets, loaded.grades, lang).iter().any(|(_, all)| all.iter().any(|one| one.key == typed.indikator));
    let known = Topic::of(&typed.indikator, None, loaded.year, loaded.grades)
        .filter(|topic| looked_at || loaded.topics().iter().any(|known| known.indicator == topic.indicator));
    let topic = known.and_then(|topic| Topic::of(&topic.indicator.key, grade, loaded.year, loaded.grades));
    match (&known, &topic) {
        (None, _) => errors.push(("indikator", sentence("expectation-error-choose"))),
        (Some(_), None) => errors.push(("trinn", sentence("expectation-error-grade"))),
        (_, Some(topic)) => errors.extend(refusal(actor, loaded, topic).map(|key| ("indikator", sentence(key)))),
    }
    let indicator = topic.as_ref().or(known.as_ref()).map(|topic| topic.indicator);
    let expected = match indicator {
        Some(indicator) => match parse_expected(&typed.slag, &typed.fra, &typed.til, indicator) {
            Ok(expected) => Some(expected),
            Err((field, key)) => {
                let range = [indicator.format(indicator.range.0), indicator.format(indicator.range.1)];
                errors.push((field, text_with(lang, key, &[("low", &range[0]), ("high", &range[1])])));
                None
            }
        },
        None => None,
    };
    let why = short_text(&typed.grunn, LONGEST, text(lang, "expectation-error-why"), lang).map_err(|error| errors.push(("grunn", error)));
    match (topic, expected, why) {
        (Some(topic), Some(expected), Ok(why)) if errors.is_empty() => Ok((topic, expected, why)),
        _ => Err(errors),
    }
}

/// Why nothing can be noted of the figure, as a key.
fn refusal(actor: &Actor, loaded: &Loaded, topic: &Topic) -> Option<&'static str> {
    let topics = loaded.topics();
    let left = (!loaded.school.takes_part(actor.today)).then_some("expectation-error-locked");
    let full = !topics.contains(topic) && topics.len() >= MOST;
    left.or_else(|| loaded.is_shut(topic, actor)).or_else(|| full.then_some("expectation-error-most"))
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Taken {
    ar: String,
    indikator: String,
    trinn: String,
    versjon: i32,
}

async fn withdraw(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SchoolId>, Form(taken): Form<Taken>) -> Result<Response> {
    let can = ExpectationRights::of(&actor, id)?.can_expect()?;
    let year = wanted_year(&taken.ar, &actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    queries::one_at_a_time(&mut tx, can).await?;
    let loaded = load(&mut tx, &actor, id, year, None).await?;
    let grade = taken.trinn.parse().ok();
    let key = |noted: &&Noted| noted.side == can.side() && noted.indicator == taken.indikator && noted.grade == grade;
    let own = loaded.noted.iter().find(key).ok_or(AppError::NotFound)?;
    // Sent twice, it is taken back already.
    if own.withdrawn && own.version == taken.versjon + 1 {
        return Ok(flash::redirect(&address(id, year), Flash::ExpectationWithdrawn));
    }
    let mut topics = loaded.topics().into_iter().filter(|_| !own.withdrawn);
    let topic = topics.find(|topic| topic.indicator.key == taken.indikator && topic.grade == grade).ok_or(AppError::NotFound)?;
    if own.version != taken.versjon {
        return Err(AppError::Conflict("error-expectation-changed"));
    }
    if let Some(key) = loaded.is_shut(&topic, &actor) {
        return Err(AppError::Conflict(key));
    }
    let locks_on = loaded.locks_on(&topic).ok_or(AppError::NotFound)?;
    queries::withdraw(&mut tx, &actor, can, &topic, (own.version, locks_on)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&address(id, year), Flash::ExpectationWithdrawn))
}
