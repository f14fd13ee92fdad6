//! SQL for the tables of handovers. Readings ask for those whose it is by name or because they follow up, and the rules decide for each row; so do the policies.
mod around;
mod course;
mod waiting;

pub use around::*;
pub use course::*;
pub use waiting::*;

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{Handover, Words};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{CanArrangeHandover, CanBeginHandover, CanPrepareHandover, HandoverFacts, HandoverPlace, HandoverRights};
use crate::error::{AppError, Result};
use crate::ids::{AreaId, HandoverId, ModelPackId, PersonId, SchoolId};
use crate::text::name_and_title;

/// Ids as SQL takes them.
fn numbers(schools: &[SchoolId]) -> Vec<i64> {
    schools.iter().map(|school| school.0).collect()
}

/// Of what a stored row is.
fn place(school: Option<SchoolId>, area: Option<AreaId>) -> Result<HandoverPlace> {
    match (school, area) {
        (Some(school), None) => Ok(HandoverPlace::School(school)),
        (None, Some(area)) => Ok(HandoverPlace::Area(area)),
        _ => Err(AppError::Internal(anyhow::anyhow!("a handover of nothing, or of two things"))),
    }
}

/// The handovers that the actor knows of, those that are not received first, the latest change first; only this one when it is named.
pub async fn handovers(app: &App, connection: &mut PgConnection, actor: &Actor, only: Option<HandoverId>) -> Result<Vec<Handover>> {
    let rows = sqlx::query!(
        r#"select h.id as "id!: HandoverId", h.school_id as "school?: SchoolId", h.area_id as "area?: AreaId", coalesce(s.name, a.name) as "place!",
             h.model_pack_id as "pack!: ModelPackId", h.leaver_id as "leaver!: PersonId", l.name as "leaver_name!", l.title as "leaver_title!",
             h.successor_id as "successor?: PersonId", n.name as "successor_name?", n.title as "successor_title?",
             h.mentor_id as "mentor?: PersonId", m.name as "mentor_name?", m.title as "mentor_title?",
             h.change_day as "day!", h.handed_over_at as "handed_over_at?", h.received_at as "received_at?"
           from handover h
           join person l on l.municipality_id = h.municipality_id and l.id = h.leaver_id
           left join school s on s.municipality_id = h.municipality_id and s.id = h.school_id
           left join area a on a.municipality_id = h.municipality_id and a.id = h.area_id
           left join person n on n.municipality_id = h.municipality_id and n.id = h.successor_id
           left join person m on m.municipality_id = h.municipality_id and m.id = h.mentor_id
           where h.municipality_id = $1 and ($2::bigint is null or h.id = $2)
             and ($3 or h.school_id = any ($4) or h.leaver_id = $5 or h.successor_id = $5 or h.mentor_id = $5)
           order by h.received_at is not null, h.change_day desc, h.id desc"#,
        actor.municipality.0,
        only.map(|id| id.0),
        actor.is_owner(),
        &numbers(&actor.overseen),
        actor.person.0
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut handovers = Vec::new();
    for row in rows {
        let facts = HandoverFacts {
            id: row.id,
            place: place(row.school, row.area)?,
            leaver: row.leaver,
            successor: row.successor,
            mentor: row.mentor,
            handed_over: row.handed_over_at.is_some(),
            received: row.received_at.is_some(),
        };
        let Ok(rights) = HandoverRights::of(actor, facts) else { continue };
        let named = |name: Option<String>, title: Option<String>| {
            name.map_or_else(String::new, |name| name_and_title(&name, &title.unwrap_or_default()))
        };
        handovers.push(Handover {
            place: row.place,
            pack: app.packs.load(&mut *connection, actor.municipality, row.pack).await?,
            leaver: name_and_title(&row.leaver_name, &row.leaver_title),
            successor: named(row.successor_name, row.successor_title),
            mentor: named(row.mentor_name, row.mentor_title),
            day: row.day,
            handed_over_at: row.handed_over_at,
            received_at: row.received_at,
            rights,
        });
    }
    Ok(handovers)
}

/// One of them; for everybody else it is not found.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, id: HandoverId) -> Result<Handover> {
    handovers(app, connection, actor, Some(id)).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// The same when nobody else can change how it stands before the transaction is over.
pub async fn load_held(app: &App, connection: &mut PgConnection, actor: &Actor, id: HandoverId) -> Result<Handover> {
    sqlx::query!("select id from handover where municipality_id = $1 and id = $2 for no key update", actor.municipality.0, id.0)
        .fetch_optional(&mut *connection)
        .await?;
    load(app, connection, actor, id).await
}

/// Begins one. The one that is there already when the very form was sent before; `None` when another is prepared.
pub async fn begin(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanBeginHandover,
    (pack, day, save_id): (ModelPackId, Date, Uuid),
) -> Result<Option<HandoverId>> {
    let known = sqlx::query_scalar!(
        r#"select id as "id: HandoverId" from handover where municipality_id = $1 and save_id = $2 and begun_by = $3"#,
        can.municipality().0,
        save_id,
        can.by().0
    );
    if let Some(id) = known.fetch_optional(&mut *connection).await? {
        return Ok(Some(id));
    }
    let made = sqlx::query_scalar!(
        r#"insert into handover (municipality_id, school_id, area_id, model_pack_id, leaver_id, change_day, begun_at, begun_by, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id as "id: HandoverId""#,
        can.municipality().0,
        can.place().school().map(|school| school.0),
        can.place().area().map(|area| area.0),
        pack.0,
        can.leaver().0,
        day,
        actor.now,
        can.by().0,
        save_id
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(id) = made else { return Ok(None) };
    sqlx::query!(
        "insert into handover_words (municipality_id, handover_id, saved_at, saved_by_name, save_id) values ($1, $2, $3, $4, $5)",
        can.municipality().0,
        id.0,
        actor.now,
        actor.name_and_title(),
        save_id
    )
    .execute(connection)
    .await?;
    Ok(Some(id))
}

/// What the leaver has written.
pub async fn words(connection: &mut PgConnection, actor: &Actor, handover: &Handover) -> Result<Words> {
    let row = sqlx::query!(
        "select first, second, third, none_because, rev, saved_at, saved_by_name from handover_words where municipality_id = $1 and handover_id = $2",
        actor.municipality.0,
        handover.rights.facts().id.0
    )
    .fetch_optional(connection)
    .await?
    .ok_or(AppError::NotFound)?;
    Ok(Words {
        asks: [row.first, row.second, row.third],
        none_because: row.none_because,
        rev: row.rev,
        saved: (row.saved_by_name, row.saved_at),
    })
}

/// Stores the three things as the revision after `base`; false when something newer stands there. Sent again it is stored already.
pub async fn write(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanPrepareHandover,
    ([first, second, third], base, save_id): (&[String; 3], i32, Uuid),
) -> Result<bool> {
    let saved = sqlx::query!(
        "update handover_words set first = $3, second = $4, third = $5, rev = rev + 1, saved_at = $6, saved_by_name = $7, save_id = $8
         where municipality_id = $1 and handover_id = $2 and rev = $9",
        can.municipality().0,
        can.handover().0,
        first,
        second,
        third,
        actor.now,
        actor.name_and_title(),
        save_id,
        base
    );
    if saved.execute(&mut *connection).await?.rows_affected() > 0 {
        return Ok(true);
    }
    Ok(sqlx::query_scalar!(
        r#"select exists (select from handover_words where municipality_id = $1 and handover_id = $2 and save_id = $3) as "is!""#,
        can.municipality().0,
        can.handover().0,
        save_id
    )
    .fetch_one(connection)
    .await?)
}

/// Says why there is nothing to ask.
pub async fn write_why_none(connection: &mut PgConnection, actor: &Actor, can: CanPrepareHandover, why: &str) -> Result<()> {
    sqlx::query!(
        "update handover_words set none_because = $3, saved_at = $4, saved_by_name = $5 where municipality_id = $1 and handover_id = $2",
        can.municipality().0,
        can.handover().0,
        why,
        actor.now,
        actor.name_and_title()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Says who takes over.
pub async fn name_successor(connection: &mut PgConnection, can: CanArrangeHandover, successor: Option<PersonId>) -> Result<()> {
    sqlx::query!(
        "update handover set successor_id = $3 where municipality_id = $1 and id = $2",
        can.municipality().0,
        can.handover().0,
        successor.map(|person| person.0)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets the successor's first day.
pub async fn set_day(connection: &mut PgConnection, can: CanPrepareHandover, day: Date) -> Result<()> {
    sqlx::query!("update handover set change_day = $3 where municipality_id = $1 and id = $2", can.municipality().0, can.handover().0, day)
        .execute(connection)
        .await?;
    Ok(())
}

/// Says who is mentor; `None`: nobody.
pub async fn name_mentor(connection: &mut PgConnection, can: CanArrangeHandover, mentor: Option<PersonId>) -> Result<()> {
    sqlx::query!(
        "update handover set mentor_id = $3 where municipality_id = $1 and id = $2",
        can.municipality().0,
        can.handover().0,
        mentor.map(|person| person.0)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives up one that is prepared; false when it cannot be.
pub async fn drop_it(connection: &mut PgConnection, can: CanPrepareHandover) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select drop_handover($1) as "done!""#, can.handover().0).fetch_one(connection).await?)
}

/// What was handed over.
#[derive(Debug, Clone)]
pub struct Frozen {
    /// `package::Package`.
    pub content: serde_json::Value,
    /// Its sum.
    pub sha256: Vec<u8>,
    /// When.
    pub at: OffsetDateTime,
    /// By whom, name and title.
    pub by: String,
}

/// What was handed over, when it has been.
pub async fn frozen(connection: &mut PgConnection, actor: &Actor, handover: &Handover) -> Result<Option<Frozen>> {
    let row = sqlx::query!(
        "select content, sha256, at, by_name, by_title from handover_package where municipality_id = $1 and handover_id = $2",
        actor.municipality.0,
        handover.rights.facts().id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Frozen { content: row.content, sha256: row.sha256, at: row.at, by: name_and_title(&row.by_name, &row.by_title) }))
}

/// Freezes what is handed over.
pub async fn hand_over(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanPrepareHandover,
    (content, sha256): (&serde_json::Value, &[u8; 32]),
) -> Result<()> {
    sqlx::query!(
        "insert into handover_package (municipality_id, handover_id, content, sha256, at, by_id, by_name, by_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        can.municipality().0,
        can.handover().0,
        content,
        sha256.as_slice(),
        actor.now,
        can.by().0,
        actor.name,
        actor.title
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update handover set handed_over_at = $3 where municipality_id = $1 and id = $2",
        can.municipality().0,
        can.handover().0,
        actor.now
    )
    .execute(connection)
    .await?;
    Ok(())
}
