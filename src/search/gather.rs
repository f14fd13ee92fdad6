//! What the slices found, put in order, a page of it, each with the text that fits best.
use sqlx::PgConnection;

use super::queries::{self, FOUND, Given};
use super::{Asked, Found, Kind, MOST};
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::{agreement, development_plan, inquiry, meeting, quality_plan, self_assessment, story, tilstandsrapport};

/// So many on a page.
pub const ON_A_PAGE: usize = 15;

/// A page of what was found.
#[derive(Debug, Default)]
pub struct Results {
    /// What stands on it.
    pub hits: Vec<Hit>,
    /// There is a next page.
    pub more: bool,
    /// Of some kind there may be more than was looked at.
    pub full: bool,
}

/// Something found, as it is shown.
#[derive(Debug)]
pub struct Hit {
    /// Its kind.
    pub kind: Kind,
    /// The link's words.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// What the text stands in, where the title does not say it.
    pub within: String,
    /// The school or the area.
    pub place: String,
    /// The school year.
    pub year: String,
    /// How it stands.
    pub state: Option<String>,
    /// Pieces of the text; those that are `true` were looked for.
    pub snippet: Vec<(String, bool)>,
}

/// Page `page` (from 0) of what the actor finds.
pub async fn results(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    asked: &Asked,
    kind: Option<Kind>,
    page: usize,
) -> Result<Results> {
    let mut all = Vec::new();
    let mut full = false;
    for each in Kind::ALL.into_iter().filter(|each| kind.is_none_or(|kind| kind == *each)) {
        let found = match each {
            Kind::Assessment => self_assessment::search(app, &mut *connection, actor, asked).await?,
            Kind::Story => story::search(&mut *connection, actor, asked).await?,
            Kind::Minutes => meeting::search(app, &mut *connection, actor, asked).await?,
            Kind::Agreement => agreement::search(app, &mut *connection, actor, asked).await?,
            Kind::Plan => development_plan::search(app, &mut *connection, actor, asked).await?,
            Kind::QualityPlan => quality_plan::search(app, &mut *connection, actor, asked).await?,
            Kind::Chain => inquiry::search(&mut *connection, actor, asked).await?,
            Kind::Report => tilstandsrapport::search(app, &mut *connection, actor, asked).await?,
        };
        full |= usize::try_from(MOST).is_ok_and(|most| found.len() >= most);
        all.extend(found);
    }
    all.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(b.at.cmp(&a.at)));
    let start = page.saturating_mul(ON_A_PAGE);
    let more = all.len() > start.saturating_add(ON_A_PAGE);
    let here: Vec<Found> = all.into_iter().skip(start).take(ON_A_PAGE).collect();
    Ok(Results { hits: shown(connection, &asked.query, here).await?, more, full })
}

async fn shown(connection: &mut PgConnection, query: &str, here: Vec<Found>) -> Result<Vec<Hit>> {
    let texts = (0..).zip(&here).flat_map(|(of, found)| {
        let passages = (0..).zip(&found.passages);
        passages.map(move |(place, passage)| Given { of, place, text: &passage.text })
    });
    let texts: Vec<Given<'_>> = texts.collect();
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let snippets = queries::snippets(connection, query, &texts).await?;
    let hits = (0..).zip(here).filter_map(|(of, found)| {
        let shown = snippets.iter().find(|shown| shown.of == of)?;
        let passage = found.passages.into_iter().nth(usize::try_from(shown.place).ok()?)?;
        let (title, within) = if passage.heading.is_empty() { (found.title, String::new()) } else { (passage.heading, found.title) };
        Some(Hit {
            kind: found.kind,
            title,
            href: passage.href,
            within,
            place: found.place,
            year: found.year,
            state: found.state,
            snippet: pieces(&shown.snippet),
        })
    });
    Ok(hits.collect())
}

/// The text in pieces, each with whether it was looked for.
fn pieces(snippet: &str) -> Vec<(String, bool)> {
    let mut pieces = Vec::new();
    for (index, part) in snippet.split(FOUND.0).enumerate() {
        let (found, rest) = match part.split_once(FOUND.1) {
            Some((found, rest)) if index > 0 => (found, rest),
            _ => ("", part),
        };
        pieces.extend(
            [(found, true), (rest, false)].into_iter().filter(|(text, _)| !text.is_empty()).map(|(text, found)| (text.to_owned(), found)),
        );
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found_words_are_pieces_of_their_own() {
        let piece = |text: &str, found| (text.to_owned(), found);
        assert_eq!(
            pieces("Vi \u{e000}les\u{e001} og \u{e000}skriv\u{e001}"),
            [piece("Vi ", false), piece("les", true), piece(" og ", false), piece("skriv", true)]
        );
        assert_eq!(pieces("Ingenting"), [piece("Ingenting", false)]);
    }
}
