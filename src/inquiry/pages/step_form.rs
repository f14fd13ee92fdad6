//! The form of a step, as it is, refused, or beside what somebody else has written.
use std::collections::HashMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::list::{crumbs, story_titles, title};
use super::one::{self, Compared};
use super::step::looked_at;
use crate::access::Actor;
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::StoryId;
use crate::indicator::catalogue::catalogue;
use crate::indicator::copied;
use crate::indicator::set;
use crate::inquiry::model::{Content, EXPLANATIONS, Errors, Inquiry, Step, Typed, Written};
use crate::inquiry::queries::{self, Links};
use crate::municipality;
use crate::text::{Lang, dates, text, text_with};
use crate::web::page::{self, Page, capital};

/// A box.
struct Choice {
    key: String,
    name: String,
    checked: bool,
}

#[derive(Template)]
#[template(path = "inquiry/step.html")]
struct StepPage {
    cx: Page,
    heading: String,
    /// The figure it starts at.
    origin: Option<String>,
    compared: Option<Compared>,
    crumbs: Vec<(String, String)>,
    step: Step,
    href: String,
    action: String,
    typed: Typed,
    explanations: Vec<String>,
    indicators: Vec<Choice>,
    stories: Vec<Choice>,
    /// Unit and name of the figure that is expected.
    measured_by: Option<String>,
    /// The month in which the catalogue awaits the figure.
    expected: Option<String>,
    /// There is a newer figure, or no figure at all: the chain can go on in a new one.
    goes_on: bool,
    clears: bool,
    newer: Option<(String, Vec<String>)>,
    hint: Option<String>,
    errors: Vec<(String, String)>,
}

impl StepPage {
    fn error(&self, id: &str) -> Option<String> {
        page::error_on(&self.errors, id)
    }

    /// Whether something is ticked, so that what is folded stands open.
    fn any(choices: &[Choice]) -> bool {
        choices.iter().any(|choice| choice.checked)
    }

    fn is(&self, key: &str) -> bool {
        self.step.key() == key
    }
}

/// The form: as it is, refused (422), or beside a newer text (409).
pub async fn draw(
    tx: &mut Tx,
    actor: &Actor,
    (inquiry, step): (&Inquiry, Step),
    typed: Typed,
    errors: Errors,
    newer: Option<Written>,
    clears: bool,
) -> Result<Response> {
    let lang = actor.lang;
    let school = municipality::school(tx, actor.municipality, inquiry.school).await?.ok_or(AppError::NotFound)?;
    let titles = story_titles(tx, actor, inquiry.school).await?;
    let sets = set::standing(tx, actor.municipality, actor.pack.as_deref()).await?;
    let status = match (newer.is_some(), errors.is_empty()) {
        (true, _) => StatusCode::CONFLICT,
        (false, false) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, true) => StatusCode::OK,
    };
    let newer = match newer {
        Some(newer) => {
            let who = text_with(lang, "conflict-by", &[("who", &newer.by), ("when", &dates::recent(newer.at, actor.today))]);
            let mut all = lines(&newer.content, inquiry, step, lang);
            if step == Step::Why {
                all.extend(names(&queries::links(tx, inquiry).await?, &titles, lang));
            }
            Some((who, all))
        }
        None => None,
    };
    let compared = match (step, &inquiry.origin) {
        (Step::Outcome, Some((indicator, grade, _))) if inquiry.newer.is_some() => {
            let newest = copied::at_school(tx, actor, inquiry.school, indicator, *grade).await?.pop();
            let written = queries::steps(tx, inquiry).await?;
            newest.and_then(|newest| one::compared(inquiry, &newest, &written, lang))
        }
        _ => None,
    };
    let mut steps = crumbs(inquiry.school, school.name, actor);
    steps.push((inquiry.href(), capital(&title(inquiry, &titles, actor))));
    let heading = text(lang, step.text_key()).into_owned();
    steps.push((inquiry.step_href(step), heading.clone()));
    let mut explanations: Vec<String> = typed.explanations.iter().filter(|typed| !typed.trim().is_empty()).cloned().collect();
    explanations.resize(EXPLANATIONS, String::new());
    let page = StepPage {
        cx: Page::new(actor, heading.clone()).refused_when(status != StatusCode::OK),
        heading,
        origin: inquiry.origin.as_ref().map(|(indicator, grade, figure)| {
            let name = capital(&copied::name(indicator, *grade, lang));
            let (value, year) = (figure.words(indicator, lang), figure.year.to_string());
            text_with(lang, "inquiry-origin-line", &[("name", &name), ("value", &value), ("year", &year)])
        }),
        compared,
        crumbs: steps,
        step,
        href: inquiry.href(),
        action: inquiry.step_href(step),
        explanations,
        indicators: indicator_choices(&sets, inquiry, &typed, actor),
        stories: story_choices(&titles, &typed),
        measured_by: inquiry.origin.as_ref().map(|(indicator, grade, _)| capital(&copied::name(indicator, *grade, lang))),
        expected: inquiry.expected().map(|expected| dates::month_and_year(expected.from)),
        goes_on: inquiry.newer.is_some() || inquiry.origin.is_none(),
        clears,
        newer,
        hint: Some(text(lang, step.hint_key()).into_owned()),
        errors: errors.into_iter().map(|(id, sentence)| (id.to_owned(), sentence)).collect(),
        typed,
    };
    Ok((status, page::html(&page)?).into_response())
}

fn indicator_choices(sets: &[set::StandingSet], inquiry: &Inquiry, typed: &Typed, actor: &Actor) -> Vec<Choice> {
    let choice = |key: &'static str| {
        let name = capital(catalogue().get(key)?.name.get(actor.lang));
        Some(Choice { key: key.to_owned(), name, checked: typed.indicators.iter().any(|sent| sent == key) })
    };
    looked_at(sets, inquiry.named).into_iter().filter_map(choice).collect()
}

fn story_choices(titles: &HashMap<StoryId, String>, typed: &Typed) -> Vec<Choice> {
    let mut stories: Vec<_> = titles.iter().collect();
    stories.sort_by_key(|(_, title)| title.to_lowercase());
    let choice = |(story, title): (&StoryId, &String)| Choice {
        key: story.to_string(),
        name: title.clone(),
        checked: typed.stories.contains(&story.to_string()),
    };
    stories.into_iter().map(choice).collect()
}

/// All that a step holds, line by line.
fn lines(content: &Content, inquiry: &Inquiry, step: Step, lang: Lang) -> Vec<String> {
    let labelled = |key: &str, value: &str| format!("{}: {value}", text(lang, key));
    let texts = content.explanations.iter().chain([&content.body, &content.beside]).filter(|text| !text.is_empty()).cloned();
    let mut all: Vec<String> = texts.collect();
    let who_and_when = [("inquiry-who", &content.who), ("inquiry-begins", &content.begins)];
    all.extend(who_and_when.iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| labelled(key, value)));
    let amount = inquiry.origin.as_ref().zip(content.amount).map(|((indicator, _, _), amount)| indicator.format(amount));
    all.extend(amount.map(|amount| labelled("inquiry-amount", &amount)));
    let day = if step == Step::Action { "inquiry-check" } else { "inquiry-measured-on" };
    all.extend(content.day.map(|on| labelled(day, &dates::long(on))));
    all
}

/// What is linked, by name, as far as the actor reads it.
fn names(links: &Links, titles: &HashMap<StoryId, String>, lang: Lang) -> Vec<String> {
    let stories = links.stories.iter().filter_map(|story| titles.get(story).cloned());
    let indicators = links.indicators.iter().filter_map(|key| catalogue().get(key));
    stories.chain(indicators.map(|indicator| capital(indicator.name.get(lang)))).collect()
}
