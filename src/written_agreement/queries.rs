//! SQL for the tables of written agreements. Readings ask for the schools of the actor's chain, and the policies for the same.
mod around;
mod followed;

pub use around::*;
pub use followed::*;

use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::model::{Agreement, Content, Signature, Version, VersionState};
use crate::App;
use crate::access::Actor;
use crate::access::rules::{
    CanBeginAgreement, CanChangeAgreement, CanSignAgreement, CanTurnAgreement, CanWriteAgreement, ChainSide, WrittenFacts, WrittenRights,
};
use crate::error::{AppError, Result};
use crate::ids::{ModelPackId, PersonId, SchoolId, WrittenAgreementId};
use crate::text::name_and_title;

/// What is stored and cannot be read.
fn unknown(what: &str, stored: &str) -> AppError {
    AppError::Internal(anyhow::anyhow!("unknown {what} of a written agreement: {stored}"))
}

fn side(stored: &str) -> Result<ChainSide> {
    ChainSide::parse(stored).ok_or_else(|| unknown("side", stored))
}

fn state(stored: &str) -> Result<VersionState> {
    VersionState::parse(stored).ok_or_else(|| unknown("state", stored))
}

/// Ids as SQL takes them.
fn numbers(schools: &[SchoolId]) -> Vec<i64> {
    schools.iter().map(|school| school.0).collect()
}

/// The agreements of the actor's chains, by school and the newest first; only this one when it is named.
pub async fn agreements(
    app: &App,
    connection: &mut PgConnection,
    actor: &Actor,
    only: Option<WrittenAgreementId>,
) -> Result<Vec<Agreement>> {
    let rows = sqlx::query!(
        r#"select a.id as "id: WrittenAgreementId", a.school_id as "school: SchoolId", s.name as school_name, a.model_pack_id as "pack: ModelPackId",
             a.keep_until, v.number, v.state, v.begun_side, f.number as "in_force?", (coalesce(f.content, v.content) ->> 'from')::date as "from?",
             (coalesce(f.content, v.content) ->> 'to')::date as "to?",
             exists (select from written_signature g where g.municipality_id = a.municipality_id and g.agreement_id = a.id and g.number = v.number
                       and g.side = 'school' and g.withdrawn_at is null) as "school_signed!",
             exists (select from written_signature g where g.municipality_id = a.municipality_id and g.agreement_id = a.id and g.number = v.number
                       and g.side = 'owner' and g.withdrawn_at is null) as "owner_signed!",
             exists (select from written_end e where e.municipality_id = a.municipality_id and e.agreement_id = a.id) as "ended!",
             exists (select from written_end_answer e where e.municipality_id = a.municipality_id and e.agreement_id = a.id) as "answered!"
           from written_agreement a
           join school s on s.municipality_id = a.municipality_id and s.id = a.school_id
           join lateral (select n.number, n.state, n.begun_side, n.content from written_version n
                          where n.municipality_id = a.municipality_id and n.agreement_id = a.id order by n.number desc limit 1) v on true
           left join lateral (select n.number, n.content from written_version n
                               where n.municipality_id = a.municipality_id and n.agreement_id = a.id and n.state = 'in_force'
                               order by n.number desc limit 1) f on true
           where a.municipality_id = $1 and ($2::bigint is null or a.id = $2) and ($3 or a.school_id = any ($4) or a.school_id = any ($5))
           order by s.name collate "nb-NO-x-icu", a.id desc"#,
        actor.municipality.0,
        only.map(|id| id.0),
        actor.is_owner(),
        &numbers(&actor.overseen),
        &numbers(&actor.rektor_schools())
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut agreements = Vec::with_capacity(rows.len());
    for row in rows {
        let facts = WrittenFacts {
            id: row.id,
            school: row.school,
            newest: row.number,
            state: state(&row.state)?,
            begun_by: side(&row.begun_side)?,
            signed: [row.school_signed, row.owner_signed],
            in_force: row.in_force,
            ended: row.ended,
            answered: row.answered,
        };
        agreements.push(Agreement {
            school_name: row.school_name,
            pack: app.packs.load(&mut *connection, actor.municipality, row.pack).await?,
            keep_until: row.keep_until,
            period: (row.from, row.to),
            rights: WrittenRights::of(actor, facts)?,
        });
    }
    Ok(agreements)
}

/// One of the actor's chains; for everybody else it is not found.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, id: WrittenAgreementId) -> Result<Agreement> {
    agreements(app, connection, actor, Some(id)).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// The same when nobody else can change how it stands before the transaction is over.
pub async fn load_held(app: &App, connection: &mut PgConnection, actor: &Actor, id: WrittenAgreementId) -> Result<Agreement> {
    sqlx::query!("select id from written_agreement where municipality_id = $1 and id = $2 for no key update", actor.municipality.0, id.0)
        .fetch_optional(&mut *connection)
        .await?;
    load(app, connection, actor, id).await
}

/// Its versions, the newest first.
pub async fn versions(connection: &mut PgConnection, actor: &Actor, agreement: &Agreement) -> Result<Vec<Version>> {
    let rows = sqlx::query!(
        r#"select number, state, content as "content: Json<Content>", rev, saved_at, saved_by_name, in_force_at, sha256 from written_version
           where municipality_id = $1 and agreement_id = $2 order by number desc"#,
        actor.municipality.0,
        agreement.rights.facts().id.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Version {
                number: row.number,
                state: state(&row.state)?,
                content: row.content.0,
                rev: row.rev,
                saved: (row.saved_by_name, row.saved_at),
                in_force_at: row.in_force_at,
                sha256: row.sha256,
            })
        })
        .collect()
}

/// The signatures that stand, by version and in the order they were given.
pub async fn signatures(connection: &mut PgConnection, actor: &Actor, agreement: &Agreement) -> Result<Vec<(i32, Signature)>> {
    let rows = sqlx::query!(
        r#"select number, side, sha256, signed_at, by_id as "by_id: PersonId", by_name, by_title from written_signature
           where municipality_id = $1 and agreement_id = $2 and withdrawn_at is null order by number, signed_at, id"#,
        actor.municipality.0,
        agreement.rights.facts().id.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let by = name_and_title(&row.by_name, &row.by_title);
            Ok((row.number, Signature { side: side(&row.side)?, sha256: row.sha256, at: row.signed_at, by_id: row.by_id, by }))
        })
        .collect()
}

/// Begins an agreement with an empty draft; the one that is there already when the very form was sent before.
pub async fn begin(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanBeginAgreement,
    (school, own, pack, save_id): (SchoolId, ChainSide, ModelPackId, Uuid),
) -> Result<WrittenAgreementId> {
    let made = sqlx::query_scalar!(
        r#"insert into written_agreement (municipality_id, school_id, model_pack_id, begun_at, begun_by, save_id) values ($1, $2, $3, $4, $5, $6)
           on conflict on constraint written_agreement_save_once do nothing returning id as "id: WrittenAgreementId""#,
        can.municipality().0,
        school.0,
        pack.0,
        actor.now,
        can.by().0,
        save_id
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(id) = made else {
        let known = sqlx::query_scalar!(
            r#"select id as "id: WrittenAgreementId" from written_agreement where municipality_id = $1 and save_id = $2 and begun_by = $3"#,
            can.municipality().0,
            save_id,
            can.by().0
        );
        return known.fetch_optional(connection).await?.ok_or(AppError::BadRequest("error-bad-form"));
    };
    sqlx::query!(
        "insert into written_version (municipality_id, agreement_id, school_id, number, content, begun_side, begun_at, saved_at, saved_by_name, save_id)
         values ($1, $2, $3, 1, $4, $5, $6, $6, $7, $8)",
        can.municipality().0,
        id.0,
        school.0,
        Json(Content::default()) as _,
        own.key(),
        actor.now,
        actor.name_and_title(),
        save_id
    )
    .execute(connection)
    .await?;
    Ok(id)
}

/// Stores the text as the revision after `base`; false when something newer stands there. Sent again it is stored already.
pub async fn save(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanWriteAgreement,
    (content, base, save_id): (&Content, i32, Uuid),
) -> Result<bool> {
    let saved = sqlx::query!(
        "update written_version set content = $4, rev = rev + 1, saved_at = $6, saved_by_name = $7, save_id = $5
         where municipality_id = $1 and agreement_id = $2 and number = $3 and rev = $8",
        can.municipality().0,
        can.agreement().0,
        can.number(),
        Json(content) as _,
        save_id,
        actor.now,
        actor.name_and_title(),
        base
    );
    if saved.execute(&mut *connection).await?.rows_affected() > 0 {
        return Ok(true);
    }
    Ok(sqlx::query_scalar!(
        r#"select exists (select from written_version where municipality_id = $1 and agreement_id = $2 and number = $3 and save_id = $4) as "is!""#,
        can.municipality().0,
        can.agreement().0,
        can.number(),
        save_id
    )
    .fetch_one(connection)
    .await?)
}

/// Says that the newest version can be signed, or that it is written in again.
pub async fn turn(connection: &mut PgConnection, can: CanTurnAgreement, to: VersionState) -> Result<()> {
    sqlx::query!(
        "update written_version set state = $4 where municipality_id = $1 and agreement_id = $2 and number = $3",
        can.municipality().0,
        can.agreement().0,
        can.number(),
        to.key()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Signs for the actor's side.
pub async fn sign(connection: &mut PgConnection, actor: &Actor, can: CanSignAgreement, sha256: &[u8; 32]) -> Result<()> {
    sqlx::query!(
        "insert into written_signature (municipality_id, agreement_id, school_id, number, side, sha256, signed_at, by_id, by_name, by_title)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (municipality_id, agreement_id, number, side) where withdrawn_at is null do nothing",
        can.municipality().0,
        can.agreement().0,
        can.school().0,
        can.number(),
        can.own().key(),
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

/// Both have signed it: it is in force from now on.
pub async fn put_in_force(connection: &mut PgConnection, can: CanSignAgreement, sha256: &[u8; 32], at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update written_version set state = 'in_force', in_force_at = $4, sha256 = $5 where municipality_id = $1 and agreement_id = $2 and number = $3",
        can.municipality().0,
        can.agreement().0,
        can.number(),
        at,
        sha256.as_slice()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Withdraws the signature of the actor's side, and opens the text.
pub async fn withdraw(connection: &mut PgConnection, can: CanSignAgreement, at: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update written_signature set withdrawn_at = $5 where municipality_id = $1 and agreement_id = $2 and number = $3 and side = $4
           and withdrawn_at is null",
        can.municipality().0,
        can.agreement().0,
        can.number(),
        can.own().key(),
        at
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update written_version set state = 'draft' where municipality_id = $1 and agreement_id = $2 and number = $3",
        can.municipality().0,
        can.agreement().0,
        can.number()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Begins a change: the version after the newest, with what stands in it.
pub async fn change(connection: &mut PgConnection, actor: &Actor, can: CanChangeAgreement, content: &Content) -> Result<()> {
    sqlx::query!(
        "insert into written_version (municipality_id, agreement_id, school_id, number, content, begun_side, begun_at, saved_at, saved_by_name, save_id)
         values ($1, $2, $3, $4, $5, $6, $7, $7, $8, gen_random_uuid())",
        can.municipality().0,
        can.agreement().0,
        can.school().0,
        can.number() + 1,
        Json(content) as _,
        can.own().key(),
        actor.now,
        actor.name_and_title()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives up what is being written; false when it cannot be.
pub async fn drop_version(connection: &mut PgConnection, can: CanChangeAgreement) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select drop_written_version($1) as "done!""#, can.agreement().0).fetch_one(connection).await?)
}
