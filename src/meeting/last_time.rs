//! «Sist sa de om møtet»: what was answered at the end of the meeting before, of the same kind and with the same school, when the next one opens. For each
//! who took part in that one and takes part in this, and for nobody else: it is on no screen, in no folder, on no paper and in no minutes.
use sqlx::PgConnection;

use super::field::Field;
use super::model::Meeting;
use super::queries;
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::text::{dates, text_with};

/// What was said.
pub struct LastTime {
    /// «Sist sa de om møtet (15. mars 2027)».
    pub title: String,
    /// Questions with their answers.
    pub answers: Vec<(String, String)>,
}

/// For this actor; `None` when nothing was answered, and for those who were not there or are not here.
pub async fn last_time(app: &App, connection: &mut PgConnection, actor: &Actor, meeting: &Meeting) -> Result<Option<LastTime>> {
    if !meeting.rights.reads_draft {
        return Ok(None);
    }
    let Some(found) = queries::last_time(&mut *connection, actor, meeting).await? else { return Ok(None) };
    let pack = app.packs.load(connection, actor.municipality, found.pack).await?;
    // As they were asked then.
    let questions = pack.dialogue(&meeting.kind_key).map(|kind| kind.evaluation.as_slice()).unwrap_or_default();
    let asked = (1..).zip(questions).map(|(number, question)| (Field::Evaluation(number).name(), question.get(actor.lang).to_owned()));
    let answer = |field: &str| found.answers.iter().find(|(known, _)| known == field).map(|(_, value)| value.clone());
    let answers: Vec<(String, String)> = asked.filter_map(|(field, question)| Some((question, answer(&field)?))).collect();
    let day = dates::long(dates::norwegian_date(found.starts_at));
    Ok((!answers.is_empty()).then(|| LastTime { title: text_with(actor.lang, "last-time-title", &[("day", &day)]), answers }))
}
