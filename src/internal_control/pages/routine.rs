//! `/internkontroll/rutinar/{routine}`: a routine with its revisions; whoever owns it says that it is revised.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::{Errors, Reader, crumbs};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanKeepRoutines;
use crate::calendar;
use crate::database::Tx;
use crate::error::Result;
use crate::ids::RoutineId;
use crate::internal_control::model::{LONGEST_PURPOSE, Routine};
use crate::internal_control::queries;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/internkontroll/rutinar/{routine}", show).post("/internkontroll/rutinar/{routine}/revisjon", revise)
}

/// As typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    dag: String,
    ord: String,
    neste: String,
    save_id: String,
}

#[derive(Template)]
#[template(path = "internal_control/routine.html")]
struct RoutinePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    href: String,
    purpose: String,
    place: String,
    address: Option<String>,
    owner: String,
    revise_on: String,
    late: bool,
    retired: bool,
    revisions: Vec<(String, String)>,
    keeps: bool,
    revises: bool,
    typed: Typed,
    errors: Errors,
}

impl RoutinePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

async fn draw(mut tx: Tx, actor: &Actor, routine: &Routine, (typed, errors): (Typed, Errors)) -> Result<Response> {
    let lang = actor.lang;
    let revisions = queries::revisions(&mut tx, actor, Some(routine.id), None).await?;
    tx.commit().await?;
    let page = RoutinePage {
        cx: Page::new(actor, routine.name.clone()).refused_when(!errors.is_empty()),
        crumbs: crumbs(
            actor,
            &[("/internkontroll/rutinar", text(lang, "control-routines").into_owned()), (&routine.href(), routine.name.clone())],
        ),
        title: routine.name.clone(),
        href: routine.href(),
        purpose: routine.purpose.clone(),
        place: routine.place.clone(),
        address: routine.address().map(ToOwned::to_owned),
        owner: routine.owner.words(actor.pack.as_deref(), lang),
        revise_on: dates::long(routine.revise_on),
        late: routine.is_late(actor.today),
        retired: routine.retired,
        revisions: revisions
            .into_iter()
            .map(|one| (text_with(lang, "control-revised-by", &[("day", &dates::long(one.day)), ("who", &one.by)]), one.words))
            .collect(),
        keeps: CanKeepRoutines::of(actor).is_ok(),
        revises: routine.rights.can_revise().is_ok(),
        typed,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<RoutineId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let routine = queries::routine(&mut tx, &actor, id).await?;
    // A year is usual; whoever revises it may set another day.
    let typed =
        Typed { dag: dates::for_form(actor.today), neste: dates::for_form(calendar::years_after(actor.today, 1)), ..Typed::default() };
    draw(tx, &actor, &routine, (typed, Vec::new())).await
}

async fn revise(Extract(app): Extract<App>, actor: Actor, Path(id): Path<RoutineId>, Form(sent): Form<Typed>) -> Result<Response> {
    let mut tx = app.database.write(&actor.scope()).await?;
    let routine = queries::routine(&mut tx, &actor, id).await?;
    let can = routine.rights.can_revise()?;
    let save_id = save_id(&sent.save_id)?;
    let mut reader = Reader::new(&actor);
    let day = reader.past_day("dag", &sent.dag);
    let words = reader.may("ord", &sent.ord, LONGEST_PURPOSE);
    let next = reader.needs_day("neste", &sent.neste);
    if next <= day {
        reader.wrong("neste", "error-control-next");
    }
    if !reader.errors.is_empty() {
        let errors = reader.errors;
        return draw(tx, &actor, &routine, (sent, errors)).await;
    }
    queries::revise(&mut tx, &actor, can, (day, &words, next, save_id)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&routine.href(), Flash::RoutineRevised))
}
