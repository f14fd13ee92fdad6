//! SQL for `round`, and the facts that rolling asks for.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::model::{NewRound, Round, respondent, respondent_key};
use super::roll::{Delivered, GivenPart, RollPlan, SchoolFacts};
use crate::access::rules::CanOpenRound;
use crate::error::{AppError, Result};
use crate::ids::{ModelPackId, MunicipalityId, PersonId, RoundId, SchoolId};
use crate::model_pack::Respondent;
use crate::self_assessment::State;

/// Adds a round.
pub(super) async fn insert(
    connection: &mut PgConnection,
    can: CanOpenRound,
    respondent: Respondent,
    new: &NewRound<'_>,
    now: OffsetDateTime,
) -> Result<RoundId> {
    sqlx::query_scalar!(
        r#"insert into round (municipality_id, template, respondent, model_pack_id, looks_back_year, plans_year, deadline, opened_at, opened_by, rolled_from)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id as "id: RoundId""#,
        can.municipality().0,
        new.template,
        respondent_key(respondent),
        new.pack.0,
        new.looks_back_year,
        new.looks_back_year + 1,
        new.deadline,
        now,
        can.by().map(|id| id.0),
        new.rolled_from.map(|id| id.0)
    )
    .fetch_one(connection)
    .await
    .map_err(|error| match AppError::constraint(&error) {
        Some("round_once") => AppError::Conflict("error-round-exists"),
        Some("round_rolled_once") => AppError::Conflict("error-round-rolled"),
        _ => error.into(),
    })
}

/// Who opens, by name and title; the municipality when an operator does.
pub(super) async fn opener(connection: &mut PgConnection, can: CanOpenRound) -> Result<String> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce((select name || case when title = '' then '' else ', ' || title end from person where municipality_id = $1 and id = $2),
             (select name from municipality where id = $1)) as "name!""#,
        can.municipality().0,
        can.by().map(|id| id.0)
    )
    .fetch_one(connection)
    .await?)
}

/// Every round of the municipality, newest year first.
pub async fn all(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Vec<Round>> {
    rounds(connection, municipality, None).await
}

/// One round.
pub async fn find(connection: &mut PgConnection, municipality: MunicipalityId, id: RoundId) -> Result<Option<Round>> {
    Ok(rounds(connection, municipality, Some(id)).await?.pop())
}

async fn rounds(connection: &mut PgConnection, municipality: MunicipalityId, only: Option<RoundId>) -> Result<Vec<Round>> {
    let rows = sqlx::query!(
        r#"select r.id as "id: RoundId", r.template, r.respondent, r.model_pack_id as "pack: ModelPackId", r.looks_back_year, r.plans_year, r.deadline,
             count(a.id) as "count!", count(a.id) filter (where a.state = 'delivered') as "delivered!",
             (select n.id from round n where n.municipality_id = r.municipality_id and n.rolled_from = r.id) as "rolled_to: RoundId"
           from round r left join self_assessment a on a.municipality_id = r.municipality_id and a.round_id = r.id
           where r.municipality_id = $1 and ($2::bigint is null or r.id = $2)
           group by r.municipality_id, r.id order by r.looks_back_year desc, r.id"#,
        municipality.0,
        only.map(|id| id.0)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Round {
                id: row.id,
                template: row.template,
                respondent: respondent(&row.respondent)?,
                pack: row.pack,
                looks_back_year: row.looks_back_year,
                plans_year: row.plans_year,
                deadline: row.deadline,
                count: row.count,
                delivered: row.delivered,
                rolled_to: row.rolled_to,
            })
        })
        .collect()
}

/// The number of a stored pack version, for people.
pub(super) async fn pack_versions(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Vec<(ModelPackId, i32)>> {
    let rows = sqlx::query!(r#"select id as "id: ModelPackId", version from model_pack where municipality_id = $1"#, municipality.0)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.version)).collect())
}

/// What rolling asks about every school (or the municipality) that the round has or the next one would have, by name.
pub(super) async fn facts(connection: &mut PgConnection, can: CanOpenRound, round: &Round, today: Date) -> Result<Vec<SchoolFacts>> {
    let municipality = can.municipality();
    let rows = sqlx::query!(
        r#"with place as (
             select s.id, s.name, s.grade_from, s.grade_to, s.has_sfo, s.ownership = 'public' and (s.closed_on is null or s.closed_on > $5) as takes_part
             from school s where s.municipality_id = $1 and $6 = 'school'
             union all select null, '', 1, 10, true, true where $6 = 'owner'
           ), newest as (
             select distinct on (a.school_id) a.school_id, d.id, d.version, r.looks_back_year, r.model_pack_id
             from self_assessment a
             join round r on r.municipality_id = a.municipality_id and r.id = a.round_id
             join delivery d on d.municipality_id = a.municipality_id and d.self_assessment_id = a.id
             where a.municipality_id = $1 and r.template = $3 and r.looks_back_year <= $4
             order by a.school_id, r.looks_back_year desc, d.version desc
           )
           select p.id as "school: SchoolId", p.name as "name!", p.grade_from as "grade_from!", p.grade_to as "grade_to!", p.has_sfo as "has_sfo!",
             p.takes_part as "takes_part!", a.state as "state?", n.version as "version?", n.looks_back_year as "year?", n.model_pack_id as "pack?: ModelPackId",
             array(select f.key from delivered_part t cross join lateral jsonb_each_text(t.content) f
                   where t.municipality_id = $1 and t.delivery_id = n.id and f.value <> '' order by f.key) as "fields!"
           from place p
           left join self_assessment a on a.municipality_id = $1 and a.round_id = $2 and a.school_id is not distinct from p.id
           left join newest n on n.school_id is not distinct from p.id
           where p.takes_part or a.id is not null
           order by p.name collate "nb-NO-x-icu", p.id"#,
        municipality.0,
        round.id.0,
        round.template,
        round.looks_back_year,
        today,
        respondent_key(round.respondent)
    )
    .fetch_all(&mut *connection)
    .await?;
    let given = sqlx::query!(
        r#"select school_id as "school!: SchoolId", part as "part!", person_id as "person!: PersonId", still_there as "still_there!" from parts_to_roll($1, $2)"#,
        round.id.0,
        today
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let grade = |grade: i32| u8::try_from(grade).unwrap_or(1);
            let delivered = match (row.year, row.version, row.pack) {
                (Some(year), Some(version), Some(pack)) => Some(Delivered { year, version, pack, fields: row.fields }),
                _ => None,
            };
            let of_school = given.iter().filter(|part| Some(part.school) == row.school);
            Ok(SchoolFacts {
                school: row.school,
                name: row.name,
                profile: crate::model_pack::SchoolProfile {
                    grade_from: grade(row.grade_from),
                    grade_to: grade(row.grade_to),
                    has_sfo: row.has_sfo,
                },
                takes_part: row.takes_part,
                state: row.state.as_deref().map(State::parse).transpose()?,
                delivered,
                given: of_school
                    .map(|part| GivenPart { part: part.part.clone(), person: part.person, still_there: part.still_there })
                    .collect(),
            })
        })
        .collect()
}

/// Copies who has which part into the new round; how many were copied.
pub(super) async fn copy_parts(
    connection: &mut PgConnection,
    from: RoundId,
    to: RoundId,
    parts: &[(SchoolId, &str, PersonId)],
    today: Date,
    now: OffsetDateTime,
) -> Result<i64> {
    let schools: Vec<i64> = parts.iter().map(|(school, _, _)| school.0).collect();
    let keys: Vec<String> = parts.iter().map(|(_, part, _)| (*part).to_owned()).collect();
    let people: Vec<i64> = parts.iter().map(|(_, _, person)| person.0).collect();
    Ok(sqlx::query_scalar!(
        r#"select roll_parts($1, $2, $3, $4, $5, $6, $7) as "copied!""#,
        from.0,
        to.0,
        &schools,
        &keys,
        &people,
        today,
        now
    )
    .fetch_one(connection)
    .await?)
}

/// Keeps the plan that the round was rolled by.
pub(super) async fn keep_plan(connection: &mut PgConnection, can: CanOpenRound, round: RoundId, plan: &RollPlan) -> Result<()> {
    let plan = serde_json::to_value(plan).map_err(anyhow::Error::from)?;
    sqlx::query!("insert into round_roll (municipality_id, round_id, plan) values ($1, $2, $3)", can.municipality().0, round.0, plan)
        .execute(connection)
        .await?;
    Ok(())
}

/// The plan that the round was rolled by.
pub(super) async fn kept_plan(connection: &mut PgConnection, can: CanOpenRound, round: RoundId) -> Result<Option<RollPlan>> {
    let plan =
        sqlx::query_scalar!("select plan from round_roll where municipality_id = $1 and round_id = $2", can.municipality().0, round.0)
            .fetch_optional(connection)
            .await?;
    Ok(plan.map(serde_json::from_value).transpose().map_err(anyhow::Error::from)?)
}
