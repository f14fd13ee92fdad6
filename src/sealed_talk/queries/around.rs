//! What is around a talk: who can have one, who read it, who was let in, to whom it was handed over, and that it is deleted.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::{CanArrangeTalk, CanBreakSeal, CanHandOverTalk, Party};
use crate::error::Result;
use crate::ids::{PersonId, SchoolId, SealedOpeningId, SealedTalkId};
use crate::municipality;
use crate::sealed_talk::model::{Opened, Partner, Read, Talk};
use crate::text::name_and_title;

/// The leaders of open schools: of all, or of these.
async fn leaders(connection: &mut PgConnection, actor: &Actor, schools: Option<&[SchoolId]>) -> Result<Vec<Partner>> {
    let schools: Option<Vec<i64>> = schools.map(|schools| schools.iter().map(|id| id.0).collect());
    let rows = sqlx::query!(
        r#"select distinct s.id as "school: SchoolId", s.name as school_name, p.id as "person: PersonId", p.name, p.title from role_assignment r
           join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
           join school s on s.municipality_id = r.municipality_id and s.id = r.school_id
           where r.municipality_id = $1 and r.role = 'rektor' and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2)
             and (s.closed_on is null or s.closed_on > $2) and ($3::bigint[] is null or s.id = any ($3)) and p.id <> $4
           order by s.name, p.name, p.id"#,
        actor.municipality.0,
        actor.today,
        schools.as_deref(),
        actor.person.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Partner {
            school: (row.school, row.school_name),
            person: row.person,
            name: name_and_title(&row.name, &row.title),
            own: Party::Manager,
        })
        .collect())
}

/// Those with whom the actor can have a talk: the leaders of the schools they follow up, and those who follow up the schools they lead.
pub async fn partners(connection: &mut PgConnection, actor: &Actor, can: &CanArrangeTalk) -> Result<Vec<Partner>> {
    let mut found = match (actor.is_owner(), actor.overseen.is_empty()) {
        (true, _) => leaders(&mut *connection, actor, None).await?,
        (false, false) => leaders(&mut *connection, actor, Some(&actor.overseen)).await?,
        (false, true) => Vec::new(),
    };
    let names = municipality::school_names(&mut *connection, actor.municipality, can.led()).await?;
    for school in can.led() {
        let name = names.get(school).cloned().unwrap_or_default();
        let followers = municipality::followers_of(&mut *connection, actor.municipality, *school, actor.today).await?;
        let mut seen = vec![actor.person];
        for (person, who, _) in followers {
            if !seen.contains(&person) {
                seen.push(person);
                found.push(Partner { school: (*school, name.clone()), person, name: who, own: Party::Employee });
            }
        }
    }
    Ok(found)
}

/// Those to whom a side of a talk can be handed over: another leader of the school, or another who follows it up.
pub async fn successors(connection: &mut PgConnection, actor: &Actor, talk: &Talk, side: Party) -> Result<Vec<(PersonId, String)>> {
    let school = talk.school.0;
    let facts = talk.rights.facts();
    let mut found: Vec<(PersonId, String)> = match side {
        Party::Employee => {
            let rows = municipality::members_of(connection, actor.municipality, school, actor.today).await?;
            rows.into_iter().filter(|one| one.role == "rektor").map(|one| (one.person, name_and_title(&one.name, &one.title))).collect()
        }
        Party::Manager => {
            let rows = municipality::followers_of(connection, actor.municipality, school, actor.today).await?;
            rows.into_iter().map(|(person, name, _)| (person, name)).collect()
        }
    };
    let mut seen = vec![facts.employee, facts.manager];
    found.retain(|(person, _)| {
        let new = !seen.contains(person);
        seen.push(*person);
        new
    });
    Ok(found)
}

/// Hands a side over; false when it cannot be.
pub async fn hand_over(connection: &mut PgConnection, actor: &Actor, can: CanHandOverTalk, to: PersonId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select hand_over_sealed_talk($1, $2, $3, $4, $5) as "done!""#,
        can.talk().0,
        can.side().key(),
        to.0,
        actor.name_and_title(),
        actor.now
    )
    .fetch_one(connection)
    .await?)
}

/// Somebody read something.
#[derive(Debug, Clone)]
pub struct Reading {
    /// When.
    pub at: OffsetDateTime,
    /// Name and title.
    pub by: String,
    /// What; `None` for what this version of the program does not know.
    pub what: Option<Read>,
}

/// So many readings are shown.
const READINGS: i64 = 500;

/// Who has read, the last first.
pub async fn readings(connection: &mut PgConnection, actor: &Actor, talk: &Talk) -> Result<Vec<Reading>> {
    let rows = sqlx::query!(
        "select at, by_name, what from sealed_reading where municipality_id = $1 and talk_id = $2 order by id desc limit $3",
        actor.municipality.0,
        talk.id.0,
        READINGS
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| Reading { at: row.at, by: row.by_name, what: Read::parse(&row.what) }).collect())
}

/// Somebody else was let in.
#[derive(Debug, Clone)]
pub struct LetIn {
    /// Who decided it.
    pub decided_by: String,
    /// When it was decided.
    pub decided_on: Date,
    /// Why.
    pub reason: String,
    /// When it was carried out, and until when it lasted.
    pub at: (OffsetDateTime, OffsetDateTime),
    /// Who read.
    pub by: String,
}

/// Those who were let in, the last first.
pub async fn openings(connection: &mut PgConnection, actor: &Actor, talk: &Talk) -> Result<Vec<LetIn>> {
    let rows = sqlx::query!(
        "select decided_by_name, decided_by_title, decided_on, reason, at, until_at, by_name from sealed_opening
         where municipality_id = $1 and talk_id = $2 order by id desc",
        actor.municipality.0,
        talk.id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| LetIn {
            decided_by: name_and_title(&row.decided_by_name, &row.decided_by_title),
            decided_on: row.decided_on,
            reason: row.reason,
            at: (row.at, row.until_at),
            by: row.by_name,
        })
        .collect())
}

/// It was handed over.
#[derive(Debug, Clone)]
pub struct HandedOver {
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: String,
    /// When.
    pub at: OffsetDateTime,
    /// Who did it.
    pub by: String,
}

/// To whom it was handed over, the last first.
pub async fn handovers(connection: &mut PgConnection, actor: &Actor, talk: &Talk) -> Result<Vec<HandedOver>> {
    Ok(sqlx::query_as!(
        HandedOver,
        r#"select from_name as "from", to_name as "to", at, by_name as "by" from sealed_handover
           where municipality_id = $1 and talk_id = $2 order by id desc"#,
        actor.municipality.0,
        talk.id.0
    )
    .fetch_all(connection)
    .await?)
}

/// What is written in when somebody is let in.
#[derive(Debug, Clone)]
pub struct Decision<'a> {
    /// Whom the talk is with.
    pub employee: PersonId,
    /// Who leads it.
    pub manager: PersonId,
    /// Key of its kind.
    pub kind: &'a str,
    /// The calendar year of its day.
    pub year: i32,
    /// Who decided, by name and title.
    pub decided_by: (&'a str, &'a str),
    /// When it was decided.
    pub decided_on: Date,
    /// Why.
    pub reason: &'a str,
    /// What the form was made with.
    pub save_id: Uuid,
}

/// Lets the actor in; nothing when there is no such talk.
pub async fn let_in(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanBreakSeal,
    decision: &Decision<'_>,
) -> Result<Option<(SealedOpeningId, SealedTalkId)>> {
    debug_assert_eq!(can.municipality(), actor.municipality, "the function asks the transaction's own");
    let row = sqlx::query!(
        r#"select opening_id as "opening!: SealedOpeningId", talk_id as "talk!: SealedTalkId"
           from open_sealed_talk($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"#,
        decision.employee.0,
        decision.manager.0,
        decision.kind,
        decision.year,
        decision.decided_by.0,
        decision.decided_by.1,
        decision.decided_on,
        decision.reason,
        actor.name_and_title(),
        actor.today,
        actor.now,
        decision.save_id
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.opening, row.talk)))
}

/// What the actor was let in to read, while it lasts; it is noted.
pub async fn opened(connection: &mut PgConnection, actor: &Actor, can: CanBreakSeal, id: SealedOpeningId) -> Result<Option<Opened>> {
    debug_assert_eq!(can.municipality(), actor.municipality, "the function asks the transaction's own");
    let content =
        sqlx::query_scalar!(r#"select opened_sealed_talk($1, $2, $3) as "content: Json<Opened>""#, id.0, actor.name_and_title(), actor.now)
            .fetch_one(connection)
            .await?;
    Ok(content.map(|Json(content)| content))
}

/// Everybody who has led a school or followed schools up, today or before, by name: between two of them a talk can be.
pub async fn possible_parties(connection: &mut PgConnection, can: CanBreakSeal) -> Result<Vec<(PersonId, String)>> {
    let rows = sqlx::query!(
        r#"select distinct p.id as "id: PersonId", p.name, p.title from role_assignment r
           join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
           where r.municipality_id = $1 and r.role in ('skoleeier', 'omradeleder', 'rektor') order by p.name, p.id"#,
        can.municipality().0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, name_and_title(&row.name, &row.title))).collect())
}

/// Deletes the municipality's talks that are kept no longer. Only as the municipality, for no person.
pub async fn forget(connection: &mut PgConnection, today: Date) -> Result<()> {
    sqlx::query_scalar!(r#"select forget_sealed_talks($1) as "forgotten!""#, today).fetch_one(connection).await?;
    Ok(())
}
