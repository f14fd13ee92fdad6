//! `/radgjeving`: who helps which school, what they read meanwhile, and what came of it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::model::{Adviser, LONGEST_NOTE, Stage, Typed, last_day};
use super::queries::{self, Delivered};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanGiveAdviser, FollowedSchools};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{AdviserId, PersonId, SchoolId};
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::self_assessment::school_year;
use crate::text::{InBoth, dates, text, text_with};
use crate::web::extract::{Form, Path, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// The pages of this slice.
pub fn router() -> Routes {
    Routes::new()
        .get("/radgjeving", list)
        .get("/radgjeving/ny", begin)
        .post("/radgjeving/ny", give)
        .get("/radgjeving/{adviser}", show)
        .post("/radgjeving/{adviser}/dag", move_day)
        .post("/radgjeving/{adviser}/slutt", end)
}

/// «Rådgjeving» in the crumbs, after the start page.
fn crumbs(actor: &Actor, last: Option<(String, String)>) -> Vec<(String, String)> {
    let mut crumbs = vec![
        ("/".to_owned(), text(actor.lang, "nav-start").into_owned()),
        ("/radgjeving".to_owned(), text(actor.lang, "adviser-title").into_owned()),
    ];
    crumbs.extend(last);
    crumbs
}

struct Line {
    href: String,
    school: String,
    who: String,
    days: String,
    tag: (&'static str, &'static str, String),
}

fn line(adviser: &Adviser, actor: &Actor) -> Line {
    let stage = adviser.stage(actor.today);
    let (kind, icon) = stage.tag();
    Line {
        href: adviser.href(),
        school: adviser.school_name.clone(),
        who: text_with(actor.lang, "adviser-who", &[("who", &adviser.name), ("role", &adviser.as_what)]),
        days: adviser.days(actor.lang),
        tag: (kind, icon, text(actor.lang, stage.text_key()).into_owned()),
    }
}

#[derive(Template)]
#[template(path = "adviser/list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    open: Vec<Line>,
    ended: Vec<Line>,
    gives: bool,
}

async fn list(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let all = queries::advisers(&mut tx, &actor, None, false).await?;
    tx.commit().await?;
    let gives = FollowedSchools::of(&actor).is_ok();
    // Whoever neither helps, is helped nor sends help has no such page.
    if all.is_empty() && !gives && actor.draft_schools().is_empty() {
        return Err(AppError::NotFound);
    }
    let (ended, open): (Vec<&Adviser>, Vec<&Adviser>) = all.iter().partition(|adviser| adviser.stage(actor.today) == Stage::Ended);
    page::html(&ListPage {
        cx: Page::new(&actor, text(actor.lang, "adviser-title")),
        crumbs: crumbs(&actor, None),
        open: open.into_iter().map(|adviser| line(adviser, &actor)).collect(),
        ended: ended.into_iter().map(|adviser| line(adviser, &actor)).collect(),
        gives,
    })
}

#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    skule: String,
}

#[derive(Template)]
#[template(path = "adviser/give.html")]
struct GivePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    /// Schools to choose from; one is chosen before the people are.
    schools: Vec<(String, String)>,
    school: Option<String>,
    people: Vec<(String, String)>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl GivePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// The schools that the actor follows and that are open, by name.
async fn schools(tx: &mut Tx, actor: &Actor) -> Result<Vec<(SchoolId, String)>> {
    FollowedSchools::of(actor)?;
    let all = municipality::schools(tx, actor.municipality).await?;
    let mine = all.into_iter().filter(|school| actor.oversees(school.id) && school.takes_part(actor.today));
    Ok(mine.map(|school| (school.id, school.name)).collect())
}

fn draw(
    actor: &Actor,
    schools: &[(SchoolId, String)],
    people: &[(PersonId, String, String)],
    typed: Typed,
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let title = text(actor.lang, "adviser-give").into_owned();
    let page = GivePage {
        crumbs: crumbs(actor, Some(("/radgjeving/ny".to_owned(), title.clone()))),
        school: schools.iter().find(|(id, _)| id.to_string() == typed.skule).map(|(_, name)| name.clone()),
        schools: schools.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
        people: people.iter().map(|(id, name, _)| (id.to_string(), name.clone())).collect(),
        typed,
        cx: Page::new(actor, title).refused_when(!errors.is_empty()),
        errors,
    };
    page::answered(&page, &page.errors)
}

/// The school that was chosen, when the actor follows it up.
fn chosen(actor: &Actor, schools: &[(SchoolId, String)], typed: &str) -> Option<(CanGiveAdviser, String)> {
    let (id, name) = schools.iter().find(|(id, _)| id.to_string() == typed)?;
    Some((CanGiveAdviser::of(actor, *id).ok()?, name.clone()))
}

async fn begin(Extract(app): Extract<App>, actor: Actor, Query(asked): Query<Asked>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = schools(&mut tx, &actor).await?;
    let school = match schools.as_slice() {
        [(only, _)] if asked.skule.is_empty() => only.to_string(),
        _ => asked.skule,
    };
    let people = match chosen(&actor, &schools, &school) {
        Some((can, _)) => queries::candidates(&mut tx, can, actor.today).await?,
        None if school.is_empty() => Vec::new(),
        None => return Err(AppError::NotFound),
    };
    tx.commit().await?;
    let typed = Typed { skule: school, fra: dates::for_form(actor.today), save_id: Uuid::new_v4().to_string(), ..Typed::default() };
    draw(&actor, &schools, &people, typed, Vec::new())
}

async fn give(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let schools = schools(&mut tx, &actor).await?;
    let (can, school) = chosen(&actor, &schools, &typed.skule).ok_or(AppError::NotFound)?;
    let people = queries::candidates(&mut tx, can, actor.today).await?;
    let person = people.iter().map(|(id, _, _)| *id).find(|id| id.to_string() == typed.person);
    let checked = typed.checked(actor.today, actor.lang);
    let (person, checked) = match (person, checked) {
        (Some(person), Ok(checked)) => (person, checked),
        (person, checked) => {
            let mut errors = Vec::new();
            if person.is_none() {
                errors.push(("person".to_owned(), text(actor.lang, "error-adviser-person").into_owned()));
            }
            errors.extend(checked.err().unwrap_or_default());
            return draw(&actor, &schools, &people, typed, errors);
        }
    };
    let given = queries::give(&mut tx, &actor, can, person, &checked, save_id).await?;
    let id = match given {
        Some(id) => id,
        None => queries::given_with(&mut tx, actor.municipality, save_id).await?.ok_or(AppError::NotFound)?,
    };
    if given.is_some() {
        let mut told = municipality::leaders_of(&mut tx, actor.municipality, can.school(), actor.today).await?;
        told.push(person);
        let href = format!("/radgjeving/{id}");
        let message = Message { notice: Notice::AdviserGiven, who: &actor.name, what: &InBoth::name(&school), href: &href };
        notification::tell(&mut tx, actor.municipality, actor.now, &told, Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("/radgjeving/{id}"), Flash::AdviserGiven))
}

/// Something that the school has delivered.
struct Link {
    href: String,
    title: String,
    when: String,
}

#[derive(Template)]
#[template(path = "adviser/one.html")]
struct OnePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    adviser: Adviser,
    line: Line,
    running: bool,
    delivered: Vec<Link>,
    stories: Option<String>,
    /// The closing note, and who wrote it when.
    closed: Option<(String, String)>,
    day: String,
    note: String,
    errors: Vec<(String, String)>,
}

impl OnePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// What the one who helps can read, with the names that the packs give it.
async fn links(app: &App, tx: &mut Tx, actor: &Actor, adviser: &Adviser) -> Result<Vec<Link>> {
    if !adviser.rights.own || adviser.stage(actor.today) != Stage::Running {
        return Ok(Vec::new());
    }
    let lang = actor.lang;
    let mut links = Vec::new();
    for item in queries::delivered(tx, actor, adviser.school).await? {
        let (href, title, at) = match item {
            Delivered::SelfAssessment { id, version, pack, template, year, at } => {
                let pack = app.packs.load(tx, actor.municipality, pack).await?;
                let name = pack.template(&template).map_or("", |template| template.title.get(lang));
                (format!("/egenvurdering/{id}/levert/{version}"), format!("{name} {}", school_year(year)), at)
            }
            Delivered::Plan { id, version, pack, years: (first, last), at } => {
                let pack = app.packs.load(tx, actor.municipality, pack).await?;
                let name = pack.plan.as_ref().map_or("", |plan| plan.name.get(lang));
                let years = if first == last { school_year(first) } else { format!("{first}–{}", last + 1) };
                (format!("/planar/{id}/versjon/{version}"), format!("{name} {years}"), at)
            }
        };
        let day = dates::long(dates::norwegian_date(at));
        links.push(Link { href, title: page::capital(&title), when: text_with(lang, "adviser-delivered-on", &[("date", &day)]) });
    }
    Ok(links)
}

async fn draw_one(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    adviser: Adviser,
    typed: (Option<String>, String),
    errors: Vec<(String, String)>,
) -> Result<Response> {
    let running = adviser.stage(actor.today) == Stage::Running;
    let closed = adviser.ended.as_ref().map(|ended| {
        let by = text_with(actor.lang, "adviser-note-by", &[("who", &ended.by), ("date", &dates::long(ended.at))]);
        (ended.note.clone(), by)
    });
    let title = text_with(actor.lang, "adviser-one-title", &[("who", &adviser.name), ("school", &adviser.school_name)]);
    let page = OnePage {
        delivered: links(app, tx, actor, &adviser).await?,
        stories: (running && adviser.rights.own).then(|| format!("/skoler/{}/forteljingar", adviser.school)),
        line: line(&adviser, actor),
        closed,
        day: typed.0.unwrap_or_else(|| dates::for_form(adviser.to)),
        note: typed.1,
        running,
        crumbs: crumbs(actor, Some((adviser.href(), title.clone()))),
        cx: Page::new(actor, title).refused_when(!errors.is_empty()),
        adviser,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<AdviserId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let adviser = queries::load(&mut tx, &actor, id).await?;
    let response = draw_one(&app, &mut tx, &actor, adviser, (None, String::new()), Vec::new()).await?;
    tx.commit().await?;
    Ok(response)
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Day {
    til: String,
}

async fn move_day(Extract(app): Extract<App>, actor: Actor, Path(id): Path<AdviserId>, Form(typed): Form<Day>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let adviser = queries::load(&mut tx, &actor, id).await?;
    let can = adviser.rights.can_move()?;
    let day = match last_day(&typed.til, adviser.from, actor.today, actor.lang) {
        Ok(day) => day,
        Err(sentence) => {
            let errors = vec![("til".to_owned(), sentence)];
            return draw_one(&app, &mut tx, &actor, adviser, (Some(typed.til), String::new()), errors).await;
        }
    };
    if !queries::move_to(&mut tx, can, day).await? {
        return Err(AppError::Conflict("error-adviser-ended"));
    }
    if day != adviser.to {
        let message =
            Message { notice: Notice::AdviserMoved, who: &actor.name, what: &InBoth::name(&adviser.school_name), href: &adviser.href() };
        notification::tell(&mut tx, actor.municipality, actor.now, &[adviser.person], Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&adviser.href(), Flash::Saved))
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    notat: String,
}

async fn end(Extract(app): Extract<App>, actor: Actor, Path(id): Path<AdviserId>, Form(typed): Form<Note>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let adviser = queries::load(&mut tx, &actor, id).await?;
    let can = adviser.rights.can_end()?;
    let note = match short_text(&typed.notat, LONGEST_NOTE, text(actor.lang, "error-adviser-note"), actor.lang) {
        Ok(note) => note,
        Err(sentence) => {
            let errors = vec![("notat".to_owned(), sentence)];
            return draw_one(&app, &mut tx, &actor, adviser, (None, typed.notat), errors).await;
        }
    };
    if !queries::end(&mut tx, &actor, can, &note).await? {
        return Err(AppError::Conflict("error-adviser-ended"));
    }
    let mut told = municipality::leaders_of(&mut tx, actor.municipality, adviser.school, actor.today).await?;
    told.push(adviser.person);
    let followers = municipality::followers_of(&mut tx, actor.municipality, adviser.school, actor.today).await?;
    told.extend(followers.into_iter().map(|(person, _, _)| person));
    let message =
        Message { notice: Notice::AdviserEnded, who: &actor.name, what: &InBoth::name(&adviser.school_name), href: &adviser.href() };
    notification::tell(&mut tx, actor.municipality, actor.now, &told, Some(actor.person), &message).await?;
    tx.commit().await?;
    Ok(flash::redirect(&adviser.href(), Flash::AdviserEnded))
}
