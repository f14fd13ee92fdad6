//! Booking a meeting: which kind, with whom, when and where.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use crate::App;
use crate::access::Actor;
use crate::access::rules::CanBook;
use crate::calendar::{self, school_year_of};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{AreaId, SchoolId};
use crate::meeting::booking::{self, Booking, Errors, TypedTime};
use crate::meeting::collision::Free;
use crate::model_pack::{self, Dialogue, Pack, Setting};
use crate::municipality;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Form, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/moter/ny", new).post("/moter", add)
}

/// The form as typed. `med` is `skole:<id>`, `omrade:<id>` of an area or a network, or `alle`.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    #[serde(default)]
    samtale: String,
    #[serde(default)]
    med: String,
    #[serde(default)]
    dato: String,
    #[serde(default)]
    fra: String,
    #[serde(default)]
    til: String,
    #[serde(default)]
    stad: String,
    #[serde(default)]
    save_id: String,
    /// «Er tida ledig?»
    #[serde(default)]
    sjekk: String,
}

impl Typed {
    /// What an address has chosen already; unlike a form, it may carry more than is asked for.
    fn of_query(mut sent: HashMap<String, String>) -> Self {
        let mut take = |name: &str| sent.remove(name).unwrap_or_default();
        Self {
            samtale: take("samtale"),
            med: take("med"),
            dato: take("dato"),
            fra: take("fra"),
            til: take("til"),
            stad: take("stad"),
            sjekk: take("sjekk"),
            save_id: Uuid::new_v4().to_string(),
        }
    }

    fn time(&self) -> TypedTime {
        TypedTime { dato: self.dato.clone(), fra: self.fra.clone(), til: self.til.clone(), stad: self.stad.clone() }
    }
}

/// Something to choose.
struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "meeting/book.html")]
struct BookPage {
    cx: Page,
    kinds: Vec<Choice>,
    /// What the chosen kind is for, how long it takes and when.
    about: Option<(String, String)>,
    schools: Vec<Choice>,
    areas: Vec<Choice>,
    typed: Typed,
    free: Free,
    errors: Errors,
}

impl BookPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// Whom a meeting is with.
enum With {
    School(SchoolId, String),
    Area(AreaId, String),
    All,
}

impl With {
    fn setting(&self) -> Setting {
        match self {
            Self::School(..) => Setting::School,
            Self::Area(..) | Self::All => Setting::Schools,
        }
    }

    fn school(&self) -> Option<SchoolId> {
        match self {
            Self::School(id, _) => Some(*id),
            Self::Area(..) | Self::All => None,
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::School(_, name) | Self::Area(_, name) => name,
            Self::All => "",
        }
    }
}

/// Schools, and areas and networks, that the actor can meet.
struct Reach {
    schools: Vec<(SchoolId, String)>,
    areas: Vec<(AreaId, String)>,
    all: bool,
}

async fn reach(tx: &mut Tx, actor: &Actor) -> Result<Reach> {
    let schools = municipality::schools(tx, actor.municipality).await?;
    let schools: Vec<_> = schools.into_iter().filter(|school| school.takes_part(actor.today) && actor.oversees(school.id)).collect();
    let areas = municipality::areas(tx, actor.municipality).await?;
    let areas = areas.into_iter().filter(|(id, _)| CanBook::check_area(actor, Some(*id)).is_ok());
    // A network is gathered by whoever follows up one of its schools.
    let networks = municipality::networks(tx, actor.municipality).await?;
    let networks = networks.into_iter().filter(|(id, _)| schools.iter().any(|school| school.network == Some(*id)));
    let areas = areas.chain(networks).collect();
    Ok(Reach { areas, schools: schools.into_iter().map(|school| (school.id, school.name)).collect(), all: actor.is_owner() })
}

impl Reach {
    /// What was chosen; `None` when it is nothing that the actor can meet.
    fn chosen(&self, med: &str) -> Option<With> {
        if let Some(id) = med.strip_prefix("skole:") {
            let id = SchoolId(id.parse().ok()?);
            return self.schools.iter().find(|(known, _)| *known == id).map(|(id, name)| With::School(*id, name.clone()));
        }
        if let Some(id) = med.strip_prefix("omrade:") {
            let id = AreaId(id.parse().ok()?);
            return self.areas.iter().find(|(known, _)| *known == id).map(|(id, name)| With::Area(*id, name.clone()));
        }
        (med == "alle" && self.all).then_some(With::All)
    }
}

async fn new(Extract(app): Extract<App>, actor: Actor, Query(sent): Query<HashMap<String, String>>) -> Result<Response> {
    let mut typed = Typed::of_query(sent);
    CanBook::any(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let reach = reach(&mut tx, &actor).await?;
    let Some(pack) = actor.pack.clone() else { return Err(AppError::Conflict("error-no-pack")) };
    if let Some(kind) = pack.dialogue(&typed.samtale)
        && typed.dato.is_empty()
    {
        let place = reach.chosen(&typed.med).map(|with| with.name().to_owned()).unwrap_or_default();
        let proposed = TypedTime::proposed(kind, proposed_day(kind, &actor), &place);
        typed = Typed { dato: proposed.dato, fra: proposed.fra, til: proposed.til, stad: proposed.stad, ..typed };
    } else if typed.stad.is_empty() && typed.sjekk.is_empty() {
        typed.stad = reach.chosen(&typed.med).map(|with| with.name().to_owned()).unwrap_or_default();
    }
    let times = typed.time().check(earliest(&actor), actor.now, actor.lang);
    let school = reach.chosen(&typed.med).and_then(|with| with.school());
    let free = Free::at(&mut tx, &actor, actor.person, school, times.as_ref().ok(), None, !typed.sjekk.is_empty()).await?;
    let free = free.waiting(pack.dialogue(&typed.samtale), times.as_ref().ok(), &actor);
    tx.commit().await?;
    // Whoever asks whether a time is free is told what is wrong with it.
    let errors = if typed.sjekk.is_empty() { Errors::new() } else { times.err().unwrap_or_default() };
    draw(&actor, &pack, &reach, typed, free, errors)
}

/// The first working day of the kind's window that is not gone; else in two weeks.
fn proposed_day(kind: &Dialogue, actor: &Actor) -> time::Date {
    let year = school_year_of(actor.today);
    let soon = calendar::workdays_after(actor.today, 10);
    let windows = [year, year + 1].into_iter().filter_map(|year| {
        let window = kind.window?;
        Some((window.from.in_school_year(year)?, window.to.in_school_year(year)?))
    });
    let day = windows.filter(|(_, last)| *last >= soon).map(|(first, _)| first.max(soon)).next().unwrap_or(soon);
    if calendar::is_workday(day) { day } else { calendar::workdays_after(day, 1) }
}

async fn add(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    CanBook::any(&actor)?;
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let reach = reach(&mut tx, &actor).await?;
    let pack_id = model_pack::newest(&mut tx, actor.municipality).await?.ok_or(AppError::Conflict("error-no-pack"))?;
    let pack = app.packs.load(&mut tx, actor.municipality, pack_id).await?;
    let lang = actor.lang;
    let mut errors = Errors::new();
    let kind = pack.dialogue(&typed.samtale);
    if kind.is_none() {
        errors.push(("samtale".to_owned(), text(lang, "error-meeting-kind").into_owned()));
    }
    let with = reach.chosen(&typed.med);
    match (&with, kind) {
        (None, _) => errors.push(("med".to_owned(), text(lang, "error-meeting-with").into_owned())),
        (Some(with), Some(kind)) if with.setting() != kind.setting => {
            let key = if kind.setting == Setting::School { "error-meeting-one-school" } else { "error-meeting-several-schools" };
            errors.push(("med".to_owned(), text(lang, key).into_owned()));
        }
        _ => {}
    }
    let times = typed.time().check(earliest(&actor), actor.now, lang);
    match (kind, with, times) {
        (Some(kind), Some(with), Ok(times)) if errors.is_empty() => {
            let (school, area) = match &with {
                With::School(id, _) => (Some(*id), None),
                With::Area(id, _) => (None, Some(*id)),
                With::All => (None, None),
            };
            let can = CanBook::of(&actor, school)?;
            let booking = Booking { kind, pack: pack_id, area, with: with.name(), times, save_id };
            let id = booking::book(&mut tx, &actor, can, &booking).await?;
            tx.commit().await?;
            Ok(flash::redirect(&format!("/moter/{id}"), Flash::MeetingBooked))
        }
        (_, _, times) => {
            errors.extend(times.err().unwrap_or_default());
            draw(&actor, &pack, &reach, typed, Free::default(), errors)
        }
    }
}

/// A meeting that was held on paper is entered afterwards, in the same school year.
fn earliest(actor: &Actor) -> time::Date {
    calendar::first_of_school_year(school_year_of(actor.today)).unwrap_or(actor.today)
}

fn draw(actor: &Actor, pack: &Pack, reach: &Reach, typed: Typed, free: Free, errors: Errors) -> Result<Response> {
    let lang = actor.lang;
    let choice = |value: String, name: String, sent: &str| Choice { chosen: value == sent, value, name };
    let page = BookPage {
        cx: Page::new(actor, text(lang, "meeting-new-title")).refused_when(!errors.is_empty()),
        kinds: pack.dialogues.iter().map(|kind| choice(kind.key.clone(), kind.full_name(lang), &typed.samtale)).collect(),
        about: pack.dialogue(&typed.samtale).map(|kind| (kind.purpose.get(lang).to_owned(), about(kind, lang))),
        schools: reach.schools.iter().map(|(id, name)| choice(format!("skole:{id}"), name.clone(), &typed.med)).collect(),
        areas: reach
            .areas
            .iter()
            .map(|(id, name)| choice(format!("omrade:{id}"), name.clone(), &typed.med))
            .chain(reach.all.then(|| choice("alle".to_owned(), text(lang, "meeting-all-schools").into_owned(), &typed.med)))
            .collect(),
        typed,
        free,
        errors,
    };
    page::answered(&page, &page.errors)
}

/// «180–240 minutt, mellom 15. august og 1. oktober».
fn about(kind: &Dialogue, lang: Lang) -> String {
    let (from, to) = (kind.minutes.from, kind.minutes.to);
    let minutes = if from == to { from.to_string() } else { format!("{from}–{to}") };
    let days = kind.window.and_then(|window| Some((window.from.in_school_year(2026)?, window.to.in_school_year(2026)?)));
    match days {
        Some((first, last)) => {
            text_with(lang, "meeting-about-window", &[("minutes", &minutes), ("from", &dates::short(first)), ("to", &dates::short(last))])
        }
        None => text_with(lang, "meeting-about-minutes", &[("minutes", &minutes)]),
    }
}
