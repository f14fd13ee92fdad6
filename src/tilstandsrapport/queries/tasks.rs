//! SQL for what is left to do of what councils decided and asked, whatever the report.
use sqlx::PgConnection;
use time::Date;

use crate::error::Result;
use crate::ids::{MunicipalityId, PersonId, ReportId};
use crate::tilstandsrapport::decision::Progress;
use crate::tilstandsrapport::tasks::{Task, What};

/// What was adopted and is neither done nor stopped, and what was asked and is not answered: by day, what has none last.
pub async fn open_tasks(connection: &mut PgConnection, municipality: MunicipalityId, today: Date) -> Result<Vec<Task>> {
    let rows = sqlx::query!(
        r#"select p.report_id as "report!: ReportId", p.id as "id!", false as "question!", r.school_year as "year!",
             case when p.decided = '' then p.body else p.decided end as "words!", p.responsible as "responsible!", p.due,
             p.responsible_person as "person: PersonId", n.name as "name?", coalesce(g.state, 'not_started') as "state!", p.position as "position!",
             exists (select from role_assignment a where a.municipality_id = p.municipality_id and a.person_id = p.responsible_person
               and a.valid_from <= $2 and (a.valid_to is null or a.valid_to >= $2)) as "holds_role!"
           from report_proposal p
           join report r on r.municipality_id = p.municipality_id and r.id = p.report_id
           left join person n on n.municipality_id = p.municipality_id and n.id = p.responsible_person
           left join lateral (select state from report_progress g where g.municipality_id = p.municipality_id and g.proposal_id = p.id
             order by g.id desc limit 1) g on true
           where p.municipality_id = $1 and p.removed_at is null and p.outcome in ('adopted', 'changed')
             and coalesce(g.state, 'not_started') not in ('done', 'stopped')
           union all
           select q.report_id, q.id, true, r.school_year, q.body, '', null, null, null, 'not_started', q.position, false
           from report_question q join report r on r.municipality_id = q.municipality_id and r.id = q.report_id
           where q.municipality_id = $1 and q.answered_at is null
           order by 7 nulls last, 4, 3, 11"#,
        municipality.0,
        today
    )
    .fetch_all(connection)
    .await?;
    let task = |report, id, question| if question { What::Question(report, id) } else { What::Decision(report, id) };
    let rows = rows.into_iter().map(|row| Task {
        what: task(row.report, row.id, row.question),
        year: row.year,
        words: row.words,
        responsible: row.responsible,
        due: row.due,
        // Somebody whose role has ended is responsible no longer: it falls back on skoleeier.
        person: row.person.zip(row.name).filter(|_| row.holds_role),
        state: Progress::parse(&row.state).unwrap_or(Progress::NotStarted),
    });
    Ok(rows.collect())
}
