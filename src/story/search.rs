//! What search finds in stories: the words of each, by title, story and setting.
use sqlx::PgConnection;

use super::model::State;
use super::queries;
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
    let stories = queries::searched(&mut *connection, actor, asked).await?;
    if stories.is_empty() {
        return Ok(Vec::new());
    }
    let schools: Vec<_> = stories.iter().map(|(story, _)| story.school).collect();
    let names = municipality::school_names(connection, actor.municipality, &schools).await?;
    let found = stories.into_iter().map(|(story, rank)| {
        let href = story.href();
        let passages = [&story.words.body, &story.words.context];
        Found {
            kind: Kind::Story,
            place: names.get(&story.school).cloned().unwrap_or_default(),
            year: school_year(school_year_of(dates::norwegian_date(story.written_at))),
            state: (story.state != State::Delivered).then(|| text(actor.lang, story.state.text_key()).into_owned()),
            at: story.written_at,
            rank,
            passages: passages.map(|words| Passage { heading: String::new(), text: words.clone(), href: href.clone() }).into(),
            title: story.words.title,
        }
    });
    Ok(found.collect())
}
