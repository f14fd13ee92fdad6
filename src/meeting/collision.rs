//! Who is in another meeting at a time. It is said, and nobody is refused: they know why they book all the same.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::awaited::too_early;
use super::booking::Times;
use super::model::Meeting;
use super::queries;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{MeetingId, PersonId, SchoolId};
use crate::model_pack::Dialogue;
use crate::municipality;
use crate::text::{dates, text, text_with};

/// Somebody is in another meeting, from when to when; never in which: a calendar tells no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// From.
    pub from: OffsetDateTime,
    /// To.
    pub to: OffsetDateTime,
}

impl Busy {
    /// «Kari Nordås har eit anna møte kl. 9.00–12.00.»
    pub fn sentence(&self, actor: &Actor) -> String {
        let (from, to) = (dates::time_of_day(self.from), dates::time_of_day(self.to));
        let key = if self.person == actor.person { "meeting-you-are-busy" } else { "meeting-somebody-is-busy" };
        text_with(actor.lang, key, &[("who", &self.name), ("from", &from), ("to", &to)])
    }
}

/// When these are in other meetings in `[from, to)`, by time, as far as the actor may know: of oneself, and of rektors at schools one follows up.
pub async fn busy(
    connection: &mut PgConnection,
    actor: &Actor,
    people: &[PersonId],
    (from, to): (OffsetDateTime, OffsetDateTime),
    but: Option<MeetingId>,
) -> Result<Vec<Busy>> {
    let found = queries::busy(connection, people, (from, to), but, actor.today).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let names = municipality::names(connection, actor.municipality, people).await?;
    let name = |person: &PersonId| names.get(person).cloned().unwrap_or_default();
    Ok(found.into_iter().map(|(person, from, to)| Busy { person, name: name(&person), from, to }).collect())
}

/// Whom a meeting needs: the one who leads it, and the school's rektors.
async fn needed(connection: &mut PgConnection, actor: &Actor, leader: PersonId, school: Option<SchoolId>) -> Result<Vec<PersonId>> {
    let mut people = vec![leader];
    if let Some(school) = school {
        people.extend(municipality::leaders_of(connection, actor.municipality, school, actor.today).await?);
    }
    people.dedup();
    Ok(people)
}

/// A sentence for each other meeting of the leader, or of the school's rektor, at that time.
pub async fn sentences(
    connection: &mut PgConnection,
    actor: &Actor,
    leader: PersonId,
    school: Option<SchoolId>,
    times: &Times,
    but: Option<MeetingId>,
) -> Result<Vec<String>> {
    let people = needed(connection, actor, leader, school).await?;
    let busy = busy(connection, actor, &people, (times.starts_at, times.ends_at), but).await?;
    Ok(busy.iter().map(|one| one.sentence(actor)).collect())
}

/// What a form says of the time in it.
#[derive(Debug, Clone, Default)]
pub struct Free {
    /// Who is in another meeting, a sentence each.
    pub busy: Vec<String>,
    /// That nobody is, and of whom that holds; when somebody asked, and the time could be read.
    pub nobody: Option<String>,
    /// Figures that come after it, a sentence for each point that waits for some.
    pub early: Vec<String>,
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
        let busy = sentences(connection, actor, leader, school, times, but).await?;
        let nobody = if asked && busy.is_empty() { nobody(connection, actor, leader, school, false).await? } else { None };
        Ok(Self { busy, nobody, early: Vec::new() })
    }
}

impl Free {
    /// With what the kind waits for and has not by then.
    #[must_use]
    pub fn waiting(self, kind: Option<&Dialogue>, times: Option<&Times>, actor: &Actor) -> Self {
        let early = kind.zip(times).map(|(kind, times)| too_early(kind, dates::norwegian_date(times.starts_at), actor.today, actor.lang));
        Self { early: early.unwrap_or_default(), ..self }
    }

    /// For whoever may move `meeting` in a hurry, who knows of both its leader and the school's rektors whether they are in another.
    pub async fn of_move(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting, times: &Times, asked: bool) -> Result<Self> {
        let busy = busy_with(connection, actor, meeting, (times.starts_at, times.ends_at)).await?;
        let school = meeting.school.as_ref().map(|(school, _)| *school);
        let nobody = if asked && busy.is_empty() { nobody(connection, actor, meeting.leader, school, true).await? } else { None };
        Ok(Self { busy: busy.iter().map(|one| one.sentence(actor)).collect(), nobody, early: Vec::new() })
    }
}

/// When the leader of a meeting and the school's rektors are in others, for whoever may move it in a hurry.
pub async fn busy_with(
    connection: &mut PgConnection,
    actor: &Actor,
    meeting: &Meeting,
    span: (OffsetDateTime, OffsetDateTime),
) -> Result<Vec<Busy>> {
    let people = needed(connection, actor, meeting.leader, meeting.school.as_ref().map(|(school, _)| *school)).await?;
    busy(connection, actor, &people, span, Some(meeting.id)).await
}

/// «Ingen andre møte her på den tida for deg eller Kari Nordås.» Whose meetings the actor may not know of is not named.
async fn nobody(
    connection: &mut PgConnection,
    actor: &Actor,
    leader: PersonId,
    school: Option<SchoolId>,
    all_known: bool,
) -> Result<Option<String>> {
    let mut people = needed(connection, actor, leader, school).await?;
    let follows = school.is_some_and(|school| actor.oversees(school));
    let known = |index: usize, person: PersonId| all_known || person == actor.person || actor.is_owner() || (index > 0 && follows);
    people = people.into_iter().enumerate().filter(|(index, person)| known(*index, *person)).map(|(_, person)| person).collect();
    let names = municipality::names(connection, actor.municipality, &people).await?;
    let word = |person: &PersonId| {
        if *person == actor.person {
            text(actor.lang, "meeting-free-you").into_owned()
        } else {
            names.get(person).cloned().unwrap_or_default()
        }
    };
    let words: Vec<String> = people.iter().map(word).collect();
    let who = match words.split_last() {
        None => return Ok(None),
        Some((last, [])) => last.clone(),
        Some((last, first)) => text_with(actor.lang, "meeting-free-or", &[("first", &first.join(", ")), ("last", last)]),
    };
    Ok(Some(text_with(actor.lang, "meeting-nobody-is-busy", &[("who", &who)])))
}
