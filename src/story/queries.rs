//! All SQL for `story`. What the actor may not read is left out by row-level security, and by the rules once more.
use std::collections::HashMap;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::model::{Consent, Kind, State, Story, Words};
use crate::access::Actor;
use crate::access::rules::{CanDeliverStory, CanEditStory, CanShareStory, CanTakeBackStory, CanWithdrawStory, CanWriteStory, StoryRights};
use crate::error::{AppError, Result};
use crate::ids::{MunicipalityId, PersonId, SchoolId, StoryId};
use crate::search::{Asked, MOST};

/// A row as stored.
struct Row {
    id: StoryId,
    municipality: MunicipalityId,
    school: SchoolId,
    author: PersonId,
    author_name: String,
    author_title: String,
    from_reader: bool,
    on_behalf_of: String,
    kind: String,
    title: String,
    body: String,
    context: String,
    consent: String,
    indicators: Vec<String>,
    themes: Vec<String>,
    grades: Vec<i16>,
    state: String,
    rev: i32,
    written_at: OffsetDateTime,
    changed_at: OffsetDateTime,
    shared_at: Option<OffsetDateTime>,
    shared_by_name: Option<String>,
    delivered_at: Option<OffsetDateTime>,
    delivered_by_name: Option<String>,
    withdrawn_at: Option<OffsetDateTime>,
    withdrawn_by_name: Option<String>,
    withdrawn_reason: Option<String>,
}

impl TryFrom<Row> for Story {
    type Error = AppError;

    fn try_from(row: Row) -> Result<Self> {
        let unknown = |what: &str| AppError::Internal(anyhow::anyhow!("unknown {what} of a story"));
        let withdrawn = row.withdrawn_at.zip(row.withdrawn_by_name).zip(row.withdrawn_reason);
        Ok(Self {
            id: row.id,
            municipality: row.municipality,
            school: row.school,
            author: row.author,
            author_name: row.author_name,
            author_title: row.author_title,
            from_reader: row.from_reader,
            state: State::parse(&row.state).ok_or_else(|| unknown("state"))?,
            words: Words {
                kind: Kind::parse(&row.kind).ok_or_else(|| unknown("kind"))?,
                title: row.title,
                body: row.body,
                context: row.context,
                on_behalf_of: row.on_behalf_of,
                consent: Consent::parse(&row.consent),
                indicators: row.indicators,
                themes: row.themes,
                grades: row.grades,
            },
            rev: row.rev,
            written_at: row.written_at,
            changed_at: row.changed_at,
            shared: row.shared_at.zip(row.shared_by_name),
            delivered: row.delivered_at.zip(row.delivered_by_name),
            withdrawn: withdrawn.map(|((at, by), reason)| (at, by, reason)),
        })
    }
}

/// Which stories are asked for; what is `None` is not asked about.
#[derive(Default)]
struct Wanted<'a> {
    id: Option<StoryId>,
    school: Option<SchoolId>,
    about: Option<&'a [String]>,
    theme: Option<&'a str>,
    among: Option<&'a [i64]>,
}

/// Those that the actor reads, with what they may do with each, newest first.
async fn readable(connection: &mut PgConnection, actor: &Actor, wanted: &Wanted<'_>) -> Result<Vec<(Story, StoryRights)>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id as "id: StoryId", municipality_id as "municipality: MunicipalityId", school_id as "school: SchoolId", author_id as "author: PersonId",
             author_name, author_title, from_reader, on_behalf_of, kind, title, body, context, consent, indicators, themes, grades, state, rev, written_at,
             changed_at, shared_at, shared_by_name, delivered_at, delivered_by_name, withdrawn_at, withdrawn_by_name, withdrawn_reason
           from story where municipality_id = $1 and ($2::bigint is null or id = $2) and ($3::bigint is null or school_id = $3)
             and ($4::text[] is null or (indicators && $4 and state <> 'withdrawn'))
             and ($5::text is null or ($5 = any (themes) and state <> 'withdrawn')) and ($6::bigint[] is null or id = any ($6))
           order by id desc limit 500"#,
        actor.municipality.0,
        wanted.id.map(|id| id.0),
        wanted.school.map(|school| school.0),
        wanted.about,
        wanted.theme,
        wanted.among
    )
    .fetch_all(connection)
    .await?;
    let mut stories = Vec::new();
    for row in rows {
        let story = Story::try_from(row)?;
        if let Ok(rights) = StoryRights::of(actor, story.facts()) {
            stories.push((story, rights));
        }
    }
    Ok(stories)
}

/// A story with what the actor may do with it; `NotFound` when it is not theirs to read.
pub async fn load(connection: &mut PgConnection, actor: &Actor, id: StoryId) -> Result<(Story, StoryRights)> {
    readable(connection, actor, &Wanted { id: Some(id), ..Wanted::default() }).await?.pop().ok_or(AppError::NotFound)
}

/// The stories of a school that the actor reads, newest first.
pub async fn of_school(connection: &mut PgConnection, actor: &Actor, school: SchoolId) -> Result<Vec<(Story, StoryRights)>> {
    readable(connection, actor, &Wanted { school: Some(school), ..Wanted::default() }).await
}

/// The stories of a school that are about any of these indicators and have words, newest first, as far as the actor reads them.
pub async fn about(
    connection: &mut PgConnection,
    actor: &Actor,
    school: SchoolId,
    indicators: &[String],
) -> Result<Vec<(Story, StoryRights)>> {
    readable(connection, actor, &Wanted { school: Some(school), about: Some(indicators), ..Wanted::default() }).await
}

/// The stories of a school on a theme of the pack that have words, newest first, as far as the actor reads them.
pub async fn on_theme(connection: &mut PgConnection, actor: &Actor, school: SchoolId, theme: &str) -> Result<Vec<(Story, StoryRights)>> {
    readable(connection, actor, &Wanted { school: Some(school), theme: Some(theme), ..Wanted::default() }).await
}

/// Those that hold the words, with how well they fit, the newest first, as far as the actor reads them.
pub async fn searched(connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<(Story, f32)>> {
    let (from, to) = asked.span();
    let near: Vec<i64> = [actor.own_schools(), actor.overseen.clone()].concat().iter().map(|school| school.0).collect();
    let ranks = sqlx::query!(
        r#"select id as "id: StoryId", ts_rank(words, (select $2::text::tsquery), 1) as "rank!" from (
             select id, words from story
             where municipality_id = $1 and state <> 'withdrawn' and ($3 or school_id = any ($4)) and ($5::bigint is null or school_id = $5)
               and ($6::timestamptz is null or written_at >= $6) and ($7::timestamptz is null or written_at < $7)
               and words @@ (select $2::text::tsquery)
             order by id desc limit $8) newest"#,
        actor.municipality.0,
        asked.query,
        actor.is_owner(),
        &near,
        asked.school.map(|school| school.0),
        from,
        to,
        MOST
    )
    .fetch_all(&mut *connection)
    .await?;
    let ranks: HashMap<StoryId, f32> = ranks.into_iter().map(|row| (row.id, row.rank)).collect();
    if ranks.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = ranks.keys().map(|id| id.0).collect();
    let stories = readable(connection, actor, &Wanted { among: Some(&ids), ..Wanted::default() }).await?;
    Ok(stories
        .into_iter()
        .filter_map(|(story, _)| Some((ranks.get(&story.id).copied()?, story)))
        .map(|(rank, story)| (story, rank))
        .collect())
}

/// Begins a story; a form that was sent before gives the story it began, and then false: nothing is stored.
pub async fn add(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanWriteStory,
    words: &Words,
    save_id: Uuid,
) -> Result<(StoryId, bool)> {
    let added = sqlx::query_scalar!(
        r#"insert into story (municipality_id, school_id, author_id, author_name, author_title, from_reader, on_behalf_of, kind, title, body, context, consent,
             indicators, themes, grades, save_id, written_at, changed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17)
           on conflict (municipality_id, save_id) do nothing returning id as "id: StoryId""#,
        can.municipality().0,
        can.school().0,
        can.by().0,
        actor.name,
        actor.title,
        can.from_reader(),
        words.on_behalf_of,
        words.kind.key(),
        words.title,
        words.body,
        words.context,
        words.consent.map_or("", Consent::key),
        &words.indicators,
        &words.themes,
        &words.grades,
        save_id,
        actor.now
    )
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(id) = added {
        return Ok((id, true));
    }
    let known = sqlx::query_scalar!(
        r#"select id as "id: StoryId" from story where municipality_id = $1 and save_id = $2 and author_id = $3 and school_id = $4"#,
        can.municipality().0,
        save_id,
        can.by().0,
        can.school().0
    );
    Ok((known.fetch_optional(connection).await?.ok_or(AppError::BadRequest("error-save-id-reused"))?, false))
}

/// Saves what stands on the form over revision `base`; false when that is no longer what is stored.
pub async fn save(connection: &mut PgConnection, can: CanEditStory, words: &Words, base: i32, at: OffsetDateTime) -> Result<bool> {
    let saved = sqlx::query!(
        r#"update story set on_behalf_of = $4, kind = $5, title = $6, body = $7, context = $8, consent = $9, indicators = $10, themes = $11, grades = $12,
             rev = rev + 1, changed_at = $13
           where municipality_id = $1 and id = $2 and rev = $3 and state = 'draft'"#,
        can.municipality().0,
        can.story().0,
        base,
        words.on_behalf_of,
        words.kind.key(),
        words.title,
        words.body,
        words.context,
        words.consent.map_or("", Consent::key),
        &words.indicators,
        &words.themes,
        &words.grades,
        at
    );
    Ok(saved.execute(connection).await?.rows_affected() == 1)
}

/// Shares the draft, as it is at revision `rev`, at the school. False when it was changed meanwhile.
pub async fn share(connection: &mut PgConnection, actor: &Actor, can: CanShareStory, rev: i32) -> Result<bool> {
    let shared = sqlx::query!(
        "update story set state = 'shared', shared_at = $4, shared_by_name = $5 where municipality_id = $1 and id = $2 and state = 'draft' and rev = $3",
        can.municipality().0,
        can.story().0,
        rev,
        actor.now,
        actor.name_and_title()
    );
    Ok(shared.execute(connection).await?.rows_affected() == 1)
}

/// Makes what is shared a draft again; false when it was not shared any more.
pub async fn take_back(connection: &mut PgConnection, can: CanTakeBackStory) -> Result<bool> {
    let taken = sqlx::query!(
        "update story set state = 'draft', shared_at = null, shared_by_name = null where municipality_id = $1 and id = $2 and state = 'shared'",
        can.municipality().0,
        can.story().0
    );
    Ok(taken.execute(connection).await?.rows_affected() == 1)
}

/// Freezes what is shared, as it was read; false when that is not shared any more.
pub async fn deliver(connection: &mut PgConnection, actor: &Actor, can: CanDeliverStory, story: &Story) -> Result<bool> {
    let delivered = sqlx::query!(
        "update story set state = 'delivered', delivered_at = $3, delivered_by_name = $4, sha256 = $5
         where municipality_id = $1 and id = $2 and state = 'shared' and rev = $6",
        can.municipality().0,
        can.story().0,
        actor.now,
        actor.name_and_title(),
        story.words.sha256(),
        story.rev
    );
    Ok(delivered.execute(connection).await?.rows_affected() == 1)
}

/// Takes the words away; false when they were gone.
pub async fn withdraw(connection: &mut PgConnection, actor: &Actor, can: CanWithdrawStory, reason: &str) -> Result<bool> {
    let withdrawn = sqlx::query_scalar!(
        r#"select withdraw_story($1, $2, $3, $4) as "withdrawn!""#,
        can.story().0,
        reason,
        actor.name_and_title(),
        actor.now
    );
    Ok(withdrawn.fetch_one(connection).await?)
}
