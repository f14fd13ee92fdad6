//! The report to the council: begun, with one chapter, a comment, a quote asked for, proposals and what was sent.
use sqlx::postgres::PgConnection;

use super::{At, Values};

/// A document that stands for what was sent.
const CONTENT: &str = r#"{"title": "Tilstandsrapport", "subtitle": "", "municipality": "Vik", "lang": "nn", "made_at": "2027-03-01T08:00:00Z",
  "mark": null, "blocks": []}"#;

pub async fn arrange(all: &mut PgConnection, at: &At<'_>) -> Values {
    let rektor = at.rektor.person().id.0;
    let report = begun(all, at).await;
    let one = async |all: &mut PgConnection, sql: &'static str| -> i64 {
        let asked = sqlx::query_scalar(sql).bind(at.municipality).bind(report).bind(at.school.id.0).bind(rektor).bind(CONTENT);
        asked.fetch_one(all).await.unwrap()
    };
    let remarked = one(
        all,
        "insert into report_comment (municipality_id, report_id, chapter, field, body, author_id, author_name, written_at, save_id)
         select $1, $2, 'samandrag', 'samandrag.text', 'Kvifor?', $4, 'Kari', now(), gen_random_uuid() where $3 > 0 and $5::text <> '' returning id",
    )
    .await;
    let quoted = one(
        all,
        "insert into report_quote (municipality_id, report_id, chapter, school_id, source, source_id, source_words, source_href, body, asked_at,
           asked_by_name, answer_by, save_id)
         select $1, $2, 'samandrag', $3, 'story', (select min(id) from story where municipality_id = $1 and school_id = $3), 'ei forteljing', '/', 'Vi les.',
           now(), 'Kari', '2099-01-01', gen_random_uuid() where $4 > 0 and $5::text <> '' returning id",
    )
    .await;
    let asked_of_council = one(
        all,
        "insert into report_proposal (municipality_id, report_id, position, body, within_budget, responsible, made_at, made_by_name, save_id)
         select $1, $2, 1, 'Ein leseplan.', true, 'Kommunalsjefen', now(), 'Kari', gen_random_uuid() where $3 + $4 > 0 and $5::text <> '' returning id",
    )
    .await;
    let decided = one(
        all,
        "insert into report_proposal (municipality_id, report_id, position, body, within_budget, responsible, made_at, made_by_name, outcome, save_id)
         select $1, $2, 2, 'Fleire vaksne.', true, 'Kommunalsjefen', now(), 'Kari', 'adopted', gen_random_uuid() where $3 + $4 > 0 and $5::text <> '' returning id",
    )
    .await;
    let inquired = one(
        all,
        "insert into report_question (municipality_id, report_id, position, body) select $1, $2, 1, 'Kor mange?' where $3 + $4 > 0 and $5::text <> '' returning id",
    )
    .await;
    let to_school = one(
        all,
        "insert into report_version (municipality_id, report_id, number, audience, school_id, content, figures, sha256, public_title, sent_at, sent_by,
           sent_by_name, sent_by_title)
         values ($1, $2, 1, 'school', $3, $5::jsonb, '[]', sha256('a'), 'Rapport', now(), $4, 'Kari', '') returning id",
    )
    .await;
    let to_all = one(
        all,
        "insert into report_version (municipality_id, report_id, number, audience, content, figures, sha256, public_title, sent_at, sent_by,
           sent_by_name, sent_by_title)
         select $1, $2, 2, 'public', $5::jsonb, '[]', sha256('a'), 'Rapport', now(), $4, 'Kari', '' where $3 > 0 returning id",
    )
    .await;
    for (sql, of) in [
        (
            "insert into report_quote_answer (municipality_id, quote_id, school_id, agrees, answered_at, answered_by, answered_by_name)
             select $1, $5, $3, false, now(), $4, 'Kari' where $2 > 0",
            quoted,
        ),
        (
            "insert into report_progress (municipality_id, proposal_id, state, said_at, said_by_name, save_id)
             select $1, $5, 'not_started', now(), 'Kari', gen_random_uuid() where $2 + $3 + $4 > 0",
            decided,
        ),
        (
            "insert into report_school_answer (municipality_id, version_id, report_id, school_id, words, said_at, said_by, said_by_name, save_id)
             values ($1, $5, $2, $3, 'Greitt.', now(), $4, 'Kari', gen_random_uuid())",
            to_school,
        ),
    ] {
        sqlx::query(sql)
            .bind(at.municipality)
            .bind(report)
            .bind(at.school.id.0)
            .bind(rektor)
            .bind(of)
            .execute(&mut *all)
            .await
            .unwrap();
    }
    sqlx::query(
        "insert into municipality_look (municipality_id, colour, changed_at, changed_by_name) values ($1, '#14506b', now(), 'Kari') on conflict do nothing",
    )
    .bind(at.municipality)
    .execute(&mut *all)
    .await
    .unwrap();
    let (asked_file, laid_beside) = given_out(all, at, report, [to_school, to_all]).await;
    Values::from([
        ("laid_beside", laid_beside.to_string()),
        ("asked_file", asked_file.to_string()),
        ("report", report.to_string()),
        ("remarked", remarked.to_string()),
        ("quoted", quoted.to_string()),
        ("asked_of_council", asked_of_council.to_string()),
        ("decided", decided.to_string()),
        ("inquired", inquired.to_string()),
        ("sent_to_school", to_school.to_string()),
        ("sent_to_all", to_all.to_string()),
    ])
}

/// A file that was asked for, one that is laid beside the report, and how a demand was answered.
async fn given_out(all: &mut PgConnection, at: &At<'_>, report: i64, [to_school, to_all]: [i64; 2]) -> (i64, i64) {
    let rektor = at.rektor.person().id.0;
    let one = async |all: &mut PgConnection, sql: &'static str| -> i64 {
        let asked = sqlx::query_scalar(sql).bind(at.municipality).bind(report).bind(at.school.id.0).bind(rektor);
        asked.fetch_one(all).await.unwrap()
    };
    let asked_file = one(
        all,
        "insert into report_file (municipality_id, report_id, version_id, format, asked_at, asked_by, name, size, sha256, done_at)
         select $1, $2, (select min(id) from report_version where municipality_id = $1 and report_id = $2 and school_id = $3), 'docx', now(), $4, 'Rapport', 1,
           sha256('a'), now() returning id",
    )
    .await;
    sqlx::query(
        "insert into report_version_file (municipality_id, version_id, format, bytes, sha256, made_at) values ($1, $2, 'docx', 'a', sha256('a'), now())",
    )
    .bind(at.municipality)
    .bind(to_school)
    .execute(&mut *all)
    .await
    .unwrap();
    let laid_beside = one(
        all,
        "insert into report_attachment (municipality_id, report_id, position, title, kind, for_all, bytes, size, sha256, added_at, added_by, added_by_name, save_id)
         select $1, $2, 1, 'Planen', 'pdf', true, 'a', 1, sha256('a'), now(), $4, 'Kari', gen_random_uuid() where $3 > 0 returning id",
    )
    .await;
    for version in [to_school, to_all] {
        sqlx::query(
            "insert into report_version_attachment (municipality_id, version_id, number, attachment_id, title, for_all, legal, sha256)
             values ($1, $2, 1, $3, 'Planen', true, '', sha256('a'))",
        )
        .bind(at.municipality)
        .bind(version)
        .bind(laid_beside)
        .execute(&mut *all)
        .await
        .unwrap();
    }
    one(
        all,
        "insert into report_access (municipality_id, report_id, version_id, answer, at, by_id, by_name, by_title, save_id)
         select $1, $2, (select min(id) from report_version where municipality_id = $1 and report_id = $2 and school_id = $3), 'whole', now(), $4, 'Kari', '',
           gen_random_uuid() returning id",
    )
    .await;
    (asked_file, laid_beside)
}

/// The report with a chapter that is written in, and what stands around it.
async fn begun(all: &mut PgConnection, at: &At<'_>) -> i64 {
    let rektor = at.rektor.person().id.0;
    // A year each, since a municipality has one report a year.
    let year = 2001 + i32::try_from(at.school.id.0 % 90).unwrap();
    let document: i64 = sqlx::query_scalar("insert into document (municipality_id, kind) values ($1, 'report') returning id")
        .bind(at.municipality)
        .fetch_one(&mut *all)
        .await
        .unwrap();
    let report: i64 = sqlx::query_scalar(
        "insert into report (municipality_id, school_year, model_pack_id, document_id, council_on, made_at, made_by, made_by_name)
         select $1, $2, (select max(id) from model_pack where municipality_id = $1), $3, '2027-06-16', now(), $4, 'Kari' returning id",
    )
    .bind(at.municipality)
    .bind(year)
    .bind(document)
    .bind(rektor)
    .fetch_one(&mut *all)
    .await
    .unwrap();
    for sql in [
        "insert into text_field (municipality_id, document_id, field, part, value, rev, saved_at, saved_by)
         values ($1, $3, 'samandrag.text', 'samandrag', 'Bra.', 1, now(), $4)",
        "insert into text_revision (municipality_id, document_id, field, rev, part, value, saved_at, saved_by, save_id)
         values ($1, $3, 'samandrag.text', 1, 'samandrag', 'Bra.', now(), $4, gen_random_uuid())",
        "insert into report_milestone (municipality_id, report_id, key, day) select $1, $2, 'tal', '2027-04-01' where $3 + $4 > 0",
        "insert into report_chapter (municipality_id, report_id, chapter) select $1, $2, 'samandrag' where $3 + $4 > 0",
        "insert into report_carried (municipality_id, report_id, chapter, field) select $1, $2, 'samandrag', 'samandrag.text' where $3 + $4 > 0",
        "insert into report_reading (municipality_id, report_id, chapter, person_id, read_at) select $1, $2, 'samandrag', $4, now() where $3 > 0",
    ] {
        sqlx::query(sql).bind(at.municipality).bind(report).bind(document).bind(rektor).execute(&mut *all).await.unwrap();
    }
    report
}
