//! What search finds in minutes: approved ones for those who read them, drafts for those who take part.
use sqlx::PgConnection;

use super::field::Field;
use super::model::title;
use super::queries::{self, Searched};
use crate::App;
use crate::access::Actor;
use crate::error::{AppError, Result};
use crate::ids::MeetingPointId;
use crate::model_pack::Dialogue;
use crate::search::{Asked, Found, Kind, Passage};
use crate::self_assessment::school_year;
use crate::text::text;

/// What the actor finds.
///
/// # Errors
///
/// When the database does not answer, or holds minutes that are none.
pub async fn search(app: &App, connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Found>> {
    let mut found = Vec::new();
    for meeting in queries::approved_with(&mut *connection, actor, asked).await? {
        let pack = app.packs.load(&mut *connection, actor.municipality, meeting.pack).await?;
        let kind = kind_of(&pack, &meeting)?;
        let passages = recorded(actor, &meeting);
        found.push(as_found(actor, kind, meeting, passages, false));
    }
    for meeting in queries::drafts_with(&mut *connection, actor, asked).await? {
        let pack = app.packs.load(&mut *connection, actor.municipality, meeting.pack).await?;
        let kind = kind_of(&pack, &meeting)?;
        let points = queries::points(&mut *connection, actor.municipality, meeting.id).await?;
        let ids: Vec<MeetingPointId> = points.iter().map(|point| point.id).collect();
        let heading = |id: MeetingPointId| {
            let point = points.iter().find(|point| point.id == id)?;
            let fixed = point.key.as_ref().and_then(|key| kind.agenda.iter().find(|fixed| fixed.key == *key));
            Some(fixed.map_or_else(|| point.title.clone(), |fixed| fixed.title.get(actor.lang).to_owned()))
        };
        let href = format!("/moter/{}", meeting.id);
        let passages = meeting.draft.iter().filter_map(|(name, words)| {
            // A point that was taken out is not shown, and neither is what was said of it.
            let (heading, place) = match Field::parse(name, kind, &ids)? {
                Field::Text(id) => (heading(id)?, "saker"),
                Field::Conclusion(key) => {
                    let conclusion = kind.conclusions.iter().find(|conclusion| conclusion.key == key)?;
                    (conclusion.title.get(actor.lang).to_owned(), "conclusions-h")
                }
                Field::Outcome(_) | Field::Evaluation(_) => return None,
            };
            Some(Passage { heading, text: words.clone(), href: format!("{href}#{place}") })
        });
        let passages = passages.collect();
        found.push(as_found(actor, kind, meeting, passages, true));
    }
    found.retain(|found| !found.passages.is_empty());
    Ok(found)
}

fn kind_of<'a>(pack: &'a crate::model_pack::Pack, meeting: &Searched) -> Result<&'a Dialogue> {
    let kind = pack.dialogue(&meeting.kind);
    kind.ok_or_else(|| AppError::Internal(anyhow::anyhow!("the pack {} has no dialogue {}", pack.key, meeting.kind)))
}

/// The texts of approved minutes, where each stands on their page.
fn recorded(actor: &Actor, meeting: &Searched) -> Vec<Passage> {
    let Some(content) = &meeting.approved else { return Vec::new() };
    let href = format!("/moter/{}/referat", meeting.id);
    let passage = |heading: &str, text: &str, place: &str| Passage {
        heading: heading.to_owned(),
        text: text.to_owned(),
        href: format!("{href}#{place}"),
    };
    // The heading of a point may itself be what was looked for.
    let points = (1..).zip(&content.points).map(|(number, entry)| {
        let words = if entry.text.trim().is_empty() { &entry.title } else { &entry.text };
        passage(&entry.title, words, &format!("p{number}"))
    });
    let conclusions = content.conclusions.iter().map(|entry| passage(&entry.title, &entry.text, "conclusions-h"));
    let note = text(actor.lang, "meeting-note");
    let notes = content.notes.iter().map(|entry| passage(&note, &entry.text, "notes-h"));
    points.chain(conclusions).chain(notes).collect()
}

fn as_found(actor: &Actor, kind: &Dialogue, meeting: Searched, passages: Vec<Passage>, draft: bool) -> Found {
    Found {
        kind: Kind::Minutes,
        title: title(kind, "", actor.lang),
        place: meeting.with,
        year: school_year(meeting.school_year),
        state: draft.then(|| text(actor.lang, "search-draft").into_owned()),
        at: meeting.starts_at,
        rank: meeting.rank,
        passages,
    }
}
