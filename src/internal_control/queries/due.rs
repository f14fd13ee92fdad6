//! What of findings and routines has a day, for the desk. One statement.
use sqlx::PgConnection;
use time::Date;

use super::{concerned, numbers};
use crate::access::Actor;
use crate::access::rules::{reads_inspections, reads_routines};
use crate::error::Result;

/// Something with a day.
#[derive(Debug, Clone)]
pub struct Due {
    /// It is a routine; else a finding.
    pub routine: bool,
    /// The inspection, or the routine.
    pub id: i64,
    /// The finding's theme, or the routine's name.
    pub name: String,
    /// Name of the school of a finding; empty for none.
    pub school: String,
    /// It is the actor's to do.
    pub own: bool,
    /// The day.
    pub day: Date,
}

/// Open findings that the actor reads and routines, whose day is after one (`None`: ever) and by another, the first first. A finding is the actor's when they are
/// named for it; when nobody is, that of the school they lead, and for skoleeier that of no school. A routine is the actor's when they revise it.
pub async fn due(connection: &mut PgConnection, actor: &Actor, (after, by): (Option<Date>, Date)) -> Result<Vec<Due>> {
    let functions: Vec<String> = actor.roles.iter().filter_map(|grant| grant.function.clone()).collect();
    let rows = sqlx::query_as!(
        Due,
        r#"select false as "routine!", i.id as "id!", i.theme as "name!", coalesce(s.name, '') as "school!",
             (coalesce(f.responsible_id = $5, false) or (f.responsible_id is null and (coalesce(f.school_id = any ($6), false) or ($3 and f.school_id is null))))
               as "own!", f.deadline as "day!"
           from control_finding f
           join control_inspection i on i.municipality_id = f.municipality_id and i.id = f.inspection_id and i.closed_at is null
           left join school s on s.municipality_id = f.municipality_id and s.id = f.school_id
           where f.municipality_id = $1 and $2 and f.deadline <= $9 and ($8::date is null or f.deadline > $8)
             and coalesce((select t.state from control_finding_step t where t.municipality_id = f.municipality_id and t.finding_id = f.id
                           order by t.id desc limit 1), 'open') = 'open'
             and ($3 or f.school_id = any ($4) or (f.school_id is null and exists (
               select from control_inspection_school c where c.municipality_id = f.municipality_id and c.inspection_id = f.inspection_id and c.there
                 and c.school_id = any ($4))))
           union all
           select true, q.id, q.name, '', coalesce(q.owner_id = $5, false) or coalesce(q.owner_function = any ($7), false), d.day
           from control_routine q
           left join lateral (select v.next_on, v.at from control_revision v where v.municipality_id = q.municipality_id and v.routine_id = q.id
                              order by v.id desc limit 1) r on true
           cross join lateral (select case when r.at > q.dated_at then r.next_on else q.revise_on end as day) d
           where q.municipality_id = $1 and $10 and q.retired_at is null and d.day <= $9 and ($8::date is null or d.day > $8)
           order by 6, 2 limit 100"#,
        actor.municipality.0,
        reads_inspections(actor),
        actor.is_owner(),
        &concerned(actor),
        actor.person.0,
        &numbers(&actor.rektor_schools()),
        &functions,
        after,
        by,
        reads_routines(actor)
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
