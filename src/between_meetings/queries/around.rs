//! What is around the work: the meetings it stands between, and what of it has a day.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::Date;

use super::numbers;
use crate::App;
use crate::access::Actor;
use crate::error::Result;
use crate::ids::{BetweenId, MeetingId, ModelPackId, SchoolId};
use crate::text::dates;
use crate::web::page::capital;

/// A meeting that the work can come from or go to.
#[derive(Debug, Clone)]
pub struct Between {
    /// Which.
    pub id: MeetingId,
    /// Key of its kind.
    pub kind: String,
    /// The day it is.
    pub day: Date,
    /// «Leiardialog 1, 3. september 2026».
    pub words: String,
}

/// The meetings of some kinds with a school in a school year that the actor may know of, the first first.
pub async fn meetings(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    (school, year): (SchoolId, i32),
    kinds: &[String],
) -> Result<Vec<Between>> {
    let knows_all = actor.oversees(school) || actor.is_rektor_of(school);
    let rows = sqlx::query!(
        r#"select id as "id: MeetingId", kind, model_pack_id as "pack: ModelPackId", starts_at from meeting
           where municipality_id = $1 and school_id = $2 and school_year = $3 and kind = any ($4) and state <> 'cancelled'
             and ($5 or audience <> 'participants') order by starts_at, id"#,
        actor.municipality.0,
        school.0,
        year,
        kinds,
        knows_all
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
            Between { id: row.id, words: format!("{}, {}", name(row.pack, &row.kind), dates::long(day)), kind: row.kind, day }
        })
        .collect())
}

/// The words of meetings by id.
pub fn by_id(meetings: &[Between]) -> HashMap<MeetingId, &str> {
    meetings.iter().map(|meeting| (meeting.id, meeting.words.as_str())).collect()
}

/// Something of work that is not delivered, with its day.
#[derive(Debug, Clone)]
pub struct Due {
    /// The work.
    pub id: BetweenId,
    /// Key of its kind.
    pub kind: String,
    /// The pack that has it.
    pub pack: ModelPackId,
    /// Name of the school.
    pub school: String,
    /// What the step is, for those of the school; empty: the delivery of all of it.
    pub step: String,
    /// The day.
    pub day: Date,
}

/// What of the work of schools has its day after one (`None`: ever) and by another, the first first: deliveries, and of the schools that the actor works at the
/// steps too.
pub async fn due(
    connection: &mut PgConnection,
    actor: &Actor,
    schools: Option<&[SchoolId]>,
    (after, by): (Option<Date>, Date),
) -> Result<Vec<Due>> {
    let (all, asked) = (schools.is_none() && actor.is_owner(), schools.map_or_else(|| numbers(&actor.overseen), numbers));
    let own = if schools.is_some() { numbers(&actor.draft_schools()) } else { Vec::new() };
    let rows = sqlx::query_as!(
        Due,
        r#"with open as (
             select p.municipality_id, p.id, p.kind, p.model_pack_id, p.school_id, p.due, s.name from between_package p
             join school s on s.municipality_id = p.municipality_id and s.id = p.school_id
             where p.municipality_id = $1 and ($2 or p.school_id = any ($3)) and not exists (
               select from between_delivery d where d.municipality_id = p.municipality_id and d.package_id = p.id))
           select o.id as "id!: BetweenId", o.kind as "kind!", o.model_pack_id as "pack!: ModelPackId", o.name as "school!", '' as "step!", o.due as "day!"
             from open o where o.due <= $6 and ($5::date is null or o.due > $5)
           union all
           select o.id, o.kind, o.model_pack_id, o.name, w.step ->> 'what', (w.step ->> 'day')::date from open o
             join lateral (select e.step from between_words b cross join lateral jsonb_array_elements(b.content -> 'steps') e(step)
                            where b.municipality_id = o.municipality_id and b.package_id = o.id and o.school_id = any ($4)) w on true
             join between_step t on t.municipality_id = o.municipality_id and t.package_id = o.id and t.number = (w.step ->> 'number')::integer
               and t.there and not t.done
            where (w.step ->> 'day')::date <= $6 and ($5::date is null or (w.step ->> 'day')::date > $5)
           order by 6, 1 limit 50"#,
        actor.municipality.0,
        all,
        &asked,
        &own,
        after,
        by
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
