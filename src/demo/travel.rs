//! `/demo/tid`: whoever tries the demo goes to another day of the school year. Only there; a municipality's own days pass by themselves.
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use time::{Date, Duration};

use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::text::{dates, text};
use crate::web::extract::Form;
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// The farthest one travels at once: sessions, periods and notes that are deleted go with the days.
const FARTHEST: Duration = Duration::days(400);

/// The routes of the demo.
pub fn routes() -> Routes {
    Routes::new().get("/demo/tid", show).post("/demo/tid", travel)
}

#[derive(Template)]
#[template(path = "demo/travel.html")]
struct TravelPage {
    cx: Page,
    today: String,
    day: String,
    errors: Vec<(String, String)>,
    error: Option<String>,
}

#[derive(Debug, serde::Deserialize)]
struct Typed {
    dag: String,
}

fn draw(actor: &Actor, day: String, error: Option<String>) -> Result<Response> {
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = TravelPage {
        cx: Page::new(actor, text(actor.lang, "demo-travel-title")).refused_when(error.is_some()),
        today: dates::with_weekday(actor.today, actor.lang),
        day,
        errors: error.iter().map(|error| ("dag".to_owned(), error.clone())).collect(),
        error,
    };
    Ok((status, page::html(&page)?).into_response())
}

async fn show(State(app): State<App>, actor: Actor) -> Result<Response> {
    only_in_the_demo(&app)?;
    draw(&actor, dates::for_form(actor.today), None)
}

async fn travel(State(app): State<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    only_in_the_demo(&app)?;
    let farthest = actor.today + FARTHEST;
    let to = dates::from_form(&typed.dag).filter(|day: &Date| *day > actor.today && *day <= farthest);
    let Some(to) = to.and_then(|day| dates::moment_of(day, 8, 0)) else {
        return draw(&actor, typed.dag, Some(text(actor.lang, "error-demo-day").into_owned()));
    };
    app.clock.travel_to(to);
    Ok(flash::redirect("/", Flash::Travelled))
}

fn only_in_the_demo(app: &App) -> Result<()> {
    if app.settings.demo { Ok(()) } else { Err(AppError::NotFound) }
}
