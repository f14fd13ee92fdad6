//! SQL for `meeting_backlog`.
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::{CanAddPoint, CanBring};
use crate::error::Result;
use crate::ids::{AreaId, MeetingId, MunicipalityId, PersonId, WaitingTopicId};
use crate::meeting::model::Meeting;

/// A topic that waits.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Id.
    pub id: WaitingTopicId,
    /// The kind of meeting it waits for.
    pub kind: String,
    /// With whom; `None`: all schools.
    pub group: Option<AreaId>,
    /// What.
    pub title: String,
    /// It was left in this meeting.
    pub from_meeting: Option<MeetingId>,
    /// When it was brought.
    pub added_at: OffsetDateTime,
    /// By whom.
    pub added_by: PersonId,
    /// Their name.
    pub added_by_name: String,
    /// The school they lead.
    pub added_from: Option<String>,
}

/// The topics that wait, the oldest first; of one kind when it is given, or one topic.
pub async fn waiting(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    kind: Option<&str>,
    id: Option<WaitingTopicId>,
) -> Result<Vec<Waiting>> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"select b.id as "id: WaitingTopicId", b.kind, b.area_id as "group: AreaId", b.title, b.from_meeting as "from_meeting: MeetingId", b.added_at,
             b.added_by as "added_by: PersonId", b.added_by_name, s.name as "added_from?"
           from meeting_backlog b left join school s on s.municipality_id = b.municipality_id and s.id = b.added_from
           where b.municipality_id = $1 and b.taken_by is null and b.withdrawn_at is null and ($2::text is null or b.kind = $2) and ($3::bigint is null or b.id = $3)
           order by b.added_at, b.id"#,
        municipality.0,
        kind,
        id.map(|id| id.0)
    )
    .fetch_all(connection)
    .await?)
}

/// Brings a topic. Nothing when the very form was sent before.
pub async fn bring(connection: &mut PgConnection, actor: &Actor, can: CanBring, kind: &str, title: &str, save_id: Uuid) -> Result<()> {
    sqlx::query!(
        "insert into meeting_backlog (municipality_id, kind, area_id, title, added_at, added_by, added_by_name, added_from, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint meeting_backlog_save_once do nothing",
        can.municipality().0,
        kind,
        can.group().map(|id| id.0),
        title,
        actor.now,
        can.by().0,
        actor.name,
        can.from().map(|id| id.0),
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets a topic wait that was left in a meeting, once.
pub async fn leave(connection: &mut PgConnection, actor: &Actor, meeting: &Meeting, title: &str) -> Result<()> {
    sqlx::query!(
        "insert into meeting_backlog (municipality_id, kind, area_id, title, from_meeting, added_at, added_by, added_by_name, save_id)
         select $1, $2, $3, $4, $5, $6, $7, $8, gen_random_uuid()
         where not exists (select from meeting_backlog b where b.municipality_id = $1 and b.from_meeting = $5 and b.title = $4)",
        actor.municipality.0,
        meeting.kind_key,
        meeting.area.as_ref().map(|(id, _)| id.0),
        title,
        meeting.id.0,
        actor.now,
        actor.person.0,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes one back. False when it does not wait any more.
pub async fn take_back(connection: &mut PgConnection, can: CanBring, id: WaitingTopicId, at: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "update meeting_backlog set withdrawn_at = $3
         where municipality_id = $1 and id = $2 and area_id is not distinct from $4 and taken_by is null and withdrawn_at is null",
        can.municipality().0,
        id.0,
        at,
        can.group().map(|id| id.0)
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that it came onto a meeting's agenda. False when it does not wait any more: somebody else was first.
pub async fn take(connection: &mut PgConnection, can: CanAddPoint, id: WaitingTopicId) -> Result<bool> {
    let done = sqlx::query!(
        "update meeting_backlog b set taken_by = m.id
         from meeting m where m.municipality_id = $1 and m.id = $3 and b.municipality_id = $1 and b.id = $2 and b.kind = m.kind
           and m.school_id is null and b.area_id is not distinct from m.area_id and b.taken_by is null and b.withdrawn_at is null",
        can.municipality().0,
        id.0,
        can.meeting().0
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}
