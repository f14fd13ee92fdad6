//! What other pages show of stories.
use sqlx::PgConnection;

use super::model::Story;
use super::queries;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::SchoolId;
use crate::indicator::catalogue::catalogue;
use crate::model_pack::Pack;
use crate::text::{Lang, beginning, dates, text};
use crate::web::page::capital;

/// How much of a story stands on a card: as much as a figure's card holds.
const SHOWN: usize = 420;

/// A story as a card beside figures.
#[derive(Debug, Clone)]
pub struct Beside {
    /// Its page.
    pub href: String,
    /// «Praksisforteljing».
    pub kind: String,
    /// Title.
    pub title: String,
    /// The beginning of it, at a word's end.
    pub beginning: String,
    /// There is more.
    pub more: bool,
    /// Who, and when.
    pub by: String,
    /// The state, where it is not yet delivered: who reads it.
    pub state: Option<String>,
    /// What it is about.
    pub about: String,
    indicators: Vec<String>,
}

impl Beside {
    /// The card of a story.
    pub fn of(story: &Story, pack: Option<&Pack>, lang: Lang) -> Self {
        let beginning = beginning(&story.words.body, SHOWN);
        let when = dates::long(dates::norwegian_date(story.written_at));
        Self {
            href: story.href(),
            kind: text(lang, story.words.kind.text_key()).into_owned(),
            title: story.words.title.clone(),
            more: beginning.len() < story.words.body.len(),
            beginning: beginning.to_owned(),
            by: format!("{}, {when}", story.byline(lang)),
            state: (story.state != super::State::Delivered).then(|| text(lang, story.state.text_key()).into_owned()),
            about: about(story, pack, lang).join(" · "),
            indicators: story.words.indicators.clone(),
        }
    }

    /// Whether it is about any of these.
    pub fn is_about<'a>(&self, mut indicators: impl Iterator<Item = &'a str>) -> bool {
        indicators.any(|key| self.indicators.iter().any(|known| known == key))
    }
}

/// The names of what a story is about: indicators, then themes. What is known no more is left out.
pub fn about(story: &Story, pack: Option<&Pack>, lang: Lang) -> Vec<String> {
    let indicators =
        story.words.indicators.iter().filter_map(|key| catalogue().get(key)).map(|indicator| capital(indicator.name.get(lang)));
    let themes = story.words.themes.iter().filter_map(|key| pack?.themes.iter().find(|theme| theme.key == *key));
    indicators.chain(themes.map(|theme| theme.title.get(lang).to_owned())).collect()
}

/// The cards of the stories of a school about these indicators, as far as the actor reads them.
pub async fn beside(connection: &mut PgConnection, actor: &Actor, school: SchoolId, indicators: &[String]) -> Result<Vec<Beside>> {
    let stories = queries::about(connection, actor, school, indicators).await?;
    Ok(stories.iter().map(|(story, _)| Beside::of(story, actor.pack.as_deref(), actor.lang)).collect())
}

/// The cards of the stories of a school on a theme of the pack, as far as the actor reads them.
pub async fn on_theme(connection: &mut PgConnection, actor: &Actor, school: SchoolId, theme: &str) -> Result<Vec<Beside>> {
    let stories = queries::on_theme(connection, actor, school, theme).await?;
    Ok(stories.iter().map(|(story, _)| Beside::of(story, actor.pack.as_deref(), actor.lang)).collect())
}
