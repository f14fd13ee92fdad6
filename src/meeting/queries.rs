//! SQL for `meeting` and what belongs to it. Every reading names the municipality; the rules decide what the actor sees of a row.
mod invited;
mod people;
mod points;
mod records;
mod removal;
mod standing;

pub(super) use invited::{Open, busy, followers, open_answers, send_deputy, take_back_deputy};
pub use people::answer;
pub(super) use people::{add_participants, participants, remove_participant};
pub(super) use points::{NewPoint, add_point, add_points, withdraw_point};
pub use points::{agenda, points};
pub(super) use records::{NewRemark, approve, minutes, remark, remarks};
pub(super) use removal::{note_remainder, removals, remove_words};
pub(super) use standing::{Judged, judge, judged, withdraw, withdrawal};

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{Meeting, State, access_key, parse_access};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanArrange, CanBook, CanHold, CanReopenMinutes, CanSendDraft, CanTakeOver, MeetingFacts, MeetingRights};
use crate::calendar::school_year_of;
use crate::error::{AppError, Result};
use crate::ids::{AreaId, DocumentId, MeetingId, ModelPackId, PersonId, SchoolId};
use crate::model_pack::Access;
use crate::text::dates;
use crate::writing::{Belongs, DocumentRef, Side};

/// Loads a meeting through the actor; what they may not know of is not found.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, id: MeetingId) -> Result<Meeting> {
    let row = sqlx::query!(
        r#"select m.kind, m.model_pack_id as "pack: ModelPackId", m.audience, m.school_year, m.school_id as "school: SchoolId", s.name as "school_name?",
             m.area_id as "area: AreaId", a.name as "area_name?", m.starts_at, m.ends_at, m.place, m.state, m.sequence, m.reveals_at, m.revealed_at, m.leader_id as "leader: PersonId",
             l.name as leader_name, m.minutes_used, m.comments_until, m.cancelled_reason, d.id as "document: DocumentId",
             newest_minutes(m.id) as version, has_minutes(m.id) as "has_minutes!",
             (select max(version) from minutes_withdrawal w where w.municipality_id = m.municipality_id and w.meeting_id = m.id) as withdrawn,
             p.side as "asked_side?", p.school_id as "asked_school?: SchoolId", p.replaces_id is not null as "is_deputy!"
           from meeting m
           join document d on d.municipality_id = m.municipality_id and d.meeting_id = m.id and d.side is null
           join person l on l.municipality_id = m.municipality_id and l.id = m.leader_id
           left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           left join area a on a.municipality_id = m.municipality_id and a.id = m.area_id
           left join meeting_participant p on p.municipality_id = m.municipality_id and p.meeting_id = m.id and p.person_id = $3 and p.removed_at is null
           where m.municipality_id = $1 and m.id = $2"#,
        actor.municipality.0,
        id.0,
        actor.person.0
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(AppError::NotFound)?;
    let state = State::parse(&row.state)?;
    let access = parse_access(&row.audience)?;
    let minutes = DocumentRef { municipality: actor.municipality, document: row.document, belongs: Belongs::Meeting(id, None) };
    let facts = MeetingFacts {
        id,
        municipality: actor.municipality,
        school: row.school,
        access,
        state,
        has_minutes: row.has_minutes,
        leader: row.leader,
        minutes,
        asked: row.asked_side.as_deref().and_then(Side::parse).map(|side| (side, row.asked_school)),
        is_deputy: row.is_deputy,
    };
    let rights = MeetingRights::of(actor, facts)?;
    let pack = app.packs.load(connection, actor.municipality, row.pack).await?;
    Ok(Meeting {
        id,
        kind_key: row.kind,
        pack,
        school_year: row.school_year,
        school: row.school.zip(row.school_name),
        area: row.area.zip(row.area_name),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        place: row.place,
        state,
        sequence: row.sequence,
        reveals_at: row.reveals_at,
        revealed_at: row.revealed_at,
        leader: row.leader,
        leader_name: row.leader_name,
        minutes_used: row.minutes_used,
        comments_until: row.comments_until,
        cancelled_reason: row.cancelled_reason,
        version: row.version,
        withdrawn: row.withdrawn,
        minutes,
        access,
        rights,
        link: format!("{}/moter/{id}", app.settings.public_url),
        by_mail: app.settings.mail.is_some(),
    })
}

/// A line of the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Which.
    pub id: MeetingId,
    /// Key of its kind.
    pub kind: String,
    /// The pack version it was booked with.
    pub pack: ModelPackId,
    /// Name of the school or the area.
    pub with: Option<String>,
    /// When it starts.
    pub starts_at: OffsetDateTime,
    /// When it ends.
    pub ends_at: OffsetDateTime,
    /// Where.
    pub place: String,
    /// Its state, as stored.
    pub state: String,
    /// What the actor answered.
    pub answer: Option<String>,
    /// The actor takes part, and does not lead it.
    pub takes_part: bool,
    /// How many were asked to come and sign in, and how many of them have said that they do.
    pub asked: i64,
    /// Of them, who come.
    pub coming: i64,
}

/// Meetings that the actor may know of and that start in `[from, to)`, by time; of one school when it is given.
pub async fn list(
    connection: &mut PgConnection,
    actor: &Actor,
    school: Option<SchoolId>,
    from: OffsetDateTime,
    to: OffsetDateTime,
) -> Result<Vec<Listed>> {
    Ok(sqlx::query_as!(
        Listed,
        r#"select m.id as "id: MeetingId", m.kind, m.model_pack_id as "pack: ModelPackId",
             coalesce(s.name, a.name) as "with", m.starts_at, m.ends_at, m.place, m.state, p.answer as "answer?", p.id is not null and m.leader_id <> $2 as "takes_part!",
             (select count(*) from meeting_participant c where c.municipality_id = m.municipality_id and c.meeting_id = m.id and c.removed_at is null
                and c.person_id is not null) as "asked!",
             (select count(*) from meeting_participant c where c.municipality_id = m.municipality_id and c.meeting_id = m.id and c.removed_at is null
                and c.person_id is not null and c.answer = 'coming') as "coming!"
           from meeting m
           left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           left join area a on a.municipality_id = m.municipality_id and a.id = m.area_id
           left join meeting_participant p on p.municipality_id = m.municipality_id and p.meeting_id = m.id and p.person_id = $2 and p.removed_at is null
           where m.municipality_id = $1 and m.starts_at >= $3 and m.starts_at < $4 and ($5::bigint is null or m.school_id = $5)
           order by m.starts_at, m.id"#,
        actor.municipality.0,
        actor.person.0,
        from,
        to,
        school.map(|id| id.0)
    )
    .fetch_all(connection)
    .await?)
}

/// A meeting that the actor was asked to come to.
#[derive(Debug, Clone)]
pub struct Asking {
    /// The meeting.
    pub meeting: Listed,
    /// The actor leads it.
    pub leads: bool,
    /// The last day of its comment window.
    pub until: Option<Date>,
    /// The school it is about; `None` when there are several.
    pub about: Option<SchoolId>,
    /// What the actor was asked as, and from which school.
    pub asked: Option<(Side, Option<SchoolId>)>,
}

/// Meetings that the actor was asked to come to and that are not over, by time. Whether they still take part is for the rules to say.
pub async fn asking(connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Asking>> {
    let rows = sqlx::query!(
        r#"select m.id as "id: MeetingId", m.kind, m.model_pack_id as "pack: ModelPackId", coalesce(s.name, a.name) as "with", m.starts_at, m.ends_at,
             m.place, m.state, p.answer, m.leader_id = $2 as "leads!", m.comments_until, m.school_id as "about: SchoolId", p.side,
             p.school_id as "from: SchoolId"
           from meeting_participant p
           join meeting m on m.municipality_id = p.municipality_id and m.id = p.meeting_id and m.state in ('booked', 'held', 'commenting')
           left join school s on s.municipality_id = m.municipality_id and s.id = m.school_id
           left join area a on a.municipality_id = m.municipality_id and a.id = m.area_id
           where p.municipality_id = $1 and p.person_id = $2 and p.removed_at is null
           order by m.starts_at, m.id"#,
        actor.municipality.0,
        actor.person.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let meeting = Listed {
                id: row.id,
                kind: row.kind,
                pack: row.pack,
                with: row.with,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                place: row.place,
                state: row.state,
                answer: row.answer,
                takes_part: true,
                asked: 0,
                coming: 0,
            };
            let asked = Side::parse(&row.side).map(|side| (side, row.from));
            Asking { meeting, leads: row.leads, until: row.comments_until, about: row.about, asked }
        })
        .collect())
}

/// A meeting to book.
#[derive(Debug, Clone)]
pub struct NewMeeting<'a> {
    /// Key of the kind.
    pub kind: &'a str,
    /// The pack version.
    pub pack: ModelPackId,
    /// Who reads the approved minutes.
    pub access: Access,
    /// The school year, by the year it starts.
    pub school_year: i32,
    /// The area, for several schools.
    pub area: Option<AreaId>,
    /// When it starts.
    pub starts_at: OffsetDateTime,
    /// When it ends.
    pub ends_at: OffsetDateTime,
    /// Where.
    pub place: &'a str,
    /// When what is prepared is shown to both sides.
    pub reveals_at: Option<OffsetDateTime>,
    /// Made with the form.
    pub save_id: Uuid,
}

/// Books it: the new meeting, or, when the very form was sent before, the one it made then as an error.
pub async fn book(
    connection: &mut PgConnection,
    can: CanBook,
    new: &NewMeeting<'_>,
    now: OffsetDateTime,
) -> Result<Result<MeetingId, MeetingId>> {
    let made = sqlx::query_scalar!(
        r#"insert into meeting (municipality_id, kind, model_pack_id, audience, school_year, school_id, area_id, starts_at, ends_at,
             place, reveals_at, leader_id, booked_at, booked_by, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $12, $14)
           on conflict on constraint meeting_save_once do nothing returning id as "id: MeetingId""#,
        can.municipality().0,
        new.kind,
        new.pack.0,
        access_key(new.access),
        new.school_year,
        can.school().map(|id| id.0),
        new.area.map(|id| id.0),
        new.starts_at,
        new.ends_at,
        new.place,
        new.reveals_at,
        can.by().0,
        now,
        new.save_id
    )
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(id) = made {
        return Ok(Ok(id));
    }
    let before = sqlx::query_scalar!(
        r#"select id as "id: MeetingId" from meeting where municipality_id = $1 and save_id = $2"#,
        can.municipality().0,
        new.save_id
    );
    Ok(Err(before.fetch_optional(connection).await?.ok_or(AppError::BadRequest("error-save-id-reused"))?))
}

/// What a meeting builds on, as far as the actor may know of it: the newest earlier one of the kind that its own `follows`, when that has been, and the one
/// it is a later part of. Looked up, and not kept: a meeting can be booked long before the one it opens with has been.
pub async fn builds_on(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting) -> Result<(Option<MeetingId>, Option<MeetingId>)> {
    let kind = meeting.kind()?;
    if kind.follows.is_none() && kind.part_of.is_none() {
        return Ok((None, None));
    }
    let row = sqlx::query!(
        r#"with earlier as (
             select id, kind, state, starts_at from meeting
             where municipality_id = $1 and school_id is not distinct from $2 and area_id is not distinct from $3 and starts_at <= $4 and id <> $5
               and state <> 'cancelled')
           select
             (select id from earlier where kind = $6 and state <> 'booked' order by starts_at desc, id desc limit 1) as "follows: MeetingId",
             (select id from earlier where kind = $7 order by starts_at desc, id desc limit 1) as "part_of: MeetingId""#,
        actor.municipality.0,
        meeting.school.as_ref().map(|(id, _)| id.0),
        meeting.area.as_ref().map(|(id, _)| id.0),
        meeting.starts_at,
        meeting.id.0,
        kind.follows,
        kind.part_of
    )
    .fetch_one(connection)
    .await?;
    Ok((row.follows, row.part_of))
}

/// Another time and place, and the school year that it falls in. False when somebody moved it meanwhile (`sequence`).
pub async fn move_to(
    connection: &mut PgConnection,
    can: CanArrange,
    sequence: i32,
    times: (OffsetDateTime, OffsetDateTime),
    place: &str,
    reveals_at: Option<OffsetDateTime>,
) -> Result<bool> {
    let moved = sqlx::query!(
        "update meeting set starts_at = $4, ends_at = $5, place = $6, reveals_at = $7, school_year = $8, sequence = sequence + 1
         where municipality_id = $1 and id = $2 and sequence = $3 and state = 'booked'",
        can.municipality().0,
        can.meeting().0,
        sequence,
        times.0,
        times.1,
        place,
        reveals_at,
        school_year_of(dates::norwegian_date(times.0))
    )
    .execute(connection)
    .await?;
    Ok(moved.rows_affected() == 1)
}

/// It will not be. False when it is not booked any more.
pub async fn cancel(connection: &mut PgConnection, can: CanArrange, reason: &str) -> Result<bool> {
    let cancelled = sqlx::query!(
        "update meeting set state = 'cancelled', cancelled_reason = $3, sequence = sequence + 1 where municipality_id = $1 and id = $2 and state = 'booked'",
        can.municipality().0,
        can.meeting().0,
        reason
    )
    .execute(connection)
    .await?;
    Ok(cancelled.rows_affected() == 1)
}

/// The actor leads it from now on. The one who led it goes on taking part.
pub async fn take_over(connection: &mut PgConnection, can: CanTakeOver) -> Result<()> {
    sqlx::query!(
        "update meeting set leader_id = $3 where municipality_id = $1 and id = $2 and state in ('booked', 'held', 'commenting')",
        can.municipality().0,
        can.meeting().0,
        can.by().0
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// It was held, and took so many minutes. False when somebody said so before.
pub async fn hold(connection: &mut PgConnection, can: CanHold, minutes_used: Option<i16>, now: OffsetDateTime) -> Result<bool> {
    let held = sqlx::query!(
        "update meeting set state = 'held', held_at = $3, minutes_used = $4 where municipality_id = $1 and id = $2 and state = 'booked'",
        can.municipality().0,
        can.meeting().0,
        now,
        minutes_used
    )
    .execute(connection)
    .await?;
    Ok(held.rows_affected() == 1)
}

/// The draft goes to those who took part. False when it went before.
pub async fn send(connection: &mut PgConnection, can: CanSendDraft, until: Date) -> Result<bool> {
    let sent = sqlx::query!(
        "update meeting set state = 'commenting', comments_until = $3 where municipality_id = $1 and id = $2 and state = 'held'",
        can.municipality().0,
        can.meeting().0,
        until
    )
    .execute(connection)
    .await?;
    Ok(sent.rows_affected() == 1)
}

/// Approved minutes are drafts again, of a later version. False when they are already.
pub async fn reopen(connection: &mut PgConnection, can: CanReopenMinutes) -> Result<bool> {
    let reopened = sqlx::query!(
        "update meeting set state = 'held', comments_until = null where municipality_id = $1 and id = $2 and state = 'approved'",
        can.municipality().0,
        can.meeting().0
    )
    .execute(connection)
    .await?;
    Ok(reopened.rows_affected() == 1)
}
