//! SQL for what happens when it is handed over: received, asked, answered; and for the lists.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::{CanAnswerHandover, CanReceiveHandover, CanTickHandover};
use crate::error::Result;
use crate::handover::model::{Handover, List, Question, TalkRow, Ticks};

/// The successor has it.
pub async fn receive(connection: &mut PgConnection, actor: &Actor, can: CanReceiveHandover) -> Result<()> {
    sqlx::query!(
        "update handover set received_at = $3 where municipality_id = $1 and id = $2",
        can.municipality().0,
        can.handover().0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the successor has asked, in order.
pub async fn questions(connection: &mut PgConnection, actor: &Actor, handover: &Handover) -> Result<Vec<Question>> {
    let rows = sqlx::query!(
        "select number, question, asked_at, asked_by_name, answer, answered_at, answered_by_name from handover_question
         where municipality_id = $1 and handover_id = $2 order by number",
        actor.municipality.0,
        handover.rights.facts().id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Question {
            number: row.number,
            words: row.question,
            asked: (row.asked_by_name, row.asked_at),
            answer: row.answer.zip(row.answered_at).map(|(words, at)| (words, row.answered_by_name.unwrap_or_default(), at)),
        })
        .collect())
}

/// The successor asks; false when they have asked as often as they can. The very form once more asks nothing new.
pub async fn ask(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanReceiveHandover,
    (question, most, save_id): (&str, i32, Uuid),
) -> Result<bool> {
    sqlx::query!(
        "insert into handover_question (municipality_id, handover_id, number, question, asked_at, asked_by_id, asked_by_name, save_id)
         select $1, $2, count(*) + 1, $3, $4, $5, $6, $7 from handover_question where municipality_id = $1 and handover_id = $2
         having count(*) < $8 and count(*) filter (where save_id = $7) = 0",
        can.municipality().0,
        can.handover().0,
        question,
        actor.now,
        can.by().0,
        actor.name_and_title(),
        save_id,
        i64::from(most)
    )
    .execute(&mut *connection)
    .await?;
    Ok(sqlx::query_scalar!(
        r#"select exists (select from handover_question where municipality_id = $1 and handover_id = $2 and save_id = $3) as "is!""#,
        can.municipality().0,
        can.handover().0,
        save_id
    )
    .fetch_one(connection)
    .await?)
}

/// Answers a question that nobody has answered; false when somebody has, or there is none.
pub async fn answer(connection: &mut PgConnection, actor: &Actor, can: CanAnswerHandover, (number, words): (i32, &str)) -> Result<bool> {
    let answered = sqlx::query!(
        "update handover_question set answer = $4, answered_at = $5, answered_by_id = $6, answered_by_name = $7
         where municipality_id = $1 and handover_id = $2 and number = $3 and answer is null",
        can.municipality().0,
        can.handover().0,
        number,
        words,
        actor.now,
        can.by().0,
        actor.name_and_title()
    )
    .execute(connection)
    .await?;
    Ok(answered.rows_affected() > 0)
}

/// The talks that somebody has moved or said were held, by key.
pub async fn talks(connection: &mut PgConnection, actor: &Actor, handover: &Handover) -> Result<HashMap<String, TalkRow>> {
    let rows = sqlx::query!(
        "select key, day, held_on, by_name from handover_talk where municipality_id = $1 and handover_id = $2",
        actor.municipality.0,
        handover.rights.facts().id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, TalkRow { day: row.day, held_on: row.held_on, by: row.by_name })).collect())
}

/// Moves a talk, and says whether it was held and when.
pub async fn set_talk(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanTickHandover,
    (key, day, held_on): (&str, Option<Date>, Option<Date>),
) -> Result<()> {
    sqlx::query!(
        "insert into handover_talk (municipality_id, handover_id, key, day, held_on, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (municipality_id, handover_id, key)
           do update set day = excluded.day, held_on = excluded.held_on, at = excluded.at, by_id = excluded.by_id, by_name = excluded.by_name",
        can.municipality().0,
        can.handover().0,
        key,
        day,
        held_on,
        actor.now,
        can.by().0,
        actor.name_and_title()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What of a list is ticked.
pub async fn ticks(connection: &mut PgConnection, actor: &Actor, handover: &Handover, list: List) -> Result<Ticks> {
    let rows = sqlx::query!(
        "select key, at, by_name from handover_check where municipality_id = $1 and handover_id = $2 and list = $3 and done",
        actor.municipality.0,
        handover.rights.facts().id.0,
        list.key()
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, (row.by_name, row.at))).collect())
}

/// Ticks an entry, or takes the tick off.
pub async fn tick(connection: &mut PgConnection, actor: &Actor, can: CanTickHandover, (list, key, done): (List, &str, bool)) -> Result<()> {
    sqlx::query!(
        "insert into handover_check (municipality_id, handover_id, list, key, done, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (municipality_id, handover_id, list, key)
           do update set done = excluded.done, at = excluded.at, by_id = excluded.by_id, by_name = excluded.by_name
           where handover_check.done <> excluded.done",
        can.municipality().0,
        can.handover().0,
        list.key(),
        key,
        done,
        actor.now,
        can.by().0,
        actor.name_and_title()
    )
    .execute(connection)
    .await?;
    Ok(())
}
