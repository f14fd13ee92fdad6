//! What is written in a step. What is typed on top of something older comes back beside what is stored (409).
use std::collections::{BTreeSet, HashSet};

use axum::extract::State as Extract;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::list::story_titles;
use super::step_form::draw;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanWriteInquiry, InquiryRights, SchoolInquiries};
use crate::database::Tx;
use crate::error::{AppError, Result};
use crate::ids::InquiryId;
use crate::indicator::catalogue::catalogue;
use crate::indicator::copied;
use crate::indicator::set;
use crate::inquiry::model::{Errors, Inquiry, Step, Typed, Written, revision};
use crate::inquiry::queries::{self, Origin};
use crate::text::text;
use crate::web::extract::{self, Form, Path};
use crate::web::flash::{self, Flash};
use crate::web::routes::Routes;

/// Routes of this file.
pub fn routes() -> Routes {
    Routes::new().get("/kjeder/{inquiry}/steg/{step}", show).post("/kjeder/{inquiry}/steg/{step}", save)
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

/// The step as it stands; `None` before anything is written in it.
pub async fn stored(tx: &mut Tx, inquiry: &Inquiry, step: Step) -> Result<Option<Written>> {
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
    queries::one_at_a_time(&mut tx, &actor, id).await?;
    let (inquiry, rights) = queries::load(&mut tx, &actor, id).await?;
    if rights.reopens {
        return closed(&mut tx, &actor, &inquiry, step, typed).await;
    }
    let can = rights.can_write()?;
    let content = match typed.check(step, inquiry.origin.as_ref().map(|(indicator, _, _)| *indicator), actor.lang) {
        Ok(content) => content,
        Err(errors) => return draw(&mut tx, &actor, (&inquiry, step), typed, errors, None, false).await,
    };
    let before = stored(&mut tx, &inquiry, step).await?;
    let linked = if step == Step::Why { chosen(&mut tx, &actor, &inquiry, &typed).await? } else { None };
    // What is linked belongs to the step: it is a revision of its own, so that nobody's choice is undone by an older form.
    let changed = linked.is_some() || before.as_ref().map_or_else(|| !content.is_empty(), |before| before.content != content);
    if changed {
        let current = before.as_ref().map_or(0, |before| before.rev);
        if base != current || !queries::write(&mut tx, &actor, can, step, current, &content).await? {
            return beside(&mut tx, &actor, (&inquiry, rights, step), typed, before).await;
        }
    }
    if let Some((indicators, stories)) = linked {
        queries::link(&mut tx, &actor, can, "indicator", &indicators, &[]).await?;
        queries::link(&mut tx, &actor, can, "story", &[], &stories).await?;
    }
    let (to, said) = match (step, typed.etterpa.as_str()) {
        (Step::Outcome, "avslutt") => {
            queries::close(&mut tx, can, Some((actor.now, &actor.name_and_title()))).await?;
            (inquiry.href(), Some(Flash::InquiryClosed))
        }
        (Step::Outcome, "vidare") => (go_on(&mut tx, &actor, can, &inquiry, &typed.save_id).await?, Some(Flash::InquiryStarted)),
        _ => (format!("{}#steg-{}", inquiry.href(), step.slug()), changed.then_some(Flash::Saved)),
    };
    tx.commit().await?;
    Ok(said.map_or_else(|| Redirect::to(&to).into_response(), |said| flash::redirect(&to, said)))
}

/// What was typed, beside what is stored (409): sent again, the form builds on the text that it is shown beside.
pub async fn beside(
    tx: &mut Tx,
    actor: &Actor,
    (inquiry, rights, step): (&Inquiry, InquiryRights, Step),
    typed: Typed,
    newer: Option<Written>,
) -> Result<Response> {
    let rev = newer.as_ref().map_or(0, |newer| newer.rev);
    let errors = if rights.reopens { is_closed(step, actor) } else { Errors::new() };
    draw(tx, actor, (inquiry, step), Typed { rev: rev.to_string(), ..typed }, errors, newer, false).await
}

/// A form for a chain that is closed. Sent twice, it has done what it was to do; else whoever writes gets back what was typed, and opens the chain again to
/// save it.
async fn closed(tx: &mut Tx, actor: &Actor, inquiry: &Inquiry, step: Step, typed: Typed) -> Result<Response> {
    let before = stored(tx, inquiry, step).await?.map(|before| before.content).unwrap_or_default();
    let typed_content = typed.check(step, inquiry.origin.as_ref().map(|(indicator, _, _)| *indicator), actor.lang);
    if typed_content.is_ok_and(|content| content == before) && step == Step::Outcome {
        let save_id = Uuid::try_parse(&typed.save_id).ok().filter(|_| typed.etterpa == "vidare");
        let next = match save_id {
            Some(save_id) => queries::started_with(tx, actor, inquiry.school, save_id).await?,
            None => None,
        };
        return Ok(match next {
            Some(next) => flash::redirect(&format!("/kjeder/{next}"), Flash::InquiryStarted),
            None => flash::redirect(&inquiry.href(), Flash::InquiryClosed),
        });
    }
    draw(tx, actor, (inquiry, step), typed, is_closed(step, actor), None, false).await
}

/// That the chain is closed, on the first field of the step.
fn is_closed(step: Step, actor: &Actor) -> Errors {
    vec![(if step == Step::Why { "explanations" } else { "body" }, text(actor.lang, "error-inquiry-closed").into_owned())]
}

/// The boxes that can be ticked, and no others: indicators for named roles only where the whole chain is.
pub fn looked_at(sets: &[set::StandingSet], named: bool) -> Vec<&'static str> {
    let mut seen = HashSet::new();
    let members = sets.iter().flat_map(set::StandingSet::members).filter_map(|member| catalogue().get(&member.indicator));
    members
        .filter(|indicator| (named || !indicator.restricted_to_named_roles) && seen.insert(&indicator.key))
        .map(|indicator| indicator.key.as_str())
        .collect()
}

/// The indicators and stories that the form links, with those that were no box on it: an indicator that the municipality no longer looks at, a story that this
/// writer does not read. `None` when the chain links them already, and nothing else.
async fn chosen(tx: &mut Tx, actor: &Actor, inquiry: &Inquiry, typed: &Typed) -> Result<Option<(Vec<String>, Vec<i64>)>> {
    let sets = set::standing(tx, actor.municipality, actor.pack.as_deref()).await?;
    let titles = story_titles(tx, actor, inquiry.school).await?;
    let before = queries::links(tx, inquiry).await?;
    let offered = looked_at(&sets, inquiry.named);
    let sent = offered.iter().filter(|key| typed.indicators.iter().any(|sent| sent == *key)).map(|key| (*key).to_owned());
    let unseen = before.indicators.iter().filter(|key| !offered.contains(&key.as_str())).cloned();
    let indicators: BTreeSet<String> = sent.chain(unseen).collect();
    let sent = titles.keys().filter(|story| typed.stories.contains(&story.to_string()));
    let unseen = before.stories.iter().filter(|story| !titles.contains_key(story));
    let stories: BTreeSet<i64> = sent.chain(unseen).map(|story| story.0).collect();
    let same = indicators == before.indicators.into_iter().collect() && stories == before.stories.iter().map(|story| story.0).collect();
    Ok((!same).then(|| (indicators.into_iter().collect(), stories.into_iter().collect())))
}

/// Closes the chain and starts one that goes on from it: at the new figure, or at the same story. Its address.
async fn go_on(tx: &mut Tx, actor: &Actor, can: CanWriteInquiry, inquiry: &Inquiry, save_id: &str) -> Result<String> {
    let save_id = extract::save_id(save_id)?;
    let newest = match &inquiry.origin {
        Some((indicator, grade, then)) => {
            let newest =
                copied::at_school(tx, actor, inquiry.school, indicator, *grade).await?.pop().filter(|newest| newest.year > then.year);
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
