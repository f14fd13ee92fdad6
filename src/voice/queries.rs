//! SQL for the rounds as the school's own people have them, and what somebody with a code does ([`anonymous`]).
pub mod anonymous;

use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::model::{AskedFor, Code, PublishedTheme, Round, RoundWords, Theme, ThemeState, ThemeWords};
use crate::access::Actor;
use crate::access::rules::{CanAskVoices, CanLeadVoices, VoiceFacts, VoiceRights};
use crate::error::{AppError, Result};
use crate::ids::{DocumentId, MeetingId, ModelPackId, SchoolId, SelfAssessmentId, VoiceRoundId};
use crate::writing::DocumentRef;

/// The rounds of the schools whose drafts the actor reads, the newest first; only this one when it is named.
pub async fn rounds(connection: &mut PgConnection, actor: &Actor, only: Option<VoiceRoundId>) -> Result<Vec<Round>> {
    let schools: Vec<i64> = actor.draft_schools().iter().map(|school| school.0).collect();
    let rows = sqlx::query!(
        r#"select r.id as "id: VoiceRoundId", r.school_id as "school: SchoolId", s.name as school_name, r.document_id as "document: DocumentId",
             r.self_assessment_id as "self_assessment: SelfAssessmentId", r.meeting_id as "meeting: MeetingId", r.words as "words: Json<RoundWords>",
             r.code, r.smallest, r.made_by_name, r.expires_at, r.ended_at, r.published_at
           from voice_round r join school s on s.municipality_id = r.municipality_id and s.id = r.school_id
           where r.municipality_id = $1 and r.school_id = any ($2) and ($3::bigint is null or r.id = $3)
           order by r.made_at desc, r.id desc limit 100"#,
        actor.municipality.0,
        &schools,
        only.map(|id| id.0)
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let document = DocumentRef::draft(actor.municipality, row.document, Some(row.school));
            let over = row.ended_at.is_some() || row.expires_at <= actor.now;
            let rights = VoiceRights::of(actor, VoiceFacts { id: row.id, school: row.school, document, over })?;
            Ok(Round {
                id: row.id,
                school: (row.school, row.school_name),
                asked_for: match (row.self_assessment, row.meeting) {
                    (Some(id), _) => AskedFor::SelfAssessment(id),
                    (None, Some(id)) => AskedFor::Meeting(id),
                    (None, None) => AskedFor::School,
                },
                words: row.words.0,
                code: Code::parse(&row.code).ok_or_else(|| AppError::Internal(anyhow::anyhow!("round {} has no code", row.id)))?,
                smallest: row.smallest,
                made_by: row.made_by_name,
                expires_at: row.expires_at,
                document,
                published_at: row.published_at,
                rights,
            })
        })
        .collect()
}

/// One round; not found for those who do not read the school's drafts.
pub async fn load(connection: &mut PgConnection, actor: &Actor, id: VoiceRoundId) -> Result<Round> {
    rounds(connection, actor, Some(id)).await?.into_iter().next().ok_or(AppError::NotFound)
}

/// A round to be made.
#[derive(Debug, Clone)]
pub struct NewRound<'a> {
    /// Key of its kind.
    pub kind: &'a str,
    /// The pack.
    pub pack: ModelPackId,
    /// What grown-ups write of it.
    pub document: DocumentRef,
    /// What it is asked for.
    pub asked_for: AskedFor,
    /// What those who answer read.
    pub words: RoundWords,
    /// What opens it.
    pub code: Code,
    /// How many must have answered before a spread is shown.
    pub smallest: i16,
    /// The code holds until then.
    pub expires_at: OffsetDateTime,
    /// What the form was made with.
    pub save_id: Uuid,
}

/// The round that this very form made before.
pub async fn made_with(connection: &mut PgConnection, can: CanAskVoices, save_id: Uuid) -> Result<Option<VoiceRoundId>> {
    let made = sqlx::query_scalar!(
        r#"select id as "id: VoiceRoundId" from voice_round where municipality_id = $1 and school_id = $2 and save_id = $3 and made_by = $4"#,
        can.municipality().0,
        can.school().0,
        save_id,
        can.by().0
    );
    Ok(made.fetch_optional(connection).await?)
}

/// Makes a round with its themes, all of which wait.
pub async fn make(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanAskVoices,
    new: &NewRound<'_>,
    themes: &[(String, ThemeWords)],
) -> Result<VoiceRoundId> {
    let (assessment, meeting) = match new.asked_for {
        AskedFor::School => (None, None),
        AskedFor::SelfAssessment(id) => (Some(id.0), None),
        AskedFor::Meeting(id) => (None, Some(id.0)),
    };
    let id = sqlx::query_scalar!(
        r#"insert into voice_round (municipality_id, school_id, kind, model_pack_id, document_id, self_assessment_id, meeting_id, words, code, smallest,
             made_at, made_by, made_by_name, expires_at, save_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning id as "id: VoiceRoundId""#,
        can.municipality().0,
        can.school().0,
        new.kind,
        new.pack.0,
        new.document.document.0,
        assessment,
        meeting,
        Json(&new.words) as _,
        new.code.as_str(),
        new.smallest,
        actor.now,
        can.by().0,
        actor.name_and_title(),
        new.expires_at,
        new.save_id
    )
    .fetch_one(&mut *connection)
    .await?;
    for (index, (key, words)) in themes.iter().enumerate() {
        sqlx::query!(
            "insert into voice_theme (municipality_id, round_id, school_id, theme, position, words) values ($1, $2, $3, $4, $5, $6)",
            can.municipality().0,
            id.0,
            can.school().0,
            key,
            i16::try_from(index + 1).unwrap_or(i16::MAX),
            Json(words) as _
        )
        .execute(&mut *connection)
        .await?;
    }
    Ok(id)
}

/// The themes of a round, in order: how many have answered open ones, and how closed ones spread.
pub async fn themes(connection: &mut PgConnection, actor: &Actor, round: &Round) -> Result<Vec<Theme>> {
    let rows = sqlx::query!(
        r#"select t.theme, t.words as "words: Json<ThemeWords>", t.state, t.placed_in,
             coalesce(t.answers::bigint, (select a.answers from voice_answers($2) a where a.theme = t.theme)) as answers,
             array(select v.choice from voice_spread($2) v where v.theme = t.theme order by v.choice) as "choices!",
             array(select v.n from voice_spread($2) v where v.theme = t.theme order by v.choice) as "counts!"
           from voice_theme t where t.municipality_id = $1 and t.round_id = $2 order by t.position"#,
        actor.municipality.0,
        round.id.0
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let sums: Vec<(String, i32)> = row.choices.into_iter().zip(row.counts).collect();
            let words = row.words.0;
            let spread = words
                .choices
                .iter()
                .filter_map(|choice| sums.iter().find(|(key, _)| *key == choice.key).map(|(_, n)| (choice.clone(), *n)))
                .collect();
            Ok(Theme {
                key: row.theme,
                spread,
                words,
                state: ThemeState::parse(&row.state)?,
                answers: row.answers,
                placed_in: row.placed_in,
            })
        })
        .collect()
}

/// Opens a theme that waits; false when it does not.
pub async fn open(connection: &mut PgConnection, can: CanLeadVoices, theme: &str, now: OffsetDateTime) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select open_voice_theme($1, $2, $3) as "opened!""#, can.round().0, theme, now).fetch_one(connection).await?)
}

/// Closes a theme; one that is closed stays so.
pub async fn close(connection: &mut PgConnection, can: CanLeadVoices, theme: &str) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select close_voice_theme($1, $2) as "closed!""#, can.round().0, theme).fetch_one(connection).await?)
}

/// The round is over.
pub async fn end(connection: &mut PgConnection, can: CanLeadVoices, now: OffsetDateTime) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select end_voice_round($1, $2) as "ended!""#, can.round().0, now).fetch_one(connection).await?)
}

/// Ends the rounds whose time is over.
pub async fn end_expired(connection: &mut PgConnection, now: OffsetDateTime) -> Result<()> {
    sqlx::query_scalar!(r#"select end_expired_voice_rounds($1) as "ended!""#, now).fetch_one(connection).await?;
    Ok(())
}

/// Shows what came of it to those who have the code; `None` takes it away again.
pub async fn publish(
    connection: &mut PgConnection,
    can: CanLeadVoices,
    themes: Option<&[PublishedTheme]>,
    now: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "update voice_round set published = $3, published_at = case when $3::jsonb is null then null else $4::timestamptz end
         where municipality_id = $1 and id = $2",
        can.municipality().0,
        can.round().0,
        themes.map(Json) as _,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes where the note of a theme was put.
pub async fn placed(connection: &mut PgConnection, can: CanLeadVoices, theme: &str, field: &str, now: OffsetDateTime) -> Result<()> {
    sqlx::query!(
        "update voice_theme set placed_in = $4, placed_at = $5 where municipality_id = $1 and round_id = $2 and theme = $3",
        can.municipality().0,
        can.round().0,
        theme,
        field,
        now
    )
    .execute(connection)
    .await?;
    Ok(())
}
