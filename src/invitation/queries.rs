//! SQL for `meeting_mail`, and what a calendar says of a meeting; `own`: for what is a person's own.
mod own;

pub use own::{choice, choose, feed_made_at, make_feed, own_login, remove_feed};

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::What;
use crate::access::session::hex;
use crate::error::{AppError, Result};
use crate::ids::{MeetingId, MeetingMailId, ModelPackId, MunicipalityId, PersonId, SchoolId};
use crate::meeting::State;
use crate::text::dates;
use crate::writing::Side;

/// What a calendar says of a meeting.
#[derive(Debug, Clone)]
pub struct Known {
    /// Which.
    pub id: MeetingId,
    /// Key of its kind.
    pub kind: String,
    /// The pack version it was booked with.
    pub pack: ModelPackId,
    /// The school it is about.
    pub school: Option<SchoolId>,
    /// Name of the school or the area.
    pub with: Option<String>,
    /// When it starts.
    pub starts_at: OffsetDateTime,
    /// When it ends.
    pub ends_at: OffsetDateTime,
    /// Where.
    pub place: String,
    /// Its state.
    pub state: State,
    /// Number of the invitation.
    pub sequence: i32,
    /// For those who take part alone.
    pub private: bool,
    /// Who leads it.
    pub leader_name: String,
    /// What the person was asked to come as, and from which school, where it was asked for.
    pub asked: Option<(Side, Option<SchoolId>)>,
    save_id: Uuid,
}

impl Known {
    /// The meeting's name in every calendar. It holds nothing that can change, and nothing of another installation can have it.
    pub fn uid(&self, municipality: MunicipalityId) -> String {
        let hash = Sha256::digest(format!("meeting {municipality} {} {}", self.id, self.save_id));
        format!("{}@kvalitetsdialog", hex(hash.get(..16).unwrap_or_default()))
    }
}

macro_rules! known {
    ($row:expr, $asked:expr) => {
        Ok(Known {
            id: $row.id,
            kind: $row.kind,
            pack: $row.pack,
            school: $row.school,
            with: $row.with,
            starts_at: $row.starts_at,
            ends_at: $row.ends_at,
            place: $row.place,
            state: State::parse(&$row.state)?,
            sequence: $row.sequence,
            private: $row.private,
            leader_name: $row.leader_name,
            save_id: $row.save_id,
            asked: $asked,
        })
    };
}

/// A meeting, as far as the transaction's actor sees it.
pub async fn meeting(connection: &mut PgConnection, municipality: MunicipalityId, id: MeetingId) -> Result<Option<Known>> {
    let row = sqlx::query!(
        r#"select m.id as "id: MeetingId", m.kind, m.model_pack_id as "pack: ModelPackId", m.school_id as "school: SchoolId", coalesce(s.name, a.name) as "with",
             m.starts_at, m.ends_at, m.place, m.state, m.sequence, m.audience = 'participants' as "private!", l.name as leader_name, m.save_id
           from meeting m join person l on l.municipality_id = m.municipality_id and l.id = m.leader_id
           left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           left join area a on a.municipality_id = m.municipality_id and a.id = m.area_id
           where m.municipality_id = $1 and m.id = $2"#,
        municipality.0,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| known!(row, None)).transpose()
}

/// The meetings somebody is asked to that end after `from`, by time, at most two thousand.
pub async fn of_person(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    person: PersonId,
    from: OffsetDateTime,
) -> Result<Vec<Known>> {
    let rows = sqlx::query!(
        r#"select m.id as "id: MeetingId", m.kind, m.model_pack_id as "pack: ModelPackId", m.school_id as "school: SchoolId", coalesce(s.name, a.name) as "with",
             m.starts_at, m.ends_at, m.place, m.state, m.sequence, m.audience = 'participants' as "private!", l.name as leader_name, m.save_id,
             c.side, c.school_id as "asked_school: SchoolId"
           from meeting_participant c join meeting m on m.municipality_id = c.municipality_id and m.id = c.meeting_id
           join person l on l.municipality_id = m.municipality_id and l.id = m.leader_id
           left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           left join area a on a.municipality_id = m.municipality_id and a.id = m.area_id
           where c.municipality_id = $1 and c.person_id = $2 and c.removed_at is null and m.ends_at > $3
           order by m.starts_at, m.id limit 2000"#,
        municipality.0,
        person.0,
        from
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(|row| known!(row, Side::parse(&row.side).map(|side| (side, row.asked_school)))).collect()
}

/// Where a mail to somebody goes.
#[derive(Debug)]
pub struct RecipientRow {
    /// Sign-in name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Language.
    pub language: String,
    /// How they want to hear.
    pub choice: String,
}

/// Where a mail to somebody about a meeting goes; `None` when it must not. For the municipality's work alone.
pub async fn recipient(connection: &mut PgConnection, person: PersonId, meeting: MeetingId, today: Date) -> Result<Option<RecipientRow>> {
    Ok(sqlx::query_as!(
        RecipientRow,
        r#"select login as "login!", name as "name!", language as "language!", choice as "choice!" from mail_recipient($1, $2, $3)"#,
        person.0,
        meeting.0,
        today
    )
    .fetch_optional(connection)
    .await?)
}

/// A mail to be sent.
#[derive(Debug)]
pub struct NewMail<'a> {
    /// About which.
    pub meeting: &'a Known,
    /// To whom.
    pub person: PersonId,
    /// About what.
    pub what: What,
    /// It may come in the evening.
    pub urgent: bool,
    /// It goes with the others of the week.
    pub weekly: bool,
    /// When.
    pub due_at: OffsetDateTime,
}

/// Writes it down; `None` when the same waits already, or, for a change, has been sent: two moves may be spread after the second.
pub async fn add_mail(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    new: &NewMail<'_>,
    now: OffsetDateTime,
) -> Result<Option<MeetingMailId>> {
    Ok(sqlx::query_scalar!(
        r#"insert into meeting_mail (municipality_id, meeting_id, school_id, person_id, what, sequence, urgent, weekly, made_at, due_at)
           select $1, $2, $3, $4, $5::text, $6, $7, $8, $9, $10
            where not exists (select from meeting_mail w where w.municipality_id = $1 and w.meeting_id = $2 and w.person_id = $4 and w.what = $5
              and w.sequence = $6 and w.dropped_at is null
              and ($5 in ('moved', 'cancelled') or num_nonnulls(w.sent_at, w.refused_at) = 0))
           returning id as "id: MeetingMailId""#,
        municipality.0,
        new.meeting.id.0,
        new.meeting.school.map(|id| id.0),
        new.person.0,
        new.what.key(),
        new.meeting.sequence,
        new.urgent,
        new.weekly,
        now,
        new.due_at
    )
    .fetch_optional(connection)
    .await?)
}

/// A mail that has not gone.
#[derive(Debug)]
pub struct Mail {
    /// Which.
    pub id: MeetingMailId,
    /// About which meeting.
    pub meeting: MeetingId,
    /// To whom.
    pub person: PersonId,
    /// About what.
    pub what: What,
    /// Number of the invitation when it was written.
    pub sequence: i32,
    /// It may come in the evening.
    pub urgent: bool,
}

/// A mail, unless something became of it.
pub async fn mail(connection: &mut PgConnection, municipality: MunicipalityId, id: MeetingMailId) -> Result<Option<Mail>> {
    let row = sqlx::query!(
        r#"select id as "id: MeetingMailId", meeting_id as "meeting: MeetingId", person_id as "person: PersonId", what, sequence, urgent from meeting_mail
           where municipality_id = $1 and id = $2 and num_nonnulls(sent_at, dropped_at, refused_at) = 0"#,
        municipality.0,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let what = What::parse(&row.what).ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown mail {}", row.what)))?;
    Ok(Some(Mail { id: row.id, meeting: row.meeting, person: row.person, what, sequence: row.sequence, urgent: row.urgent }))
}

/// A mail that waits for the mail of the week.
#[derive(Debug)]
pub struct Waiting {
    /// Which.
    pub id: MeetingMailId,
    /// About which meeting.
    pub meeting: MeetingId,
    /// They are still asked to it, and it is not over; minutes come afterwards.
    pub holds: bool,
}

/// What somebody is to be told in the mail of the week.
pub async fn of_the_week(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    person: PersonId,
    now: OffsetDateTime,
) -> Result<Vec<Waiting>> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"select w.id as "id: MeetingMailId", w.meeting_id as "meeting: MeetingId",
             coalesce(asked_to(w.meeting_id, w.person_id, $4), false) and (w.what = 'minutes' or m.ends_at > $3) as "holds!"
           from meeting_mail w join meeting m on m.municipality_id = w.municipality_id and m.id = w.meeting_id
           where w.municipality_id = $1 and w.person_id = $2 and w.weekly and w.due_at <= $3 and num_nonnulls(w.sent_at, w.dropped_at, w.refused_at) = 0
           order by w.id"#,
        municipality.0,
        person.0,
        now,
        dates::norwegian_date(now)
    )
    .fetch_all(connection)
    .await?)
}

/// Whether somebody is asked to come; `None` when they never were, or no longer belong to what they were asked as.
pub async fn asked_to(connection: &mut PgConnection, meeting: MeetingId, person: PersonId, today: Date) -> Result<Option<bool>> {
    Ok(sqlx::query_scalar!(r#"select asked_to($1, $2, $3) as "asked""#, meeting.0, person.0, today).fetch_one(connection).await?)
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The server has it.
    Sent,
    /// No longer true, or no longer theirs.
    Dropped,
    /// The mail system of the address would not have it.
    Refused,
}

/// Something became of these.
pub async fn end(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    ids: &[MeetingMailId],
    ended: Ended,
    now: OffsetDateTime,
) -> Result<()> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let at = |which: Ended| (ended == which).then_some(now);
    sqlx::query!(
        "update meeting_mail set sent_at = $3, dropped_at = $4, refused_at = $5 where municipality_id = $1 and id = any ($2)",
        municipality.0,
        &ids,
        at(Ended::Sent),
        at(Ended::Dropped),
        at(Ended::Refused)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// It goes later.
pub async fn put_off(connection: &mut PgConnection, municipality: MunicipalityId, id: MeetingMailId, until: OffsetDateTime) -> Result<()> {
    sqlx::query!("update meeting_mail set due_at = $3 where municipality_id = $1 and id = $2", municipality.0, id.0, until)
        .execute(connection)
        .await?;
    Ok(())
}

/// Names of those whom the newest mail about the meeting did not reach: refused, or due before `late` and not gone.
pub async fn not_reached(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    meeting: MeetingId,
    late: OffsetDateTime,
) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        r#"select p.name from (
             select distinct on (person_id) person_id, refused_at is not null or (sent_at is null and due_at < $3) as failed
             from meeting_mail where municipality_id = $1 and meeting_id = $2 and dropped_at is null order by person_id, id desc) newest
           join person p on p.municipality_id = $1 and p.id = newest.person_id
           where newest.failed order by p.name collate "nb-NO-x-icu""#,
        municipality.0,
        meeting.0,
        late
    )
    .fetch_all(connection)
    .await?)
}
