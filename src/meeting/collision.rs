//! Who is in another meeting at a time. It is said, and nobody is refused: they know why they book all the same.
use sqlx::PgConnection;

use super::booking::Times;
use super::queries;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{MeetingId, PersonId, SchoolId};
use crate::municipality;
use crate::text::{dates, text_with};

/// A sentence for each other meeting of the leader, or of the school's rektor, at that time. It says when, never which: a calendar tells no more.
pub async fn sentences(
    connection: &mut PgConnection,
    actor: &Actor,
    leader: PersonId,
    school: Option<SchoolId>,
    times: &Times,
    but: Option<MeetingId>,
) -> Result<Vec<String>> {
    let mut people = vec![leader];
    if let Some(school) = school {
        people.extend(municipality::leaders_of(connection, actor.municipality, school, actor.today).await?);
    }
    let busy = queries::busy(connection, &people, times, but, actor.today).await?;
    if busy.is_empty() {
        return Ok(Vec::new());
    }
    let names = municipality::names(connection, actor.municipality, &people).await?;
    Ok(busy
        .into_iter()
        .map(|(person, from, to)| {
            let (from, to) = (dates::time_of_day(from), dates::time_of_day(to));
            let name = names.get(&person).cloned().unwrap_or_default();
            let key = if person == actor.person { "meeting-you-are-busy" } else { "meeting-somebody-is-busy" };
            text_with(actor.lang, key, &[("who", &name), ("from", &from), ("to", &to)])
        })
        .collect())
}

/// What a form says of the time in it.
#[derive(Debug, Clone, Default)]
pub struct Free {
    /// Who is in another meeting, a sentence each.
    pub busy: Vec<String>,
    /// Somebody asked, and the time could be read.
    pub asked: bool,
}

impl Free {
    /// Of these times, when they could be read; `asked` when somebody wants to know.
    pub async fn at(
        connection: &mut PgConnection,
        actor: &Actor,
        leader: PersonId,
        school: Option<SchoolId>,
        times: Option<&Times>,
        but: Option<MeetingId>,
        asked: bool,
    ) -> Result<Self> {
        let Some(times) = times else { return Ok(Self::default()) };
        Ok(Self { busy: sentences(connection, actor, leader, school, times, but).await?, asked })
    }
}
