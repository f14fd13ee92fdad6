//! `/samtalar/nodopning`: an administrator carries out what somebody who may has decided, and reads one talk for an hour. There is no list of talks here:
//! it takes the names of both, the kind and the year. Both of the two are told at once, and see it on the talk's page for as long as it is kept.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::tell;
use crate::App;
use crate::access::rules::CanBreakSeal;
use crate::access::{Actor, lock};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{ModelPackId, PersonId, SealedOpeningId};
use crate::municipality;
use crate::notification::Notice;
use crate::sealed_talk::model::{Opened, PointState, question_field, section_field};
use crate::sealed_talk::queries::{self, Decision};
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path, save_id};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// The most characters of a name or a title.
const LONGEST_NAME: usize = 120;
/// The most characters of the reason.
const LONGEST_REASON: usize = 1000;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/samtalar/nodopning", show).post("/samtalar/nodopning", carry_out).get("/samtalar/nodopning/{opening}", read)
}

/// As typed.
#[derive(Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    rektor: String,
    leiar: String,
    slag: String,
    ar: String,
    namn: String,
    tittel: String,
    dato: String,
    grunn: String,
    password: String,
    save_id: String,
}

#[derive(Template)]
#[template(path = "sealed_talk/breaking.html")]
struct BreakingPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    people: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    typed: Typed,
    errors: Vec<(String, String)>,
    lock: String,
    lock_after: u32,
}

impl BreakingPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

fn crumbs(actor: &Actor) -> Vec<(String, String)> {
    vec![
        ("/".to_owned(), text(actor.lang, "nav-start").into_owned()),
        ("/samtalar/nodopning".to_owned(), text(actor.lang, "sealed-breaking").into_owned()),
    ]
}

/// The form; a password that was typed is not in it.
fn draw(actor: &Actor, people: Vec<(PersonId, String)>, typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let pack = actor.pack.as_ref().ok_or(AppError::NotFound)?;
    let title = text(actor.lang, "sealed-breaking");
    let page = BreakingPage {
        cx: Page::new(actor, title).refused_when(!errors.is_empty()),
        crumbs: crumbs(actor),
        people: people.into_iter().map(|(person, name)| (person.to_string(), name)).collect(),
        kinds: pack.sealed_talks.iter().map(|kind| (kind.key.clone(), capital(kind.name.get(actor.lang)))).collect(),
        typed,
        errors,
        lock: lock::address("/samtalar/nodopning"),
        lock_after: lock::IDLE_SECONDS,
    };
    page::answered(&page, &page.errors)
}

async fn enter(app: &App, actor: &Actor) -> Result<(Tx, CanBreakSeal)> {
    let can = CanBreakSeal::of(actor)?;
    if actor.pack.as_ref().is_none_or(|pack| pack.sealed_talks.is_empty()) {
        return Err(AppError::NotFound);
    }
    let mut tx = app.database.write(&actor.scope()).await?;
    lock::check(&mut tx, actor).await?;
    Ok((tx, can))
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let (mut tx, can) = enter(&app, &actor).await?;
    let people = queries::possible_parties(&mut tx, can).await?;
    tx.commit().await?;
    let typed = Typed { ar: actor.today.year().to_string(), save_id: Uuid::new_v4().to_string(), ..Typed::default() };
    draw(&actor, people, typed, Vec::new())
}

/// What was typed, as it may be stored.
struct Checked {
    employee: PersonId,
    manager: PersonId,
    year: i32,
    name: String,
    title: String,
    decided_on: time::Date,
    reason: String,
}

fn checked(typed: &Typed, actor: &Actor, people: &[(PersonId, String)]) -> std::result::Result<Checked, Vec<(String, String)>> {
    let lang = actor.lang;
    let mut errors = Vec::new();
    let mut wrong = |field: &str, sentence: String| errors.push((field.to_owned(), sentence));
    let t = |key: &str| text(lang, key);
    let person = |typed: &str| people.iter().map(|(person, _)| *person).find(|person| person.to_string() == typed);
    let (employee, manager) = (person(&typed.rektor), person(&typed.leiar).filter(|_| typed.leiar != typed.rektor));
    if employee.is_none() {
        wrong("rektor", t("error-sealed-person").into_owned());
    }
    if manager.is_none() {
        wrong("leiar", t("error-sealed-person").into_owned());
    }
    if actor.pack.as_ref().is_none_or(|pack| pack.sealed_talk(&typed.slag).is_none()) {
        wrong("slag", t("error-sealed-kind").into_owned());
    }
    let year = typed.ar.trim().parse::<i32>().ok().filter(|year| (2000..=2100).contains(year));
    if year.is_none() {
        wrong("ar", t("error-sealed-year").into_owned());
    }
    let mut words = |field: &str, value: &str, longest: usize, missing: &str| {
        short_text(value, longest, t(missing), lang).map_err(|sentence| wrong(field, sentence)).ok()
    };
    let name = words("namn", &typed.namn, LONGEST_NAME, "error-sealed-decided-by");
    let title = words("tittel", &typed.tittel, LONGEST_NAME, "error-sealed-decided-title");
    let reason = words("grunn", &typed.grunn, LONGEST_REASON, "error-sealed-reason");
    let decided_on = dates::from_form(&typed.dato).filter(|day| *day <= actor.today && *day > actor.today - Duration::days(60));
    if decided_on.is_none() {
        wrong("dato", t("error-sealed-decided-on").into_owned());
    }
    match (employee, manager, year, name, title, decided_on, reason) {
        (Some(employee), Some(manager), Some(year), Some(name), Some(title), Some(decided_on), Some(reason)) if errors.is_empty() => {
            Ok(Checked { employee, manager, year, name, title, decided_on, reason })
        }
        _ => Err(errors),
    }
}

async fn carry_out(Extract(app): Extract<App>, actor: Actor, Form(mut typed): Form<Typed>) -> Result<Response> {
    let t = |key: &str| text(actor.lang, key).into_owned();
    let (mut tx, can) = enter(&app, &actor).await?;
    let people = queries::possible_parties(&mut tx, can).await?;
    tx.commit().await?;
    let save_id = save_id(&typed.save_id)?;
    let password = std::mem::take(&mut typed.password);
    let checked = match checked(&typed, &actor, &people) {
        Ok(checked) => checked,
        Err(errors) => return draw(&actor, people, typed, errors),
    };
    if !lock::is_password_of(&app, &actor, password).await? {
        return draw(&actor, people, typed, vec![("password".to_owned(), t("password-current-wrong"))]);
    }
    let mut tx = app.database.write(&actor.scope()).await?;
    let decision = Decision {
        employee: checked.employee,
        manager: checked.manager,
        kind: &typed.slag,
        year: checked.year,
        decided_by: (&checked.name, &checked.title),
        decided_on: checked.decided_on,
        reason: &checked.reason,
        save_id,
    };
    let Some((opening, talk)) = queries::let_in(&mut tx, &actor, can, &decision).await? else {
        return draw(&actor, people, typed, vec![("rektor".to_owned(), t("error-sealed-no-talk"))]);
    };
    tell(&mut tx, &actor, &[checked.employee, checked.manager], Notice::SealedLetIn, &format!("/samtalar/{talk}")).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/samtalar/nodopning/{opening}")).into_response())
}

#[derive(Template)]
#[template(path = "sealed_talk/opened.html")]
struct OpenedPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    about: String,
    until: String,
    prepared: Vec<(String, Vec<(String, String)>)>,
    sections: Vec<(String, String)>,
    points: Vec<(String, String, PointState)>,
    lock: String,
    lock_after: u32,
}

/// A day as stored, as people write it.
fn long_day(stored: &str) -> String {
    dates::from_form(stored).map_or_else(|| stored.to_owned(), dates::long)
}

async fn read(Extract(app): Extract<App>, actor: Actor, Path(id): Path<SealedOpeningId>) -> Result<Response> {
    let lang = actor.lang;
    let (mut tx, can) = enter(&app, &actor).await?;
    let opened: Opened = queries::opened(&mut tx, &actor, can, id).await?.ok_or(AppError::NotFound)?;
    let pack = app.packs.load(&mut tx, actor.municipality, ModelPackId(opened.pack)).await?;
    let names = municipality::names(&mut tx, actor.municipality, &[opened.employee, opened.manager]).await?;
    tx.commit().await?;
    let template = pack.sealed_talk(&opened.kind).ok_or(AppError::NotFound)?;
    let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
    let words = |side: &str, field: &str| {
        let found = opened.texts.iter().find(|text| text.side == side && text.field == field);
        found.map_or_else(String::new, |text| text.value.clone())
    };
    let prepared = [("employee", opened.employee), ("manager", opened.manager)]
        .into_iter()
        .filter(|(side, _)| opened.texts.iter().any(|text| text.side == *side))
        .map(|(side, person)| {
            let questions = template.preparation.iter().enumerate();
            (name(person), questions.map(|(index, one)| (one.get(lang).to_owned(), words(side, &question_field(index)))).collect())
        })
        .collect();
    let until = OffsetDateTime::from_unix_timestamp(opened.until).map_err(anyhow::Error::from)?;
    let title = capital(template.name.get(lang));
    page::html(&OpenedPage {
        cx: Page::new(&actor, title.clone()),
        crumbs: crumbs(&actor),
        title,
        about: text_with(
            lang,
            "sealed-about",
            &[
                ("employee", &name(opened.employee)),
                ("manager", &name(opened.manager)),
                ("day", &long_day(&opened.day)),
                ("minutes", &template.minutes.to_string()),
            ],
        ),
        until: text_with(lang, "sealed-opened-until", &[("time", &dates::time_of_day(until))]),
        prepared,
        sections: template
            .sections
            .iter()
            .map(|section| (section.title.get(lang).to_owned(), words("common", &section_field(&section.key))))
            .collect(),
        points: opened.points.iter().map(|point| (point.what.clone(), long_day(&point.due), point.state)).collect(),
        lock: lock::address("/samtalar/nodopning"),
        lock_after: lock::IDLE_SECONDS,
    })
}
