//! SQL of search: agreements whose words, as they stand, hold what is looked for.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::{giver, state};
use crate::access::Actor;
use crate::access::rules::{AgreementFacts, AgreementRights};
use crate::agreement::model::State;
use crate::error::Result;
use crate::ids::{AgreementId, ModelPackId, PersonId, SchoolId};
use crate::meeting;
use crate::search::{Asked, MOST};
use crate::writing::Side;

/// An agreement that was found.
#[derive(Debug)]
pub struct Searched {
    /// Which.
    pub id: AgreementId,
    /// Key of the meeting's kind.
    pub kind: String,
    /// The pack it was booked with.
    pub pack: ModelPackId,
    /// The school or the area.
    pub with: String,
    /// The school year of the meeting.
    pub school_year: i32,
    /// When it was.
    pub met_at: OffsetDateTime,
    /// The words.
    pub what: String,
    /// How it stands.
    pub state: State,
    /// How well it fits.
    pub rank: f32,
}

/// Those that hold the words and that the actor sees, the newest first.
pub async fn searched(connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Searched>> {
    let rows = sqlx::query!(
        r#"select e.agreement_id as "id!: AgreementId", m.kind as "kind!", m.model_pack_id as "pack!: ModelPackId", m.starts_at as "starts_at!", m.school_year as "school_year!", m.school_id as "school: SchoolId",
             coalesce(s.name, area.name) as "with?", e.side as "side!", e.of_school as "of_school: SchoolId", e.what as "what!", e.who_id as "who: PersonId",
             e.state as "state!", e.audience as "audience!", m.state as "meeting_state!", m.leader_id as "leader!: PersonId",
             a.asked_by_school as "asked_by: SchoolId", p.side as "came_as?", p.school_id as "came_from?: SchoolId",
             ts_rank(e.words, (select $2::text::tsquery), 1) as "rank!"
           from (select e.* from agreement_entry e
                 where e.municipality_id = $1 and e.words @@ (select $2::text::tsquery)
                   and ($4::integer is null or exists (select from meeting m where m.municipality_id = e.municipality_id and m.id = e.meeting_id and m.school_year = $4))
                   and ($5::bigint is null or e.school_id = $5 or e.of_school = $5)
                 order by e.agreement_id desc limit $6::bigint * 4) e
           -- By key, one at a time: PostgreSQL thinks that the words stand in one row only, and would read both tables from end to end for each that is found.
           join lateral (select a.asked_by_school from agreement a where a.municipality_id = $1 and a.id = e.agreement_id offset 0) a on true
           join lateral (select m.* from meeting m where m.municipality_id = $1 and m.id = e.meeting_id offset 0) m on true
           left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           left join area on area.municipality_id = m.municipality_id and area.id = m.area_id
           left join meeting_participant p on p.municipality_id = m.municipality_id and p.meeting_id = m.id and p.person_id = $3 and p.removed_at is null
           where not exists (select from agreement_entry n where n.municipality_id = e.municipality_id and n.agreement_id = e.agreement_id and n.number > e.number)
           order by e.agreement_id desc limit $6"#,
        actor.municipality.0,
        asked.query,
        actor.person.0,
        asked.year,
        asked.school.map(|school| school.0),
        MOST
    )
    .fetch_all(connection)
    .await?;
    let mut found = Vec::new();
    for row in rows {
        let state = state(&row.state)?;
        let facts = AgreementFacts {
            id: row.id,
            school: row.school,
            access: meeting::parse_access(&row.audience)?,
            meeting_state: meeting::State::parse(&row.meeting_state)?,
            leader: row.leader,
            asked: row.came_as.as_deref().and_then(Side::parse).map(|side| (side, row.came_from)),
            giver: giver(&row.side)?,
            of_school: row.of_school,
            who: row.who,
            asked_by: row.asked_by,
            state,
        };
        if AgreementRights::of(actor, facts).is_err() {
            continue;
        }
        found.push(Searched {
            id: row.id,
            kind: row.kind,
            pack: row.pack,
            with: row.with.unwrap_or_default(),
            school_year: row.school_year,
            met_at: row.starts_at,
            what: row.what,
            state,
            rank: row.rank,
        });
    }
    Ok(found)
}
