//! SQL that adds pieces of a plan, takes them out, moves them, and says what a piece is besides its words.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::access::rules::CanShapeQualityPlan;
use crate::error::{AppError, Result};
use crate::quality_plan::model::{Kind, Piece, SourceKind};

/// The same statement for the table of each kind.
macro_rules! of_each {
    ($kind:expr, $run:ident) => {
        match $kind {
            Kind::Goal => $run!("quality_goal"),
            Kind::Priority => $run!("quality_priority"),
            Kind::Source => $run!("quality_source"),
            Kind::Action => $run!("quality_action"),
            Kind::Point => $run!("quality_point"),
            Kind::Period => $run!("quality_period"),
            Kind::Step => $run!("quality_step"),
        }
    };
}

/// Adds a piece at the end of those below the same.
pub async fn add(connection: &mut PgConnection, can: CanShapeQualityPlan, kind: Kind, parent: Option<i64>) -> Result<Piece> {
    let (municipality, plan) = (can.municipality().0, can.id().0);
    macro_rules! first {
        ($table:tt) => {
            sqlx::query_scalar!(
                "insert into "
                    + $table
                    + " (municipality_id, plan_id, position) select $1, $2, coalesce(max(position), 0) + 1 from "
                    + $table
                    + " where municipality_id = $1 and plan_id = $2 returning id",
                municipality,
                plan
            )
            .fetch_one(connection)
            .await?
        };
    }
    macro_rules! below {
        ($table:tt, $parent:tt) => {
            sqlx::query_scalar!(
                "insert into "
                    + $table
                    + " (municipality_id, plan_id, "
                    + $parent
                    + ", position) select $1, $2, $3, coalesce(max(position), 0) + 1 from "
                    + $table
                    + " where municipality_id = $1 and plan_id = $2 returning id",
                municipality,
                plan,
                parent.ok_or(AppError::NotFound)?
            )
            .fetch_one(connection)
            .await?
        };
    }
    let id = match kind {
        Kind::Goal => first!("quality_goal"),
        Kind::Action => first!("quality_action"),
        Kind::Period => first!("quality_period"),
        Kind::Priority => below!("quality_priority", "goal_id"),
        Kind::Source => below!("quality_source", "goal_id"),
        Kind::Point => below!("quality_point", "action_id"),
        Kind::Step => below!("quality_step", "period_id"),
    };
    Ok(Piece { kind, id })
}

/// Takes a piece out, or brings it back. Its words stay in its fields.
pub async fn remove(connection: &mut PgConnection, can: CanShapeQualityPlan, piece: Piece, out: bool, at: OffsetDateTime) -> Result<()> {
    let (municipality, plan) = (can.municipality().0, can.id().0);
    macro_rules! run {
        ($table:tt) => {
            sqlx::query!(
                "update " + $table
                    + " set removed_at = case when $4 then coalesce(removed_at, $5) end where municipality_id = $1 and plan_id = $2 and id = $3",
                municipality,
                plan,
                piece.id,
                out,
                at
            )
            .execute(connection)
            .await?
        };
    }
    of_each!(piece.kind, run);
    Ok(())
}

/// A piece changes place with another of its kind.
pub async fn move_up(connection: &mut PgConnection, can: CanShapeQualityPlan, piece: Piece, before: Piece) -> Result<()> {
    let (municipality, plan, both) = (can.municipality().0, can.id().0, [piece.id, before.id]);
    macro_rules! run {
        ($table:tt) => {
            sqlx::query!(
                "update "
                    + $table
                    + " one set position = other.position from "
                    + $table
                    + " other where one.municipality_id = $1 and one.plan_id = $2 and one.id = any ($3) and other.municipality_id = $1
                         and other.id = any ($3) and other.id <> one.id",
                municipality,
                plan,
                &both
            )
            .execute(connection)
            .await?
        };
    }
    of_each!(piece.kind, run);
    Ok(())
}

/// What a source is, where it is read, and the priority that it is for.
pub async fn set_source(
    connection: &mut PgConnection,
    can: CanShapeQualityPlan,
    source: i64,
    (kind, link, priority): (SourceKind, &str, Option<i64>),
) -> Result<()> {
    sqlx::query!(
        "update quality_source set kind = $4, link = $5, priority_id = $6 where municipality_id = $1 and plan_id = $2 and id = $3",
        can.municipality().0,
        can.id().0,
        source,
        kind.key(),
        link,
        priority
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// When a period begins and ends.
pub async fn set_days(
    connection: &mut PgConnection,
    can: CanShapeQualityPlan,
    period: i64,
    (starts_on, ends_on): (Option<Date>, Option<Date>),
) -> Result<()> {
    sqlx::query!(
        "update quality_period set starts_on = $4, ends_on = $5 where municipality_id = $1 and plan_id = $2 and id = $3",
        can.municipality().0,
        can.id().0,
        period,
        starts_on,
        ends_on
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The action that a step belongs to.
pub async fn set_step(connection: &mut PgConnection, can: CanShapeQualityPlan, step: i64, action: Option<i64>) -> Result<()> {
    sqlx::query!(
        "update quality_step set action_id = $4 where municipality_id = $1 and plan_id = $2 and id = $3",
        can.municipality().0,
        can.id().0,
        step,
        action
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// An action serves a priority from now on, or no longer.
pub async fn serve(
    connection: &mut PgConnection,
    can: CanShapeQualityPlan,
    (action, priority): (i64, i64),
    on: bool,
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into quality_serves (municipality_id, plan_id, action_id, priority_id, removed_at) values ($1, $2, $3, $4, case when $5 then null else $6::timestamptz end)
         on conflict (municipality_id, action_id, priority_id) do update set removed_at = excluded.removed_at",
        can.municipality().0,
        can.id().0,
        action,
        priority,
        on,
        at
    )
    .execute(connection)
    .await?;
    Ok(())
}
