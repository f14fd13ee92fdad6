//! Opening a round: which template, which school year, which deadline.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::App;
use crate::access::Actor;
use crate::access::rules::CanOpenRound;
use crate::calendar::school_year_of;
use crate::error::{AppError, Result};
use crate::model_pack::{self, Pack};
use crate::round::model::{parse_deadline, proposed_deadline, years_to_choose};
use crate::round::{self, NewRound};
use crate::self_assessment::school_year;
use crate::text::{dates, text};
use crate::web::extract::{Form, Query};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/runder/ny", form).post("/runder", open)
}

/// The form as typed, and what is wrong with it.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    template: String,
    looks_back_year: String,
    deadline: String,
}

#[derive(Default)]
struct Errors {
    template: Option<&'static str>,
    looks_back_year: Option<&'static str>,
    deadline: Option<&'static str>,
}

struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "round/new.html")]
struct NewPage {
    cx: Page,
    templates: Vec<Choice>,
    years: Vec<Choice>,
    deadline: String,
    errors: Errors,
}

#[derive(serde::Deserialize)]
struct Chosen {
    mal: Option<String>,
}

async fn form(actor: Actor, Query(chosen): Query<Chosen>) -> Result<Response> {
    let _ = CanOpenRound::of(&actor)?;
    let pack = actor.pack.as_ref().ok_or(AppError::Conflict("error-no-pack"))?;
    let template = match &chosen.mal {
        Some(key) => pack.template(key).ok_or(AppError::NotFound)?,
        None => pack.templates.first().ok_or(AppError::NotFound)?,
    };
    let year = school_year_of(actor.today);
    let typed = Typed {
        template: template.key.clone(),
        looks_back_year: year.to_string(),
        deadline: proposed_deadline(template.deadline, year).map_or_else(String::new, dates::for_form),
    };
    draw(&actor, pack, &typed, Errors::default())
}

fn draw(actor: &Actor, pack: &Pack, typed: &Typed, errors: Errors) -> Result<Response> {
    let failed = errors.template.is_some() || errors.looks_back_year.is_some() || errors.deadline.is_some();
    let choice = |value: String, name: String, typed: &str| Choice { chosen: value == typed, value, name };
    let page = NewPage {
        cx: Page::new(actor, text(actor.lang, "round-new-title")).refused_when(failed),
        templates: pack
            .templates
            .iter()
            .map(|template| choice(template.key.clone(), template.title.get(actor.lang).to_owned(), &typed.template))
            .collect(),
        years: years_to_choose(actor.today).map(|year| choice(year.to_string(), school_year(year), &typed.looks_back_year)).into(),
        deadline: typed.deadline.clone(),
        errors,
    };
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page::html(&page)?).into_response())
}

async fn open(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanOpenRound::of(&actor)?;
    let pack = actor.pack.as_ref().ok_or(AppError::Conflict("error-no-pack"))?;
    let year = typed.looks_back_year.parse().ok().filter(|year| years_to_choose(actor.today).contains(year));
    let deadline = parse_deadline(&typed.deadline, year.unwrap_or_else(|| school_year_of(actor.today)), actor.today);
    let template = pack.template(&typed.template);
    let (Some(template), Some(year), Ok(deadline)) = (template, year, deadline) else {
        let errors = Errors {
            template: template.is_none().then_some("error-not-a-choice"),
            looks_back_year: year.is_none().then_some("error-not-a-choice"),
            deadline: deadline.err(),
        };
        return draw(&actor, pack, &typed, errors);
    };
    let mut tx = app.database.write(&actor.scope()).await?;
    let pack_id = model_pack::newest(&mut tx, actor.municipality).await?.ok_or(AppError::Conflict("error-no-pack"))?;
    let new = NewRound { template: &template.key, pack: pack_id, looks_back_year: year, deadline, rolled_from: None };
    match round::open(&mut tx, can, pack, &new, actor.now, actor.today).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(flash::redirect("/runder", Flash::RoundOpened))
        }
        Err(AppError::Conflict(key)) => draw(&actor, pack, &typed, Errors { looks_back_year: Some(key), ..Errors::default() }),
        Err(error) => Err(error),
    }
}
