//! `/mellomarbeid`: the work of each school that the actor is of or follows up, and the buttons that begin this year's.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanMakeBetween, knows_of_between};
use crate::between_meetings::model::Package;
use crate::between_meetings::{making, queries};
use crate::calendar;
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::municipality;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/mellomarbeid", show).post("/mellomarbeid", make)
}

/// Work of a school.
struct Line {
    href: String,
    title: String,
    about: String,
    delivered: bool,
    late: bool,
}

/// What can be begun at a school: key and name of its kind.
type Beginning = (String, String);

/// A school with its work.
struct SchoolView {
    id: SchoolId,
    name: String,
    lines: Vec<Line>,
    begins: Vec<Beginning>,
}

#[derive(Template)]
#[template(path = "between_meetings/list.html")]
struct ListPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    purposes: Vec<String>,
    owner_reads: bool,
    schools: Vec<SchoolView>,
}

fn line(actor: &Actor, package: &Package) -> Result<Line> {
    let (done, all) = package.counted();
    let due = dates::long(package.due);
    let key = if package.delivered_at.is_some() { "between-line-delivered" } else { "between-line" };
    let product = package.template()?.product_name.get(actor.lang).to_owned();
    Ok(Line {
        href: package.href(),
        title: format!("{} {}–{}", capital(package.template()?.name.get(actor.lang)), package.school_year, package.school_year + 1),
        about: text_with(actor.lang, key, &[("done", &done), ("all", &all), ("product", &product), ("day", &due)]),
        delivered: package.delivered_at.is_some(),
        late: package.is_late(actor.today),
    })
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    if !knows_of_between(&actor) {
        return Err(AppError::NotFound);
    }
    let lang = actor.lang;
    let pack = actor.pack.clone().ok_or(AppError::NotFound)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let packages = queries::packages(&app, &mut tx, &actor, None).await?;
    let known = municipality::schools(&mut tx, actor.municipality).await?;
    tx.commit().await?;
    let year = calendar::school_year_of(actor.today);
    let own = actor.draft_schools();
    let mut schools = Vec::new();
    for school in known.into_iter().filter(|school| own.contains(&school.id) || actor.oversees(school.id)) {
        let of_school = || packages.iter().filter(|package| package.rights.facts().school == school.id);
        let writes = school.takes_part(actor.today) && actor.writes_drafts_of(school.id);
        let begun = |key: &str| of_school().any(|package| package.kind == key && package.school_year == year);
        let begins = pack.between_meetings.iter().filter(|kind| writes && !begun(&kind.key));
        let begins = begins.map(|kind| (kind.key.clone(), kind.name.get(lang).to_owned())).collect();
        let lines = of_school().map(|package| line(&actor, package)).collect::<Result<Vec<Line>>>()?;
        if school.takes_part(actor.today) || !lines.is_empty() {
            schools.push(SchoolView { id: school.id, name: school.name, lines, begins });
        }
    }
    let title = text(lang, "between").into_owned();
    page::html(&ListPage {
        crumbs: vec![("/".to_owned(), text(lang, "nav-start").into_owned()), ("/mellomarbeid".to_owned(), title.clone())],
        purposes: pack.between_meetings.iter().map(|kind| kind.purpose.get(lang).to_owned()).collect(),
        owner_reads: own.is_empty(),
        schools,
        cx: Page::new(&actor, title),
    })
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    skule: SchoolId,
    slag: String,
    save_id: String,
}

async fn make(Extract(app): Extract<App>, actor: Actor, Form(sent): Form<Sent>) -> Result<Response> {
    // Who may not learns so before what was sent is looked at.
    let _ = CanMakeBetween::of(&actor, sent.skule)?;
    let save_id = save_id(&sent.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let made = making::begin(&app, &mut tx, &actor, sent.skule, &sent.slag, save_id).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/mellomarbeid/{made}"), Flash::BetweenBegun))
}
