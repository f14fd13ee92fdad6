//! `/kontaktkort`, `/kontaktkort/{school}` and their forms. A card is one sheet of paper in large type.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;
use uuid::Uuid;

use super::model::{Card, Line, TypedLine, checked, form, sent};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::access::rules::CardRights;
use crate::calendar::years_after;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::SchoolId;
use crate::municipality;
use crate::support::typed::Errors;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Pairs, Path, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this part.
pub fn routes() -> Routes {
    Routes::new()
        .get("/kontaktkort", of_municipality)
        .get("/kontaktkort/endring", form_of_municipality)
        .post("/kontaktkort/endring", save_of_municipality)
        .get("/kontaktkort/{school}", of_school)
        .get("/kontaktkort/{school}/endring", form_of_school)
        .post("/kontaktkort/{school}/endring", save_of_school)
}

struct Shown {
    name: String,
    lines: Vec<Line>,
    /// Who revised it last, and when; empty: nobody has written it.
    revised: String,
    old: bool,
    /// Where the actor revises it.
    revise: Option<String>,
}

#[derive(Template)]
#[template(path = "support/card.html")]
struct CardPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    title: String,
    cards: Vec<Shown>,
    /// The cards of schools that the actor reads.
    schools: Vec<(SchoolId, String)>,
}

#[derive(Template)]
#[template(path = "support/card_form.html")]
struct FormPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    kicker: String,
    heading: String,
    href: String,
    back: String,
    rev: i32,
    save_id: String,
    lines: Vec<TypedLine>,
    /// What somebody else has saved since the form was made.
    stands: Option<(String, Vec<Line>)>,
    errors: Errors,
}

impl FormPage {
    fn line_error(&self, line: &TypedLine, what: &str) -> Option<String> {
        page::error_on(&self.errors, &format!("{}-{what}", line.field))
    }
}

/// Where a card is.
fn href_of(school: Option<SchoolId>) -> String {
    school.map_or_else(|| "/kontaktkort".to_owned(), |school| format!("/kontaktkort/{school}"))
}

fn crumbs(actor: &Actor, (school, name): (Option<SchoolId>, &str), page: Option<(String, String)>) -> Vec<(String, String)> {
    let mut steps = vec![
        ("/".to_owned(), text(actor.lang, "nav-start").into_owned()),
        ("/kontaktkort".to_owned(), text(actor.lang, "card-link").into_owned()),
    ];
    if let Some(school) = school {
        steps.push((format!("/kontaktkort/{school}"), name.to_owned()));
    }
    steps.extend(page);
    steps
}

fn revised(actor: &Actor, card: &Card) -> String {
    let day = dates::long(dates::norwegian_date(card.revised.1));
    text_with(actor.lang, "card-revised", &[("day", &day), ("who", &card.revised.0)])
}

/// Whose card it is, by name.
async fn name_of(tx: &mut Tx, actor: &Actor, school: Option<SchoolId>) -> Result<String> {
    match school {
        None => Ok(actor.municipality_name.clone()),
        Some(school) => Ok(municipality::school(tx, actor.municipality, school).await?.ok_or(AppError::NotFound)?.name),
    }
}

async fn shown(tx: &mut Tx, actor: &Actor, school: Option<SchoolId>) -> Result<Shown> {
    let rights = CardRights::of(actor, school)?;
    let name = name_of(tx, actor, school).await?;
    let card = queries::card(tx, actor, school).await?;
    Ok(Shown {
        name,
        revised: card.as_ref().map_or_else(String::new, |card| revised(actor, card)),
        old: card.as_ref().is_some_and(|card| years_after(dates::norwegian_date(card.revised.1), 1) <= actor.today),
        lines: card.map_or_else(Vec::new, |card| card.lines),
        revise: rights.revises.then(|| format!("{}/endring", href_of(school))),
    })
}

async fn show(app: &App, actor: &Actor, school: Option<SchoolId>) -> Result<Response> {
    // A school that the actor knows nothing of is not looked up.
    let _ = CardRights::of(actor, school)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let own = shown(&mut tx, actor, school).await?;
    let name = own.name.clone();
    let mut cards = vec![own];
    if school.is_some() {
        cards.push(shown(&mut tx, actor, None).await?);
    }
    let schools = municipality::schools(&mut tx, actor.municipality).await?;
    tx.commit().await?;
    let reads = schools.into_iter().filter(|one| one.takes_part(actor.today) && CardRights::of(actor, Some(one.id)).is_ok());
    let title = text_with(actor.lang, "card-title", &[("name", &name)]);
    page::html(&CardPage {
        cx: Page::new(actor, title.clone()),
        crumbs: crumbs(actor, (school, &name), None),
        title,
        cards,
        schools: reads.filter(|one| Some(one.id) != school).map(|one| (one.id, one.name)).collect(),
    })
}

async fn of_municipality(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    show(&app, &actor, None).await
}

async fn of_school(Extract(app): Extract<App>, actor: Actor, Path(school): Path<SchoolId>) -> Result<Response> {
    show(&app, &actor, Some(school)).await
}

/// What the form is drawn with.
struct Drawn {
    lines: Vec<TypedLine>,
    rev: i32,
    stands: Option<(String, Vec<Line>)>,
    errors: Errors,
}

fn draw(actor: &Actor, (school, name): (Option<SchoolId>, String), drawn: Drawn) -> Result<Response> {
    let heading = text(actor.lang, "card-revise").into_owned();
    let back = href_of(school);
    let href = format!("{back}/endring");
    let page = FormPage {
        cx: Page::new(actor, format!("{heading} – {name}")).refused_when(!drawn.errors.is_empty()),
        crumbs: crumbs(actor, (school, &name), Some((href.clone(), heading.clone()))),
        kicker: name,
        heading,
        href,
        back,
        rev: drawn.rev,
        save_id: Uuid::new_v4().to_string(),
        lines: drawn.lines,
        stands: drawn.stands,
        errors: drawn.errors,
    };
    page::answered(&page, &page.errors)
}

async fn show_form(app: &App, actor: &Actor, school: Option<SchoolId>) -> Result<Response> {
    let _ = CardRights::of(actor, school)?.can_revise()?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let name = name_of(&mut tx, actor, school).await?;
    let card = queries::card(&mut tx, actor, school).await?;
    tx.commit().await?;
    let (lines, rev) = card.map_or_else(|| (form(&[]), 0), |card| (form(&card.lines), card.rev));
    draw(actor, (school, name), Drawn { lines, rev, stands: None, errors: Errors::new() })
}

async fn form_of_municipality(Extract(app): Extract<App>, actor: Actor) -> Result<Response> {
    show_form(&app, &actor, None).await
}

async fn form_of_school(Extract(app): Extract<App>, actor: Actor, Path(school): Path<SchoolId>) -> Result<Response> {
    show_form(&app, &actor, Some(school)).await
}

async fn save(app: &App, actor: &Actor, school: Option<SchoolId>, pairs: &Pairs) -> Result<Response> {
    let can = CardRights::of(actor, school)?.can_revise()?;
    pairs.only(&["rev", "save_id"], &["l-"])?;
    let save_id = save_id(pairs.get("save_id").unwrap_or_default())?;
    let base: i32 = pairs.get("rev").and_then(|rev| rev.parse().ok()).ok_or(AppError::BadRequest("error-bad-form"))?;
    let lines = sent(pairs);
    let mut tx = app.database.write(&actor.scope()).await?;
    let name = name_of(&mut tx, actor, school).await?;
    let taken = match checked(actor, &lines) {
        Ok(taken) => taken,
        Err(errors) => return draw(actor, (school, name), Drawn { lines, rev: base, stands: None, errors }),
    };
    if queries::save(&mut tx, actor, can, (&taken, base, save_id)).await? {
        tx.commit().await?;
        return Ok(flash::redirect(&href_of(school), Flash::Saved));
    }
    let card = queries::card(&mut tx, actor, school).await?.ok_or(AppError::NotFound)?;
    let errors = vec![("l-1-kven".to_owned(), text(actor.lang, "error-card-newer").into_owned())];
    let stands = Some((revised(actor, &card), card.lines));
    draw(actor, (school, name), Drawn { lines, rev: card.rev, stands, errors })
}

async fn save_of_municipality(Extract(app): Extract<App>, actor: Actor, pairs: Pairs) -> Result<Response> {
    save(&app, &actor, None, &pairs).await
}

async fn save_of_school(Extract(app): Extract<App>, actor: Actor, Path(school): Path<SchoolId>, pairs: Pairs) -> Result<Response> {
    save(&app, &actor, Some(school), &pairs).await
}
