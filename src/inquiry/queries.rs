//! All SQL for `inquiry`, `inquiry_step` and `inquiry_link`. What the actor may not read is left out by row-level security, and by the rules once more.
use sqlx::PgConnection;
use sqlx::types::Json;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{Content, Inquiry, Step, Written};
use crate::access::Actor;
use crate::access::rules::{CanClearStep, CanShowInquiry, CanStartInquiry, CanWriteInquiry, InquiryRights};
use crate::error::{AppError, Result};
use crate::ids::{InquiryId, MunicipalityId, SchoolId, StoryId};
use crate::indicator::catalogue::{UnitLevel, catalogue};
use crate::indicator::copied::CopiedFigure;
use crate::indicator::{SchoolYear, catalogue::Indicator};
use crate::search::{Asked, MOST};

/// Which chains are asked for; what is `None` is not asked about.
#[derive(Default)]
pub struct Wanted<'a> {
    /// This one.
    pub id: Option<InquiryId>,
    /// Those of these schools.
    pub schools: Option<&'a [SchoolId]>,
    /// Those that start at the story or lean on it.
    pub story: Option<StoryId>,
    /// Those that start at figures of these indicators.
    pub indicators: Option<&'a [String]>,
    /// Some of these.
    pub among: Option<&'a [i64]>,
}

/// Those that the actor reads, with what they may do with each, newest first.
pub async fn readable(connection: &mut PgConnection, actor: &Actor, wanted: &Wanted<'_>) -> Result<Vec<(Inquiry, InquiryRights)>> {
    let of_municipality: Vec<String> = catalogue()
        .indicators()
        .iter()
        .filter(|indicator| indicator.lowest == UnitLevel::Municipality)
        .map(|indicator| indicator.key.clone())
        .collect();
    let schools: Option<Vec<i64>> = wanted.schools.map(|schools| schools.iter().map(|school| school.0).collect());
    let rows = sqlx::query!(
        r#"select i.id as "id: InquiryId", i.municipality_id as "municipality: MunicipalityId", i.school_id as "school: SchoolId", i.circle, i.indicator,
             i.grade, i.figure as "figure: Json<CopiedFigure>", i.story_id as "story: StoryId", i.check_on, i.measured_on, i.started_at, i.started_by_name,
             i.shown_at, i.shown_by_name, i.closed_at, i.closed_by_name,
             (select max(f.year) from indicator_figure f
               where f.municipality_id = i.municipality_id and f.indicator = i.indicator and f.grade = i.grade and f.sex = 0 and f.year > i.figure_year
                 and f.amount is not null and (f.school_id = i.school_id or (f.level = 3 and f.indicator = any ($6)))) as newer
           from inquiry i
           where i.municipality_id = $1 and ($2::bigint is null or i.id = $2) and ($3::bigint[] is null or i.school_id = any ($3))
             and ($4::bigint is null or i.story_id = $4 or exists (select from inquiry_link l where l.municipality_id = i.municipality_id
               and l.inquiry_id = i.id and l.kind = 'story' and l.target_id = $4 and l.removed_at is null))
             and ($5::text[] is null or i.indicator = any ($5)) and ($7::bigint[] is null or i.id = any ($7))
           order by i.id desc limit 500"#,
        actor.municipality.0,
        wanted.id.map(|id| id.0),
        schools.as_deref(),
        wanted.story.map(|story| story.0),
        wanted.indicators,
        &of_municipality,
        wanted.among
    )
    .fetch_all(connection)
    .await?;
    let mut all = Vec::new();
    for row in rows {
        // What the catalogue does not know is not shown; it never forgets a key.
        let origin = row.indicator.as_deref().and_then(|key| catalogue().get(key)).zip(row.figure);
        let inquiry = Inquiry {
            id: row.id,
            municipality: row.municipality,
            school: row.school,
            named: row.circle == "named",
            origin: origin.map(|(indicator, figure)| (indicator, u8::try_from(row.grade).ok().filter(|grade| *grade > 0), figure.0)),
            story: row.story,
            check_on: row.check_on,
            measured_on: row.measured_on,
            started: (row.started_at, row.started_by_name),
            shown: row.shown_at.zip(row.shown_by_name),
            closed: row.closed_at.zip(row.closed_by_name),
            newer: row.newer.map(SchoolYear),
        };
        if let Ok(rights) = InquiryRights::of(actor, inquiry.facts()) {
            all.push((inquiry, rights));
        }
    }
    Ok(all)
}

/// A chain with what the actor may do with it; `NotFound` when it is not theirs to read.
pub async fn load(connection: &mut PgConnection, actor: &Actor, id: InquiryId) -> Result<(Inquiry, InquiryRights)> {
    readable(connection, actor, &Wanted { id: Some(id), ..Wanted::default() }).await?.pop().ok_or(AppError::NotFound)
}

/// The steps of a chain as they stand, in order.
pub async fn steps(connection: &mut PgConnection, inquiry: &Inquiry) -> Result<Vec<Written>> {
    let rows = sqlx::query!(
        r#"select distinct on (step) step, rev, content as "content: Json<Content>", written_at, written_by_name from inquiry_step
           where municipality_id = $1 and inquiry_id = $2 order by step, rev desc"#,
        inquiry.municipality.0,
        inquiry.id.0
    )
    .fetch_all(connection)
    .await?;
    let written = rows.into_iter().filter_map(|row| {
        Some(Written { step: Step::parse(&row.step)?, rev: row.rev, content: row.content.0, at: row.written_at, by: row.written_by_name })
    });
    let mut steps: Vec<Written> = written.collect();
    steps.sort_by_key(|written| written.step);
    Ok(steps)
}

/// A step that holds what is looked for.
#[derive(Debug)]
pub struct Searched {
    /// Its chain.
    pub of: InquiryId,
    /// Which.
    pub step: Step,
    /// What is written.
    pub content: Content,
    /// When.
    pub at: OffsetDateTime,
    /// How well it fits.
    pub rank: f32,
}

/// Steps that hold the words as they stand, the newest first, as far as the transaction reads them; whether the actor reads the chain is for the rules to say.
pub async fn searched(connection: &mut PgConnection, actor: &Actor, asked: &Asked) -> Result<Vec<Searched>> {
    let (from, to) = asked.span();
    let near: Vec<i64> = [actor.draft_schools(), actor.overseen.clone()].concat().iter().map(|school| school.0).collect();
    let rows = sqlx::query!(
        r#"select inquiry_id as "of: InquiryId", step, content as "content: Json<Content>", written_at, ts_rank(words, (select $2::text::tsquery), 1) as "rank!"
           from (select s.municipality_id, s.inquiry_id, s.step, s.rev, s.content, s.written_at, s.words from inquiry_step s
                 where s.municipality_id = $1 and ($3 or s.school_id = any ($4)) and ($5::bigint is null or s.school_id = $5)
                   and ($6::timestamptz is null and $7::timestamptz is null or exists (select from inquiry i
                     where i.municipality_id = s.municipality_id and i.id = s.inquiry_id and i.started_at >= coalesce($6::timestamptz, '-infinity') and i.started_at < coalesce($7::timestamptz, 'infinity')))
                   and s.words @@ (select $2::text::tsquery)
                 order by s.inquiry_id desc, s.step, s.rev desc limit $8::bigint * 4) s
           where not exists (select from inquiry_step n where n.municipality_id = s.municipality_id and n.inquiry_id = s.inquiry_id and n.step = s.step and n.rev > s.rev)
           order by s.inquiry_id desc, s.step limit $8"#,
        actor.municipality.0,
        asked.query,
        actor.is_owner(),
        &near,
        asked.school.map(|school| school.0),
        from,
        to,
        MOST
    )
    .fetch_all(connection)
    .await?;
    let found = rows.into_iter().filter_map(|row| {
        Some(Searched { of: row.of, step: Step::parse(&row.step)?, content: row.content.0, at: row.written_at, rank: row.rank })
    });
    Ok(found.collect())
}

/// What a chain is tied to.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// Indicators that were looked at beside.
    pub indicators: Vec<String>,
    /// Stories that were read beside.
    pub stories: Vec<StoryId>,
    /// The chain it goes on from.
    pub continues: Option<InquiryId>,
    /// Chains that go on from it.
    pub continued_by: Vec<InquiryId>,
}

/// The links of a chain, from both ends.
pub async fn links(connection: &mut PgConnection, inquiry: &Inquiry) -> Result<Links> {
    let rows = sqlx::query!(
        r#"select inquiry_id as "inquiry: InquiryId", kind, target_key, target_id from inquiry_link
           where municipality_id = $1 and removed_at is null and (inquiry_id = $2 or (kind = 'continues' and target_id = $2)) order by id"#,
        inquiry.municipality.0,
        inquiry.id.0
    )
    .fetch_all(connection)
    .await?;
    let mut links = Links::default();
    for row in rows {
        match row.kind.as_str() {
            "indicator" => links.indicators.push(row.target_key),
            "story" => links.stories.push(StoryId(row.target_id)),
            "continues" if row.inquiry == inquiry.id => links.continues = Some(InquiryId(row.target_id)),
            "continues" => links.continued_by.push(row.inquiry),
            _ => {}
        }
    }
    Ok(links)
}

/// What a chain starts at.
pub struct Origin<'a> {
    /// A figure: of what, of which grade, and the copy.
    pub figure: Option<(&'a Indicator, Option<u8>, &'a CopiedFigure)>,
    /// A story.
    pub story: Option<StoryId>,
}

/// Starts a chain; the same form sent twice gives the same one, and then false.
pub async fn start(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanStartInquiry,
    origin: &Origin<'_>,
    save_id: Uuid,
) -> Result<(InquiryId, bool)> {
    let figure = origin.figure.as_ref();
    let started = sqlx::query_scalar!(
        r#"insert into inquiry (municipality_id, school_id, circle, indicator, grade, figure_year, figure, story_id, save_id, started_at, started_by, started_by_name)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (municipality_id, save_id) do nothing returning id as "id: InquiryId""#,
        can.municipality().0,
        can.school().0,
        if can.named() { "named" } else { "school" },
        figure.map(|(indicator, _, _)| indicator.key.as_str()),
        figure.and_then(|(_, grade, _)| *grade).map_or(0, i16::from),
        figure.map(|(_, _, figure)| figure.year.0),
        figure.map(|(_, _, figure)| Json(*figure)) as _,
        origin.story.map(|story| story.0),
        save_id,
        actor.now,
        actor.person.0,
        actor.name_and_title()
    )
    .fetch_optional(&mut *connection)
    .await?;
    if let Some(id) = started {
        return Ok((id, true));
    }
    let known = started_with(connection, actor, can.school(), save_id).await?;
    Ok((known.ok_or(AppError::BadRequest("error-save-id-reused"))?, false))
}

/// The chain of the school that the actor started with this form.
pub async fn started_with(connection: &mut PgConnection, actor: &Actor, school: SchoolId, save_id: Uuid) -> Result<Option<InquiryId>> {
    let known = sqlx::query_scalar!(
        r#"select id as "id: InquiryId" from inquiry where municipality_id = $1 and save_id = $2 and school_id = $3 and started_by = $4"#,
        actor.municipality.0,
        save_id,
        school.0,
        actor.person.0
    );
    Ok(known.fetch_optional(connection).await?)
}

/// Holds everybody else who writes in the chain, until the transaction ends: a form sent twice at the same moment meets what it did itself.
pub async fn one_at_a_time(connection: &mut PgConnection, actor: &Actor, id: InquiryId) -> Result<()> {
    sqlx::query!("select id from inquiry where municipality_id = $1 and id = $2 for no key update", actor.municipality.0, id.0)
        .fetch_optional(connection)
        .await?;
    Ok(())
}

/// Adds the revision after `base` to a step; false when somebody else has added it. The chain keeps the days that steps name.
pub async fn write(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanWriteInquiry,
    step: Step,
    base: i32,
    content: &Content,
) -> Result<bool> {
    let written = sqlx::query!(
        "insert into inquiry_step (municipality_id, inquiry_id, school_id, step, rev, content, written_at, written_by, written_by_name)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        can.municipality().0,
        can.inquiry().0,
        can.school().0,
        step.key(),
        base + 1,
        Json(content) as _,
        actor.now,
        actor.person.0,
        actor.name_and_title()
    )
    .execute(&mut *connection)
    .await?;
    if written.rows_affected() == 0 {
        return Ok(false);
    }
    if matches!(step, Step::Action | Step::Measurement) {
        set_day(connection, can.municipality(), can.inquiry(), step, content.day).await?;
    }
    Ok(true)
}

async fn set_day(
    connection: &mut PgConnection,
    municipality: MunicipalityId,
    inquiry: InquiryId,
    step: Step,
    day: Option<Date>,
) -> Result<()> {
    sqlx::query!(
        "update inquiry set check_on = case when $3 = 'action' then $4 else check_on end, measured_on = case when $3 = 'measurement' then $4 else measured_on end
         where municipality_id = $1 and id = $2",
        municipality.0,
        inquiry.0,
        step.key(),
        day
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What is linked from now on, by kind: links that are not among `targets` are taken away, new ones are added.
pub async fn link(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanWriteInquiry,
    kind: &str,
    keys: &[String],
    ids: &[i64],
) -> Result<()> {
    sqlx::query!(
        "update inquiry_link set removed_at = $4 where municipality_id = $1 and inquiry_id = $2 and kind = $3 and removed_at is null
           and not (target_key = any ($5) or target_id = any ($6))",
        can.municipality().0,
        can.inquiry().0,
        kind,
        actor.now,
        keys,
        ids
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into inquiry_link (municipality_id, inquiry_id, school_id, kind, target_key, target_id, added_at, added_by_name)
         select $1, $2, $3, $4, target_key, target_id, $7, $8
         from (select unnest($5::text[]) as target_key, 0::bigint as target_id union all select '', unnest($6::bigint[])) as target
         on conflict (municipality_id, inquiry_id, kind, target_key, target_id) where removed_at is null do nothing",
        can.municipality().0,
        can.inquiry().0,
        can.school().0,
        kind,
        keys,
        ids,
        actor.now,
        actor.name_and_title()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Closes a chain (`Some`), or opens it again; false when it was so already.
pub async fn close(connection: &mut PgConnection, can: CanWriteInquiry, closed: Option<(OffsetDateTime, &str)>) -> Result<bool> {
    let changed = sqlx::query!(
        "update inquiry set closed_at = $3, closed_by_name = $4 where municipality_id = $1 and id = $2 and (closed_at is null) = $5",
        can.municipality().0,
        can.inquiry().0,
        closed.map(|(at, _)| at),
        closed.map(|(_, by)| by),
        closed.is_some()
    );
    Ok(changed.execute(connection).await?.rows_affected() == 1)
}

/// Shows a chain to those who follow the school up (`Some`), or no longer; false when it was so already.
pub async fn show(connection: &mut PgConnection, can: CanShowInquiry, shown: Option<(OffsetDateTime, &str)>) -> Result<bool> {
    let changed = sqlx::query!(
        "update inquiry set shown_at = $3, shown_by_name = $4 where municipality_id = $1 and id = $2 and (shown_at is null) = $5",
        can.municipality().0,
        can.inquiry().0,
        shown.map(|(at, _)| at),
        shown.map(|(_, by)| by),
        shown.is_some()
    );
    Ok(changed.execute(connection).await?.rows_affected() == 1)
}

/// Takes away what was written in a step, in every revision; false when nothing was.
pub async fn clear(connection: &mut PgConnection, actor: &Actor, can: CanClearStep, step: Step) -> Result<bool> {
    let cleared = sqlx::query_scalar!(
        r#"select clear_inquiry_step($1, $2, $3, $4) as "cleared!""#,
        can.inquiry().0,
        step.key(),
        actor.name_and_title(),
        actor.now
    );
    let cleared = cleared.fetch_one(&mut *connection).await?;
    if cleared && matches!(step, Step::Action | Step::Measurement) {
        set_day(connection, can.municipality(), can.inquiry(), step, None).await?;
    }
    Ok(cleared)
}
