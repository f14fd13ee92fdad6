//! SQL for `report`, its days, chapters, and what was carried over and read.
mod around;
mod attachments;
mod comments;
mod disclosure;
mod files;
mod look;
mod proposals;
mod quotes;
pub mod searched;
mod tasks;
mod versions;

pub use around::{Around, Promises, around};
pub use attachments::{
    NewAttachment, Told, attach, attached_file, attachments, attachments_of_version, hold, move_attachment_up, remove_attachment,
    send_attachments, tell_of_attachment,
};
pub use comments::{Comment, comment, comments, readings_of, say_read, settle};
pub use disclosure::{NewJudgement, attachments_to_ask_for, beside_copy, judge, judgements};
pub use files::{
    AskedFor, FileRow, Made, ToMake, ask_for_file, awaited_file, delete_file, file, file_bytes, file_composed, file_failed,
    file_is_made_by, file_made, file_to_make, keep_file, kept_file, kept_formats, reuse_file,
};
pub use look::{look, set_colour, set_logo};
pub use proposals::{
    NewProposal, answer_question, decide, decided_before, name_responsible, progress, proposals, propose, questions, remove_proposal,
};
pub use quotes::{NewQuote, Wanted as QuotesWanted, answer, ask, asked, place, quotes, take_out};
pub use tasks::open_tasks;
pub use versions::{NewVersion, SchoolAnswer, VersionRow, content_of, next_number, say_of_version, school_answers, send, versions};

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use super::model::{ChapterRow, MilestoneRow, Report, proposed_council_day};
use crate::App;
use crate::access::rules::{CanArrangeReport, CanFollowChapter, CanMakeReport, ReportFacts, ReportRights};
use crate::access::{Actor, Scope};
use crate::error::{AppError, Result};
use crate::ids::{DocumentId, ModelPackId, PersonId, ReportId};
use crate::indicator::SchoolYear;
use crate::model_pack::{self, Packs};
use crate::text::Lang;
use crate::writing::DocumentRef;

/// A row of `report`.
struct Row {
    id: ReportId,
    school_year: i32,
    pack: ModelPackId,
    document: DocumentId,
    council_on: Date,
    decided_on: Option<Date>,
    case_number: String,
    questions: String,
    language: String,
    held: Vec<String>,
}

async fn read(app: &App, connection: &mut PgConnection, actor: &Actor, row: Row) -> Result<Report> {
    let pack = app.packs.load(connection, actor.municipality, row.pack).await?;
    let document = DocumentRef::draft(actor.municipality, row.document, None);
    let facts = ReportFacts { id: row.id, document, closed: row.decided_on.is_some(), held: row.held };
    Ok(Report {
        id: row.id,
        year: SchoolYear(row.school_year),
        pack,
        document,
        council_on: row.council_on,
        decided_on: row.decided_on,
        case_number: row.case_number,
        questions: row.questions,
        lang: Lang::parse(&row.language).unwrap_or(actor.lang),
        rights: ReportRights::of(actor, facts)?,
    })
}

/// Those that the actor knows of, newest first; one, when it is given.
async fn rows(connection: &mut PgConnection, actor: &Actor, id: Option<ReportId>, year: Option<i32>) -> Result<Vec<Row>> {
    Ok(sqlx::query_as!(
        Row,
        r#"select r.id as "id: ReportId", r.school_year, r.model_pack_id as "pack: ModelPackId", r.document_id as "document: DocumentId", r.council_on,
             r.decided_on, r.case_number, r.questions, m.language,
             array(select a.part from part_assignment a where a.municipality_id = r.municipality_id and a.document_id = r.document_id
                    and a.person_id = $4 and a.withdrawn_at is null) as "held!"
           from report r join municipality m on m.id = r.municipality_id
           where r.municipality_id = $1 and ($2::bigint is null or r.id = $2) and ($3::integer is null or r.school_year = $3)
           order by r.school_year desc"#,
        actor.municipality.0,
        id.map(|id| id.0),
        year,
        actor.person.0
    )
    .fetch_all(connection)
    .await?)
}

/// The report, through the actor.
pub async fn load(app: &App, connection: &mut PgConnection, actor: &Actor, id: ReportId) -> Result<Report> {
    let row = rows(&mut *connection, actor, Some(id), None).await?.into_iter().next().ok_or(AppError::NotFound)?;
    read(app, connection, actor, row).await
}

/// All that the actor knows of, newest first.
pub async fn all(app: &App, connection: &mut PgConnection, actor: &Actor) -> Result<Vec<Report>> {
    let mut reports = Vec::new();
    for row in rows(&mut *connection, actor, None, None).await? {
        reports.push(read(app, &mut *connection, actor, row).await?);
    }
    Ok(reports)
}

/// A year's report as an operator's command meets it; when none has been begun, one with the newest pack and nothing written.
pub async fn for_command(packs: &Packs, connection: &mut PgConnection, scope: &Scope, year: SchoolYear) -> Result<Report> {
    let municipality = scope.municipality;
    let begun = sqlx::query!(
        r#"select r.id as "id: ReportId", r.model_pack_id as "pack: ModelPackId", r.document_id as "document: DocumentId", r.council_on, r.decided_on,
             r.case_number, r.questions
           from report r where r.municipality_id = $1 and r.school_year = $2"#,
        municipality.0,
        year.0
    )
    .fetch_optional(&mut *connection)
    .await?;
    let language =
        sqlx::query_scalar!("select language from municipality where id = $1", municipality.0).fetch_one(&mut *connection).await?;
    let pack = match &begun {
        Some(row) => row.pack,
        None => model_pack::newest(&mut *connection, municipality).await?.ok_or(AppError::Conflict("error-no-pack"))?,
    };
    let pack = packs.load(connection, municipality, pack).await?;
    let template = pack.report().ok_or(AppError::Conflict("error-no-report-form"))?;
    let (id, document) = begun.as_ref().map_or((ReportId(0), DocumentId(0)), |row| (row.id, row.document));
    let document = DocumentRef::draft(municipality, document, None);
    let council_on = match &begun {
        Some(row) => row.council_on,
        None => proposed_council_day(template, year).ok_or(AppError::NotFound)?,
    };
    let decided_on = begun.as_ref().and_then(|row| row.decided_on);
    let rights = ReportRights::of_operator(scope, ReportFacts { id, document, closed: decided_on.is_some(), held: Vec::new() })?;
    let (case_number, questions) = begun.map_or_else(Default::default, |row| (row.case_number, row.questions));
    let lang = Lang::parse(&language).unwrap_or(pack.language);
    Ok(Report { id, year, pack, document, council_on, decided_on, case_number, questions, lang, rights })
}

/// The report of the year before.
pub async fn before(app: &App, connection: &mut PgConnection, actor: &Actor, year: SchoolYear) -> Result<Option<Report>> {
    match rows(&mut *connection, actor, None, Some(year.0.saturating_sub(1))).await?.into_iter().next() {
        Some(row) => Ok(Some(read(app, connection, actor, row).await?)),
        None => Ok(None),
    }
}

/// Makes a year's report; `None` when there is one.
pub async fn make(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanMakeReport,
    (year, pack, document): (SchoolYear, ModelPackId, DocumentRef),
    council_on: Date,
) -> Result<Option<ReportId>> {
    Ok(sqlx::query_scalar!(
        r#"insert into report (municipality_id, school_year, model_pack_id, document_id, council_on, made_at, made_by, made_by_name)
           values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict on constraint report_once_a_year do nothing returning id as "id: ReportId""#,
        can.municipality().0,
        year.0,
        pack.0,
        document.document.0,
        council_on,
        actor.now,
        can.by().0,
        actor.name
    )
    .fetch_optional(connection)
    .await?)
}

/// Sets the council's day and the days on the way.
pub async fn set_days(connection: &mut PgConnection, can: CanArrangeReport, council_on: Date, days: &[(String, Date)]) -> Result<()> {
    sqlx::query!(
        "update report set council_on = $3 where municipality_id = $1 and id = $2",
        can.municipality().0,
        can.report().0,
        council_on
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into report_milestone (municipality_id, report_id, key, day) select $1, $2, key, day from unnest($3::text[], $4::date[]) as d (key, day)
         on conflict (municipality_id, report_id, key) do update set day = excluded.day",
        can.municipality().0,
        can.report().0,
        &days.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>(),
        &days.iter().map(|(_, day)| *day).collect::<Vec<_>>()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The days on the way, those that the pack has, in its order.
pub async fn milestones(connection: &mut PgConnection, actor: &Actor, report: &Report) -> Result<Vec<MilestoneRow>> {
    let rows = sqlx::query!(
        "select key, day from report_milestone where municipality_id = $1 and report_id = $2",
        actor.municipality.0,
        report.id.0
    )
    .fetch_all(connection)
    .await?;
    let of_pack = report.template()?.milestones.iter().filter_map(|milestone| {
        let row = rows.iter().find(|row| row.key == milestone.key)?;
        Some(MilestoneRow { key: row.key.clone(), name: milestone.name.get(actor.lang).to_owned(), kind: milestone.kind, day: row.day })
    });
    Ok(of_pack.collect())
}

/// Notes that these fields begin with last year's text.
pub async fn carry(connection: &mut PgConnection, can: CanArrangeReport, fields: &[(String, String)]) -> Result<()> {
    sqlx::query!(
        "insert into report_carried (municipality_id, report_id, chapter, field) select $1, $2, chapter, field from unnest($3::text[], $4::text[]) as f (chapter, field)",
        can.municipality().0,
        can.report().0,
        &fields.iter().map(|(chapter, _)| chapter.clone()).collect::<Vec<_>>(),
        &fields.iter().map(|(_, field)| field.clone()).collect::<Vec<_>>()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that somebody has gone through last year's text in a field, or in all of a chapter.
pub async fn gone_through(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowChapter,
    (chapter, fields): (&str, &[String]),
) -> Result<()> {
    sqlx::query!(
        "update report_carried set gone_through_at = $5, gone_through_by = $6
         where municipality_id = $1 and report_id = $2 and chapter = $3 and field = any ($4) and gone_through_at is null",
        can.municipality().0,
        can.report().0,
        chapter,
        fields,
        actor.now,
        actor.name
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Gives a chapter to somebody (`None`: to nobody) with a deadline, or takes it back.
pub async fn give(
    connection: &mut PgConnection,
    can: CanArrangeReport,
    report: &Report,
    (chapter, person, deadline): (&str, Option<PersonId>, Option<Date>),
    at: OffsetDateTime,
) -> Result<()> {
    sqlx::query!(
        "insert into report_chapter (municipality_id, report_id, chapter, deadline) values ($1, $2, $3, $4)
         on conflict (municipality_id, report_id, chapter) do update set deadline = excluded.deadline",
        can.municipality().0,
        can.report().0,
        chapter,
        deadline
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "update part_assignment set withdrawn_at = $5 where municipality_id = $1 and document_id = $2 and part = $3 and withdrawn_at is null
           and ($4::bigint is null or person_id <> $4)",
        can.municipality().0,
        report.document.document.0,
        chapter,
        person.map(|id| id.0),
        at
    )
    .execute(&mut *connection)
    .await?;
    if let Some(person) = person {
        sqlx::query!(
            "insert into part_assignment (municipality_id, document_id, part, person_id, given_by, given_at)
             select $1, $2, $3, $4, $5, $6 where not exists (select from part_assignment where municipality_id = $1 and document_id = $2 and part = $3
               and person_id = $4 and withdrawn_at is null)",
            can.municipality().0,
            report.document.document.0,
            chapter,
            person.0,
            can.by().0,
            at
        )
        .execute(connection)
        .await?;
    }
    Ok(())
}

/// Says that a chapter can be read, with the figures it was written about; or, without them, that it is written on again.
pub async fn call_ready(
    connection: &mut PgConnection,
    actor: &Actor,
    can: CanFollowChapter,
    chapter: &str,
    figures: Option<&serde_json::Value>,
) -> Result<()> {
    sqlx::query!(
        "insert into report_chapter (municipality_id, report_id, chapter, ready_at, ready_by_name, figures) values ($1, $2, $3, $4, $5, $6)
         on conflict (municipality_id, report_id, chapter) do update set ready_at = excluded.ready_at, ready_by_name = excluded.ready_by_name, figures = excluded.figures",
        can.municipality().0,
        can.report().0,
        chapter,
        figures.map(|_| actor.now),
        figures.map(|_| actor.name.clone()),
        figures
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How far each chapter has come, in the pack's order; those that the actor reads.
pub async fn chapters(connection: &mut PgConnection, report: &Report) -> Result<Vec<ChapterRow>> {
    let keys: Vec<String> =
        report.template()?.chapters.iter().map(|chapter| chapter.key.clone()).filter(|key| report.rights.reads.include(key)).collect();
    let rows = sqlx::query!(
        r#"select w.chapter as "chapter!", c.deadline as "deadline?", c.ready_at as "ready_at?", c.ready_by_name as "ready_by_name?", c.figures as "figures?",
             g.person_id as "holder?: PersonId", p.name as "holder_name?",
             exists (select from text_field f where f.municipality_id = $1 and f.document_id = $3 and f.part = w.chapter and f.value <> '') as "begun!",
             array(select field from report_carried k where k.municipality_id = $1 and k.report_id = $2 and k.chapter = w.chapter
                    and k.gone_through_at is null order by field) as "carried!",
             (select count(*) from report_comment o where o.municipality_id = $1 and o.report_id = $2 and o.chapter = w.chapter and o.settled_at is null) as "comments!"
           from unnest($4::text[]) with ordinality as w (chapter, place)
           left join report_chapter c on c.municipality_id = $1 and c.report_id = $2 and c.chapter = w.chapter
           left join part_assignment g on g.municipality_id = $1 and g.document_id = $3 and g.part = w.chapter and g.withdrawn_at is null
           left join person p on p.municipality_id = $1 and p.id = g.person_id
           order by w.place"#,
        report.document.municipality.0,
        report.id.0,
        report.document.document.0,
        &keys
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| ChapterRow {
        chapter: row.chapter,
        deadline: row.deadline,
        ready: row.ready_at.zip(row.ready_by_name),
        figures: row.figures,
        holder: row.holder.zip(row.holder_name),
        begun: row.begun,
        carried: row.carried,
        comments: row.comments,
    });
    Ok(rows.collect())
}

/// A field that began with last year's text.
#[derive(Debug, Clone)]
pub struct Carried {
    /// The field.
    pub field: String,
    /// Last year's text.
    pub value: String,
    /// Nobody has gone through it yet.
    pub waiting: bool,
}

/// The fields of a chapter that began with last year's text.
pub async fn carried(connection: &mut PgConnection, report: &Report, chapter: &str) -> Result<Vec<Carried>> {
    Ok(sqlx::query_as!(
        Carried,
        r#"select c.field, v.value, c.gone_through_at is null as "waiting!" from report_carried c
           join text_revision v on v.municipality_id = c.municipality_id and v.document_id = $3 and v.field = c.field and v.rev = 1
           where c.municipality_id = $1 and c.report_id = $2 and c.chapter = $4"#,
        report.document.municipality.0,
        report.id.0,
        report.document.document.0,
        chapter
    )
    .fetch_all(connection)
    .await?)
}
