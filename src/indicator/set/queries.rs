//! SQL for versions of sets, and for what is worked on.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use super::model::{Content, StandingSet, together};
use crate::access::rules::CanComposeSets;
use crate::error::{AppError, Result};
use crate::ids::{IndicatorSetId, ModelPackId, MunicipalityId};
use crate::model_pack::Pack;

/// The sets that are looked at today, as the pack orders them and then the municipality's own.
///
/// # Errors
///
/// When the database does not answer.
pub async fn standing(connection: &mut PgConnection, municipality: MunicipalityId, pack: Option<&Pack>) -> Result<Vec<StandingSet>> {
    let versions = newest(connection, municipality).await?.into_iter();
    let versions = versions.map(|version| {
        let set = StandingSet { id: Some(version.id), version: version.version, content: version.content.0 };
        (set, version.retired)
    });
    Ok(together(pack, versions.collect()))
}

/// A version with who made it.
#[derive(Debug, Clone)]
pub struct SetVersion {
    /// Its row.
    pub id: IndicatorSetId,
    /// From 1.
    pub version: i32,
    /// From this version on the set is not looked at.
    pub retired: bool,
    /// What it says.
    pub content: Json<Content>,
    /// The pack that it was set beside.
    pub pack: Option<ModelPackId>,
    /// Why it was changed; may be empty.
    pub note: String,
    /// When.
    pub at: OffsetDateTime,
    /// Name and title.
    pub by: String,
}

/// The newest version of each set, in the order that the sets were made.
pub async fn newest(connection: &mut PgConnection, municipality: MunicipalityId) -> Result<Vec<SetVersion>> {
    let versions = sqlx::query_as!(
        SetVersion,
        r#"select id as "id: IndicatorSetId", version, retired, content as "content: Json<Content>", model_pack_id as "pack: ModelPackId", note,
             made_at as at, made_by_name as by
           from (
             select distinct on (key) s.*,
               (select min(first.id) from indicator_set first where first.municipality_id = s.municipality_id and first.key = s.key) as made
             from indicator_set s where municipality_id = $1 order by key, version desc) newest
           order by made"#,
        municipality.0
    );
    Ok(versions.fetch_all(connection).await?)
}

/// The versions of a set, at most so many, the newest first.
pub async fn versions(connection: &mut PgConnection, municipality: MunicipalityId, key: &str, most: i64) -> Result<Vec<SetVersion>> {
    let versions = sqlx::query_as!(
        SetVersion,
        r#"select id as "id: IndicatorSetId", version, retired, content as "content: Json<Content>", model_pack_id as "pack: ModelPackId", note,
             made_at as at, made_by_name as by
           from indicator_set where municipality_id = $1 and key = $2 order by version desc limit $3"#,
        municipality.0,
        key,
        most
    );
    Ok(versions.fetch_all(connection).await?)
}

/// What a new version says, and of which pack it is.
#[derive(Debug, Clone, Copy)]
pub struct NewVersion<'a> {
    /// The version it comes after; 0: the pack's as it came, or nothing.
    pub before: i32,
    /// What it says.
    pub content: &'a Content,
    /// Whether the set is not looked at any more.
    pub retired: bool,
    /// The pack that it was set beside; `None` when it is in no pack.
    pub pack: Option<ModelPackId>,
    /// Why; may be empty.
    pub note: &'a str,
}

/// Adds a version. Somebody who made one meanwhile has made the same number, and then nothing is stored: `Conflict`.
///
/// # Errors
///
/// `Conflict`, and when the database does not answer.
pub async fn add_version(
    connection: &mut PgConnection,
    can: CanComposeSets,
    new: NewVersion<'_>,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<IndicatorSetId> {
    sqlx::query_scalar!(
        r#"insert into indicator_set (municipality_id, key, version, content, retired, model_pack_id, note, made_at, made_by, made_by_name)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict (municipality_id, key, version) do nothing returning id as "id: IndicatorSetId""#,
        can.municipality().0,
        new.content.set.key,
        new.before + 1,
        Json(new.content) as _,
        new.retired,
        new.pack.map(|id| id.0),
        new.note,
        at,
        can.by().map(|id| id.0),
        by_name
    )
    .fetch_optional(connection)
    .await?
    .ok_or(AppError::Conflict("error-set-changed"))
}

/// What became of what was worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum DraftState {
    /// It waits.
    Open,
    /// It was taken into use.
    Taken,
    /// It was given up.
    GivenUp,
}

/// A save of what is worked on.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The set.
    pub key: String,
    /// From 1; grows with each save of the set.
    pub revision: i32,
    /// What became of it.
    pub state: DraftState,
    /// What it says, while it waits.
    pub content: Option<Json<Content>>,
    /// The pack that it was set beside.
    pub pack: Option<ModelPackId>,
    /// When.
    pub at: OffsetDateTime,
    /// Name and title.
    pub by: String,
}

/// The newest save of each set that skoleeier has ever worked on.
pub async fn drafts(connection: &mut PgConnection, can: CanComposeSets) -> Result<Vec<Draft>> {
    let drafts = sqlx::query_as!(
        Draft,
        r#"select distinct on (key) key, revision, state as "state: DraftState", content as "content: Json<Content>",
             model_pack_id as "pack: ModelPackId", saved_at as at, saved_by_name as by
           from indicator_set_draft where municipality_id = $1 order by key, revision desc"#,
        can.municipality().0
    );
    Ok(drafts.fetch_all(connection).await?)
}

/// A save of a set: the newest, or the one with this revision.
pub async fn draft(connection: &mut PgConnection, can: CanComposeSets, key: &str, revision: Option<i32>) -> Result<Option<Draft>> {
    let draft = sqlx::query_as!(
        Draft,
        r#"select key, revision, state as "state: DraftState", content as "content: Json<Content>", model_pack_id as "pack: ModelPackId",
             saved_at as at, saved_by_name as by
           from indicator_set_draft where municipality_id = $1 and key = $2 and ($3::integer is null or revision = $3) order by revision desc limit 1"#,
        can.municipality().0,
        key,
        revision
    );
    Ok(draft.fetch_optional(connection).await?)
}

/// Saves what is worked on after revision `before`. False when somebody has saved meanwhile, and then nothing is stored.
pub async fn save_draft(
    connection: &mut PgConnection,
    can: CanComposeSets,
    (key, before): (&str, i32),
    (state, content): (DraftState, Option<&Content>),
    pack: Option<ModelPackId>,
    (by_name, at): (&str, OffsetDateTime),
) -> Result<bool> {
    let saved = sqlx::query!(
        "insert into indicator_set_draft (municipality_id, key, revision, state, content, model_pack_id, saved_at, saved_by, saved_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (municipality_id, key, revision) do nothing",
        can.municipality().0,
        key,
        before + 1,
        state as DraftState,
        content.map(Json) as _,
        pack.map(|id| id.0),
        at,
        can.by().map(|id| id.0),
        by_name
    )
    .execute(connection)
    .await?;
    Ok(saved.rows_affected() == 1)
}
