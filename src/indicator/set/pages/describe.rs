//! What a set is called and what it is looked at for, in both written forms; also of a new one.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::super::edit::Edit;
use super::super::model::StandingSet;
use super::working::{Errors, Refusal, Told, Working, carry_out, told};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanComposeSets;
use crate::error::{AppError, Result};
use crate::model_pack::Words;
use crate::text::{Lang, text};
use crate::web::extract::{Form, Path};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/indikatorsett/{key}/navn", form).post("/indikatorsett/{key}/navn", save)
}

/// The most characters of a name and of a purpose.
pub const LONGEST_NAME: usize = 100;
const LONGEST_PURPOSE: usize = 600;

/// The form as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Typed {
    rev: String,
    namn_nn: String,
    namn_nb: String,
    formaal_nn: String,
    formaal_nb: String,
    /// Key of the set that a new one begins as; empty for none.
    pub fra: String,
}

impl Typed {
    /// Name and purpose.
    ///
    /// # Errors
    ///
    /// Each field that is wrong, with its sentence.
    pub fn read(&self, lang: Lang) -> Result<(Words, Words), Errors> {
        let name = both(("namn_nn", &self.namn_nn), ("namn_nb", &self.namn_nb), LONGEST_NAME, "set-name-missing", lang);
        let purpose =
            both(("formaal_nn", &self.formaal_nn), ("formaal_nb", &self.formaal_nb), LONGEST_PURPOSE, "set-purpose-missing", lang);
        match (name, purpose) {
            (Ok(name), Ok(purpose)) => Ok((name, purpose)),
            (name, purpose) => Err([name.err(), purpose.err()].into_iter().flatten().flatten().collect()),
        }
    }
}

/// A text in both written forms, each from its field (id, value).
///
/// # Errors
///
/// Each field that is wrong, with its sentence.
pub fn both(nn: (&str, &str), nb: (&str, &str), longest: usize, missing: &'static str, lang: Lang) -> Result<Words, Errors> {
    let read = |(id, typed): (&str, &str)| short_text(typed, longest, text(lang, missing), lang).map_err(|error| (id.to_owned(), error));
    match (read(nn), read(nb)) {
        (Ok(nn), Ok(nb)) => Ok(Words { nb, nn }),
        (nn, nb) => Err([nn.err(), nb.err()].into_iter().flatten().collect()),
    }
}

#[derive(Template)]
#[template(path = "indicator/set_name.html")]
struct NamePage<'a> {
    cx: Page,
    crumbs: Vec<(String, String)>,
    /// Where it is sent.
    href: String,
    back: String,
    typed: &'a Typed,
    /// (key, name) of the sets that a new one can begin as; none of one that is there.
    models: Vec<(String, String)>,
    new: bool,
    refusal: &'a Refusal,
    told: Option<&'a Told>,
}

/// The form for a new set.
pub fn draw_new(actor: &Actor, sets: &[StandingSet], typed: &Typed, refusal: &Refusal) -> Result<Response> {
    let page = NamePage {
        cx: Page::new(actor, text(actor.lang, "set-new-title")).refused_when(refusal.is_one()),
        crumbs: vec![
            ("/indikatorsett".to_owned(), text(actor.lang, "sets-title").into_owned()),
            ("/indikatorsett/nytt".to_owned(), text(actor.lang, "set-new-title").into_owned()),
        ],
        href: "/indikatorsett".to_owned(),
        back: "/indikatorsett".to_owned(),
        typed,
        models: sets.iter().map(|set| (set.key().to_owned(), set.content.set.name.get(actor.lang).to_owned())).collect(),
        new: true,
        refusal,
        told: None,
    };
    Ok(refusal.answer(page::html(&page)?))
}

async fn form(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    tx.commit().await?;
    let set = working.content().set;
    let typed = Typed {
        rev: working.revision().to_string(),
        namn_nn: set.name.nn,
        namn_nb: set.name.nb,
        formaal_nn: set.purpose.nn,
        formaal_nb: set.purpose.nb,
        fra: String::new(),
    };
    draw(&actor, &working, &typed, &Refusal::default())
}

fn draw(actor: &Actor, working: &Working, typed: &Typed, refusal: &Refusal) -> Result<Response> {
    let title = text(actor.lang, "set-name-title");
    let href = format!("/indikatorsett/{}/navn", working.key);
    let page = NamePage {
        cx: Page::new(actor, title.clone()).refused_when(refusal.is_one()),
        crumbs: crumbs(actor, working, (&href, &title)),
        href,
        back: format!("/indikatorsett/{}", working.key),
        typed: &Typed { rev: working.revision().to_string(), ..typed.clone() },
        models: Vec::new(),
        new: false,
        refusal,
        told: refusal.told.as_ref(),
    };
    Ok(refusal.answer(page::html(&page)?))
}

/// Where a page below a set is.
pub fn crumbs(actor: &Actor, working: &Working, (href, name): (&str, &str)) -> Vec<(String, String)> {
    vec![
        ("/indikatorsett".to_owned(), text(actor.lang, "sets-title").into_owned()),
        (format!("/indikatorsett/{}", working.key), working.content().set.name.get(actor.lang).to_owned()),
        (href.to_owned(), name.to_owned()),
    ]
}

async fn save(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanComposeSets::of(&actor)?;
    let rev: i32 = typed.rev.parse().map_err(|_| AppError::BadRequest("error-bad-form"))?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let working = Working::to_change(&mut tx, &actor, can, &key).await?;
    let meanwhile = told(&mut tx, &actor, can, &working, rev).await?;
    match (typed.read(actor.lang), meanwhile) {
        (Ok((name, purpose)), None) => {
            carry_out(tx, &actor, can, &working, &Edit::Describe { name, purpose }, &format!("/indikatorsett/{key}")).await
        }
        (read, told) => draw(&actor, &working, &typed, &Refusal { errors: read.err().unwrap_or_default(), told }),
    }
}
