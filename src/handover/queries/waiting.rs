//! SQL for the start page: what waits for somebody, what they wait for, and which talks come. One statement each.
use sqlx::PgConnection;
use time::{Date, Duration};

use super::{AFTER, numbers};
use crate::access::{Actor, Role};
use crate::error::Result;
use crate::ids::{AreaId, HandoverId, ModelPackId, PersonId, SchoolId};

/// So long before a role ends, whoever can begin a handover is reminded.
const BEFORE: Duration = Duration::days(90);

/// Something of a handover that waits.
#[derive(Debug, Clone)]
pub struct WaitingRow {
    /// What it is: `receive`, `write`, `answer`, `begin` of one's own; `prepared`, `received`, `answered` of others.
    pub kind: String,
    /// Which; `None`: there is none yet.
    pub id: Option<HandoverId>,
    /// Whose: the leaver, or the one who is waited for.
    pub who: String,
    /// The school or the area.
    pub place: String,
    /// By when.
    pub day: Option<Date>,
    /// The school, when there is no handover yet.
    pub school: Option<SchoolId>,
    /// The area, when there is no handover yet.
    pub area: Option<AreaId>,
    /// Who leaves, when there is no handover yet.
    pub person: Option<PersonId>,
}

/// The areas that somebody leads.
fn led_areas(actor: &Actor) -> Vec<i64> {
    actor.roles.iter().filter(|grant| grant.role == Role::Omradeleder).filter_map(|grant| grant.area).map(|area| area.0).collect()
}

/// What the actor has to do: receive one, write for one that is prepared, answer; and begin one, where a role soon ends or lately did.
pub async fn to_do(connection: &mut PgConnection, actor: &Actor, begins: bool) -> Result<Vec<WaitingRow>> {
    Ok(sqlx::query_as!(
        WaitingRow,
        r#"with own as (
             select h.*, coalesce(s.name, a.name) as place, p.name as leaver from handover h
             join person p on p.municipality_id = h.municipality_id and p.id = h.leaver_id
             left join school s on s.municipality_id = h.municipality_id and s.id = h.school_id
             left join area a on a.municipality_id = h.municipality_id and a.id = h.area_id
             where h.municipality_id = $1 and (h.leaver_id = $2 or h.successor_id = $2))
           select 'receive' as "kind!", o.id as "id?: HandoverId", o.leaver as "who!", o.place as "place!", o.change_day as "day?",
             null::bigint as "school?: SchoolId", null::bigint as "area?: AreaId", null::bigint as "person?: PersonId"
             from own o where o.successor_id = $2 and o.handed_over_at is not null and o.received_at is null
           union all
           select 'write', o.id, o.leaver, o.place, o.change_day, null, null, null from own o
             where o.leaver_id = $2 and o.handed_over_at is null and $3
               and exists (select from handover_words w where w.municipality_id = o.municipality_id and w.handover_id = o.id
                             and w.first = '' and w.second = '' and w.third = '')
           union all
           select 'answer', o.id, o.leaver, o.place, null, null, null, null from own o
             where o.leaver_id = $2 and $3 and exists (select from handover_question q where q.municipality_id = o.municipality_id
                     and q.handover_id = o.id and q.answer is null)
           union all
           select 'begin', null, p.name, coalesce(s.name, a.name), r.valid_to, r.school_id, r.area_id, r.person_id
             from role_assignment r
             join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
             left join school s on s.municipality_id = r.municipality_id and s.id = r.school_id
             left join area a on a.municipality_id = r.municipality_id and a.id = r.area_id
             where $4 and r.municipality_id = $1 and r.role in ('rektor', 'omradeleder') and r.valid_to between $5 and $6
               and ($7 or r.school_id = any ($8) or (r.person_id = $2 and (r.school_id = any ($9) or r.area_id = any ($10))))
               and (s.closed_on is null or s.closed_on > $11)
               and not exists (select from role_assignment o where o.municipality_id = r.municipality_id and o.person_id = r.person_id and o.role = r.role
                     and o.school_id is not distinct from r.school_id and o.area_id is not distinct from r.area_id and o.id <> r.id
                     and (o.valid_to is null or o.valid_to > r.valid_to))
               and not exists (select from handover h where h.municipality_id = r.municipality_id and h.leaver_id = r.person_id
                     and h.school_id is not distinct from r.school_id and h.area_id is not distinct from r.area_id
                     and abs(h.change_day - r.valid_to) < 120)"#,
        actor.municipality.0,
        actor.person.0,
        !actor.roles.is_empty(),
        begins,
        actor.today.saturating_sub(AFTER),
        actor.today.saturating_add(BEFORE),
        actor.is_owner(),
        &numbers(&actor.overseen),
        &numbers(&actor.rektor_schools()),
        &led_areas(actor),
        actor.today
    )
    .fetch_all(connection)
    .await?)
}

/// What the actor waits for others to do: hand it over, receive it, answer.
pub async fn awaited(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<WaitingRow>> {
    Ok(sqlx::query_as!(
        WaitingRow,
        r#"with known as (
             select h.*, coalesce(s.name, a.name) as place, p.name as leaver, n.name as successor,
               (h.successor_id = $2 and (h.school_id = any ($5) or h.area_id = any ($6))) as comes,
               (coalesce($3 or h.school_id = any ($4), false) and h.leaver_id <> $2) as follows
             from handover h
             join person p on p.municipality_id = h.municipality_id and p.id = h.leaver_id
             left join person n on n.municipality_id = h.municipality_id and n.id = h.successor_id
             left join school s on s.municipality_id = h.municipality_id and s.id = h.school_id
             left join area a on a.municipality_id = h.municipality_id and a.id = h.area_id
             where h.municipality_id = $1)
           select 'prepared' as "kind!", k.id as "id?: HandoverId", k.leaver as "who!", k.place as "place!", k.change_day as "day?",
             null::bigint as "school?: SchoolId", null::bigint as "area?: AreaId", null::bigint as "person?: PersonId"
             from known k where k.handed_over_at is null and (k.comes or k.follows)
           union all
           select 'received', k.id, k.successor, k.place, k.change_day, null, null, null from known k
             where k.handed_over_at is not null and k.received_at is null and k.successor_id <> $2
               and (k.follows or (k.leaver_id = $2 and $7))
           union all
           select 'answered', k.id, k.leaver, k.place, null, null, null, null from known k
             where k.successor_id = $2 and exists (select from handover_question q where q.municipality_id = k.municipality_id
                     and q.handover_id = k.id and q.answer is null)"#,
        actor.municipality.0,
        actor.person.0,
        actor.is_owner(),
        &numbers(&actor.overseen),
        &numbers(&actor.rektor_schools()),
        &led_areas(actor),
        !actor.roles.is_empty()
    )
    .fetch_all(connection)
    .await?)
}

/// A handover with a mentor, and the talks of it that were moved or held.
#[derive(Debug, Clone)]
pub struct MentoredRow {
    /// Which.
    pub id: HandoverId,
    /// Whose lists it has.
    pub pack: ModelPackId,
    /// The successor's first day.
    pub change_day: Date,
    /// The other of the two: the mentor for the successor, the successor for the mentor.
    pub with: String,
    /// Keys of the talks that somebody has moved or held.
    pub keys: Vec<String>,
    /// The day each of them was moved to.
    pub days: Vec<Option<Date>>,
    /// Whether each of them was held.
    pub held: Vec<bool>,
}

/// Handovers of the last year and the next in which the actor is mentor, or successor with one.
pub async fn mentored(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<MentoredRow>> {
    Ok(sqlx::query_as!(
        MentoredRow,
        r#"select h.id as "id!: HandoverId", h.model_pack_id as "pack!: ModelPackId", h.change_day as "change_day!", o.name as "with!",
             array(select t.key from handover_talk t where t.municipality_id = h.municipality_id and t.handover_id = h.id order by t.key) as "keys!",
             array(select t.day from handover_talk t where t.municipality_id = h.municipality_id and t.handover_id = h.id order by t.key)
               as "days!: Vec<Option<Date>>",
             array(select t.held_on is not null from handover_talk t where t.municipality_id = h.municipality_id and t.handover_id = h.id
                    order by t.key) as "held!"
           from handover h
           join person o on o.municipality_id = h.municipality_id and o.id = case when h.mentor_id = $2 then h.successor_id else h.mentor_id end
           where h.municipality_id = $1 and h.change_day between $3 and $4
             and (h.mentor_id = $2 or (h.successor_id = $2 and h.handed_over_at is not null))"#,
        actor.municipality.0,
        actor.person.0,
        actor.today.saturating_sub(Duration::days(420)),
        actor.today.saturating_add(Duration::days(420))
    )
    .fetch_all(connection)
    .await?)
}
