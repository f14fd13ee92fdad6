//! `/stotte/ny`: a rektor asks for support to the school, or one who follows it up writes down help that nobody asked for.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use time::{Date, Duration};

use super::super::{Offer, offer};
use super::{crumbs, queries, tell};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanAskSupport, ChainSide, has_support};
use crate::agreement;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{AgreementId, PersonId, SchoolId};
use crate::model_pack::{self, SupportTemplate};
use crate::notification::Notice;
use crate::support::typed::{Errors, LONGEST_LINE, TypedHelp, helpers, words};
use crate::text::{dates, text};
use crate::web::extract::{Form, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// An answer is wished for within so long.
const FAR: Duration = Duration::days(366);

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/stotte/ny", show).post("/stotte/ny", make)
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    skule: String,
    avtale: String,
}

/// As typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Typed {
    skule: String,
    slag: String,
    ord: String,
    sikker: String,
    svardag: String,
    avtale: String,
    hjelpar: String,
    hjelpar_ord: String,
    fra: String,
    til: String,
    save_id: String,
}

impl Typed {
    fn help(&self) -> TypedHelp {
        TypedHelp { person: self.hjelpar.clone(), name: self.hjelpar_ord.clone(), from: self.fra.clone(), to: self.til.clone() }
    }
}

#[derive(Template)]
#[template(path = "support/school.html")]
struct SchoolPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    schools: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "support/ask.html")]
struct AskPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    asks: bool,
    elsewhere: String,
    /// Key, name and what it helps with.
    kinds: Vec<(String, String, String)>,
    agreements: Vec<(String, String)>,
    people: Vec<(PersonId, String)>,
    typed: Typed,
    help: TypedHelp,
    errors: Errors,
}

impl AskPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// A school that is chosen, with what can be chosen there.
struct At {
    school: SchoolId,
    name: String,
    can: CanAskSupport,
    agreements: Vec<(AgreementId, String)>,
    people: Vec<(PersonId, String)>,
}

impl At {
    fn asks(&self) -> bool {
        self.can.side() == ChainSide::School
    }
}

fn template(actor: &Actor) -> Result<&SupportTemplate> {
    actor.pack.as_ref().and_then(|pack| pack.support.as_ref()).ok_or(AppError::NotFound)
}

fn title(actor: &Actor, asks: bool) -> String {
    text(actor.lang, if asks { "support-ask" } else { "support-offer" }).into_owned()
}

async fn at(tx: &mut Tx, actor: &Actor, (school, name): (SchoolId, String)) -> Result<At> {
    let can = CanAskSupport::of(actor, school)?;
    let asks = can.side() == ChainSide::School;
    let agreements = if asks { agreement::asked_of(tx, actor, school).await? } else { Vec::new() };
    let people = if asks { Vec::new() } else { helpers(tx, actor).await? };
    Ok(At { school, name, can, agreements, people })
}

fn draw(actor: &Actor, at: At, typed: Typed, errors: Errors) -> Result<Response> {
    let (lang, template) = (actor.lang, template(actor)?);
    let heading = title(actor, at.asks());
    let page = AskPage {
        crumbs: crumbs(actor, Some(("/stotte/ny".to_owned(), heading.clone()))),
        kicker: at.name.clone(),
        asks: at.asks(),
        elsewhere: template.elsewhere.get(lang).to_owned(),
        kinds: template
            .kinds
            .iter()
            .map(|kind| (kind.key.clone(), kind.name.get(lang).to_owned(), kind.help.get(lang).to_owned()))
            .collect(),
        agreements: at.agreements.into_iter().map(|(id, words)| (id.to_string(), words)).collect(),
        people: at.people,
        help: typed.help(),
        typed,
        cx: Page::new(actor, format!("{heading} – {}", at.name)).refused_when(!errors.is_empty()),
        heading,
        errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(asked): Query<Asked>) -> Result<Response> {
    if !has_support(&actor) {
        return Err(AppError::NotFound);
    }
    let mut tx = app.database.read(&actor.scope()).await?;
    let mut schools = queries::schools(&mut tx, &actor).await?;
    let named = schools.iter().position(|(id, _)| id.to_string() == asked.skule);
    let Some(index) = named.or_else(|| (schools.len() == 1).then_some(0)) else {
        tx.commit().await?;
        let heading = text(actor.lang, "support-which-school").into_owned();
        return page::html(&SchoolPage {
            crumbs: crumbs(&actor, Some(("/stotte/ny".to_owned(), heading.clone()))),
            schools: schools.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
            cx: Page::new(&actor, heading),
        });
    };
    let at = at(&mut tx, &actor, schools.swap_remove(index)).await?;
    tx.commit().await?;
    let wished = actor.today + Duration::days(i64::from(template(&actor)?.answer_days));
    let typed = Typed {
        skule: at.school.to_string(),
        svardag: dates::for_form(wished),
        avtale: asked.avtale,
        fra: dates::for_form(actor.today),
        save_id: uuid::Uuid::new_v4().to_string(),
        ..Typed::default()
    };
    draw(&actor, at, typed, Errors::new())
}

/// The day an answer is wished for.
fn answer_day(actor: &Actor, typed: &str) -> Result<Date, (String, String)> {
    let day = dates::from_form(typed).filter(|day| *day >= actor.today && *day - actor.today <= FAR);
    day.ok_or_else(|| ("svardag".to_owned(), text(actor.lang, "error-support-answer-day").into_owned()))
}

async fn make(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    if !has_support(&actor) {
        return Err(AppError::NotFound);
    }
    let save_id = save_id(&typed.save_id)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let schools = queries::schools(&mut tx, &actor).await?;
    let chosen = schools.into_iter().find(|(id, _)| id.to_string() == typed.skule).ok_or(AppError::NotFound)?;
    let at = at(&mut tx, &actor, chosen).await?;
    let kind = template(&actor)?.kind(&typed.slag).map(|kind| kind.key.clone());
    let said = words(&actor, &typed.ord, LONGEST_LINE, "error-support-words", (&at.name, &typed.sikker));
    let named = at.agreements.iter().map(|(id, _)| *id).find(|id| id.to_string() == typed.avtale);
    let (day, help) = if at.asks() {
        (answer_day(&actor, &typed.svardag).map(Some), Ok(None))
    } else {
        (Ok(None), typed.help().checked(&actor, &at.people).map(Some))
    };
    let on = |field: &str, key: &str| (field.to_owned(), text(actor.lang, key).into_owned());
    let mut errors: Errors = [
        kind.is_none().then(|| on("slag", "error-support-kind")),
        said.as_ref().err().map(|sentence| ("ord".to_owned(), sentence.clone())),
        day.as_ref().err().cloned(),
        (named.is_none() && !typed.avtale.is_empty()).then(|| on("avtale", "error-support-agreement")),
    ]
    .into_iter()
    .flatten()
    .collect();
    errors.extend(help.as_ref().err().cloned().unwrap_or_default());
    let (Some(kind), Ok(said), Ok(day), Ok(help), true) = (kind, said, day, help, errors.is_empty()) else {
        return draw(&actor, at, typed, errors);
    };
    let pack = model_pack::newest(&mut tx, actor.municipality).await?.ok_or(AppError::NotFound)?;
    if let Some(help) = help {
        let id = offer(&mut tx, &actor, at.can, &Offer { pack, kind: &kind, words: &said, help: &help, save_id }).await?;
        let href = format!("/stotte/{id}");
        tell(&mut tx, &actor, (at.school, ChainSide::School), Notice::SupportMoved, &href).await?;
        tx.commit().await?;
        return Ok(flash::redirect(&href, Flash::Saved));
    }
    let new = queries::New { pack, kind: &kind, words: &said, answer_by: day, agreement: named, save_id };
    let (id, made) = queries::make(&mut tx, &actor, at.can, &new).await?;
    let href = format!("/stotte/{id}");
    if made {
        tell(&mut tx, &actor, (at.school, ChainSide::Owner), Notice::SupportWaits, &href).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&href, Flash::SupportSent))
}
