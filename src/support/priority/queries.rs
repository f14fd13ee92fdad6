//! SQL for the tables of criteria and judgements. Readings ask for the schools of the actor's chain, and the policies for the same.
mod criteria;

pub use criteria::*;

use std::collections::HashMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::model::{Judgement, Said};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanAnswerJudgement, CanCloseJudgement, CanJudgeSchool, JudgementFacts};
use crate::error::{AppError, Result};
use crate::ids::{CriterionId, JudgementId, ModelPackId, SchoolId, SupportId};
use crate::support::numbers;
use crate::support::typed::Help;

/// The judgements of the schools of the actor's chains (only of this one when it is named), the newest first.
pub async fn judgements(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    only: Option<SchoolId>,
) -> Result<Vec<(SchoolId, Judgement)>> {
    let rows = sqlx::query!(
        r#"select j.id as "id: JudgementId", j.school_id as "school: SchoolId", j.model_pack_id as "pack: ModelPackId", j.level, j.reason, j.from_day, j.to_day,
             j.helper_name, j.support_id as "support: SupportId", j.at, j.by_name,
             not exists (select from follow_judgement n where n.municipality_id = j.municipality_id and n.school_id = j.school_id and n.id > j.id) as "newest!",
             array(select c.name from follow_judgement_criterion k
                   join follow_criterion c on c.municipality_id = k.municipality_id and c.id = k.criterion_id
                   where k.municipality_id = j.municipality_id and k.judgement_id = j.id order by c.id) as "criteria!: Vec<String>",
             c.words as "closing?", c.by_name as "closed_by?", c.at as "closed_at?"
           from follow_judgement j
           left join follow_closing c on c.municipality_id = j.municipality_id and c.judgement_id = j.id
           where j.municipality_id = $1 and ($2::bigint is null or j.school_id = $2) and ($3 or j.school_id = any ($4) or j.school_id = any ($5))
           order by j.id desc"#,
        actor.municipality.0,
        only.map(|id| id.0),
        actor.is_owner(),
        &numbers(&actor.overseen),
        &numbers(&actor.rektor_schools())
    )
    .fetch_all(&mut *connection)
    .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id.0).collect();
    let mut answers = answers(&mut *connection, actor, &ids).await?;
    let mut judgements = Vec::with_capacity(rows.len());
    for row in rows {
        let closing = row.closing.zip(row.closed_by).zip(row.closed_at).map(|((words, by), at)| Said { words, by, at });
        let judgement = Judgement {
            facts: JudgementFacts { id: row.id, newest: row.newest, closed: closing.is_some() },
            pack: app.packs.load(&mut *connection, actor.municipality, row.pack).await?,
            level: row.level,
            criteria: row.criteria,
            reason: row.reason,
            period: (row.from_day, row.to_day),
            helper: row.helper_name,
            support: row.support,
            by: (row.by_name, row.at),
            answers: answers.remove(&row.id).unwrap_or_default(),
            closing,
        };
        judgements.push((row.school, judgement));
    }
    Ok(judgements)
}

/// What the schools have said, in order, by judgement.
async fn answers(connection: &mut PgConnection, actor: &Actor, judgements: &[i64]) -> Result<HashMap<JudgementId, Vec<Said>>> {
    let rows = sqlx::query!(
        r#"select judgement_id as "judgement: JudgementId", words, by_name, at from follow_answer
           where municipality_id = $1 and judgement_id = any ($2) order by id"#,
        actor.municipality.0,
        judgements
    )
    .fetch_all(connection)
    .await?;
    let mut answers: HashMap<JudgementId, Vec<Said>> = HashMap::new();
    for row in rows {
        answers.entry(row.judgement).or_default().push(Said { words: row.words, by: row.by_name, at: row.at });
    }
    Ok(answers)
}

/// The school that a judgement is about, when the actor is of its chain.
pub async fn school_of(connection: &mut PgConnection, actor: &Actor, judgement: JudgementId) -> Result<SchoolId> {
    let school = sqlx::query_scalar!(
        r#"select school_id as "school: SchoolId" from follow_judgement
           where municipality_id = $1 and id = $2 and ($3 or school_id = any ($4) or school_id = any ($5))"#,
        actor.municipality.0,
        judgement.0,
        actor.is_owner(),
        &numbers(&actor.overseen),
        &numbers(&actor.rektor_schools())
    );
    school.fetch_optional(connection).await?.ok_or(AppError::NotFound)
}

/// Whether the very form of a judgement was taken before.
pub async fn is_judged(connection: &mut PgConnection, actor: &Actor, school: SchoolId, save_id: Uuid) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from follow_judgement where municipality_id = $1 and school_id = $2 and save_id = $3 and by_id = $4) as "is!""#,
        actor.municipality.0,
        school.0,
        save_id,
        actor.person.0
    )
    .fetch_one(connection)
    .await?)
}

/// A judgement to be written.
#[derive(Debug)]
pub struct New<'a> {
    /// The pack whose words the level has.
    pub pack: ModelPackId,
    /// Key of the level.
    pub level: &'a str,
    /// The criteria that are met.
    pub criteria: &'a [CriterionId],
    /// Why.
    pub reason: &'a str,
    /// Who helps and how long.
    pub help: &'a Help,
    /// The help, when it stands as support too.
    pub support: Option<SupportId>,
    /// What the form was made with.
    pub save_id: Uuid,
}

/// Writes it.
pub async fn judge(connection: &mut PgConnection, actor: &Actor, can: CanJudgeSchool, new: &New<'_>) -> Result<()> {
    let id = sqlx::query_scalar!(
        r#"insert into follow_judgement (municipality_id, school_id, model_pack_id, level, reason, from_day, to_day, helper_id, helper_name, support_id, at, by_id, by_name, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id as "id: JudgementId""#,
        can.municipality().0,
        can.school().0,
        new.pack.0,
        new.level,
        new.reason,
        new.help.from,
        new.help.to,
        new.help.person.map(|person| person.0),
        new.help.name,
        new.support.map(|support| support.0),
        actor.now,
        can.by().0,
        actor.name_and_title(),
        new.save_id
    )
    .fetch_one(&mut *connection)
    .await?;
    let criteria: Vec<i64> = new.criteria.iter().map(|criterion| criterion.0).collect();
    sqlx::query!(
        "insert into follow_judgement_criterion (municipality_id, judgement_id, school_id, criterion_id) select $1, $2, $3, unnest($4::bigint[])",
        can.municipality().0,
        id.0,
        can.school().0,
        &criteria
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes what the school says; sent again it is there already.
pub async fn answer(connection: &mut PgConnection, actor: &Actor, can: CanAnswerJudgement, (words, save_id): (&str, Uuid)) -> Result<()> {
    sqlx::query!(
        "insert into follow_answer (municipality_id, judgement_id, school_id, words, at, by_id, by_name, save_id) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict on constraint follow_answer_save_once do nothing",
        can.municipality().0,
        can.judgement().0,
        can.school().0,
        words,
        actor.now,
        can.by().0,
        actor.name_and_title(),
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether the very form of an end was taken before.
pub async fn is_closed_by(connection: &mut PgConnection, actor: &Actor, judgement: JudgementId, save_id: Uuid) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from follow_closing where municipality_id = $1 and judgement_id = $2 and save_id = $3 and by_id = $4) as "is!""#,
        actor.municipality.0,
        judgement.0,
        save_id,
        actor.person.0
    )
    .fetch_one(connection)
    .await?)
}

/// Writes what came of it; a conflict when somebody else was first.
pub async fn close(connection: &mut PgConnection, actor: &Actor, can: CanCloseJudgement, (words, save_id): (&str, Uuid)) -> Result<()> {
    let closed = sqlx::query!(
        "insert into follow_closing (municipality_id, judgement_id, school_id, words, at, by_id, by_name, save_id) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict do nothing",
        can.municipality().0,
        can.judgement().0,
        can.school().0,
        words,
        actor.now,
        can.by().0,
        actor.name_and_title(),
        save_id
    )
    .execute(connection)
    .await?;
    if closed.rows_affected() == 0 {
        return Err(AppError::Conflict("error-priority-closed"));
    }
    Ok(())
}
