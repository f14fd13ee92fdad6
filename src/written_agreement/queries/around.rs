//! What is around an agreement: at which schools the actor can begin one, who its chain is, the school's meetings, whether something waits, and that it is deleted.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::{Date, Duration};

use super::numbers;
use crate::App;
use crate::access::Actor;
use crate::access::rules::{ChainSide, has_written_agreements};
use crate::error::Result;
use crate::ids::{MeetingId, ModelPackId, PersonId, SchoolId};
use crate::municipality;
use crate::text::{dates, name_and_title};
use crate::web::page::capital;
use crate::written_agreement::model::Agreement;

/// How far back a meeting is offered, and how far ahead.
const YEAR: Duration = Duration::days(400);

/// The open schools where the actor can begin one, by name.
pub async fn schools(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<(SchoolId, String)>> {
    let schools = municipality::schools(connection, actor.municipality).await?;
    Ok(schools
        .into_iter()
        .filter(|school| school.takes_part(actor.today) && ChainSide::of(actor, school.id).is_some())
        .map(|school| (school.id, school.name))
        .collect())
}

/// Those of a side today, by name and title.
pub async fn people(connection: &mut PgConnection, actor: &Actor, school: SchoolId, side: ChainSide) -> Result<Vec<(PersonId, String)>> {
    let mut people: Vec<(PersonId, String)> = match side {
        ChainSide::School => {
            let members = municipality::members_of(connection, actor.municipality, school, actor.today).await?;
            members.into_iter().filter(|one| one.role == "rektor").map(|one| (one.person, name_and_title(&one.name, &one.title))).collect()
        }
        ChainSide::Owner => {
            let followers = municipality::followers_of(connection, actor.municipality, school, actor.today).await?;
            followers.into_iter().map(|(person, name, _)| (person, name)).collect()
        }
    };
    let mut seen = Vec::new();
    people.retain(|(person, _)| {
        let new = !seen.contains(person);
        seen.push(*person);
        new
    });
    Ok(people)
}

/// A meeting about the school, as its chain can name it.
#[derive(Debug, Clone)]
pub struct SchoolMeeting {
    /// Which.
    pub id: MeetingId,
    /// Key of its kind.
    pub kind: String,
    /// The day it is.
    pub day: Date,
    /// «Leiardialog 3, 12. mai 2027».
    pub words: String,
}

/// The meetings about the school alone that are about a year away at most, the latest first. Whoever leads the school or follows it up sees that they are.
pub async fn meetings(app: &App, connection: &mut PgConnection, actor: &Actor, agreement: &Agreement) -> Result<Vec<SchoolMeeting>> {
    let rows = sqlx::query!(
        r#"select id as "id: MeetingId", kind, model_pack_id as "pack: ModelPackId", starts_at from meeting
           where municipality_id = $1 and school_id = $2 and state <> 'cancelled' and starts_at between $3 and $4 order by starts_at desc, id"#,
        actor.municipality.0,
        agreement.rights.facts().school.0,
        actor.now - YEAR,
        actor.now + YEAR
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut packs: Vec<ModelPackId> = rows.iter().map(|row| row.pack).collect();
    packs.dedup();
    let packs = app.packs.load_all(connection, actor.municipality, &packs).await?;
    let name = |pack: ModelPackId, kind: &str| {
        packs.get(&pack).and_then(|pack| pack.dialogue(kind)).map_or_else(String::new, |kind| capital(kind.name.get(actor.lang)))
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            let day = dates::norwegian_date(row.starts_at);
            SchoolMeeting { id: row.id, words: format!("{}, {}", name(row.pack, &row.kind), dates::long(day)), kind: row.kind, day }
        })
        .collect())
}

/// The words of meetings by id.
pub fn by_id(meetings: &[SchoolMeeting]) -> HashMap<MeetingId, &str> {
    meetings.iter().map(|meeting| (meeting.id, meeting.words.as_str())).collect()
}

/// Whether something of an agreement waits for the actor's side: a signature, a promise past its day, what was seen on a day that went by, an end to be read.
///
/// # Errors
///
/// When the database does not answer.
pub async fn waits(connection: &mut PgConnection, actor: &Actor) -> Result<bool> {
    if !has_written_agreements(actor) {
        return Ok(false);
    }
    Ok(sqlx::query_scalar!(
        r#"with own as (
             select a.municipality_id, a.id, case when a.school_id = any ($2) then 'school' else 'owner' end as side,
               exists (select from written_end e where e.municipality_id = a.municipality_id and e.agreement_id = a.id) as ended
             from written_agreement a where a.municipality_id = $1 and ($4 or a.school_id = any ($3) or a.school_id = any ($2))),
           stands as (
             select distinct on (o.id) o.id, o.side, v.content from own o
             join written_version v on v.municipality_id = o.municipality_id and v.agreement_id = o.id and v.state = 'in_force'
             where not o.ended order by o.id, v.number desc)
           select (exists (
               select from own o join written_version v on v.municipality_id = o.municipality_id and v.agreement_id = o.id and v.state = 'ready'
                where not exists (select from written_signature g where g.municipality_id = v.municipality_id and g.agreement_id = v.agreement_id
                                    and g.number = v.number and g.side = o.side and g.withdrawn_at is null))
             or exists (
               select from own o where o.ended and o.side = 'school' and not exists (
                 select from written_end_answer w where w.municipality_id = o.municipality_id and w.agreement_id = o.id))
             or exists (
               select from stands s cross join lateral jsonb_array_elements(s.content -> 'promises') p
                where p ->> 'side' = s.side and (p ->> 'due')::date < $5 and coalesce((
                  select e.state from written_entry e where e.municipality_id = $1 and e.agreement_id = s.id and e.line = (p ->> 'number')::integer
                   order by e.id desc limit 1), 'open') in ('open', 'started'))
             or exists (
               select from stands s cross join lateral jsonb_array_elements(s.content -> 'reviews') r
                where s.side = 'owner' and (r ->> 'day')::date < $5 and not exists (
                  select from written_seen n where n.municipality_id = $1 and n.agreement_id = s.id and n.line = (r ->> 'number')::integer))) as "waits!""#,
        actor.municipality.0,
        &numbers(&actor.rektor_schools()),
        &numbers(&actor.overseen),
        actor.is_owner(),
        actor.today
    )
    .fetch_one(connection)
    .await?)
}

/// Deletes what stands in the archive and is kept no longer.
pub async fn forget(connection: &mut PgConnection, today: Date) -> Result<()> {
    sqlx::query_scalar!(r#"select forget_written_agreements($1) as "gone!""#, today).fetch_one(connection).await?;
    Ok(())
}
