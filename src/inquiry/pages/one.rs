//! `/kjeder/{inquiry}`: a chain as a line of steps, and beside the expectation what came.
use std::collections::HashMap;

use askama::Template;
use axum::extract::State as Extract;
use axum::response::Response;

use super::list::{crumbs, story_titles, title};
use crate::App;
use crate::access::Actor;
use crate::access::rules::InquiryRights;
use crate::development_plan;
use crate::error::{AppError, Result};
use crate::ids::{InquiryId, StoryId};
use crate::indicator::catalogue::catalogue;
use crate::indicator::copied::{self, CopiedFigure, FigureView};
use crate::inquiry::model::{Content, Inquiry, Step, Written};
use crate::inquiry::queries::{self, Links};
use crate::municipality;
use crate::text::{Lang, dates, text, text_with};
use crate::web::extract::Path;
use crate::web::page::{self, Page, capital};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/kjeder/{inquiry}", show)
}

/// A step as the page shows it.
struct StepView {
    slug: &'static str,
    title: String,
    /// `done`, `now` (the first one that is empty), or nothing.
    class: &'static str,
    body: String,
    explanations: Vec<String>,
    beside: String,
    /// Labels and values in short.
    facts: Vec<(String, String)>,
    /// What was looked at beside: address, when it has one, and name.
    links: Vec<(Option<String>, String)>,
    /// Who wrote it, and when.
    by: Option<String>,
    /// What helps to fill it.
    hint: &'static str,
    edit: Option<String>,
}

/// The figure it started at, what was expected, and the new one.
pub struct Compared {
    /// Value and year.
    pub then: (String, String),
    /// The figure that was expected.
    pub amount: Option<String>,
    /// What was expected, in words; may be empty.
    pub expected: String,
    /// Value and year.
    pub now: (String, String),
    /// What can be said of the two.
    pub sentence: Option<String>,
    /// Where the new figure is from.
    pub source: String,
}

#[derive(Template)]
#[template(path = "inquiry/one.html")]
struct InquiryPage {
    cx: Page,
    crumbs: Vec<(String, String)>,
    href: String,
    named: bool,
    figure: Option<FigureView>,
    story: Option<(String, String)>,
    started: String,
    shown: Option<String>,
    closed: Option<String>,
    rights: InquiryRights,
    steps: Vec<StepView>,
    compared: Option<Compared>,
    continues: Option<String>,
    continued_by: Vec<String>,
    /// Actions of plans that came of it.
    came: Vec<(String, String)>,
    area_leader: Option<String>,
    nlod: bool,
}

async fn show(Extract(app): Extract<App>, actor: Actor, Path(id): Path<InquiryId>) -> Result<Response> {
    let mut tx = app.database.read(&actor.scope()).await?;
    let (inquiry, rights) = queries::load(&mut tx, &actor, id).await?;
    let school = municipality::school(&mut tx, actor.municipality, inquiry.school).await?.ok_or(AppError::NotFound)?;
    let written = queries::steps(&mut tx, &inquiry).await?;
    let links = queries::links(&mut tx, &inquiry).await?;
    let titles = story_titles(&mut tx, &actor, inquiry.school).await?;
    let newest = match &inquiry.origin {
        Some((indicator, grade, _)) if inquiry.newer.is_some() => {
            copied::at_school(&mut tx, &actor, inquiry.school, indicator, *grade).await?.pop()
        }
        _ => None,
    };
    let came = development_plan::came_of(&mut tx, &actor, (development_plan::Source::Chain, inquiry.id.0), Some(inquiry.school)).await?;
    tx.commit().await?;
    let lang = actor.lang;
    let name = capital(&title(&inquiry, &titles, &actor));
    let mut steps = crumbs(inquiry.school, school.name, &actor);
    steps.push((inquiry.href(), name.clone()));
    let line = |key: &str, (at, by): &(time::OffsetDateTime, String)| {
        text_with(lang, key, &[("when", &dates::long(dates::norwegian_date(*at))), ("who", by)])
    };
    let cx = Page::new(&actor, name);
    let page = InquiryPage {
        crumbs: steps,
        href: inquiry.href(),
        named: inquiry.named,
        figure: inquiry.origin.as_ref().map(|(indicator, grade, figure)| FigureView::of(indicator, *grade, figure, &actor)),
        story: inquiry.story.map(|story| match titles.get(&story) {
            Some(title) => (format!("/forteljingar/{story}"), title.clone()),
            None => (String::new(), text(lang, "inquiry-story-hidden").into_owned()),
        }),
        started: line("inquiry-started-line", &inquiry.started),
        shown: inquiry.shown.as_ref().map(|shown| line("inquiry-shown-line", shown)),
        closed: inquiry.closed.as_ref().map(|closed| line("inquiry-closed-line", closed)),
        steps: views(&inquiry, rights, &written, &links, &titles, lang),
        compared: newest.as_ref().and_then(|newest| compared(&inquiry, newest, &written, lang)),
        continues: links.continues.map(|id| format!("/kjeder/{id}")),
        continued_by: links.continued_by.iter().map(|id| format!("/kjeder/{id}")).collect(),
        came,
        area_leader: cx.area_leader(),
        nlod: inquiry.origin.as_ref().is_some_and(|(indicator, _, _)| indicator.source.nlod),
        rights,
        cx,
    };
    page::html(&page)
}

/// A newer figure beside the one the chain starts at; `None` for a chain that starts at a story.
pub fn compared(inquiry: &Inquiry, newest: &CopiedFigure, written: &[Written], lang: Lang) -> Option<Compared> {
    let (indicator, _, then) = inquiry.origin.as_ref()?;
    let expectation = written.iter().find(|written| written.step == Step::Expectation);
    Some(Compared {
        then: (then.words(indicator, lang), then.year.to_string()),
        amount: expectation.and_then(|written| Some(indicator.format(written.content.amount?))),
        expected: expectation.map_or_else(String::new, |written| written.content.body.clone()),
        now: (newest.words(indicator, lang), newest.year.to_string()),
        sentence: then.beside(newest, indicator, lang),
        source: newest.source(indicator, lang),
    })
}

fn views(
    inquiry: &Inquiry,
    rights: InquiryRights,
    written: &[Written],
    links: &Links,
    titles: &HashMap<StoryId, String>,
    lang: Lang,
) -> Vec<StepView> {
    let of = |step: Step| written.iter().find(|written| written.step == step && !written.content.is_empty());
    let empty = Step::ALL.iter().copied().find(|step| of(*step).is_none() && *step != Step::Measurement);
    let view = |step: &Step| {
        let step = *step;
        let found = of(step);
        let content = found.map(|written| written.content.clone()).unwrap_or_default();
        let has_expected = step == Step::Measurement && inquiry.measured_from().is_some();
        let mut looked_at = Vec::new();
        if step == Step::Why {
            let indicators = links.indicators.iter().filter_map(|key| catalogue().get(key));
            looked_at.extend(
                indicators.map(|indicator| (Some(format!("/skoler/{}/indikatorer", inquiry.school)), capital(indicator.name.get(lang)))),
            );
            let stories = links.stories.iter().filter_map(|story| Some((story, titles.get(story)?)));
            looked_at.extend(stories.map(|(story, title)| (Some(format!("/forteljingar/{story}")), title.clone())));
        }
        StepView {
            slug: step.slug(),
            title: text(lang, step.text_key()).into_owned(),
            class: if found.is_some() || has_expected {
                "done"
            } else if empty == Some(step) && inquiry.closed.is_none() {
                "now"
            } else {
                ""
            },
            facts: facts(inquiry, step, &content, lang),
            links: looked_at,
            by: found.map(|written| text_with(lang, "inquiry-by", &[("who", &written.by), ("when", &dates::moment(written.at))])),
            hint: step.hint_key(),
            edit: rights.writes.then(|| inquiry.step_href(step)),
            body: content.body,
            explanations: content.explanations,
            beside: content.beside,
        }
    };
    Step::ALL.iter().map(view).collect()
}

/// Who, when, how much, and when it is measured.
fn facts(inquiry: &Inquiry, step: Step, content: &Content, lang: Lang) -> Vec<(String, String)> {
    let label = |key: &str| text(lang, key).into_owned();
    let mut facts = Vec::new();
    if !content.who.is_empty() {
        facts.push((label("inquiry-who"), content.who.clone()));
    }
    if !content.begins.is_empty() {
        facts.push((label("inquiry-begins"), content.begins.clone()));
    }
    match step {
        Step::Action => facts.extend(content.day.map(|day| (label("inquiry-check"), dates::long(day)))),
        Step::Expectation => {
            if let (Some((indicator, _, _)), Some(amount)) = (&inquiry.origin, content.amount) {
                facts.push((label("inquiry-amount"), indicator.format(amount)));
            }
        }
        Step::Measurement => {
            if let Some((indicator, grade, _)) = &inquiry.origin {
                facts.push((label("inquiry-measured-by"), capital(&copied::name(indicator, *grade, lang))));
            }
            if let Some(day) = inquiry.measured_on {
                facts.push((label("inquiry-measured-on"), dates::long(day)));
            } else if let Some(expected) = inquiry.expected() {
                facts.push((label("inquiry-measured-on"), dates::month_and_year(expected.from)));
            }
        }
        Step::Seen | Step::Why | Step::Outcome => {}
    }
    facts
}
