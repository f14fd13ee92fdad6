//! SQL for `report_quote` and `report_quote_answer`.
use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::access::Actor;
use crate::access::rules::{CanAnswerReport, CanArrangeReport};
use crate::error::Result;
use crate::ids::{MunicipalityId, ReportId, ReportQuoteId, SchoolId};
use crate::tilstandsrapport::model::{Quote, Source};

/// Which quotes are wanted.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// All of a report.
    Of(ReportId),
    /// Those of schools that have not been answered by anybody, of any report.
    Unanswered(&'a [SchoolId]),
}

/// Quotes as far as the actor sees them, those that are taken out left out; by school and time.
pub async fn quotes(connection: &mut PgConnection, municipality: MunicipalityId, wanted: Wanted<'_>) -> Result<Vec<Quote>> {
    let (report, schools) = match wanted {
        Wanted::Of(report) => (Some(report.0), None),
        Wanted::Unanswered(schools) => (None, Some(schools.iter().map(|school| school.0).collect::<Vec<_>>())),
    };
    let rows = sqlx::query!(
        r#"select q.id as "id: ReportQuoteId", q.report_id as "report: ReportId", q.chapter, q.indicator, q.school_id as "school: SchoolId", s.name as school_name,
             q.source_words, q.source_href, q.body, q.answer_by, a.agrees as "agrees?", a.answered_at as "answered_at?",
             a.answered_by_name as "answered_by?",
             case when not (app_owner() or q.school_id = any (app_led() || app_overseen())
               or (q.source <> 'minutes' and q.school_id = any (app_answers_for()))) then true else case q.source
               when 'self_assessment' then exists (select from delivered_part d, jsonb_each_text(d.content) e
                 where d.municipality_id = q.municipality_id and d.delivery_id = q.source_id and position(q.body in e.value) > 0)
               when 'story' then exists (select from story t where t.municipality_id = q.municipality_id and t.id = q.source_id and t.state = 'delivered'
                 and position(q.body in t.body) > 0)
               else exists (select from meeting_minutes m, jsonb_array_elements((m.content->'points') || (m.content->'conclusions')) e
                 where m.municipality_id = q.municipality_id and m.id = q.source_id and position(q.body in e->>'text') > 0
                   and not minutes_withdrawn(m.meeting_id, m.version))
             end end as "still_said!"
           from report_quote q
           join school s on s.municipality_id = q.municipality_id and s.id = q.school_id
           left join lateral (select agrees, answered_at, answered_by_name from report_quote_answer a
             where a.municipality_id = q.municipality_id and a.quote_id = q.id order by a.id desc limit 1) a on true
           where q.municipality_id = $1 and q.withdrawn_at is null and ($2::bigint is null or q.report_id = $2)
             and ($3::bigint[] is null or (q.school_id = any ($3) and a.agrees is null))
           order by s.name, q.id"#,
        municipality.0,
        report,
        schools.as_deref()
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| Quote {
        id: row.id,
        report: row.report,
        chapter: row.chapter,
        indicator: row.indicator,
        school: row.school,
        school_name: row.school_name,
        source_words: row.source_words,
        source_href: row.source_href,
        body: row.body,
        still_said: row.still_said,
        answer_by: row.answer_by,
        answer: match (row.agrees, row.answered_at, row.answered_by) {
            (Some(agrees), Some(at), Some(who)) => Some((agrees, at, who)),
            _ => None,
        },
    });
    Ok(rows.collect())
}

/// Words that are asked for.
#[derive(Debug, Clone)]
pub struct NewQuote<'a> {
    /// For which chapter.
    pub chapter: &'a str,
    /// Beside which of its figures.
    pub indicator: Option<&'a str>,
    /// Whose.
    pub school: SchoolId,
    /// Where they stand.
    pub source: Source,
    /// The delivery, the minutes or the story.
    pub source_id: i64,
    /// For people.
    pub source_words: &'a str,
    /// For a click.
    pub source_href: &'a str,
    /// The words.
    pub body: &'a str,
    /// By when the school answers.
    pub answer_by: Date,
}

/// Asks for a quote; `false` when the very words are asked for already in this report.
pub async fn ask(connection: &mut PgConnection, actor: &Actor, can: CanArrangeReport, new: &NewQuote<'_>, save_id: Uuid) -> Result<bool> {
    let asked = sqlx::query!(
        "insert into report_quote (municipality_id, report_id, chapter, school_id, source, source_id, source_words, source_href, body, asked_at, asked_by_name, answer_by, save_id, indicator)
         select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14
         where not exists (select from report_quote where municipality_id = $1 and report_id = $2 and school_id = $4 and body = $9 and withdrawn_at is null)
         on conflict on constraint report_quote_save_once do nothing",
        can.municipality().0,
        can.report().0,
        new.chapter,
        new.school.0,
        new.source.key(),
        new.source_id,
        new.source_words,
        new.source_href,
        new.body,
        actor.now,
        actor.name,
        new.answer_by,
        save_id,
        new.indicator
    )
    .execute(connection)
    .await?;
    Ok(asked.rows_affected() > 0)
}

/// Places a quote beside another figure of its chapter, or at the chapter's end; `false` when the school has answered or it is not there.
pub async fn place(connection: &mut PgConnection, can: CanArrangeReport, id: ReportQuoteId, indicator: Option<&str>) -> Result<bool> {
    let done = sqlx::query!(
        "update report_quote q set indicator = $4 where municipality_id = $1 and report_id = $2 and id = $3 and withdrawn_at is null
           and not exists (select from report_quote_answer a where a.municipality_id = q.municipality_id and a.quote_id = q.id)",
        can.municipality().0,
        can.report().0,
        id.0,
        indicator
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Takes a quote out, and its words away; `false` when it is not there.
pub async fn take_out(connection: &mut PgConnection, can: CanArrangeReport, id: ReportQuoteId, at: OffsetDateTime) -> Result<bool> {
    let done = sqlx::query!(
        "update report_quote set withdrawn_at = $4, body = '' where municipality_id = $1 and report_id = $2 and id = $3 and withdrawn_at is null",
        can.municipality().0,
        can.report().0,
        id.0,
        at
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Answers for the school. The last answer counts.
pub async fn answer(connection: &mut PgConnection, actor: &Actor, can: CanAnswerReport, id: ReportQuoteId, agrees: bool) -> Result<()> {
    sqlx::query!(
        "insert into report_quote_answer (municipality_id, quote_id, school_id, agrees, answered_at, answered_by, answered_by_name)
         values ($1, $2, $3, $4, $5, $6, $7)",
        can.municipality().0,
        id.0,
        can.school().0,
        agrees,
        actor.now,
        can.by().0,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The reports that have asked these schools something, or sent them what is said about them.
pub async fn asked(connection: &mut PgConnection, municipality: MunicipalityId, schools: &[SchoolId]) -> Result<Vec<ReportId>> {
    let schools: Vec<i64> = schools.iter().map(|school| school.0).collect();
    Ok(sqlx::query_scalar!(
        r#"select report_id as "report!: ReportId" from report_quote where municipality_id = $1 and school_id = any ($2) and withdrawn_at is null
           union select report_id from report_version where municipality_id = $1 and school_id = any ($2)"#,
        municipality.0,
        &schools
    )
    .fetch_all(connection)
    .await?)
}
