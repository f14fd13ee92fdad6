//! SQL for the tables of sealed talks. Readings ask for one of the two by id, and the policies for nothing else.
mod around;
mod texts;

pub use around::*;
pub use texts::*;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{Point, PointState, Read, Signature, Talk};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanArrangeTalk, CanFollowTalk, CanHoldTalk, CanSignTalk, TalkFacts, TalkRights};
use crate::error::{AppError, Result};
use crate::ids::{ModelPackId, PersonId, SchoolId, SealedPointId, SealedTalkId};
use crate::text::name_and_title;

/// The actor's talks, the newest first; only this one when it is named.
pub async fn talks(app: &App, connection: &mut PgConnection, actor: &Actor, only: Option<SealedTalkId>) -> Result<Vec<Talk>> {
    let rows = sqlx::query!(
        r#"select t.id as "id: SealedTalkId", t.kind, t.model_pack_id as "pack: ModelPackId", t.school_id as "school: SchoolId", s.name as school_name,
             t.day, t.keep_until, t.employee_id as "employee: PersonId", t.manager_id as "manager: PersonId", e.name as employee_name,
             e.title as employee_title, m.name as manager_name, m.title as manager_title, t.employee_opened_at is not null as "employee_opened!",
             t.manager_opened_at is not null as "manager_opened!", t.held_at, t.passes_on,
             exists (select from sealed_signature g where g.municipality_id = t.municipality_id and g.talk_id = t.id and g.side = 'employee'
                       and g.withdrawn_at is null) as "employee_signed!",
             exists (select from sealed_signature g where g.municipality_id = t.municipality_id and g.talk_id = t.id and g.side = 'manager'
                       and g.withdrawn_at is null) as "manager_signed!"
           from sealed_talk t
           join school s on s.municipality_id = t.municipality_id and s.id = t.school_id
           join person e on e.municipality_id = t.municipality_id and e.id = t.employee_id
           join person m on m.municipality_id = t.municipality_id and m.id = t.manager_id
           where t.municipality_id = $1 and $2 in (t.employee_id, t.manager_id) and ($3::bigint is null or t.id = $3)
           order by t.day desc, t.id desc"#,
        actor.municipality.0,
        actor.person.0,
        only.map(|id| id.0)
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut talks = Vec::with_capacity(rows.len());
    for row in rows {
        let facts = TalkFacts {
            id: row.id,
            employee: row.employee,
            manager: row.manager,
            opened: [row.employee_opened, row.manager_opened],
            held: row.held_at.is_some(),
            signed: [row.employee_signed, row.manager_signed],
            passes_on: row.passes_on,
        };
        talks.push(Talk {
            id: row.id,
            kind: row.kind,
            pack: app.packs.load(&mut *connection, actor.municipality, row.pack).await?,
            school: (row.school, row.school_name),
            day: row.day,
            keep_until: row.keep_until,
            names: [name_and_title(&row.employee_name, &row.employee_title), name_and_title(&row.manager_name, &row.manager_title)],
            held_at: row.held_at,
            rights: TalkRights::of(actor, facts)?,
        });
    }
    Ok(talks)
}

/// One talk of the actor's; for everybody else it is not found.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, id: SealedTalkId) -> Result<Talk> {
    talks(app, connection, actor, Some(id)).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// The same when nobody else can change how it stands before the transaction is over. A reading that is noted meanwhile needs the talk's key alone, and does not
/// wait: it holds the session, which a save asks for last.
pub async fn load_held(app: &App, connection: &mut PgConnection, actor: &Actor, id: SealedTalkId) -> Result<Talk> {
    sqlx::query!(
        "select id from sealed_talk where municipality_id = $1 and id = $2 and $3 in (employee_id, manager_id) for no key update",
        actor.municipality.0,
        id.0,
        actor.person.0
    )
    .fetch_optional(&mut *connection)
    .await?;
    load(app, connection, actor, id).await
}

/// A talk that is arranged.
#[derive(Debug, Clone)]
pub struct NewTalk<'a> {
    /// Key of its kind.
    pub kind: &'a str,
    /// The pack.
    pub pack: ModelPackId,
    /// Whose leader it is with.
    pub school: SchoolId,
    /// Whom it is with.
    pub employee: PersonId,
    /// Who leads it.
    pub manager: PersonId,
    /// The day.
    pub day: Date,
    /// The last day on which it is kept.
    pub keep_until: Date,
    /// The employer's document.
    pub passes_on: bool,
    /// What the form was made with.
    pub save_id: Uuid,
}

/// Arranges a talk; the one that is there already when the very form was sent before.
pub async fn arrange(
    connection: &mut PgConnection,
    actor: &Actor,
    can: &CanArrangeTalk,
    new: &NewTalk<'_>,
) -> Result<(SealedTalkId, bool)> {
    let made = sqlx::query_scalar!(
        r#"insert into sealed_talk (municipality_id, kind, model_pack_id, school_id, employee_id, manager_id, day, passes_on, keep_until, arranged_at,
             arranged_by, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict on constraint sealed_talk_save_once do nothing
           returning id as "id: SealedTalkId""#,
        can.municipality().0,
        new.kind,
        new.pack.0,
        new.school.0,
        new.employee.0,
        new.manager.0,
        new.day,
        new.passes_on,
        new.keep_until,
        actor.now,
        can.by().0,
        new.save_id
    )
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(made) = made {
        return Ok((made, true));
    }
    let known = sqlx::query_scalar!(
        r#"select id as "id: SealedTalkId" from sealed_talk where municipality_id = $1 and save_id = $2 and arranged_by = $3"#,
        can.municipality().0,
        new.save_id,
        can.by().0
    );
    Ok((known.fetch_optional(connection).await?.ok_or(AppError::BadRequest("error-bad-form"))?, false))
}

/// Opens what the actor has prepared to the other.
pub async fn open_preparation(connection: &mut PgConnection, can: CanHoldTalk, at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update sealed_talk set employee_opened_at = case when $3 = 'employee' then coalesce(employee_opened_at, $4) else employee_opened_at end,
           manager_opened_at = case when $3 = 'manager' then coalesce(manager_opened_at, $4) else manager_opened_at end
         where municipality_id = $1 and id = $2",
        can.municipality().0,
        can.talk().0,
        can.own().key(),
        at
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update sealed_text set opened = true where municipality_id = $1 and talk_id = $2 and side = $3",
        can.municipality().0,
        can.talk().0,
        can.own().key()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The talk was held on a day, and is kept from it.
pub async fn hold(connection: &mut PgConnection, can: CanHoldTalk, (day, keep_until): (Date, Date), at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update sealed_talk set held_at = $3, day = $4, keep_until = $5 where municipality_id = $1 and id = $2 and held_at is null",
        can.municipality().0,
        can.talk().0,
        at,
        day,
        keep_until
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Signs what stands there.
pub async fn sign(connection: &mut PgConnection, actor: &Actor, can: CanSignTalk, sha256: &[u8; 32]) -> Result<()> {
    let facts = can.facts();
    sqlx::query!(
        "insert into sealed_signature (municipality_id, talk_id, employee_id, manager_id, side, sha256, signed_at, by_name, by_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (municipality_id, talk_id, side) where withdrawn_at is null do nothing",
        can.municipality().0,
        can.talk().0,
        facts.employee.0,
        facts.manager.0,
        can.own().key(),
        sha256.as_slice(),
        actor.now,
        actor.name,
        actor.title
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Withdraws the actor's signature.
pub async fn withdraw(connection: &mut PgConnection, can: CanSignTalk, at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update sealed_signature set withdrawn_at = $4 where municipality_id = $1 and talk_id = $2 and side = $3 and withdrawn_at is null",
        can.municipality().0,
        can.talk().0,
        can.own().key(),
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The signatures that stand, in the order they were given.
pub async fn signatures(connection: &mut PgConnection, actor: &Actor, talk: &Talk) -> Result<Vec<Signature>> {
    let rows = sqlx::query!(
        "select sha256, signed_at, by_name, by_title from sealed_signature
         where municipality_id = $1 and talk_id = $2 and withdrawn_at is null order by signed_at, id",
        actor.municipality.0,
        talk.id.0
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Signature { sha256: row.sha256, at: row.signed_at, by: name_and_title(&row.by_name, &row.by_title) })
        .collect())
}

/// What is to be done, what is due first first.
pub async fn points(connection: &mut PgConnection, actor: &Actor, talk: &Talk) -> Result<Vec<Point>> {
    let rows = sqlx::query!(
        r#"select id as "id: SealedPointId", what, due, state, made_at, made_by_name, changed_at, changed_by_name from sealed_point
           where municipality_id = $1 and talk_id = $2 order by due, id"#,
        actor.municipality.0,
        talk.id.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = PointState::parse(&row.state);
            Ok(Point {
                id: row.id,
                what: row.what,
                due: row.due,
                state: state.ok_or_else(|| AppError::Internal(anyhow::anyhow!("unknown state of a point: {}", row.state)))?,
                by: row.changed_by_name.zip(row.changed_at).unwrap_or((row.made_by_name, row.made_at)),
            })
        })
        .collect()
}

/// Writes down something to be done; once, however often the form is sent.
pub async fn add_point(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowTalk,
    (what, due): (&str, Date),
    save_id: Uuid,
) -> Result<()> {
    let facts = can.facts();
    sqlx::query!(
        "insert into sealed_point (municipality_id, talk_id, employee_id, manager_id, what, due, made_at, made_by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict on constraint sealed_point_save_once do nothing",
        can.municipality().0,
        can.talk().0,
        facts.employee.0,
        facts.manager.0,
        what,
        due,
        actor.now,
        actor.name,
        save_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says how a point goes; false when it is none of the talk's.
pub async fn move_point(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowTalk,
    id: SealedPointId,
    to: PointState,
) -> Result<bool> {
    let moved = sqlx::query!(
        "update sealed_point set state = $4, changed_at = $5, changed_by_name = $6 where municipality_id = $1 and talk_id = $2 and id = $3",
        can.municipality().0,
        can.talk().0,
        id.0,
        to.key(),
        actor.now,
        actor.name
    );
    Ok(moved.execute(connection).await?.rows_affected() > 0)
}

/// Notes that the actor reads something of a talk.
pub async fn note_reading(connection: &mut PgConnection, actor: &Actor, talk: &Talk, what: Read) -> Result<()> {
    let facts = talk.rights.facts();
    sqlx::query!(
        "insert into sealed_reading (municipality_id, talk_id, employee_id, manager_id, what, at, by_id, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        actor.municipality.0,
        talk.id.0,
        facts.employee.0,
        facts.manager.0,
        what.key(),
        actor.now,
        actor.person.0,
        actor.name_and_title()
    )
    .execute(connection)
    .await?;
    Ok(())
}
