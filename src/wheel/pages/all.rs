//! `/arshjul/{segment}/unntak`: skoleeier moves or skips a segment for all schools, with a reason that everybody reads.
use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::{Wanted, crumbs, year_of_form};
use crate::App;
use crate::access::Actor;
use crate::access::rules::CanKeepWheel;
use crate::error::{AppError, Result};
use crate::ids::PersonId;
use crate::municipality;
use crate::notification::{self, Message, Notice};
use crate::self_assessment::school_year;
use crate::text::{InBoth, Lang, dates, text, text_with};
use crate::web::extract::{Form, Path, Query};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page};
use crate::web::routes::Routes;
use crate::wheel::loading;
use crate::wheel::model::{Change, LONGEST_REASON, Placed, Wheel, Wish};
use crate::wheel::queries;
use crate::writing::short_text;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/arshjul/{segment}/unntak", show).post("/arshjul/{segment}/unntak", decide)
}

/// What is asked or decided, as typed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// The school year.
    pub ar: String,
    /// `flytte` or `hoppe`.
    #[serde(default)]
    pub onske: String,
    /// The new deadline.
    #[serde(default)]
    pub dag: String,
    /// Why.
    #[serde(default)]
    pub grunn: String,
    /// `ja`: it stands at once.
    #[serde(default)]
    pub avgjer: String,
    /// Made with the form.
    #[serde(default)]
    pub save_id: String,
}

impl Typed {
    /// An empty form.
    pub fn new(year: i32) -> Self {
        Self { ar: year.to_string(), save_id: Uuid::new_v4().to_string(), ..Self::default() }
    }

    /// What is wished, and why; or what is wrong with each field.
    pub fn check(&self, wheel: &Wheel, lang: Lang) -> Result<(Wish, String), Vec<(String, String)>> {
        let mut errors = Vec::new();
        let wish = match self.onske.as_str() {
            "hoppe" => Some(Wish::Skip),
            "flytte" => {
                let day = dates::from_form(&self.dag).filter(|day| wheel.whole().is_some_and(|whole| whole.distance(*day) == 0));
                if day.is_none() {
                    errors.push(("dag".to_owned(), text_with(lang, "error-wheel-outside", &[("year", &school_year(wheel.year))])));
                }
                day.map(Wish::Move)
            }
            _ => {
                errors.push(("onske".to_owned(), text(lang, "error-wheel-wish").into_owned()));
                None
            }
        };
        let reason = short_text(&self.grunn, LONGEST_REASON, text(lang, "error-wheel-reason"), lang);
        if let Err(sentence) = &reason {
            errors.push(("grunn".to_owned(), sentence.clone()));
        }
        match (wish, reason) {
            (Some(wish), Ok(reason)) => Ok((wish, reason)),
            _ => Err(errors),
        }
    }
}

#[derive(Template)]
#[template(path = "wheel/all.html")]
struct AllPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    heading: String,
    days: String,
    why: String,
    action: String,
    back: String,
    typed: Typed,
    errors: Vec<(String, String)>,
}

impl AllPage {
    fn error(&self, field: &str) -> Option<String> {
        page::error_on(&self.errors, field)
    }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Query(wanted): Query<Wanted>) -> Result<Response> {
    let _ = CanKeepWheel::of(&actor)?;
    let year = wanted.year(actor.today)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let wheel = loading::wheel(&app, &mut tx, actor.municipality, year).await?.ok_or(AppError::NotFound)?;
    tx.commit().await?;
    draw(&actor, &wheel, wheel.segment(&key)?, Typed::new(year), Vec::new())
}

async fn decide(Extract(app): Extract<App>, actor: Actor, Path(key): Path<String>, Form(typed): Form<Typed>) -> Result<Response> {
    let can = CanKeepWheel::of(&actor)?;
    let year = year_of_form(&typed.ar)?;
    let save_id = Uuid::try_parse(&typed.save_id).map_err(|_| AppError::BadRequest("error-bad-form"))?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let wheel = loading::wheel(&app, &mut tx, actor.municipality, year).await?.ok_or(AppError::NotFound)?;
    let placed = wheel.segment(&key)?;
    let (wish, reason) = match typed.check(&wheel, actor.lang) {
        Ok(checked) => checked,
        Err(errors) => return draw(&actor, &wheel, placed, typed, errors),
    };
    let change = Change { year, segment: &key, wish, reason: &reason, decided: true, save_id };
    let name = actor.name_and_title();
    if queries::ask_for_all(&mut tx, can, &name, &change, actor.now).await? {
        let leaders = municipality::leaders_of_all(&mut tx, actor.municipality, actor.today).await?;
        let mut people: Vec<PersonId> = leaders.into_values().flatten().collect();
        people.sort_unstable();
        people.dedup();
        let what = InBoth::each(|lang| format!("{} ({})", placed.segment.name.get(lang), wish.words(lang)));
        let message = Message { notice: Notice::WheelAnswered, who: &name, what: &what, href: &format!("/arshjul?ar={year}#{key}") };
        notification::tell(&mut tx, actor.municipality, actor.now, &people, Some(actor.person), &message).await?;
    }
    tx.commit().await?;
    Ok(flash::redirect(&format!("/arshjul?ar={year}"), Flash::WheelDecided))
}

fn draw(actor: &Actor, wheel: &Wheel, placed: Placed<'_>, typed: Typed, errors: Vec<(String, String)>) -> Result<Response> {
    let (lang, year, key) = (actor.lang, wheel.year, &placed.segment.key);
    let heading = text_with(lang, "wheel-all-title", &[("name", &placed.segment.name.get(lang))]);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let here = format!("/arshjul/{key}/unntak");
    let page = AllPage {
        cx: Page::new(actor, heading.clone()).refused_when(!errors.is_empty()),
        crumbs: crumbs(lang, year, [(format!("{here}?ar={year}"), heading.clone())]),
        heading,
        days: placed.days.words(),
        why: placed.segment.why.get(lang).to_owned(),
        action: here,
        back: format!("/arshjul?ar={year}"),
        typed,
        errors,
    };
    Ok((status, page::html(&page)?).into_response())
}
