//! What search finds in agreements: their words as they stand.
use sqlx::PgConnection;

use super::queries;
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::search::{Asked, Found, Kind, Passage};
use crate::self_assessment::school_year;
use crate::text::{text, text_with};

/// What the actor finds.
///
/// # Errors
///
/// When the database does not answer.
pub async fn search(app: &App, connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Found>> {
    let lang = actor.lang;
    let mut all = Vec::new();
    for found in queries::searched(&mut *connection, actor, asked).await? {
        let pack = app.packs.load(&mut *connection, actor.municipality, found.pack).await?;
        let kind = pack.dialogue(&found.kind).map_or("", |kind| kind.name.get(lang));
        all.push(Found {
            kind: Kind::Agreement,
            title: text_with(lang, "search-agreement-from", &[("kind", &kind)]),
            place: found.with,
            year: school_year(found.school_year),
            state: Some(text(lang, found.state.text_key()).into_owned()),
            at: found.met_at,
            rank: found.rank,
            passages: vec![Passage { heading: String::new(), text: found.what, href: format!("/avtalar/{}", found.id) }],
        });
    }
    Ok(all)
}
