//! SQL for `meeting` and what belongs to it. Every reading names the municipality; the rules decide what the actor sees of a row.
mod around;
mod arranging;
mod invited;
mod last_time;
mod people;
mod points;
mod readings;
mod records;
mod removal;
mod searched;
mod standing;

pub(super) use around::{Around, around, figures_came};
pub(super) use arranging::{NewMeeting, book, cancel, move_to};
pub use invited::followers;
pub(super) use invited::{busy, send_deputy, take_back_deputy};
pub(super) use last_time::last_time;
pub use people::answer;
pub(super) use people::{add_participants, participants, remove_participant, was_taken_off};
pub(super) use points::{NewPoint, add_point, add_points, withdraw_point};
pub use points::{agenda, points};
pub(super) use readings::{readings, say_read};
pub use records::{ApprovedMinutes, LatestMinutes, approved_of, latest_minutes};
pub(super) use records::{NewRemark, Remark, approve, minutes, remark, remarks};
pub(super) use removal::{note_remainder, removals, remove_words};
pub(super) use searched::{Searched, approved as approved_with, drafts as drafts_with};
pub(super) use standing::{Judged, judge, judged, withdraw, withdrawal};

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::model::{Meeting, State, parse_access};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanHold, CanReopenMinutes, CanSendDraft, CanTakeOver, MeetingFacts, MeetingRights};
use crate::error::{AppError, Result};
use crate::ids::{AreaId, DocumentId, MeetingId, ModelPackId, PersonId, SchoolId};
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
        starts_at: row.starts_at,
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
    /// Minutes it took, when somebody noted it.
    pub minutes_used: Option<i16>,
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
                and c.person_id is not null and c.answer = 'coming') as "coming!", m.minutes_used
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
                minutes_used: None,
            };
            let asked = Side::parse(&row.side).map(|side| (side, row.from));
            Asking { meeting, leads: row.leads, until: row.comments_until, about: row.about, asked }
        })
        .collect())
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
