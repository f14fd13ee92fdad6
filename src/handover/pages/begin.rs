//! `/overleveringar/ny`: a handover is begun: of what, from whom, and when.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use time::{Date, Duration};
use uuid::Uuid;

use super::{crumbs, on, tell};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanBeginHandover, begins_handovers};
use crate::error::{AppError, Result};
use crate::handover::queries::{self, Leader};
use crate::model_pack;
use crate::notification::Notice;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/overleveringar/ny", show).post("/overleveringar/ny", make)
}

/// As typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    av: String,
    dag: String,
    save_id: String,
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    av: String,
}

#[derive(Template)]
#[template(path = "handover/begin.html")]
struct BeginPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    leaders: Vec<(String, String)>,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl BeginPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// The day that a form says, when it is one on which somebody can take over.
pub fn change_day(typed: &str, today: Date) -> Option<Date> {
    dates::from_form(typed).filter(|day| *day >= today - Duration::days(120) && *day <= today + Duration::days(400))
}

fn draw(actor: &Actor, leaders: &[Leader], typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let title = text(lang, "handover-begin").into_owned();
    let words = |leader: &Leader| match leader.until {
        Some(day) => {
            text_with(lang, "handover-leader-until", &[("place", &leader.place_name), ("who", &leader.name), ("day", &dates::long(day))])
        }
        None => text_with(lang, "handover-leader", &[("place", &leader.place_name), ("who", &leader.name)]),
    };
    let page = BeginPage {
        crumbs: crumbs(actor, ("/overleveringar/ny".to_owned(), title.clone())),
        leaders: leaders.iter().map(|leader| (leader.key(), words(leader))).collect(),
        typed,
        cx: Page::new(actor, title).refused_when(!errors.is_empty()),
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(asked): Query<Asked>) -> Result<Response> {
    if !begins_handovers(&actor) {
        return Err(AppError::NotFound);
    }
    let mut tx = app.database.read(&actor.scope()).await?;
    let leaders = queries::leaders(&mut tx, &actor).await?;
    tx.commit().await?;
    // The day after the role ends, where that is known: the first of the one who comes.
    let chosen = leaders.iter().find(|leader| leader.key() == asked.av);
    let day = chosen.and_then(|leader| leader.until).and_then(Date::next_day);
    let typed = Typed { av: asked.av, dag: day.map_or_else(String::new, dates::for_form), save_id: Uuid::new_v4().to_string() };
    draw(&actor, &leaders, typed, Vec::new())
}

async fn make(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    if !begins_handovers(&actor) {
        return Err(AppError::NotFound);
    }
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let leaders = queries::leaders(&mut tx, &actor).await?;
    let chosen = leaders.iter().find(|leader| leader.key() == typed.av);
    let day = change_day(&typed.dag, actor.today);
    let (Some(leader), Some(day)) = (chosen, day) else {
        let mut errors = Vec::new();
        if chosen.is_none() {
            errors.extend(on(&actor, "av", "error-handover-leader"));
        }
        if day.is_none() {
            errors.extend(on(&actor, "dag", "error-handover-day"));
        }
        return draw(&actor, &leaders, typed, errors);
    };
    let can = CanBeginHandover::of(&actor, leader.place, leader.person)?;
    let pack = model_pack::newest(&mut tx, actor.municipality).await?.ok_or(AppError::NotFound)?;
    let Some(id) = queries::begin(&mut tx, &actor, can, (pack, day, save_id)).await? else {
        let errors = on(&actor, "av", "error-handover-open");
        return draw(&actor, &leaders, typed, errors);
    };
    let handover = queries::load(&app, &mut tx, &actor, id).await?;
    tell(&mut tx, &actor, &handover, &[leader.person], Notice::HandoverBegun).await?;
    tx.commit().await?;
    Ok(flash::redirect(&handover.href(), Flash::HandoverBegun))
}
