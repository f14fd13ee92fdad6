//! `/prioritering/kriterium`: what gives a school more follow-up in a school year, written and published by skoleeier before anybody is judged by it.
use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::model::{Criterion, LONGEST_CRITERION, LONGEST_NAME, Line, lines, school_year, sent_lines, year_name};
use super::{crumbs, queries};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CriteriaRights;
use crate::calendar;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::support::typed::Errors;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Pairs, Query, save_id};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/prioritering/kriterium", show).post("/prioritering/kriterium", write).post("/prioritering/kriterium/nytt", add)
}

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
struct Asked {
    ar: Option<i32>,
}

/// A criterion that comes late, as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct TypedLate {
    ar: String,
    namn: String,
    ord: String,
    grunn: String,
    save_id: String,
}

struct Shown {
    name: String,
    words: String,
    about: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "support/criteria.html")]
struct CriteriaPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    year: i32,
    year_name: String,
    /// Other school years: address and name.
    others: Vec<(String, String)>,
    published: Vec<Shown>,
    /// What skoleeier writes before it is published.
    draft: Option<Vec<Line>>,
    /// They come from the pack, and nobody has written them.
    suggested: bool,
    /// Skoleeier adds one.
    late: Option<TypedLate>,
    errors: Errors,
}

impl CriteriaPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }

    fn line_error(&self, line: &Line, what: &str) -> Option<String> {
        self.error(&format!("{}-{what}", line.field))
    }
}

/// What was typed and not taken.
#[derive(Default)]
struct Typed {
    draft: Option<Vec<Line>>,
    late: Option<TypedLate>,
    errors: Errors,
}

fn shown(actor: &Actor, criterion: Criterion) -> Option<Shown> {
    let day = dates::long(dates::norwegian_date(criterion.published?));
    let key = if criterion.reason.is_empty() { "priority-criterion-published" } else { "priority-criterion-late" };
    let about = text_with(actor.lang, key, &[("day", &day), ("who", &criterion.by)]);
    Some(Shown { name: criterion.name, words: criterion.words, about, reason: criterion.reason })
}

async fn draw(mut tx: Tx, actor: &Actor, rights: &CriteriaRights, year: i32, typed: Typed) -> Result<Response> {
    let lang = actor.lang;
    let criteria = queries::criteria(&mut tx, actor, rights, year).await?;
    let mut years = queries::years(&mut tx, actor, rights).await?;
    tx.commit().await?;
    let now = calendar::school_year_of(actor.today);
    years.extend([now, now + 1]);
    years.sort_unstable();
    years.dedup();
    let is_published = criteria.iter().any(|criterion| criterion.published.is_some());
    let suggested = !is_published && criteria.is_empty() && typed.draft.is_none();
    let draft = (rights.writes && !is_published).then(|| {
        let starting = actor.pack.as_ref().and_then(|pack| pack.follow_up.as_ref()).map_or(&[][..], |follow_up| &follow_up.criteria);
        typed.draft.unwrap_or_else(|| {
            if suggested {
                lines(starting.iter().map(|one| (one.name.get(lang).to_owned(), one.words.get(lang).to_owned())))
            } else {
                lines(criteria.iter().map(|one| (one.name.clone(), one.words.clone())))
            }
        })
    });
    let new = || TypedLate { ar: year.to_string(), save_id: uuid::Uuid::new_v4().to_string(), ..TypedLate::default() };
    let title = text(lang, "priority-criteria").into_owned();
    let name = year_name(year);
    let page = CriteriaPage {
        cx: Page::new(actor, format!("{title} {name}")).refused_when(!typed.errors.is_empty()),
        crumbs: crumbs(actor, [("/prioritering/kriterium".to_owned(), title)]),
        others: years
            .into_iter()
            .filter(|other| *other != year)
            .map(|other| (format!("/prioritering/kriterium?ar={other}"), year_name(other)))
            .collect(),
        year,
        year_name: name,
        published: criteria.into_iter().filter_map(|criterion| shown(actor, criterion)).collect(),
        suggested: suggested && draft.is_some(),
        draft,
        late: (rights.writes && is_published).then(|| typed.late.unwrap_or_else(new)),
        errors: typed.errors,
    };
    page::answered(&page, &page.errors)
}

async fn show(Extract(app): Extract<App>, actor: Actor, Query(asked): Query<Asked>) -> Result<Response> {
    let rights = CriteriaRights::of(&actor)?;
    let year = school_year(asked.ar, actor.today).ok_or(AppError::NotFound)?;
    let tx = app.database.read(&actor.scope()).await?;
    draw(tx, &actor, &rights, year, Typed::default()).await
}

/// The year of a form.
fn sent_year(actor: &Actor, sent: &str) -> Result<i32> {
    let year = sent.parse().ok().and_then(|year| school_year(Some(year), actor.today));
    year.ok_or(AppError::BadRequest("error-bad-form"))
}

/// What the lines say; a criterion has both a name and words.
fn checked(actor: &Actor, lines: &[Line], publishes: bool) -> Result<Vec<(String, String)>, Errors> {
    let (mut taken, mut errors) = (Vec::new(), Errors::new());
    for line in lines.iter().filter(|line| !(line.name.trim().is_empty() && line.words.trim().is_empty())) {
        let name = short_text(&line.name, LONGEST_NAME, text(actor.lang, "error-priority-name"), actor.lang);
        let words = short_text(&line.words, LONGEST_CRITERION, text(actor.lang, "error-priority-words"), actor.lang);
        match (name, words) {
            (Ok(name), Ok(words)) => taken.push((name, words)),
            (name, words) => {
                errors.extend(name.err().map(|sentence| (format!("{}-namn", line.field), sentence)));
                errors.extend(words.err().map(|sentence| (format!("{}-ord", line.field), sentence)));
            }
        }
    }
    if publishes && taken.is_empty() && errors.is_empty() {
        errors.push(("k-1-namn".to_owned(), text(actor.lang, "error-priority-none").into_owned()));
    }
    if errors.is_empty() { Ok(taken) } else { Err(errors) }
}

async fn write(Extract(app): Extract<App>, actor: Actor, pairs: Pairs) -> Result<Response> {
    let rights = CriteriaRights::of(&actor)?;
    let can = rights.can_write()?;
    pairs.only(&["ar", "publiser"], &["k-"])?;
    let year = sent_year(&actor, pairs.get("ar").unwrap_or_default())?;
    let publishes = pairs.get("publiser").is_some();
    let lines = sent_lines(&pairs);
    let mut tx = app.database.write(&actor.scope()).await?;
    let criteria = queries::criteria(&mut tx, &actor, &rights, year).await?;
    if criteria.iter().any(|criterion| criterion.published.is_some()) {
        return Err(AppError::Conflict("error-priority-published"));
    }
    let href = format!("/prioritering/kriterium?ar={year}");
    match checked(&actor, &lines, publishes) {
        Ok(criteria) => {
            queries::write(&mut tx, &actor, can, (year, &criteria)).await?;
            if publishes {
                queries::publish(&mut tx, &actor, can, year).await?;
            }
            tx.commit().await?;
            Ok(flash::redirect(&href, if publishes { Flash::CriteriaPublished } else { Flash::Saved }))
        }
        Err(errors) => draw(tx, &actor, &rights, year, Typed { draft: Some(lines), errors, late: None }).await,
    }
}

async fn add(Extract(app): Extract<App>, actor: Actor, Form(typed): Form<TypedLate>) -> Result<Response> {
    let rights = CriteriaRights::of(&actor)?;
    let can = rights.can_write()?;
    let (year, save_id) = (sent_year(&actor, &typed.ar)?, save_id(&typed.save_id)?);
    let mut tx = app.database.write(&actor.scope()).await?;
    let criteria = queries::criteria(&mut tx, &actor, &rights, year).await?;
    if criteria.iter().all(|criterion| criterion.published.is_none()) {
        return Err(AppError::Conflict("error-priority-not-published"));
    }
    let of = |typed: &str, longest, missing: &str| short_text(typed, longest, text(actor.lang, missing), actor.lang);
    let name = of(&typed.namn, LONGEST_NAME, "error-priority-name");
    let words = of(&typed.ord, LONGEST_CRITERION, "error-priority-words");
    let reason = of(&typed.grunn, LONGEST_CRITERION, "error-priority-late");
    if let (Ok(name), Ok(words), Ok(reason)) = (&name, &words, &reason) {
        queries::add(&mut tx, &actor, can, &queries::Late { year, name, words, reason, save_id }).await?;
        tx.commit().await?;
        return Ok(flash::redirect(&format!("/prioritering/kriterium?ar={year}"), Flash::Saved));
    }
    let errors = [("namn", name.err()), ("ord", words.err()), ("grunn", reason.err())];
    let errors = errors.into_iter().filter_map(|(field, error)| Some((field.to_owned(), error?))).collect();
    draw(tx, &actor, &rights, year, Typed { late: Some(typed), errors, draft: None }).await
}
