//! What is around a handover: who can leave, who takes over, who can be mentor, and what stands on the leaver's name.
use sqlx::PgConnection;
use time::{Date, Duration};

use super::{numbers, place};
use crate::access::Actor;
use crate::access::rules::{CanBeginHandover, HandoverPlace};
use crate::error::Result;
use crate::handover::model::Handover;
use crate::ids::{AreaId, PersonId, SchoolId};
use crate::municipality;
use crate::text::{dates, name_and_title};

/// So long after a role has ended somebody can still hand over.
pub const AFTER: Duration = Duration::days(30);

/// Somebody who leads a school or an area, or did until lately.
#[derive(Debug, Clone)]
pub struct Leader {
    /// What.
    pub place: HandoverPlace,
    /// Its name.
    pub place_name: String,
    /// Who.
    pub person: PersonId,
    /// Name and title.
    pub name: String,
    /// The last day of the role, when one is set.
    pub until: Option<Date>,
}

impl Leader {
    /// As a form sends it: «skole:7:12».
    pub fn key(&self) -> String {
        match self.place {
            HandoverPlace::School(school) => format!("skole:{school}:{}", self.person),
            HandoverPlace::Area(area) => format!("omrade:{area}:{}", self.person),
        }
    }
}

/// Those whose handover the actor can begin: areas first, by name.
pub async fn leaders(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Leader>> {
    let rows = sqlx::query!(
        r#"select r.school_id as "school?: SchoolId", r.area_id as "area?: AreaId", coalesce(s.name, a.name) as "place!", p.id as "person!: PersonId",
             p.name as "name!", p.title as "title!", case when bool_or(r.valid_to is null) then null else max(r.valid_to) end as "until?"
           from role_assignment r
           join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
           left join school s on s.municipality_id = r.municipality_id and s.id = r.school_id
           left join area a on a.municipality_id = r.municipality_id and a.id = r.area_id
           where r.municipality_id = $1 and r.role in ('rektor', 'omradeleder') and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $3)
             and ($4 or r.school_id = any ($5) or r.person_id = $6) and (s.closed_on is null or s.closed_on > $2)
           group by r.school_id, r.area_id, s.name, a.name, p.id, p.name, p.title
           order by r.school_id is not null, coalesce(s.name, a.name) collate "nb-NO-x-icu", p.name, p.id"#,
        actor.municipality.0,
        actor.today,
        actor.today.saturating_sub(AFTER),
        actor.is_owner(),
        &numbers(&actor.overseen),
        actor.person.0
    )
    .fetch_all(connection)
    .await?;
    let mut leaders = Vec::new();
    for row in rows {
        let place = place(row.school, row.area)?;
        if CanBeginHandover::of(actor, place, row.person).is_ok() {
            let name = name_and_title(&row.name, &row.title);
            leaders.push(Leader { place, place_name: row.place, person: row.person, name, until: row.until });
        }
    }
    Ok(leaders)
}

/// Those who can take over: who hold the role, or will.
pub async fn successors(connection: &mut PgConnection, actor: &Actor, handover: &Handover) -> Result<Vec<(PersonId, String)>> {
    let facts = handover.rights.facts();
    let rows = sqlx::query!(
        r#"select distinct p.id as "id: PersonId", p.name, p.title from role_assignment r
           join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
           where r.municipality_id = $1 and r.role = $2 and r.school_id is not distinct from $3 and r.area_id is not distinct from $4
             and (r.valid_to is null or r.valid_to >= $5) and p.id <> $6
           order by p.name, p.id"#,
        actor.municipality.0,
        facts.place.role().key(),
        facts.place.school().map(|school| school.0),
        facts.place.area().map(|area| area.0),
        actor.today,
        facts.leaver.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, name_and_title(&row.name, &row.title))).collect())
}

/// Those who can be mentor: rektors elsewhere, and those who follow schools up; not the successor.
pub async fn mentors(connection: &mut PgConnection, actor: &Actor, handover: &Handover) -> Result<Vec<(PersonId, String)>> {
    let facts = handover.rights.facts();
    let rows = sqlx::query!(
        r#"select distinct p.id as "id: PersonId", p.name, p.title from role_assignment r
           join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
           where r.municipality_id = $1 and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2)
             and (r.role in ('skoleeier', 'omradeleder') or (r.role = 'rektor' and r.school_id is distinct from $3))
             and p.id is distinct from $4
           order by p.name, p.id"#,
        actor.municipality.0,
        actor.today,
        facts.place.school().map(|school| school.0),
        facts.successor.map(|person| person.0)
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, name_and_title(&row.name, &row.title))).collect())
}

/// The schools of what is handed over, by name.
pub async fn schools_of(connection: &mut PgConnection, actor: &Actor, handover: &Handover) -> Result<Vec<(SchoolId, String)>> {
    let place = handover.rights.facts().place;
    let all = municipality::schools(connection, actor.municipality).await?;
    let mut schools: Vec<(SchoolId, String)> = all
        .into_iter()
        .filter(|school| match place {
            HandoverPlace::School(id) => school.id == id,
            HandoverPlace::Area(area) => school.area == Some(area) && school.takes_part(actor.today),
        })
        .map(|school| (school.id, school.name))
        .collect();
    schools.retain(|(id, _)| actor.is_rektor_of(*id) || actor.oversees(*id));
    Ok(schools)
}

/// What stands on the leaver's name, as far as it is about what is handed over.
#[derive(Debug, Clone)]
pub struct Left {
    /// The role has a last day.
    pub role_ends: bool,
    /// Booked meetings after the change that they lead.
    pub meetings: i64,
    /// Promises by their name that somebody waits for.
    pub promises: i64,
    /// Deputies that they have named.
    pub deputies: i64,
    /// Parts of the school's drafts that are given to them and not handed in; `None` for whoever does not lead the school.
    pub parts: Option<i64>,
}

/// The same, for whoever reads the school or the area today.
pub async fn left(connection: &mut PgConnection, actor: &Actor, handover: &Handover, schools: &[SchoolId]) -> Result<Left> {
    let facts = handover.rights.facts();
    let from = dates::moment_of(handover.day, 0, 0).unwrap_or(actor.now);
    // The school's drafts, and who works on them, are the school's own.
    let leads = facts.place.school().is_some_and(|school| actor.is_rektor_of(school));
    let row = sqlx::query!(
        r#"select
             not exists (select from role_assignment r where r.municipality_id = $1 and r.person_id = $2 and r.role = $3
                           and r.school_id is not distinct from $4 and r.area_id is not distinct from $5 and r.valid_to is null) as "role_ends!",
             (select count(*) from meeting m where m.municipality_id = $1 and m.leader_id = $2 and m.state = 'booked' and m.starts_at >= $6
                and (m.school_id = any ($7) or m.area_id = $5)) as "meetings!",
             (select count(*) from agreement a
                join lateral (select e.who_id, e.state, e.what from agreement_entry e where e.municipality_id = a.municipality_id
                                and e.agreement_id = a.id order by e.number desc limit 1) e on true
               where a.municipality_id = $1 and a.school_id = any ($7) and e.who_id = $2 and e.state in ('asked', 'open', 'under_way')
                 and e.what <> '') as "promises!",
             (select count(*) from deputy d where d.municipality_id = $1 and d.school_id = $4 and d.named_by = $2 and d.revoked_at is null)
               as "deputies!",
             (select count(*) from part_assignment p where $8 and p.municipality_id = $1 and p.school_id = $4 and p.person_id = $2
                and p.withdrawn_at is null and p.handed_in_at is null) as "parts!""#,
        actor.municipality.0,
        facts.leaver.0,
        facts.place.role().key(),
        facts.place.school().map(|school| school.0),
        facts.place.area().map(|area| area.0),
        from,
        &numbers(schools),
        leads
    )
    .fetch_one(connection)
    .await?;
    Ok(Left {
        role_ends: row.role_ends,
        meetings: row.meetings,
        promises: row.promises,
        deputies: row.deputies,
        parts: leads.then_some(row.parts),
    })
}
