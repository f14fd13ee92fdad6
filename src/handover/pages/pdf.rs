//! `/overleveringar/{handover}/pdf`: what was handed over, on paper, by the same words as the page. Made when it is asked for and kept nowhere.
use std::borrow::Cow;

use axum::extract::State as Extract;
use axum::response::Response;
use serde::Serialize;

use super::enter;
use super::front::passed;
use crate::App;
use crate::access::Actor;
use crate::document::pdf::{Meta, Template};
use crate::error::{AppError, Result};
use crate::handover::queries;
use crate::handover::view::Shown;
use crate::ids::HandoverId;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Path;
use crate::web::pdf;
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/overleveringar/{handover}/pdf", show)
}

/// What `handover.typ` draws.
#[derive(Debug, Serialize)]
struct Paper {
    about: Vec<String>,
    /// A warning: the content is not what was handed over.
    changed: Option<Cow<'static, str>>,
    text: Shown,
    /// What the successor has asked.
    questions: Vec<Asked>,
    seal: String,
    words: Words,
}

#[derive(Debug, Serialize)]
struct Asked {
    question: String,
    answer: String,
}

/// Headings.
#[derive(Debug, Serialize)]
struct Words {
    state: Cow<'static, str>,
    nothing: Cow<'static, str>,
    goals: Cow<'static, str>,
    asks: Cow<'static, str>,
    no_asks: Cow<'static, str>,
    what: Cow<'static, str>,
    due: Cow<'static, str>,
    how: Cow<'static, str>,
    no_promises: Cow<'static, str>,
    questions: Cow<'static, str>,
}

impl Words {
    fn of(lang: Lang) -> Self {
        let t = |key| text(lang, key);
        Self {
            state: t("handover-where"),
            nothing: t("handover-nothing"),
            goals: t("handover-goals"),
            asks: t("handover-asks"),
            no_asks: t("handover-no-asks"),
            what: t("handover-what"),
            due: t("handover-when"),
            how: t("handover-how"),
            no_promises: t("handover-no-promises"),
            questions: t("handover-questions"),
        }
    }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<HandoverId>) -> Result<Response> {
    let lang = actor.lang;
    let (mut tx, handover) = enter(&app, &actor, id).await?;
    if !handover.rights.reads() {
        return Err(AppError::NotFound);
    }
    let words = queries::words(&mut tx, &actor, &handover).await?;
    let passed = passed(&app, &mut tx, &actor, &handover, &words).await?;
    let questions = queries::questions(&mut tx, &actor, &handover).await?;
    tx.commit().await?;
    let who = if handover.successor.is_empty() {
        text_with(lang, "handover-from", &[("leaver", &handover.leaver)])
    } else {
        text_with(lang, "handover-from-to", &[("leaver", &handover.leaver), ("successor", &handover.successor)])
    };
    let state = if passed.sealed.is_empty() { text(lang, "handover-not-done").into_owned() } else { passed.sealed };
    let paper = Paper {
        about: vec![format!("{who} {}", text_with(lang, "handover-first-day", &[("day", &dates::long(handover.day))])), state],
        changed: (!passed.intact).then(|| text(lang, "handover-not-intact")),
        text: passed.shown.ok_or(AppError::NotFound)?,
        questions: questions
            .into_iter()
            .map(|one| Asked { question: one.words, answer: one.answer.map_or_else(String::new, |(words, ..)| words) })
            .collect(),
        seal: if passed.sum.is_empty() { String::new() } else { text_with(lang, "sign-sum", &[("hash", &passed.sum)]) },
        words: Words::of(lang),
    };
    let title = handover.title(lang);
    let meta = Meta { title: title.clone(), lang, municipality: actor.municipality_name.clone(), made_at: actor.now };
    Ok(pdf::shown(&title, app.pdf.render(Template::Handover, &paper, &meta).await?))
}
