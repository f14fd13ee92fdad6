//! `/internkontroll/tilsyn/ny` and `…/{inspection}/endring`: an inspection is entered, or corrected as long as it is not closed.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::{Errors, Reader, crumbs};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanKeepInspections;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{InspectionId, SchoolId};
use crate::internal_control::model::{Inspection, InspectionKind, LONGEST_NAME, LONGEST_PLACE, LONGEST_THEME};
use crate::internal_control::queries::{self, NewInspection};
use crate::municipality;
use crate::text::{dates, text};
use crate::web::extract::{Pairs, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new()
        .get("/internkontroll/tilsyn/ny", show_new)
        .post("/internkontroll/tilsyn/ny", make)
        .get("/internkontroll/tilsyn/{inspection}/endring", show)
        .post("/internkontroll/tilsyn/{inspection}/endring", correct)
}

/// As typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    kind: String,
    by_whom: String,
    theme: String,
    day: String,
    legal: String,
    legal_on: String,
    schools: Vec<String>,
    save_id: String,
}

impl Typed {
    fn of(inspection: &Inspection) -> Self {
        Self {
            kind: inspection.kind.key().to_owned(),
            by_whom: inspection.by_whom.clone(),
            theme: inspection.theme.clone(),
            day: dates::for_form(inspection.day),
            legal: inspection.legal.clone(),
            legal_on: inspection.legal_on.map_or_else(String::new, dates::for_form),
            schools: inspection.schools.iter().map(|(id, _)| id.to_string()).collect(),
            save_id: Uuid::new_v4().to_string(),
        }
    }

    fn sent(pairs: &Pairs) -> Result<Self> {
        pairs.only(&["slag", "kven", "tema", "dag", "heimel", "heimel_dag", "skule", "save_id"], &[])?;
        let get = |name: &str| pairs.get(name).unwrap_or_default().to_owned();
        Ok(Self {
            kind: get("slag"),
            by_whom: get("kven"),
            theme: get("tema"),
            day: get("dag"),
            legal: get("heimel"),
            legal_on: get("heimel_dag"),
            schools: pairs.all("skule").map(str::to_owned).collect(),
            save_id: get("save_id"),
        })
    }
}

#[derive(Template)]
#[template(path = "internal_control/enter.html")]
struct EnterPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    href: String,
    back: String,
    schools: Vec<(String, String)>,
    typed: Typed,
    errors: Errors,
}

impl EnterPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn chosen(&self, school: &str) -> bool {
        self.typed.schools.iter().any(|chosen| chosen == school)
    }
}

/// The schools of the municipality that can be looked at.
async fn schools(tx: &mut Tx, actor: &Actor) -> Result<Vec<(SchoolId, String)>> {
    let schools = municipality::schools(tx, actor.municipality).await?;
    Ok(schools.into_iter().filter(|school| school.takes_part(actor.today)).map(|school| (school.id, school.name)).collect())
}

fn draw(
    actor: &Actor,
    inspection: Option<&Inspection>,
    schools: &[(SchoolId, String)],
    (typed, errors): (Typed, Errors),
) -> Result<Response> {
    let t = |key: &str| text(actor.lang, key).into_owned();
    let title = t(if inspection.is_some() { "control-correct" } else { "control-enter" });
    let back = inspection.map_or_else(|| "/internkontroll/tilsyn".to_owned(), Inspection::href);
    let href = inspection.map_or_else(|| "/internkontroll/tilsyn/ny".to_owned(), |inspection| format!("{}/endring", inspection.href()));
    let page = EnterPage {
        cx: Page::new(actor, title.clone()).refused_when(!errors.is_empty()),
        crumbs: crumbs(actor, &[("/internkontroll/tilsyn", t("control-inspections")), (&href, title.clone())]),
        title,
        back,
        schools: schools.iter().map(|(id, name)| (id.to_string(), name.clone())).collect(),
        href,
        typed,
        errors,
    };
    page::answered(&page, &page.errors)
}

/// What a form says.
struct Read {
    kind: InspectionKind,
    by_whom: String,
    theme: String,
    day: time::Date,
    legal: String,
    legal_on: Option<time::Date>,
    schools: Vec<SchoolId>,
}

impl Read {
    fn to_store(&self) -> NewInspection<'_> {
        NewInspection {
            kind: self.kind,
            by_whom: &self.by_whom,
            theme: &self.theme,
            day: self.day,
            legal: &self.legal,
            legal_on: self.legal_on,
            schools: &self.schools,
        }
    }
}

fn read(actor: &Actor, typed: &Typed, schools: &[(SchoolId, String)]) -> Result<Read, Errors> {
    let mut reader = Reader::new(actor);
    let kind = InspectionKind::parse(&typed.kind);
    if kind.is_none() {
        reader.wrong("slag", "error-control-kind");
    }
    let by_whom = reader.needs("kven", &typed.by_whom, (LONGEST_NAME, "error-control-by"));
    let theme = reader.needs("tema", &typed.theme, (LONGEST_THEME, "error-control-theme"));
    let day = reader.needs_day("dag", &typed.day);
    let legal = reader.may("heimel", &typed.legal, LONGEST_PLACE);
    let legal_on = reader.day("heimel_dag", &typed.legal_on);
    let chosen = schools.iter().map(|(id, _)| *id).filter(|id| typed.schools.contains(&id.to_string())).collect();
    match kind {
        Some(kind) if reader.errors.is_empty() => Ok(Read { kind, by_whom, theme, day, legal, legal_on, schools: chosen }),
        _ => Err(reader.errors),
    }
}

async fn show_new(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let _ = CanKeepInspections::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = schools(&mut tx, &actor).await?;
    tx.commit().await?;
    let typed = Typed { day: dates::for_form(actor.today), save_id: Uuid::new_v4().to_string(), ..Typed::default() };
    draw(&actor, None, &schools, (typed, Vec::new()))
}

async fn make(Extract(app): Extract<App>, actor: Actor, pairs: Pairs) -> Result<Response> {
    let can = CanKeepInspections::of(&actor)?;
    let typed = Typed::sent(&pairs)?;
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let schools = schools(&mut tx, &actor).await?;
    let read = match read(&actor, &typed, &schools) {
        Ok(read) => read,
        Err(errors) => return draw(&actor, None, &schools, (typed, errors)),
    };
    let id = queries::enter(&mut tx, &actor, can, (&read.to_store(), save_id)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/internkontroll/tilsyn/{id}"), Flash::InspectionMade))
}

/// The schools to choose among, with those that the inspection is about already.
async fn with_own(tx: &mut Tx, actor: &Actor, inspection: &Inspection) -> Result<Vec<(SchoolId, String)>> {
    let mut all = schools(tx, actor).await?;
    all.extend(inspection.schools.iter().filter(|own| !all.contains(own)).cloned().collect::<Vec<_>>());
    Ok(all)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<InspectionId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let inspection = queries::inspection(&mut tx, &actor, id).await?;
    let _ = CanKeepInspections::of(&actor)?;
    let schools = with_own(&mut tx, &actor, &inspection).await?;
    tx.commit().await?;
    draw(&actor, Some(&inspection), &schools, (Typed::of(&inspection), Vec::new()))
}

async fn correct(Extract(app): Extract<App>, actor: Actor, Path(id): Path<InspectionId>, pairs: Pairs) -> Result<Response> {
    let typed = Typed::sent(&pairs)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let inspection = queries::inspection_held(&mut tx, &actor, id).await?;
    let can = CanKeepInspections::of(&actor)?;
    if inspection.closed.is_some() {
        return Err(AppError::Conflict("error-control-closed"));
    }
    let schools = with_own(&mut tx, &actor, &inspection).await?;
    let read = match read(&actor, &typed, &schools) {
        Ok(read) => read,
        Err(errors) => return draw(&actor, Some(&inspection), &schools, (typed, errors)),
    };
    queries::correct(&mut tx, can, id, &read.to_store()).await?;
    tx.commit().await?;
    Ok(flash::redirect(&inspection.href(), Flash::Saved))
}
