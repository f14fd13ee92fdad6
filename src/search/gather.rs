//! What the slices found, put in order, a page of it, each with the text that fits best.
use std::time::Duration;

use sqlx::PgConnection;

use super::queries::{self, FOUND, FRAGMENTS, Given};
use super::{Asked, Found, Kind, MOST, Passage};
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::{agreement, development_plan, inquiry, meeting, quality_plan, self_assessment, story, tilstandsrapport};

/// What is looked through on a second connection at the same time: about as much work as the rest.
const BESIDE: [Kind; 4] = [Kind::Assessment, Kind::Plan, Kind::QualityPlan, Kind::Report];
/// Whoever searches waits so long for a second connection, and does without when there is none.
const PATIENCE: Duration = Duration::from_millis(20);

/// So many on a page.
pub const ON_A_PAGE: usize = 15;

/// So many passages of one thing are read closely for the one that is shown.
const CLOSELY: usize = 6;

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
    let (mut all, full) = match kind {
        Some(kind) => found(app, &mut *connection, actor, asked, &[kind]).await?,
        None => everything(app, &mut *connection, actor, asked).await?,
    };
    all.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(b.at.cmp(&a.at)));
    let start = page.saturating_mul(ON_A_PAGE);
    let more = all.len() > start.saturating_add(ON_A_PAGE);
    let here: Vec<Found> = all.into_iter().skip(start).take(ON_A_PAGE).collect();
    Ok(Results { hits: shown(connection, &asked.query, here).await?, more, full })
}

/// What is found of all kinds: on two connections at once, when there is a second one.
async fn everything(app: &App, connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<(Vec<Found>, bool)> {
    let Ok(beside) = tokio::time::timeout(PATIENCE, app.database.read(&actor.scope())).await else {
        return found(app, connection, actor, asked, &Kind::ALL).await;
    };
    let mut beside = beside?;
    queries::bound(&mut beside).await?;
    let rest: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| !BESIDE.contains(kind)).collect();
    let (mut here, there) = tokio::try_join!(found(app, connection, actor, asked, &rest), found(app, &mut beside, actor, asked, &BESIDE))?;
    beside.commit().await?;
    here.0.extend(there.0);
    Ok((here.0, here.1 || there.1))
}

/// What is found of some kinds, and whether there may be more of one than was looked at.
async fn found(app: &App, connection: &mut PgConnection, actor: &Actor, asked: &Asked, kinds: &[Kind]) -> Result<(Vec<Found>, bool)> {
    let (mut all, mut full) = (Vec::new(), false);
    for kind in kinds {
        let found = match kind {
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
    Ok((all, full))
}

/// The words of a query in its written form: stems, which are how words that match begin.
fn stems(query: &str) -> Vec<String> {
    query.split('\'').skip(1).step_by(2).map(str::to_lowercase).collect()
}

/// The passages of a thing that are worth reading closely, by their places: those that hold the most of the stems. Reading one costs PostgreSQL far more than
/// looking for letters costs here, and a report has a hundred of them.
fn likely(passages: &[Passage], stems: &[String]) -> Vec<usize> {
    let mut places: Vec<(usize, usize)> = passages
        .iter()
        .map(|passage| {
            let text = passage.text.to_lowercase();
            stems.iter().filter(|stem| text.contains(stem.as_str())).count()
        })
        .enumerate()
        .collect();
    places.sort_by_key(|(place, held)| (std::cmp::Reverse(*held), *place));
    places.truncate(CLOSELY);
    places.into_iter().map(|(place, _)| place).collect()
}

async fn shown(connection: &mut PgConnection, query: &str, here: Vec<Found>) -> Result<Vec<Hit>> {
    let stems = stems(query);
    let mut texts: Vec<Given<'_>> = Vec::new();
    for (of, found) in (0..).zip(&here) {
        for place in likely(&found.passages, &stems) {
            texts.push(Given { of, place: i32::try_from(place).unwrap_or(i32::MAX), text: &found.passages[place].text });
        }
    }
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
            snippet: pieces(&shown.snippet, &passage.text),
        })
    });
    Ok(hits.collect())
}

/// What is shown of a text in pieces, each with whether it was looked for; «…» where the text goes on.
fn pieces(snippet: &str, text: &str) -> Vec<(String, bool)> {
    // What begins and ends a text that is no letter is left out of what is shown.
    let bare = |words: &str| words.replace([FOUND.0, FOUND.1], "").trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    let (all, first, last) = (bare(text), snippet.split(FRAGMENTS).next().map(bare), snippet.rsplit(FRAGMENTS).next().map(bare));
    let more = || ("…".to_owned(), false);
    let mut pieces = Vec::new();
    if first.is_some_and(|first| !all.starts_with(&first)) {
        pieces.push(more());
    }
    for (index, part) in snippet.split(FOUND.0).enumerate() {
        let (found, rest) = match part.split_once(FOUND.1) {
            Some((found, rest)) if index > 0 => (found, rest),
            _ => ("", part),
        };
        pieces.extend(
            [(found, true), (rest, false)].into_iter().filter(|(text, _)| !text.is_empty()).map(|(text, found)| (text.to_owned(), found)),
        );
    }
    if last.is_some_and(|last| !all.ends_with(&last)) {
        pieces.push(more());
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_that_hold_the_most_of_what_was_looked_for_are_read_closely() {
        let passage = |text: &str| Passage { heading: String::new(), text: text.to_owned(), href: String::new() };
        let mut passages = vec![passage("Om noko anna"); 9];
        passages.push(passage("LESINGA går fram"));
        passages.push(passage("Elevane likte lesinga"));
        assert_eq!(likely(&passages, &stems("'les':* & 'elev' | 'les'"))[..3], [10, 9, 0]);
    }

    #[test]
    fn found_words_are_pieces_of_their_own() {
        let piece = |text: &str, found| (text.to_owned(), found);
        assert_eq!(
            pieces("Vi \u{e000}les\u{e001} og \u{e000}skriv\u{e001}", "Vi les og skriv."),
            [piece("Vi ", false), piece("les", true), piece(" og ", false), piece("skriv", true)]
        );
        assert_eq!(pieces("Ingenting", "Ingenting"), [piece("Ingenting", false)]);
        assert_eq!(
            pieces("vi \u{e000}les\u{e001}", "I år vi les kvar dag"),
            [piece("…", false), piece("vi ", false), piece("les", true), piece("…", false)]
        );
    }
}
