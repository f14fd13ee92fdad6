//! What a report tells of the year by itself: who met, who took part, who delivered, and what became of promises and actions. Read as skoleeier, who sees all of it.
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
    /// Who came to them from the schools: the function at the school, or none for its rektor, with from how many schools.
    pub took_part: Vec<(Option<String>, i64)>,
    /// Delivered self-assessments that tell who at the school took part in them.
    pub described: i64,
    /// Stories that were delivered, from how many schools, and how many of them a pupil or a parent wrote.
    pub stories: (i64, i64, i64),
    /// Inquiries that schools have shown and that have come to an action, from how many schools, and how many of them say what it led to.
    pub actions: (i64, i64, i64),
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
    let took_part = sqlx::query!(
        r#"select r.function, count(distinct p.school_id) as "schools!" from meeting m
           join meeting_participant p on p.municipality_id = m.municipality_id and p.meeting_id = m.id
           join role_assignment r on r.municipality_id = p.municipality_id and r.person_id = p.person_id and r.school_id = p.school_id
             and r.valid_from <= (m.starts_at at time zone 'Europe/Oslo')::date
             and (r.valid_to is null or r.valid_to >= (m.starts_at at time zone 'Europe/Oslo')::date)
           where m.municipality_id = $1 and m.school_year = $2 and m.state in ('held', 'commenting', 'approved') and p.side = 'school'
             and p.removed_at is null and coalesce(p.answer, 'coming') = 'coming' and (r.role = 'rektor' or r.function is not null)
             and not exists (select from meeting_participant x where x.municipality_id = p.municipality_id and x.replaces_id = p.id and x.removed_at is null)
           group by r.function order by 2 desc, 1 nulls first"#,
        municipality.0,
        year.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let told = sqlx::query!(
        r#"with year as (select make_timestamptz($2, 8, 1, 0, 0, 0, 'Europe/Oslo') as begins, make_timestamptz($2 + 1, 8, 1, 0, 0, 0, 'Europe/Oslo') as ends),
             chain as (select i.school_id, exists (select from inquiry_step o where o.municipality_id = i.municipality_id and o.inquiry_id = i.id
                 and o.step = 'outcome' and o.content <> '{}' and o.rev = (select max(rev) from inquiry_step n where n.municipality_id = o.municipality_id
                   and n.inquiry_id = o.inquiry_id and n.step = o.step)) as ended
               from inquiry i, year where i.municipality_id = $1 and i.circle = 'school' and i.shown_at is not null
                 and i.started_at >= begins and i.started_at < ends
                 and exists (select from inquiry_step a where a.municipality_id = i.municipality_id and a.inquiry_id = i.id and a.step = 'action'
                   and a.content <> '{}' and a.rev = (select max(rev) from inquiry_step n where n.municipality_id = a.municipality_id
                     and n.inquiry_id = a.inquiry_id and n.step = a.step))),
             said as (select s.school_id, s.from_reader from story s, year
               where s.municipality_id = $1 and s.state = 'delivered' and s.delivered_at >= begins and s.delivered_at < ends)
           select (select count(*) from said) as "stories!", (select count(distinct school_id) from said) as "story_schools!",
             (select count(*) from said where from_reader) as "by_readers!", (select count(*) from chain) as "chains!",
             (select count(distinct school_id) from chain) as "chain_schools!", (select count(*) from chain where ended) as "ended!",
             (select count(*) from self_assessment a join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
               where a.municipality_id = $1 and r.looks_back_year = $2 and exists (select from delivered_part p where p.municipality_id = $1
                 and p.delivery_id = (select max(d.id) from delivery d where d.municipality_id = $1 and d.self_assessment_id = a.id)
                 and p.content->>'_.participation' <> '')) as "described!""#,
        municipality.0,
        year.0
    )
    .fetch_one(&mut *connection)
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
        took_part: took_part.into_iter().map(|row| (row.function, row.schools)).collect(),
        described: told.described,
        stories: (told.stories, told.story_schools, told.by_readers),
        actions: (told.chains, told.chain_schools, told.ended),
        owner_promises: of("owner"),
        school_promises: of("school"),
    })
}
