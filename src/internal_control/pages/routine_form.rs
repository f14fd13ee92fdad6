//! `/internkontroll/rutinar/ny` and `…/{routine}/endring`: skoleeier writes down a routine, or changes what is written.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::{Errors, Reader, crumbs};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanKeepRoutines;
use crate::calendar;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::RoutineId;
use crate::internal_control::model::{LONGEST_NAME, LONGEST_PLACE, LONGEST_PURPOSE, Routine, RoutineOwner};
use crate::internal_control::queries::{self, NewRoutine};
use crate::model_pack::{Function, Level};
use crate::municipality;
use crate::text::{dates, text};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/internkontroll/rutinar/ny", show_new)
        .post("/internkontroll/rutinar/ny", make)
        .get("/internkontroll/rutinar/{routine}/endring", show)
        .post("/internkontroll/rutinar/{routine}/endring", change)
}

/// As typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    namn: String,
    formal: String,
    stad: String,
    eigar: String,
    revisjon: String,
    ute: String,
    save_id: String,
}

impl Typed {
    fn of(routine: &Routine) -> Self {
        Self {
            namn: routine.name.clone(),
            formal: routine.purpose.clone(),
            stad: routine.place.clone(),
            eigar: routine.owner.value(),
            revisjon: dates::for_form(routine.revise_on),
            ute: if routine.retired { "ja".to_owned() } else { String::new() },
            save_id: Uuid::new_v4().to_string(),
        }
    }
}

#[derive(Template)]
#[template(path = "internal_control/routine_form.html")]
struct FormPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    href: String,
    back: String,
    /// It is there already: it can be taken out of use.
    known: bool,
    owners: Vec<(String, String)>,
    typed: Typed,
    errors: Errors,
}

impl FormPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// Who can own a routine: functions of the pack whose holders read routines, and those who lead or work for the municipality; and whoever owns it now.
async fn owners(tx: &mut Tx, actor: &Actor, stood: Option<&RoutineOwner>) -> Result<Vec<(RoutineOwner, String)>> {
    let people = municipality::office_holders(tx, actor.municipality, actor.today).await?;
    let mut owners: Vec<(RoutineOwner, String)> = Vec::new();
    if let Some(pack) = &actor.pack {
        let reads = |function: &&Function| function.level == Level::Municipality || !function.capabilities.is_empty();
        let functions = pack.functions.iter().filter(reads);
        owners.extend(functions.map(|one| (RoutineOwner::Function(one.key.clone()), capital(one.name.get(actor.lang)))));
    }
    owners.extend(people.into_iter().map(|(id, name)| (RoutineOwner::Person(id, name.clone()), name)));
    if let Some(stood) = stood
        && !owners.iter().any(|(known, _)| known.value() == stood.value())
    {
        owners.push((stood.clone(), stood.words(actor.pack.as_deref(), actor.lang)));
    }
    Ok(owners)
}

fn draw(actor: &Actor, routine: Option<&Routine>, owners: &[(RoutineOwner, String)], (typed, errors): (Typed, Errors)) -> Result<Response> {
    let t = |key: &str| text(actor.lang, key).into_owned();
    let title = t(if routine.is_some() { "control-change-routine" } else { "control-new-routine" });
    let back = routine.map_or_else(|| "/internkontroll/rutinar".to_owned(), Routine::href);
    let href = routine.map_or_else(|| "/internkontroll/rutinar/ny".to_owned(), |routine| format!("{}/endring", routine.href()));
    let page = FormPage {
        cx: Page::new(actor, title.clone()).refused_when(!errors.is_empty()),
        crumbs: crumbs(actor, &[("/internkontroll/rutinar", t("control-routines")), (&href, title.clone())]),
        title,
        back,
        known: routine.is_some(),
        owners: owners.iter().map(|(owner, name)| (owner.value(), name.clone())).collect(),
        href,
        typed,
        errors,
    };
    page::answered(&page, &page.errors)
}

/// What a form says.
struct Read {
    name: String,
    purpose: String,
    place: String,
    owner: RoutineOwner,
    revise_on: time::Date,
    retired: bool,
}

impl Read {
    fn to_store(&self) -> NewRoutine<'_> {
        NewRoutine {
            name: &self.name,
            purpose: &self.purpose,
            place: &self.place,
            owner: &self.owner,
            revise_on: self.revise_on,
            retired: self.retired,
        }
    }
}

fn read(actor: &Actor, typed: &Typed, owners: &[(RoutineOwner, String)]) -> Result<Read, Errors> {
    let mut reader = Reader::new(actor);
    let name = reader.needs("namn", &typed.namn, (LONGEST_NAME, "error-control-name"));
    let purpose = reader.may("formal", &typed.formal, LONGEST_PURPOSE);
    let place = reader.needs("stad", &typed.stad, (LONGEST_PLACE, "error-control-place"));
    let owner = owners.iter().find(|(owner, _)| owner.value() == typed.eigar).map(|(owner, _)| owner.clone());
    if owner.is_none() {
        reader.wrong("eigar", "error-control-owner");
    }
    let revise_on = reader.needs_day("revisjon", &typed.revisjon);
    match owner {
        Some(owner) if reader.errors.is_empty() => Ok(Read { name, purpose, place, owner, revise_on, retired: typed.ute == "ja" }),
        _ => Err(reader.errors),
    }
}

async fn show_new(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let _ = CanKeepRoutines::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let owners = owners(&mut tx, &actor, None).await?;
    tx.commit().await?;
    let typed =
        Typed { revisjon: dates::for_form(calendar::years_after(actor.today, 1)), save_id: Uuid::new_v4().to_string(), ..Typed::default() };
    draw(&actor, None, &owners, (typed, Vec::new()))
}

async fn make(Extract(app): Extract<App>, actor: Actor, Form(sent): Form<Typed>) -> Result<Response> {
    let can = CanKeepRoutines::of(&actor)?;
    let save_id = save_id(&sent.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let owners = owners(&mut tx, &actor, None).await?;
    let read = match read(&actor, &sent, &owners) {
        Ok(read) => read,
        Err(errors) => return draw(&actor, None, &owners, (sent, errors)),
    };
    let id = queries::make_routine(&mut tx, &actor, can, (&read.to_store(), save_id)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/internkontroll/rutinar/{id}"), Flash::Saved))
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<RoutineId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let routine = queries::routine(&mut tx, &actor, id).await?;
    let _ = CanKeepRoutines::of(&actor)?;
    let owners = owners(&mut tx, &actor, Some(&routine.owner)).await?;
    tx.commit().await?;
    draw(&actor, Some(&routine), &owners, (Typed::of(&routine), Vec::new()))
}

async fn change(Extract(app): Extract<App>, actor: Actor, Path(id): Path<RoutineId>, Form(sent): Form<Typed>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let routine = queries::routine(&mut tx, &actor, id).await?;
    let can = CanKeepRoutines::of(&actor)?;
    if !matches!(sent.ute.as_str(), "" | "ja") {
        return Err(AppError::BadRequest("error-bad-form"));
    }
    let owners = owners(&mut tx, &actor, Some(&routine.owner)).await?;
    let read = match read(&actor, &sent, &owners) {
        Ok(read) => read,
        Err(errors) => return draw(&actor, Some(&routine), &owners, (sent, errors)),
    };
    queries::change_routine(&mut tx, &actor, can, (id, &read.to_store(), routine.revise_on)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&routine.href(), Flash::Saved))
}
