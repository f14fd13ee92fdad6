//! What search finds in chains: the words of each step as it stands.
use std::collections::HashMap;

use sqlx::PgConnection;

use super::queries::{self, Wanted};
use crate::access::Actor;
use crate::calendar::school_year_of;
use crate::error::Result;
use crate::municipality;
use crate::search::{Asked, Found, Kind, Passage};
use crate::self_assessment::school_year;
use crate::text::{dates, text};

/// What the actor finds.
///
/// # Errors
///
/// When the database does not answer.
pub async fn search(connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Found>> {
    let mut steps: HashMap<_, Vec<_>> = HashMap::new();
    for step in queries::searched(&mut *connection, actor, asked).await? {
        steps.entry(step.of).or_default().push(step);
    }
    if steps.is_empty() {
        return Ok(Vec::new());
    }
    let among: Vec<i64> = steps.keys().map(|id| id.0).collect();
    // The chains through the actor: a step is read with its chain.
    let chains = queries::readable(&mut *connection, actor, &Wanted { among: Some(&among), ..Wanted::default() }).await?;
    let schools: Vec<_> = chains.iter().map(|(chain, _)| chain.school).collect();
    let names = municipality::school_names(connection, actor.municipality, &schools).await?;
    let lang = actor.lang;
    let found = chains.into_iter().flat_map(|(chain, _)| {
        let found = steps.remove(&chain.id).unwrap_or_default();
        let (place, title) = (names.get(&chain.school).cloned().unwrap_or_default(), chain.title(None, lang));
        let year = school_year(school_year_of(dates::norwegian_date(chain.started.0)));
        let href = chain.href();
        found.into_iter().map(move |step| {
            let content = step.content;
            let texts = [content.body, content.explanations.join("\n"), content.beside, content.who, content.begins];
            let heading = text(lang, step.step.text_key()).into_owned();
            let passages = texts.into_iter().filter(|text| !text.is_empty()).map(|text| Passage {
                heading: heading.clone(),
                text,
                href: format!("{href}#steg-{}", step.step.slug()),
            });
            Found {
                kind: Kind::Chain,
                title: title.clone(),
                place: place.clone(),
                year: year.clone(),
                state: None,
                at: step.at,
                rank: step.rank,
                passages: passages.collect(),
            }
        })
    });
    Ok(found.collect())
}
