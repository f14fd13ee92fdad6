//! `/skoler/nummer`: somebody says that a number in a file is a school that is here. The register tells of no successors, so nobody else can.
//!
//! Two schools that are both here are never made one: their figures are two series, and which of them goes on is a question for people.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use time::Date;

use super::model::{Known, is_number, parse_day};
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanImport, CanKeepSchools};
use crate::error::{AppError, Result};
use crate::ids::FormerIdentityId;
use crate::indicator::reading::tidy;
use crate::indicator::{Changed, figures_changed, one_change_at_a_time};
use crate::municipality::School;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::{Form, Nothing, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/skoler/nummer", form).post("/skoler/nummer", join).post("/skoler/nummer/{former}/oppheving", part)
}

/// The most characters of a school's name that are kept.
const LONGEST_NAME: usize = 200;

/// Where it is said that a number is a school that is here; `back` is the page to come back to.
#[must_use]
pub fn joining_address(number: &str, name: &str, back: &str) -> String {
    let query = serde_html_form::to_string([("nummer", number), ("namn", name), ("tilbake", back)]).unwrap_or_default();
    format!("/skoler/nummer?{query}")
}

/// The form as it was sent.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    /// The number in the file.
    #[serde(default)]
    nummer: String,
    /// The name beside it.
    #[serde(default)]
    namn: String,
    /// The page to come back to.
    #[serde(default)]
    tilbake: String,
    /// A school's id.
    #[serde(default)]
    skule: String,
    /// `nytt`: the school has this number now; `gammalt`: it had it before.
    #[serde(default)]
    slag: String,
    /// The day that it changed.
    #[serde(default)]
    dato: String,
}

impl Typed {
    /// A page of ours: nobody is sent elsewhere.
    fn back(&self) -> &str {
        let ours = ["/indikatorer/import/", "/skoler/register/"].iter().any(|start| {
            let id = self.tilbake.strip_prefix(start);
            id.is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
        });
        if ours { &self.tilbake } else { "/skoler/register" }
    }
}

/// What is to be joined.
struct Joining<'a> {
    school: &'a School,
    is_new: bool,
    changed: Date,
}

/// What is said; or what is wrong, field by field.
fn check<'a>(typed: &Typed, known: &'a Known, today: Date, lang: Lang) -> std::result::Result<Joining<'a>, Vec<(String, String)>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, key: &str| errors.push((field.to_owned(), text(lang, key).into_owned()));
    let school = known.schools.iter().find(|school| school.id.to_string() == typed.skule);
    if school.is_none() {
        wrong("skule", "joining-no-school");
    }
    let is_new = match typed.slag.as_str() {
        "nytt" => Some(true),
        "gammalt" => Some(false),
        _ => None,
    };
    if is_new.is_none() {
        wrong("slag-nytt", "joining-no-kind");
    }
    let changed = parse_day(typed.dato.trim()).ok().filter(|day| *day <= today && day.year() >= 1990);
    if changed.is_none() {
        wrong("dato", "joining-no-day");
    }
    match (school, is_new, changed) {
        (Some(school), Some(is_new), Some(changed)) if errors.is_empty() => Ok(Joining { school, is_new, changed }),
        _ => Err(errors),
    }
}

/// The school that the number belongs to here already.
fn owner<'a>(known: &'a Known, number: &str) -> Option<&'a School> {
    let former = known.former.get(number);
    known.schools.iter().find(|school| school.organisation_number == number || Some(&school.id) == former)
}

#[derive(Template)]
#[template(path = "municipality/joining.html")]
struct JoiningPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    typed: Typed,
    back: String,
    /// Id, name with number, chosen.
    schools: Vec<(String, String, bool)>,
    errors: Vec<(String, String)>,
}

impl JoiningPage {
    /// What is wrong with a field.
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

/// The number and the name of the file, as they can be kept.
fn tidied(mut typed: Typed) -> Result<Typed> {
    typed.nummer = typed.nummer.chars().filter(|c| !c.is_whitespace()).collect();
    typed.namn = tidy(&typed.namn).chars().take(LONGEST_NAME).collect();
    if !is_number(&typed.nummer) || crate::writing::national_identity::find(&typed.namn).is_some() {
        return Err(AppError::BadRequest("joining-bad-number"));
    }
    Ok(typed)
}

async fn form(Extract(app): Extract<App>, actor: Actor, Query(typed): Query<Typed>) -> Result<Response> {
    let can = CanKeepSchools::of(&actor)?;
    let typed = tidied(typed)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let known = queries::known(&mut tx, can.municipality()).await?;
    tx.commit().await?;
    draw(&actor, typed, &known, Vec::new())
}

fn draw(actor: &Actor, typed: Typed, known: &Known, mut errors: Vec<(String, String)>) -> Result<Response> {
    let lang = actor.lang;
    if let Some(school) = owner(known, &typed.nummer) {
        errors = vec![("skule".to_owned(), text_with(lang, "joining-is-here", &[("number", &typed.nummer), ("school", &school.name)]))];
    }
    let failed = !errors.is_empty();
    let title = text_with(lang, "joining-title", &[("number", &typed.nummer)]);
    let guess =
        known.schools.iter().find(|school| school.name.to_lowercase() == typed.namn.to_lowercase()).map(|school| school.id.to_string());
    let chosen = if typed.skule.is_empty() { guess.unwrap_or_default() } else { typed.skule.clone() };
    let choice = |school: &School| {
        let last = school.closed_on.and_then(Date::previous_day).filter(|last| *last < actor.today);
        let closed = last.map(|last| format!(", {}", text_with(lang, "joining-closed", &[("date", &dates::long(last))])));
        let name = format!("{} ({}){}", school.name, school.organisation_number, closed.unwrap_or_default());
        (school.id.to_string(), name, school.id.to_string() == chosen)
    };
    let page = JoiningPage {
        cx: Page::new(actor, title.clone()).refused_when(failed),
        crumbs: vec![
            ("/skoler/register".to_owned(), text(lang, "register-title").into_owned()),
            (joining_address(&typed.nummer, &typed.namn, typed.back()), title),
        ],
        back: typed.back().to_owned(),
        schools: known.schools.iter().map(choice).collect(),
        errors,
        typed,
    };
    let response = page::html(&page)?;
    Ok(if failed { (StatusCode::UNPROCESSABLE_ENTITY, response).into_response() } else { response })
}

async fn join(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanKeepSchools::of(&actor)?;
    let typed = tidied(typed)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    one_change_at_a_time(&mut tx, can.municipality()).await?;
    let known = queries::known(&mut tx, can.municipality()).await?;
    let checked = check(&typed, &known, actor.today, actor.lang);
    let joining = match checked {
        Ok(joining) if owner(&known, &typed.nummer).is_none() => joining,
        Ok(_) => return draw(&actor, typed, &known, Vec::new()),
        Err(errors) => return draw(&actor, typed, &known, errors),
    };
    let Joining { school, is_new, changed } = joining;
    let former = if is_new {
        (school.organisation_number.as_str(), school.name.as_str(), changed)
    } else {
        let name = if typed.namn.is_empty() { school.name.as_str() } else { typed.namn.as_str() };
        (typed.nummer.as_str(), name, changed)
    };
    queries::join(&mut tx, can, school.id, former, &typed.nummer, (&actor.name_and_title(), actor.now)).await?;
    if is_new {
        queries::renumber(&mut tx, can, school, &typed.nummer).await?;
    }
    figures_changed(&mut tx, CanImport::of(&actor)?, Changed::Conditions, actor.now).await?;
    tx.commit().await?;
    Ok(flash::redirect(typed.back(), Flash::NumberJoined))
}

async fn part(
    Extract(app): Extract<App>,
    actor: Actor,
    Path(id): Path<FormerIdentityId>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response> {
    let can = CanKeepSchools::of(&actor)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    one_change_at_a_time(&mut tx, can.municipality()).await?;
    let known = queries::known(&mut tx, can.municipality()).await?;
    let all = queries::former_identities(&mut tx, can).await?;
    let identity = all.into_iter().find(|identity| identity.id == id).ok_or(AppError::NotFound)?;
    let (number, _, _) = identity.joined.as_ref().ok_or(AppError::NotFound)?;
    if queries::figures_under(&mut tx, can, identity.school, number).await? > 0 {
        return Err(AppError::Conflict("joining-error-figures"));
    }
    let school = known.schools.iter().find(|school| school.id == identity.school).ok_or(AppError::NotFound)?;
    // The school got its number by being joined: it gets its former one back, unless it has changed again since.
    if *number != identity.number {
        if school.organisation_number != *number {
            return Err(AppError::Conflict("joining-error-changed-since"));
        }
        queries::renumber(&mut tx, can, school, &identity.number).await?;
    }
    queries::part(&mut tx, can, id, (&actor.name_and_title(), actor.now)).await?;
    figures_changed(&mut tx, CanImport::of(&actor)?, Changed::Conditions, actor.now).await?;
    tx.commit().await?;
    Ok(flash::redirect("/skoler/register", Flash::NumberParted))
}
