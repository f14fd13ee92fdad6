//! SQL for `meeting_participant`.
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::super::booking::Asked;
use super::super::model::{Answer, Participant};
use crate::access::Actor;
use crate::access::rules::{CanAnswerInvitation, CanTakeOff};
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, MunicipalityId, ParticipantId, PersonId, SchoolId};
use crate::writing::Side;

/// Those who are asked to come: the owner's first, then the school's, then guests, each as they were added.
pub async fn participants(connection: &mut PgConnection, municipality: MunicipalityId, meeting: MeetingId) -> Result<Vec<Participant>> {
    let rows = sqlx::query!(
        r#"select c.id as "id: ParticipantId", c.side, c.person_id as "person: PersonId", p.name as "name?", p.title as "title?", c.words,
             c.school_id as "school: SchoolId", s.name as "school_name?", c.answer, c.answer_note, c.replaces_id as "replaces: ParticipantId"
           from meeting_participant c
           left join person p on p.municipality_id = c.municipality_id and p.id = c.person_id
           left join school s on s.municipality_id = c.municipality_id and s.id = c.school_id
           where c.municipality_id = $1 and c.meeting_id = $2 and c.removed_at is null
           order by array_position(array['owner', 'school', 'guest'], c.side), c.id"#,
        municipality.0,
        meeting.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let side = Side::parse(&row.side).ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown side {}", row.side)))?;
            Ok(Participant {
                id: row.id,
                side,
                person: row.person,
                name: row.name.unwrap_or(row.words),
                title: row.title.unwrap_or_default(),
                school: row.school,
                school_name: row.school_name,
                answer: row.answer.as_deref().and_then(Answer::parse),
                answer_note: row.answer_note,
                replaces: row.replaces,
            })
        })
        .collect()
}

/// Asks people to come; those who are asked already are left as they are. Who was added.
pub async fn add_participants(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    meeting: MeetingId,
    asked: &[Asked],
    by: PersonId,
    at: OffsetDateTime,
) -> Result<Vec<PersonId>> {
    let mut added = Vec::new();
    for one in asked {
        let person = one.person.map(|id| id.0);
        let row = sqlx::query_scalar!(
            r#"insert into meeting_participant (municipality_id, meeting_id, school_id, side, person_id, words, added_at, added_by)
               values ($1, $2, $3, $4, $5, $6, $7, $8)
               on conflict (municipality_id, meeting_id, person_id) where removed_at is null do nothing
               returning person_id as "person: PersonId""#,
            municipality.0,
            meeting.0,
            one.school.map(|id| id.0),
            one.side.key(),
            person,
            one.words,
            at,
            by.0
        )
        .fetch_optional(&mut *connection)
        .await?;
        added.extend(row.flatten());
    }
    Ok(added)
}

/// Somebody need not come after all. False when they were not asked (any more).
pub async fn remove_participant(connection: &mut PgConnection, can: CanTakeOff, id: ParticipantId, at: OffsetDateTime) -> Result<bool> {
    let removed = sqlx::query!(
        "update meeting_participant set removed_at = $4 where municipality_id = $1 and meeting_id = $2 and id = $3 and removed_at is null
           and person_id is distinct from (select leader_id from meeting m where m.municipality_id = $1 and m.id = $2)",
        can.municipality().0,
        can.meeting().0,
        id.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(removed.rows_affected() == 1)
}

/// Whether the actor was on the list and was taken off it.
pub async fn was_taken_off(connection: &mut PgConnection, actor: &Actor, meeting: MeetingId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from meeting_participant where municipality_id = $1 and meeting_id = $2 and person_id = $3 and removed_at is not null) as "was!""#,
        actor.municipality.0,
        meeting.0,
        actor.person.0
    )
    .fetch_one(connection)
    .await?)
}

/// What the actor answers.
pub async fn answer(connection: &mut PgConnection, can: CanAnswerInvitation, answer: Answer, note: &str, at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update meeting_participant set answer = $4, answer_note = $5, answered_at = $6
         where municipality_id = $1 and meeting_id = $2 and person_id = $3 and removed_at is null",
        can.municipality().0,
        can.meeting().0,
        can.by().0,
        answer.key(),
        note,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}
