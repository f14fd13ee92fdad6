//! SQL for what came of an agreement: rows that are only added.
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use super::unknown;
use crate::access::Actor;
use crate::access::rules::{CanEndAgreement, CanFollowAgreement};
use crate::error::Result;
use crate::ids::MeetingId;
use crate::text::name_and_title;
use crate::written_agreement::model::{Agreement, Archived, End, EndAnswer, EndOutcome, Entry, PromiseState, Seen};

/// What was said of promises, in order.
pub async fn entries(connection: &mut PgConnection, actor: &Actor, agreement: &Agreement) -> Result<Vec<Entry>> {
    let rows = sqlx::query!(
        "select line, state, note, at, by_name from written_entry where municipality_id = $1 and agreement_id = $2 order by id",
        actor.municipality.0,
        agreement.rights.facts().id.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = PromiseState::parse(&row.state).ok_or_else(|| unknown("promise", &row.state))?;
            Ok(Entry { line: row.line, state, note: row.note, by: (row.by_name, row.at) })
        })
        .collect()
}

/// Says how a promise of the actor's side goes; once, however often the form is sent.
pub async fn keep(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowAgreement,
    (line, state, note, save_id): (i32, PromiseState, &str, Uuid),
) -> Result<()> {
    sqlx::query!(
        "insert into written_entry (municipality_id, agreement_id, school_id, line, side, state, note, at, by_id, by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict on constraint written_entry_save_once do nothing",
        can.municipality().0,
        can.agreement().0,
        can.school().0,
        line,
        can.own().key(),
        state.key(),
        note,
        actor.now,
        can.by().0,
        actor.name_and_title(),
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What was seen, the latest day last.
pub async fn seen(connection: &mut PgConnection, actor: &Actor, agreement: &Agreement) -> Result<Vec<Seen>> {
    let rows = sqlx::query!(
        r#"select line, day, meeting_id as "meeting: MeetingId", note, at, by_name from written_seen
           where municipality_id = $1 and agreement_id = $2 order by day, id"#,
        actor.municipality.0,
        agreement.rights.facts().id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Seen { line: row.line, day: row.day, meeting: row.meeting, note: row.note, by: (row.by_name, row.at) })
        .collect())
}

/// Something that is written down of what was seen.
#[derive(Debug, Clone)]
pub struct NewSeen<'a> {
    /// The day of the agreement that it was.
    pub line: Option<i32>,
    /// The day they met.
    pub day: Date,
    /// The meeting.
    pub meeting: Option<MeetingId>,
    /// The words.
    pub note: &'a str,
    /// What the form was made with.
    pub save_id: Uuid,
}

/// Writes down what was seen; once, however often the form is sent.
pub async fn write_seen(connection: &mut PgConnection, actor: &Actor, can: CanFollowAgreement, new: &NewSeen<'_>) -> Result<()> {
    sqlx::query!(
        "insert into written_seen (municipality_id, agreement_id, school_id, line, day, meeting_id, note, side, at, by_id, by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict on constraint written_seen_save_once do nothing",
        can.municipality().0,
        can.agreement().0,
        can.school().0,
        new.line,
        new.day,
        new.meeting.map(|meeting| meeting.0),
        new.note,
        can.own().key(),
        actor.now,
        can.by().0,
        actor.name_and_title(),
        new.save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How it ended.
pub async fn end_of(connection: &mut PgConnection, actor: &Actor, agreement: &Agreement) -> Result<Option<End>> {
    let row = sqlx::query!(
        r#"select e.outcome, e.words, e.sha256, e.at, e.by_name, e.by_title, w.view as "view?", w.at as "answered_at?", w.by_name as "answered_by?",
             w.by_title as "answered_title?"
           from written_end e left join written_end_answer w on w.municipality_id = e.municipality_id and w.agreement_id = e.agreement_id
           where e.municipality_id = $1 and e.agreement_id = $2"#,
        actor.municipality.0,
        agreement.rights.facts().id.0
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let answer = row.view.zip(row.answered_at).map(|(view, at)| EndAnswer {
        view,
        at,
        by: name_and_title(&row.answered_by.unwrap_or_default(), &row.answered_title.unwrap_or_default()),
    });
    Ok(Some(End {
        outcome: EndOutcome::parse(&row.outcome).ok_or_else(|| unknown("outcome", &row.outcome))?,
        words: row.words,
        sha256: row.sha256,
        at: row.at,
        by: name_and_title(&row.by_name, &row.by_title),
        answer,
    }))
}

/// Ends it, and says until when it is kept.
pub async fn end(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanEndAgreement,
    (outcome, words, sha256, keep_until): (EndOutcome, &str, &[u8; 32], Date),
) -> Result<()> {
    sqlx::query!(
        "insert into written_end (municipality_id, agreement_id, school_id, number, side, outcome, words, sha256, at, by_id, by_name, by_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        can.municipality().0,
        can.agreement().0,
        can.school().0,
        can.number(),
        can.own().key(),
        outcome.key(),
        words,
        sha256.as_slice(),
        actor.now,
        can.by().0,
        actor.name,
        actor.title
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update written_agreement set keep_until = $3 where municipality_id = $1 and id = $2",
        can.municipality().0,
        can.agreement().0,
        keep_until
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The school's leader has read how it ended, and says how they see it.
pub async fn answer_end(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanEndAgreement,
    (view, sha256): (&str, &[u8; 32]),
) -> Result<()> {
    sqlx::query!(
        "insert into written_end_answer (municipality_id, agreement_id, school_id, side, view, sha256, at, by_id, by_name, by_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        can.municipality().0,
        can.agreement().0,
        can.school().0,
        can.own().key(),
        view,
        sha256.as_slice(),
        actor.now,
        can.by().0,
        actor.name,
        actor.title
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// That it stands in the archive.
pub async fn archived(connection: &mut PgConnection, actor: &Actor, agreement: &Agreement) -> Result<Option<Archived>> {
    let row = sqlx::query!(
        r#"select archive_reference as "reference!", archived_at as "at!", archived_by_name as "by!" from written_agreement
           where municipality_id = $1 and id = $2 and archived_at is not null"#,
        actor.municipality.0,
        agreement.rights.facts().id.0
    );
    Ok(row.fetch_optional(connection).await?.map(|row| Archived { reference: row.reference, by: (row.by, row.at) }))
}

/// Somebody says where it stands in the archive, or corrects that.
pub async fn archive(connection: &mut PgConnection, actor: &Actor, can: CanEndAgreement, reference: &str) -> Result<()> {
    sqlx::query!(
        "update written_agreement set archive_reference = $3, archived_at = $4, archived_by_name = $5 where municipality_id = $1 and id = $2",
        can.municipality().0,
        can.agreement().0,
        reference,
        actor.now,
        actor.name_and_title()
    )
    .execute(connection)
    .await?;
    Ok(())
}
