//! `/samtalar/ny`: a talk is arranged with somebody by name.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use time::Duration;
use uuid::Uuid;

use super::tell;
use crate::App;
use crate::access::rules::{CanArrangeTalk, Party};
use crate::access::{Actor, lock};
use crate::calendar::years_after;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::model_pack;
use crate::notification::Notice;
use crate::sealed_talk::forget_after;
use crate::sealed_talk::model::Partner;
use crate::sealed_talk::queries::{self, NewTalk};
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/samtalar/ny", show).post("/samtalar/ny", make)
}

/// As typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    slag: String,
    person: String,
    dato: String,
    save_id: String,
}

struct Choice {
    value: String,
    name: String,
    about: String,
}

#[derive(Template)]
#[template(path = "sealed_talk/arrange.html")]
struct ArrangePage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kinds: Vec<Choice>,
    partners: Vec<Choice>,
    typed: Typed,
    errors: Vec<(String, String)>,
    lock: String,
    lock_after: u32,
}

impl ArrangePage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

fn draw(actor: &Actor, partners: &[Partner], typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    let pack = actor.pack.as_ref().ok_or(AppError::NotFound)?;
    let kinds = pack.sealed_talks.iter().map(|kind| {
        let after = kind.after.as_ref().and_then(|key| pack.dialogue(key));
        let led_by = text_with(lang, "sealed-led-by", &[("who", &kind.led_by.get(lang))]);
        let after = after.map(|dialogue| text_with(lang, "sealed-after", &[("meeting", &dialogue.name.get(lang))]));
        Choice {
            value: kind.key.clone(),
            name: capital(kind.name.get(lang)),
            about: [Some(led_by), after].into_iter().flatten().collect::<Vec<_>>().join(" "),
        }
    });
    let title = text(lang, "sealed-arrange").into_owned();
    let page = ArrangePage {
        crumbs: vec![
            ("/".to_owned(), text(lang, "nav-start").into_owned()),
            ("/samtalar".to_owned(), text(lang, "sealed-talks").into_owned()),
            ("/samtalar/ny".to_owned(), title.clone()),
        ],
        kinds: kinds.collect(),
        partners: partners.iter().map(|one| Choice { value: one.value(), name: one.name.clone(), about: one.school.1.clone() }).collect(),
        typed,
        lock: lock::address("/samtalar"),
        lock_after: lock::IDLE_SECONDS,
        cx: Page::new(actor, title).refused_when(!errors.is_empty()),
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn enter(app: &App, actor: &Actor) -> Result<(Tx, CanArrangeTalk, Vec<Partner>)> {
    let can = CanArrangeTalk::of(actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    lock::check(&mut tx, actor).await?;
    let partners = queries::partners(&mut tx, actor, &can).await?;
    Ok((tx, can, partners))
}

async fn show(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    let (tx, _, partners) = enter(&app, &actor).await?;
    tx.commit().await?;
    draw(&actor, &partners, Typed { save_id: Uuid::new_v4().to_string(), ..Typed::default() }, Vec::new())
}

async fn make(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let t = |key: &str| text(actor.lang, key).into_owned();
    let (mut tx, can, partners) = enter(&app, &actor).await?;
    let save_id = save_id(&typed.save_id)?;
    let pack = actor.pack.clone().ok_or(AppError::NotFound)?;
    let kind = pack.sealed_talk(&typed.slag);
    let partner = partners.iter().find(|one| one.value() == typed.person);
    // A talk that has been is written down here too, when it was not long ago.
    let day = dates::from_form(&typed.dato).filter(|day| (*day - actor.today).abs() <= Duration::days(400));
    let (Some(kind), Some(partner), Some(day)) = (kind, partner, day) else {
        let errors = [
            kind.is_none().then(|| ("slag".to_owned(), t("error-sealed-kind"))),
            partner.is_none().then(|| ("person".to_owned(), t("error-sealed-person"))),
            day.is_none().then(|| ("dato".to_owned(), t("error-sealed-day"))),
        ];
        return draw(&actor, &partners, typed, errors.into_iter().flatten().collect());
    };
    let id = model_pack::newest(&mut tx, actor.municipality).await?.ok_or(AppError::NotFound)?;
    let (employee, manager) = match partner.own {
        Party::Employee => (actor.person, partner.person),
        Party::Manager => (partner.person, actor.person),
    };
    let new = NewTalk {
        kind: &kind.key,
        pack: id,
        school: partner.school.0,
        employee,
        manager,
        day,
        keep_until: years_after(day, kind.keep_years),
        passes_on: kind.passes_on,
        save_id,
    };
    let (talk, is_new) = queries::arrange(&mut tx, &actor, &can, &new).await?;
    let href = format!("/samtalar/{talk}");
    if is_new {
        tell(&mut tx, &actor, &[partner.person], Notice::SealedArranged, &href).await?;
        forget_after(&mut tx, &actor, new.keep_until).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::SealedArranged))
}
