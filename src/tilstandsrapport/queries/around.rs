//! What a report tells of the year by itself: who met, who delivered, and what became of promises. Read as skoleeier, who sees all of it.
use sqlx::PgConnection;
use time::Date;

use crate::error::Result;
use crate::ids::MunicipalityId;
use crate::indicator::SchoolYear;

/// The year in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Schools that were asked for a self-assessment, and those of them that have delivered.
    pub asked: i64,
    /// Of them, delivered.
    pub delivered: i64,
    /// Names of those that have not.
    pub not_delivered: Vec<String>,
    /// Meetings that were held, by the key of their kind, with how many schools.
    pub meetings: Vec<(String, i64, i64)>,
    /// Promises of the owner: all, done, late.
    pub owner_promises: Promises,
    /// And of the schools.
    pub school_promises: Promises,
}

/// Promises given in a year's meetings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Promises {
    /// All of them.
    pub made: i64,
    /// Kept.
    pub done: i64,
    /// Neither kept nor given up when their day was past.
    pub late: i64,
    /// Given up, with a reason.
    pub given_up: i64,
}

impl Promises {
    /// Still ahead.
    pub fn ahead(self) -> i64 {
        self.made - self.done - self.late - self.given_up
    }
}

/// The year as it stands today.
pub async fn around(connection: &mut PgConnection, municipality: MunicipalityId, year: SchoolYear, today: Date) -> Result<Around> {
    let asked = sqlx::query!(
        r#"select s.name, exists (select from delivery d where d.municipality_id = a.municipality_id and d.self_assessment_id = a.id) as "delivered!"
           from self_assessment a join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
           join school s on s.municipality_id = a.municipality_id and s.id = a.school_id
           where a.municipality_id = $1 and r.looks_back_year = $2 order by s.name"#,
        municipality.0,
        year.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let meetings = sqlx::query!(
        r#"select m.kind, count(*) as "count!", count(distinct m.school_id) as "schools!" from meeting m
           where m.municipality_id = $1 and m.school_year = $2 and m.state in ('held', 'commenting', 'approved') group by m.kind order by min(m.starts_at)"#,
        municipality.0,
        year.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let promises = sqlx::query!(
        r#"select e.side, count(*) as "made!", count(*) filter (where e.state = 'done') as "done!",
             count(*) filter (where e.state in ('open', 'under_way', 'asked') and e.due < $3) as "late!",
             count(*) filter (where e.state in ('dropped', 'declined')) as "given_up!"
           from agreement g join meeting m on m.municipality_id = g.municipality_id and m.id = g.meeting_id
           join lateral (select side, state, due from agreement_entry e where e.municipality_id = g.municipality_id and e.agreement_id = g.id
             order by number desc limit 1) e on true
           where g.municipality_id = $1 and m.school_year = $2 group by e.side"#,
        municipality.0,
        year.0,
        today
    )
    .fetch_all(connection)
    .await?;
    let of = |side: &str| {
        promises.iter().find(|row| row.side == side).map_or_else(Promises::default, |row| Promises {
            made: row.made,
            done: row.done,
            late: row.late,
            given_up: row.given_up,
        })
    };
    Ok(Around {
        asked: i64::try_from(asked.len()).unwrap_or(i64::MAX),
        delivered: i64::try_from(asked.iter().filter(|row| row.delivered).count()).unwrap_or(i64::MAX),
        not_delivered: asked.iter().filter(|row| !row.delivered).map(|row| row.name.clone()).collect(),
        meetings: meetings.into_iter().map(|row| (row.kind, row.count, row.schools)).collect(),
        owner_promises: of("owner"),
        school_promises: of("school"),
    })
}
