//! What search finds in the municipality's quality plans: as adopted last with what evaluations found, and as written, for those who read that.
use sqlx::PgConnection;

use super::document::document;
use super::follow::Followed;
use super::frozen::Content;
use super::model::Plan;
use super::queries::{self, searched};
use super::{compose, reading};
use crate::App;
use crate::access::Actor;
use crate::access::rules::reads_quality_plans;
use crate::error::Result;
use crate::search::{Asked, Depth, Found, Kind, Passage, passages};
use crate::text::text;
use crate::writing;

/// What the actor finds. A plan is of no school, and of every school year that it lasts.
///
/// # Errors
///
/// When the database does not answer.
pub async fn search(app: &App, connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Found>> {
    if asked.school.is_some() || !reads_quality_plans(actor) {
        return Ok(Vec::new());
    }
    let mut plans = queries::plans(app, &mut *connection, actor, None).await?;
    plans.retain(|plan| asked.year.is_none_or(|year| (plan.first_year.0..=plan.last_year.0).contains(&year)));
    let mut found = Vec::new();
    let adopted: Vec<&Plan> = plans.iter().filter(|plan| plan.rights.reads_adopted).collect();
    if !adopted.is_empty() {
        for version in searched::adopted(&mut *connection, actor, asked, &adopted).await? {
            let Some(plan) = adopted.iter().find(|plan| plan.id == version.of) else { continue };
            let followed = reading::followed(&mut *connection, plan).await?;
            let href = format!("{}/versjon/{}", plan.href(), plan.versions);
            let passages = read(plan, (&version.content, &followed), &href, actor)?;
            found.push(as_found(plan, (version.at, version.rank), passages, false, actor)?);
        }
    }
    for plan in plans.iter().filter(|plan| plan.rights.reads_live && plan.state.is_open()) {
        let structure = queries::structure(&mut *connection, plan).await?;
        let texts = writing::fields(&mut *connection, plan.document, None).await?;
        let content = compose::content(plan, &structure, &compose::words(&texts))?;
        // What came of the version that is followed is found with it.
        let passages = read(plan, (&content, &Followed::default()), &plan.href(), actor)?;
        let words = passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join("\n");
        let Some(rank) = searched::fits(&mut *connection, asked, &words).await? else { continue };
        let at = texts.iter().map(|text| text.saved_at).max().unwrap_or(actor.now);
        found.push(as_found(plan, (at, rank), passages, true, actor)?);
    }
    Ok(found)
}

/// The texts as they are read on the page.
fn read(plan: &Plan, read: (&Content, &Followed), href: &str, actor: &Actor) -> Result<Vec<Passage>> {
    let document = document(plan, read, (String::new(), None), actor)?;
    Ok(passages(&document, href, Depth::All))
}

fn as_found(plan: &Plan, (at, rank): (time::OffsetDateTime, f32), passages: Vec<Passage>, draft: bool, actor: &Actor) -> Result<Found> {
    Ok(Found {
        kind: Kind::QualityPlan,
        title: plan.title(actor.lang)?,
        place: actor.municipality_name.clone(),
        // Its title says which years it is for.
        year: String::new(),
        state: draft.then(|| text(actor.lang, "search-draft").into_owned()),
        at,
        rank,
        passages,
    })
}
