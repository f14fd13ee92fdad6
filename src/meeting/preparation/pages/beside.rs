//! What stands on the meeting's page: what is prepared and when it is shown, the questions that are suggested, the actor's own note.
use std::collections::HashMap;

use sqlx::PgConnection;

use super::page::shown_when;
use crate::access::Actor;
use crate::error::Result;
use crate::meeting::model::{Meeting, State};
use crate::meeting::note::{self, NoteView};
use crate::meeting::preparation::model::questions;
use crate::meeting::preparation::prepared::Prepared;
use crate::text::{Lang, text, text_with};
use crate::writing;
use crate::writing::autosave::Rejected;

/// How many of a kind's questions are suggested.
const SUGGESTED: usize = 3;

/// The panel about what is prepared.
pub struct Panel {
    /// How far the own side has come, and when both are shown.
    pub sentences: Vec<String>,
    /// Where it is written or read, and what the link says.
    pub link: Option<(String, String)>,
}

/// All of it.
pub struct Beside {
    /// Questions to choose among.
    pub suggested: Vec<String>,
    /// What is prepared; `None` when nothing is, or the actor has nothing to do with it.
    pub panel: Option<Panel>,
    /// The actor's own note.
    pub note: Option<NoteView>,
}

/// What of it the actor sees on the page of `meeting`; `rejected` are fields that were not taken.
pub async fn beside(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: &Meeting,
    rejected: &HashMap<String, Rejected>,
) -> Result<Beside> {
    Ok(Beside {
        suggested: suggested(meeting, actor.lang)?,
        panel: panel(connection, actor, meeting).await?,
        note: note::view(connection, actor, meeting, rejected).await?,
    })
}

/// The first questions of the kind, while they can be asked.
pub fn suggested(meeting: &Meeting, lang: Lang) -> Result<Vec<String>> {
    if !matches!(meeting.state, State::Booked | State::Held) {
        return Ok(Vec::new());
    }
    Ok(meeting.kind()?.questions.iter().take(SUGGESTED).map(|question| question.get(lang).to_owned()).collect())
}

async fn panel(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting) -> Result<Option<Panel>> {
    let Some((facts, rights)) = Prepared::of(connection, actor, meeting).await? else { return Ok(None) };
    if !rights.sees() || (meeting.state == State::Cancelled && !rights.reads_both) {
        return Ok(None);
    }
    let lang = actor.lang;
    let prepared = Prepared { meeting: meeting.clone(), facts, rights };
    let mut sentences = Vec::new();
    if let Some((side, document)) = rights.own.filter(|_| !rights.reads_both) {
        let filled = writing::filled_fields(connection, document).await?;
        let asked = questions(prepared.preparation()?, side).len();
        let done = (1..=asked).filter(|number| filled.contains(&format!("q.{number}"))).count();
        sentences.push(text_with(lang, "preparation-done-of", &[("done", &done), ("asked", &asked)]));
    }
    sentences.push(shown_when(&prepared, actor));
    let label = match (rights.reads_both, rights.writes) {
        (true, _) => "preparation-read-both",
        (false, true) => "preparation-write",
        (false, false) => "preparation-read-own",
    };
    Ok(Some(Panel { sentences, link: Some((prepared.href(), text(lang, label).into_owned())) }))
}
