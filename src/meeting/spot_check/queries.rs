//! SQL for the tables of spot checks. How many cases there are is read only for those who see it.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::model::{Again, Answer, Case, Draw, Outcome, Seen};
use crate::access::Actor;
use crate::access::rules::{CanClearCheckNote, CanDrawCases, CanWriteCheck};
use crate::error::Result;
use crate::ids::{AgreementId, MeetingId, ModelPackId, MunicipalityId, SchoolId};

/// The draws of a meeting, the first first.
pub async fn draws(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    meeting: MeetingId,
    reads_count: bool,
) -> Result<Vec<Draw>> {
    let rows = sqlx::query!(
        r#"select d.number, d.seed, d.reason, d.begun_at, d.begun_by_name, o.said_by_name as "said_by?", o.at as "at?", o.by_name as "by_name?",
             (o.outcome = 'nothing') as "nothing?", c.cases as "count?"
           from spot_check_draw d
           left join spot_check_outcome o on o.municipality_id = d.municipality_id and o.meeting_id = d.meeting_id and o.number = d.number
           left join spot_check_count c on c.municipality_id = d.municipality_id and c.meeting_id = d.meeting_id and c.number = d.number and $3
           where d.municipality_id = $1 and d.meeting_id = $2 order by d.number"#,
        municipality.0,
        meeting.0,
        reads_count
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut cases = cases(connection, municipality, meeting).await?;
    Ok(rows
        .into_iter()
        .map(|row| Draw {
            number: row.number,
            seed: row.seed,
            again: row.reason.as_deref().and_then(Again::parse),
            begun_at: row.begun_at,
            begun_by_name: row.begun_by_name,
            outcome: row.at.map(|at| Outcome {
                nothing: row.said_by.filter(|_| row.nothing == Some(true)),
                at,
                by_name: row.by_name.unwrap_or_default(),
            }),
            count: row.count,
            cases: cases.remove(&row.number).unwrap_or_default(),
        })
        .collect())
}

/// The cases that were drawn in a meeting, by the number of their draw.
async fn cases(connection: &mut PgConnection, municipality: MunicipalityId, meeting: MeetingId) -> Result<HashMap<i32, Vec<Case>>> {
    let rows = sqlx::query!(
        "select number, position, case_number, rev, saved_at, saved_by_name from spot_check_case
         where municipality_id = $1 and meeting_id = $2 order by number, position",
        municipality.0,
        meeting.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let answers = sqlx::query!(
        "select number, position, item, result, note, cleared_at, cleared_by_name from spot_check_answer
         where municipality_id = $1 and meeting_id = $2",
        municipality.0,
        meeting.0
    )
    .fetch_all(connection)
    .await?;
    let mut of_case: HashMap<(i32, i16), HashMap<String, Answer>> = HashMap::new();
    for row in answers {
        let answer =
            Answer { seen: row.result.as_deref().and_then(Seen::parse), note: row.note, cleared: row.cleared_at.zip(row.cleared_by_name) };
        of_case.entry((row.number, row.position)).or_default().insert(row.item, answer);
    }
    let mut cases: HashMap<i32, Vec<Case>> = HashMap::new();
    for row in rows {
        cases.entry(row.number).or_default().push(Case {
            position: row.position,
            number: row.case_number,
            rev: row.rev,
            saved: row.saved_at.map(|at| (at, row.saved_by_name)),
            answers: of_case.remove(&(row.number, row.position)).unwrap_or_default(),
        });
    }
    Ok(cases)
}

/// Begins a draw after number `after`, which is the newest and came to something; 0: the first. False when another was begun meanwhile.
pub async fn begin(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanDrawCases,
    after: i32,
    (seed, again): (&str, Option<Again>),
) -> Result<bool> {
    let begun = sqlx::query!(
        "insert into spot_check_draw (municipality_id, meeting_id, number, school_id, seed, reason, begun_at, begun_by, begun_by_name)
         select $1, $2, $3 + 1, $4, $5, $6, $7, $8, $9
         where $3 = 0 or exists (select from spot_check_outcome o where o.municipality_id = $1 and o.meeting_id = $2 and o.number = $3)
         on conflict do nothing",
        can.municipality().0,
        can.meeting().0,
        after,
        can.school().0,
        seed,
        again.map(Again::key),
        actor.now,
        can.by().0,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(begun.rows_affected() == 1)
}

/// What a draw comes to.
#[derive(Debug, Clone)]
pub enum Settled<'a> {
    /// These numbers, among so many.
    Drawn(&'a [u16], u16),
    /// There is no case, says somebody.
    Nothing(&'a str),
}

/// Stores what a draw came to. False when that was said meanwhile.
pub async fn settle(connection: &mut PgConnection, actor: &Actor, can: CanDrawCases, number: i32, settled: &Settled<'_>) -> Result<bool> {
    let (outcome, said_by) = match settled {
        Settled::Drawn(..) => ("drawn", ""),
        Settled::Nothing(said_by) => ("nothing", *said_by),
    };
    let stored = sqlx::query!(
        "insert into spot_check_outcome (municipality_id, meeting_id, number, school_id, outcome, said_by_name, at, by_id, by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        can.municipality().0,
        can.meeting().0,
        number,
        can.school().0,
        outcome,
        said_by,
        actor.now,
        can.by().0,
        actor.name
    )
    .execute(&mut *connection)
    .await?;
    if stored.rows_affected() == 0 {
        return Ok(false);
    }
    if let Settled::Drawn(numbers, cases) = settled {
        let numbers: Vec<i32> = numbers.iter().map(|number| i32::from(*number)).collect();
        sqlx::query!(
            "insert into spot_check_case (municipality_id, meeting_id, number, position, school_id, case_number)
             select $1, $2, $3, place, $4, drawn from unnest($5::integer[]) with ordinality as n (drawn, place)",
            can.municipality().0,
            can.meeting().0,
            number,
            can.school().0,
            &numbers
        )
        .execute(&mut *connection)
        .await?;
        sqlx::query!(
            "insert into spot_check_count (municipality_id, meeting_id, number, cases) values ($1, $2, $3, $4)",
            can.municipality().0,
            can.meeting().0,
            number,
            i32::from(*cases)
        )
        .execute(connection)
        .await?;
    }
    Ok(true)
}

/// What is said of an item: which, what was seen, and a note.
pub type Said = (String, Option<Seen>, String);

/// Stores what was seen of a case as the revision after `rev`; the new revision, or nothing when something newer stands there.
pub async fn save(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanWriteCheck,
    (number, position, rev): (i32, i16, i32),
    said: &[Said],
) -> Result<Option<i32>> {
    let saved = sqlx::query_scalar!(
        "update spot_check_case set rev = rev + 1, saved_at = $6, saved_by_name = $7
         where municipality_id = $1 and meeting_id = $2 and number = $3 and position = $4 and rev = $5 returning rev",
        can.municipality().0,
        can.meeting().0,
        number,
        position,
        rev,
        actor.now,
        actor.name
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(saved) = saved else { return Ok(None) };
    let items: Vec<String> = said.iter().map(|(item, ..)| item.clone()).collect();
    let seen: Vec<String> = said.iter().map(|(_, seen, _)| seen.map(Seen::key).unwrap_or_default().to_owned()).collect();
    let notes: Vec<String> = said.iter().map(|(.., note)| note.clone()).collect();
    sqlx::query!(
        "insert into spot_check_answer as a (municipality_id, meeting_id, number, position, item, school_id, result, note)
         select $1, $2, $3, $4, item, $5, nullif(seen, ''), note from unnest($6::text[], $7::text[], $8::text[]) as s (item, seen, note)
         on conflict (municipality_id, meeting_id, number, position, item) do update set result = excluded.result, note = excluded.note,
           cleared_at = case when excluded.note = '' then a.cleared_at end, cleared_by_name = case when excluded.note = '' then a.cleared_by_name end",
        can.municipality().0,
        can.meeting().0,
        number,
        position,
        can.school().0,
        &items,
        &seen,
        &notes
    )
    .execute(connection)
    .await?;
    Ok(Some(saved))
}

/// Takes a note away. False when there is none.
pub async fn clear_note(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanClearCheckNote,
    (number, position, item): (i32, i16, &str),
) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select clear_spot_check_note($1, $2, $3, $4, $5, $6) as "cleared!""#,
        can.meeting().0,
        number,
        i32::from(position),
        item,
        actor.name_and_title(),
        actor.now
    )
    .fetch_one(connection)
    .await?)
}

/// Notes that an agreement came of a finding.
pub async fn add_agreement(connection: &mut PgConnection, can: CanWriteCheck, agreement: AgreementId) -> Result<()> {
    sqlx::query!(
        "insert into spot_check_agreement (municipality_id, meeting_id, agreement_id, school_id) values ($1, $2, $3, $4)",
        can.municipality().0,
        can.meeting().0,
        agreement.0,
        can.school().0
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The agreements that came of the check of a meeting.
pub async fn agreements(connection: &mut PgConnection, municipality: MunicipalityId, meeting: MeetingId) -> Result<Vec<AgreementId>> {
    Ok(sqlx::query_scalar!(
        r#"select agreement_id as "agreement: AgreementId" from spot_check_agreement where municipality_id = $1 and meeting_id = $2 order by 1"#,
        municipality.0,
        meeting.0
    )
    .fetch_all(connection)
    .await?)
}

/// Other meetings with a school in a school year that have a check that came to something, by time.
pub async fn others(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    (school, school_year, meeting): (SchoolId, i32, MeetingId),
) -> Result<Vec<MeetingId>> {
    Ok(sqlx::query_scalar!(
        r#"select m.id as "meeting: MeetingId" from meeting m
           where m.municipality_id = $1 and m.school_id = $2 and m.school_year = $3 and m.id <> $4 and exists (
             select from spot_check_outcome o where o.municipality_id = m.municipality_id and o.meeting_id = m.id)
           order by m.starts_at, m.id"#,
        municipality.0,
        school.0,
        school_year,
        meeting.0
    )
    .fetch_all(connection)
    .await?)
}

/// Deletes how many cases there were in a meeting whose minutes are approved, or, for work that acts for no person, that ended before.
pub async fn forget_counts(connection: &mut PgConnection, meeting: MeetingId, ended_before: OffsetDateTime) -> Result<()> {
    sqlx::query_scalar!(r#"select forget_case_counts($1, $2) as "forgotten!""#, meeting.0, ended_before).fetch_one(connection).await?;
    Ok(())
}

/// That a check was made.
#[derive(Debug)]
pub struct Made {
    /// In which meeting.
    pub meeting: MeetingId,
    /// Key of its kind.
    pub kind: String,
    /// The pack that has it.
    pub pack: ModelPackId,
    /// Name of the school.
    pub school: String,
    /// When it began.
    pub starts_at: OffsetDateTime,
    /// There was no case to draw.
    pub nothing: bool,
    /// What was seen as lacking, of steps of the routine: each once, however often.
    pub lacking: Vec<String>,
    /// The agreements that came of it.
    pub agreements: Vec<i64>,
}

/// The checks in meetings from a moment until another, of the schools that the actor follows up. Neither cases nor how many there are is asked for.
pub async fn made(connection: &mut PgConnection, actor: &Actor, from: OffsetDateTime, to: OffsetDateTime) -> Result<Vec<Made>> {
    let schools: Vec<i64> = actor.overseen.iter().map(|school| school.0).collect();
    let rows = sqlx::query_as!(
        Made,
        r#"select m.id as "meeting: MeetingId", m.kind, m.model_pack_id as "pack: ModelPackId", s.name as school, m.starts_at,
             not exists (select from spot_check_outcome d where d.municipality_id = m.municipality_id and d.meeting_id = m.id and d.outcome = 'drawn') as "nothing!",
             coalesce((select array_agg(distinct a.item) from spot_check_answer a where a.municipality_id = m.municipality_id and a.meeting_id = m.id
                         and a.result = 'lacking' and a.item like 's.%'), '{}') as "lacking!",
             coalesce((select array_agg(g.agreement_id order by g.agreement_id) from spot_check_agreement g
                        where g.municipality_id = m.municipality_id and g.meeting_id = m.id), '{}') as "agreements!"
           from meeting m join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           where m.municipality_id = $1 and ($2 or m.school_id = any ($3)) and m.starts_at >= $4 and m.starts_at < $5 and m.state <> 'cancelled'
             and exists (select from spot_check_outcome o where o.municipality_id = m.municipality_id and o.meeting_id = m.id)
           order by m.starts_at, m.id"#,
        actor.municipality.0,
        actor.is_owner(),
        &schools,
        from,
        to
    )
    .fetch_all(connection)
    .await?;
    Ok(rows)
}
