//! `/skriftlege-avtalar/ny`: a draft is begun about a school.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::on;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanBeginAgreement, ChainSide};
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::model_pack;
use crate::text::text;
use crate::web::extract::{Form, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::written_agreement::queries;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skriftlege-avtalar/ny", show).post("/skriftlege-avtalar/ny", make)
}

/// As typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    skule: String,
    save_id: String,
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    skule: String,
}

#[derive(Template)]
#[template(path = "written_agreement/begin.html")]
struct BeginPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    schools: Vec<(String, String)>,
    typed: Typed,
    elsewhere: String,
    errors: Vec<(String, String)>,
}

impl BeginPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

fn draw(actor: &Actor, schools: Vec<(SchoolId, String)>, typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let template = actor.pack.as_ref().and_then(|pack| pack.written_agreement.as_ref()).ok_or(AppError::NotFound)?;
    let title = text(lang, "written-begin").into_owned();
    let page = BeginPage {
        crumbs: vec![
            ("/".to_owned(), text(lang, "nav-start").into_owned()),
            ("/skriftlege-avtalar".to_owned(), text(lang, "written-agreements").into_owned()),
            ("/skriftlege-avtalar/ny".to_owned(), title.clone()),
        ],
        schools: schools.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        typed,
        elsewhere: template.elsewhere.get(lang).to_owned(),
        cx: Page::new(actor, title).refused_when(!errors.is_empty()),
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(asked): Query<Asked>) -> Result<Response> {
    let _ = CanBeginAgreement::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let schools = queries::schools(&mut tx, &actor).await?;
    tx.commit().await?;
    draw(&actor, schools, Typed { skule: asked.skule, save_id: Uuid::new_v4().to_string() }, Vec::new())
}

async fn make(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanBeginAgreement::of(&actor)?;
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let schools = queries::schools(&mut tx, &actor).await?;
    let chosen = schools.iter().map(|(id, _)| *id).find(|id| id.to_string() == typed.skule);
    let Some((school, own)) = chosen.and_then(|school| Some((school, ChainSide::of(&actor, school)?))) else {
        let errors = on(&actor, "skule", "error-written-school");
        return draw(&actor, schools, typed, errors);
    };
    let pack = model_pack::newest(&mut tx, actor.municipality).await?.ok_or(AppError::NotFound)?;
    let id = queries::begin(&mut tx, &actor, can, (school, own, pack, save_id)).await?;
    tx.commit().await?;
    Ok(flash::redirect(&format!("/skriftlege-avtalar/{id}/tekst"), Flash::WrittenBegun))
}
