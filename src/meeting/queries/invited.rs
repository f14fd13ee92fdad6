//! SQL for who comes: deputies, and those who are busy.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::super::booking::Asked;
use crate::access::rules::CanSendDeputy;
use crate::error::Result;
use crate::ids::{MeetingId, MunicipalityId, PersonId};
use crate::text::name_and_title;

/// Somebody comes instead of the actor, who does not. False when that one was asked already.
pub async fn send_deputy(connection: &mut PgConnection, can: CanSendDeputy, deputy: &Asked, at: OffsetDateTime) -> Result<bool> {
    let added = sqlx::query!(
        r#"insert into meeting_participant (municipality_id, meeting_id, school_id, side, person_id, words, replaces_id, added_at, added_by)
           select municipality_id, meeting_id, $4, $5, $6, $7, id, $8, $3 from meeting_participant
            where municipality_id = $1 and meeting_id = $2 and person_id = $3 and removed_at is null
           on conflict (municipality_id, meeting_id, person_id) where removed_at is null do nothing"#,
        can.municipality().0,
        can.meeting().0,
        can.by().0,
        deputy.school.map(|id| id.0),
        deputy.side.key(),
        deputy.person.map(|id| id.0),
        deputy.words,
        at
    )
    .execute(&mut *connection)
    .await?;
    if added.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!(
        "update meeting_participant set answer = 'not_coming', answer_note = '', answered_at = $4
         where municipality_id = $1 and meeting_id = $2 and person_id = $3 and removed_at is null",
        can.municipality().0,
        can.meeting().0,
        can.by().0,
        at
    )
    .execute(connection)
    .await?;
    Ok(true)
}

/// Whoever came instead of the actor need not; who that was, and signs in.
pub async fn take_back_deputy(connection: &mut PgConnection, can: CanSendDeputy, at: OffsetDateTime) -> Result<Vec<PersonId>> {
    let people = sqlx::query_scalar!(
        r#"update meeting_participant d set removed_at = $4 from meeting_participant o
            where d.municipality_id = $1 and d.meeting_id = $2 and d.removed_at is null and o.municipality_id = d.municipality_id
              and o.id = d.replaces_id and o.person_id = $3
           returning d.person_id as "person: PersonId""#,
        can.municipality().0,
        can.meeting().0,
        can.by().0,
        at
    )
    .fetch_all(connection)
    .await?;
    Ok(people.into_iter().flatten().collect())
}

/// Everybody who follows schools up on `day`: id, and name with title.
pub async fn followers(connection: &mut PgConnection, municipality: MunicipalityId, day: Date) -> Result<Vec<(PersonId, String)>> {
    let rows = sqlx::query!(
        r#"select distinct p.id as "id: PersonId", p.name, p.title from role_assignment r
           join person p on p.municipality_id = r.municipality_id and p.id = r.person_id
           where r.municipality_id = $1 and r.role in ('skoleeier', 'omradeleder') and r.valid_from <= $2 and (r.valid_to is null or r.valid_to >= $2)
           order by p.name"#,
        municipality.0,
        day
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, name_and_title(&row.name, &row.title))).collect())
}

/// Who of these is in another booked meeting in `[from, to)`, and from when to when, by time.
pub async fn busy(
    connection: &mut PgConnection,
    people: &[PersonId],
    (from, to): (OffsetDateTime, OffsetDateTime),
    but: Option<MeetingId>,
    today: Date,
) -> Result<Vec<(PersonId, OffsetDateTime, OffsetDateTime)>> {
    let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"select person_id as "person!: PersonId", starts_at as "starts_at!", ends_at as "ends_at!" from busy_at($1, $2, $3, $4, $5)"#,
        &ids,
        from,
        to,
        but.map(|id| id.0),
        today
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.person, row.starts_at, row.ends_at)).collect())
}
