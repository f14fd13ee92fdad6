//! The form of a step. What is typed on top of something older comes back beside what is stored (409).
use std::collections::{HashMap, HashSet};

use askama::Template;
use axum::extract::State as Extract;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::list::{crumbs, story_titles, title};
use super::one::{self, Compared};
use super::start::figures;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanWriteInquiry, SchoolInquiries};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::{InquiryId, StoryId};
use crate::indicator::catalogue::catalogue;
use crate::indicator::set;
use crate::inquiry::figure;
use crate::inquiry::model::{Content, EXPLANATIONS, Errors, Inquiry, Step, Typed, Written, revision};
use crate::inquiry::queries::{self, Origin};
use crate::municipality;
use crate::text::{dates, text, text_with};
use crate::web::extract::{Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/kjeder/{inquiry}/steg/{step}", show).post("/kjeder/{inquiry}/steg/{step}", save)
}

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
        self.errors.iter().find(|(known, _)| known == id).map(|(_, sentence)| sentence.clone())
    }

    /// Whether something is ticked, so that what is folded stands open.
    fn any(choices: &[Choice]) -> bool {
        choices.iter().any(|choice| choice.checked)
    }

    fn is(&self, key: &str) -> bool {
        self.step.key() == key
    }
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path((id, slug)): Path<(InquiryId, String)>) -> Result<Response> {
    let step = Step::from_slug(&slug)?;
    let mut tx = app.database.read(&actor.scope()).await?;
    let (inquiry, rights) = queries::load(&mut tx, &actor, id).await?;
    let _ = rights.can_write()?;
    let stored = stored(&mut tx, &inquiry, step).await?;
    let mut typed =
        stored.as_ref().map_or_else(|| Typed { rev: "0".to_owned(), ..Typed::default() }, |stored| Typed::of(&stored.content, stored.rev));
    let links = queries::links(&mut tx, &inquiry).await?;
    typed.indicators = links.indicators;
    typed.stories = links.stories.iter().map(ToString::to_string).collect();
    typed.save_id = Uuid::new_v4().to_string();
    let page = draw(&mut tx, &actor, (&inquiry, step), typed, Errors::new(), None, rights.clears && stored.is_some()).await?;
    tx.commit().await?;
    Ok(page)
}

async fn stored(tx: &mut Tx, inquiry: &Inquiry, step: Step) -> Result<Option<Written>> {
    Ok(queries::steps(tx, inquiry).await?.into_iter().find(|written| written.step == step))
}

async fn save(
    Extract(app): Extract<App>,
    actor: Actor,
    Path((id, slug)): Path<(InquiryId, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response> {
    let step = Step::from_slug(&slug)?;
    let base = revision(&typed.rev)?;
    let mut tx = app.database.write(&actor.scope()).await?;
    let (inquiry, rights) = queries::load(&mut tx, &actor, id).await?;
    // Closed meanwhile: whoever writes gets back what was typed, and opens the chain again to save it.
    if rights.reopens {
        let errors = vec![("body", text(actor.lang, "error-inquiry-closed").into_owned())];
        return draw(&mut tx, &actor, (&inquiry, step), typed, errors, None, false).await;
    }
    let can = rights.can_write()?;
    let before = stored(&mut tx, &inquiry, step).await?;
    let content = match typed.check(step, inquiry.origin.as_ref().map(|(indicator, _, _)| *indicator), actor.lang) {
        Ok(content) => content,
        Err(errors) => return draw(&mut tx, &actor, (&inquiry, step), typed, errors, None, false).await,
    };
    let unchanged = before.as_ref().map_or_else(|| content.is_empty(), |before| before.content == content);
    if !unchanged {
        let current = before.as_ref().map_or(0, |before| before.rev);
        if base != current || !queries::write(&mut tx, &actor, can, step, base, &content).await? {
            let newer = stored(&mut tx, &inquiry, step).await?;
            let rev = newer.as_ref().map_or(0, |newer| newer.rev).to_string();
            return draw(&mut tx, &actor, (&inquiry, step), Typed { rev, ..typed }, Errors::new(), newer, false).await;
        }
    }
    if step == Step::Why {
        link(&mut tx, &actor, can, &inquiry, &typed).await?;
    }
    let (to, said) = match (step, typed.etterpa.as_str()) {
        (Step::Outcome, "avslutt") => {
            queries::close(&mut tx, can, Some((actor.now, &actor.name_and_title()))).await?;
            (inquiry.href(), Some(Flash::InquiryClosed))
        }
        (Step::Outcome, "vidare") => (go_on(&mut tx, &actor, can, &inquiry, &typed.save_id).await?, Some(Flash::InquiryStarted)),
        _ => (format!("{}#steg-{}", inquiry.href(), step.slug()), (!unchanged || step == Step::Why).then_some(Flash::Saved)),
    };
    tx.commit().await?;
    Ok(said.map_or_else(|| Redirect::to(&to).into_response(), |said| flash::redirect(&to, said)))
}

/// The boxes that can be ticked, and no others: indicators for named roles only where the whole chain is.
fn looked_at(sets: &[set::StandingSet], named: bool) -> Vec<&'static str> {
    let mut seen = HashSet::new();
    let members = sets.iter().flat_map(set::StandingSet::members).filter_map(|member| catalogue().get(&member.indicator));
    members
        .filter(|indicator| (named || !indicator.restricted_to_named_roles) && seen.insert(&indicator.key))
        .map(|indicator| indicator.key.as_str())
        .collect()
}

async fn link(tx: &mut Tx, actor: &Actor, can: CanWriteInquiry, inquiry: &Inquiry, typed: &Typed) -> Result<()> {
    let sets = set::standing(tx, actor.municipality, actor.pack.as_deref()).await?;
    let titles = story_titles(tx, actor, inquiry.school).await?;
    let before = queries::links(tx, inquiry).await?;
    let offered = looked_at(&sets, inquiry.named);
    let chosen = |key: &str| typed.indicators.iter().any(|sent| sent == key);
    let keys: Vec<String> = offered.into_iter().filter(|key| chosen(key)).map(str::to_owned).collect();
    // A story that this writer does not read was no box on the form, and stays.
    let stories = titles.keys().filter(|story| typed.stories.contains(&story.to_string()));
    let hidden = before.stories.iter().filter(|story| !titles.contains_key(story));
    let ids: Vec<i64> = stories.chain(hidden).map(|story| story.0).collect();
    queries::link(tx, actor, can, "indicator", &keys, &[]).await?;
    queries::link(tx, actor, can, "story", &[], &ids).await
}

/// Closes the chain and starts one that goes on from it: at the new figure, or at the same story. Its address.
async fn go_on(tx: &mut Tx, actor: &Actor, can: CanWriteInquiry, inquiry: &Inquiry, save_id: &str) -> Result<String> {
    let save_id = Uuid::try_parse(save_id).map_err(|_| AppError::BadRequest("error-bad-form"))?;
    let newest = match &inquiry.origin {
        Some((indicator, grade, then)) => {
            let newest = figures(tx, actor, inquiry.school, indicator, *grade).await?.pop().filter(|newest| newest.year > then.year);
            Some((*indicator, *grade, newest.ok_or(AppError::Conflict("error-inquiry-no-newer"))?))
        }
        None => None,
    };
    let named = newest.as_ref().is_some_and(|(indicator, _, figure)| figure.is_named(indicator)) || inquiry.named;
    let start = SchoolInquiries::of(actor, inquiry.school)?.can_start(named)?;
    let figure = newest.as_ref().map(|(indicator, grade, figure)| (*indicator, *grade, figure));
    let (next, new) = queries::start(tx, actor, start, &Origin { figure, story: inquiry.story }, save_id).await?;
    if new {
        let (_, rights) = queries::load(tx, actor, next).await?;
        queries::link(tx, actor, rights.can_write()?, "continues", &[], &[inquiry.id.0]).await?;
        queries::close(tx, can, Some((actor.now, &actor.name_and_title()))).await?;
    }
    Ok(format!("/kjeder/{next}"))
}

/// The form: as it is, refused (422), or beside a newer text (409).
async fn draw(
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
    let compared = match (step, &inquiry.origin) {
        (Step::Outcome, Some((indicator, grade, _))) if inquiry.newer.is_some() => {
            let newest = figures(tx, actor, inquiry.school, indicator, *grade).await?.pop();
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
            let name = capital(&figure::name(indicator, *grade, lang));
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
        measured_by: inquiry.origin.as_ref().map(|(indicator, grade, _)| capital(&figure::name(indicator, *grade, lang))),
        expected: inquiry.expected().map(|expected| dates::month_and_year(expected.from)),
        goes_on: inquiry.newer.is_some() || inquiry.origin.is_none(),
        clears,
        newer: newer.map(|newer| {
            let who = text_with(lang, "conflict-by", &[("who", &newer.by), ("when", &dates::recent(newer.at, actor.today))]);
            (who, lines(&newer.content))
        }),
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
fn lines(content: &Content) -> Vec<String> {
    let texts = [&content.body, &content.beside, &content.who, &content.begins];
    let texts = content.explanations.iter().chain(texts).filter(|text| !text.is_empty()).cloned();
    texts.chain(content.day.map(dates::long)).collect()
}
