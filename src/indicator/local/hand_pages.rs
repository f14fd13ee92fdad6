//! `/indikatorer/enkelttal`: one figure, written by hand. What is written waits, is looked at, and is taken in or given up as a file is.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::hand::{self, Around, Errors, MUNICIPALITY, Typed, YEARS, can_be_written};
use super::{Choice, due_year};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanImport;
use crate::error::{AppError, Result};
use crate::indicator::SchoolYear;
use crate::indicator::catalogue::catalogue;
use crate::indicator::import::{self, ImportKind, NewImport, Summary};
use crate::municipality::{self, School};
use crate::text::{Lang, text, text_with};
use crate::web::extract::Form;
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/indikatorer/enkelttal", show).post("/indikatorer/enkelttal", write)
}

struct Group {
    name: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "indicator/hand.html")]
struct HandPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    indicators: Vec<Group>,
    places: Vec<Choice>,
    years: Vec<Choice>,
    grades: Vec<Choice>,
    sexes: Vec<Choice>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl HandPage {
    /// What is wrong with a field.
    fn error(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|(name, _)| name == field).map(|(_, error)| error.clone())
    }
}

async fn load(connection: &mut PgConnection, can: CanImport) -> Result<(Vec<School>, (String, String))> {
    let schools = municipality::schools(&mut *connection, can.municipality()).await?;
    let own = municipality::known_as(connection, can.municipality()).await?;
    Ok((schools, own))
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let (schools, own) = load(&mut tx, can).await?;
    tx.commit().await?;
    let due = catalogue().indicators().iter().find(|indicator| indicator.local).map(|indicator| due_year(indicator, actor.today));
    let year = due.unwrap_or_else(|| SchoolYear::of(actor.today));
    draw(&actor, &schools, &own, Typed { ar: year.to_string(), ..Typed::default() }, Vec::new())
}

fn draw(actor: &Actor, schools: &[School], own: &(String, String), typed: Typed, errors: Errors) -> Result<Response> {
    let lang = actor.lang;
    let t = |key: &str| text(lang, key).into_owned();
    let failed = !errors.is_empty();
    let choice = |value: String, name: String, chosen: &str| Choice { chosen: value == chosen, value, name };
    let mut places =
        vec![choice(String::new(), t("hand-choose-place"), &typed.stad), choice(MUNICIPALITY.to_owned(), own.1.clone(), &typed.stad)];
    for school in schools.iter().filter(|school| school.ownership == "public") {
        let name = match school.closed_on.and_then(time::Date::previous_day).filter(|last| *last < actor.today) {
            Some(last) => text_with(lang, "hand-closed-school", &[("name", &school.name), ("date", &crate::text::dates::long(last))]),
            None => school.name.clone(),
        };
        places.push(choice(school.id.to_string(), name, &typed.stad));
    }
    let this_year = SchoolYear::of(actor.today).0;
    let years = (this_year - YEARS..=this_year).rev().map(|year| SchoolYear(year).to_string());
    let grade = |grade: u8| choice(grade.to_string(), text_with(lang, "import-grade", &[("grade", &grade)]), &typed.trinn);
    let sexes = [("alle", "hand-all-sexes"), ("jenter", "hand-girls"), ("gutar", "hand-boys")];
    let page = HandPage {
        cx: Page::new(actor, t("hand-title")).refused_when(failed),
        crumbs: vec![("/indikatorer/import".to_owned(), t("imports-title")), ("/indikatorer/enkelttal".to_owned(), t("hand-title"))],
        indicators: groups(&typed.indikator, lang),
        places,
        years: years.map(|year| choice(year.clone(), year, &typed.ar)).collect(),
        grades: std::iter::once(choice(String::new(), t("hand-all-grades"), &typed.trinn)).chain((1..=10).map(grade)).collect(),
        sexes: sexes.into_iter().map(|(value, key)| choice(value.to_owned(), t(key), &typed.kjonn)).collect(),
        errors: errors.into_iter().map(|(field, error)| (field.to_owned(), error)).collect(),
        typed,
    };
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

/// The indicators that can be written, by source.
fn groups(chosen: &str, lang: Lang) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for indicator in catalogue().indicators().iter().filter(|indicator| can_be_written(indicator)) {
        let name = indicator.source.name.get(lang);
        if groups.last().is_none_or(|group| group.name != name) {
            groups.push(Group { name: name.to_owned(), choices: Vec::new() });
        }
        let choice = Choice { value: indicator.key.clone(), name: indicator.name.get(lang).to_owned(), chosen: indicator.key == chosen };
        if let Some(group) = groups.last_mut() {
            group.choices.push(choice);
        }
    }
    groups
}

async fn write(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanImport::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (schools, own) = load(&mut tx, can).await?;
    let around = Around { schools: &schools, municipality: own.clone(), today: actor.today, lang: actor.lang };
    let (written, source) = match hand::check(&typed, &around) {
        Ok(checked) => checked,
        Err(errors) => return draw(&actor, &schools, &own, typed, errors),
    };
    let content = written.content().map_err(|error| AppError::Internal(error.into()))?;
    let summary = Summary::of(&written.reading(&import::context()));
    let summary = serde_json::to_value(summary).map_err(|error| AppError::Internal(error.into()))?;
    let by_name = actor.name_and_title();
    let sha256 = Sha256::digest(&content).into();
    let new = NewImport { file_name: &source, sha256, content: &content, summary, by_name: &by_name, kind: ImportKind::ByHand };
    let id = import::wait(&mut tx, can, &new, actor.now).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/indikatorer/import/{id}")).into_response())
}
